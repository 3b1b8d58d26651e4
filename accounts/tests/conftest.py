"""Fixtures of the tests of people."""

import uuid

import pytest


@pytest.fixture
def own_cache(settings) -> None:
    """A cache that no other test counts in."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": uuid.uuid4().hex}}
