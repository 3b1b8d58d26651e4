"""Giving work back to its author: after a verdict, for a question that was added, or when the item has changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from annotation.models import Annotation, Assignment, AssignmentState

Because = Literal["verdict", "form", "content"]


def return_work(
    *,
    assignment: Assignment,
    because: Because,
    comment: str,
    questions: Sequence[str] | None = None,
    at: datetime,
) -> Annotation:
    """Put a submitted assignment, which the caller has locked with its item, into its author's queue again, before all
    other work, where they find their answers; `questions` are those to answer, None for all.

    Until they submit, the answers count no longer, except where only a question was added: what was answered is right
    as it is. What they said on their own, before anybody judged it, is kept. The caller settles the item.
    """
    annotation = Annotation.objects.select_for_update().get(assignment=assignment)
    asked = None if questions is None else list(questions)
    assignment.returned = {"because": because, "comment": comment, "questions": asked}
    assignment.state = AssignmentState.RETURNED
    assignment.form_version = assignment.project.form_version
    assignment.draft = assignment.draft_at = None
    assignment.save(update_fields=["returned", "state", "form_version", "draft", "draft_at"])
    if because != "form":
        annotation.withdrawn_at = at
        if because == "content":
            annotation.independent_answers = None  # they were about something else
        elif annotation.independent_answers is None:
            annotation.independent_answers = annotation.answers
        annotation.save(update_fields=["withdrawn_at", "independent_answers"])
    return annotation
