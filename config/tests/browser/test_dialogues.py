"""Journey B: dialogues are written from nothing or gone on with; the order of the responses is their rating."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from config.demo import dialogues
from config.tests.browser.api import Api
from config.tests.browser.people import OFFLINE, REFUSED, Desk, People, Person
from config.tests.browser.samples import CELLS, rows

pytestmark = pytest.mark.xdist_group("workbench")

CONVERSATION = next(row for row in dialogues.rows() if row["external_id"] == "hh-1001")
ITEM = {"external_id": "hh-1001", "content": {"messages": CONVERSATION["messages"]}}
BRIEF = {"external_id": "brief", "content": {"text": "Ask for help with cooking."}}


@pytest.fixture
def project(manager: Api, request: pytest.FixtureRequest) -> str:
    """A project of one test's own: a conversation to go on with."""
    return manager.project(request.node.name[:100], dialogues.FORM, [ITEM], "anna")


def opened(people: People, project: str) -> tuple[Person, Desk]:
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    expect(desk.item.get_by_role("textbox", name=re.compile("^Prompt of turn"))).to_be_focused()
    return anna, desk


def tabs_to(desk: Desk, place: Locator) -> None:
    """Presses Tab until the focus is there."""
    expect(place).to_be_visible()
    for _ in range(40):
        if place.evaluate("element => element === document.activeElement"):
            return
        desk.page.keyboard.press("Tab")
    pytest.fail(f"the Tab key does not lead to {place}")


def response(desk: Desk, letter: str) -> Locator:
    """Where the text of a response is written, in the turn that is open."""
    return desk.item.get_by_role("textbox", name=f"Response {letter}", exact=True).last


def written(manager: Api, project: str) -> list[dict[str, Any]]:
    """The turns of the only answer."""
    (given,) = manager.answers(project).values()
    turns: list[dict[str, Any]] = given["dialogue", "item"]["turns"]
    return turns


def in_short(turn: dict[str, Any]) -> tuple[str, list[list[str]], str]:
    """A turn as its prompt, the texts of its responses by rank, and the text it goes on from."""
    texts = {answer["id"]: answer["text"] for answer in turn["responses"]}
    ranks = [[texts[each] for each in rank] for rank in turn["ranks"]]
    return turn["prompt"]["text"], ranks, texts[turn["continues_with"]]


def test_a_conversation_goes_on_by_keyboard_alone(people: People, manager: Api, project: str) -> None:
    anna, desk = opened(people, project)
    keyboard = anna.page.keyboard
    keyboard.type("What do I need for the dough?")
    tabs_to(desk, response(desk, "A"))
    keyboard.type("Just flour.")
    tabs_to(desk, response(desk, "B"))
    keyboard.type("Flour, water, yeast, oil and salt — 🍕.")
    keyboard.press("Control+Alt+ArrowUp")
    keyboard.press("Control+Alt+r")
    expect(response(desk, "C")).to_be_focused()
    keyboard.type("Only water.")
    keyboard.press("Control+Alt+=")
    keyboard.press("Control+Alt+t")
    expect(desk.item.get_by_role("textbox", name=re.compile("^Prompt of turn"))).to_be_focused()
    keyboard.type("How long does it rest?")
    tabs_to(desk, response(desk, "A"))
    keyboard.type("An hour.")
    tabs_to(desk, response(desk, "B"))
    keyboard.type("A day.")
    before = desk.assignment
    keyboard.press("Control+Enter")
    expect(anna.page.locator(f'main#main[data-assignment="{before}"]')).to_have_count(0)
    desk.waiting(0)
    best = "Flour, water, yeast, oil and salt — 🍕."
    assert list(map(in_short, written(manager, project))) == [
        ("What do I need for the dough?", [[best], ["Just flour.", "Only water."]], best),
        ("How long does it rest?", [["An hour."], ["A day."]], "An hour."),
    ]


def test_a_dialogue_begins_from_a_brief_by_mouse_with_pictures_tags_and_marks(people: People, manager: Api) -> None:
    project = manager.project("From a brief", dialogues.FORM, [BRIEF], "anna")
    anna, desk = opened(people, project)
    item = desk.item
    item.get_by_role("textbox", name=re.compile("^Prompt of turn")).fill("What is on this picture?")
    with anna.page.expect_file_chooser() as chooser:
        item.get_by_role("button", name=re.compile("^Add an image to: Prompt")).click()
    with anna.page.expect_response(lambda answer: "/lumen/assets/" in answer.url and answer.json()["state"] == "ready"):
        chooser.value.set_files(next(iter(sorted(CELLS.glob("*.jpg")))))
    expect(item.get_by_role("img")).to_have_count(1)
    response(desk, "A").fill("Cells of blood.")
    response(desk, "B").fill("A galaxy of 400 stars.")
    first, second = (
        item.get_by_role("listitem").filter(has=anna.page.get_by_role("heading", name=f"Response {letter}"))
        for letter in "AB"
    )
    first.get_by_role("checkbox", name="Helpful").check(force=True)
    second.get_by_role("checkbox", name="Made up").check(force=True)
    second.get_by_role("button", name="Mark parts of response B").click()
    marks(anna, second, "galaxy", "Wrong")
    second.get_by_role("button", name="Goes on with response B").click()
    desk.submits("mouse")
    desk.waiting(0)
    (turn,) = written(manager, project)
    assert len(turn["prompt"]["images"]) == 1
    assert turn["ranks"] == [[answer["id"]] for answer in turn["responses"]]
    assert [answer["tags"] for answer in turn["responses"]] == [["helpful"], ["made_up"]]
    assert turn["responses"][1]["spans"] == [{"start": 2, "end": 8, "labels": ["wrong"]}]
    assert turn["continues_with"] == turn["responses"][1]["id"]


def marks(person: Person, card: Locator, word: str, label: str) -> None:
    """Chooses a label and double-clicks a word."""
    card.get_by_role("button", name=label).or_(card.get_by_role("radio", name=label)).first.click()
    box = card.locator("[data-surface]").evaluate(
        """(surface, word) => {
          const walker = document.createTreeWalker(surface, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(word);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            const { x, y, width, height } = range.getBoundingClientRect();
            return { x, y, width, height };
          }
        }""",
        word,
    )
    person.page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_half_written_dialogue_outlives_a_reload(people: People, manager: Api, project: str) -> None:
    anna, desk = opened(people, project)
    anna.page.keyboard.type("And the sauce?")
    response(desk, "A").fill("Tomatoes.")
    response(desk, "B").fill("Cream.")
    desk.item.get_by_role("button", name="Move B up").click()
    anna.page.reload()
    expect(desk.item.get_by_role("textbox", name=re.compile("^Prompt of turn"))).to_have_value("And the sauce?")
    desk.submits("mouse")
    desk.waiting(0)
    assert [in_short(turn) for turn in written(manager, project)] == [
        ("And the sauce?", [["Cream."], ["Tomatoes."]], "Cream.")
    ]


def test_a_dialogue_written_without_a_network_and_a_session_is_sent_once_both_are_back(
    people: People, manager: Api, project: str
) -> None:
    anna, desk = opened(people, project)
    anna.expected += [OFFLINE, REFUSED]
    desk.loses_the_network()
    anna.page.keyboard.type("Which cheese?")
    response(desk, "A").fill("Mozzarella.")
    response(desk, "B").fill("None.")
    desk.item.get_by_role("button", name="Submit", exact=True).click()
    desk.waiting(1)
    anna.context.clear_cookies()
    anna.context.set_offline(False)
    anna.page.get_by_role("link", name="Sign in again").click()
    anna.signs_in()
    desk.waiting(0)
    assert [in_short(turn) for turn in written(manager, project)] == [
        ("Which cheese?", [["Mozzarella."], ["None."]], "Mozzarella.")
    ]


def test_each_turn_of_a_long_dialogue_is_judged(people: People, manager: Api) -> None:
    question = {
        "name": "helps",
        "kind": "choice",
        "title": "Does the assistant help?",
        "scope": "turns",
        "options": [{"value": "yes", "title": "Yes", "key": "y"}, {"value": "no", "title": "No", "key": "n"}],
    }
    (item,) = rows("travel_dialogue")
    form = {"shows": ["messages"], "questions": [question]}
    project = manager.project("Turn by turn", form, [item], "anna")
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    desk.types("ynyny")
    desk.submits()
    desk.waiting(0)
    asked = [message["id"] for message in item["content"]["messages"] if message["role"] == "user"]
    (given,) = manager.answers(project).values()
    assert given == {
        ("helps", f"turns.{each}"): {"choices": [choice]}
        for each, choice in zip(asked, ["yes", "no"] * 3, strict=False)
    }
