"""Quality reports: what people said until a moment, in figures, written as JSON, CSV and PDF.

A report is made of one moment of the database, in one pass over each project. Nothing of it is kept on the way: a
worker that follows one that was killed begins anew, with a later moment and files of its own.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.models import Client, Member, Role
from accounts.refusals import Invalid, Refused
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.actions.jobs import UNFINISHED, LeaseLost, cancel, close, record, run, save_progress
from annotation.forms import Problem
from annotation.models import JobState, Project
from annotation.queries.people import managers_of
from annotation.queries.snapshot import snapshot
from exports.actions.exports import NotFinished
from exports.actions.freezing import Clock
from exports.actions.meanwhile import Meanwhile
from exports.models import Naming, Release, Report, ReportSchedule
from exports.queries import reports as queries
from exports.queries.releases import freeze_of
from exports.reports.changes import compare
from exports.reports.files import FILES, written
from exports.reports.report import assemble
from exports.reports.section import Json
from exports.reports.spoken import LANGUAGES

AREA = "reports"


class InTheMaking(Refused):
    """A report is a pass over everything: one of each is enough."""

    type = "report-in-the-making"
    title = "This report is being made already"


def start_report(
    *,
    client: Client,
    project: Project | None,
    wanted: Mapping[str, Any],
    by: Member,
    at: datetime,
    names: bool,
    schedule: ReportSchedule | None = None,
    due_at: datetime | None = None,
) -> Report:
    """Have a report made of a project, or of all of a client's, as they are when a worker begins; for a schedule when
    it was due.

    `wanted` has any of `since`, `until`, `release_id`, `people`, `probe` and `language`: that of its
    document, else of whoever asks. Without `names` nobody's may be in it.
    Raises `InTheMaking` for what somebody already waits for.
    """
    since, until = wanted.get("since"), wanted.get("until")
    people = wanted.get("people") or (Naming.NAMES if names else Naming.PSEUDONYMS)
    problems = list(_problems(since, until, people, names=names))
    release = _release(project, wanted.get("release_id"), problems, period=bool(since or until))
    if problems:
        raise Invalid(problems=problems)
    about = {
        "client": client,
        "project": project,
        "release": release,
        "since_at": since,
        "until_at": until,
        "people": people,
        "probe": bool(wanted.get("probe")),
        "language": wanted.get("language") or _language_of(by),
    }
    if schedule is None and Report.objects.filter(**about, state__in=UNFINISHED).exists():
        raise InTheMaking
    report = Report.objects.create(
        **about,
        schedule=schedule,
        due_at=due_at,
        filename=f"{slugify((project or client).name)[:80] or 'project'}-quality-{at:%Y-%m-%d}",
        created_by=by,
        created_at=at,
    )
    record_event("report.started", subject=report, actor=by, at=at, people=people)
    return report


def cancel_report(*, report: Report, by: Member, at: datetime) -> Report:
    """Stop a report that is being made."""
    if cancel(report, at=at):
        record_event("report.cancelled", subject=report, actor=by, at=at)
        _throw_away_later(report)
    return report


def delete_report(*, report: Report, by: Member, at: datetime) -> None:
    """Throw a report and its files away; one that is being made is never finished."""
    record_event("report.deleted", subject=report, actor=by, at=at, filename=report.filename)
    _throw_away_later(report)
    report.delete()


def download_report(*, report: Report, kind: str, by: Member, at: datetime) -> str:
    """An address that serves one of the files for five minutes."""
    if report.state != JobState.DONE:
        raise NotFinished(f"The report is {report.state}.")
    record_event("report.downloaded", subject=report, actor=by, at=at, file=kind)
    return storage.presigned_get(
        current_organisation_id(),
        report.files[kind]["key"],
        media_type=FILES[kind].media_type,
        filename=f"{report.filename}.{kind}",
        inline=False,
    )


def build_report(report_id: UUID, *, now: Clock) -> None:
    """Make a report from its beginning."""
    run(
        Report,
        report_id,
        work=lambda report: _build(report, now),
        failed=lambda report, error: _fail(report, error, now),
    )


def _build(report: Report, now: Clock) -> None:
    throw_away(report.files, current_organisation_id())  # of a worker before
    with transaction.atomic():
        record(report, files=_new_keys(), done=0, total=queries.items_of(report))
    try:
        made_at, content = _read(report, now)
        files = _store(report, content)
        _finish(report, files, now, made_at=made_at, previous_id=content["previous"] and content["previous"]["id"])
    except LeaseLost:  # or it was cancelled, or deleted; the files are this worker's alone
        throw_away(report.files, current_organisation_id())
        raise


def _read(report: Report, now: Clock) -> tuple[datetime, Json]:
    """What the report says, of the moment at which its snapshot is taken."""
    made_at = now()
    with Meanwhile(report) as meanwhile, snapshot():
        before = queries.report_before(report)
        scope, previous = queries.scope_of(report), queries.previous_of(before)
        sections = queries.read_sections(report, meanwhile.reached)
    if before is not None:
        earlier = queries.content_of(before)["projects"]
        for section in sections:
            compare(section, earlier)
    people, pk = report.people, str(report.pk)
    return made_at, assemble(pk=pk, made_at=made_at, scope=scope, people=people, previous=previous, sections=sections)


def _new_keys() -> dict[str, Any]:
    """Where the files of this worker will be: known before there are any, so that whoever follows can delete them."""
    return {kind: {"key": storage.new_key(current_organisation_id(), AREA)} for kind in FILES}


def _store(report: Report, content: Json) -> dict[str, Any]:
    """Write each file and give it to the store; what is recorded of them."""
    files = {}
    for kind, file in written(content, report.language):
        key = report.files[kind]["key"]
        storage.put(current_organisation_id(), key, file.data, media_type=FILES[kind].media_type)
        files[kind] = {"key": key, "size": len(file.data), "sha256": file.sha256}
        save_progress(report)
    return files


def _finish(report: Report, files: dict[str, Any], now: Clock, **changes: Any) -> None:
    at = now()
    with transaction.atomic():
        close(report, JobState.DONE, at=at, files=files, done=report.total, **changes)
        record_event("report.finished", subject=report, actor=None, at=at, state=JobState.DONE)
        _tell(report, "report.ready", _asking(report) | _client(report), at=at)


def _fail(report: Report, error: str, now: Clock) -> None:
    throw_away(report.files, current_organisation_id())
    at = now()
    with transaction.atomic():
        close(report, JobState.FAILED, at=at, error=error)
        record_event("report.finished", subject=report, actor=None, at=at, state=JobState.FAILED, error=error)
        _tell(report, "report.failed", _asking(report), at=at)


def _tell(report: Report, kind: str, people: set[Member], *, at: datetime) -> None:
    about = report.project or report.client
    told = {"project": about.name, "client": str(report.client_id)}
    notify(people, kind, subject=report, project_id=report.project_id, at=at, **told)


def _asking(report: Report) -> set[Member]:
    """Who asked for it; of one that is made every week also the managers."""
    if not report.schedule_id:
        return {report.created_by}
    projects = [report.project] if report.project else Project.objects.filter(client=report.client_id)
    return {report.created_by, *chain.from_iterable(map(managers_of, projects))}


def _client(report: Report) -> set[Member]:
    """The client's people, of a weekly report that tells nobody's name."""
    if not report.schedule_id or report.people == Naming.NAMES:
        return set()
    return set(Member.objects.filter(role=Role.CLIENT, bound_clients__client=report.client_id))


def throw_away(files: Mapping[str, Any], organisation_id: UUID) -> None:
    """What nobody will ever read does not stay in the store."""
    for file in files.values():
        storage.delete(organisation_id, file["key"])


def _throw_away_later(report: Report) -> None:
    # After the commit, when no worker can begin again. One that is at work does the same when it notices.
    transaction.on_commit(partial(throw_away, dict(report.files), current_organisation_id()), robust=True)


def _language_of(member: Member) -> str:
    """The one in which they have the pages, or English."""
    chosen = member.user.preferences.get("language")
    return chosen if chosen in LANGUAGES else "en"


def _problems(since: datetime | None, until: datetime | None, people: str, *, names: bool) -> Any:
    if since and until and since >= until:
        yield Problem("/until", "A time after the first one.")
    if people not in Naming.values:
        yield Problem("/people", f"One of {', '.join(Naming.values)}.")
    elif people == Naming.NAMES and not names:
        yield Problem("/people", "You may have pseudonyms only.")


def _release(project: Project | None, pk: Any, problems: list[Problem], *, period: bool) -> Release | None:
    """The release that is named, if it is one of the project and complete."""
    if pk is None:
        return None
    release = Release.objects.filter(project=project, pk=pk).first() if project else None
    if release is None or freeze_of(release).state != JobState.DONE:
        problems.append(Problem("/release_id", "This is no complete release of the project."))
    elif period:
        problems.append(Problem("/release_id", "A release is of no period: it says what was known when it was made."))
    return release
