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
from annotation.storage import PresignedPost

PURPOSES = ["image", "text", "data"]
PROJECT = OpenApiParameter("project", UUID, description="Only this project.")


class UploadInput(StrictSerializer):
    """A file to come. Texts are told by the ending of their names: `.txt`, `.md` or `.jsonl`; and so is the data that
    an import reads. With `multipart` it is sent in parts, and a break costs no more than one of them.

    Annotators name an own claimed assignment whose form takes pictures, and upload pictures for their answers.
    """

    project_id = serializers.UUIDField()
    filename = serializers.CharField(max_length=255)
    size = serializers.IntegerField(min_value=1, max_value=2**40, help_text="Bytes.")
    media_type = serializers.CharField(max_length=100, allow_blank=True)
    purpose = serializers.ChoiceField(PURPOSES)
    multipart = serializers.BooleanField(required=False)
    assignment_id = serializers.UUIDField(required=False)


class UploadShape(serializers.Serializer[Any]):
    """Where to send the file: a multipart/form-data POST to `url`, the `fields` first and the part `file` last; or,
    where `url` is null, `parts` parts of `part_size` bytes each but the last.
    """

    id = serializers.UUIDField()
    url = serializers.CharField(allow_null=True)
    part_size = serializers.IntegerField(allow_null=True)
    parts = serializers.IntegerField(allow_null=True)
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


class PartsInput(StrictSerializer):
    """Parts about to be sent."""

    numbers = serializers.ListField(
        child=serializers.IntegerField(min_value=1), min_length=1, max_length=actions.MOST_PARTS_AT_ONCE
    )


class PartAddressesShape(serializers.Serializer[Any]):
    """Where to PUT the bytes of each part, by its number, within an hour."""

    urls = serializers.DictField(child=serializers.CharField())


class PartsShape(serializers.Serializer[Any]):
    """An upload in parts, and which of them have arrived."""

    part_size = serializers.IntegerField()
    parts = serializers.IntegerField()
    arrived = serializers.ListField(child=serializers.IntegerField())


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
        form: PresignedPost | None
        if wanted := fields.pop("assignment_id", None):
            fields.pop("multipart", None)
            assignment = found(own_assignments(self.member), pk=wanted, project=project)
            asset, form = actions.start_own_upload(assignment=assignment, by=self.member, at=self.at, **fields)
        else:
            asset, form = actions.start_upload(project=project, by=self.member, at=self.at, **fields)
        return Response(_upload_json(asset, form), status=201)


class PartsView(OrganisationView):
    """The parts of an upload: which have arrived, and where to send others."""

    permissions = {"get": Permission.IMPORT, "post": Permission.IMPORT}

    @described("uploads_parts_retrieve", PartsShape, refusals=(409,))
    def get(self, request: Request, **kwargs: Any) -> Response:
        asset = found(queries.assets(), pk=kwargs["upload_id"])
        arrived = actions.arrived_parts(asset=asset)
        return Response({"part_size": asset.part_size, "parts": len(actions.part_sizes(asset)), "arrived": arrived})

    @described("uploads_parts_create", PartAddressesShape, request=PartsInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = PartsInput(data=request.data)
        given.is_valid(raise_exception=True)
        asset = found(queries.assets(), pk=kwargs["upload_id"])
        addresses = actions.part_addresses(asset=asset, numbers=given.validated_data["numbers"])
        return Response({"urls": {str(number): url for number, url in addresses.items()}})


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


def _upload_json(asset: Asset, form: PresignedPost | None) -> dict[str, Any]:
    if form is None:
        parts = len(actions.part_sizes(asset))
        return {"id": asset.pk, "url": None, "fields": {}, "part_size": asset.part_size, "parts": parts}
    return {"id": asset.pk, "url": form.url, "fields": form.fields, "part_size": None, "parts": None}


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
