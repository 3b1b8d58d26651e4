"""Everybody can use it: axe finds nothing against WCAG 2.2 A and AA, light or dark, on the pages of the journeys."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from config.tests.browser.people import People, Person
from config.tests.browser.service import Service

pytestmark = pytest.mark.xdist_group("browser")

AXE = Path(__file__).parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
TABS = (
    "",
    "/standing",
    "/models",
    "/items",
    "/import",
    "/images",
    "/people",
    "/workflow",
    "/gold",
    "/rules",
    "/exports",
    "/exports?new=1",
    "/releases",
    "/activity",
    "/settings",
)


def violations(person: Person, scheme: str = "") -> list[str]:
    """What axe has against the page, one line for each rule: the elements, and why."""
    if scheme:
        expect(person.page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    if not person.page.evaluate("'axe' in window"):
        person.page.evaluate(f"() => {{ {AXE.read_text()}\n }}")
    found: dict[str, Any] = person.page.evaluate(f"axe.run(document, {json.dumps(RULES)})")
    return [
        f"{person.page.url} {each['id']}: "
        + " | ".join(f"{node['target']} {node['failureSummary']}" for node in each["nodes"])
        for each in found["violations"]
    ]


def demo_projects(service: Service) -> dict[str, str]:
    """The ids of the demo's projects by name."""
    with service.api("marco") as api:
        return {project["name"]: project["id"] for project in api.every("projects")}


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_axe_finds_what_is_wrong(people: People) -> None:
    guest = people.stranger("marco")
    guest.page.set_content("<html><title>x</title><p style='color:#999'>grey</p><button></button><img src=''>")
    found = " ".join(violations(guest))
    for rule in ("button-name", "color-contrast", "html-has-lang", "image-alt"):
        assert rule in found


def test_the_sign_in_page(people: People, scheme: str) -> None:
    guest = people.stranger("marco", color_scheme=scheme)
    guest.goes_to("/accounts/login/")
    assert violations(guest) == []


def test_the_pages_of_a_manager(people: People, service: Service, scheme: str) -> None:
    manager = people.person("marco", color_scheme=scheme)
    project = demo_projects(service)["Helpful answers"]
    pages = [
        *("/lumen/projects", "/lumen/members", "/lumen/clients", "/lumen/tokens"),
        "/lumen/projects/new?template=rank-responses",
        *(f"/lumen/projects/{project}{tab}" for tab in TABS),
    ]
    found = []
    for page in pages:
        manager.goes_to(page)
        found += violations(manager, scheme)
    assert found == []


def test_an_item_with_everybodys_answers(people: People, service: Service, scheme: str) -> None:
    manager = people.person("marco", color_scheme=scheme)
    page = manager.goes_to(f"/lumen/projects/{demo_projects(service)['Helpful answers']}/items")
    page.get_by_role("row").nth(1).get_by_role("button").click()
    expect(page.get_by_role("dialog").get_by_text("Anna Lindqvist").first).to_be_visible()
    assert violations(manager, scheme) == []


@pytest.mark.parametrize("project", ["Helpful answers", "Blood cells"])
def test_the_labeling_screen(people: People, service: Service, scheme: str, project: str) -> None:
    chloe = people.person("chloe", color_scheme=scheme)
    chloe.goes_to("/lumen/work/recent")
    assert violations(chloe, scheme) == []
    desk = chloe.desk().opens(demo_projects(service)[project])
    assert violations(chloe, scheme) == []
    desk.types("1")
    for keys in ("?", "g"):
        chloe.page.keyboard.press(keys)
        assert violations(chloe, scheme) == []
        chloe.page.keyboard.press("Escape")
