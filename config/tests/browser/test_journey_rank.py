"""Journey A, as people live it: from a file of prompts to the file that a trainer loads."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config.tests.browser.people import People, Person, plain
from config.tests.browser.rankings import GIVEN, PEOPLE, alpha, expected_counts, expected_pairs, jsonl, levels, rows
from config.tests.browser.service import Service

pytestmark = pytest.mark.xdist_group("browser")

ITEMS = rows()
NAMES = {"anna": "Anna Lindqvist", "ben": "Ben Carter", "chloe": "Chloé Martin"}


def test_a_project_is_set_up_ranked_by_three_people_and_exported_as_preference_pairs(
    people: People, service: Service, tmp_path: Path
) -> None:
    manager = people.stranger("marco")
    project = sets_up(manager)
    brings_items_in(manager, project)
    chooses_people(manager, project)
    manager.goes_to(f"/lumen/projects/{project}")
    expect(manager.page.get_by_role("main")).to_contain_text("Not measurable yet")
    orders = [ranks_everything(people.stranger(name), project) for name in ("anna", "ben")]
    sees_alpha(manager.page, alpha(["anna", "ben"]))
    orders.append(ranks_everything(people.stranger("chloe"), project))
    sees_alpha(manager.page, alpha(PEOPLE))
    assert orders[0] != orders[1], "both saw the responses in the same order"
    assert orders[1] != orders[2], "both saw the responses in the same order"
    lines = exports(manager, project, tmp_path).read_text().splitlines()
    pairs = expected_pairs(ITEMS)
    assert [json.loads(line) for line in lines] == pairs
    unordered = [(pair["external_id"], frozenset([pair["chosen_id"], pair["rejected_id"]])) for pair in pairs]
    assert len(set(unordered)) == len(lines)
    sees_counts(manager.page)
    keeps_what_was_given(service, project)


def sets_up(manager: Person) -> str:
    """Signs in and makes a project from the template; returns its id."""
    page = manager.page
    page.goto(manager.service.address)
    manager.signs_in()
    page.get_by_role("link", name="New project").click()
    page.get_by_role("link", name="Rank responses", exact=True).click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Which answer helps?")
    page.get_by_role("combobox", name="Client").select_option(label="Northwind Search")
    expect(page.get_by_role("textbox", name="People per item")).to_have_value("3")
    page.get_by_role("button", name="Create project").click()
    expect(page.get_by_role("heading", name="Three steps to the first answer")).to_be_visible()
    return page.url.rpartition("/")[2]


def brings_items_in(manager: Person, project: str) -> None:
    """Uploads a file on the import page, looks at what it holds and lets it in."""
    page = manager.page
    page.get_by_role("link", name="Import", exact=True).first.click()
    file = {"name": "prompts.jsonl", "mimeType": "application/octet-stream", "buffer": jsonl(ITEMS)}
    page.get_by_label("Drop files here, or choose them").set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_text(ITEMS[0]["content"]["prompt"]["text"]).first).to_be_visible()
    page.get_by_role("button", name="Add 6 items").click()
    expect(page.get_by_text("6 items added")).to_be_visible()
    page.get_by_role("link", name="See the items").click()
    expect(page.get_by_role("row").filter(has_text=ITEMS[0]["external_id"])).to_contain_text(
        ITEMS[0]["content"]["prompt"]["text"]
    )


def chooses_people(manager: Person, project: str) -> None:
    """Puts the three annotators on the project's list."""
    page = manager.page
    page.get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_text("Each item needs 3 people")).to_be_visible()
    for name in NAMES.values():
        with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
            page.get_by_role("switch", name=f"{name} may annotate").press("Space")
    expect(page.get_by_text("Each item needs 3 people")).to_have_count(0)


def ranks_everything(person: Person, project: str) -> list[list[str]]:
    """Signs in and ranks all items by keyboard alone; returns the responses' ids in the order in which they stood."""
    page, desk = person.page, person.desk()
    page.goto(f"{person.service.address}/lumen/work/{project}")
    person.signs_in()
    expect(desk.item).to_be_visible()
    by_prompt = {plain(item["content"]["prompt"]["text"]): number for number, item in enumerate(ITEMS)}
    orders: dict[int, list[str]] = {}
    for _ in ITEMS:
        number = by_prompt[desk.prompt()]
        ids = {plain(each["text"]): each["id"] for each in ITEMS[number]["content"]["responses"]}
        orders[number] = [ids[text] for text in desk.shown()]
        digits = GIVEN[person.name][number]
        typed = "".join(digits[int(response[1]) - 1] for response in orders[number])
        desk.types(typed)
        assert desk.ranked() == list(typed)
        desk.submits()
    expect(desk.nothing_left).to_be_visible()
    desk.waiting(0)
    return [orders[number] for number in sorted(orders)]


def sees_alpha(page: Page, figure: object) -> None:
    """The agreement on the open page becomes the figure, without anybody touching the page."""
    row = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Order the responses, best first"))
    expect(row).to_contain_text(f"α {float(figure):.3f}")  # type: ignore[arg-type]


def exports(manager: Person, project: str, folder: Path) -> Path:
    """Makes the preference file on the export page and downloads it by its link."""
    page = manager.page
    page.get_by_role("link", name="Export", exact=True).click()
    page.get_by_role("button", name="New export").click()
    expect(page.get_by_role("radio", name=re.compile("Preference pairs"))).to_be_checked()
    page.get_by_role("button", name="Start export").click()
    button = page.get_by_role("button", name="Download")
    expect(button).to_be_visible()
    with page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert path.suffix == ".jsonl"
    return path


def sees_counts(page: Page) -> None:
    """The page says what is in the file and what was left out."""
    counts = expected_counts(ITEMS)
    job = page.get_by_role("main").get_by_role("listitem").filter(has=page.get_by_role("button", name="Download"))
    for words in (
        f"{counts['rows']} pairs",
        f"{counts['pairs_tied']} tied pairs left out",
        f"{counts['pairs_split']} split pair left out",
    ):
        expect(job).to_contain_text(words)


def keeps_what_was_given(service: Service, project: str) -> None:
    """The answers are stored in the importer's ids, as each person gave them."""
    with service.api("marco") as api:
        for number, item in enumerate(api.every(f"projects/{project}/items")):
            given = api.every(f"projects/{project}/items/{item['id']}/annotations")
            found = {each["member"]["name"]: each["answers"][0]["value"]["ranks"] for each in given}
            assert found == {NAMES[person]: levels(GIVEN[person][number]) for person in PEOPLE}
