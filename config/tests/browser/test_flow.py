"""The flow of work: what was submitted comes back, people talk about items, suggestions are weighed, keys chosen."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from config.tests.browser.api import Api
from config.tests.browser.people import OFFLINE, REFUSED, Desk, People, Person

pytestmark = pytest.mark.xdist_group("workbench")

LABELS = ["Fine", "Rude", "Wrong"]
CHOICE = {
    "name": "what",
    "kind": "choice",
    "title": "What is it?",
    "options": [{"value": title.lower(), "title": title} for title in LABELS],
}
WHY = {"name": "why", "kind": "text", "title": "Why?", "required": False}
FORM = {"shows": ["text"], "questions": [CHOICE, WHY]}
ITEMS = [{"external_id": f"t{number}", "content": {"text": f"Message {number}."}} for number in range(5)]


def project_of(manager: Api, name: str, form: dict[str, Any] = FORM, items: int = 5, **more: Any) -> str:
    return manager.project(name, form, ITEMS[:items], "anna", **more)


def opened(people: People, project: str, name: str = "anna") -> tuple[Person, Desk]:
    person = people.person(name)
    person.goes_to("/lumen/work/recent")
    return person, person.desk().opens(project)


def given(manager: Api, project: str) -> dict[str, str]:
    """What was chosen, by item."""
    return {name: values["what", "item"]["choices"][0] for name, values in manager.answers(project).items()}


def option(desk: Desk, title: str) -> Locator:
    return desk.item.get_by_role("radio", name=re.compile(title)).or_(
        desk.item.get_by_role("checkbox", name=re.compile(title))
    )


def test_the_last_submission_comes_back_and_counts_as_it_was_changed(people: People, manager: Api) -> None:
    project = project_of(manager, "Taken back")
    anna, desk = opened(people, project)
    first = desk.assignment
    desk.types("2")
    desk.submits()
    desk.waiting(0)
    anna.page.keyboard.press("Control+Backspace")
    expect(anna.page.locator(f'main#main[data-assignment="{first}"]')).to_be_visible()
    expect(option(desk, "Rude")).to_be_checked()
    desk.types("3")
    desk.submits()
    desk.waiting(0)
    assert list(given(manager, project).values()) == ["wrong"]


def test_what_was_not_sent_yet_comes_back_without_a_network(people: People, manager: Api) -> None:
    project = project_of(manager, "Taken back unsent")
    anna, desk = opened(people, project)
    anna.expected.append(OFFLINE)
    desk.loses_the_network()
    first = desk.assignment
    desk.types("2")
    desk.submits()
    desk.waiting(1)
    desk.item.get_by_role("button", name="Take back what you submitted last").click()
    expect(anna.page.locator(f'main#main[data-assignment="{first}"]')).to_be_visible()
    desk.waiting(0)
    expect(option(desk, "Rude")).to_be_checked()
    desk.types("1")
    desk.submits()
    desk.waiting(1)
    anna.context.set_offline(False)
    desk.waiting(0)
    assert list(given(manager, project).values()) == ["fine"]


def test_what_was_exported_stays_and_the_page_says_why(people: People, manager: Api) -> None:
    project = project_of(manager, "Exported")
    anna, desk = opened(people, project)
    anna.expected.append(REFUSED)
    desk.types("2")
    desk.submits()
    desk.waiting(0)
    wish = {"format": "annotations", "options": {}}
    job = manager.post(f"projects/{project}/exports", wish)
    assert manager.finished(f"exports/{job['id']}", "done", "failed")["state"] == "done"
    anna.page.keyboard.press("Control+Backspace")
    expect(anna.page.get_by_text(re.compile("^It cannot be taken back any more. .*export")).first).to_be_visible()


def test_own_work_is_looked_through_and_changed_from_there(people: People, manager: Api) -> None:
    project = project_of(manager, "Looked through")
    anna, desk = opened(people, project)
    for key in "12":
        desk.types(key)
        desk.submits()
    desk.waiting(0)
    desk.runs("Previous item I did")
    dialog = anna.page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Rude").or_(dialog.get_by_role("checkbox", name="Rude"))).to_be_checked()
    dialog.get_by_role("button", name="Before it").click()
    expect(dialog.get_by_role("radio", name="Fine").or_(dialog.get_by_role("checkbox", name="Fine"))).to_be_checked()
    dialog.get_by_role("button", name="Take back and change").click()
    expect(dialog).to_have_count(0)
    expect(option(desk, "Fine")).to_be_checked()
    desk.types("3")
    desk.submits()
    desk.waiting(0)
    assert sorted(given(manager, project).values()) == ["rude", "wrong"]


def test_own_work_is_taken_back_from_its_list(people: People, manager: Api) -> None:
    project = project_of(manager, "Taken back from the list")
    anna, desk = opened(people, project)
    anna.expected.append(REFUSED)
    first = desk.assignment
    for key in "12":
        desk.types(key)
        desk.submits()
    desk.waiting(0)
    anna.goes_to("/lumen/work/recent")
    take = anna.page.get_by_role("button", name="Take back: Taken back from the list")
    take.nth(1).click()
    expect(anna.page.locator(f'main#main[data-assignment="{first}"]')).to_be_visible()
    expect(option(desk, "Fine")).to_be_checked()
    wish = {"format": "annotations", "options": {}}
    job = manager.post(f"projects/{project}/exports", wish)
    assert manager.finished(f"exports/{job['id']}", "done", "failed")["state"] == "done"
    anna.goes_to("/lumen/work/recent")
    take.click()
    expect(anna.page.get_by_text(re.compile("^It cannot be taken back any more. .*export"))).to_be_visible()


def test_a_flag_is_answered_by_the_manager_and_resolved(people: People, manager: Api) -> None:
    project = project_of(manager, "Talked about")
    anna, _ = opened(people, project)
    anna.page.keyboard.press("f")
    anna.page.get_by_label("What is wrong with this item?").fill("It is cut off.")
    drawer = anna.page.get_by_role("dialog")
    drawer.get_by_role("button", name="Send").click()
    expect(drawer.get_by_role("listitem").filter(has_text="It is cut off.")).to_contain_text("Flagged")
    anna.page.keyboard.press("Escape")
    marco = people.person("marco")
    page = marco.goes_to(f"/lumen/projects/{project}/comments")
    row = page.get_by_role("listitem").filter(has_text="It is cut off.")
    expect(row).to_contain_text("Flagged")
    row.get_by_role("link", name="See the item").click()
    thread = page.get_by_role("dialog").get_by_role("region", name=re.compile("^With Anna"))
    thread.get_by_role("button", name="Reply").click()
    thread.get_by_label(re.compile("^Your reply")).fill("Judge what is there.")
    thread.get_by_role("button", name="Send and resolve").click()
    expect(thread).to_contain_text("Resolved by Marco Silva")
    marco.goes_to(f"/lumen/projects/{project}/comments")
    expect(page.get_by_text("Nothing waits for an answer")).to_be_visible()
    anna.page.keyboard.press("c")
    reply = anna.page.get_by_role("dialog").get_by_role("listitem").filter(has_text="Judge what is there.")
    expect(reply).to_contain_text("Manager")
    expect(anna.page.get_by_role("dialog")).to_contain_text("resolved")


def test_changed_guidelines_are_shown_with_what_changed_until_they_are_confirmed(people: People, manager: Api) -> None:
    project = project_of(manager, "Guided", guidelines="Be kind.\n\nRude words count as rude.")
    anna, desk = opened(people, project)
    drawer = anna.page.get_by_role("complementary", name="Guidelines")
    with anna.page.expect_response(lambda answer: answer.url.endswith("/guidelines/seen") and answer.ok):
        drawer.get_by_role("button", name="I have read them").click()
    expect(drawer).to_have_count(0)
    etag = manager.get(f"projects/{project}")["etag"]
    changed = {"guidelines": "Be kind.\n\nRude words count as fine."}
    manager.ask("PATCH", f"projects/{project}", changed, match=etag)
    desk.opens(project)
    expect(drawer).to_contain_text("These guidelines changed since you last read them")
    drawer.get_by_role("button", name="Show what changed").click()
    expect(drawer.locator("del").filter(has_text="rude")).to_have_count(1)
    expect(drawer.locator("ins").filter(has_text="fine")).to_have_count(1)
    with anna.page.expect_response(lambda answer: answer.url.endswith("/guidelines/seen") and answer.ok):
        drawer.get_by_role("button", name="I have read them").click()
    desk.opens(project)
    expect(desk.item).to_be_visible()
    expect(drawer).to_have_count(0)


SUGGESTED = [{"question": "what", "on": "item", "value": {"choices": ["rude"]}}]


@pytest.mark.parametrize("mode", ["on_demand", "ghost", "filled"])
def test_what_becomes_of_suggestions_is_told(people: People, manager: Api, mode: str) -> None:
    project = project_of(manager, f"Suggested {mode}", items=3, suggestions=mode)
    for item in manager.every(f"projects/{project}/items"):
        wish = {"agent": "model-7", "score": 0.75, "answers": SUGGESTED}
        manager.post(f"projects/{project}/items/{item['id']}/suggestions", wish)
    anna, desk = opened(people, project)
    told = []
    for keys in (["a"], ["a", "[", "3"], ["1"]) if mode != "filled" else ([], ["3"]):
        if mode == "on_demand":
            expect(desk.item.get_by_text("model-7")).to_have_count(0)
            anna.page.keyboard.press("i")
        expect(desk.item.get_by_text("model-7").first).to_be_visible()
        desk.types(keys)
        with anna.page.expect_request(lambda request: request.url.endswith("/submit")) as sent:
            desk.submits()
        body = sent.value.post_data_json
        told.append((body["answers"][0]["value"]["choices"], [each["outcome"] for each in body["suggestions"]]))
        desk.waiting(0)
    expected = [(["rude"], ["accepted"]), (["wrong"], ["edited"]), (["fine"], ["ignored"])]
    assert told == expected[: len(told)]
    assert sorted(given(manager, project).values()) == sorted(choices[0] for choices, _ in told)


def test_an_item_is_skipped_with_a_reason_and_the_day_is_counted(people: People, manager: Api) -> None:
    project = project_of(manager, "Skipped", items=2)
    anna, desk = opened(people, project)
    today = anna.page.get_by_role("button", name=re.compile("today"))
    before = int(re.findall(r"\d+", today.inner_text())[0])
    desk.types("1")
    desk.submits()
    expect(today).to_contain_text(f"{before + 1} today")
    expect(today).to_contain_text("1 left")
    first = desk.assignment
    anna.page.keyboard.press("Control+Shift+Enter")
    expect(anna.page.get_by_role("dialog").get_by_role("radio").first).to_be_focused()
    anna.page.keyboard.press("2")
    anna.page.keyboard.press("Enter")
    expect(anna.page.locator(f'main#main[data-assignment="{first}"]')).to_have_count(0)
    desk.waiting(0)
    page = anna.goes_to("/lumen/work/recent")
    page.get_by_role("tab", name="Skipped").click()
    expect(page.get_by_text("The content is broken or missing").first).to_be_visible()
    assert len(given(manager, project)) == 1


def test_keys_are_changed_conflicts_are_refused_and_the_help_says_so(people: People, manager: Api) -> None:
    project = project_of(manager, "Own keys")
    ben, desk = opened(people, manager_staffed(manager, project), "ben")
    desk.runs("Preferences and keys")
    dialog = ben.page.get_by_role("dialog", name="Preferences")
    row = dialog.get_by_role("listitem").filter(has_text="Comment for the manager")
    row.get_by_role("button", name="Change").click()
    ben.page.keyboard.press("g")
    expect(row).to_contain_text("already means “Guidelines” here")
    row.get_by_role("button", name="Change").click()
    with ben.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.url.endswith("/me")):
        ben.page.keyboard.press("x")
    expect(row).to_contain_text("your own")
    ben.page.keyboard.press("Escape")
    ben.page.reload()
    expect(desk.item).to_be_visible()
    ben.page.keyboard.press("c")
    ben.page.keyboard.press("x")
    expect(ben.page.get_by_role("dialog", name="Comments")).to_be_visible()
    ben.page.keyboard.press("Escape")
    ben.page.keyboard.press("?")
    sheet = ben.page.get_by_role("dialog")
    expect(sheet.get_by_text("Comment for the manager").locator("xpath=..")).to_contain_text("X")
    ben.page.keyboard.press("Escape")
    desk.runs("Preferences and keys")
    with ben.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.url.endswith("/me")):
        dialog.get_by_role("button", name="All keys as they were").click()


def manager_staffed(manager: Api, project: str) -> str:
    manager.staff(project, "ben")
    return project


def test_the_look_is_chosen_and_kept(people: People, manager: Api) -> None:
    ben, desk = opened(people, manager_staffed(manager, project_of(manager, "Looks")), "ben")
    page = ben.page
    desk.runs("Preferences and keys")
    dialog = page.get_by_role("dialog", name="Preferences")
    dialog.get_by_role("group", name="Theme").get_by_text("Dark", exact=True).click()
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.url.endswith("/me")):
        dialog.get_by_role("group", name="Contrast").get_by_text("High", exact=True).click()
    page.reload()
    expect(desk.item).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-contrast", "more")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    desk.runs("Preferences and keys")
    dialog.get_by_role("group", name="Language").get_by_text("Español", exact=True).click()
    expect(page.get_by_role("dialog", name="Preferencias")).to_be_visible()
    expect(desk.item.locator("[data-submit]")).to_contain_text("Enviar")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("group", name="Idioma").get_by_text("English", exact=True).click()
    dialog.get_by_role("group", name="Theme").get_by_text("System", exact=True).click()
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.url.endswith("/me")):
        dialog.get_by_role("group", name="Contrast").get_by_text("Normal", exact=True).click()


def test_typing_never_runs_a_command_and_options_past_nine_are_typed(people: People, manager: Api) -> None:
    options = [{"value": f"v{number}", "title": f"Number {number}"} for number in range(1, 13)]
    form = {"shows": ["text"], "questions": [{**CHOICE, "options": options}, WHY]}
    project = project_of(manager, "Typed", form, items=1)
    anna, desk = opened(people, project)
    first = desk.assignment
    desk.types("12e")
    field = desk.item.get_by_role("textbox")
    expect(field).to_be_focused()
    words = "gcfsirwzdjk?=1 2"
    anna.page.keyboard.type(words)
    expect(field).to_have_value(words)
    expect(anna.page.get_by_role("dialog")).to_have_count(0)
    assert desk.assignment == first
    anna.page.keyboard.press("Escape")
    desk.submits()
    desk.waiting(0)
    (values,) = manager.answers(project).values()
    assert values == {("what", "item"): {"choices": ["v12"]}, ("why", "item"): {"text": words}}
