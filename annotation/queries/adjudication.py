"""What adjudicators are shown, and how items were settled."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from annotation.forms import asset_ids
from annotation.models import Annotation, Assignment, Item, Project, Resolution, Suggestion
from annotation.queries.assets import asset_views, missing_assets
from annotation.queries.forms import form_at
from annotation.queries.people import shown_person
from annotation.queries.reviews import agreement_view, answers_to, item_view, with_pictures
from annotation.queries.workflow import workflow_of


def adjudication_views(places: Sequence[Assignment]) -> list[dict[str, Any]]:
    """All answers to the items of claimed places side by side; in a blind project under the names A, B, C, which stay
    the same and tell nothing of who was first.
    """
    if not places:
        return []
    project = places[0].project
    workflow = workflow_of(project).adjudication
    answered = answers_to(place.item_id for place in places)
    suggested = _suggestions(place.item_id for place in places)
    views = []
    for place in places:
        rows = answered[place.item_id]
        views.append(
            {
                "assignment_id": place.pk,
                **item_view(project, place.item, place, named=not workflow.blind),
                "annotations": _side_by_side(place.item, rows, named=not workflow.blind),
                "agreement": agreement_view(project, rows),
                "suggestions": [
                    {"id": row.pk, "agent": row.agent, "score": row.score, "answers": row.answers}
                    for row in suggested[place.item_id]
                ],
                "reasons": list(workflow.reasons),
                "asked": (place.returned or {}).get("comment", ""),
                "answered": rows,
            }
        )
    return with_pictures(project, views)


def _side_by_side(item: Item, rows: Sequence[Annotation], *, named: bool) -> list[dict[str, Any]]:
    """Letters go by everybody who ever answered the item, so that somebody's own never changes."""
    everybody = Annotation.objects.filter(item=item).order_by("assignment_id").values_list("pk", flat=True)
    letters = {pk: letter(number) for number, pk in enumerate(everybody)}
    return [
        {
            "id": row.pk,
            "member": {"id": row.member_id, "name": str(row.member)} if named else None,
            "pseudonym": None if named else letters[row.pk],
            "answers": row.answers,
            "form_version": row.form_version,
            "seconds": row.seconds,
            "verdict": row.verdict,
            "agreement": row.agreement,
        }
        for row in rows
    ]


def letter(number: int) -> str:
    """A, B, … Z, AA, AB, … for 0, 1, …"""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _suggestions(items: Iterable[UUID]) -> dict[UUID, list[Suggestion]]:
    found: dict[UUID, list[Suggestion]] = defaultdict(list)
    for row in Suggestion.objects.filter(item__in=set(items)).order_by("item_id", "number"):
        found[row.item_id].append(row)
    return found


def resolutions(item: Item) -> QuerySet[Resolution]:
    """The item's final answers: the one that holds has not been replaced."""
    return Resolution.objects.filter(item=item).select_related("created_by__user")


def resolution_view(project: Project, resolution: Resolution, *, named: bool) -> dict[str, Any]:
    """An item's final answer. Why it came about is for the vendor's own people."""
    form = form_at(project.pk, resolution.form_version)
    ids = set(asset_ids(form, resolution.answers))
    author = resolution.created_by
    return {
        "id": resolution.pk,
        "kind": resolution.kind,
        "answers": resolution.answers,
        "form_version": resolution.form_version,
        "content_version": resolution.content_version,
        "taken": [
            {"question": row["question"], "on": row["on"], "annotation_id": row["annotation"]}
            for row in resolution.taken
        ],
        "certainty": resolution.certainty,
        "left_out": resolution.left_out,
        "reason": resolution.reason if named else "",
        "comment": resolution.comment if named else "",
        "member": author and shown_person(author.pk, str(author), named=named),
        "created_at": resolution.created_at,
        "assets": asset_views(ids - missing_assets(project, ids)),
    }
