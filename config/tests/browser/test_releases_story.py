"""What a client gets is frozen, judged by the client, and locked once it was accepted."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.tests.browser.api import Api
from config.tests.browser.people import People

pytestmark = pytest.mark.xdist_group("workbench")

QUESTION = {"name": "order", "kind": "ranking", "title": "Order the responses, best first"}
FORM = {"shows": ["prompt", "responses"], "questions": [QUESTION]}


def rows(count: int) -> list[dict[str, Any]]:
    texts = [{"id": "a", "text": "Because."}, {"id": "b", "text": "Why not?"}]
    return [
        {"external_id": f"q-{n}", "content": {"prompt": {"text": f"Why {n}?"}, "responses": texts}}
        for n in range(count)
    ]


def answers(people: People, project: str) -> None:
    """Anna ranks whatever there is."""
    with people.service.api("anna") as anna:
        for held in anna.post(f"assignments/claim?project={project}", {"limit": 20})["results"]:
            ids = [each["id"] for each in held["content"]["responses"]]
            answer = {"question": "order", "on": "item", "value": {"ranks": [[each] for each in ids]}}
            anna.post(f"assignments/{held['id']}/submit", {"answers": [answer], "seconds": 9})


def makes(page: Page, name: str) -> None:
    """A release of what is finished, from the list of releases; waits until it is offered."""
    page.get_by_role("button", name="New release").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("button", name="Make the release").click()
    row = page.get_by_role("listitem").filter(has_text=name)
    expect(row).to_contain_text("Offered")
    row.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def judges(page: Page, name: str, verdict: str, comment: str) -> None:
    """What the client says of a release, from the project's page."""
    page.get_by_role("link", name="Releases").click()
    page.get_by_role("button", name=name).click()
    page.get_by_role("textbox", name="Comment").fill(comment)
    page.get_by_role("button", name=verdict).click()
    expect(page.get_by_role("list", name="What was said")).to_contain_text(comment)


def test_a_client_rejects_a_release_accepts_the_next_and_that_one_is_locked(people: People, manager: Api) -> None:
    project = manager.project("To be released", FORM, rows(3), "anna")
    answers(people, project)
    page = people.person("marco").goes_to(f"/lumen/projects/{project}/releases")
    makes(page, "First three")
    expect(page.get_by_role("heading", name="README")).to_be_visible()
    client = people.person("nora").goes_to(f"/lumen/projects/{project}")
    judges(client, "First three", "Reject", "Three are too few.")
    expect(client.get_by_role("button", name="New release")).to_have_count(0)

    manager.post(f"projects/{project}/items", {"items": rows(5)[3:]})
    answers(people, project)
    page.get_by_role("button", name="All releases").click()
    expect(page.get_by_role("listitem").filter(has_text="First three")).to_contain_text("Rejected")
    makes(page, "All five")
    page.get_by_role("combobox", name="Other release").select_option(label="Release 1: First three")
    expect(page.get_by_text("2 items added, 0 removed, 0 changed.")).to_be_visible()
    page.get_by_role("button", name="Make the file").click()
    file = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Download"))
    expect(file).to_contain_text("5 pairs")

    client.goto(client.url.partition("?")[0])
    judges(client, "All five", "Accept", "As we wanted.")
    expect(client.get_by_text("This release was accepted. It is locked")).to_be_visible()
    with client.expect_download() as download:
        client.get_by_role("button", name="Download").click()
    assert len(download.value.path().read_text().splitlines()) == 5

    page.reload()
    expect(page.get_by_text("This release was accepted. It is locked")).to_be_visible()
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    accepted = next(row for row in manager.every(f"projects/{project}/releases") if row["name"] == "All five")
    refused = manager.answer("DELETE", f"releases/{accepted['id']}")
    assert (refused.status_code, refused.json()["type"]) == (409, "release-accepted")
