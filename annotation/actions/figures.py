"""Figures of a project's people and models: worked out once, and kept for whoever asks.

Those of a small project are worked out while the reader waits. Of a large one that would take minutes, so a worker does
it: the reader sees what is kept and of when it is, or that it is being worked out. A row of `KeptFigures` says what is
wanted; a message only wakes a worker, and a sweep sends it again.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

import orjson
from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from accounts.tenancy import current_organisation_id
from annotation.models import FiguresAbout, KeptFigures, Project
from annotation.queries.model_figures import heard_models, models_state
from annotation.queries.people_figures import heard_people, people_state
from annotation.queries.truth import answers_so_far

logger = logging.getLogger(__name__)

LARGE = 10_000
"""From so many annotations on, nobody waits for the figures of a project while they are worked out."""
PATIENCE = timedelta(milliseconds=1)
"""How long figures stay good for each annotation although there are newer answers: five minutes of 300,000."""
VERSION = 1
"""Of the shape of figures: raised when they are told otherwise, so that nothing kept before is shown."""
SECONDS = 0.0002
"""About how long each annotation takes, where nothing is known of the last time."""
LATELY = timedelta(hours=1)
"""Figures that somebody looked at since are kept warm …"""
FORGOTTEN = timedelta(days=7)
"""… and those that nobody did are dropped."""
MOST = 20
"""Kept of one project: a period is anything that a reader asks for."""
MINUTE = timedelta(minutes=1)

# One worker at a time works out a project's figures; whoever comes meanwhile has nothing to add.
ALONE = "SELECT pg_try_advisory_xact_lock(hashtextextended('figures ' || %s, 0))"


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose figures, from the answers submitted in which time (`until` is the first moment after it), and, of models,
    by what time they are told.
    """

    about: FiguresAbout
    since: datetime | None = None
    until: datetime | None = None
    by: Literal["", "week", "month"] = ""


def figures_for(project: Project, wish: Wish, *, at: datetime) -> KeptFigures:
    """What a reader is shown: figures as they are now of a small project, and of a large one as they were last worked
    out (`figures` is None before the first time). Of a large one newer ones are wanted where there is reason to.
    """
    kept = _looked_at(project, wish, at=at)
    answers = annotations_in(project)
    if answers < LARGE:
        if kept.figures is None or kept.state != _state(kept, project):
            _work_out(kept, project, at=at)
    elif kept.counted_at is None or _grown_old(kept, answers, at=at):
        _want(kept, at=at)
    return kept


def work_out_anew(project: Project, wish: Wish, *, at: datetime) -> KeptFigures:
    """A reader wants newer figures than there are. Wishing twice is as good as once."""
    kept = _looked_at(project, wish, at=at)
    KeptFigures.objects.filter(pk=kept.pk).update(wanted_at=at)
    _wake_worker(project.pk)
    return kept


def annotations_in(project: Project) -> int:
    """How many annotations the project has, by the counts that are kept."""
    return answers_so_far([project.pk]).get(project.pk, 0)


def seconds_for(kept: KeptFigures, answers: int) -> int:
    """About how many seconds it takes to work these figures out, now that there are so many annotations."""
    if kept.seconds and kept.answers:
        return max(1, round(kept.seconds * answers / kept.answers))
    return max(1, round(SECONDS * answers))


def work_out_wanted(project_id: UUID, *, now: Callable[[], datetime]) -> int:
    """Work out, one after another, what is wanted of a project's figures; how many that were.

    Each is of one moment and kept in a transaction of its own, so that dying on the way leaves what there was, and the
    wish. Does nothing while somebody else does the same.
    """
    done = 0
    while _work_out_next(project_id, now=now):
        done += 1
    return done


def keep_warm(*, at: datetime) -> list[UUID]:
    """The organisation's projects of which a worker is to work something out: what readers wait for, and what has
    changed since it was kept, if somebody looked at it lately. What nobody looked at for long is dropped.
    """
    KeptFigures.objects.filter(asked_at__lt=at - FORGOTTEN).delete()
    lately = KeptFigures.objects.filter(version=VERSION, asked_at__gte=at - LATELY)
    looked_at = lately.filter(wanted_at=None, answers__gte=LARGE)
    for kept in looked_at.defer("figures").select_related("project"):
        if at >= _good_until(kept) and kept.state != _state(kept, kept.project):
            KeptFigures.objects.filter(pk=kept.pk, wanted_at=None).update(wanted_at=at)
    return list(lately.filter(wanted_at__isnull=False).order_by("project").values_list("project", flat=True).distinct())


def _looked_at(project: Project, wish: Wish, *, at: datetime) -> KeptFigures:
    """The row of a wish, which is made when it is first looked at."""
    key = _key(project, wish)
    rows = KeptFigures.objects.filter(**key)
    kept = rows.first()
    if kept is None:
        KeptFigures.objects.bulk_create([KeptFigures(asked_at=at, **key)], ignore_conflicts=True)
        others = KeptFigures.objects.filter(project=project).order_by("-asked_at", "-id").values("pk")[MOST:]
        KeptFigures.objects.filter(pk__in=list(others.values_list("pk", flat=True))).delete()
        return rows.get()
    if kept.asked_at <= at - MINUTE:
        rows.update(asked_at=at)
    return kept


def _key(project: Project, wish: Wish) -> dict[str, Any]:
    period = {"since_at": wish.since, "until_at": wish.until}
    return {"project": project, "about": wish.about, **period, "by": wish.by, "version": VERSION}


def _good_until(kept: KeptFigures) -> datetime:
    assert kept.counted_at is not None
    return kept.counted_at + kept.answers * PATIENCE


def _grown_old(kept: KeptFigures, answers: int, *, at: datetime) -> bool:
    """Whether answers have changed, and that for long enough. Changed contents and gold are found by the sweep."""
    return answers != kept.answers and at >= _good_until(kept)


def _want(kept: KeptFigures, *, at: datetime) -> None:
    """Have a worker work it out, unless that is wanted already."""
    if kept.wanted_at is None and KeptFigures.objects.filter(pk=kept.pk, wanted_at=None).update(wanted_at=at):
        kept.wanted_at = at
        _wake_worker(kept.project_id)


def _wake_worker(project_id: UUID) -> None:
    """Tell a worker once the wish is in the database. Where no broker answers, the sweep does it later."""
    headers = {"organisation": str(current_organisation_id())}

    def send() -> None:
        try:
            current_app.send_task(
                "annotation.work_out_figures", kwargs={"project_id": str(project_id)}, headers=headers, retry=False
            )
        except OperationalError as error:
            logger.warning("The broker is away: %s", error)

    transaction.on_commit(send, robust=True)


def _work_out_next(project_id: UUID, *, now: Callable[[], datetime]) -> bool:
    with transaction.atomic():
        if not _alone(project_id):
            return False
        wanted = KeptFigures.objects.filter(project=project_id, wanted_at__isnull=False).order_by("wanted_at")
        kept = wanted.defer("figures").select_related("project").first()
        if kept is None:
            return False
        _work_out(kept, kept.project, at=now())
        return True


def _alone(project_id: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ALONE, [str(project_id)])
        return bool((cursor.fetchone() or [False])[0])


def _work_out(kept: KeptFigures, project: Project, *, at: datetime) -> None:
    """Work it out and keep it. Whoever wished for it meanwhile hasn't got it yet: their wish stays."""
    started = time.monotonic()
    kept.state, kept.answers = _state(kept, project), annotations_in(project)
    kept.figures, kept.counted_at = _heard(kept, project), at
    kept.seconds = time.monotonic() - started
    row = KeptFigures.objects.filter(pk=kept.pk)  # which may have been dropped meanwhile
    row.update(**{name: getattr(kept, name) for name in ("state", "answers", "figures", "counted_at", "seconds")})
    row.filter(wanted_at=kept.wanted_at).update(wanted_at=None)
    kept.wanted_at = None


def _state(kept: KeptFigures, project: Project) -> Any:
    """What changes whenever the figures may."""
    return _plain(people_state(project) if kept.about == FiguresAbout.PEOPLE else models_state(project))


def _heard(kept: KeptFigures, project: Project) -> Any:
    if kept.about == FiguresAbout.PEOPLE:
        return _plain(heard_people(project, since=kept.since_at, until=kept.until_at))
    by: Literal["week", "month"] = "month" if kept.by == "month" else "week"
    return _plain(heard_models(project, since=kept.since_at, until=kept.until_at, by=by))


def _plain(value: Any) -> Any:
    """As it comes back from the database, so that both ways of being asked say the same."""
    return orjson.loads(orjson.dumps(value, default=str, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS))
