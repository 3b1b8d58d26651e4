"""What runs out is dropped, in every organisation."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from accounts.models import IdempotentReply
from accounts.tasks import clear_out
from config.safety import refuse_unsafe_database


def reply(member, key, age):
    IdempotentReply.objects.create(
        member=member, key=key, request_hash=b"", created_at=timezone.now() - age, status=200
    )


def test_old_replies_are_forgotten_and_young_ones_kept(acme, globex):
    for world in (acme, globex):
        with world.scope():
            reply(world.ann, "old", timedelta(days=3))
            reply(world.ann, "young", timedelta(days=1))
    clear_out()
    for world in (acme, globex):
        with world.scope():
            assert [row.key for row in IdempotentReply.objects.all()] == ["young"]


def test_the_server_starts_on_a_safe_database(db):
    refuse_unsafe_database()


def test_the_server_refuses_to_start_where_the_app_role_could_see_everything(db, settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "USER", settings.DATABASES["owner"]["USER"])
    with pytest.raises(ImproperlyConfigured, match="the app role owns"):
        refuse_unsafe_database()
