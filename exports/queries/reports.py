"""Reading reports, and what they are made of: one pass over each project, all of one moment."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
from django.db.models import DurationField, ExpressionWrapper, F, Q, QuerySet

from accounts.models import Client, Member
from accounts.queries.pseudonyms import pseudonym_id
from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.agreement.evaluation import Scores
from annotation.agreement.heard import Heard
from annotation.models import Item, ItemState, JobState, Project
from annotation.queries.forms import current_form
from annotation.queries.heard import heard_items
from annotation.queries.model_figures import scored, thresholds
from annotation.queries.people import shown_person
from annotation.queries.truth import deciding_by, labels_saved, learnt_of_all
from annotation.queries.workflow import workflow_of
from exports.models import Naming, Report, ReportSchedule
from exports.queries.pseudonyms import names_of_people
from exports.queries.released import ReleasedItems, response_texts
from exports.reports.learnt import Compared, Texts
from exports.reports.report import Previous, Scope, moment
from exports.reports.section import Json, People, Section, Wanted

CHUNK = 500
"""Items whose texts are read at once."""
LASTS = ExpressionWrapper(F("until_at") - F("since_at"), output_field=DurationField())
Reached = Callable[[], None]
"""Hears of each item that was read."""


def reports(*, names: bool) -> QuerySet[Report]:
    """Reports with who asked for them; without `names` those that tell nobody's."""
    rows = Report.objects.select_related("created_by__user")
    return rows if names else rows.filter(people=Naming.PSEUDONYMS)


def report_schedules(**about: Any) -> QuerySet[ReportSchedule]:
    """Schedules, of a `project` or of a `client` and no single project of it if they are named."""
    return ReportSchedule.objects.filter(**about)


def report_before(report: Report) -> Report | None:
    """The one to compare with: the latest of the same kind about the same that was done before this one began.

    A period is of the same kind as one that is as long, or, where one end is open, has the same other end.
    """
    alike = Q(client_id=report.client_id, project_id=report.project_id, people=report.people)
    kind = Q(release__isnull=report.release_id is None) & _as_long(report)
    done = Report.objects.annotate(lasts=LASTS).filter(alike, kind, state=JobState.DONE, id__lt=report.pk)
    return done.order_by("-id").first()


def _as_long(report: Report) -> Q:
    since, until = report.since_at, report.until_at
    return Q(lasts=until - since) if since and until else Q(since_at=since, until_at=until)


def content_of(report: Report) -> Json:
    """The JSON of a report that is done."""
    stored = storage.read(current_organisation_id(), report.files["json"]["key"])
    content: Json = orjson.loads(b"".join(stored))
    return content


def people_behind(report: Report) -> dict[str, Member]:
    """Who is behind the people of a report that is done, each under the id that stands in it: their own, the pseudonym
    that clients know, or the one of a release that was frozen with pseudonyms.
    """
    known = {row["member"]["id"] for section in content_of(report)["projects"] for row in section["people"]}
    in_files = names_of_people("pseudonyms", report.project_id) if report.project_id else None
    found = {}
    for member in Member.objects.select_related("user").order_by("pk"):
        own = str(member.pk)
        ids = (own, str(pseudonym_id(member.pk)), in_files and in_files(own))
        found.update({shown: member for shown in ids if shown and shown in known})
    return found


def items_of(report: Report) -> int:
    """About how many items will be read."""
    if report.release_id:
        return int(ReleasedItems(report.release_id).about.items)
    items = Item.objects.filter(project__in=_projects(report)).exclude(state=ItemState.WITHDRAWN)
    return items.count()


def scope_of(report: Report) -> Scope:
    """What the report is of, as it says itself."""
    client = Client.objects.get(pk=report.client_id)
    release = report.release
    return Scope(
        client={"id": str(client.pk), "name": client.name},
        since=moment(report.since_at) if report.since_at else None,
        until=moment(report.until_at) if report.until_at else None,
        release=release and {"id": str(release.pk), "number": release.number, "name": release.name},
    )


def previous_of(report: Report | None) -> Previous | None:
    """How a report names the one that it is compared with."""
    if report is None or report.made_at is None:
        return None
    return Previous(id=str(report.pk), made_at=moment(report.made_at))


def read_sections(report: Report, reached: Reached) -> list[Json]:
    """A section for each project with something to tell. Needs a snapshot, or the sections are of several moments."""
    if report.release_id:
        return [_released(report, report.release_id, reached)]
    found = (_section(report, project, reached) for project in _projects(report))
    return [section for section in found if section["counts"]["items"] or report.project_id]


def _projects(report: Report) -> QuerySet[Project]:
    rows = Project.objects.filter(client_id=report.client_id).order_by("name", "id")
    return rows if report.project_id is None else rows.filter(pk=report.project_id)


def _section(report: Report, project: Project, reached: Reached) -> Json:
    """What a project's items say now, or said in the period."""
    whole = report.since_at is None and report.until_at is None
    section = Section(current_form(project), settled=whole)
    items = scored(project, heard_items(project, since=report.since_at, until=report.until_at, whole=whole))
    probe = _hear(report, section, items, reached, _texts)
    people = _members(section.heard_of, named=report.people == Naming.NAMES)
    wanted = replace(_wanted(project, whole=whole), probe=probe)
    return section.to_json({"id": str(project.pk), "name": project.name}, people, wanted)


def _released(report: Report, release_id: UUID, reached: Reached) -> Json:
    """What a release's rows say, whatever has happened since."""
    items = ReleasedItems(release_id)
    section = Section(items.about.form, settled=True)
    probe = _hear(report, section, ((heard, {}) for heard in items.heard()), reached, items.texts)
    people = items.people(section.heard_of, named=report.people == Naming.NAMES)
    project = {"id": str(report.project_id), "name": items.about.project}
    return section.to_json(project, people, replace(items.wanted(), probe=probe))


def _hear(
    report: Report,
    section: Section,
    items: Iterable[tuple[Heard, Scores]],
    reached: Reached,
    texts: Callable[[Collection[str]], Texts],
) -> Json | None:
    """Have every item heard once; what a probe finds in them, where the report wants one."""
    compared = Compared(section.form)
    for heard, scores in items:
        section.hear(heard, scores)
        if report.probe:
            compared.hear(heard)
        reached()
    return compared.curves(texts(compared.items)) if report.probe else None


def _texts(items: Collection[str]) -> Texts:
    """The texts of items' responses."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        rows = Item.objects.filter(pk__in=chunk).values_list("pk", "content")
        yield from ((str(pk), response_texts(content)) for pk, content in rows)


def _wanted(project: Project, *, whole: bool) -> Wanted:
    """What the project wants of its answers at present."""
    workflow = workflow_of(project)
    return Wanted(
        by=deciding_by(workflow),
        confidence=workflow.resolve.confidence,
        thresholds={(row.question, row.category): row.most for row in thresholds(project)},
        labels_saved=labels_saved(project, workflow) if whole else None,
        decided=learnt_of_all(project) if whole else {},
    )


def _members(ids: Iterable[str], *, named: bool) -> People:
    """Whoever was heard, as the reader may know them."""
    members = Member.objects.filter(pk__in=[UUID(each) for each in ids]).select_related("user")
    shown = {str(row.pk): shown_person(row.pk, str(row), named=named) for row in members}
    return lambda person: shown[person]
