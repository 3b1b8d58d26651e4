"""The demo organisation: real data, made through the same actions that the API uses.

Questions and responses: Fine-Grained RLHF (Wu et al., 2023), Apache-2.0, see questions.LICENSE.
Dialogues: HH-RLHF (Bai et al., 2022), MIT, see dialogues.LICENSE.
Images: BCCD, MIT, see blood_cells/LICENSE. NOTICE tells what was changed.
"""

import json
import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.actions.clients import create_client
from accounts.actions.members import add_member
from accounts.actions.organisations import create_organisation
from accounts.actions.tokens import create_token
from accounts.actions.users import create_superuser, create_user
from accounts.models import Client, Member, Role, User
from accounts.permissions import PERMISSIONS
from accounts.tenancy import current_organisation_id, organisation_scope
from annotation import storage
from annotation.actions.assets import complete_upload, start_upload, verify_asset
from annotation.actions.assignments import submit_annotation
from annotation.actions.claims import claim
from annotation.actions.items import NewItem, add_items
from annotation.actions.people import set_person
from annotation.actions.projects import create_project
from annotation.actions.workflow import set_workflow
from annotation.distribution import parse_workflow
from annotation.forms import Form, parse_form
from annotation.forms.templates import template_named
from annotation.models import Assignment, Project
from config.demo import dialogues

HERE = Path(__file__).parent
SLUG = "lumen"
ROLES = [
    ("Olivia Chen", Role.OWNER),
    ("Marco Silva", Role.MANAGER),
    ("Ruth Okafor", Role.REVIEWER),
    ("Anna Lindqvist", Role.ANNOTATOR),
    ("Ben Carter", Role.ANNOTATOR),
    ("Chloé Martin", Role.ANNOTATOR),
    ("Nora Weiss", Role.CLIENT),
]
MAY_ANNOTATE = {"annotate": True, "review": False, "adjudicate": False}
CELLS_GUIDELINES = """\
# Which cells can be seen?

Each picture is a blood smear under the microscope, 640 × 480 pixels. Name **every** kind of cell that you can see.

- **Red blood cells** are round and pink, without a nucleus. Nearly every picture has them.
- **White blood cells** are larger, with a dark purple nucleus.
- **Platelets** are small purple specks between the cells. Zoom in before you say that there are none.

Then say how good the picture is. Skip a picture that is not a blood smear.
"""
CELLS_FORM = {
    "shows": ["image"],
    "questions": [
        {
            "name": "cells",
            "kind": "choice",
            "title": "Which cells can be seen?",
            "multiple": True,
            "unsure": True,
            "options": [
                {"value": "RBC", "title": "Red blood cells", "colour": "red"},
                {"value": "WBC", "title": "White blood cells", "colour": "violet"},
                {"value": "Platelets", "title": "Platelets", "colour": "blue"},
            ],
        },
        {
            "name": "quality",
            "kind": "rating",
            "title": "How good is the picture?",
            "options": [
                {"value": 1, "title": "Unusable"},
                {"value": 2, "title": "Poor"},
                {"value": 3, "title": "Fair"},
                {"value": 4, "title": "Good"},
                {"value": 5, "title": "Excellent"},
            ],
        },
    ],
}


@dataclass
class Demo:
    """What is being made: the people by role, their logins, and a source of chance that is the same every time."""

    start: datetime
    chance: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311  # demo data, no secret
    people: dict[str, Member] = field(default_factory=dict)
    logins: list[dict[str, str | None]] = field(default_factory=list)

    @property
    def manager(self) -> Member:
        return self.people["Marco Silva"]

    @property
    def annotators(self) -> list[Member]:
        return [member for member in self.people.values() if member.role == Role.ANNOTATOR]


def make_demo(*, at: datetime) -> list[dict[str, str | None]]:
    """Make the organisation, its people, projects, items, images and some annotations; returns the logins."""
    demo = Demo(start=at - timedelta(days=3))
    with transaction.atomic():
        owner = _user(demo, "Olivia Chen", Role.OWNER)
        organisation = create_organisation(name="Lumen Labeling", slug=SLUG, owner=owner, at=demo.start)
    with organisation_scope(organisation.pk):
        with transaction.atomic():
            search, clinic = _people_and_clients(demo, owner)
        with transaction.atomic():
            ranked = _rank_project(demo, search)
        _annotate(demo, ranked, limits=(30, 26, 20), answer=_rank)
        with transaction.atomic():
            written = _dialogue_project(demo, search)
        _annotate(demo, written, limits=(4, 3, 0), answer=_go_on)
        images = _image_project(demo, clinic)
        _annotate(demo, images, limits=(8, 8, 6), answer=_name_cells)
        with transaction.atomic():
            _tokens(demo, at)
    _platform_login(demo)
    return demo.logins


def _user(demo: Demo, name: str, role: str) -> User:
    email = f"{name.split(maxsplit=1)[0].lower().replace('é', 'e')}@{SLUG}.example"
    password = secrets.token_urlsafe(12)
    user = create_user(email=email, name=name, password=password)
    demo.logins.append({"role": role, "email": email, "password": password, "token": None, "organisation": SLUG})
    return user


def _platform_login(demo: Demo) -> None:
    email, password = "admin@concord.example", secrets.token_urlsafe(12)
    create_superuser(email=email, name="Platform admin", password=password)
    demo.logins.append({"role": "platform", "email": email, "password": password, "token": None, "organisation": None})


def _people_and_clients(demo: Demo, owner: User) -> tuple[Client, Client]:
    boss = Member.objects.select_related("user").get(user=owner)
    demo.people[owner.name] = boss
    search = create_client(name="Northwind Search", by=boss, at=demo.start)
    clinic = create_client(name="Helix Diagnostics", by=boss, at=demo.start)
    for name, role in ROLES[1:]:
        bound = [search.pk] if role == Role.CLIENT else []
        user = _user(demo, name, role)
        demo.people[name] = add_member(user=user, role=role, by=boss, at=demo.start, client_ids=bound)
    return search, clinic


def _tokens(demo: Demo, at: datetime) -> None:
    """A token for each role, so that every part of the API can be tried."""
    by_email = {member.user.email: member for member in demo.people.values()}
    for login in demo.logins:
        member = by_email[str(login["email"])]
        _, key = create_token(name="Demo", scopes=PERMISSIONS[Role(member.role)], by=member, at=at)
        login["token"] = key


def _project(demo: Demo, client: Client, name: str, form: Form, guidelines: str, *, overlap: int = 3) -> Project:
    project = create_project(
        client=client, name=name, form=form, guidelines=guidelines, overlap=overlap, by=demo.manager, at=demo.start
    )
    for member in demo.annotators:
        set_person(project=project, member=member, grants=MAY_ANNOTATE, by=demo.manager, at=demo.start)
    reviewer = {"annotate": True, "review": True, "adjudicate": True}
    set_person(project=project, member=demo.people["Ruth Okafor"], grants=reviewer, by=demo.manager, at=demo.start)
    return project


def questions() -> Iterator[dict[str, Any]]:
    """The rows of questions.jsonl."""
    with (HERE / "questions.jsonl").open() as lines:
        yield from map(json.loads, lines)


def _rank_project(demo: Demo, client: Client) -> Project:
    template = template_named("rank-responses")
    assert template is not None
    project = _project(demo, client, "Helpful answers", template.form, template.guidelines)
    rows = [
        NewItem(row["external_id"], _question_content(row), {"preference": row["preference"]}) for row in questions()
    ]
    add_items(project=project, rows=rows, by=demo.manager, at=demo.start)
    workflow = parse_workflow({"review": {"percent": 20}, "adjudication": {"below": 0.35}})
    set_workflow(project=project, workflow=workflow, by=demo.manager, at=demo.start)
    return project


def _question_content(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "prompt": {"text": row["question"]},
        "context": [
            {"id": f"c{n}", "title": title, "text": text} for n, (title, text) in enumerate(row["passages"], 1)
        ],
        "responses": [
            {"id": f"m{n}", "text": text, "source": "model", "model": f"qa-{n}"}
            for n, text in enumerate(row["responses"], 1)
        ],
    }


def _dialogue_project(demo: Demo, client: Client) -> Project:
    form = parse_form(dialogues.FORM)
    project = _project(demo, client, "Written dialogues", form, dialogues.GUIDELINES, overlap=2)
    add_items(project=project, rows=dialogues.items(), by=demo.manager, at=demo.start)
    return project


def _image_project(demo: Demo, client: Client) -> Project:
    with transaction.atomic():
        project = _project(demo, client, "Blood cells", parse_form(CELLS_FORM), CELLS_GUIDELINES)
    truth: dict[str, list[str]] = json.loads((HERE / "blood_cells.json").read_text())
    rows = [NewItem(name, {"image": _upload(demo, project, name)}, {"cells": cells}) for name, cells in truth.items()]
    with transaction.atomic():
        add_items(project=project, rows=rows, by=demo.manager, at=demo.start)
    return project


def _upload(demo: Demo, project: Project, name: str) -> str:
    data = (HERE / "blood_cells" / name).read_bytes()
    with transaction.atomic():
        asset, _ = start_upload(
            project=project,
            filename=name,
            size=len(data),
            media_type="image/jpeg",
            purpose="image",
            by=demo.manager,
            at=demo.start,
        )
    storage.put(current_organisation_id(), asset.key, data, media_type="image/jpeg")
    with transaction.atomic():
        complete_upload(asset=asset)
    verify_asset(asset.pk, now=lambda: demo.start)
    return str(asset.pk)


def _annotate(demo: Demo, project: Project, *, limits: tuple[int, ...], answer: Any) -> None:
    """Let each annotator do some items, a few minutes apart, on the day before yesterday."""
    for member, limit in zip(demo.annotators, limits, strict=True):
        at = demo.start + timedelta(hours=demo.chance.uniform(1, 4))
        for _ in range(limit):
            seconds = demo.chance.randint(25, 160)
            at += timedelta(seconds=seconds + 5)
            with transaction.atomic():
                (assignment,) = claim(project=project, member=member, limit=1, at=at)
                answers = answer(demo, assignment, member)
                submit_annotation(assignment=assignment, answers=answers, seconds=seconds, by=member, at=at)


def _rank(demo: Demo, assignment: Assignment, member: Member) -> list[dict[str, Any]]:
    """The data's own preferences as a ranking with ties, read with an error that differs from person to person."""
    care = {"Anna Lindqvist": 0.35, "Ben Carter": 0.6, "Chloé Martin": 0.9}[str(member.user)]
    points = dict.fromkeys(["m1", "m2", "m3", "m4"], 0.0)
    preferences = assignment.item.metadata["preference"]
    for (first, second), better in zip(combinations(points, 2), preferences, strict=True):
        points[first] += {0: 0.5, 1: 1, 2: 0}[better]
        points[second] += {0: 0.5, 1: 0, 2: 1}[better]
    seen = {response: round((score + demo.chance.gauss(0, care)) * 1.5) for response, score in points.items()}
    handles = {response: f"r{n}" for n, response in enumerate(assignment.shown or [], 1)}
    levels = sorted(set(seen.values()), reverse=True)
    ranks = [[handles[response] for response in seen if seen[response] == level] for level in levels]
    return [{"question": "order", "on": "item", "value": {"ranks": ranks}}]


def _go_on(demo: Demo, assignment: Assignment, member: Member) -> list[dict[str, Any]]:
    """The data's own next exchange; now and then somebody prefers the other response."""
    turn = assignment.item.metadata["next"]
    if demo.chance.random() < 0.25:
        turn = {**turn, "ranks": turn["ranks"][::-1], "continues_with": turn["ranks"][-1][0]}
    return [{"question": "dialogue", "on": "item", "value": {"turns": [turn]}}]


def _name_cells(demo: Demo, assignment: Assignment, member: Member) -> list[dict[str, Any]]:
    """What the data set's boxes show; now and then somebody overlooks the platelets."""
    cells = [cell for cell in assignment.item.metadata["cells"] if cell != "Platelets" or demo.chance.random() > 0.25]
    quality = 4 + (demo.chance.random() > 0.6) - (demo.chance.random() > 0.8)
    return [
        {"question": "cells", "on": "item", "value": {"choices": cells}},
        {"question": "quality", "on": "item", "value": {"rating": quality}},
    ]
