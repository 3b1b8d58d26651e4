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
from annotation.storage import MAX_LINK_SECONDS
from exports.actions import exports as actions
from exports.actions.exports import NotFinished
from exports.models import Export, ExportFormat
from exports.queries import exports as queries

ROWS = ["merged", "annotators"]
MOST_NAMED = 10_000


class OptionsShape(serializers.Serializer[Any]):
    """What was chosen: of preference pairs, and which items."""

    question = serializers.CharField(required=False)
    rows = serializers.ChoiceField(ROWS, required=False)
    style = serializers.ChoiceField(["standard", "conversational"], required=False)  # type: ignore[assignment]
    items = serializers.IntegerField(required=False, help_text="How many items were named.")
    query = serializers.DictField(child=serializers.CharField(), required=False)


class ExportShape(JobShape):
    """An export; `done` and `total` are annotations, `counts` say what went into the file and what was left out."""

    format = serializers.ChoiceField(ExportFormat.choices)
    options = OptionsShape()
    filename = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())


class OptionsInput(StrictSerializer):
    """`question` names a ranking of the form (needed if there are several); `rows` one row a pair, or one a person.

    Without `item_ids` and `query` (the filters of the item browser) all items are written.
    """

    question = serializers.CharField(max_length=64, required=False)
    rows = serializers.ChoiceField(ROWS, required=False)
    item_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_NAMED, required=False)
    query = serializers.DictField(child=serializers.CharField(max_length=500), required=False)


class ExportInput(StrictSerializer):
    """A file to build."""

    format = serializers.ChoiceField(ExportFormat.choices)
    options = OptionsInput(required=False)


class DownloadShape(serializers.Serializer[Any]):
    """Where the file is had until then."""

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
        job = actions.start_export(
            project=project_of(kwargs),
            format=given.validated_data["format"],
            options=_options(given.validated_data.get("options", {})),
            by=self.member,
            at=self.at,
        )
        return Response(export_json(job, at=self.at), status=202)


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
        job = actions.cancel_export(job=export_of(kwargs), by=self.member, at=self.at)
        return Response(export_json(job, at=self.at))


class DownloadView(OrganisationView):
    """The file."""

    permissions = {"get": Permission.EXPORT}

    @extend_schema(
        operation_id="exports_download",
        responses={
            200: DownloadShape,
            **{(code, "application/problem+json"): ProblemSerializer for code in (*ALWAYS, NotFinished.status)},
        },
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        url = actions.download_export(job=export_of(kwargs), by=self.member, at=self.at)
        return Response({"url": url, "expires_at": self.at + timedelta(seconds=MAX_LINK_SECONDS)})


def export_of(kwargs: dict[str, Any]) -> Export:
    """The export of the address, or 404."""
    job: Export = found(queries.exports(), pk=kwargs["export_id"])
    return job


def _options(given: dict[str, Any]) -> dict[str, Any]:
    """The options as they are kept."""
    named = {"item_ids": [str(pk) for pk in given["item_ids"]]} if "item_ids" in given else {}
    return {**given, **named}


def export_json(job: Export, *, at: datetime) -> dict[str, Any]:
    """An export with what is known of its file."""
    return job_json(job, at=at) | {
        "format": job.format,
        "options": actions.shown_options(job.options),
        "filename": job.filename,
        "size": job.size,
        "sha256": job.sha256 or None,
        "counts": job.counts,
    }
