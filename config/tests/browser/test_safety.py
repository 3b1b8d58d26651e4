"""Nobody's words run in anybody's browser, and nobody sees another organisation's words at all."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Error, Response, expect

from config.tests.browser.hostile import LONG, SHORT, marked, seen
from config.tests.browser.people import NOT_LISTED, REFUSED, People, Person, plain
from config.tests.browser.service import Service
from config.tests.browser.walks import walk
from config.tests.world import CANARY

pytestmark = pytest.mark.xdist_group("browser")


def nothing_ran(person: Person) -> None:
    """No script of the corpus ran in any frame, and no link or element is left that would run one."""
    page = person.page
    assert [frame.url for frame in page.frames if frame.evaluate("window.ran ?? null") is not None] == []
    assert len(page.frames) == 1, "a text opened a frame"
    live = "a[href^='javascript:' i], a[href^='data:' i], [onerror], [onload], [onclick], iframe, object"
    live += ", form[action^=javascript]"
    assert page.locator(live).evaluate_all("found => found.map(each => each.outerHTML)") == []


def test_the_texts_do_run_where_nothing_holds_them_back(chromium: Browser) -> None:
    page = chromium.new_page()
    ran = 0
    for text in LONG:
        page.goto("about:blank")
        page.set_content(f"<title>{text}</title><p>{text}</p>")
        ran += page.evaluate("window.ran === 1")
    page.close()
    assert ran >= 10


@pytest.mark.parametrize("name", ["owner", "manager", "reviewer", "client"])
def test_no_name_or_text_runs_on_any_page(people: People, service: Service, name: str) -> None:
    person = people.person(f"{name}@mallory")
    person.expected.append(NOT_LISTED)
    project = service.places()["mallory"]["project"]
    starts = [f"/mallory/projects/{project}", "/"]
    if name == "owner":
        starts.append("/admin/")
    visited = walk(person, starts, nothing_ran)
    assert len(visited) >= {"owner": 30, "manager": 15, "reviewer": 5, "client": 3}[name], visited


def test_names_are_shown_as_they_were_typed(people: People) -> None:
    manager = people.person("manager@mallory")
    for page in ("projects", "clients", "members"):
        manager.goes_to(f"/mallory/{page}")
        for number, text in enumerate(SHORT):
            expect(manager.page.get_by_text(plain(marked(text, number)), exact=True).first).to_be_visible()


def test_no_text_runs_on_the_labeling_screen_and_each_can_be_read(people: People, service: Service) -> None:
    annotator = people.person("ann@mallory")
    annotator.goes_to("/mallory/work/recent")
    desk = annotator.desk().opens(service.places()["mallory"]["project"], "mallory")
    guidelines = annotator.page.get_by_role("complementary", name="Guidelines")
    for number, text in enumerate(LONG):  # noqa: B007  # unread guidelines are open
        expect(guidelines.get_by_text(re.compile(rf"\b{seen(number)}\b")).first).to_be_visible()
    nothing_ran(annotator)
    annotator.page.keyboard.press("g")
    expect(guidelines).to_have_count(0)
    for number, text in enumerate(LONG):
        words = desk.item.get_by_text(re.compile(rf"\b{seen(number)}\b"))
        expect(words.first).to_be_visible()
        assert words.count() >= 5, f"title, document, prompt and both responses of {text}"
        nothing_ran(annotator)
        annotator.page.keyboard.press("r")
        raw = [plain(shown) for shown in desk.item.locator("pre").all_inner_texts()]
        assert [plain(marked(text, number)) in shown for shown in raw] == [True] * 4
        annotator.page.keyboard.press("r")
        desk.types("12")
        desk.submits()
    expect(desk.nothing_left).to_be_visible()
    annotator.goes_to("/mallory/work/recent")
    nothing_ran(annotator)


@pytest.mark.parametrize("name", ["manager", "reviewer"])
def test_no_text_runs_where_managers_and_reviewers_read_items(people: People, service: Service, name: str) -> None:
    reader = people.person(f"{name}@mallory")
    page = reader.goes_to(f"/mallory/projects/{service.places()['mallory']['project']}/items")
    page.get_by_role("row").nth(1).get_by_role("button").click()
    drawer = page.get_by_role("dialog")
    for number in range(len(LONG)):
        expect(drawer.get_by_text(re.compile(rf"\b{seen(number)}\b")).first).to_be_visible()
        nothing_ran(reader)
        if number < len(LONG) - 1:
            drawer.get_by_role("button", name="Next").click()


def test_the_page_of_an_invitation_runs_nothing(people: People, service: Service) -> None:
    guest = people.stranger("guest@mallory")
    guest.goes_to(service.places()["mallory"]["invitation"])
    expect(guest.page.get_by_text(SHORT[1]).first).to_be_visible()
    nothing_ran(guest)


@pytest.mark.parametrize("name", ["olivia", "marco", "ruth", "anna", "nora", "admin"])
def test_nobody_sees_anything_of_another_organisation(people: People, service: Service, name: str) -> None:
    person = people.person(name)
    person.expected.append(REFUSED)  # of what is asked for below and is not theirs
    heard: list[str] = []

    answers: list[Response] = []
    bodies = 0

    def look(person: Person) -> None:
        nonlocal bodies
        said = {answer.url: body_of(answer) for answer in answers}
        bodies += sum(map(bool, said.values()))
        heard.extend(url for url, body in {**said, person.page.url: person.page.content()}.items() if CANARY in body)
        answers.clear()

    person.context.on("response", lambda answer: answers.append(answer) if "/api/" in answer.url else None)
    visited = walk(person, ["/", *theirs(service, name)], look)
    assert len(visited) >= 12, visited
    assert bodies >= len(visited), "the API's answers were not looked at"
    assert heard == []


def body_of(answer: Response) -> str:
    """What the server said, or nothing where the page didn't wait for it."""
    with suppress(Error):
        return answer.text()
    return ""


def theirs(service: Service, name: str) -> list[str]:
    """Addresses of the other organisation, and its ids under the own one."""
    ids = service.places()["globex"]
    own = service.login(name).organisation or "lumen"
    sections = ("", "/items", f"/items?item={ids['item']}", "/people", "/exports", "/settings")
    return [
        *(f"/{slug}/projects/{ids['project']}{section}" for slug in ("globex", own) for section in sections),
        *(f"/{slug}/work/{ids['project']}" for slug in ("globex", own)),
        *(f"/globex/{page}" for page in ("projects", "members", "clients", "tokens", "work", "work/recent")),
    ]


def test_the_other_organisation_sees_its_own_words(people: People) -> None:
    owner = people.person("owner@globex")
    for page in ("projects", "members", "clients"):
        owner.goes_to(f"/globex/{page}")
        expect(owner.page.get_by_text(CANARY).first).to_be_visible()


def test_the_documentation_of_the_api_opens(people: People) -> None:
    manager = people.person("marco")
    manager.page.goto(f"{manager.service.address}/api/v1/docs")
    manager.page.get_by_role("link", name="assignments", exact=True).click()
    expect(manager.page.get_by_text("/assignments/claim").first).to_be_visible()
