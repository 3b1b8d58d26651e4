"""Uploads and the assets that become of them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.actions import assets as actions
from annotation.api.work import uuid_parameter
from annotation.models import Asset, AssetState
from annotation.queries import assets as queries
from annotation.queries.assignments import own_assignments
from annotation.queries.projects import projects

PURPOSES = ["image", "text"]
PROJECT = OpenApiParameter("project", UUID, description="Only this project.")


class UploadInput(StrictSerializer):
    """A file to come. Texts are told by the ending of their names: `.txt`, `.md` or `.jsonl`.

    Annotators name an own claimed assignment whose form takes pictures, and upload pictures for their answers.
    """

    project_id = serializers.UUIDField()
    filename = serializers.CharField(max_length=255)
    size = serializers.IntegerField(min_value=1, max_value=2**40, help_text="Bytes.")
    media_type = serializers.CharField(max_length=100, allow_blank=True)
    purpose = serializers.ChoiceField(PURPOSES)
    assignment_id = serializers.UUIDField(required=False)


class UploadShape(serializers.Serializer[Any]):
    """Where to send the file: a multipart/form-data POST to `url`, the `fields` first and the part `file` last."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    fields = serializers.DictField(child=serializers.CharField())  # type: ignore[assignment]  # the contract's word


class AssetShape(serializers.Serializer[Any]):
    """An uploaded file. `url` serves it for five minutes, once it is ready; `reason` says why it was refused."""

    id = serializers.UUIDField()
    project_id = serializers.UUIDField()
    filename = serializers.CharField()
    kind = serializers.ChoiceField(PURPOSES)
    state = serializers.ChoiceField(AssetState.choices)
    reason = serializers.CharField(allow_blank=True)
    media_type = serializers.CharField()
    size = serializers.IntegerField()
    width = serializers.IntegerField(allow_null=True)
    height = serializers.IntegerField(allow_null=True)
    url = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()


class UploadsView(OrganisationView):
    """New files."""

    permissions = {"post": (Permission.IMPORT, Permission.ANNOTATE)}

    @described("uploads_create", UploadShape, request=UploadInput)
    def post(self, request: Request, **_: Any) -> Response:
        names_work = isinstance(request.data, dict) and "assignment_id" in request.data
        if not names_work and not self.may(Permission.IMPORT):
            raise PermissionDenied
        given = UploadInput(data=request.data)
        given.is_valid(raise_exception=True)
        fields = dict(given.validated_data)
        project = found(projects(), pk=fields.pop("project_id"))
        if wanted := fields.pop("assignment_id", None):
            assignment = found(own_assignments(self.member), pk=wanted, project=project)
            asset, form = actions.start_own_upload(assignment=assignment, by=self.member, at=self.at, **fields)
        else:
            asset, form = actions.start_upload(project=project, by=self.member, at=self.at, **fields)
        return Response({"id": asset.pk, "url": form.url, "fields": form.fields}, status=201)


class CompleteView(OrganisationView):
    """The file was sent."""

    permissions = {"post": (Permission.IMPORT, Permission.ANNOTATE)}

    @described("uploads_complete", AssetShape, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.assets() if self.may(Permission.IMPORT) else queries.uploaded_by(self.member)
        asset = found(rows, pk=kwargs["upload_id"])
        return Response(asset_json(actions.complete_upload(asset=asset)), status=202)


class AssetsView(OrganisationView):
    """Uploaded files, newest first."""

    permissions = {"get": Permission.SEE_ITEMS}
    query = frozenset({"project"})

    @described("assets_list", listed(AssetShape), parameters=[PROJECT])
    def get(self, request: Request, **_: Any) -> Response:
        rows = queries.assets(uuid_parameter(request, "project"))
        return page(request, rows, shape=lambda found: [asset_json(asset) for asset in found], key="-id")


class AssetView(OrganisationView):
    """One uploaded file, for whoever sees the items, and for who uploaded it."""

    permissions = {"get": (Permission.SEE_ITEMS, Permission.ANNOTATE)}

    @described("assets_retrieve", AssetShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.assets() if self.may(Permission.SEE_ITEMS) else queries.uploaded_by(self.member)
        return Response(asset_json(found(rows, pk=kwargs["asset_id"])))


def asset_json(asset: Asset) -> dict[str, Any]:
    """An asset, with a link once it was verified."""
    return {
        "id": asset.pk,
        "project_id": asset.project_id,
        "filename": asset.filename,
        "kind": asset.purpose,
        "state": asset.status,
        "reason": asset.reason,
        "media_type": asset.media_type,
        "size": asset.size,
        "width": asset.width,
        "height": asset.height,
        "url": queries.link(asset),
        "created_at": asset.created_at,
    }
