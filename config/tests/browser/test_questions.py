"""Every kind of question is answered by keyboard alone and by mouse, on real data, and is stored as it was meant."""

import pytest
from playwright.sync_api import expect

from config.tests.browser.api import Api
from config.tests.browser.people import Desk, People, plain
from config.tests.browser.samples import rows

pytestmark = pytest.mark.xdist_group("workbench")


def opened(people: People, name: str, project: str) -> Desk:
    """Somebody at the project's first item."""
    person = people.person(name)
    person.goes_to("/lumen/work/recent")
    return person.desk().opens(project)


def options(*titles: str) -> list[dict[str, str]]:
    """Options whose values are their titles in lower case."""
    return [{"value": title.lower(), "title": title} for title in titles]


DEGREES = ["Negligibly better", "Slightly better", "Better", "Significantly better"]
PREFERENCE = {
    "shows": ["prompt", "responses"],
    "questions": [
        {
            "name": "better",
            "kind": "preference",
            "title": "Which one is better?",
            "strengths": [{"value": number, "title": title} for number, title in enumerate(DEGREES, 1)],
            "both_bad": True,
        }
    ],
}
# By key, as the scale runs from "A significantly better" to "B significantly better": the side and the strength.
SIDES = {"1": (0, 4), "4": (0, 1), "6": (1, 2), "8": (1, 4)}


@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_preferences_with_strength_tie_and_both_bad(people: People, manager: Api, by: str) -> None:
    items = rows("preferences")
    project = manager.project(f"Preferences by {by}", PREFERENCE, items, "anna")
    desk = opened(people, "anna", project)
    by_words = {plain(answer["text"]): (item, answer["id"]) for item in items for answer in responses(item)}
    expected = {}
    for key in ("1", "4", "6", "9", "0"):
        shown = [by_words[words] for words in desk.shown()]
        item, ids = shown[0][0], [answer for _, answer in shown]
        if by == "keyboard":
            desk.types(key)
        else:
            desk.item.locator("label", has=desk.page.locator(f"kbd:text-is('{key}')")).click()
        expected[item["external_id"]] = meant(key, ids)
        desk.submits(by)
    expect(desk.nothing_left).to_be_visible()
    desk.waiting(0)
    assert {name: given["better", "item"] for name, given in manager.answers(project).items()} == expected


def responses(item: dict) -> list[dict]:  # type: ignore[type-arg]
    found: list[dict] = item["content"]["responses"]  # type: ignore[type-arg]
    return found


def meant(key: str, ids: list[str]) -> dict[str, object]:
    """What a key on the scale says about the two responses in the order shown."""
    if key in SIDES:
        side, strength = SIDES[key]
        return {"preferred": ids[side], "strength": strength}
    return {"preferred": None, "reason": {"9": "tie", "0": "both_bad"}[key]}
