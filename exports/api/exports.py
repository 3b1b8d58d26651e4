"""Exports."""

from datetime import datetime, timedelta
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.api.jobs import JobShape, job_json
from annotation.api.projects import project_of
from exports.actions import exports as actions
from exports.models import Export, ExportFormat
from exports.queries import exports as queries

LINK_LASTS = timedelta(minutes=5)
ROWS = [("merged", "One row for each pair, by majority"), ("annotators", "One row for each person and pair")]


class ExportOptionsShape(serializers.Serializer[Any]):
    """What the file was made with; a format has only its own of these."""

    question = serializers.CharField(required=False)
    rows = serializers.ChoiceField(ROWS, required=False)
    style = serializers.CharField(required=False)


class ExportShape(JobShape):
    """An export; `done` and `total` are annotations, `counts` tells what is in the file and what was left out."""

    format = serializers.ChoiceField(ExportFormat.choices)
    options = ExportOptionsShape()
    filename = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_blank=True)
    counts = serializers.DictField(child=serializers.IntegerField())


class ExportOptionsInput(StrictSerializer):
    """Of a preference file: which ranking, and whether several people's are merged."""

    question = serializers.CharField(max_length=100, required=False)
    rows = serializers.ChoiceField(ROWS, required=False)


class ExportInput(StrictSerializer):
    """A file to build."""

    format = serializers.ChoiceField(ExportFormat.choices)
    options = ExportOptionsInput(default=dict)


class DownloadShape(serializers.Serializer[Any]):
    """Where the file is had, for a few minutes."""

    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


class ExportsView(OrganisationView):
    """A project's exports, newest first."""

    permissions = {"get": Permission.EXPORT, "post": Permission.EXPORT}

    @described("projects_exports_list", listed(ExportShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.exports(project_of(kwargs))
        return page(request, rows, shape=lambda found: [export_json(job, at=self.at) for job in found], key="-id")

    @described("projects_exports_create", ExportShape, request=ExportInput, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = ExportInput(data=request.data)
        given.is_valid(raise_exception=True)
        export = actions.start_export(
            project=project_of(kwargs),
            format=ExportFormat(given.validated_data["format"]),
            options=dict(given.validated_data["options"]),
            by=self.member,
            at=self.at,
        )
        return Response(export_json(export, at=self.at), status=202)


class ExportView(OrganisationView):
    """One export."""

    permissions = {"get": Permission.EXPORT}

    @described("exports_retrieve", ExportShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(export_json(export_of(kwargs), at=self.at))


class CancelExportView(OrganisationView):
    """Stop an export."""

    permissions = {"post": Permission.EXPORT}

    @described("exports_cancel", ExportShape, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        export = actions.cancel_export(export=export_of(kwargs), by=self.member, at=self.at)
        return Response(export_json(export, at=self.at))


class DownloadExportView(OrganisationView):
    """The file of a finished export."""

    permissions = {"get": Permission.EXPORT}

    @described("exports_download", DownloadShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        url = actions.download_link(export=export_of(kwargs), by=self.member, at=self.at)
        return Response({"url": url, "expires_at": self.at + LINK_LASTS})


def export_of(kwargs: dict[str, Any]) -> Export:
    """The export of the address, or 404."""
    export: Export = found(queries.exports(), pk=kwargs["export_id"])
    return export


def export_json(export: Export, *, at: datetime) -> dict[str, Any]:
    """An export run."""
    return job_json(export, at=at) | {
        "format": export.format,
        "options": export.options,
        "filename": export.filename,
        "size": export.size,
        "sha256": export.sha256,
        "counts": export.counts,
    }
