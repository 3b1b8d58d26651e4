"""Buckets of clients: read by imports, written to by deliveries."""

from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actions import buckets as actions
from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import bad_cursor, cursor_at, cursor_of, limit_of, page
from accounts.api.serializers import NameField, StrictSerializer
from accounts.models import Bucket
from accounts.permissions import Permission
from accounts.queries.buckets import buckets
from accounts.refusals import Refused
from annotation.api.prompts import client_of
from annotation.buckets import BucketError, list_objects, problem_with
from annotation.roles import can_borrow, external_id

PREFIX = OpenApiParameter("prefix", str, description="What the keys begin with; the bucket's own prefix by default.")


class NotReached(Refused):
    """The store refused, or could not be reached."""

    type = "bucket-not-reached"
    title = "The bucket could not be read"


class BucketInput(StrictSerializer):
    """A bucket as it is sent. The secret key is kept sealed and never comes back."""

    name = NameField()
    endpoint = serializers.CharField(max_length=300)
    region = serializers.CharField(max_length=60, default="us-east-1")
    bucket = serializers.CharField(max_length=63)
    prefix = serializers.CharField(max_length=500, allow_blank=True, default="", trim_whitespace=False)
    access_key = serializers.CharField(max_length=200, required=False, allow_blank=True)
    secret_key = serializers.CharField(max_length=200, required=False, allow_blank=True)
    role_arn = serializers.CharField(
        max_length=600, required=False, allow_blank=True, help_text="A role to take on instead of keys."
    )
    writable = serializers.BooleanField(default=False)


class BucketShape(serializers.Serializer[Any]):
    """A bucket; `problem` says what kept it from being reached when it was last checked."""

    id = serializers.UUIDField()
    client_id = serializers.UUIDField()
    name = serializers.CharField()
    endpoint = serializers.CharField()
    region = serializers.CharField()
    bucket = serializers.CharField()
    prefix = serializers.CharField(allow_blank=True)
    access_key_ends = serializers.CharField(
        allow_blank=True, help_text="The last four characters of the access key; empty where there is a role."
    )
    role_arn = serializers.CharField(
        allow_blank=True, help_text="The role that is taken on; empty where there are keys."
    )
    writable = serializers.BooleanField()
    checked_at = serializers.DateTimeField(allow_null=True)
    problem = serializers.CharField(allow_blank=True)


class RolesShape(serializers.Serializer[Any]):
    """Whether roles can be taken on here, and the external id that the client's account must ask us for."""

    possible = serializers.BooleanField()
    external_id = serializers.CharField()


class ObjectShape(serializers.Serializer[Any]):
    """An object of a bucket."""

    key = serializers.CharField()
    size = serializers.IntegerField()


class BucketsView(OrganisationView):
    """A client's buckets."""

    permissions = {"get": Permission.MANAGE_CLIENTS, "post": Permission.MANAGE_CLIENTS}

    @described("clients_buckets_list", listed(BucketShape, roles=RolesShape()))
    def get(self, request: Request, **kwargs: Any) -> Response:
        client = client_of(kwargs)
        answer = page(request, buckets(client.pk), shape=lambda found: [bucket_json(bucket) for bucket in found])
        answer.data["roles"] = {"possible": can_borrow(), "external_id": external_id(client.pk)}
        return answer

    @described("clients_buckets_create", BucketShape, request=BucketInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = BucketInput(data=request.data)
        given.is_valid(raise_exception=True)
        client = client_of(kwargs)
        bucket = actions.add_bucket(client=client, fields=given.validated_data, by=self.member, at=self.at)
        return Response(bucket_json(bucket), status=201)


class BucketView(OrganisationView):
    """One bucket."""

    permissions = {
        "get": Permission.MANAGE_CLIENTS,
        "patch": Permission.MANAGE_CLIENTS,
        "delete": Permission.MANAGE_CLIENTS,
    }

    @described("buckets_retrieve", BucketShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(bucket_json(bucket_of(kwargs)))

    @described("buckets_change", BucketShape, request=BucketInput, match=False)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        bucket = _locked(kwargs)
        given = BucketInput(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        actions.change_bucket(bucket=bucket, fields=given.validated_data, by=self.member, at=self.at)
        return Response(bucket_json(bucket))

    @described("buckets_remove")
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.remove_bucket(bucket=_locked(kwargs), by=self.member, at=self.at)
        return Response(status=204)


class CheckBucketView(OrganisationView):
    """Try whether a bucket can be reached now."""

    permissions = {"post": Permission.MANAGE_CLIENTS}
    asks_elsewhere = True

    @described("buckets_check", BucketShape, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        with transaction.atomic():
            bucket = bucket_of(kwargs)
        problem = problem_with(bucket)
        with transaction.atomic():
            return Response(bucket_json(actions.note_check(bucket=_locked(kwargs), problem=problem, at=self.at)))


class BucketObjectsView(OrganisationView):
    """What a bucket holds, level by level."""

    permissions = {"get": (Permission.MANAGE_CLIENTS, Permission.IMPORT)}
    query = frozenset({"prefix"})
    asks_elsewhere = True

    @described(
        "buckets_objects",
        listed(ObjectShape, prefixes=serializers.ListField(child=serializers.CharField())),
        parameters=[PREFIX],
        refusals=(409,),
    )
    def get(self, request: Request, **kwargs: Any) -> Response:
        with transaction.atomic():
            bucket = bucket_of(kwargs)
        prefix = request.query_params.get("prefix") or bucket.prefix
        try:
            listing = list_objects(bucket, prefix=prefix, after=_after(request), limit=limit_of(request))
        except BucketError as error:
            raise NotReached(str(error)) from None
        rows = [{"key": each.key, "size": each.size} for each in listing.found if each.key != prefix]
        after = cursor_at(listing.next) if listing.next else None
        return Response({"results": rows, "prefixes": listing.prefixes, "next": after})


def bucket_of(kwargs: dict[str, Any]) -> Bucket:
    """The bucket of the address, or 404."""
    bucket: Bucket = found(buckets(), pk=kwargs["bucket_id"])
    return bucket


def bucket_json(bucket: Bucket) -> dict[str, Any]:
    """A bucket without its keys."""
    return {
        "id": bucket.pk,
        "client_id": bucket.client_id,
        "name": bucket.name,
        "endpoint": bucket.endpoint,
        "region": bucket.region,
        "bucket": bucket.bucket,
        "prefix": bucket.prefix,
        "access_key_ends": f"…{bucket.access_key[-4:]}" if bucket.access_key else "",
        "role_arn": bucket.role_arn,
        "writable": bucket.writable,
        "checked_at": bucket.checked_at,
        "problem": bucket.problem,
    }


def _locked(kwargs: dict[str, Any]) -> Bucket:
    bucket: Bucket = found(buckets().select_for_update(of=("self",)), pk=kwargs["bucket_id"])
    return bucket


def _after(request: Request) -> str | None:
    match cursor_of(request):
        case None:
            return None
        case [str(after)]:
            return after
    raise bad_cursor()
