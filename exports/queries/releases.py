"""Reading releases, and what they say of themselves."""

import tomllib
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from annotation.models import JobState, Project
from exports.formats.freeze import Freeze
from exports.formats.readme import ReleaseFile, release_readme
from exports.models import Export, Release, ReleaseComment
from exports.queries.about import read_about
from exports.queries.exports import shown_options

OFFERED = "offered"


def releases(project: Project | None = None, *, names: bool = True) -> QuerySet[Release]:
    """Releases with their freeze and comments, of one project if it is named; without `names` only those in which
    nobody's id stands.
    """
    rows = Release.objects.select_related("created_by__user", "project").prefetch_related(
        Prefetch("exports", Export.objects.filter(format=Freeze.name), to_attr="freezes"),
        Prefetch("comments", ReleaseComment.objects.select_related("created_by__user").order_by("id")),
    )
    rows = rows if names else rows.exclude(options__people="ids")
    return rows if project is None else rows.filter(project=project)


def freeze_of(release: Release) -> Export:
    """The export that wrote the release's rows down."""
    known: list[Export] = getattr(release, "freezes", [])
    return known[0] if known else Export.objects.get(release=release, format=Freeze.name)


def files_of(release: Release) -> QuerySet[Export]:
    """The files that were written from a release."""
    return Export.objects.filter(release=release).exclude(format=Freeze.name)


def state_of(release: Release) -> str:
    """Where a release stands: `building`, `offered` to its client, `accepted`, `rejected` or `failed`."""
    state = freeze_of(release).state
    if state == JobState.DONE:
        return release.decision or OFFERED
    return "failed" if state in {JobState.FAILED, JobState.CANCELLED} else "building"


def manifest(release: Release) -> dict[str, Any]:
    """What a release is made of, with the checksum of each file. The same until another file is written from it."""
    frozen = freeze_of(release)
    about = frozen.about
    return {
        "release": release.number,
        "name": release.name,
        "project": about["project"],
        "client": about["client"],
        "created_at": about["created_at"],
        "frozen_at": frozen.frozen_at,
        "notes": release.notes,
        "licence": release.licence,
        "options": release.options,
        "items": about["items"],
        "annotations": about["annotations"],
        "form_version": about["form"],
        "form_versions": [version for version, _ in about["forms"]],
        "guidelines_version": about["guidelines_version"],
        "agreement": about["agreement"],
        "code_version": release.code_version,
        "object_lock": about.get("object_lock", False),
        "files": [
            {
                "filename": file.filename,
                "format": file.format,
                "options": shown_options(file.options),
                "media_type": file.media_type,
                "size": file.size,
                "sha256": file.sha256,
                "counts": file.counts,
            }
            for file in _finished(release)
        ],
    }


def readme(release: Release) -> str:
    """The release's README, in markdown."""
    files = [
        ReleaseFile(file.filename, file.format, file.size or 0, file.sha256, file.options)
        for file in _finished(release)
        if file.format != Freeze.name
    ]
    return release_readme(read_about(freeze_of(release).about), files)


def _finished(release: Release) -> QuerySet[Export]:
    return Export.objects.filter(release=release, state=JobState.DONE).order_by("id")


@cache
def code_version() -> str:
    """The version of Concord that runs."""
    described = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(described["project"]["version"])
