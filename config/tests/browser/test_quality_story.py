"""From a report's worst question through the pair that is confused to the items, and into adjudication."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.tests.browser.api import Api
from config.tests.browser.people import People
from config.tests.browser.test_accessible import violations
from config.tests.waiting import until

pytestmark = pytest.mark.xdist_group("workbench")

FOLLOWS = [
    {"value": "follows", "title": "Follows"},
    {"value": "partly", "title": "Follows partly"},
    {"value": "ignores", "title": "Ignores it"},
]
RUDE = [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}]
FORM = {
    "shows": ["text"],
    "questions": [
        {"name": "follows", "kind": "choice", "title": "Does it follow the prompt?", "options": FOLLOWS},
        {"name": "rude", "kind": "choice", "title": "Is it rude?", "options": RUDE},
    ],
}
ITEMS = 14
DIFFER = 5
"""On the first items one says "follows", the other "partly"; about everything else both say the same."""


def rows() -> list[dict[str, Any]]:
    return [{"external_id": f"line-{n:02}", "content": {"text": f"Line number {n}."}} for n in range(ITEMS)]


def said(name: str, number: int) -> dict[str, str]:
    """What somebody says of an item."""
    differing = "follows" if name == "anna" else "partly"
    return {
        "follows": differing if number < DIFFER else FOLLOWS[number % 3]["value"],
        "rude": "yes" if number % 2 else "no",
    }


def answers(people: People, project: str) -> None:
    """Anna and Ben answer everything, each on their own."""
    for name in ("anna", "ben"):
        with people.service.api(name) as api:
            for held in api.post(f"assignments/claim?project={project}", {"limit": 20})["results"]:
                number = int(held["content"]["text"].removesuffix(".").rpartition(" ")[2])
                given = [
                    {"question": question, "on": "item", "value": {"choices": [value]}}
                    for question, value in said(name, number).items()
                ]
                api.post(f"assignments/{held['id']}/submit", {"answers": given, "seconds": 20})


@pytest.fixture(scope="module")
def project(manager: Api) -> str:
    made = manager.project("Of mixed quality", FORM, rows(), "anna", "ben", overlap=2)
    grants = {"annotate": False, "review": True, "adjudicate": True}
    manager.ask("PUT", f"projects/{made}/people/{manager.member('ruth')['id']}", grants)
    return made


def makes(page: Page, people: str) -> None:
    """A report of everything, from the list of reports, opened as soon as it is there."""
    page.get_by_role("button", name="New report").click()
    page.get_by_role("radio", name=re.compile(f"With (their )?{people}")).check()
    page.get_by_role("button", name="Make the report").click()
    row = page.get_by_role("listitem").filter(has_text=f"With {people}").first
    row.get_by_role("button", name="Report of").click()
    expect(page.get_by_text("Of 2 questions, 1 can be relied on.")).to_be_visible()


def test_from_the_worst_question_through_the_confused_pair_to_the_items_and_an_adjudicator(
    people: People, manager: Api, project: str
) -> None:
    answers(people, project)
    page = people.person("marco").goes_to(f"/lumen/projects/{project}")
    page.get_by_role("navigation", name="Sections of the project").get_by_role("link", name="Quality").click()
    makes(page, "names")

    page.get_by_role("region", name="The verdict").get_by_role("link", name="Does it follow the prompt?").click()
    card = page.get_by_role("article", name="Does it follow the prompt?")
    expect(card).to_be_in_viewport()
    expect(card).to_contain_text("“Follows” and “Follows partly” are taken for each other: that is 100%")
    expect(card.get_by_role("table", name="Who said what").get_by_role("row")).to_have_count(4)
    cell = card.get_by_role("link", name=f"{DIFFER}: one said “Follows”, another “Follows partly”; see the items").first
    cell.click()

    expect(page.get_by_text(f"{DIFFER} items", exact=True)).to_be_visible()
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("follows and partly (follows)")
    expect(page.get_by_text("Line number 0.")).to_be_visible()
    expect(page.get_by_text("Line number 9.")).to_have_count(0)
    page.get_by_role("checkbox", name="Select all items shown").check()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Ask an adjudicator").click()
    page.get_by_role("dialog").get_by_role("button", name="Ask an adjudicator").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"{DIFFER} items changed")
    page.get_by_role("dialog").get_by_role("button", name="Close").last.click()
    states = {row["external_id"]: row["state"] for row in manager.every(f"projects/{project}/items")}
    assert [states[f"line-{n:02}"] for n in range(ITEMS)] == ["adjudicate"] * DIFFER + ["done"] * (ITEMS - DIFFER)

    before = manager.get(f"projects/{project}/agreement")["questions"]
    ruth = people.person("ruth").goes_to(f"/lumen/adjudicate/{project}")
    expect(ruth.get_by_role("main", name="An item of")).to_be_visible()
    expect(ruth.get_by_text(re.compile(r"Line number [0-4]\."))).to_be_visible()
    expect(ruth.get_by_role("region", name="Does it follow the prompt?")).to_contain_text("0% alike")
    ruth.keyboard.press("1")
    expect(ruth.get_by_text("Complete")).to_be_visible()
    ruth.get_by_role("radio", name="Gap in the guidelines").check()
    ruth.keyboard.press("Control+Enter")
    until(lambda: next(manager.every(f"projects/{project}/items"))["state"] == "done")
    first = next(manager.every(f"projects/{project}/items"))
    final = manager.get(f"projects/{project}/items/{first['id']}/resolution")
    assert (final["kind"], final["reason"]) == ("adjudicated", "guideline_gap")
    answered = {row["question"]: row["value"] for row in final["answers"]}
    assert answered["follows"] == {"choices": ["follows"]}
    after = manager.get(f"projects/{project}/agreement")["questions"]
    assert [row["alpha"] for row in after] == [row["alpha"] for row in before], "adjudicated is not agreed"


def test_the_worst_items_go_to_an_adjudicator_from_the_report_itself(
    people: People, manager: Api, project: str
) -> None:
    answers(people, project)
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/quality")
    makes(page, "names")
    expect(page.get_by_role("img", name="How well people agree, item by item")).to_be_visible()
    page.get_by_text("As a table").first.click()
    expect(page.get_by_role("link", name="See the items with an agreement of 50%–60%")).to_be_visible()
    page.get_by_role("button", name=f"Ask an adjudicator about {DIFFER} items").last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Ask an adjudicator").click()
    expect(dialog).to_contain_text(re.compile("items? changed|Left as they were"))
    states = [row["state"] for row in manager.every(f"projects/{project}/items")]
    assert states.count("adjudicate") == DIFFER


def test_page_files_and_client_say_the_same_and_the_client_learns_no_names(
    people: People, manager: Api, project: str
) -> None:
    answers(people, project)
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/quality")
    makes(page, "pseudonyms")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as JSON").click()
    told = json.loads(download.value.path().read_text())
    (section,) = told["projects"]
    weakest = min(section["questions"], key=lambda row: row["alpha"])
    card = page.get_by_role("article", name=weakest["title"])
    expect(card.get_by_text(f"{weakest['alpha']:.3f}", exact=True)).to_be_visible()
    for name in ("PDF", "CSV"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download as {name}").click()
        assert download.value.path().stat().st_size > 1000
    with people.service.api("nora") as client:
        listed = client.get(f"projects/{project}/reports")["results"]
    assert {row["people"] for row in listed} == {"pseudonyms"}

    nora = people.person("nora").goes_to(f"/lumen/projects/{project}/quality")
    nora.get_by_role("button", name="Report of").first.click()
    expect(nora.get_by_text("Of 2 questions, 1 can be relied on.")).to_be_visible()
    expect(nora.get_by_role("table", name="Who said what").first).to_be_visible()
    said_there = nora.get_by_role("main").inner_text()
    assert not [name for name in ("Anna", "Ben ", "Lindqvist") if name in said_there]
    expect(nora.get_by_role("link", name=re.compile("See|one said"))).to_have_count(0)
    expect(nora.get_by_role("button", name="Ask an adjudicator")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_a_report(people: People, project: str, scheme: str) -> None:
    answers(people, project)
    marco = people.person("marco", color_scheme=scheme)
    page = marco.goes_to(f"/lumen/projects/{project}/quality")
    found = violations(marco, scheme)
    makes(page, "names")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for button in page.get_by_role("button", name="All figures of").all():
        button.click()
    found += violations(marco, scheme)
    assert not found, "\n".join(found)


def test_a_report_fits_a_phone(people: People, project: str) -> None:
    answers(people, project)
    marco = people.person("marco", is_mobile=True)
    marco.page.set_viewport_size({"width": 390, "height": 844})
    makes(marco.goes_to(f"/lumen/projects/{project}/quality"), "names")
    assert marco.page.evaluate("document.scrollingElement.scrollWidth") <= 390
