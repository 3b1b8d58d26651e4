"""The test databases: made, migrated and emptied by their owner; everything else in tests runs as the app role."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

TEMPLATE = "test_concord_template"
KEPT = ("django_migrations", "django_content_type", "auth_permission")


@contextmanager
def owner_connection(name: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the tables' owner to a database of the test server."""
    owner = settings.DATABASES["owner"]
    with psycopg.connect(
        host=owner["HOST"],
        port=owner["PORT"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname=name,
        autocommit=True,
    ) as connection:
        yield connection


def _migrations_digest() -> str:
    paths = sorted(Path(settings.BASE_DIR).glob("*/migrations/*.py")) + sorted(
        Path(settings.BASE_DIR).glob("accounts/tenancy/*.py")
    )
    digest = hashlib.sha256()
    for path in [*paths, Path(settings.BASE_DIR) / "deploy" / "requirements.lock"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_test_database(name: str) -> None:
    """A fresh database from the migrated template, which is rebuilt only when a migration changed."""
    with owner_connection(settings.DATABASES["owner"]["NAME"]) as connection:
        connection.execute("SELECT pg_advisory_lock(721)")
        digest = _migrations_digest()
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [TEMPLATE]
        ).fetchone()
        if row is None or row[0] != digest:
            _recreate(connection, TEMPLATE, "template0")
            _migrate(TEMPLATE)
            comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(TEMPLATE), sql.Literal(digest))
            connection.execute(comment)
        _recreate(connection, name, TEMPLATE)


def _recreate(connection: psycopg.Connection[Any], name: str, template: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def _migrate(name: str) -> None:
    owner = connections["owner"]
    owner.close()
    before, owner.settings_dict["NAME"] = owner.settings_dict["NAME"], name
    call_command("migrate", verbosity=0, skip_checks=True)
    owner.close()
    owner.settings_dict["NAME"] = before


def empty(name: str) -> None:
    """What the app role may not do: TRUNCATE, as the owner."""
    with owner_connection(name) as connection:
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND NOT relname = ANY (%s)",
            [list(KEPT)],
        ).fetchall()
        names = sql.SQL(", ").join(sql.Identifier(table) for (table,) in tables)
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
