"""Projects and items for tests."""

from typing import Any

from accounts.models import Member
from annotation.actions.items import NewItem, add_items
from annotation.actions.people import set_person
from annotation.actions.projects import create_project
from annotation.forms import parse_form
from annotation.models import Item, Project
from config.tests.world import NOW, World

RANKING = {
    "shows": ["prompt", "responses"],
    "questions": [
        {"name": "order", "kind": "ranking", "title": "Order the responses, best first"},
        {
            "name": "why",
            "kind": "text",
            "title": "Why?",
            "required": False,
        },
    ],
}


def make_project(
    world: World, *, name: str = "Helpfulness", overlap: int = 3, form: Any = None, mark: str = ""
) -> Project:
    """A project of the world's first client, in which all annotators work. Needs the world's scope."""
    project = create_project(
        client=world.clients[0],
        name=f"{mark}{name}",
        form=parse_form(form or RANKING),
        guidelines=f"{mark}Prefer the truthful response.",
        overlap=overlap,
        by=world.manager,
        at=NOW,
    )
    for person in (world.ann, world.ben, world.cleo):
        grants = {"annotate": True, "review": False, "adjudicate": False}
        set_person(project=project, member=person, grants=grants, by=world.manager, at=NOW)
    return project


def content(number: int, mark: str = "") -> dict[str, Any]:
    """A prompt with three responses."""
    return {
        "prompt": {"text": f"{mark}Question {number}?"},
        "responses": [{"id": letter, "text": f"{mark}Answer {number}{letter}", "model": "m1"} for letter in "abc"],
    }


def make_items(project: Project, count: int, by: Member, *, start: int = 0, mark: str = "") -> list[Item]:
    """Items with three responses each, in order."""
    rows = [NewItem(f"{mark}item-{n}", content(n, mark)) for n in range(start, start + count)]
    for at in range(0, count, 1000):
        add_items(project=project, rows=rows[at : at + 1000], by=by, at=NOW)
    return list(Item.objects.filter(project=project).order_by("position"))


def ranking(*levels: list[str]) -> list[dict[str, Any]]:
    """Answers to the ranking form, best first, in the handles given."""
    return [{"question": "order", "on": "item", "value": {"ranks": list(levels)}}]
