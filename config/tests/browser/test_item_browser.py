"""A manager finds items, keeps the view, changes many at once, and reads what happened to one of them."""

import re

import pytest
from playwright.sync_api import expect

from config.tests.browser.api import Api
from config.tests.browser.people import People
from config.tests.browser.service import Service
from config.tests.browser.test_accessible import violations

pytestmark = pytest.mark.xdist_group("browser")

FORM = {
    "shows": ["text"],
    "questions": [
        {
            "name": "rude",
            "kind": "choice",
            "title": "Is it rude?",
            "options": [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}],
        },
        {"name": "why", "kind": "text", "title": "Why?", "required": False},
    ],
}
ANIMALS = ("heron", "badger", "otter")


def animals(count: int) -> list[dict[str, object]]:
    """Short texts, each about an animal, in two splits."""
    return [
        {
            "external_id": f"text-{number:03}",
            "content": {"text": f"A {ANIMALS[number % 3]} was seen at dawn, for the {number}th time."},
            "metadata": {"split": "test" if number % 4 == 0 else "train"},
        }
        for number in range(1, count + 1)
    ]


def answer(api: Api, project: str, given: list[str]) -> None:
    """One person answers the next items with these choices."""
    claimed = api.post(f"assignments/claim?project={project}", {"limit": len(given)})["results"]
    for assignment, value in zip(claimed, given, strict=True):
        answers = [{"question": "rude", "on": "item", "value": {"choices": [value]}}]
        api.post(f"assignments/{assignment['id']}/submit", {"answers": answers, "seconds": 40})


@pytest.fixture
def project(service: Service, request: pytest.FixtureRequest) -> str:
    """120 items; two people have answered six of them, and differ about the last three."""
    with service.api("marco") as manager, service.api("anna") as anna, service.api("ben") as ben:
        made = manager.project(request.node.name[-60:], FORM, animals(120), "anna", "ben", overlap=2, state="active")
        answer(anna, made, ["yes"] * 6)
        answer(ben, made, ["yes", "yes", "yes", "no", "no", "no"])
    return made


def test_items_are_found_kept_as_a_view_and_changed_many_at_once(people: People, project: str) -> None:
    marco = people.person("marco")
    page = marco.goes_to(f"/lumen/projects/{project}/items")
    expect(page.get_by_text("120 items")).to_be_visible()
    assert page.get_by_role("row").count() < 60  # the others come when they are scrolled to

    page.keyboard.press("/")
    page.keyboard.type("badger")
    expect(page.get_by_text("40 items")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Filters")).click()
    page.get_by_label("Key").fill("split")
    page.get_by_label("Value").fill("test")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("10 items")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"\?q=badger&metadata\.split=test$"))

    page.get_by_role("button", name="All items").click()
    page.get_by_role("button", name="Save as a new view…").click()
    page.get_by_label("Name").fill("Badgers to test")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("button", name="Badgers to test").first).to_be_visible()

    page.get_by_role("checkbox", name="Select all items shown").check()
    chosen = page.get_by_role("region", name="Selected items")
    expect(chosen.get_by_text("10 selected")).to_be_visible()
    chosen.get_by_role("button", name="Priority").click()
    page.get_by_role("radio", name="Urgent").check()
    page.get_by_role("button", name="Set priority").click()
    expect(page.get_by_text("10 items changed")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    expect(page.get_by_role("gridcell", name="Urgent")).to_have_count(10)

    ruth = people.person("ruth").goes_to(f"/lumen/projects/{project}/items")
    ruth.get_by_role("button", name="All items").click()
    expect(ruth.get_by_role("button", name="Badgers to test")).to_have_count(0)  # it is Marco's own


def test_an_item_tells_its_story_by_keyboard(people: People, project: str) -> None:
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/items?agreement=..0.5&sort=-position")
    expect(page.get_by_text("3 items")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("row").nth(1)).to_contain_text("text-006")
    page.keyboard.press("x")
    page.get_by_role("region", name="Selected items").get_by_role("button", name="Due date").click()
    page.get_by_role("button", name="In a week").click()
    page.get_by_role("button", name="Set due date").click()
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    page.get_by_role("grid").focus()
    page.keyboard.press("Enter")
    story = page.get_by_role("dialog").get_by_role("region", name="What happened")
    for moment in ("Anna Lindqvist answered", "Ben Carter answered", "set the due date"):
        expect(story.get_by_role("listitem").filter(has_text=moment)).to_be_visible()
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile("item="))
    expect(page.get_by_role("heading", name="Item 5")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_against_the_browser_progress_and_prompts(people: People, project: str, scheme: str) -> None:
    marco = people.person("marco", color_scheme=scheme)
    page = marco.goes_to(f"/lumen/projects/{project}/items?metadata.split=train")
    found = violations(marco, scheme)
    page.get_by_role("checkbox", name="Select Item 1", exact=True).check()
    page.get_by_role("button", name=re.compile("^Filters")).click()
    found += violations(marco, scheme)
    page.keyboard.press("Escape")
    page.get_by_role("region", name="Selected items").get_by_role("button", name="Assign").click()
    expect(page.get_by_role("checkbox", name="Anna Lindqvist")).to_be_visible()
    found += violations(marco, scheme)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("row").nth(1).get_by_role("button").click()
    expect(page.get_by_role("region", name="What happened")).to_be_visible()
    found += violations(marco, scheme)
    marco.goes_to(f"/lumen/projects/{project}/progress")
    expect(page.get_by_role("heading", name="Forecast")).to_be_visible()
    page.get_by_text("As a table").click()
    found += violations(marco, scheme)
    page.get_by_role("link", name="Clients").click()
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("link", name="Prompt library").click()
    expect(page.get_by_role("list", name="Prompts")).to_be_visible()
    found += violations(marco, scheme)
    assert found == []
