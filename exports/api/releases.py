"""Releases: made by the vendor, read, accepted or rejected by the client."""

from datetime import datetime
from itertools import islice
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import ALWAYS, ProblemSerializer, described, listed
from accounts.api.pages import bad_cursor, cursor_at, cursor_of, limit_of, page
from accounts.api.serializers import NameField, StrictSerializer
from accounts.permissions import Permission
from annotation.api.jobs import JobShape, job_json
from annotation.api.projects import project_of
from annotation.models import JobState
from exports.actions import releases as actions
from exports.actions.releases import NotReady
from exports.api.exports import EXPORTS, ExportInput, ExportShape, export_json, names_allowed
from exports.models import Decision, Release, ReleaseComment
from exports.queries import releases as queries
from exports.queries.differences import (
    Place,
    count_differences,
    differences,
    shown_difference,
)

STATES = [(state, state.title()) for state in ("building", "offered", "accepted", "rejected", "failed")]
DOWNLOAD = OpenApiParameter("download", {"type": "string", "enum": ["1"]}, description="As a file to be kept.")
OTHER = OpenApiParameter("with", {"type": "string", "format": "uuid"}, required=True, description="The one before.")
OPTIONS = ("answers", "people", "split", "query", "item_ids")


class ByShape(serializers.Serializer[Any]):
    """Who did something."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ReleaseCommentShape(serializers.Serializer[Any]):
    """What somebody said of a release; `verdict` is empty where they decided nothing."""

    by = ByShape()
    at = serializers.DateTimeField()
    text = serializers.CharField(allow_blank=True)
    verdict = serializers.CharField(allow_blank=True, help_text="accepted, rejected or nothing.")


class ReleaseShape(JobShape):
    """A release with the job that writes its rows down; `size` and `sha256` are those of what it froze."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    notes = serializers.CharField(allow_blank=True)
    licence = serializers.CharField(allow_blank=True)
    options = serializers.DictField()
    project_id = serializers.UUIDField()
    state_of_release = serializers.ChoiceField(STATES)
    items = serializers.IntegerField()
    annotations = serializers.IntegerField()
    sha256 = serializers.CharField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    created_by = ByShape()
    form_version = serializers.IntegerField(allow_null=True)
    guidelines_version = serializers.IntegerField(allow_null=True)
    agreement = serializers.ListField(child=serializers.DictField())
    comments = ReleaseCommentShape(many=True)


class FileShape(serializers.Serializer[Any]):
    """A file of a release."""

    filename = serializers.CharField()
    format = serializers.CharField()
    options = serializers.DictField()
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())


class ManifestShape(serializers.Serializer[Any]):
    """What a release is made of. With `object_lock` the store itself keeps its files from being deleted."""

    release = serializers.IntegerField()
    name = serializers.CharField()
    project = serializers.CharField()
    client = serializers.CharField()
    created_at = serializers.DateTimeField()
    frozen_at = serializers.DateTimeField()
    notes = serializers.CharField(allow_blank=True)
    licence = serializers.CharField(allow_blank=True)
    options = serializers.DictField()
    items = serializers.IntegerField()
    annotations = serializers.IntegerField()
    form_version = serializers.IntegerField()
    form_versions = serializers.ListField(child=serializers.IntegerField())
    guidelines_version = serializers.IntegerField()
    agreement = serializers.ListField(child=serializers.DictField())
    code_version = serializers.CharField()
    object_lock = serializers.BooleanField()
    files = FileShape(many=True)


class ReleaseInput(StrictSerializer):
    """A release to make; what `answers`, `people` and `split` mean is told with exports. Pseudonyms by default."""

    name = NameField()
    notes = serializers.CharField(max_length=20_000, allow_blank=True, default="")
    licence = serializers.CharField(max_length=120, allow_blank=True, default="")
    answers = serializers.CharField(required=False)
    people = serializers.CharField(required=False)
    split = serializers.DictField(required=False, allow_null=True)
    query = serializers.DictField(required=False)
    item_ids = serializers.ListField(required=False)


class DecisionInput(StrictSerializer):
    """Why."""

    comment = serializers.CharField(max_length=10_000, allow_blank=True, default="")


class ReleaseDifferenceShape(serializers.Serializer[Any]):
    """What became of an item; `before` and `after` are its content, metadata, state and annotations."""

    external_id = serializers.CharField()
    change = serializers.ChoiceField([("added", "Added"), ("removed", "Removed"), ("changed", "Changed")])
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)


class ReleasesView(OrganisationView):
    """A project's releases, newest first."""

    permissions = {"get": Permission.ACCEPT, "post": Permission.EXPORT}

    @described("projects_releases_list", listed(ReleaseShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.releases(project_of(kwargs), names=names_allowed(self))
        return page(request, rows, shape=lambda found: [release_json(row, at=self.at) for row in found], key="-id")

    @described("projects_releases_create", ReleaseShape, request=ReleaseInput, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = ReleaseInput(data=request.data)
        given.is_valid(raise_exception=True)
        sent = given.validated_data
        release = actions.start_release(
            project=project_of(kwargs),
            **{name: sent[name] for name in ("name", "notes", "licence")},
            options={name: sent[name] for name in OPTIONS if name in sent},
            by=self.member,
            at=self.at,
            names=names_allowed(self),
        )
        return Response(release_json(release, at=self.at), status=202)


class ReleaseView(OrganisationView):
    """One release."""

    permissions = {"get": Permission.ACCEPT, "delete": Permission.EXPORT}

    @described("releases_retrieve", ReleaseShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(release_json(release_of(self, kwargs), at=self.at))

    @described("releases_delete")
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.delete_release(release=release_of(self, kwargs), by=self.member, at=self.at)
        return Response(status=204)


class ManifestView(OrganisationView):
    """What a release is made of, with the checksum of each file."""

    permissions = {"get": Permission.ACCEPT}
    query = frozenset({"download"})

    @described("releases_manifest", ManifestShape, parameters=[DOWNLOAD], refusals=(409,), paged=False)
    def get(self, request: Request, **kwargs: Any) -> Response:
        release = complete(self, kwargs)
        headers = {"Content-Disposition": f'attachment; filename="release-{release.number}-manifest.json"'}
        return Response(queries.manifest(release), headers=headers if "download" in request.query_params else None)


class ReadmeView(OrganisationView):
    """What a release is, for people, in markdown."""

    permissions = {"get": Permission.ACCEPT}

    @extend_schema(
        operation_id="releases_readme",
        responses={
            (200, "text/markdown"): str,
            **{(code, "application/problem+json"): ProblemSerializer for code in (*ALWAYS, NotReady.status)},
        },
    )
    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        return HttpResponse(
            queries.readme(complete(self, kwargs)),
            content_type="text/markdown; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="README.md"', "Content-Security-Policy": "sandbox"},
        )


class DifferencesView(OrganisationView):
    """What became of the items since another release of the project."""

    permissions = {"get": Permission.ACCEPT}
    query = frozenset({"with"})

    @described(
        "releases_diff",
        listed(
            ReleaseDifferenceShape,
            added=serializers.IntegerField(),
            removed=serializers.IntegerField(),
            changed=serializers.IntegerField(),
        ),
        parameters=[OTHER],
        refusals=(409,),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        release = complete(self, kwargs)
        other = self._other(request, release)
        before, after = queries.freeze_of(other), queries.freeze_of(release)
        limit = limit_of(request)
        some = list(islice(differences(before, after, _place(request)), limit + 1))
        return Response(
            {
                **count_differences(before, after),
                "results": [shown_difference(each) for each in some[:limit]],
                "next": cursor_at(*some[limit - 1].place) if len(some) > limit else None,
            }
        )

    def _other(self, request: Request, release: Release) -> Release:
        try:
            named = serializers.UUIDField().to_internal_value(request.query_params.get("with", ""))
        except ValidationError as error:
            raise ValidationError({"with": error.detail}) from None
        rows = queries.releases(release.project, names=names_allowed(self))
        return _complete(found(rows, pk=named))


class ReleaseExportsView(OrganisationView):
    """The files that were written from a release, newest first."""

    permissions = {"get": Permission.ACCEPT, "post": Permission.EXPORT}

    @described("releases_exports_list", EXPORTS)
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.files_of(release_of(self, kwargs))
        return page(request, rows, shape=lambda found: [export_json(job, at=self.at) for job in found], key="-id")

    @described("releases_exports_create", ExportShape, request=ExportInput, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = ExportInput(data=request.data)
        given.is_valid(raise_exception=True)
        job = actions.start_release_export(
            release=release_of(self, kwargs),
            format=given.validated_data["format"],
            options=given.validated_data.get("options", {}),
            by=self.member,
            at=self.at,
        )
        return Response(export_json(job, at=self.at), status=202)


class DecideView(OrganisationView):
    """Decide on a release, for its client."""

    permissions: ClassVar[Any] = {}
    decision: ClassVar[Decision]

    def decide(self, request: Request, kwargs: dict[str, Any]) -> Response:
        given = DecisionInput(data=request.data)
        given.is_valid(raise_exception=True)
        actions.decide_release(
            release=release_of(self, kwargs),
            decision=self.decision,
            comment=given.validated_data["comment"],
            by=self.member,
            at=self.at,
        )
        return Response(release_json(release_of(self, kwargs), at=self.at))


class AcceptView(DecideView):
    """Accept a release. It then stays for ever."""

    permissions = {"post": Permission.ACCEPT}
    decision = Decision.ACCEPTED

    @described("releases_accept", ReleaseShape, request=DecisionInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.decide(request, kwargs)


class RejectView(DecideView):
    """Reject a release."""

    permissions = {"post": Permission.ACCEPT}
    decision = Decision.REJECTED

    @described("releases_reject", ReleaseShape, request=DecisionInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        return self.decide(request, kwargs)


def release_of(view: OrganisationView, kwargs: dict[str, Any]) -> Release:
    """The release of the address, or 404."""
    release: Release = found(queries.releases(names=names_allowed(view)), pk=kwargs["release_id"])
    return release


def complete(view: OrganisationView, kwargs: dict[str, Any]) -> Release:
    """The same, once its rows are written down; raises `NotReady` before."""
    return _complete(release_of(view, kwargs))


def _complete(release: Release) -> Release:
    if queries.freeze_of(release).state != JobState.DONE:
        raise NotReady(f"It is {queries.state_of(release)}.")
    return release


def _place(request: Request) -> Place:
    """Where a page begins in both files."""
    values = cursor_of(request)
    if values is None:
        return Place()
    if len(values) != len(Place()) or not all(type(value) is int and 0 <= value < 1 << 62 for value in values):
        raise bad_cursor()
    return Place(*values)


def release_json(release: Release, *, at: datetime) -> dict[str, Any]:
    """A release with the job that writes it down, and what was said of it."""
    frozen = queries.freeze_of(release)
    return job_json(frozen, at=at) | {
        "id": release.pk,
        "project_id": release.project_id,
        "number": release.number,
        "name": release.name,
        "notes": release.notes,
        "licence": release.licence,
        "options": release.options,
        "state_of_release": queries.state_of(release),
        "items": frozen.about.get("items", 0),
        "annotations": frozen.about.get("annotations", 0),
        "sha256": frozen.sha256 or None,
        "size": frozen.size,
        "created_by": {"id": release.created_by_id, "name": release.created_by.user.name},
        "created_at": release.created_at,
        "form_version": frozen.about.get("form"),
        "guidelines_version": frozen.about.get("guidelines_version"),
        "agreement": frozen.about.get("agreement", []),
        "comments": [_comment_json(comment) for comment in release.comments.all()],
    }


def _comment_json(comment: ReleaseComment) -> dict[str, Any]:
    return {
        "by": {"id": comment.created_by_id, "name": comment.created_by.user.name},
        "at": comment.created_at,
        "text": comment.text,
        "verdict": comment.decision,
    }
