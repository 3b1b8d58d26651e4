"""Counts that the database keeps while work goes on: sums, never a scan of items or assignments."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from annotation.models import Tally

WAITING = ("open", "claimed", "returned")


@dataclass(slots=True)
class Day:
    """What was done on one day; taking back and returning count against it."""

    submitted: int = 0
    seconds: int = 0
    items_done: int = 0


@dataclass(slots=True)
class Counts:
    """How many items and places are in each state now: `states["item"]["done"]`, `states["review"]["open"]`."""

    states: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def items(self) -> int:
        """The items that somebody is to answer: neither gold nor withdrawn."""
        states = self.states["item"]
        return sum(n for state, n in states.items() if state not in ("gold", "withdrawn"))

    def waiting(self, kind: str) -> int:
        """The places of a kind of work that are still to be done."""
        return sum(self.states[kind][state] for state in WAITING)


def counts(project_ids: Collection[UUID]) -> dict[UUID, Counts]:
    """The counts of each of these projects, in one query."""
    found = {pk: Counts() for pk in project_ids}
    rows = Tally.objects.filter(project_id__in=project_ids).exclude(subject="revision")
    for project, subject, state, n in rows.values_list("project_id", "subject", "state").annotate(Sum("n")):
        found[project].states[subject][state] = n
    return found


def by_member(rows: QuerySet[Tally]) -> dict[UUID, dict[str, int]]:
    """{member: {"submitted", "skipped", "seconds"}} of annotating."""
    found: dict[UUID, dict[str, int]] = {}
    mine = rows.filter(member__isnull=False)
    sums = mine.values_list("member_id").annotate(
        submitted=Sum("n", filter=Q(subject="annotate", state="submitted"), default=0),
        skipped=Sum("n", filter=Q(subject="annotate", state="skipped"), default=0),
        seconds=Sum("seconds"),
    )
    for member, submitted, skipped, seconds in sums:
        if submitted or skipped or seconds:
            found[member] = {"submitted": submitted, "skipped": skipped, "seconds": seconds}
    return found


def by_day(rows: QuerySet[Tally], *, since: date) -> dict[date, Day]:
    """What was done on each day from then on; a day without work is left out."""
    sums = (
        rows.filter(day__gte=since)
        .values_list("day")
        .annotate(
            submitted=Sum("n", filter=Q(subject="annotate", state="submitted"), default=0),
            seconds=Sum("seconds"),
            done=Sum("n", filter=Q(subject="item", state="done"), default=0),
        )
        .order_by("day")
    )
    return {day: Day(submitted, seconds, done) for day, submitted, seconds, done in sums}
