"""What stands out about the people of a project, from one pass over what they answered."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from accounts.models import Member
from accounts.tenancy.keys import cache_key
from annotation.agreement.people_figures import People, PeopleFigures
from annotation.models import Annotation, Project
from annotation.queries.forms import current_form
from annotation.queries.heard import heard_items
from annotation.queries.people import shown_person

DAY = 24 * 60 * 60
LARGE = 10_000
"""From so many annotations on, figures may lag behind: by a second for each thousand of them."""


def people_figures(
    project: Project, *, since: datetime | None, until: datetime | None, named: bool, at: datetime
) -> dict[str, Any]:
    """Every figure of the people who answered in this time, and of every two of them who answered enough together.

    They are kept until something changes; those of a large project are heard anew only after a while (`counted_at`
    says of when they are).
    """
    kept = _kept(project, since=since, until=until, at=at)
    return {"counted_at": kept["at"], **shown_people(kept["people"], named=named)}


def person_figures(
    project: Project, member_id: UUID, *, since: datetime | None, until: datetime | None, named: bool, at: datetime
) -> dict[str, Any] | None:
    """The figures of one of them, week by week too; by the id that the reader knows them by. None of somebody who has
    answered nothing.
    """
    people: People = _kept(project, since=since, until=until, at=at)["people"]
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


def _kept(project: Project, *, since: datetime | None, until: datetime | None, at: datetime) -> dict[str, Any]:
    """{"people", "at"} as they are now, or were a short while ago."""
    key = cache_key("people", project.pk, since, until)
    kept: dict[str, Any] | None = cache.get(key)
    state = _state(project)
    if kept is None or not (kept["state"] == state or at < kept["good_until"]):
        people = _heard(project, since=since, until=until)
        heard = sum(row["annotations"] for row in people.people)
        patience = timedelta(milliseconds=heard if heard >= LARGE else 0)
        kept = {"state": state, "good_until": at + patience, "people": people, "at": at}
        cache.set(key, kept, DAY)
    return kept


def _heard(project: Project, *, since: datetime | None, until: datetime | None) -> People:
    collector = PeopleFigures(current_form(project))
    for heard in heard_items(project, since=since, until=until):
        collector.hear(heard)
    return collector.figures()


def _state(project: Project) -> list[Any]:
    """What changes whenever figures may: answers, and which items count or are gold."""
    rows = Annotation.objects.filter(project=project)
    counted = rows.aggregate(Count("id"), Max("submitted_at"), Max("withdrawn_at"), Sum("revision"))
    changed = project.items.aggregate(latest=Max("updated_at"))["latest"]
    return [project.form_version, changed, *counted.values()]
