"""A manager asks for less certainty, reads beforehand how many items that is about, and sees them decided."""

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
FORM = {"shows": ["text"], "questions": [{"name": "rude", "kind": "choice", "title": "Is it rude?", "options": RUDE}]}
ITEMS = 36
DIFFER = 12
"""Of the first so many items one says something else than the two others, each in turn."""
ANNOTATORS = ("anna", "ben", "chloe")


def rows() -> list[dict[str, Any]]:
    return [{"external_id": f"line-{n:02}", "content": {"text": f"Line number {n}."}} for n in range(ITEMS)]


def said(name: str, number: int) -> list[dict[str, Any]]:
    differs = number < DIFFER and name == ANNOTATORS[number % 3]
    value = "yes" if (number % 2 == 0) != differs else "no"
    return [{"question": "rude", "on": "item", "value": {"choices": [value]}}]


@pytest.fixture(scope="module")
def project(service: Service, manager: Api) -> str:
    """Answered by three, of whom one often differs: two against one is not as certain as is asked for."""
    made = manager.project("How sure is enough", FORM, rows(), *ANNOTATORS, overlap=3)
    answer = manager.answer("GET", f"projects/{made}/workflow")
    workflow = answer.json()
    workflow |= {
        "resolve": {"by": "posterior", "confidence": 0.99},
        "adjudication": workflow["adjudication"] | {"below": 0.8},
    }
    manager.ask("PUT", f"projects/{made}/workflow", workflow, match=answer.headers["ETag"])
    for name in ANNOTATORS:
        with service.api(name) as api:
            while held := api.post(f"assignments/claim?project={made}", {"limit": 20})["results"]:
                for each in held:
                    number = int(each["content"]["text"].removesuffix(".").rpartition(" ")[2])
                    api.post(f"assignments/{each['id']}/submit", {"answers": said(name, number), "seconds": 20})
    service.does("annotation.learn_due")
    until(lambda: manager.get(f"projects/{made}/truth")["questions"][0]["labels"] == 3 * ITEMS)
    assert in_state(manager, made, "adjudicate") == DIFFER
    return made


def in_state(manager: Api, project: str, state: str) -> int:
    return sum(1 for _ in manager.every(f"projects/{project}/items?state={state}"))


def wishes(page: Page, percent: str) -> Locator:
    """Less certainty, typed and not yet saved; what is said of it."""
    field = page.get_by_role("textbox", name="Certain enough from")
    field.fill(percent)
    field.blur()
    return page.get_by_text(re.compile("will be looked at again under these settings"))


def test_less_certainty_decides_what_was_left_and_the_page_says_so_before_and_after(
    people: People, manager: Api, project: str
) -> None:
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/workflow")
    expect(wishes(page, "60")).to_contain_text(f"{DIFFER} finished items will be looked at again")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("will be looked at again")).to_be_hidden()
    assert in_state(manager, project, "adjudicate") == DIFFER, "nothing happens before it is saved"

    expect(wishes(page, "60")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("progressbar", name="Looking again at finished items")).to_be_visible()
    expect(page.get_by_role("heading", name="Finished items were looked at again")).to_be_visible()
    outcome = page.get_by_role("status").filter(has_text="looked at")
    expect(outcome).to_contain_text(f"{DIFFER} items were looked at. {DIFFER} were decided otherwise.")
    assert in_state(manager, project, "adjudicate") == 0
    assert in_state(manager, project, "done") == ITEMS

    page.get_by_role("link", name="See the items").click()
    expect(page.get_by_text(f"{ITEMS} items", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_what_came_of_it(people: People, project: str, scheme: str) -> None:
    marco = people.person("marco", color_scheme=scheme)
    page = marco.goes_to(f"/lumen/projects/{project}/workflow")
    expect(wishes(page, "97")).to_be_visible()
    assert violations(marco, scheme) == []


def test_it_fits_a_phone(people: People, project: str) -> None:
    marco = people.person("marco", is_mobile=True)
    marco.page.set_viewport_size({"width": 390, "height": 844})
    page = marco.goes_to(f"/lumen/projects/{project}/workflow")
    expect(wishes(page, "97")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
