"""Freezing: the items and answers of a data set are chosen in one statement, and what its card says is written down."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from accounts.tenancy import current_organisation_id
from annotation.actions.jobs import save_progress
from annotation.actions.projects import hold_still, note_frozen
from annotation.models import Project, ProjectForm
from annotation.queries.agreement import agreement
from exports.actions.choosing import selected
from exports.formats.jsonl import timestamp
from exports.models import Export
from exports.queries.everything import everything_about
from exports.queries.pseudonyms import names_of_people

Clock = Callable[[], datetime]

CHUNK_ITEMS = 500
# All of a project is read, so a loop over one table inside another is never the way; a planner that takes the tables
# for empty, as it does until they are analysed, would choose it.
WITHOUT_LOOPS = "SET LOCAL enable_nestloop = off"
# The current revision of every annotation that counts.
ANNOTATIONS = """
  SELECT a.item_id, count(*) AS n,
    json_agg(json_build_array(r.id, a.seconds, a.verdict, a.id, a.member_id, coalesce(s.shown, '[]'))
      ORDER BY a.submitted_at, r.id) AS answers
  FROM annotation_annotation a
  JOIN annotation_revision r ON r.annotation_id = a.id AND r.number = a.revision
  JOIN annotation_assignment s ON s.id = a.assignment_id AND s.state <> 'withdrawn'
  WHERE a.organisation_id = %(organisation)s AND a.project_id = %(project)s AND a.withdrawn_at IS NULL
    AND (NOT %(accepted)s OR a.verdict IN ('accepted', 'corrected'))
  GROUP BY a.item_id
"""
RESOLUTIONS = """
  SELECT item_id, 1 AS n, json_build_array(json_build_array(id, 0, '', id, NULL, '[]'::json)) AS answers
  FROM annotation_resolution
  WHERE organisation_id = %(organisation)s AND project_id = %(project)s AND replaced_at IS NULL
"""
# Whole items, because a preference row needs everybody's answers to an item.
FREEZE = """
WITH answered AS ({answers}), chosen AS (
  SELECT i.position, coalesce(n, 0) AS n, row_number() OVER (ORDER BY i.position) - 1 AS number,
    json_build_object('id', i.id, 'version', i.content_version, 'state', i.state, 'agreement', i.agreement,
      'metadata', i.metadata::text, 'answers', coalesce(answers, '[]')) AS item
  FROM annotation_item i LEFT JOIN answered ON item_id = i.id
  WHERE i.organisation_id = %(organisation)s AND i.project_id = %(project)s AND i.state <> 'withdrawn'
    AND i.position >= 0 AND (%(unanswered)s OR n IS NOT NULL)
    AND (%(selected)s::uuid[] IS NULL OR i.id = ANY (%(selected)s))
), chunks AS (
  INSERT INTO exports_exportchunk (id, organisation_id, project_id, export_id, number, items, answers)
  SELECT gen_random_uuid(), %(organisation)s, %(project)s, %(export)s, number / %(size)s,
    json_agg(item ORDER BY position)::text, sum(n)
  FROM chosen GROUP BY number / %(size)s
)
SELECT count(*), coalesce(sum(n), 0) FROM chosen
"""


class Needs(NamedTuple):
    """What a format writes: items that nobody has answered too, how well people agree, everything there is."""

    unanswered: bool
    card: bool
    whole: bool


def freeze(job: Export, now: Clock, needs: Needs) -> None:
    """Choose what goes into the file.

    Whoever takes work back at the same moment does it before, and it is left out, or after, and is refused.
    """
    at = now()
    with transaction.atomic():
        rates = agreement(job.project) if needs.card else []
    with transaction.atomic():
        hold_still(job.project_id)
        items, annotations = _choose(job, unanswered=needs.unanswered)
        about = _about(job, at) | {"items": items, "annotations": annotations, "agreement": rates}
        if needs.whole:
            about["more"] = _more(job)
        note_frozen(job.project_id)
        save_progress(job, frozen_at=at, total=annotations, about=about)


def _choose(job: Export, *, unanswered: bool) -> tuple[int, int]:
    kind = job.options["answers"]
    values: Mapping[str, Any] = {
        "organisation": current_organisation_id(),
        "project": job.project_id,
        "export": job.pk,
        "accepted": kind == "accepted",
        "unanswered": unanswered,
        "selected": selected(job.project, job.options),
        "size": CHUNK_ITEMS,
    }
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_LOOPS)
        cursor.execute(FREEZE.format(answers=RESOLUTIONS if kind == "resolutions" else ANNOTATIONS), values)
        items, annotations = cursor.fetchone() or (0, 0)
        cursor.execute("SET LOCAL enable_nestloop TO DEFAULT")
    return int(items), int(annotations)


def _about(job: Export, at: datetime) -> dict[str, Any]:
    """What a card says, as JSON (see `exports.queries.about`)."""
    project = Project.objects.select_related("client").get(pk=job.project_id)
    forms = ProjectForm.objects.filter(project=project).order_by("version").values_list("version", "definition")
    release = job.release
    return {
        "project": project.name,
        "client": project.client.name,
        "form": project.form_version,
        "forms": [[version, definition] for version, definition in forms],
        "guidelines": project.guidelines,
        "guidelines_version": project.guidelines_version,
        "created_at": timestamp(release.created_at if release else at),
        "licence": release.licence if release else "",
        "release": release.number if release else None,
        "notes": release.notes if release else "",
    }


def _more(job: Export) -> dict[str, Any]:
    people = job.options["people"]
    names = names_of_people(people, job.project_id)
    return everything_about(Project.objects.get(pk=job.project_id), known=people == "ids", names=names)
