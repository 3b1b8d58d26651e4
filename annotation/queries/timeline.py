"""What happened to an item, from the ledger's own tables and the events about it, in the order of time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import Event, Member
from annotation.forms.differences import Difference, differences
from annotation.models import Annotation, Assignment, Comment, Item, Resolution, Revision, Suggestion, Verdict

EVENTS = {
    "annotation.taken_back": "taken_back",
    "assignment.declined": "declined",
    "gold.marked": "gold_marked",
    "gold.unmarked": "gold_unmarked",
    "item.content_changed": "content_changed",
    "item.due_set": "due_set",
    "item.prioritised": "prioritised",
    "item.restored": "restored",
    "item.sent_to_adjudication": "sent_to_adjudication",
    "item.sent_to_review": "sent_to_review",
    "item.top_up_withdrawn": "top_up_withdrawn",
    "item.topped_up": "topped_up",
    "item.withdrawn": "withdrawn",
}
"""What is told of events; everything else stands in the tables."""
TOLD = ("priority", "due_at", "version", "then", "returned", "overlap", "reason")
KINDS = (
    *("created", "suggested", "claimed", "skipped", "expired", "submitted", "corrected", "judged", "appealed"),
    *("appeal_answered", "commented", "comment_resolved", "resolved"),
    *EVENTS.values(),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened. `place` is the number of the place on the item; `diff` what a revision changed."""

    at: datetime
    kind: str
    actor: Member | None = None
    place: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    diff: list[Difference] | None = None


def timeline(item: Item, *, inside: bool) -> list[Moment]:
    """Everything that happened to an item, oldest first. What people say to each other is for those `inside` the vendor
    alone.
    """
    assignments = list(
        Assignment.objects.filter(item=item).select_related("member__user").order_by("id").defer("draft")
    )
    annotations = {row.pk: row for row in Annotation.objects.filter(item=item).select_related("assignment")}
    moments = [
        Moment(item.created_at, "created", data={"provenance": item.provenance} if item.provenance else {}),
        *_suggestions(item),
        *(moment for assignment in assignments for moment in _of_assignment(assignment)),
        *_revisions(annotations),
        *_verdicts(item, annotations, inside=inside),
        *(_comments(item) if inside else ()),
        *_resolutions(item, inside=inside),
        *_events([item.pk, *annotations, *(assignment.pk for assignment in assignments)], inside=inside),
    ]
    return sorted(moments, key=lambda moment: moment.at)


def _of_assignment(row: Assignment) -> Iterator[Moment]:
    data: dict[str, Any] = {"as": row.kind}
    if row.claimed_at is not None:
        yield Moment(row.claimed_at, "claimed", row.member, row.place, data)
    if row.closed_at is not None and row.state in ("skipped", "expired"):
        reason = {"reason": row.skip_reason} if row.skip_reason else {}
        yield Moment(row.closed_at, row.state, row.member, row.place, data | reason)


def _revisions(annotations: dict[UUID, Annotation]) -> Iterator[Moment]:
    """Each version of each annotation; whoever made it is not always whose annotation it is."""
    rows = Revision.objects.filter(annotation__in=annotations).select_related("created_by__user")
    before: dict[UUID, Revision] = {}
    for row in rows.order_by("annotation_id", "number"):
        annotation, earlier = annotations[row.annotation_id], before.get(row.annotation_id)
        before[row.annotation_id] = row
        yield Moment(
            row.created_at,
            "submitted" if row.created_by_id == annotation.member_id else "corrected",
            row.created_by,
            annotation.assignment.place,
            {"annotation_id": str(annotation.pk), "revision": row.number, "seconds": row.seconds},
            None if earlier is None else differences(earlier.answers, row.answers),
        )


def _verdicts(item: Item, annotations: dict[UUID, Annotation], *, inside: bool) -> Iterator[Moment]:
    for row in Verdict.objects.filter(item=item).select_related("created_by__user", "annotation__member__user"):
        place = annotations[row.annotation_id].assignment.place
        about: dict[str, Any] = {"verdict_id": str(row.pk), "annotation_id": str(row.annotation_id)}
        said = {"verdict": row.verdict, "revision": row.revision, "reason": row.reason}
        words = {"comment": row.comment} if inside and row.comment else {}
        yield Moment(row.created_at, "judged", row.created_by, place, about | said | words)
        if row.appealed_at is not None:
            words = {"text": row.appeal} if inside else {}
            yield Moment(row.appealed_at, "appealed", row.annotation.member, place, about | words)
        if row.appeal_closed_at is not None:
            yield Moment(row.appeal_closed_at, "appeal_answered", None, place, about)


def _comments(item: Item) -> Iterator[Moment]:
    rows = Comment.objects.filter(item=item).select_related("author__user", "resolved_by__user", "assignment")
    for row in rows:
        place = row.assignment and row.assignment.place
        data = {"comment_id": str(row.pk), "text": row.text, "flag": row.flag}
        yield Moment(row.created_at, "commented", row.author, place, data)
        if row.resolved_at is not None:
            yield Moment(row.resolved_at, "comment_resolved", row.resolved_by, place, {"comment_id": str(row.pk)})


def _suggestions(item: Item) -> Iterator[Moment]:
    for row in Suggestion.objects.filter(item=item).order_by("number"):
        yield Moment(row.created_at, "suggested", data={"agent": row.agent, "score": row.score})


def _resolutions(item: Item, *, inside: bool) -> Iterator[Moment]:
    for row in Resolution.objects.filter(item=item).select_related("created_by__user"):
        data: dict[str, Any] = {"by": row.kind, "reason": row.reason, "stands": row.replaced_at is None}
        words = {"comment": row.comment} if inside and row.comment else {}
        yield Moment(row.created_at, "resolved", row.created_by, data=data | words)


def _events(subjects: list[UUID], *, inside: bool) -> Iterator[Moment]:
    told = (*TOLD, "comment") if inside else TOLD
    rows = Event.objects.filter(subject_id__in=subjects, kind__in=EVENTS).select_related("actor__user").order_by("id")
    for row in rows:
        data = {name: row.data[name] for name in told if row.data.get(name) is not None}
        yield Moment(row.at, EVENTS[row.kind], row.actor, data=data)
