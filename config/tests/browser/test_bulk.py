"""Many quick items on one page: answered by single keys, submitted one by one or all at once."""

import pytest
from playwright.sync_api import Locator, expect

from config.tests.browser.api import Api
from config.tests.browser.people import Desk, People
from config.tests.browser.samples import rows

pytestmark = pytest.mark.xdist_group("workbench")

QUESTIONS = {"who": "Is somebody named?", "rude": "Is it rude?"}
FORM = {
    "shows": ["text"],
    "questions": [
        {
            "name": name,
            "kind": "choice",
            "title": title,
            "options": [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}],
        }
        for name, title in QUESTIONS.items()
    ],
}


def many(people: People, project: str) -> tuple[Desk, Locator]:
    """Anna at the page of many items, opened from the palette, and its cards."""
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    desk.runs("Many items on one page")
    page = desk.page.get_by_role("main", name="Many items")
    expect(page).to_be_visible()
    return desk, page.get_by_role("article")


def words(card: Locator, texts: dict[str, str]) -> str:
    """Which item is on a card."""
    shown = card.inner_text()
    return next(name for name, text in texts.items() if text in shown)


def test_a_page_of_items_is_answered_by_keyboard_alone(people: People, manager: Api) -> None:
    items = [{**row, "external_id": f"{row['external_id']}-{copy}"} for copy in range(2) for row in rows("entities")]
    for number, item in enumerate(items):
        item["content"] = {"text": f"{number}: {item['content']['text']}"}
    texts = {str(item["external_id"]): str(item["content"]["text"]) for item in items}
    project = manager.project("Many at once", FORM, items, "anna")
    desk, cards = many(people, project)
    expect(cards).to_have_count(len(items))
    names = [words(card, texts) for card in cards.all()]
    expected = {}
    for nth, name in enumerate(names):  # down the page, answering: yes no, no no, yes no…
        first = "12"[nth % 2]
        desk.types([first, "2", "j"])
        expected[name] = (["yes", "no"][nth % 2], "no")
    desk.types(["k"] * len(names))
    expect(cards.first).to_have_attribute("data-current", "true")
    desk.page.keyboard.press("Enter")  # the first one alone
    expect(cards).to_have_count(len(items) - 1)
    desk.types(["ArrowRight", "Backspace"])  # and the second one is left open again
    left = names[1]
    desk.page.keyboard.press("Control+Enter")
    expect(cards).to_have_count(1)
    desk.waiting(0)
    stored = {
        name: tuple(given[question, "item"]["choices"][0] for question in QUESTIONS)
        for name, given in manager.answers(project).items()
    }
    assert stored == {name: values for name, values in expected.items() if name != left}


def test_a_page_of_items_is_answered_by_mouse_and_left(people: People, manager: Api) -> None:
    project = manager.project("Many by mouse", FORM, rows("entities"), "anna")
    desk, cards = many(people, project)
    for title in QUESTIONS.values():
        cards.nth(2).get_by_role("group", name=title).get_by_role("radio", name="Yes").click()
    cards.nth(2).get_by_role("button", name="Submit").click()
    expect(cards).to_have_count(3)
    desk.waiting(0)
    (given,) = manager.answers(project).values()
    assert [given[question, "item"] for question in QUESTIONS] == [{"choices": ["yes"]}] * 2
    desk.page.get_by_role("button", name="One item at a time").click()
    expect(desk.item).to_be_visible()
