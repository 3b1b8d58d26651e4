"""`manage.py bench_quality`: agreement from counts, the recount, who is right, and what counting costs a submit."""

import random
import time
from collections.abc import Callable
from functools import partial
from statistics import median
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.actions.clients import create_client
from accounts.actions.members import add_member
from accounts.models import Member, Role, User
from accounts.tenancy import current_organisation_id, organisation_scope
from annotation.actions.adding_up import add_up
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.counting import count_answers, count_items
from annotation.actions.items import NewItem, add_items
from annotation.actions.people import set_person
from annotation.actions.projects import create_project
from annotation.actions.recounting import check_counts, live_counts
from annotation.agreement.truth import Labels, dawid_skene
from annotation.forms import Form
from annotation.models import Annotation, Assignment, Item, Project
from annotation.queries.agreement import agreement, people_agreement
from annotation.queries.heard import independent
from annotation.queries.recounts import recount
from annotation.queries.snapshot import snapshot
from config.management.benches import bench_organisation
from config.management.quality_forms import FORMS, Answered

PEOPLE, OVERLAP, ROUNDS = 20, 5, 7
OPTIONS = [f"v{number}" for number in range(5)]
CHANGES = 300
"""Items whose answers change before counts are added up again."""

# Five of the people answer each item.
ITEMS = """
INSERT INTO annotation_item (id, organisation_id, project_id, position, external_id, content, content_version, metadata,
  priority, state, overlap, submitted, free_places, created_at)
SELECT gen_random_uuid(), %(organisation)s, %(project)s, number, number::text,
  jsonb_build_object('text', repeat('The text of item ' || number || '. ', 10), 'responses',
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', chr(96 + k), 'text', 'A response.')), '[]')
     FROM generate_series(1, %(responses)s) k)),
  1, '{}', 0, 'done', 5, 5, 0, now()
FROM generate_series(1, %(items)s) AS number
"""
PLACES = """
INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason, member_id,
  form_version, claimed_at, closed_at)
SELECT gen_random_uuid(), i.organisation_id, i.project_id, i.id, 'annotate', place, 'submitted', '',
  (%(people)s::uuid[])[1 + (i.position * 7 + place * (1 + i.position %% 3)) %% %(count)s], 1, now(), now()
FROM annotation_item i CROSS JOIN generate_series(1, 5) AS place WHERE i.project_id = %(project)s
"""
ANSWERS = """
INSERT INTO annotation_annotation (id, organisation_id, project_id, item_id, assignment_id, member_id, answers,
  form_version, revision, submitted_at, seconds, verdict)
SELECT gen_random_uuid(), a.organisation_id, a.project_id, a.item_id, a.id, a.member_id,
  {answers},
  1, 1, now(), 5, ''
FROM annotation_assignment a JOIN annotation_item i ON i.id = a.item_id WHERE a.project_id = %(project)s
"""

# The same rows by what people said of each item: nothing is sent, so that grouping alone is measured.
BARE_GROUP = """
SELECT count(*) FROM (
  SELECT item_id, answers, count(*) FROM annotation_annotation WHERE project_id = %(project)s GROUP BY item_id, answers
) AS grouped
"""
BARE_INSERT = """
INSERT INTO annotation_annotation (id, organisation_id, project_id, item_id, assignment_id, member_id, answers,
  form_version, revision, submitted_at, seconds, verdict)
VALUES (%(id)s, %(organisation)s, %(project)s, %(item)s, %(assignment)s, %(member)s,
  '[{"question": "kind", "on": "item", "value": {"choices": ["v1"]}}]', 1, 1, now(), 5, '')
"""


class Command(BaseCommand):
    """Prints each figure with what it is to reach."""

    help = "Measure figures from counts, the recount, Dawid and Skene's model, and what counting costs a submit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, default=200_000)
        parser.add_argument("--submits", type=int, default=100)
        parser.add_argument("--form", choices=FORMS, default="choice")
        parser.add_argument("--noise", type=float, default=0.2, help="how often people say anything at all, 0 to 1")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation, owner = bench_organisation()
        with organisation_scope(organisation):
            people = _people(owner)
            answered = FORMS[options["form"]]
            project = _project(owner, people, answered.form)
            seconds = _timed(lambda: _fill(project, people, options["items"], answered, options["noise"]))
            made_up = f"{options['items']:,} items x {OVERLAP} answers of {PEOPLE} people"
            self.stdout.write(f"{options['form']}, noise {options['noise']}: {made_up} made up in {seconds:.0f} s")
            self._count(project)
            self._recount(project)
            if options["form"] != "choice":
                return
            self._submits(_project(owner, people, answered.form), owner, people, options["submits"])
        self._truth(options["items"])

    def _count(self, project: Project) -> None:
        seconds = _timed(lambda: check_counts(project.pk, at=timezone.now()))
        self.stdout.write(f"every item counted for the first time and added up, as after an upgrade: {seconds:.0f} s")
        self._figures(project, "right after that")
        _take_back_some(project)
        self._figures(project, f"with {CHANGES} changes since")
        with transaction.atomic():
            seconds = _timed(lambda: add_up(project, at=timezone.now()))
        self._figures(project, f"added up, in {seconds:.1f} s")

    def _figures(self, project: Project, when: str) -> None:
        with transaction.atomic():
            coefficients = median(_timed(lambda: agreement(project)) for _ in range(ROUNDS))
            people = median(_timed(lambda: people_agreement(project, named=True)) for _ in range(ROUNDS))
        told = f"{coefficients * 1000:.1f} ms + {people * 1000:.1f} ms of people"
        self._told(f"a. all coefficients and intervals, {when}", told, "50 ms")

    def _recount(self, project: Project) -> None:
        bare, whole = [], []
        for _ in range(ROUNDS):
            with snapshot():
                bare.append(_timed(lambda: _execute(BARE_GROUP, {"project": project.pk})))
                whole.append(_timed(lambda: recount(project)))
        with snapshot():
            self.stdout.write(f"   the recount is equal to the counts: {recount(project) == live_counts(project)}")
        ratio = f"{min(whole):.2f} s = {min(whole) / min(bare):.2f}x of {min(bare):.2f} s"
        self._told("b. recount of all figures, of a bare GROUP BY item, answers", ratio, "1.5x")

    def _truth(self, items: int) -> None:
        chance = np.random.default_rng(1)
        item, true = np.repeat(np.arange(items), OVERLAP), np.repeat(np.arange(items) % 5, OVERLAP)
        given = np.where(chance.random(len(item)) < 0.8, true, chance.integers(0, 5, len(item)))
        labels = Labels(item, chance.integers(0, PEOPLE, len(item)), given, items, PEOPLE, 5)
        started = time.process_time()
        found = dawid_skene(labels)
        cpu = time.process_time() - started
        right = float((found.labels() == true[::OVERLAP]).mean())
        self._told(f"c. Dawid and Skene, {len(item):,} labels, {right:.3f} right", f"{cpu:.2f} s CPU", "1 s")

    def _submits(self, project: Project, owner: Member, people: list[Member], count: int) -> None:
        """Each of the last answers to items that four people have answered: its SQL with BEGIN and COMMIT."""
        with transaction.atomic():
            add_items(
                project=project,
                rows=[NewItem(str(number), {"text": f"Item {number}"}) for number in range(3 * count)],
                by=owner,
                at=timezone.now(),
            )
        for person in people[: OVERLAP - 1]:
            for _ in range(2 * count):
                _submit(project, person)
        last = people[OVERLAP - 1]
        whole = [_submit(project, last) for _ in range(count)]
        counted = [
            _sql(partial(_insert_and_count, place, last, others))
            for place, others in _answered(_places(project, count, OVERLAP))
        ]
        bare = [_sql(partial(_insert, place, last)) for place in _places(project, count, 1)]
        rates = {
            "d. insert of an answer and its counts, of a bare insert's rate": counted,
            "   a whole submit with review, rules and events, likewise": whole,
        }
        for what, times in rates.items():
            told = f"{1 / median(times):,.0f}/s = {median(bare) / median(times):.0%} of {1 / median(bare):,.0f}/s"
            self._told(what, told, "20%")

    def _told(self, what: str, found: str, goal: str) -> None:
        self.stdout.write(f"{what:<68} {found:<36} to reach: {goal}")


def _people(owner: Member) -> list[Member]:
    made = []
    with transaction.atomic():
        for number in range(PEOPLE):
            user = User.objects.create_user(f"bench-{uuid7().hex}@concord.example", name=f"Person {number}")
            made.append(add_member(user=user, role=Role.ANNOTATOR, by=owner, at=timezone.now()))
    return made


def _project(owner: Member, people: list[Member], form: Form) -> Project:
    at = timezone.now()
    with transaction.atomic():
        client = create_client(name=uuid7().hex, by=owner, at=at)
        project = create_project(
            client=client, name="Bench", form=form, guidelines="", overlap=OVERLAP, by=owner, at=at
        )  # fmt: skip
        for person in people:
            grants = {"annotate": True, "review": False, "adjudicate": False}
            set_person(project=project, member=person, grants=grants, by=owner, at=at)
    return project


def _fill(project: Project, people: list[Member], items: int, answered: Answered, noise: float) -> None:
    values = {
        "organisation": current_organisation_id(),
        "project": project.pk,
        "items": items,
        "people": [person.pk for person in people],
        "count": len(people),
        "responses": answered.responses,
        "noise": noise,
    }
    for sql in (ITEMS, PLACES, ANSWERS.replace("{answers}", answered.answers)):
        with transaction.atomic():
            _execute(sql, values)


def _take_back_some(project: Project) -> None:
    """An answer of each of some items is taken back, each in a transaction of its own."""
    with transaction.atomic():
        items = list(Item.objects.filter(project=project).order_by("position")[:CHANGES].values_list("pk", flat=True))
    for item_id in items:
        with transaction.atomic():
            last = Annotation.objects.filter(item=item_id).order_by("pk")[:1].values("pk")
            Annotation.objects.filter(pk__in=last).update(withdrawn_at=timezone.now())
            count_items([item_id])


def _submit(project: Project, person: Member) -> float:
    """One more answer of a person, as the API takes it."""
    at, chosen = timezone.now(), random.choice(OPTIONS)  # noqa: S311  # no secret
    answers = [{"question": "kind", "on": "item", "value": {"choices": [chosen]}}]
    with transaction.atomic():
        (place,) = claim(project=project, member=person, limit=1, at=at)

    def work() -> None:
        submit_annotation(assignment=lock_own(place), answers=answers, seconds=1, by=person, at=at)

    return _sql(work)


def _places(project: Project, count: int, number: int) -> list[Assignment]:
    """Open places with this number, on items all of whose earlier ones are answered."""
    rows = Assignment.objects.filter(project=project, state="open", place=number, item__submitted=number - 1)
    with transaction.atomic():
        return list(rows.select_related("item__project")[:count])


def _answered(places: list[Assignment]) -> list[tuple[Assignment, list[Annotation]]]:
    """Each place with the answers to its item."""
    with transaction.atomic():
        rows = Annotation.objects.filter(independent()).order_by("id")
        return [(place, list(rows.filter(item=place.item_id))) for place in places]


def _insert(place: Assignment, person: Member) -> None:
    values = {
        "id": uuid7(),
        "organisation": current_organisation_id(),
        "project": place.project_id,
        "item": place.item_id,
        "assignment": place.pk,
        "member": person.pk,
    }
    _execute(BARE_INSERT, values)


def _insert_and_count(place: Assignment, person: Member, others: list[Annotation]) -> None:
    """As a submit does it, which knows the item and its answers by then."""
    _insert(place, person)
    said = [{"question": "kind", "on": "item", "value": {"choices": ["v1"]}}]
    own = Annotation(member=person, answers=said, submitted_at=timezone.now())
    count_answers(place.item, [*others, own])


def _sql(work: Callable[[], None]) -> float:
    """The seconds that the database takes for a transaction, from BEGIN to COMMIT."""
    spent = 0.0

    def note(execute: Any, *given: Any) -> Any:
        nonlocal spent
        started = time.perf_counter()
        try:
            return execute(*given)
        finally:
            spent += time.perf_counter() - started

    with connection.execute_wrapper(note):
        transaction.set_autocommit(False)
        try:
            work()
            spent += _timed(transaction.commit)
        finally:
            transaction.set_autocommit(True)
    return spent


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _execute(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
