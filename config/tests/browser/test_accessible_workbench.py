"""Everybody can use the workbench: axe on every kind of question and every drawer, light and dark; and on a phone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from config.demo import dialogues
from config.tests.browser.api import Api
from config.tests.browser.people import Desk, People, Person
from config.tests.browser.samples import CELLS
from config.tests.browser.test_accessible import violations

pytestmark = pytest.mark.xdist_group("workbench")

LABELS = [{"value": str(number), "title": f"Label {number}"} for number in range(1, 4)]
POINTS = [{"value": number, "title": title} for number, title in enumerate(["Poor", "Fair", "Good"], 1)]
TEXT_KINDS = [
    {"kind": "choice", "options": LABELS, "unsure": True, "other": True},
    {"kind": "choice", "scope": "responses", "options": LABELS, "multiple": True},
    {"kind": "rating", "options": POINTS},
    {"kind": "rating", "scope": "responses", "options": POINTS},
    {"kind": "ranking"},
    {"kind": "preference", "both_bad": True},
    {"kind": "text", "markdown": True},
    {"kind": "spans", "scope": "text", "options": LABELS},
    {"kind": "spans", "scope": "responses", "options": LABELS},
]
ALL_KINDS = [*TEXT_KINDS, {"kind": "regions", "shapes": ["box", "polygon", "point"], "options": LABELS}]
WORDS = "A **word** and `code`, then a table.\n\n| a | b |\n|---|---|\n| 1 | 2 |"
CONTENT = {
    "text": WORDS,
    "prompt": {"text": "Say hello to somebody whom you have not met before."},
    "context": [{"id": "c1", "title": "A document", "text": WORDS}],
    "responses": [{"id": each, "text": f"Hello, {each}. {WORDS}"} for each in "ab"],
}


def form(kinds: list[dict[str, Any]], *shows: str) -> dict[str, Any]:
    questions = [{"name": f"q{nth}", "title": f"Question {nth}", **kind} for nth, kind in enumerate(kinds)]
    return {"shows": shows, "questions": questions}


@pytest.fixture(scope="module")
def projects(manager: Api) -> dict[str, str]:
    """A project for everything that is looked at; nobody submits anything."""
    shows = ("text", "prompt", "context", "responses")
    kinds = manager.project("Looked at: kinds", form(ALL_KINDS, "image", *shows), [])
    picture = manager.image(kinds, "cell.jpg", next(iter(sorted(CELLS.glob("*.jpg")))).read_bytes())
    manager.post(f"projects/{kinds}/items", {"items": [{"external_id": "x", "content": {**CONTENT, "image": picture}}]})
    manager.staff(kinds, "chloe")
    quick = [{"external_id": f"x{number}", "content": {"text": f"Message {number}"}} for number in range(24)]
    talk = {"messages": [{"id": "m1", "role": "user", "text": "Hello"}]}
    people = ("chloe", "anna")
    return {
        "kinds": kinds,
        "text": manager.project(
            "Looked at: text", form(TEXT_KINDS, *shows), [{"external_id": "x", "content": CONTENT}], *people
        ),
        "dialogue": manager.project(
            "Looked at: talk", dialogues.FORM, [{"external_id": "x", "content": talk}], *people
        ),
        "quick": manager.project("Looked at: quick", form(TEXT_KINDS[:1], "text"), quick, *people),
    }


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def opened(person: Person, project: str) -> Desk:
    person.goes_to("/lumen/work/recent")
    return person.desk().opens(project)


def test_every_kind_and_every_drawer_of_the_labeling_screen(
    people: People, projects: dict[str, str], scheme: str
) -> None:
    chloe = people.person("chloe", color_scheme=scheme)
    desk = opened(chloe, projects["kinds"])
    expect(desk.item.get_by_role("application")).to_be_visible()
    found = violations(chloe, scheme)
    desk.types(["s", "b", "ArrowRight", "Space", "Shift+ArrowRight", "Shift+ArrowDown", "Space", "2"])
    desk.item.locator("[data-surface][data-on=text]").focus()
    desk.types(["ArrowRight", "1", "ArrowRight", "2", "Escape"])
    expect(desk.item.get_by_text("2 marks").first).to_be_visible()
    desk.page.keyboard.press("Enter")  # gaps are marked
    found += violations(chloe, scheme)
    beside = desk.page.get_by_role("dialog").or_(desk.page.get_by_role("complementary"))
    closed = beside.count()
    for keys in ("c", "f", "Control+k", "d", "?", "g", "Control+Shift+Enter"):
        desk.page.keyboard.press("Escape")
        desk.page.keyboard.press(keys)
        expect(beside).to_have_count(closed + 1)
        found += violations(chloe, scheme)
        desk.page.keyboard.press("g" if keys == "g" else "Escape")
        expect(beside).to_have_count(closed)
    desk.runs("Preferences and keys")
    expect(desk.page.get_by_role("dialog", name="Preferences")).to_be_visible()
    found += violations(chloe, scheme)
    assert not found, "\n".join(found)


def test_dialogues_and_many_items(people: People, projects: dict[str, str], scheme: str) -> None:
    chloe = people.person("chloe", color_scheme=scheme)
    desk = opened(chloe, projects["dialogue"])
    expect(desk.item.get_by_role("textbox", name="Response A", exact=True)).to_be_visible()
    found = violations(chloe, scheme)
    desk = opened(chloe, projects["quick"])
    desk.runs("Many items on one page")
    expect(chloe.page.get_by_role("main", name="Many items").get_by_role("article").first).to_be_visible()
    found += violations(chloe, scheme)
    assert not found, "\n".join(found)


def test_templates_the_form_builder_and_comments(
    people: People, manager: Api, projects: dict[str, str], scheme: str
) -> None:
    chloe = people.person("chloe", color_scheme=scheme)
    opened(chloe, projects["quick"]).page.keyboard.press("f")
    chloe.page.get_by_label("What is wrong with this item?").fill("It is cut off.")
    chloe.page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(chloe.page.get_by_role("dialog").get_by_text("Flagged").first).to_be_visible()
    found = violations(chloe, scheme)
    marco = people.person("marco", color_scheme=scheme)
    for path in ("/lumen/projects/new", f"/lumen/projects/{projects['quick']}/comments"):
        marco.goes_to(path)
        found += violations(marco, scheme)
    page = marco.goes_to(f"/lumen/projects/{projects['kinds']}/form")
    for nth in range(len(ALL_KINDS)):
        page.get_by_role("button", name=f"Question {nth} ").or_(
            page.get_by_role("button", expanded=False).filter(has_text=f"Question {nth}")
        ).first.click()
        page.evaluate("scrollTo(0, 0)")  # nothing is half below the header
        found += violations(marco, scheme)
    assert not found, "\n".join(found)


WIDER = """() => [...document.querySelectorAll('body *')]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('[data-scrolls] table'))
  .map((each) => each.outerHTML.slice(0, 120)).slice(0, 5)"""


@pytest.mark.parametrize("project", ["text", "quick"])
def test_text_kinds_fit_a_phone(people: People, projects: dict[str, str], project: str) -> None:
    anna = people.person("anna", is_mobile=True)
    anna.page.set_viewport_size({"width": 390, "height": 844})
    desk = opened(anna, projects[project])
    expect(desk.item).to_be_visible()
    width = anna.page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
    assert width[0] <= 390, anna.page.evaluate(WIDER)
    for button in desk.item.get_by_role("button", name="Submit", exact=True).all():
        button.scroll_into_view_if_needed()
        expect(button).to_be_in_viewport()
    assert violations(anna) == []
