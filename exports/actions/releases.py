"""Releases: a project's answers are written down once, numbered, and never change; the client accepts them or not."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.models import Member
from accounts.refusals import Invalid, Refused
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.projects import hold_still
from annotation.forms import Problem
from annotation.models import JobState, Project
from annotation.queries.people import managers_of
from exports.actions.choosing import COMMON, Options, read_common, read_own
from exports.actions.exports import AREA, ZIP, ending, format_named, is_packed, word
from exports.actions.parts import throw_away
from exports.formats.freeze import Freeze
from exports.models import Decision, Export, Release, ReleaseComment
from exports.queries.about import read_about
from exports.queries.exports import shown_options
from exports.queries.releases import OFFERED, code_version, freeze_of, state_of

LONGEST_COMMENT = 10_000
OF_RELEASES = ("answers", "people", "split")


class NotOffered(Refused):
    """Only what is complete, and was not accepted yet, can be accepted or rejected."""

    type = "release-not-offered"
    title = "This release is not waiting for a decision"


class NotReady(Refused):
    """Nothing can be made of a release before it is complete."""

    type = "release-not-ready"
    title = "This release is not complete"


class Accepted(Refused):
    """What a client has accepted stays."""

    type = "release-accepted"
    title = "This release was accepted and stays"


def start_release(
    *, project: Project, name: str, notes: str, licence: str, options: Options, by: Member, at: datetime, names: bool
) -> Release:
    """Write a project's answers, as they are when a worker begins, down as its next release.

    `options` are those that every file has (see `choosing`); pseudonyms unless it says otherwise. Without `names`
    nobody's id may be in it.
    """
    if not name.strip():
        raise Invalid(problems=[Problem("/name", "A release needs a name.")])
    chosen = read_common({"people": "pseudonyms"} | options, names=names, below="")
    hold_still(project.pk)  # two at once would have one number
    last = Release.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    release = Release.objects.create(
        project=project,
        number=last + 1,
        name=name.strip(),
        notes=notes,
        licence=licence,
        options=shown_options(chosen),
        code_version=code_version(),
        created_by=by,
        created_at=at,
    )
    _new_file(release, Freeze.name, chosen | {"media": False}, "jsonl", Freeze.media_type, by, at)
    record_event("release.started", subject=release, actor=by, at=at, number=release.number, name=release.name)
    return release


def start_release_export(*, release: Release, format: str, options: Options, by: Member, at: datetime) -> Export:  # noqa: A002
    """Have a format written from what a release froze. `options` are the format's own."""
    frozen = freeze_of(release)
    if frozen.state != JobState.DONE:
        raise NotReady(f"It is {state_of(release)}.")
    fixed = [Problem(f"/options/{name}", "The release has decided on this.") for name in options if name in COMMON]
    if fixed:
        raise Invalid(problems=fixed)
    about, kind = read_about(frozen.about), format_named(format)
    if reason := kind.why_not(about.form):
        raise Invalid(problems=[Problem("/format", reason)])
    own = read_own(options, about.form, kind)
    chosen = own | {name: frozen.options[name] for name in OF_RELEASES}
    packed = is_packed(kind(own, about.form), chosen)
    name = f"{word(kind)}.{ending(kind, packed=packed)}"
    job = _new_file(release, format, chosen, name, ZIP if packed else kind.media_type, by, at)
    Export.objects.filter(pk=job.pk).update(frozen_at=frozen.frozen_at, total=about.annotations)
    job.refresh_from_db()
    record_event("export.started", subject=job, actor=by, at=at, format=format, release=str(release.pk))
    return job


def decide_release(*, release: Release, decision: Decision, comment: str, by: Member, at: datetime) -> Release:
    """Accept or reject a release, for its client. What was rejected may be accepted later; what was accepted stays.

    Raises `NotOffered` for a release that is not complete, or was accepted.
    """
    if len(comment) > LONGEST_COMMENT:
        raise Invalid(problems=[Problem("/comment", f"At most {LONGEST_COMMENT:,} characters.")])
    held = Release.objects.select_for_update(of=("self",)).select_related("project").get(pk=release.pk)
    if state_of(held) not in {OFFERED, Decision.REJECTED}:
        raise NotOffered(f"It is {state_of(held)}.")
    held.decision = decision
    Release.objects.filter(pk=held.pk).update(decision=decision)
    ReleaseComment.objects.create(
        project=held.project, release=held, text=comment, decision=decision, created_by=by, created_at=at
    )
    record_event(f"release.{decision}", subject=held, actor=by, at=at, number=held.number, comment=comment)
    told: dict[str, Any] = {"release": held.number, "name": held.name, "comment": comment}
    people = {*managers_of(held.project), held.created_by} - {by}
    notify(people, f"release.{decision}", subject=held, project_id=held.project_id, at=at, **told)
    return held


def delete_release(*, release: Release, by: Member, at: datetime) -> None:
    """Throw a release and all its files away. Raises `Accepted` for one that was accepted."""
    held = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if held.decision == Decision.ACCEPTED:
        raise Accepted
    files = list(Export.objects.filter(release=held))
    record_event("release.deleted", subject=held, actor=by, at=at, number=held.number, name=held.name)
    held.delete()
    transaction.on_commit(partial(_remove, files, current_organisation_id()), robust=True)


def _remove(files: list[Export], organisation: UUID) -> None:
    for file in files:
        if file.about.get("object_lock"):
            storage.hold(organisation, file.key, on=False)
        throw_away(file, organisation)


def _new_file(
    release: Release, kind: str, options: Options, name: str, media_type: str, by: Member, at: datetime
) -> Export:
    slug = slugify(release.project.name)[:80] or "project"
    return Export.objects.create(
        project=release.project,
        release=release,
        format=kind,
        options=options,
        filename=f"{slug}-release-{release.number}{'.' if kind == Freeze.name else '-'}{name}",
        media_type=media_type,
        key=storage.new_key(current_organisation_id(), AREA),
        created_by=by,
        created_at=at,
    )
