"""What was said about items."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from annotation.models import Assignment, Comment, Item, Project


def thread(assignment: Assignment) -> QuerySet[Comment]:
    """What the annotator of an assignment and the managers said to each other; sort it by `id`."""
    return Comment.objects.filter(assignment=assignment).select_related("assignment__item", "assignment__project")


def comments(project: Project, item: Item | None = None, *, open_only: bool = False) -> QuerySet[Comment]:
    """All that was said in a project, or about one of its items, with who said it and who resolved it.

    Open is what waits for a manager: a reply to an annotator does not.
    """
    rows = Comment.objects.filter(project=project).select_related("author__user", "resolved_by__user", "assignment")
    if item is not None:
        rows = rows.filter(item=item)
    if open_only:
        rows = rows.filter(Q(assignment=None) | Q(author=F("assignment__member")), resolved_at=None)
    return rows


def comment_counts(assignments: Iterable[Assignment]) -> dict[UUID, int]:
    """{assignment: how many comments its thread has}, without those that have none."""
    ids = [assignment.pk for assignment in assignments]
    counted = Comment.objects.filter(assignment_id__in=ids).values_list("assignment_id").annotate(Count("id"))
    return {pk: count for pk, count in counted if pk is not None}
