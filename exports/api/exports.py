"""Exports and their files."""

from datetime import datetime, timedelta
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import ALWAYS, ProblemSerializer, described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.api.jobs import JobShape, job_json
from annotation.api.projects import project_of
from annotation.forms import Form
from annotation.queries.forms import current_form
from annotation.storage import MAX_LINK_SECONDS
from exports.actions import exports as actions
from exports.actions.choosing import IDS
from exports.actions.exports import NotFinished
from exports.formats.divided import sizes
from exports.formats.options import CHECKS
from exports.formats.records import Format
from exports.formats.registry import FORMATS
from exports.models import Export
from exports.queries import exports as queries


class LossShape(serializers.Serializer[Any]):
    """What the format has no place for, and how much of it there was."""

    what = serializers.CharField()
    count = serializers.IntegerField()


class ExportShape(JobShape):
    """An export; `done` and `total` are annotations, `counts` say what went into the file and what was left out."""

    project_id = serializers.UUIDField()
    release_id = serializers.UUIDField(allow_null=True)
    format = serializers.CharField()
    options = serializers.DictField(help_text="What was chosen; `items` is how many were named one by one.")
    filename = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    losses = LossShape(many=True)


class ChoiceShape(serializers.Serializer[Any]):
    """Something that an option may be."""

    value = serializers.CharField()
    title = serializers.CharField()


class OptionShape(serializers.Serializer[Any]):
    """An option of a format, as a form draws it."""

    name = serializers.CharField()
    kind = serializers.ChoiceField([(each, "") for each in CHECKS])
    title = serializers.CharField()
    choices = ChoiceShape(many=True)
    default = serializers.JSONField()


class ExportFormatShape(serializers.Serializer[Any]):
    """A way to write a data set, and whether a form has what it needs."""

    name = serializers.CharField()
    title = serializers.CharField()
    extension = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    fits = serializers.BooleanField()
    why_not = serializers.CharField(allow_blank=True)
    options = OptionShape(many=True)


class ExportInput(StrictSerializer):
    """A file to build.

    The options are the format's own (see `exports/formats`), and for all formats: `answers` (`all`, `accepted`,
    `resolutions`), `people` (`ids`, `pseudonyms`, `none`), `split` ({"train", "validation", "test", "seed"}), and
    `item_ids` or `query` (the filters of the item browser); without these two all items are written.
    """

    format = serializers.CharField(max_length=40)
    options = serializers.DictField(required=False)


class DownloadShape(serializers.Serializer[Any]):
    """Where the file is had until then."""

    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


EXPORTS = listed(ExportShape)


class ExportsView(OrganisationView):
    """A project's exports, newest first."""

    permissions = {"get": Permission.EXPORT, "post": Permission.EXPORT}

    @described("projects_exports_list", EXPORTS)
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.exports(project_of(kwargs))
        return page(request, rows, shape=lambda found: [export_json(job, at=self.at) for job in found], key="-id")

    @described("projects_exports_create", ExportShape, request=ExportInput, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = ExportInput(data=request.data)
        given.is_valid(raise_exception=True)
        job = actions.start_export(
            project=project_of(kwargs),
            format=given.validated_data["format"],
            options=given.validated_data.get("options", {}),
            by=self.member,
            at=self.at,
            names=names_allowed(self),
        )
        return Response(export_json(job, at=self.at), status=202)


class FormatsView(OrganisationView):
    """What a project's answers can be written as, with the options of each format."""

    permissions = {"get": Permission.EXPORT}

    @described("projects_exports_formats", ExportFormatShape(many=True), paged=False)
    def get(self, request: Request, **kwargs: Any) -> Response:
        form = current_form(project_of(kwargs))
        return Response([format_json(kind, form) for kind in FORMATS.values()])


class ExportView(OrganisationView):
    """One export; one of a release may be seen by whoever may accept the release."""

    permissions = {"get": (Permission.EXPORT, Permission.ACCEPT)}

    @described("exports_retrieve", ExportShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(export_json(visible_export(self, kwargs), at=self.at))


class CancelExportView(OrganisationView):
    """Stop an export."""

    permissions = {"post": Permission.EXPORT}

    @described("exports_cancel", ExportShape, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        job = actions.cancel_export(job=export_of(kwargs), by=self.member, at=self.at)
        return Response(export_json(job, at=self.at))


class DownloadView(OrganisationView):
    """The file."""

    permissions = {"get": (Permission.EXPORT, Permission.ACCEPT)}

    @extend_schema(
        operation_id="exports_download",
        responses={
            200: DownloadShape,
            **{(code, "application/problem+json"): ProblemSerializer for code in (*ALWAYS, NotFinished.status)},
        },
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        url = actions.download_export(job=visible_export(self, kwargs), by=self.member, at=self.at)
        return Response({"url": url, "expires_at": self.at + timedelta(seconds=MAX_LINK_SECONDS)})


def export_of(kwargs: dict[str, Any]) -> Export:
    """The export of the address, or 404."""
    job: Export = found(queries.exports(), pk=kwargs["export_id"])
    return job


def visible_export(view: OrganisationView, kwargs: dict[str, Any]) -> Export:
    """The export of the address, or 404: a client sees those of releases, and never who answered."""
    rows = queries.exports()
    if not view.may(Permission.EXPORT):
        rows = rows.filter(release__isnull=False)
    if not names_allowed(view):
        rows = rows.exclude(options__people=IDS)
    job: Export = found(rows, pk=kwargs["export_id"])
    return job


def names_allowed(view: OrganisationView) -> bool:
    """Whether who asks may read who answered: nobody of a client, and no token that is bound to one."""
    return view.may(Permission.EXPORT) and (view.grant is None or view.grant.client_id is None)


def export_json(job: Export, *, at: datetime) -> dict[str, Any]:
    """An export with what is known of its file."""
    return job_json(job, at=at) | {
        "project_id": job.project_id,
        "release_id": job.release_id,
        "format": job.format,
        "options": queries.shown_options(job.options),
        "filename": job.filename,
        "size": job.size,
        "sha256": job.sha256 or None,
        "counts": job.counts,
        "losses": losses(job),
    }


def losses(job: Export) -> list[dict[str, Any]]:
    """What was counted that the format has no place for."""
    words = FORMATS[job.format].losses if job.format in FORMATS else {}
    return [{"what": what, "count": job.counts[name]} for name, what in words.items() if job.counts.get(name)]


def format_json(kind: type[Format], form: Form) -> dict[str, Any]:
    """A format for a form."""
    why_not = kind.why_not(form)
    return {
        "name": kind.name,
        "title": kind.title,
        "extension": kind.extension,
        "description": kind.description,
        "fits": not why_not,
        "why_not": why_not,
        "options": [option.to_json() for option in (*kind.options(form), *sizes(kind))],
    }
