"""What somebody has answered is never lost, sent twice or shown to anybody else, whatever happens to the page."""

import os
import re
import signal
from collections import Counter
from contextlib import suppress
from pathlib import Path
from statistics import median, quantiles

import pytest
from playwright.sync_api import BrowserType, Error, Response, Route, expect

from config.tests.browser.api import Api
from config.tests.browser.people import FLAGS, OFFLINE, REFUSED, Desk, People, Person, session_of
from config.tests.browser.rankings import rows
from config.tests.browser.screen import PAINTED
from config.tests.browser.service import Service
from config.tests.waiting import until

pytestmark = pytest.mark.xdist_group("browser")

SUBMIT = re.compile(r"/assignments/[^/]+/submit$")


@pytest.fixture
def project(manager: Api, request: pytest.FixtureRequest) -> str:
    """A project of one test's own in which one person answers each item. A browser holds up to 8 of its 20 items."""
    return manager.ranking_project(request.node.name[:100], rows(20), "anna", "ben", overlap=1)


def given(manager: Api, project: str) -> list[tuple[str, str]]:
    """Who answered what, one entry for each annotation that the server has: (member, item)."""
    return [
        (annotation["member"]["name"], item["external_id"])
        for item in manager.every(f"projects/{project}/items")
        for annotation in manager.every(f"projects/{project}/items/{item['id']}/annotations")
    ]


def submissions(person: Person) -> Counter[str]:
    """Counts the successful submissions of a person's browser by address, from now on."""
    counted: Counter[str] = Counter()

    def count(answer: Response) -> None:
        if SUBMIT.search(answer.url) and answer.ok:
            counted[answer.url] += 1

    person.context.on("response", count)
    return counted


def test_a_draft_outlives_a_reload_and_a_crashed_page(people: People, project: str) -> None:
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    item = desk.assignment
    desk.types("21")
    assert desk.ranked()[:2] == ["2", "1"]
    anna.page.reload()
    expect(desk.item).to_be_visible()
    assert (desk.assignment, desk.ranked()) == (item, ["2", "1", "", ""])
    anna.page.keyboard.press("Enter")  # goes to the first gap
    desk.types("3")
    assert desk.ranked() == ["2", "1", "3", ""]
    crash(anna)
    desk = anna.desk().opens(project)
    assert (desk.assignment, desk.ranked()) == (item, ["2", "1", "3", ""])


def crash(person: Person) -> None:
    """Kills the page's process, as the system does when memory runs out, and opens another page."""
    person.expected.append("crashed")
    old, person.page = person.page, person.context.new_page()
    person.goes_to("/lumen/work/recent")
    with old.expect_event("crash"), suppress(Error):
        old.goto("chrome://crash")


def test_a_draft_typed_on_one_machine_is_there_on_another(people: People, project: str) -> None:
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    with anna.page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok):
        desk.types("4321")
    elsewhere = people.person("anna")
    elsewhere.goes_to("/lumen/work/recent")
    there = elsewhere.desk().opens(project)
    assert (there.assignment, there.ranked()) == (desk.assignment, ["4", "3", "2", "1"])


def test_answers_given_without_a_network_are_sent_once_each_when_it_is_back(
    people: People, manager: Api, project: str
) -> None:
    anna = people.person("anna")
    anna.expected.append(OFFLINE)
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    sent = submissions(anna)
    desk.loses_the_network()
    answers_three(desk)
    desk.waiting(3)
    expect(anna.page.get_by_text("3 answers are kept on this machine")).to_be_visible()
    assert given(manager, project) == []
    anna.context.set_offline(False)
    desk.waiting(0)
    assert sorted(sent.values()) == [1, 1, 1]
    assert len(given(manager, project)) == 3


def answers_three(desk: Desk) -> None:
    for _ in range(3):
        desk.types("1234")
        desk.submits()


def test_an_answer_whose_reply_was_lost_is_counted_once(people: People, manager: Api, project: str) -> None:
    anna = people.person("anna")
    anna.expected.append("net::ERR_FAILED")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    lost: list[str] = []

    def lose_the_first_reply(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.request.headers["idempotency-key"])
            route.fetch()
            route.abort()

    anna.context.route(SUBMIT, lose_the_first_reply)
    with anna.page.expect_response(lambda answer: bool(SUBMIT.search(answer.url))) as second:
        desk.types("1234")
        desk.submits()
    desk.waiting(0)
    assert second.value.request.headers["idempotency-key"] == lost[0]
    assert second.value.headers["idempotency-replayed"] == "true"
    assert len(given(manager, project)) == 1


def test_nobody_else_at_the_same_browser_sees_or_sends_them(people: People, manager: Api, project: str) -> None:
    anna = people.person("anna")
    anna.expected += [OFFLINE, REFUSED]
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    desk.loses_the_network()
    desk.types("1234e")
    expect(desk.item.get_by_role("textbox")).to_be_focused()
    anna.page.keyboard.type("Between Anna and Concord.")
    anna.page.keyboard.press("Escape")
    desk.submits()
    desk.waiting(1)
    anna.context.clear_cookies()  # first, so that nothing is sent in her name while the page is left
    anna.page.goto("about:blank")
    anna.context.set_offline(False)
    sent = submissions(anna)
    anna.page.goto(f"{anna.service.address}/lumen/work/{project}")
    anna.signs_in(as_="ben")
    expect(desk.item).to_be_visible()
    desk.types("4321")
    desk.submits()
    desk.waiting(0)
    assert [name for name, _ in given(manager, project)] == ["Ben Carter"]
    expect(anna.page.locator("body")).not_to_contain_text("Between Anna")
    assert sum(sent.values()) == 1
    anna.context.clear_cookies()
    anna.page.goto(f"{anna.service.address}/lumen/work/{project}")
    anna.signs_in(as_="anna")
    until(lambda: sorted(name for name, _ in given(manager, project)) == ["Anna Lindqvist", "Ben Carter"])
    desk.waiting(0)
    assert sorted(sent.values()) == [1, 1]


def test_after_the_end_of_a_session_everything_is_sent_once_somebody_has_signed_in_again(
    people: People, manager: Api, project: str
) -> None:
    anna = people.person("anna")
    anna.expected.append(REFUSED)
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    sent = submissions(anna)
    anna.context.clear_cookies()
    answers_three(desk)
    desk.waiting(3)
    assert given(manager, project) == []
    anna.page.get_by_role("link", name="Sign in again").click()
    anna.signs_in()
    expect(desk.item).to_be_visible()
    desk.waiting(0)
    assert sorted(sent.values()) == [1, 1, 1]
    assert len(given(manager, project)) == 3


def test_a_browser_killed_without_a_network_sends_everything_when_it_is_started_again(
    chromium_path: str, people: People, manager: Api, service: Service, project: str, tmp_path: Path
) -> None:
    chromium = people.browser.browser_type
    anna = starts(chromium, chromium_path, tmp_path, people, service)
    anna.context.add_cookies(session_of(service, "anna"))
    anna.expected.append(OFFLINE)
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    desk.loses_the_network()
    answers_three(desk)
    desk.waiting(3)
    with anna.context.expect_event("close"):
        os.kill(int((tmp_path / "SingletonLock").readlink().name.rpartition("-")[2]), signal.SIGKILL)
    again = starts(chromium, chromium_path, tmp_path, people, service)
    sent = submissions(again)
    again.context.add_cookies(session_of(service, "anna"))
    again.goes_to("/lumen/work/recent")
    desk = again.desk().opens(project)
    until(lambda: len(given(manager, project)) == 3)
    desk.waiting(0)
    assert sorted(sent.values()) == [1, 1, 1]


def starts(chromium: BrowserType, path: str, profile: Path, people: People, service: Service) -> Person:
    """A browser process of its own whose profile lies in the folder."""
    context = chromium.launch_persistent_context(profile, executable_path=path, args=FLAGS, locale="en-GB")
    return people.met(Person("anna", context, service, people.problems))


def test_the_next_item_is_painted_at_once(people: People, manager: Api, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, not judged: what a busy machine takes says little. The goal is 50 ms."""
    project = manager.ranking_project("Quick", rows(26), "anna", overlap=1)
    anna = people.person("anna")
    anna.context.add_init_script(PAINTED)
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    for _ in range(25):
        desk.types("1234")
        expect(desk.item.locator("button[aria-pressed=true]").first).to_be_visible()
        expect(anna.page.locator("[data-below]")).to_have_count(1)
        desk.submits()
    painted: list[float] = anna.page.evaluate("window.painted")
    assert len(painted) >= 20
    with capsys.disabled():
        print(
            f"\n  next item painted after Enter: median {median(painted):.1f} ms, "
            f"p95 {quantiles(painted, n=20)[-1]:.1f} ms, {len(painted)} items"
        )
