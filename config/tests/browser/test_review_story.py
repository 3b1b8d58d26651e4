"""Work is returned, mended and accepted; people disagree, and somebody settles it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.tests.browser.api import Api
from config.tests.browser.people import Desk, People, Person
from config.tests.browser.service import Service

pytestmark = pytest.mark.xdist_group("workbench")

QUESTION = {
    "name": "rude",
    "kind": "choice",
    "title": "Is it rude?",
    "options": [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}],
}
WHY = {"name": "why", "kind": "text", "title": "Why?", "required": False}
FORM = {"shows": ["text"], "questions": [QUESTION, WHY]}


def rows(count: int) -> list[dict[str, Any]]:
    return [{"external_id": f"line-{n}", "content": {"text": f"What a day, number {n}."}} for n in range(count)]


@pytest.fixture(scope="module")
def manager(service: Service) -> Iterator[Api]:
    with service.api("marco") as api:
        yield api


def workflow_with(manager: Api, project: str, **parts: dict[str, Any]) -> None:
    """Sets some keys of the parts of a project's workflow."""
    answer = manager.answer("GET", f"projects/{project}/workflow")
    now = answer.json()
    for part, keys in parts.items():
        now[part] |= keys
    manager.ask("PUT", f"projects/{project}/workflow", now, match=answer.headers["ETag"])


def lets_judge(manager: Api, project: str, name: str) -> None:
    grants = {"annotate": False, "review": True, "adjudicate": True}
    manager.ask("PUT", f"projects/{project}/people/{manager.member(name)['id']}", grants)


def at_work(people: People, name: str, project: str) -> Desk:
    person = people.person(name)
    person.goes_to("/lumen/work/recent")
    return person.desk().opens(project)


def opens(person: Person, path: str) -> Page:
    page = person.goes_to(path)
    expect(page.get_by_role("main", name="An item of")).to_be_visible()
    return page


def told(manager: Api, project: str) -> list[str]:
    """The verdicts of a project, oldest first."""
    given = [row["verdict"]["verdict"] for row in manager.every(f"projects/{project}/reviews?state=done")]
    return given[::-1]


def sent(page: Page) -> None:
    """Waits until nothing that was decided is still to be sent."""
    expect(page.locator("[data-waiting]")).to_have_attribute("data-waiting", "0")


def test_returned_work_comes_back_first_with_the_comment_and_is_mended_and_accepted(
    people: People, manager: Api
) -> None:
    project = manager.project("Returned and mended", FORM, rows(3), "anna")
    workflow_with(manager, project, review={"percent": 100})
    lets_judge(manager, project, "ruth")
    desk = at_work(people, "anna", project)
    first = desk.assignment
    desk.types("1")
    desk.submits()
    desk.waiting(0)

    ruth = people.person("ruth")
    page = opens(ruth, f"/lumen/review/{project}")
    expect(page.get_by_role("button", name="Anna Lindqvist")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("c")
    page.get_by_role("textbox", name="Remark").fill("Rude to whom?")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("r")
    page.keyboard.press("4")
    page.get_by_role("textbox", name="Comment for the author").fill("Nobody is spoken to.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="All reviewed")).to_be_visible()
    sent(page)

    desk = at_work(people, "anna", project)
    expect(desk.page.locator(f'main#main[data-assignment="{first}"]')).to_be_visible()
    note = desk.page.get_by_role("complementary", name="Returned to you")
    for words in ("Factually wrong", "Nobody is spoken to.", "Is it rude?", "Rude to whom?"):
        expect(note).to_contain_text(words)
    expect(desk.item.get_by_role("radio", name="Yes")).to_be_checked()
    desk.types("2")
    desk.submits()
    desk.waiting(0)
    expect(note).to_have_count(0)

    page = opens(ruth, f"/lumen/review/{project}")
    expect(page.get_by_role("region", name="Before")).to_contain_text("Nobody is spoken to.")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="All reviewed")).to_be_visible()
    sent(page)
    assert told(manager, project) == ["returned", "accepted"]
    assert [values["rude", "item"]["choices"] for values in manager.answers(project).values()] == [["no"]]
    desk.page.goto(desk.page.url.partition("/lumen/")[0] + "/lumen/work/recent")
    desk.page.get_by_role("tab", name="Verdicts").click()
    listed = desk.page.get_by_role("listitem").filter(has_text="Returned and mended")
    expect(listed.filter(has_text="Accepted")).to_be_visible()
    expect(listed.filter(has_text="Factually wrong")).to_be_visible()


def test_a_correction_is_shown_before_it_goes_and_its_author_sees_it_and_appeals(people: People, manager: Api) -> None:
    project = manager.project("Corrected", FORM, rows(1), "anna")
    workflow_with(manager, project, review={"percent": 100})
    lets_judge(manager, project, "ruth")
    desk = at_work(people, "anna", project)
    desk.types("1")
    desk.submits()
    desk.waiting(0)
    page = opens(people.person("ruth"), f"/lumen/review/{project}")
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="Correcting Anna Lindqvist")).to_be_visible()
    page.keyboard.press("2")
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="What you change")
    expect(dialog.locator("del")).to_contain_text("Yes")
    expect(dialog.locator("ins")).to_contain_text("No")
    page.keyboard.press("4")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="All reviewed")).to_be_visible()
    sent(page)
    assert [values["rude", "item"]["choices"] for values in manager.answers(project).values()] == [["no"]]

    desk.page.goto(desk.page.url.partition("/lumen/")[0] + "/lumen/work/recent")
    desk.page.get_by_role("tab", name="Verdicts").click()
    row = desk.page.get_by_role("listitem").filter(has_text="Corrected").filter(has_text="Factually wrong")
    row.get_by_role("button", name="What was changed").click()
    expect(row.locator("ins")).to_contain_text("No")
    row.get_by_role("button", name="Appeal").click()
    desk.page.get_by_role("textbox", name="Why do you see it otherwise?").fill("It was meant for me.")
    desk.page.keyboard.press("Control+Enter")
    expect(row).to_contain_text("Waiting for another reviewer")
    (verdict,) = manager.every(f"projects/{project}/reviews?state=done")
    assert verdict["verdict"]["appeal"] == "It was meant for me."


def test_disagreement_reaches_the_adjudicator_and_is_settled(people: People, manager: Api) -> None:
    project = manager.project("Disagreed", FORM, rows(2), "anna", "ben", overlap=2)
    workflow_with(manager, project, adjudication={"below": 0.75})
    lets_judge(manager, project, "ruth")
    for name, keys in (("anna", "12"), ("ben", "22")):
        desk = at_work(people, name, project)
        shown: dict[str, str] = {}
        for _ in range(2):
            number = desk.item.get_by_text("What a day, number").inner_text()[-2]
            shown[number] = keys[int(number)]
            desk.types(keys[int(number)])
            desk.submits()
        desk.waiting(0)
    states = {row["external_id"]: row["state"] for row in manager.every(f"projects/{project}/items")}
    assert states == {"line-0": "adjudicate", "line-1": "done"}

    page = opens(people.person("ruth"), f"/lumen/adjudicate/{project}")
    expect(page.get_by_text("What a day, number 0.")).to_be_visible()
    matrix = page.get_by_role("table")
    for letter in "AB":
        expect(matrix.get_by_role("row", name=f"Annotator {letter}")).to_be_visible()
    expect(page.get_by_text("1 question open")).to_be_visible()
    mine = matrix.get_by_role("row").filter(has=page.get_by_role("cell", name="No", exact=True))
    digit = mine.get_by_role("rowheader").inner_text()[0]
    page.keyboard.press(digit)
    expect(page.get_by_text("Complete")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose why they disagreed")
    page.keyboard.press("3")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="All settled")).to_be_visible()
    sent(page)
    item = next(row for row in manager.every(f"projects/{project}/items") if row["external_id"] == "line-0")
    assert item["state"] == "done"
    settled = manager.get(f"projects/{project}/items/{item['id']}/resolution")
    assert (settled["kind"], settled["reason"]) == ("adjudicated", "ambiguous_item")
    assert settled["answers"] == [{"question": "rude", "on": "item", "value": {"choices": ["no"]}}]
    assert [row["question"] for row in settled["taken"]] == ["rude"]
