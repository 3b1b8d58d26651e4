"""Hostile words in the fields of the workbench: marks, suggestions, comments, guidelines, dialogues, many items."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from config.tests.browser.api import Api
from config.tests.browser.hostile import LONG, SHORT, marked, seen
from config.tests.browser.people import People, Person
from config.tests.browser.samples import CELLS
from config.tests.browser.test_safety import nothing_ran

pytestmark = pytest.mark.xdist_group("workbench")

OPTIONS = [{"value": str(n), "title": marked(text, n)[-80:], "description": text} for n, text in enumerate(SHORT)]
ALL = "\n\n".join(marked(text, number) for number, text in enumerate(LONG))


def opened(people: People, project: str) -> Person:
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    anna.desk().opens(project)
    return anna


def can_be_read(place: Locator | Page, count: int = len(LONG)) -> None:
    """The words behind each of the texts are shown."""
    for number in range(count):
        expect(place.get_by_text(re.compile(rf"\b{seen(number)}\b")).first).to_be_attached()


def question(kind: str, scope: str = "item", **more: Any) -> dict[str, Any]:
    return {"name": f"{kind}-{scope}", "kind": kind, "title": SHORT[1], "help": SHORT[0], "scope": scope, **more}


def test_marked_texts_documents_suggestions_and_labels_run_nothing(people: People, manager: Api) -> None:
    form = {
        "shows": ["text", "context", "responses"],
        "questions": [
            question("spans", "text", options=OPTIONS),
            question("spans", "context", options=OPTIONS, required=False),
            question("spans", "responses", options=OPTIONS, required=False),
            question("text", required=False),
        ],
    }
    content = {
        "text": ALL,
        "context": [{"id": "c1", "title": SHORT[1], "text": ALL}],
        "responses": [{"id": "a", "text": ALL}],
    }
    project = manager.project("Hostile marks", form, [{"external_id": "x", "content": content}], "anna")
    etag = manager.get(f"projects/{project}")["etag"]
    manager.ask("PATCH", f"projects/{project}", {"suggestions": "ghost"}, match=etag)
    (item,) = manager.every(f"projects/{project}/items")
    for number, agent in enumerate(SHORT[:3]):
        spans = {"spans": [{"start": 0, "end": 30, "labels": ["1"]}, {"start": 5, "end": 300, "labels": ["2"]}]}
        answers = [
            {"question": "spans-text", "on": "text", "value": spans},
            {"question": "text-item", "on": "item", "value": {"text": marked(LONG[number], number)}},
        ]
        wish = {"agent": agent, "score": 0.5, "answers": answers}
        manager.post(f"projects/{project}/items/{item['id']}/suggestions", wish)
    anna = opened(people, project)
    desk = anna.desk()
    for on in ("text", "context.c1"):
        surface = desk.item.locator(f"[data-surface][data-on='{on}']")
        can_be_read(surface)
    can_be_read(desk.item.locator("article [data-surface]"))
    can_be_read(desk.item.locator("aside"), 3)
    nothing_ran(anna)
    desk.item.get_by_role("button", name="Accept all").click()
    expect(desk.item.get_by_text("2 marks").first).to_be_visible()
    nothing_ran(anna)
    desk.types(["r"])
    expect(desk.item.locator("[data-surface][data-on=text]")).to_contain_text(f"<script>{'window.ran=1'}</script>")
    nothing_ran(anna)
    desk.types(["r"])
    desk.submits("mouse")
    desk.waiting(0)
    marco = people.person("marco")
    page = marco.goes_to(f"/lumen/projects/{project}/items?item={item['id']}")
    can_be_read(page.get_by_role("dialog"))
    nothing_ran(marco)
    can_be_read(marco.goes_to(f"/lumen/projects/{project}/form"), len(SHORT))
    nothing_ran(marco)


def test_labels_of_shapes_run_nothing(people: People, manager: Api) -> None:
    form = {"shows": ["image"], "questions": [question("regions", shapes=["box"], options=OPTIONS)]}
    project = manager.project("Hostile shapes", form, [])
    picture = manager.image(project, "cell.jpg", next(iter(sorted(CELLS.glob("*.jpg")))).read_bytes())
    manager.post(f"projects/{project}/items", {"items": [{"external_id": "x", "content": {"image": picture}}]})
    manager.staff(project, "anna")
    anna = opened(people, project)
    desk = anna.desk()
    expect(desk.item.get_by_role("application")).to_be_visible()
    desk.types(["s", "b", "ArrowRight", "Space", "Shift+ArrowRight", "Shift+ArrowDown", "Space", "2"])
    can_be_read(desk.item, len(SHORT))
    nothing_ran(anna)


def test_comments_and_changed_guidelines_run_nothing(people: People, manager: Api) -> None:
    options = [{"value": "yes", "title": "Yes"}]
    form = {"shows": ["text"], "questions": [{**question("choice"), "options": options}]}
    items = [{"external_id": SHORT[1], "content": {"text": ALL}}]
    project = manager.project("Hostile words", form, items, "anna", guidelines=f"Old.\n\n{ALL}")
    anna = opened(people, project)
    page = anna.page
    drawer = page.get_by_role("complementary", name="Guidelines")
    with page.expect_response(lambda answer: answer.url.endswith("/guidelines/seen") and answer.ok):
        drawer.get_by_role("button", name="I have read them").click()
    etag = manager.get(f"projects/{project}")["etag"]
    manager.ask("PATCH", f"projects/{project}", {"guidelines": f"New.\n\n{ALL}\n\n{ALL}"}, match=etag)
    anna.desk().opens(project)
    drawer.get_by_role("button", name="Show what changed").click()
    expect(drawer.locator("ins").first).to_be_attached()
    can_be_read(drawer)
    nothing_ran(anna)
    page.keyboard.press("g")
    page.keyboard.press("f")
    dialog = page.get_by_role("dialog")
    page.get_by_label("What is wrong with this item?").fill(ALL[:3900])
    dialog.get_by_role("button", name="Send").click()
    can_be_read(dialog.get_by_role("listitem"), 10)
    nothing_ran(anna)
    marco = people.person("marco")
    can_be_read(marco.goes_to(f"/lumen/projects/{project}/comments"), 10)
    nothing_ran(marco)


def test_what_an_annotator_writes_in_a_dialogue_runs_nothing_where_a_manager_reads_it(
    people: People, manager: Api
) -> None:
    own = {"tags": OPTIONS[:4], "labels": OPTIONS[4:], "min_responses": 1}
    form = {"shows": ["messages"], "questions": [question("dialogue", **own)]}
    messages = [{"id": "m1", "role": "user", "text": ALL}, {"id": "m2", "role": "assistant", "text": ALL}]
    project = manager.project("Hostile talk", form, [{"external_id": "x", "content": {"messages": messages}}], "anna")
    anna = opened(people, project)
    desk = anna.desk()
    desk.item.get_by_role("textbox", name=re.compile("^Prompt of turn")).fill(ALL)
    desk.item.get_by_role("textbox", name="Response A", exact=True).fill(ALL)
    second = desk.item.get_by_role("textbox", name="Response B", exact=True)
    if second.count():
        second.fill(ALL)
    for preview in desk.item.get_by_role("button", name="Preview").all():
        preview.click()
    can_be_read(desk.item)
    nothing_ran(anna)
    desk.submits("mouse")
    desk.waiting(0)
    (item,) = manager.every(f"projects/{project}/items")
    marco = people.person("marco")
    page = marco.goes_to(f"/lumen/projects/{project}/items?item={item['id']}")
    can_be_read(page.get_by_role("dialog"))
    nothing_ran(marco)
    anna.goes_to("/lumen/work/recent").get_by_role("list").get_by_role("button").first.click()
    expect(anna.page.get_by_role("dialog").get_by_text(re.compile(seen(1))).first).to_be_attached()
    nothing_ran(anna)


def test_a_page_of_many_items_runs_nothing(people: People, manager: Api) -> None:
    form = {"shows": ["text"], "questions": [{**question("choice"), "options": OPTIONS[:2]}]}
    items = [
        {"external_id": f"x{number}", "content": {"text": marked(text, number)}} for number, text in enumerate(LONG)
    ]
    project = manager.project("Hostile many", form, items, "anna")
    anna = opened(people, project)
    anna.desk().runs("Many items on one page")
    cards = anna.page.get_by_role("main", name="Many items").get_by_role("article")
    expect(cards.nth(5)).to_be_visible()
    texts = cards.all_inner_texts()
    assert [text for text in texts if not re.search(r"\bseen\d\d\b", text)] == []
    nothing_ran(anna)
