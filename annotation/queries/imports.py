"""Reading imports and what was wrong with their lines."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from accounts.models import Member
from annotation.imports.full import OF_WORK
from annotation.imports.full import READER as FULL
from annotation.imports.mapping import PLACEHOLDER, Mapped, keeps_history
from annotation.models import Asset, Import, ImportProblem, Project


def imports(project: Project | None = None) -> QuerySet[Import]:
    """Imports with their files, of one project if it is named."""
    every = Import.objects.select_related("asset", "project", "bucket")
    return every if project is None else every.filter(project=project)


def file_of(job: Import) -> Asset:
    """The uploaded file that an import reads."""
    assert job.asset_id is not None, "it reads something else"
    return Asset.objects.get(pk=job.asset_id)


def problems(job: Import) -> QuerySet[ImportProblem]:
    """The lines that did not become items; sort them by `line`."""
    return ImportProblem.objects.filter(job=job)


def losses_of(job: Import) -> list[dict[str, Any]]:
    """What of the files cannot be kept, as they are mapped now: the past of answers comes along with work alone."""
    if job.format != FULL.name or not keeps_history(Mapped(**job.mapping)):
        return list(job.losses)
    return [each for each in job.losses if each["what"] not in OF_WORK]


def members_named(job: Import) -> dict[str, str]:
    """{a person's id in the files: the member whom they are here}, by choice or by e-mail; placeholders left out."""
    chosen = Mapped(**job.mapping).people
    emails = {person["email"].lower(): person["id"] for person in job.people if person["email"]}
    rows = Member.objects.filter(removed_at=None).annotate(address=Lower("user__email"))
    known = rows.filter(address__in=list(emails)).values_list("pk", "address") if emails else ()
    by_email = {emails[address]: str(pk) for pk, address in known}
    named = {person["id"]: chosen.get(person["id"], by_email.get(person["id"], "")) for person in job.people}
    return {person: member for person, member in named.items() if member and member != PLACEHOLDER}
