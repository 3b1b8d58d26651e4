"""Looking again at items that were decided, in passes that go on where they were left.

Some items at a time are locked, by their ids, and settled together with the progress of the pass: whoever takes over
from a worker that was killed begins with the first one that was not, and who was taken for dead can change nothing.
Settling is the same however often it is done, so a pass and the people who work meanwhile need not know of each other.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import Member
from annotation.actions.jobs import UNFINISHED, cancel, close, run, save_progress
from annotation.actions.settling import settle
from annotation.models import Item, JobState, Project, Resolution, Settling
from annotation.queries.settlings import undecided_items, undisturbed

AT_ONCE = 20
"""Items that are locked together: whoever submits an answer to one of them waits no longer than a moment."""

Clock = Callable[[], datetime]


def look_at_everything(*, project: Project, by: Member, at: datetime) -> Settling | None:
    """Have everything settled anew that may be decided otherwise under the project's new settings, instead of going on
    under those of before. None where there is nothing of the kind. `project` is locked by the caller.
    """
    for unfinished in _unfinished(project).filter(created_by__isnull=False):
        cancel(unfinished, at=at)
    if not undecided_items(project).exists():
        return None
    return Settling.objects.create(project=project, created_by=by, created_at=at)


def look_at(items: Iterable[UUID], *, project: Project, at: datetime) -> Settling | None:
    """Have these items settled anew, and what an earlier pass of this kind has not come to yet. The caller sees to it
    that nobody else does this for the project at the same time.
    """
    wanted = set(items)
    for unfinished in _unfinished(project).filter(created_by=None):
        wanted.update((unfinished.wanted or [])[unfinished.done :])
        cancel(unfinished, at=at)
    if not wanted:
        return None
    return Settling.objects.create(project=project, wanted=sorted(wanted), total=len(wanted), created_at=at)


def _unfinished(project: Project) -> QuerySet[Settling]:
    """Locked: a worker that is about to save its progress waits, and then learns that it was cancelled."""
    return Settling.objects.filter(project=project, state__in=UNFINISHED).select_for_update(of=("self",))


def run_settling(job_id: UUID, *, now: Clock) -> None:
    """Do a pass, or what is left of it."""
    run(Settling, job_id, work=partial(_look_again, now=now), failed=partial(_fail, now=now))


def _fail(job: Settling, error: str, *, now: Clock) -> None:
    close(job, JobState.FAILED, at=now(), error=error)


def _look_again(job: Settling, *, now: Clock) -> None:
    wanted = _listed(job)
    # A probability decides anew what a probability has decided.
    which = Q(certainty__isnull=False) if job.created_by_id is None else Q()
    while job.done < len(wanted):
        ids = wanted[job.done : job.done + AT_ONCE]
        with transaction.atomic():
            changed = _settle_anew(ids, which, at=now())
            save_progress(job, done=job.done + len(ids), changed=job.changed + changed)
    close(job, JobState.DONE, at=now())


def _listed(job: Settling) -> list[UUID]:
    """The items of the pass; whoever begins it lists them."""
    if job.wanted is None:
        with transaction.atomic():
            wanted = sorted(undecided_items(Project.objects.get(pk=job.project_id)).values_list("pk", flat=True))
            save_progress(job, wanted=wanted, total=len(wanted))
    return job.wanted or []


def _settle_anew(ids: Sequence[UUID], which: Q, *, at: datetime) -> int:
    """Settle those of the items that nobody works on; how many are decided otherwise now."""
    list(Item.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True).only("pk"))
    free = sorted(undisturbed(ids).filter(which).values_list("pk", flat=True))
    before = _standing(free)
    for item_id in free:
        settle(item_id, at=at)
    after = _standing(free)
    return sum(before[item_id] != after[item_id] for item_id in free)


def _standing(ids: Sequence[UUID]) -> dict[UUID, tuple[object, ...]]:
    """What each item waits for, how many are asked, and its final answer."""
    final = dict(Resolution.objects.filter(item__in=ids, replaced_at=None).values_list("item_id", "pk"))
    rows = Item.objects.filter(pk__in=ids).values_list("pk", "state", "overlap")
    return {pk: (state, overlap, final.get(pk)) for pk, state, overlap in rows}
