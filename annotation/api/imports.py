"""Imports: files of any known format becoming items."""

from datetime import timedelta
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import bad_cursor, cursor_at, cursor_of, limit_of, page
from accounts.permissions import Permission
from annotation.actions import import_requests as actions
from annotation.actions.import_previews import Foreseen, assets_named, preview
from annotation.actions.import_problems import problems_link
from annotation.api.import_shapes import (
    CommitInput,
    ForeseenShape,
    FormatShape,
    ImportInput,
    ImportProblemShape,
    ImportShape,
    MappingInput,
    foreseen_json,
    import_json,
)
from annotation.api.projects import project_of
from annotation.imports.readers import READERS
from annotation.models import Import, ImportProblem
from annotation.queries import imports as queries
from annotation.queries.assets import asset_views
from annotation.storage import MAX_LINK_SECONDS

SOURCES = ("asset_id", "bucket_id", "prefix", "urls")
ENDINGS: dict[str, tuple[str, ...]] = {
    "jsonl": (".jsonl",),
    "csv": (".csv", ".tsv"),
    "xlsx": (".xlsx",),
    "parquet": (".parquet", ".zip"),
    "folder": (".zip",),
    "hh_rlhf": (".jsonl",),
    "chats": (".jsonl", ".json"),
    "concord": (".jsonl", ".zip"),
    "label_studio": (".json", ".zip"),
    "argilla": (".json", ".jsonl", ".parquet", ".zip"),
    "doccano": (".jsonl", ".json"),
    "cvat": (".xml", ".zip"),
    "coco": (".json", ".zip"),
    "voc": (".xml", ".zip"),
    "yolo": (".zip",),
    "conll": (".conll", ".bio", ".txt"),
}
"""How the names of files of each format usually end."""


class DownloadLinkShape(serializers.Serializer[Any]):
    """A file, for a few minutes."""

    url = serializers.CharField()
    expires_at = serializers.DateTimeField()


class FormatsView(OrganisationView):
    """What can be imported."""

    permissions = {"get": Permission.IMPORT}

    @described("imports_formats", FormatShape(many=True), paged=False)
    def get(self, request: Request, **_: Any) -> Response:
        known = [
            {"name": reader.name, "title": reader.title, "endings": ENDINGS.get(reader.name, (".json",))}
            for reader in READERS.values()
        ]
        return Response(known)


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
        named = {name: given.validated_data[name] for name in SOURCES if name in given.validated_data}
        job = actions.start_import(
            project=project_of(kwargs),
            source=actions.Source(**named),
            by=self.member,
            at=self.at,
            format_name=given.validated_data.get("format", ""),
            mapping=given.validated_data.get("mapping"),
            preview=given.validated_data.get("preview", False),
        )
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


class MappingView(OrganisationView):
    """How an import reads its files; another mapping has them read and compared again."""

    permissions = {"put": Permission.IMPORT}

    @described("imports_mapping", ImportShape, request=MappingInput, status=202, match=False)
    def put(self, request: Request, **kwargs: Any) -> Response:
        given = MappingInput(data=request.data)
        given.is_valid(raise_exception=True)
        job = actions.change_mapping(
            job=import_of(kwargs),
            mapping=given.validated_data["mapping"],
            by=self.member,
            at=self.at,
            format_name=given.validated_data.get("format", ""),
        )
        return Response(import_json(job, at=self.at), status=202)


class CommitImportView(OrganisationView):
    """Let what an import has shown go into the project."""

    permissions = {"post": Permission.IMPORT}

    @described("imports_commit", ImportShape, request=CommitInput, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = CommitInput(data=request.data)
        given.is_valid(raise_exception=True)
        job = actions.commit_import(job=import_of(kwargs), by=self.member, at=self.at, **given.validated_data)
        return Response(import_json(job, at=self.at), status=202)


class PreviewView(OrganisationView):
    """The rows that were read, and what would become of each."""

    permissions = {"get": Permission.IMPORT}

    @described("imports_preview", listed(ForeseenShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        number, offset = _place(request)
        rows, then = preview(import_of(kwargs), number=number, offset=offset, limit=limit_of(request))
        return Response({"results": _shown(rows), "next": then and cursor_at(*then)})


class ImportProblemsView(OrganisationView):
    """What was wrong, line by line."""

    permissions = {"get": Permission.IMPORT}

    @described("imports_problems", listed(ImportProblemShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        def shape(rows: list[ImportProblem]) -> list[Any]:
            return [{"line": row.line, "where": row.where or f"line {row.line}", "detail": row.detail} for row in rows]

        return page(request, queries.problems(import_of(kwargs)), shape=shape, key="line")


class ProblemsDownloadView(OrganisationView):
    """The lines that became no items, each with why, as a JSONL file."""

    permissions = {"get": Permission.IMPORT}

    @described("imports_problems_download", DownloadLinkShape, refusals=(409,))
    def get(self, request: Request, **kwargs: Any) -> Response:
        url = problems_link(import_of(kwargs))
        return Response({"url": url, "expires_at": self.at + timedelta(seconds=MAX_LINK_SECONDS)})


def import_of(kwargs: dict[str, Any]) -> Import:
    """The import of the address, or 404."""
    job: Import = found(queries.imports(), pk=kwargs["import_id"])
    return job


def _place(request: Request) -> tuple[int, int]:
    match cursor_of(request):
        case None:
            return 0, 0
        case [int(number), int(offset)] if 0 <= number <= offset < 2**62:
            return number, offset
    raise bad_cursor()


def _shown(rows: list[Foreseen]) -> list[dict[str, Any]]:
    names = [assets_named([row]) for row in rows]
    views = asset_views(set().union(*names))
    return [foreseen_json(row, views, named) for row, named in zip(rows, names, strict=True)]
