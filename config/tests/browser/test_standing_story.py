"""A manager sees who answers carelessly and on which items, makes a rule of it, and which of two models got better."""

import json
import math
import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from config.tests.browser.api import Api
from config.tests.browser.people import People, Person
from config.tests.browser.service import Service
from config.tests.browser.test_accessible import violations

pytestmark = pytest.mark.xdist_group("workbench")

YES_OR_NO = [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}]
FORM = {
    "shows": ["prompt", "responses"],
    "questions": [
        {"name": "better", "kind": "preference", "title": "Which one is better?"},
        {"name": "safe", "kind": "choice", "title": "Is it safe?", "scope": "responses", "options": YES_OR_NO},
    ],
}
ITEMS = 40
HONEST = ("olivia", "marco", "ruth", "anna", "ben")
CARELESS = "chloe"


def content(number: int) -> dict[str, Any]:
    """The newer model is the better one, but every tenth of its responses isn't safe."""
    danger = "It says how to hurt somebody." if number % 10 == 0 else "It is harmless."
    responses = [
        {"id": "a", "model": "atlas@1", "text": "Plain words."},
        {"id": "b", "model": "atlas@2", "text": f"Fine words. {danger}"},
    ]
    return {"prompt": {"text": f"Question number {number}."}, "responses": responses}


def answers(name: str, held: dict[str, Any]) -> list[dict[str, Any]]:
    """What somebody says: the careless one always the same, the others nearly always what is right."""
    texts = {response["id"]: response["text"] for response in held["content"]["responses"]}
    number = int(held["content"]["prompt"]["text"].removesuffix(".").rpartition(" ")[2])
    slips = name != CARELESS and (number + HONEST.index(name)) % 8 == 0
    plain, fine = sorted(texts, key=lambda response: texts[response].startswith("Fine"))
    better = next(iter(texts)) if name == CARELESS else plain if slips else fine
    safe = {
        response: "no" if name == CARELESS or ("hurt" in text) != slips else "yes" for response, text in texts.items()
    }
    return [
        {"question": "better", "on": "item", "value": {"preferred": better}},
        *(
            {"question": "safe", "on": f"responses.{response}", "value": {"choices": [value]}}
            for response, value in safe.items()
        ),
    ]


@pytest.fixture(scope="module")
def project(service: Service, manager: Api) -> str:
    """Six people have answered everything, one of them without looking."""
    rows = [{"external_id": f"row-{number}", "content": content(number)} for number in range(ITEMS)]
    everybody = (*HONEST, CARELESS)
    made = manager.project("Who answers how", FORM, rows, *everybody, overlap=len(everybody))
    for name in everybody:
        with service.api(name) as api:
            for _ in range(ITEMS // 20):
                for held in api.post(f"assignments/claim?project={made}", {"limit": 20})["results"]:
                    api.post(f"assignments/{held['id']}/submit", {"answers": answers(name, held), "seconds": 20})
    return made


def card(drawer: Locator, title: str) -> Locator:
    """The figure of this title."""
    return drawer.get_by_role("listitem").filter(has=drawer.page.get_by_role("heading", name=title))


def opens(page: Page, name: str) -> Locator:
    page.get_by_role("button", name=f"Figures of {name}").click()
    drawer = page.get_by_role("dialog", name=f"Quality of {name}")
    expect(drawer.get_by_role("heading", name="What stands out")).to_be_visible()
    return drawer


def test_from_what_stands_out_about_somebody_to_the_items_a_rule_and_a_pause(
    people: People, manager: Api, project: str
) -> None:
    page = people.person("marco").goes_to(f"/lumen/projects/{project}")
    page.get_by_role("navigation", name="Sections of the project").get_by_role("link", name="Quality").click()
    page.get_by_role("navigation", name="Quality").get_by_role("link", name="People's quality").click()
    expect(page.get_by_role("heading", name="1 of 6 people stands out")).to_be_visible()
    row = page.get_by_role("row", name=re.compile("Figures of Chloé"))
    expect(row).to_contain_text("The same answer many times in a row")
    expect(page.get_by_role("row", name=re.compile("Figures of Anna"))).to_contain_text("nothing")

    drawer = opens(page, "Chloé Martin")
    run = card(drawer, "Longest run Is it safe?")
    expect(run).to_contain_text("Each time: No.")
    expect(card(drawer, "Longest run Which one is better?")).to_contain_text("Each time: the one in place 1.")
    run.get_by_role("button", name="Make a rule from this").click()
    editor = page.get_by_role("dialog", name="New rule")
    expect(editor.get_by_role("combobox", name="What is watched")).to_have_value("same_answers_in_a_row")
    editor.get_by_role("button", name="Add the rule").click()
    expect(editor).to_be_hidden()
    (rule,) = manager.every(f"projects/{project}/rules")
    assert (rule["collector"], rule["action"]) == ("same_answers_in_a_row", "notify")

    opens(page, "Chloé Martin").get_by_role("button", name="Pause").click()
    pausing = page.get_by_role("dialog", name=re.compile("Chloé Martin"))
    pausing.get_by_role("radio", name="No new work").check()
    pausing.get_by_role("button", name="Pause").click()
    expect(pausing).to_be_hidden()
    paused = {row["member"]["name"]: row["paused"] for row in manager.get(f"projects/{project}/people")["results"]}
    assert paused["Chloé Martin"] == "new"

    run = card(opens(page, "Chloé Martin"), "Longest run Is it safe?")
    run.get_by_role("link", name="All of them").click()
    expect(page.get_by_text("20 items", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("Question number")).first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name=re.compile(r"Agreement on this item: \d+%"))).to_be_visible()
    expect(drawer.get_by_role("table", name="Each person with the others").get_by_role("row")).to_have_count(6)


def test_which_model_got_better_and_whether_it_is_safe_enough(people: People, manager: Api, project: str) -> None:
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/models")
    board = page.get_by_role("table", name="Models by “Which one is better?”")
    expect(board.get_by_role("row").nth(1)).to_contain_text("atlas@2")
    # Responses were shuffled, and one of the people takes what is first: how often is another number each time.
    (question,) = [row for row in manager.get(f"projects/{project}/models")["questions"] if row["question"] == "better"]
    (change,) = [row for row in question["changes"] if row["measure"] == "strength"]
    share = 1 / (1 + math.exp(-change["difference"]))
    assert 0.7 < share < 0.95
    preferred = f"atlas@2 is better than atlas@1: preferred {math.floor(100 * share + 0.5)}%"
    expect(page.get_by_text(re.compile(preferred))).to_be_visible()
    expect(page.get_by_role("table", name="Each model against each by “Which one is better?”")).to_be_visible()

    page.get_by_role("button", name="Set thresholds").click()
    dialog = page.get_by_role("dialog", name="Set thresholds")
    dialog.get_by_role("button", name="Add a threshold").click()
    dialog.get_by_role("combobox", name="Answer that counts against a model").select_option(label="Is it safe? – No")
    dialog.get_by_role("textbox", name="At most").fill("5")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    rates = page.get_by_role("table", name="Is it safe? – No")
    expect(rates.get_by_role("row", name=re.compile("atlas ?@ ?2"))).to_contain_text("Fails")
    assert manager.get(f"projects/{project}/thresholds") == [{"question": "safe", "category": "no", "most": 0.05}]

    rates.get_by_role("link", name="see the items where atlas@2 was given “Is it safe? – No”").click()
    chips = page.get_by_role("list", name="Active filters")
    expect(chips.get_by_text("Given: atlas@2 was given no (safe)", exact=True)).to_be_visible()
    asked = quote(json.dumps(["safe", "no", "atlas@2"]))
    judged = list(manager.every(f"projects/{project}/items?judged={asked}"))
    assert 0 < len(judged) <= ITEMS
    expect(page.get_by_text(f"{len(judged)} item" + "s" * (len(judged) > 1), exact=True)).to_be_visible()


def test_the_overview_tells_agreement_in_full_and_leads_to_what_is_confused(people: People, project: str) -> None:
    page = people.person("marco").goes_to(f"/lumen/projects/{project}")
    question = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Is it safe?"))
    expect(question).to_contain_text("Gwet's AC1")
    expect(question).to_contain_text(re.compile(r"Yes \d+% · No \d+%"))
    question.get_by_role("link", name="See these items").click()
    expect(page.get_by_text("40 items", exact=True)).to_be_visible()


def test_a_client_reads_the_figures_and_learns_no_names(people: People, project: str) -> None:
    page = people.person("nora").goes_to(f"/lumen/projects/{project}/standing")
    expect(page.get_by_role("heading", name="1 of 6 people stands out")).to_be_visible()
    page.get_by_role("row", name=re.compile("The same answer many times in a row")).get_by_role("button").click()
    drawer = page.get_by_role("dialog")
    expect(card(drawer, "Longest run Is it safe?")).to_be_visible()
    expect(drawer.get_by_role("button", name=re.compile("Pause|rule"))).to_have_count(0)
    expect(drawer.get_by_role("link")).to_have_count(0)
    assert not [name for name in ("Chloé", "Anna", "Marco") if name in page.locator("body").inner_text()]


def looked_at(person: Person, project: str, scheme: str = "") -> list[str]:
    """What axe has against the pages, with everything that folds unfolded."""
    found = []
    for path in ("", "/standing", "/models"):
        page = person.goes_to(f"/lumen/projects/{project}{path}")
        expect(page.get_by_role("table").or_(page.get_by_role("heading", name="Agreement")).first).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found += violations(person, scheme)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_pages(people: People, project: str, scheme: str) -> None:
    marco = people.person("marco", color_scheme=scheme)
    found = looked_at(marco, project, scheme)
    opens(marco.goes_to(f"/lumen/projects/{project}/standing"), "Chloé Martin")
    found += violations(marco, scheme)
    assert not found, "\n".join(found)


def test_the_pages_fit_a_phone(people: People, project: str) -> None:
    marco = people.person("marco", is_mobile=True)
    marco.page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/standing", "/models"):
        page = marco.goes_to(f"/lumen/projects/{project}{path}")
        expect(page.get_by_role("table").first).to_be_visible()
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
