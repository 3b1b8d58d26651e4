"""What stands out about the people of a project, from one pass over what they answered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Sum

from accounts.models import Member
from annotation.agreement.people_figures import People, PeopleFigures
from annotation.models import Annotation, Project
from annotation.queries.forms import current_form
from annotation.queries.heard import heard_items
from annotation.queries.people import shown_person


def heard_people(project: Project, *, since: datetime | None = None, until: datetime | None = None) -> People:
    """Every figure of the people who answered in this time, and of every two of them who answered enough together."""
    collector = PeopleFigures(current_form(project))
    for heard in heard_items(project, since=since, until=until):
        collector.hear(heard)
    return collector.figures()


def shown_person_figures(people: People, member_id: UUID, *, named: bool) -> dict[str, Any] | None:
    """The figures of one of them, week by week too; by the id that the reader knows them by. None of somebody who has
    answered nothing.
    """
    names = _names(people)
    for row in people.people:
        shown = shown_person(UUID(row["person"]), names[row["person"]], named=named)
        if shown["id"] == member_id:
            return {"member": shown, **{key: value for key, value in row.items() if key != "person"}}
    return None


def shown_people(people: People, *, named: bool) -> dict[str, Any]:
    """Figures with the people as the reader may see them."""
    names = _names(people)
    shown = {person: shown_person(UUID(person), name, named=named) for person, name in names.items()}
    return {
        "usual_seconds": dict(people.usual_seconds),
        "people": [
            {"member": shown[row["person"]], **{key: row[key] for key in ("annotations", "median_seconds", "figures")}}
            for row in sorted(people.people, key=lambda row: -row["annotations"])
        ],
        "pairs": [{**row, "members": [shown[person] for person in row["members"]]} for row in people.pairs],
    }


def _names(people: People) -> dict[str, str]:
    members = Member.objects.filter(pk__in=[row["person"] for row in people.people]).select_related("user")
    return {str(member.pk): str(member) for member in members}


def people_state(project: Project) -> list[Any]:
    """What changes whenever figures may: answers, and which items count or are gold."""
    rows = Annotation.objects.filter(project=project)
    counted = rows.aggregate(Count("id"), Max("submitted_at"), Max("withdrawn_at"), Sum("revision"))
    changed = project.items.aggregate(latest=Max("updated_at"))["latest"]
    return [project.form_version, changed, *counted.values()]
