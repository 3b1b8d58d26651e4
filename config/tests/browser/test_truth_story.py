"""How sure answers are, of an item in its drawer and of a project on its page; and why an adjudicator is asked."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from config.tests.browser.api import Api
from config.tests.browser.people import People
from config.tests.browser.service import Service
from config.tests.browser.test_accessible import violations
from config.tests.waiting import until

pytestmark = pytest.mark.xdist_group("workbench")

RUDE = [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}]
FORM = {
    "shows": ["text"],
    "questions": [
        {"name": "rude", "kind": "choice", "title": "Is it rude?", "options": RUDE},
        {"name": "why", "kind": "text", "title": "Why?", "required": False},
    ],
}
ITEMS = 12
ANNOTATORS = ("anna", "ben", "chloe")
"""Of the first item Chloé says something else than the others, all with reasons; of the rest all say the same."""
REASON = "The client doubts this one."


def rows() -> list[dict[str, Any]]:
    return [{"external_id": f"line-{n:02}", "content": {"text": f"Line number {n}."}} for n in range(ITEMS)]


def said(name: str, number: int) -> list[dict[str, Any]]:
    """What somebody says of an item."""
    differs = name == "chloe" and number == 0
    value = "yes" if (number % 2 == 0) != differs else "no"
    given = [{"question": "rude", "on": "item", "value": {"choices": [value]}}]
    why = {"question": "why", "on": "item", "value": {"text": f"{name.title()} has reasons."}}
    return [*given, why] if number == 0 else given


@pytest.fixture(scope="module")
def project(service: Service, manager: Api) -> str:
    """Answered by three, decided by probability, and learnt from."""
    made = manager.project("How sure it is", FORM, rows(), *ANNOTATORS, overlap=3)
    answer = manager.answer("GET", f"projects/{made}/workflow")
    workflow = answer.json() | {"resolve": {"by": "posterior", "confidence": 0.6}}
    manager.ask("PUT", f"projects/{made}/workflow", workflow, match=answer.headers["ETag"])
    grants = {"annotate": False, "review": True, "adjudicate": True}
    manager.ask("PUT", f"projects/{made}/people/{manager.member('ruth')['id']}", grants)
    for name in ANNOTATORS:
        with service.api(name) as api:
            for held in api.post(f"assignments/claim?project={made}", {"limit": 20})["results"]:
                number = int(held["content"]["text"].removesuffix(".").rpartition(" ")[2])
                api.post(f"assignments/{held['id']}/submit", {"answers": said(name, number), "seconds": 20})
    service.does("annotation.learn_due")
    until(lambda: manager.get(f"projects/{made}/truth")["questions"][0]["labels"] == 3 * ITEMS)
    return made


def drawer_of(page: Page, number: int) -> Locator:
    """The drawer of an item, opened in the list with a click on what it shows."""
    page.get_by_text(f"Line number {number}.", exact=True).click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("region", name="Answers")).to_be_visible()
    return drawer


def panel_of(page: Page) -> Locator:
    """What the project's page says of all its answers."""
    return page.locator("section").filter(has=page.get_by_role("heading", name="What the answers come to"))


def asks_of_truth(page: Page) -> list[str]:
    """What the page asks of the truth from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/truth") else None)
    return asked


def tells_everything(drawer: Locator) -> None:
    """What stands there of the first item."""
    place = drawer.get_by_role("region", name="Is it rude?")
    chances = place.get_by_role("table", name="How probable each answer is")
    expect(chances.get_by_role("row")).to_have_count(3)
    expect(chances.get_by_role("row").nth(1)).to_contain_text(re.compile(r"Yes.*%.*2"))
    voices = place.get_by_role("table", name="Who said what, and how much it tells")
    expect(voices.get_by_role("row", name=re.compile("Chloé Martin"))).to_contain_text(re.compile(r"No.*× \d"))
    expect(place).to_contain_text(f"habits of 3 people, learnt from {3 * ITEMS} judgements, as of")
    for words in ("The least certain answer is", "It waits for nothing more.", "the most probable one", "Left out"):
        expect(drawer).to_contain_text(words)


def test_who_opens_it_reads_how_probable_each_answer_is_and_why(people: People, project: str) -> None:
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/items")
    asked = asks_of_truth(page)
    drawer = drawer_of(page, 0)
    assert not asked, "nobody has seen what they did not open"
    drawer.get_by_text("How sure the answers are").click()
    tells_everything(drawer)
    assert len(asked) == 1
    drawer.get_by_role("button", name="Next").click()
    expect(drawer.get_by_text("How sure the answers are")).to_be_visible()
    expect(drawer.get_by_role("region", name="Is it rude?")).to_have_count(0)
    assert len(asked) == 1, "the next item is not told unasked"


def test_the_keyboard_opens_it_too(people: People, project: str) -> None:
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/items")
    page.get_by_role("grid", name="Items").focus()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    summary = drawer.get_by_text("How sure the answers are")
    expect(summary).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    tells_everything(drawer)


def test_from_the_figures_of_a_project_to_its_least_certain_items(people: People, project: str) -> None:
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/quality")
    panel = panel_of(page)
    expect(panel).to_contain_text("Decided where an answer is at least 60% probable.")
    figures = {term.inner_text(): term.locator("+ dd").inner_text() for term in panel.get_by_role("term").all()}
    assert {"Decided", "Tied", "Not sure enough", "Expected accuracy of what is decided"} == set(figures)
    assert int(figures["Decided"]) + int(figures["Tied"]) + int(figures["Not sure enough"]) == ITEMS
    expect(panel).to_contain_text(f"Learnt from {3 * ITEMS} judgements of 3 people")
    panel.get_by_role("link", name="Items that wait for an adjudicator").focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("Certainty: up to 60 %")
    expect(page).to_have_url(re.compile("sort=certainty"))


def test_an_adjudicator_reads_why_they_are_asked(people: People, manager: Api, project: str) -> None:
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/items")
    page.get_by_role("checkbox", name="Select Item 1", exact=True).check()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Ask an adjudicator").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="What the adjudicator should know").fill(REASON)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("1 item changed")
    dialog.get_by_role("button", name="Close").last.click()
    drawer = drawer_of(page, 0)
    expect(drawer.get_by_role("region", name="What happened")).to_contain_text(REASON)

    ruth = people.person("ruth").goes_to(f"/lumen/adjudicate/{project}")
    expect(ruth.get_by_role("complementary", name="Why a manager asks you")).to_contain_text(REASON)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(people: People, project: str, scheme: str) -> None:
    marco = people.person("marco", color_scheme=scheme)
    page = marco.goes_to(f"/lumen/projects/{project}/quality")
    expect(panel_of(page)).to_be_visible()
    found = violations(marco, scheme)
    page = marco.goes_to(f"/lumen/projects/{project}/items")
    drawer = drawer_of(page, 0)
    drawer.get_by_text("How sure the answers are").click()
    expect(drawer.get_by_role("region", name="Is it rude?")).to_be_visible()
    found += violations(marco, scheme)
    assert not found, "\n".join(found)


def test_it_fits_a_phone(people: People, project: str) -> None:
    marco = people.person("marco", is_mobile=True)
    marco.page.set_viewport_size({"width": 390, "height": 844})
    page = marco.goes_to(f"/lumen/projects/{project}/quality")
    expect(panel_of(page)).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    page = marco.goes_to(f"/lumen/projects/{project}/items")
    drawer = drawer_of(page, 0)
    drawer.get_by_text("How sure the answers are").click()
    place = drawer.get_by_role("region", name="Is it rude?")
    expect(place).to_be_visible()
    assert place.evaluate("(element) => element.scrollWidth <= element.clientWidth")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
