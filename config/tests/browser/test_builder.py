"""Managers build forms: every kind of question, changes while work runs, and every template."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from config.tests.browser.api import Api
from config.tests.browser.people import REFUSED, People
from config.tests.browser.samples import CELLS

pytestmark = pytest.mark.xdist_group("workbench")

KINDS = {
    "Choice": "choice",
    "Rating": "rating",
    "Ranking": "ranking",
    "Preference": "preference",
    "Text": "text",
    "Mark text": "spans",
    "Mark images": "regions",
    "Dialogue": "dialogue",
}


def adds(page: Page, kind: str, title: str) -> Locator:
    """Adds a question and names it; the field for its title has the focus."""
    page.get_by_role("region", name="Add a question:").get_by_role("button", name=kind, exact=True).click()
    field = page.get_by_role("textbox", name="Question", exact=True)
    expect(field).to_be_focused()
    page.keyboard.type(title)
    return page.get_by_role("listitem").filter(has=page.get_by_role("button", name=title, expanded=True))


def test_a_form_with_every_kind_is_built_and_reaches_an_annotator(people: People, manager: Api) -> None:
    marco = people.person("marco")
    page = marco.goes_to("/lumen/projects/new?template=blank")
    name = f"Every kind {page.evaluate('Date.now()')}"
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_label("Client").select_option(index=1)
    page.get_by_label("People per item").fill("1")
    preview = page.get_by_role("region", name="Preview")
    for kind in KINDS:
        adds(page, kind, f"A question of {kind}")
        expect(preview.get_by_text(f"A question of {kind}").first).to_be_visible()
    toggles = page.get_by_role("button", name=re.compile("^A question of"), expanded=None)
    last = page.get_by_role("button", name=re.compile("^A question of Dialogue"))
    last.press("Alt+ArrowUp")
    page.get_by_role("button", name="Move “A question of Choice” down").click()
    expect(toggles.first).to_contain_text("A question of Rating")
    page.get_by_role("button", name="Create project").click()
    page.wait_for_url(re.compile(r"/lumen/projects/[0-9a-f-]{36}"))
    project = page.url.split("/projects/")[1][:36]
    form = manager.get(f"projects/{project}/form")
    order = ["rating", "choice", "ranking", "preference", "text", "spans", "dialogue", "regions"]
    assert [question["kind"] for question in form["questions"]] == order
    picture = manager.image(project, "cell.jpg", next(iter(sorted(CELLS.glob("*.jpg")))).read_bytes())
    said = [{"id": "m1", "role": "user", "text": "Hello"}]
    responses = [{"id": each, "text": f"Response {each}"} for each in "ab"]
    texts = {"text": "Which one?", "messages": said, "prompt": {"text": "Say hello."}}
    content = {**texts, "image": picture, "responses": responses}
    manager.post(f"projects/{project}/items", {"items": [{"external_id": "one", "content": content}]})
    manager.staff(project, "anna")
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    for kind in KINDS:
        expect(desk.item.get_by_role("heading", name=f"A question of {kind}").first).to_be_visible()


FORM = {
    "shows": ["text"],
    "questions": [
        {
            "name": "what",
            "kind": "choice",
            "title": "What is it?",
            "options": [{"value": each.lower(), "title": each} for each in ("Fine", "Rude", "Wrong")],
        }
    ],
}


def test_a_form_in_use_grows_but_keeps_what_answers_use(people: People, manager: Api) -> None:
    items = [{"external_id": f"t{number}", "content": {"text": f"Message {number}."}} for number in range(12)]
    project = manager.project("A form in use", FORM, items, "anna")
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    for _ in range(2):
        desk.types("2")
        desk.submits()
    desk.waiting(0)
    marco = people.person("marco")
    marco.expected.append(REFUSED)
    page = marco.goes_to(f"/lumen/projects/{project}/form")
    page.get_by_role("button", name=re.compile("^What is it")).click()
    page.get_by_role("button", name="Add an option").click()
    page.keyboard.type("Off topic")
    page.get_by_role("button", name="Save as version 2").click()
    expect(page.get_by_role("heading", name="Questions (version 2)")).to_be_visible()
    page.get_by_role("button", name=re.compile("^What is it")).click()
    page.get_by_role("button", name="Remove “Rude”").click()
    page.get_by_role("button", name="Save as version 3").click()
    refusal = page.get_by_role("alert").filter(has_text="another project for the new questions")
    expect(refusal).to_contain_text(re.compile(r"\b2\b"))
    refusal.get_by_role("button", name="Put back what was removed").click()
    expect(refusal).to_have_count(0)
    form = manager.get(f"projects/{project}/form")
    assert form["version"] == 2
    assert [each["title"] for each in form["questions"][0]["options"]] == ["Fine", "Rude", "Wrong", "Off topic"]
    manager.staff(project, "ben")  # who begins afterwards is asked in the new way
    ben = people.person("ben")
    ben.goes_to("/lumen/work/recent")
    expect(ben.desk().opens(project).item.get_by_role("radio", name="Off topic")).to_be_visible()


def test_every_template_opens_with_a_preview_and_can_be_created(people: People, manager: Api) -> None:
    templates = manager.get("templates")
    templates = templates["results"] if isinstance(templates, dict) else templates
    assert len(templates) >= 16
    marco = people.person("marco")
    page = marco.goes_to("/lumen/projects/new")
    for template in templates:
        expect(page.get_by_role("link", name=template["title"], exact=True)).to_be_visible()
    for number, template in enumerate(templates):
        marco.goes_to(f"/lumen/projects/new?template={template['name']}")
        title = template["form"]["questions"][0]["title"]
        expect(page.get_by_role("region", name="Preview").get_by_text(title).first).to_be_visible()
        if number < 2:  # by hand; the others as the page sends them
            page.get_by_role("textbox", name="Name", exact=True).fill(
                f"From {template['name']} {page.evaluate('Date.now()')}"
            )
            page.get_by_label("Client").select_option(index=1)
            page.get_by_role("button", name="Create project").click()
            page.wait_for_url(re.compile(r"/lumen/projects/[0-9a-f-]{36}"))
            continue
        client = next(manager.every("clients"))["id"]
        wish = {"name": f"From {template['name']}", "client_id": client, "template": template["name"]}
        project = manager.post("projects", wish)["id"]
        made = [question["kind"] for question in manager.get(f"projects/{project}/form")["questions"]]
        assert made == [question["kind"] for question in template["form"]["questions"]]
