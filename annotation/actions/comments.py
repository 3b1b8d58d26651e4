"""Talking about items."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Invalid
from annotation.actions.mentions import tell_mentioned
from annotation.forms import Problem
from annotation.models import Assignment, Comment, Item


def comment(
    *,
    item: Item,
    assignment: Assignment | None,
    text: str,
    flag: bool,
    by: Member,
    at: datetime,
    anchor: Mapping[str, Any] | None = None,
) -> Comment:
    """Say something about an item: in an assignment's thread, where its annotator reads it too, or among managers.

    A valid `anchor` says what exactly it is about, in the item's own ids.
    """
    made = Comment.objects.create(
        project_id=item.project_id,
        item=item,
        assignment=assignment,
        author=by,
        text=text,
        flag=flag,
        anchor=anchor,
        created_at=at,
    )
    record_event("comment.made", subject=made, actor=by, at=at, item=str(item.pk), flag=flag)
    tell_mentioned(made, at=at)
    return made


def comment_as_manager(
    *, item: Item, assignment_id: UUID | None, text: str, flag: bool, by: Member, at: datetime
) -> Comment:
    """Say something about an item to the annotator of one of its assignments, or to managers and reviewers alone."""
    assignment = None
    if assignment_id is not None:
        assignment = Assignment.objects.filter(item=item, pk=assignment_id, member__isnull=False).first()
        if assignment is None:
            raise Invalid(problems=[Problem("/assignment_id", "This is nobody's assignment of the item.")])
    return comment(item=item, assignment=assignment, text=text, flag=flag, by=by, at=at)


def resolve_comment(*, comment: Comment, by: Member, at: datetime) -> Comment:
    """Say that what a comment asked for is done; `comment` is locked by the caller. Saying it again changes nothing."""
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = at, by
        comment.save(update_fields=["resolved_at", "resolved_by"])
        record_event("comment.resolved", subject=comment, actor=by, at=at, item=str(comment.item_id))
    return comment
