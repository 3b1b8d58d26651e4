"""A speeding annotator fails gold and is paused; the manager sees why and lets them work again."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from config.tests.browser.api import Api
from config.tests.browser.people import Desk, People
from config.tests.browser.service import Service

pytestmark = pytest.mark.xdist_group("workbench")

FORM = {
    "shows": ["text"],
    "questions": [
        {
            "name": "rude",
            "kind": "choice",
            "title": "Is it rude?",
            "options": [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}],
        }
    ],
}
ITEMS = 20
GOLD = ["line-1", "line-2", "line-3", "line-4"]
ROWS = [
    {"external_id": f"line-{n}", "content": {"text": f"You are very kind, number {n}."}} for n in range(1, ITEMS + 1)
]


@pytest.fixture(scope="module")
def manager(service: Service) -> Iterator[Api]:
    with service.api("marco") as api:
        yield api


def marks_an_item_as_gold(page: Page) -> None:
    """From the item's page, with the question as annotators see it: by the keyboard, as they would answer."""
    page.get_by_role("button", name="You are very kind, number 1.").click()
    page.get_by_role("dialog").get_by_role("link", name="Mark as gold").click()
    screen = page.get_by_role("region", name="The item, to be answered")
    expect(screen.get_by_text("You are very kind, number 1.")).to_be_visible()
    screen.get_by_role("radio", name="No").click()
    page.get_by_role("textbox", name="Is it rude?").fill("Would you say it to a friend?")
    page.get_by_role("button", name="Mark as gold").click()
    expect(page.get_by_role("row", name=re.compile("line-1"))).to_be_visible()


def imports_gold(page: Page) -> None:
    """The others come as lines."""
    answers = [{"question": "rude", "on": "item", "value": {"choices": ["no"]}}]
    page.get_by_role("button", name="Import gold").click()
    lines = "\n".join(json.dumps({"external_id": name, "answers": answers}) for name in GOLD[1:])
    page.get_by_role("textbox", name="Lines").fill(lines)
    page.get_by_role("button", name="Import 3 items").click()
    expect(page.get_by_role("row", name=re.compile("line-"))).to_have_count(len(GOLD))


def begins_with_gold(page: Page) -> None:
    """Everybody's first items are gold from now on; the page says so before it is saved."""
    page.get_by_role("textbox", name="First items of each person").fill(str(len(GOLD)))
    expect(page.get_by_text("Everybody's first 4 items are gold.")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("The workflow was saved")).to_be_visible()


def adds_a_rule(page: Page) -> None:
    """A ready-made rule, made stricter."""
    page.get_by_role("button", name=re.compile("Gold score below 60%")).click()
    dialog = page.get_by_role("dialog", name="New rule")
    dialog.get_by_role("textbox", name="How many are looked at").fill("4")
    dialog.get_by_role("textbox", name="How many are needed").fill("3")
    dialog.get_by_role("textbox", name="What the person is told").fill("Please read each text to its end.")
    expect(dialog.get_by_text("is below 60% over their last 4 (with at least 3), pause")).to_be_visible()
    dialog.get_by_role("button", name="Add the rule").click()
    expect(page.get_by_role("switch", name=re.compile("Gold score below 60%"))).to_be_checked()


def hurries_until_paused(desk: Desk) -> int:
    """Clicks the same answer, item after item, until nothing comes any more: how many that were."""
    paused = desk.page.get_by_role("heading", name="Your work is paused")
    for count in range(1, ITEMS + 1):
        before = desk.assignment
        desk.types(["1", "Enter"])
        expect(desk.page.locator(f'main#main[data-assignment="{before}"]')).to_have_count(0)
        expect(desk.item.or_(paused).first).to_be_visible()
        if paused.is_visible():
            return count
    raise AssertionError("nobody paused them")


def test_a_speeding_annotator_fails_gold_and_is_paused_and_the_manager_lets_them_work_again(
    people: People, manager: Api
) -> None:
    project = manager.project("Speeding", FORM, ROWS, "anna")
    address = f"/lumen/projects/{project}"
    marco = people.person("marco")
    marks_an_item_as_gold(marco.goes_to(f"{address}/items"))
    imports_gold(marco.page)
    begins_with_gold(marco.goes_to(f"{address}/workflow"))
    adds_a_rule(marco.goes_to(f"{address}/rules"))

    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    answered = hurries_until_paused(desk)
    assert len(GOLD) <= answered < ITEMS
    expect(anna.page.get_by_text("Please read each text to its end.")).to_be_visible()

    marco.goes_to(f"{address}/people")
    expect(marco.page.get_by_text("No new work: Please read each text to its end.")).to_be_visible()
    marco.page.get_by_role("button", name=re.compile(r"Notifications: \d+ unread")).click()
    bell = marco.page.get_by_role("dialog", name="Notifications")
    bell.get_by_role("link", name=re.compile("“Gold score below 60%” found Anna .* in Speeding")).click()
    expect(marco.page).to_have_url(re.compile(f"{address}/rules$"))
    found = marco.page.get_by_role("listitem").filter(has_text=re.compile("Anna .*: Gold score below 60%"))
    expect(found.get_by_text("the gold score was 0%")).to_be_visible()
    found.get_by_role("link", name=re.compile("line-")).first.click()
    seen = marco.page.get_by_role("dialog", name="Item")
    expect(seen.get_by_role("columnheader", name=re.compile("Anna"))).to_be_visible()

    scores = marco.goes_to(f"{address}/gold").get_by_role("table", name="How right people are")
    expect(scores.get_by_role("row", name=re.compile("Anna .*0%"))).to_be_visible()
    marco.goes_to(f"{address}/rules")
    marco.page.get_by_role("button", name=re.compile("Let Anna .* work again")).click()
    expect(marco.page.get_by_text(re.compile("Anna .* gets work again"))).to_be_visible()

    anna.page.get_by_role("button", name="Look again").click()
    expect(desk.item).to_be_visible()
    anna.goes_to("/lumen/work/recent")
    anna.page.get_by_role("button", name=re.compile(r"Notifications: \d+ unread")).click()
    told = anna.page.get_by_role("dialog", name="Notifications")
    expect(told.get_by_text("You get no new work in Speeding for now")).to_be_visible()
    told.get_by_role("button", name="Mark all as read").click()
    expect(told.get_by_role("button", name=re.compile("Mark as read"))).to_have_count(0)
