"""How far a project is."""

from typing import Any

from django.db.models import Count, Max, Q, Sum

from annotation.models import Annotation, Assignment, Item, Project
from annotation.queries.people import shown_person

PLACES = ("open", "claimed", "submitted", "skipped")


def progress(project: Project, *, named: bool) -> dict[str, Any]:
    """Items by state, places by state, and what each person did; people by name or by pseudonym."""
    items = Item.objects.filter(project=project).aggregate(
        items=Count("id"), done=Count("id", filter=Q(state="done")), open=Count("id", filter=Q(state="open"))
    )
    states = Assignment.objects.filter(project=project).values_list("state").annotate(Count("id"))
    places = dict(states)
    return {
        **items,
        "places": {state: places.get(state, 0) for state in PLACES},
        "people": _people(project, named=named),
        "last_submitted_at": Annotation.objects.filter(project=project).aggregate(at=Max("submitted_at"))["at"],
    }


def _people(project: Project, *, named: bool) -> list[dict[str, Any]]:
    done = (
        Annotation.objects.filter(project=project)
        .values("member_id", "member__user__name", "member__user__email")
        .annotate(submitted=Count("id"), seconds=Sum("seconds"))
    )
    skips = Assignment.objects.filter(project=project, state="skipped").values_list("member_id").annotate(Count("id"))
    skipped = dict(skips)
    rows = [
        {
            "member": shown_person(
                row["member_id"], row["member__user__name"] or row["member__user__email"], named=named
            ),
            "submitted": row["submitted"],
            "skipped": skipped.get(row["member_id"], 0),
            "seconds": row["seconds"],
        }
        for row in done
    ]
    return sorted(rows, key=lambda row: (-row["submitted"], row["member"]["name"]))
