"""Deliveries of files to clients' buckets."""

from datetime import datetime
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer
from accounts.models import Bucket
from accounts.permissions import Permission
from accounts.queries.buckets import buckets
from accounts.refusals import Fault, Invalid
from annotation.api.jobs import JobShape, job_json
from exports.actions import deliveries as actions
from exports.api.exports import export_of
from exports.models import Delivery
from exports.queries.deliveries import deliveries


class DeliveryShape(JobShape):
    """A copy of a file in a client's bucket; `done` and `total` are bytes."""

    export_id = serializers.UUIDField()
    bucket_id = serializers.UUIDField()
    key = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)


class DeliveryInput(StrictSerializer):
    """Where to: below the bucket's prefix, under the file's own name unless a path is given."""

    bucket_id = serializers.UUIDField()
    path = serializers.CharField(max_length=500, allow_blank=True, default="")


class DeliveriesView(OrganisationView):
    """An export's deliveries, newest first."""

    permissions = {"get": Permission.EXPORT, "post": Permission.EXPORT}

    @described("exports_deliveries_list", listed(DeliveryShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = deliveries(export_of(kwargs))
        return page(request, rows, shape=lambda found: [delivery_json(row, at=self.at) for row in found], key="-id")

    @described("exports_deliveries_create", DeliveryShape, request=DeliveryInput, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = DeliveryInput(data=request.data)
        given.is_valid(raise_exception=True)
        delivery = actions.start_delivery(
            job=export_of(kwargs),
            bucket=bucket_named(given.validated_data["bucket_id"]),
            path=given.validated_data["path"],
            by=self.member,
            at=self.at,
        )
        return Response(delivery_json(delivery, at=self.at), status=202)


class DeliveryView(OrganisationView):
    """One delivery."""

    permissions = {"get": Permission.EXPORT}

    @described("deliveries_retrieve", DeliveryShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(delivery_json(delivery_of(kwargs), at=self.at))


class CancelDeliveryView(OrganisationView):
    """Stop a delivery."""

    permissions = {"post": Permission.EXPORT}

    @described("deliveries_cancel", DeliveryShape, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        delivery = actions.cancel_delivery(delivery=delivery_of(kwargs), by=self.member, at=self.at)
        return Response(delivery_json(delivery, at=self.at))


def delivery_of(kwargs: dict[str, Any]) -> Delivery:
    """The delivery of the address, or 404."""
    delivery: Delivery = found(deliveries(), pk=kwargs["delivery_id"])
    return delivery


def bucket_named(pk: Any) -> Bucket:
    """A bucket that a request names; raises `Invalid`."""
    bucket = buckets().filter(pk=pk).first()
    if bucket is None:
        raise Invalid(problems=[Fault("/bucket_id", "This is no bucket of the project's client.")])
    return bucket


def delivery_json(delivery: Delivery, *, at: datetime) -> dict[str, Any]:
    """A delivery with where it goes."""
    return job_json(delivery, at=at) | {
        "export_id": delivery.export_id,
        "bucket_id": delivery.bucket_id,
        "key": delivery.key,
        "size": delivery.total,
    }
