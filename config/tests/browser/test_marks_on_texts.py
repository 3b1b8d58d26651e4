"""Parts of texts are marked by mouse and by keyboard alone, on real data; the stored code points are those meant."""

from typing import Any

import pytest
from playwright.sync_api import expect

from config.tests.browser.api import Api
from config.tests.browser.people import Desk, People, plain
from config.tests.browser.samples import rows
from config.tests.browser.texts import Marker, marked_texts

pytestmark = pytest.mark.xdist_group("workbench")

ENTITIES = ["person", "location", "group", "product", "creative-work"]
ERRORS = ["Irrelevant", "Redundant", "Unverifiable", "Wrong-Grounding"]


def marking(labels: list[str], scope: str = "text", **more: Any) -> dict[str, Any]:
    """A form that asks for marks; the keys of the labels are their places."""
    options = [{"value": label, "title": label} for label in labels]
    question = {"name": "marks", "kind": "spans", "title": "Mark them", "scope": scope, "options": options, **more}
    return {"shows": ["text"] if scope == "text" else ["prompt", "context", "responses"], "questions": [question]}


def opened(people: People, name: str, project: str) -> Desk:
    """Somebody at the project's first item."""
    person = people.person(name)
    person.goes_to("/lumen/work/recent")
    return person.desk().opens(project)


def shown(desk: Desk, items: list[dict[str, Any]]) -> dict[str, Any]:
    """The item whose text is on the screen."""
    words = plain(desk.item.locator("[data-surface][data-on=text]").inner_text())
    return next(item for item in items if plain(item["content"]["text"]) == words)


def on_text(desk: Desk, text: str) -> Marker:
    return Marker(desk.page, desk.item.locator("[data-surface][data-on=text]"), text)


@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_entities_of_real_messages_are_marked(people: People, manager: Api, by: str) -> None:
    items = rows("entities")
    project = manager.project(f"Entities by {by}", marking(ENTITIES), items, "anna")
    desk = opened(people, "anna", project)
    for _ in items:
        item = shown(desk, items)
        marker = on_text(desk, item["content"]["text"])
        if by == "keyboard":
            desk.page.keyboard.press("s")
            expect(marker.surface).to_be_focused()
        for span in item["metadata"]["spans"]:
            marks(desk, marker, span, by)
        expect(desk.item.get_by_text(f"{len(item['metadata']['spans'])} marks")).to_be_visible()
        desk.page.keyboard.press("Escape")
        desk.submits(by)
    expect(desk.nothing_left).to_be_visible()
    desk.waiting(0)
    stored = {name: given["marks", "text"] for name, given in manager.answers(project).items()}
    assert stored == {item["external_id"]: {"spans": item["metadata"]["spans"]} for item in items}


def marks(desk: Desk, marker: Marker, span: dict[str, Any], by: str, labels: list[str] = ENTITIES) -> None:
    """Selects the words and gives them their label: by its key, or by the button that is offered beside them."""
    (label,) = span["labels"]
    place = span["start"], span["end"]
    if by == "keyboard":
        marker.steps_to(*place)
        desk.page.keyboard.press(str(labels.index(label) + 1))
        return
    if not marker.text[slice(*place)].isalpha():
        marker.drags(*place)
    else:
        marker.double_clicks(*place)
    toolbar = desk.item.get_by_role("toolbar", name="Label the selection")
    toolbar.get_by_role("button", name=label).click()
    expect(toolbar).to_have_count(0)


@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_errors_of_real_answers_are_marked_and_may_overlap(people: People, manager: Api, by: str) -> None:
    (item,) = [row for row in rows("error_spans") if row["external_id"] == "qa-2"]
    project = manager.project(f"Errors by {by}", marking(ERRORS, "responses"), [item], "anna")
    desk = opened(people, "anna", project)
    texts = {plain(response["text"]): response for response in item["content"]["responses"]}
    answers = [texts[plain(words)] for words in desk.item.locator("article [data-surface]").all_inner_texts()]
    errors = [
        {"start": error["start"], "end": error["end"], "labels": [error["type"]]}
        for error in item["metadata"]["errors"]
    ]
    text = item["content"]["responses"][0]["text"]
    around = {"start": 308, "end": 472, "labels": ["Unverifiable"]}  # over one sentence whole, and the next
    handles = desk.item.locator("article[data-response]").evaluate_all("all => all.map(e => e.dataset.response)")
    at = answers.index(item["content"]["responses"][0])
    marker = Marker(desk.page, desk.item.locator(f"[data-surface][data-on='responses.{handles[at]}']"), text)
    if by == "keyboard":
        for _ in range(at):
            desk.page.keyboard.press("j")
        desk.page.keyboard.press("s")
        expect(marker.surface).to_be_focused()
    for span in [*errors, around]:
        marks(desk, marker, span, by, ERRORS)
    desk.page.keyboard.press("Escape")
    if by == "keyboard":  # nothing to mark in the others; the keyboard goes on by itself
        desk.types(["k"] * at + ["j" if nth == at else "0" for nth in range(len(handles))])
    for handle in handles[:at] + handles[at + 1 :]:
        if by == "mouse":
            desk.item.locator(f"[data-response='{handle}']").click(position={"x": 30, "y": 12})
            desk.item.get_by_role("button", name="Nothing to mark").click()
    desk.submits(by)
    desk.waiting(0)
    (given,) = manager.answers(project).values()
    expected = sorted([*errors, around], key=lambda span: (span["start"], span["end"], span["labels"]))
    assert given["marks", "responses.prediction-1"] == {"spans": expected}
    others = [given["marks", f"responses.prediction-{number}"] for number in (2, 3, 4)]
    assert others == [{"spans": []}] * 3


# What a person sees as one character may be many code points, and one code point two of the page's units.
SCRIPTS = {
    "emoji": ("I 👩🏽‍🚀 flew to Zürich 🇨🇭 with Ada", ["Zürich", "🇨🇭", "Ada"]),
    "combining": ("Cafe\u0301 Müller met Zoë Nguye\u0302\u0303n today", ["Cafe\u0301", "Zoë", "Nguye\u0302\u0303n"]),
    "hebrew": ("דוד נסע לירושלים עם Ada אתמול", ["דוד", "לירושלים", "Ada"]),
    "arabic": ("سافر أحمد إلى القاهرة 🛫 مع سارة", ["أحمد", "القاهرة", "سارة"]),
    "chinese": ("𠮷田さんは東京に住んでいます。", ["東京"]),
}


@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_marks_are_exact_in_any_script(people: People, manager: Api, by: str) -> None:
    items = [{"external_id": name, "content": {"text": text}} for name, (text, _) in SCRIPTS.items()]
    project = manager.project(f"Scripts by {by}", marking(ENTITIES), items, "anna")
    desk = opened(people, "anna", project)
    for _ in items:
        item = shown(desk, items)
        text, words = SCRIPTS[item["external_id"]]
        marker = on_text(desk, text)
        if by == "keyboard":
            desk.page.keyboard.press("s")
        for word in words:
            start = text.index(word)
            if by == "keyboard":
                walks_to(marker, start, start + len(word))
                desk.page.keyboard.press("1")
            else:
                marks(desk, marker, {"start": start, "end": start + len(word), "labels": ["person"]}, by)
        desk.page.keyboard.press("Escape")
        desk.submits(by)
    desk.waiting(0)
    stored = {
        name: marked_texts(given["marks", "text"], SCRIPTS[name][0]) for name, given in manager.answers(project).items()
    }
    assert stored == {name: [(word, ["person"]) for word in words] for name, (_, words) in SCRIPTS.items()}


def walks_to(marker: Marker, start: int, end: int) -> None:
    """To a word in a text that may run to the left: there the left arrow goes on."""
    forward = "ArrowLeft" if marker.text[0] > "\u0590" and marker.text[0] < "\u0700" else "ArrowRight"
    for _ in marker.text:
        if marker.selected() == (start, end):
            return
        marker.page.keyboard.press(forward)
    pytest.fail(f"{forward} does not lead to {marker.text[start:end]}")


def test_marks_outlive_a_reload_are_changed_and_removed_and_nothing_to_mark_is_an_answer(
    people: People, manager: Api
) -> None:
    item = rows("entities")[1]
    text = item["content"]["text"]
    project = manager.project("Marks are kept", marking(ENTITIES), [item], "anna")
    desk = opened(people, "anna", project)
    desk.page.keyboard.press("Enter")
    expect(desk.item.get_by_text("Needs an answer")).to_be_visible()
    desk.page.keyboard.press("s")
    marker = on_text(desk, text)
    for start, end, label in ((31, 40, "2"), (81, 85, "4")):
        marker.steps_to(start, end)
        desk.page.keyboard.press(label)
    desk.page.keyboard.press("Escape")
    desk.page.reload()
    expect(desk.item.get_by_text("2 marks")).to_be_visible()
    desk.page.keyboard.press("s")
    desk.types(["n", "Shift+ArrowRight", "n", "3"])  # one more word; another label for the second
    desk.page.keyboard.press("Escape")
    with desk.page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok) as kept:
        pass
    assert [
        (text[span["start"] : span["end"]], span["labels"])
        for span in kept.value.request.post_data_json["answers"][0]["value"]["spans"]
    ] == [("alderwood again", ["location"]), ("ipod", ["group"])]
    desk.page.keyboard.press("s")
    desk.types(["n", "Delete", "n", "Delete", "0"])
    desk.page.keyboard.press("Escape")
    desk.submits()
    desk.waiting(0)
    assert manager.answers(project)[item["external_id"]]["marks", "text"] == {"spans": []}
