"""The organisations beside the demo: globex, full of canary strings, and mallory, full of texts that try to run.

Run as a program in the service's environment; it leaves the ids of what it made in `places.json`.
"""

import json
import os
from typing import Any
from urllib.parse import urlsplit

import django

GRANTS = {"annotate": True, "review": False, "adjudicate": False}


def main() -> None:
    """Makes both organisations."""
    from django.conf import settings

    from config.tests.world import CANARY

    places = {"globex": make_canaries(f"{CANARY} "), "mallory": make_hostile()}
    (settings.DATA_DIR / "places.json").write_text(json.dumps(places))


def make_canaries(mark: str) -> dict[str, str]:
    """Globex: a project that somebody works in, and a file of it, all marked."""
    from django.db import transaction

    from annotation.actions.assets import start_upload
    from annotation.actions.assignments import submit_annotation
    from annotation.actions.claims import claim
    from config.tests.work import make_items, make_project, ranking
    from config.tests.world import NOW, make_world

    with transaction.atomic():
        world = make_world("globex", mark)
    with world.scope(), transaction.atomic():
        project = make_project(world, mark=mark)
        items = make_items(project, 3, world.manager, mark=mark.strip().replace(" ", "-"))
        for person in (world.ann, world.ben):
            for assignment in claim(project=project, member=person, limit=2, at=NOW):
                why = {"question": "why", "on": "item", "value": {"text": f"{mark}because"}}
                answers = [*ranking(["r1"], ["r2"], ["r3"]), why]
                submit_annotation(assignment=assignment, answers=answers, seconds=1, by=person, at=NOW)
        (held,) = claim(project=project, member=world.cleo, limit=1, at=NOW)
        asset, _ = start_upload(
            project=project,
            filename=f"{mark}file.jsonl",
            size=1,
            media_type="",
            purpose="text",
            by=world.manager,
            at=NOW,
        )
        found: dict[str, Any] = {
            "project": project.pk,
            "item": items[0].pk,
            "member": world.ann.pk,
            "client": world.clients[0].pk,
            "assignment": held.pk,
            "asset": asset.pk,
        }
    return {name: str(value) for name, value in found.items()}


def make_hostile() -> dict[str, str]:
    """Mallory: every name and every text is one of the corpus; all of them stand in one project's items."""
    from django.db import transaction
    from django.utils import timezone

    from accounts.actions.clients import create_client
    from accounts.actions.invitations import invite
    from accounts.actions.members import add_member
    from accounts.models import Role
    from annotation.actions.items import NewItem, add_items
    from annotation.actions.people import set_person
    from config.tests.browser.hostile import LONG, SHORT, marked
    from config.tests.work import make_project
    from config.tests.world import NOW, make_world, person

    with transaction.atomic():
        world = make_world("mallory", f"{SHORT[1]} ")
    with world.scope(), transaction.atomic():
        for number, text in enumerate(SHORT):
            user = person(f"h{number}@mallory.example", marked(text, number))
            add_member(user=user, role=Role.ANNOTATOR, by=world.owner, at=NOW)
            create_client(name=marked(text, number), by=world.owner, at=NOW)
            make_project(world, name=marked(text, number))
        # Three people answer each item, so that whoever opened their work before leaves all of them to the next.
        project = make_project(world, name="Hostile", form=hostile_form(), mark=f"{SHORT[1]} ", overlap=3)
        project.guidelines = "\n\n".join(marked(text, number) for number, text in enumerate(LONG))
        project.save()
        add_items(
            project=project,
            rows=[NewItem(f"{text[:40]} {number}", hostile_content(number)) for number, text in enumerate(LONG)],
            by=world.manager,
            at=NOW,
        )
        for one in (world.manager, world.reviewer):
            set_person(project=project, member=one, grants=GRANTS, by=world.manager, at=NOW)
        _, link = invite(
            email="guest@mallory.example", role=Role.ANNOTATOR, client_ids=[], by=world.manager, at=timezone.now()
        )
    return {"project": str(project.pk), "invitation": urlsplit(link).path}


def hostile_content(number: int) -> dict[str, Any]:
    """The same text everywhere in an item."""
    from config.tests.browser.hostile import LONG, marked

    text = marked(LONG[number], number)
    return {
        "prompt": {"text": text},
        "context": [{"id": "c1", "title": text, "text": text}],
        "responses": [{"id": each, "text": f"{each}: {text}", "model": text} for each in ("one", "two")],
    }


def hostile_form() -> dict[str, Any]:
    """Every word that a form shows to people."""
    from config.tests.browser.hostile import SHORT

    words = SHORT[1]
    options = [{"value": str(n), "title": text[:60], "description": text} for n, text in enumerate(SHORT[:4])]
    return {
        "shows": ["prompt", "context", "responses"],
        "questions": [
            {"name": "order", "kind": "ranking", "title": words, "help": words},
            {"name": "what", "kind": "choice", "title": words, "help": words, "options": options, "required": False},
            {"name": "why", "kind": "text", "title": words, "help": words, "required": False, "markdown": True},
        ],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
