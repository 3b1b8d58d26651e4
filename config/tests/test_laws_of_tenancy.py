"""The rings of tenancy that PostgreSQL keeps: each is broken once, as the owner of the tables, and must be named."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from accounts.tenancy.checks import the_database_keeps_tenants_apart
from accounts.tenancy.lint import schema_defects
from config.laws.writing import KEPT_FOREVER
from config.tests.database import owner_connection

DOORS = {
    "door_bindings",
    "door_due_jobs",
    "door_find_items",
    "door_invitation_by_hash",
    "door_my_organisations",
    "door_platform_organisations",
    "door_search_items",
    "door_token_by_hash",
}
"""Every function that looks across organisations. A new one is added here on purpose, and in the decisions."""

WALLS = """
SELECT c.relname FROM pg_class c
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  AND (c.relname = 'accounts_client' OR EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('client_id', 'project_id')))
  AND NOT EXISTS (
    SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive
      AND pg_get_expr(p.polqual, p.polrelid) LIKE '%app.client_ids%')
ORDER BY 1
"""


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection[Any]]:
    """A transaction of the tables' owner, which is rolled back: what it breaks nobody else ever sees."""
    with owner_connection(settings.DATABASES["default"]["NAME"]) as opened:
        opened.execute("BEGIN")
        opened.execute("SET LOCAL lock_timeout = '10s'")
        yield opened
        opened.execute("ROLLBACK")


DEFINER = "CREATE FUNCTION door_x() RETURNS int LANGUAGE sql SECURITY DEFINER {} AS 'SELECT 1'"
TENANT_TABLE = "CREATE TABLE broken (id uuid PRIMARY KEY, organisation_id uuid NOT NULL)"


@pytest.mark.parametrize(
    ("change", "defect"),
    [
        (TENANT_TABLE, "row security is not enabled and forced on broken"),
        (
            "ALTER TABLE accounts_client NO FORCE ROW LEVEL SECURITY",
            "row security is not enabled and forced on accounts_client",
        ),
        ("DROP POLICY tenant ON annotation_item", "no tenant policy on annotation_item"),
        (
            "CREATE POLICY everyone ON accounts_client TO concord_app USING (true)",
            "a policy opens more than the organisation: accounts_client.everyone",
        ),
        (
            "CREATE POLICY writers ON accounts_client FOR INSERT TO concord_app WITH CHECK (true)",
            "a policy opens more than the organisation: accounts_client.writers",
        ),
        (
            """CREATE POLICY movers ON accounts_client TO concord_app
               USING (organisation_id::text = current_setting('app.organisation_id', true)) WITH CHECK (true)""",
            "a policy opens more than the organisation: accounts_client.movers",
        ),
        (
            """CREATE POLICY named ON accounts_client TO concord_app
               USING (organisation_id::text = current_setting('app.organisation_id', true) OR name = 'public')""",
            "a policy opens more than the organisation: accounts_client.named",
        ),
        (
            """CREATE POLICY every_organisation ON accounts_client TO PUBLIC USING (organisation_id::text =
               current_setting('app.organisation_id', true) OR current_setting('app.support', true) = 'on')""",
            "a policy reads another setting: accounts_client.every_organisation",
        ),
        (
            "ALTER TABLE accounts_client ALTER organisation_id DROP NOT NULL",
            "organisation_id may be null in accounts_client",
        ),
        (
            "ALTER TABLE annotation_item ADD CONSTRAINT plain FOREIGN KEY (project_id) REFERENCES annotation_project",
            "a foreign key between tenant tables leaves out the organisation: plain",
        ),
        ("CREATE UNIQUE INDEX alone ON accounts_client (name)", "a unique index leaves out the organisation: alone"),
        ("CREATE VIEW seen AS SELECT * FROM accounts_client", "a view that is not security_invoker: seen"),
        (
            "CREATE MATERIALIZED VIEW seen AS SELECT * FROM accounts_client",
            "a materialised view bypasses every policy: seen",
        ),
        (DEFINER.format(""), "a SECURITY DEFINER function without search_path: door_x"),
        (
            DEFINER.format("SET search_path = pg_catalog"),
            "a SECURITY DEFINER function that the door role does not own: door_x",
        ),
        ("GRANT TRUNCATE ON accounts_client TO concord_app", "the app role may truncate accounts_client"),
        ("CREATE TABLE stray (id int)", "a table is neither tenant-owned nor listed as global: stray"),
    ],
)
def test_the_schema_lint_names_a_hole(owner: psycopg.Connection[Any], change: str, defect: str) -> None:
    assert schema_defects(owner) == []
    owner.execute(change)
    assert defect in schema_defects(owner)


@pytest.mark.parametrize(
    "defect",
    [
        "the app role is too powerful: concord_owner",
        "the app role owns accounts_client",
        "the app role is a member of concord_door",
    ],
)
def test_a_server_that_signs_in_as_the_owner_is_refused(db: None, monkeypatch: pytest.MonkeyPatch, defect: str) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "USER", "concord_owner")
    found = the_database_keeps_tenants_apart(databases=["default"])
    assert defect in [error.msg for error in found]
    assert {error.id for error in found} == {"accounts.E006"}


def test_a_role_that_is_not_there_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "USER", "nobody_here")
    assert "there is no role nobody_here" in schema_defects(connection)


def test_the_list_of_doors_is_closed(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
        assert {name for (name,) in cursor.fetchall()} == DOORS


def without_a_wall(opened: Any) -> list[str]:
    with opened.cursor() as cursor:
        cursor.execute(WALLS)
        return [table for (table,) in cursor.fetchall()]


def test_every_table_below_a_client_has_the_second_wall(owner: psycopg.Connection[Any]) -> None:
    # A notification is its reader's own, and tokens are for those who manage them, whatever the client.
    assert without_a_wall(owner) == ["accounts_notification", "accounts_token"]
    owner.execute("DROP POLICY clients ON annotation_item")
    assert "annotation_item" in without_a_wall(owner)


def test_every_kept_table_refuses_changes(owner: psycopg.Connection[Any]) -> None:
    found = owner.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'").fetchall()
    assert {table.partition("_")[2] for (table,) in found} == {name.lower() for name in KEPT_FOREVER}


@pytest.mark.parametrize("change", ["UPDATE accounts_event SET kind = 'x'", "DELETE FROM accounts_event"])
def test_not_even_the_owner_changes_history(owner: psycopg.Connection[Any], change: str) -> None:
    owner.execute("SET LOCAL app.migrating = 'on'")
    organisation = uuid4()
    owner.execute(
        "INSERT INTO accounts_organisation (id, slug, name, created_at) VALUES (%s, 'initech', 'Initech', now())",
        [organisation],
    )
    owner.execute(
        "INSERT INTO accounts_event (id, organisation_id, kind, at, actor_name, subject_kind, subject_id, data) "
        "VALUES (%s, %s, 'organisation.created', now(), '', 'organisation', %s, '{}')",
        [uuid4(), organisation, organisation],
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="accounts_event is append-only"):
        owner.execute(change)
