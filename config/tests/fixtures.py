"""Fixtures of every test."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from annotation import storage
from config.tests.database import empty, make_test_database
from config.tests.world import CANARY, World, make_world


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, worker_id) -> Iterator[None]:
    """One database for each test process, used as the app role."""
    name = f"test_concord_{worker_id}"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_USE_FINDERS = False  # each test's client would list all static files anew, for 50 ms
    storage.prepare()
    with django_db_blocker.unblock():
        make_test_database(name)
    default = connections["default"]
    default.close()
    default.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name
    settings.DATABASES["owner"]["TEST"] = {"NAME": name}
    TransactionTestCase._fixture_teardown = lambda _: empty(name)
    yield
    with django_db_blocker.unblock():
        default.close()


@pytest.fixture
def acme(db) -> World:
    """The organisation that the test is about."""
    return make_world("acme")


@pytest.fixture
def globex(db) -> World:
    """The other organisation, which nobody of acme may ever see."""
    return make_world("globex", mark=f"{CANARY} ")
