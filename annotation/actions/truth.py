"""Learning people's habits from all their answers, again and again while a project goes on.

Nobody waits for it: items are judged by what was learnt last (`annotation.queries.truth`), and what was decided by a
probability is looked at again once more is known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import Q

from annotation.actions.looking_again import look_at, run_settling
from annotation.agreement.habits import Flags, States, counted_questions, crossed, has_habits, learnt, states_of
from annotation.agreement.judged import Book
from annotation.agreement.truth import Truth
from annotation.distribution import Workflow
from annotation.models import Habits as HabitsRow
from annotation.models import Item, Project, ProjectState, Settling
from annotation.queries.browse_truth import State, bitmaps
from annotation.queries.forms import current_form
from annotation.queries.truth import answers_so_far, deciding_by, habits_of, judgements
from annotation.queries.workflow import workflow_of

Json = Mapping[str, Any]
FEWEST = 20
"""Answers of which anything is learnt at all."""
GROWN = 1.1
"""By how much a project's answers must have grown before its habits are learnt anew …"""
AT_LATEST = timedelta(minutes=15)
"""… or how much time must have passed, if anything was answered since."""
DIGITS = 6

# One worker at a time learns a project's habits; whoever comes meanwhile has nothing to add.
ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('habits ' || %s, 0))"


def due_projects(*, at: datetime) -> list[UUID]:
    """The organisation's projects whose habits are worth learning anew: active ones whose items several people answer,
    or that ask how probable answers are; and those that are known from before items were found by what was learnt.
    """
    before = HabitsRow.objects.filter(member=None, states=None).values("project")
    active = {
        project.pk: project
        for project in Project.objects.filter(Q(state=ProjectState.ACTIVE) | Q(pk__in=before))
        if project.overlap > 1 or workflow_of(project).by_posterior
    }
    answers = answers_so_far(list(active))
    last: dict[UUID, HabitsRow] = {}
    for row in HabitsRow.objects.filter(project__in=active, member=None).order_by("fitted_at"):
        last[row.project_id] = row
    return [pk for pk, project in active.items() if _is_due(project, answers.get(pk, 0), last.get(pk), at)]


def _is_due(project: Project, answers: int, last: HabitsRow | None, at: datetime) -> bool:
    if answers < FEWEST:
        return False
    if last is None or last.form_version != project.form_version:
        return any(has_habits(question) for question in current_form(project).questions)
    known = last.answers or 0
    return answers >= known * GROWN or (answers != known and at - last.fitted_at >= AT_LATEST)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of learning: how many judgements there were, in how many items something is decided otherwise now,
    and how many items were looked at again for it.
    """

    labels: int = 0
    crossed: int = 0
    again: int = 0


def learn_habits(project_id: UUID, *, at: datetime) -> Learnt:
    """Learn a project's habits from all independent answers, going on from the last time, and look again at the items
    whose answer is another one now or no longer on the same side of the confidence asked for.

    That is a job, which somebody else goes on with should this worker be killed. Does nothing while somebody else
    learns the same.
    """
    with transaction.atomic():
        if not _alone(project_id):
            return Learnt()
        project = Project.objects.get(pk=project_id)
        labels, items = _learn(project, at=at)
        job = look_at(items, project=project, at=at)
    if job is None:
        return Learnt(labels)
    run_settling(job.pk, now=lambda: at)
    with transaction.atomic():
        again = Settling.objects.values_list("done", flat=True).get(pk=job.pk)
    return Learnt(labels, len(items), again)


def _alone(project_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [str(project_id)])
        return bool((cursor.fetchone() or [False])[0])


def _learn(project: Project, *, at: datetime) -> tuple[int, list[UUID]]:
    """How many judgements there are, and the items in which something is decided otherwise now."""
    form, workflow = current_form(project), workflow_of(project)
    before = habits_of(project, form)
    answers = answers_so_far([project.pk]).get(project.pk, 0)
    counted = {question.name for question in counted_questions(form)}
    places = dict(Item.objects.filter(project=project, position__gte=0).values_list("pk", "position"))
    changed: set[str] = set()
    rows: list[HabitsRow] = []
    labels = 0
    for name, book in judgements(project, form).items():
        truth = learnt(book, before[name])
        labels += len(book.labels().item)
        found = states_of(book, truth, by=deciding_by(workflow), confidence=workflow.resolve.confidence)
        common = {
            "project": project,
            "question": name,
            "form_version": project.form_version,
            "fitted_at": at,
        }
        told = {
            "figures": asdict(found.summary(truth)),
            "states": bitmaps(_positions(book, found, places)),
            "answers": answers,
        }
        rows += _rows(common, told, book, truth)
        if name in counted and workflow.by_posterior:
            units = crossed(book, before[name], truth, _confidences(workflow))
            changed.update(item for item, _ in cast("list[tuple[str, str]]", units))
    # Whoever judges an item meanwhile reads the old rows until these are all there.
    HabitsRow.objects.filter(project=project).delete()
    HabitsRow.objects.bulk_create(rows, batch_size=500)
    return labels, sorted(map(UUID, changed))


def _confidences(workflow: Workflow) -> list[float]:
    asked = ((workflow.stop.by, workflow.stop.confidence), (workflow.resolve.by, workflow.resolve.confidence))
    return [confidence for by, confidence in asked if by == "posterior"]


def _rows(common: Json, told: Json, book: Book, truth: Truth) -> Iterator[HabitsRow]:
    """Everybody's habits with a question, with what is `told` of all its answers, and each person's."""
    labels = book.labels()
    yield HabitsRow(
        **common,
        categories=list(book.categories),
        prior=truth.prior.round(DIGITS).tolist(),
        confusion=truth.pooled.round(DIGITS).tolist(),
        labels=len(labels.item),
        **told,
    )
    given = np.bincount(labels.person, minlength=labels.people)
    for (person, number), labels_of in zip(book.people.items(), given.tolist(), strict=True):
        own = truth.confusion[number].round(DIGITS).tolist()
        yield HabitsRow(**common, member_id=UUID(str(person)), confusion=own, labels=labels_of)


def _positions(book: Book, found: States, places: Mapping[UUID, int]) -> dict[State, list[int]]:
    """The positions of the items of which something is in each state."""
    items = [places.get(UUID(item)) for item, _ in cast("list[tuple[str, str]]", list(book.units))]
    flags: dict[State, Flags] = {"decided": found.decided, "tied": found.tied, "review": found.review}
    return {
        state: [place for place, holds in zip(items, given.tolist(), strict=True) if holds and place is not None]
        for state, given in flags.items()
    }
