"""A client's own bucket, for tests: a part of the S3 engine of the settings, reached as a stranger's would be."""

import dataclasses
from typing import Any
from urllib.parse import urlsplit

import pytest
from boto3.session import Session
from django.db import transaction
from django.utils import timezone

from accounts.actions.buckets import add_bucket
from accounts.models import Bucket, Client
from config.tests.world import World


@dataclasses.dataclass
class Shelf:
    """The store behind it, and what one would type into the form."""

    store: Any
    name: str
    fields: dict[str, Any]

    def put(self, key: str, data: bytes) -> None:
        """What the client does with their own tools."""
        self.store.put_object(Bucket=self.name, Key=key, Body=data)

    def get(self, key: str) -> bytes:
        """What lies there."""
        return bytes(self.store.get_object(Bucket=self.name, Key=key)["Body"].read())

    def of(self, world: World, client: Client | None = None, **changed: Any) -> Bucket:
        """The bucket as a client of the world has it."""
        fields = {**self.fields, **changed}
        with world.scope(), transaction.atomic():
            return add_bucket(client=client or world.clients[0], fields=fields, by=world.manager, at=timezone.now())


@pytest.fixture
def shelf(settings, bucket) -> Shelf:
    """The store trusted, as whoever runs an installation may trust one of their own network."""
    s3 = settings.S3
    settings.TRUSTED_HOSTS_OUT = [urlsplit(s3.endpoint).netloc]
    keys = {"aws_access_key_id": s3.access_key, "aws_secret_access_key": s3.secret_key}
    store = Session().client("s3", endpoint_url=s3.endpoint, region_name=s3.region, **keys)
    for left in store.list_objects_v2(Bucket=bucket).get("Contents", []):
        if not left["Key"].startswith("org/"):
            store.delete_object(Bucket=bucket, Key=left["Key"])
    fields = {
        "name": "Files",
        "endpoint": s3.endpoint,
        "region": s3.region,
        "bucket": bucket,
        "prefix": "client/",
        "access_key": s3.access_key,
        "secret_key": s3.secret_key,
        "writable": True,
    }
    return Shelf(store, bucket, fields)
