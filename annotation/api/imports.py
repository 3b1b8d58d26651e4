"""Imports of verified texts."""

from datetime import datetime
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.actions import imports as actions
from annotation.api.jobs import JobShape, job_json
from annotation.api.projects import project_of
from annotation.models import Import, ImportProblem
from annotation.queries import imports as queries


class ImportShape(JobShape):
    """An import; `done` and `total` are bytes of the file, the other numbers are lines."""

    asset_id = serializers.UUIDField()
    filename = serializers.CharField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    skipped = serializers.IntegerField(help_text="Lines whose item the project had already.")
    problem_count = serializers.IntegerField()


class ImportInput(StrictSerializer):
    """A text to import: an uploaded and verified asset of the project."""

    asset_id = serializers.UUIDField()


class ImportProblemShape(serializers.Serializer[Any]):
    """A line that did not become an item."""

    line = serializers.IntegerField()
    detail = serializers.CharField()


class ImportsView(OrganisationView):
    """A project's imports, newest first."""

    permissions = {"get": Permission.IMPORT, "post": Permission.IMPORT}

    @described("projects_imports_list", listed(ImportShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.imports(project_of(kwargs))
        return page(request, rows, shape=lambda found: [import_json(job, at=self.at) for job in found], key="-id")

    @described("projects_imports_create", ImportShape, request=ImportInput, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = ImportInput(data=request.data)
        given.is_valid(raise_exception=True)
        job = actions.start_import(project=project_of(kwargs), by=self.member, at=self.at, **given.validated_data)
        return Response(import_json(job, at=self.at), status=202)


class ImportView(OrganisationView):
    """One import."""

    permissions = {"get": Permission.IMPORT}

    @described("imports_retrieve", ImportShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(import_json(import_of(kwargs), at=self.at))


class CancelImportView(OrganisationView):
    """Stop an import."""

    permissions = {"post": Permission.IMPORT}

    @described("imports_cancel", ImportShape, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        job = actions.cancel_import(job=import_of(kwargs), by=self.member, at=self.at)
        return Response(import_json(job, at=self.at))


class ImportProblemsView(OrganisationView):
    """What was wrong, line by line."""

    permissions = {"get": Permission.IMPORT}

    @described("imports_problems", listed(ImportProblemShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        def shape(rows: list[ImportProblem]) -> list[Any]:
            return [{"line": row.line, "detail": row.detail} for row in rows]

        return page(request, queries.problems(import_of(kwargs)), shape=shape, key="line")


def import_of(kwargs: dict[str, Any]) -> Import:
    """The import of the address, or 404."""
    job: Import = found(queries.imports(), pk=kwargs["import_id"])
    return job


def import_json(job: Import, *, at: datetime) -> dict[str, Any]:
    """An import with its file."""
    return job_json(job, at=at) | {
        "asset_id": job.asset_id,
        "filename": job.asset.filename,
        "created": job.created,
        "updated": job.updated,
        "skipped": job.skipped,
        "problem_count": job.problem_count,
    }
