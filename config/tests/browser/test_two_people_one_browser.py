"""Two people at one browser: whoever signs out leaves nothing behind, and nothing is lost without a warning."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from config.tests.browser.api import Api
from config.tests.browser.people import OFFLINE, People, Person
from config.tests.browser.samples import CELLS

pytestmark = pytest.mark.xdist_group("workbench")

SECRET = "between Anna and Concord"
FORM = {
    "shows": ["image"],
    "questions": [
        {"name": "what", "kind": "choice", "title": "What is it?", "options": [{"value": "cell", "title": "A cell"}]},
        {"name": "why", "kind": "text", "title": "Why?", "required": False},
    ],
}
KEPT = """async () => {
  const rows = {};
  for (const { name } of await indexedDB.databases()) {
    const open = indexedDB.open(name);
    const database = await new Promise((done) => (open.onsuccess = () => done(open.result)));
    for (const store of database.objectStoreNames) {
      const asked = database.transaction(store).objectStore(store).getAllKeys();
      rows[`${name}/${store}`] = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const urls = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    rows[`cache ${name}`] = urls.filter((path) => !path.startsWith('/static/') && !path.startsWith('/assets/'));
  }
  rows.local = Object.keys(localStorage);
  return rows;
}"""


@pytest.fixture
def project(manager: Api, request: pytest.FixtureRequest) -> str:
    """A project of two people; a browser holds up to 8 of its 12 items."""
    project = manager.project(request.node.name[:100], FORM, [])
    picture = manager.image(project, "cell.jpg", next(iter(sorted(CELLS.glob("*.jpg")))).read_bytes())
    rows = [{"external_id": f"p{number}", "content": {"image": picture}} for number in range(12)]
    manager.post(f"projects/{project}/items", {"items": rows})
    manager.staff(project, "anna", "ben")
    return project


def kept_of(page: Page, user: str) -> dict[str, list[Any]]:
    """What the browser keeps under a person's id, by place."""
    found: dict[str, list[Any]] = page.evaluate(KEPT)
    return {place: mine for place, rows in found.items() if (mine := [row for row in rows if user in str(row)])}


def signs_out(person: Person) -> None:
    person.page.get_by_role("button", name="Account of").click()
    person.page.get_by_role("button", name="Sign out").or_(
        person.page.get_by_role("menuitem", name="Sign out")
    ).first.click()


def begins(people: People, project: str) -> tuple[Person, str]:
    """Anna with an answer half given, and her id."""
    anna = people.stranger("anna")
    anna.page.goto(f"{anna.service.address}/accounts/login/?next=/lumen/work/recent")
    anna.signs_in()
    anna.settled()
    desk = anna.desk().opens(project)
    user: str = anna.page.evaluate("fetch('/api/v1/me').then((answer) => answer.json()).then(({ user }) => user.id)")
    expect(desk.item.get_by_role("img")).to_be_visible()
    return anna, user


def test_signing_out_sends_first_and_then_erases_everything(people: People, manager: Api, project: str) -> None:
    anna, user = begins(people, project)
    desk = anna.desk()
    desk.types("1")
    desk.submits()
    desk.types("e")
    expect(desk.item.get_by_role("textbox")).to_be_focused()
    anna.page.keyboard.type(SECRET)
    with anna.page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok):
        anna.page.keyboard.press("Escape")
    kept = kept_of(anna.page, user)
    assert {place.partition("/")[0] for place in kept} >= {"concord-drafts", "concord-work", "concord-pictures"}
    with anna.page.expect_navigation(url="**/accounts/**"):
        signs_out(anna)
    assert kept_of(anna.page, user) == {}
    assert len(manager.answers(project)) == 1
    anna.page.goto(f"{anna.service.address}/lumen/work/{project}")
    anna.signs_in(as_="ben")
    expect(desk.item).to_be_visible()
    expect(anna.page.locator("body")).not_to_contain_text(SECRET)
    desk.types("1")
    desk.submits()
    desk.waiting(0)
    names = {
        annotation["member"]["name"]
        for item in manager.every(f"projects/{project}/items")
        for annotation in manager.every(f"projects/{project}/items/{item['id']}/annotations")
    }
    assert names == {"Anna Lindqvist", "Ben Carter"}
    assert SECRET not in str(manager.answers(project))


def test_signing_out_with_unsent_answers_warns_and_one_may_stay(people: People, manager: Api, project: str) -> None:
    anna, user = begins(people, project)
    anna.expected += [OFFLINE, "ERR_INTERNET_DISCONNECTED", "ERR_FAILED"]
    desk = anna.desk()
    desk.loses_the_network()
    desk.types("1")
    desk.submits()
    desk.waiting(1)
    signs_out(anna)
    dialog = anna.page.get_by_role("dialog", name="Sign out")
    expect(dialog).to_contain_text("1 answer or comment could not be sent yet")
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_have_count(0)
    assert any(place.startswith("concord-outbox") for place in kept_of(anna.page, user))
    anna.context.set_offline(False)
    desk.waiting(0)
    assert len(manager.answers(project)) == 1
    with anna.page.expect_navigation(url="**/accounts/**"):
        signs_out(anna)
    assert kept_of(anna.page, user) == {}
