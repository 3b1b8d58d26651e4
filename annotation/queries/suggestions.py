"""Suggestions, for those who made them and for those who may use them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from annotation.forms import Blinded, Form, answer_problems, asset_ids, rename_targets
from annotation.models import Assignment, Item, Suggestion, SuggestionMode
from annotation.queries.forms import form_at

HANDLE = "s"


def suggestions(item: Item) -> QuerySet[Suggestion]:
    """What was suggested for an item; sort it by `number`."""
    return Suggestion.objects.filter(item=item)


def suggested_to(assignments: Iterable[Assignment]) -> dict[UUID, list[Suggestion]]:
    """{assignment: suggestions} where the project shows them, in one query."""
    wanted = [row for row in assignments if row.project.suggestions != SuggestionMode.HIDDEN]
    by_item: dict[UUID, list[Suggestion]] = defaultdict(list)
    if wanted:
        rows = Suggestion.objects.filter(item_id__in={row.item_id for row in wanted}).order_by("item_id", "number")
        for suggestion in rows:
            by_item[suggestion.item_id].append(suggestion)
    return {row.pk: by_item[row.item_id] for row in wanted if row.item_id in by_item}


def shown_suggestions(assignment: Assignment, shown: Blinded, given: Sequence[Suggestion]) -> list[dict[str, Any]]:
    """Suggestions as one person sees them: under handles, without what does not fit the form they work with."""
    form = form_at(assignment.project_id, assignment.form_version or 1)
    views = []
    for suggestion in given:
        if answers := fitting_answers(form, assignment.item.content, suggestion.answers):
            renamed = rename_targets(form, answers, shown.handles())
            told = {"id": f"{HANDLE}{suggestion.number}", "agent": suggestion.agent, "score": suggestion.score}
            views.append({**told, "answers": renamed})
    return views


def fitting_answers(
    form: Form, content: Mapping[str, Any], answers: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The answers that may stand in a draft; forms and contents change after something was suggested."""
    unfit = {problem.pointer.split("/")[2] for problem in answer_problems(form, content, answers, complete=False)}
    return [answer for index, answer in enumerate(answers) if str(index) not in unfit]


def assets_suggested(form: Form, given: Iterable[Suggestion]) -> set[str]:
    """The pictures that suggestions of one item name."""
    return {asset for suggestion in given for asset in asset_ids(form, suggestion.answers)}
