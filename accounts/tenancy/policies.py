"""The database's half of tenancy, as migration operations: row policies, append-only tables and doors."""

from collections.abc import Sequence
from typing import Any, Literal

from django.conf import settings
from django.db.migrations.operations.base import Operation

ORGANISATION = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
CLIENTS = "((SELECT NULLIF(current_setting('app.client_ids', true), '')::uuid[])::uuid[])"
UNWALLED = "(SELECT NULLIF(current_setting('app.client_ids', true), '') IS NULL)"

Wall = Literal["none", "id", "client_id", "project_id"]


def app_role() -> str:
    """The role that web and workers connect as; policies bind it, and it owns nothing."""
    return str(settings.DATABASES["default"]["USER"])


def door_role() -> str:
    """The NOLOGIN role that owns the doors."""
    return str(settings.DATABASE_DOOR_ROLE)


def _wall_sql(wall: Wall) -> str:
    """What a person or token bound to some clients may see of a table."""
    if wall == "project_id":
        inside = f"project_id IN (SELECT id FROM annotation_project WHERE client_id = ANY {CLIENTS})"
    else:
        inside = f"{wall} = ANY {CLIENTS}"
    return f"{UNWALLED} OR {inside}"


def _run(schema_editor: Any, sql: str) -> None:
    schema_editor.execute(sql, params=None)  # without parameters a % is a %


class DatabaseOnly(Operation):
    """An operation on the database that leaves Django's model state alone."""

    reversible = False
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Model state is untouched."""

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        raise NotImplementedError


class Isolate(DatabaseOnly):
    """Closes one table to other organisations and, by `wall`, to people bound to other clients.

    `walled` is the commands that the wall binds: a log may be written by those who cannot read all of it.
    """

    def __init__(
        self, model: str, wall: Wall = "none", key: str = "organisation_id", walled: Literal["ALL", "SELECT"] = "ALL"
    ) -> None:
        self.model = model
        self.wall = wall
        self.key = key
        self.walled = walled

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        app = app_role()
        _run(schema_editor, f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        _run(schema_editor, f"CREATE POLICY tenant ON {table} TO {app} USING ({self.key} = {ORGANISATION})")
        if self.wall != "none":
            _run(
                schema_editor,
                f"CREATE POLICY clients ON {table} AS RESTRICTIVE FOR {self.walled} TO {app} "
                f"USING ({_wall_sql(self.wall)})",
            )
        # FORCE binds the owner too; a data migration opens this with SET LOCAL app.migrating = 'on'.
        _run(
            schema_editor,
            f"CREATE POLICY migrating ON {table} TO CURRENT_USER "
            "USING ((SELECT current_setting('app.migrating', true)) = 'on')",
        )

    def describe(self) -> str:
        return f"Isolate {self.model} by organisation"


class AppendOnly(DatabaseOnly):
    """Rows of this table are inserted and read; nobody changes or deletes them, the owner included."""

    def __init__(self, model: str) -> None:
        self.model = model

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        _run(
            schema_editor,
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql "
            "SET search_path = pg_catalog, pg_temp AS $$ BEGIN "
            "IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN RETURN NULL; END IF; "
            f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'insufficient_privilege'; END $$",
        )
        _run(
            schema_editor,
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
        )
        _run(
            schema_editor,
            f"CREATE TRIGGER append_only_all BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_refuse()",
        )
        _run(schema_editor, f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {app_role()}")

    def describe(self) -> str:
        return f"Make {self.model} append-only"


class Door(DatabaseOnly):
    """One closed question that looks across organisations: a SECURITY DEFINER function of the door role."""

    def __init__(self, name: str, *, arguments: str, returns: str, body: str, reads: Sequence[str]) -> None:
        self.name = name
        self.arguments = arguments
        self.returns = returns
        self.body = body
        self.reads = reads

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        door = door_role()
        for table in self.reads:
            _run(schema_editor, f"GRANT SELECT ON {table} TO {door}")
            _run(schema_editor, f"DROP POLICY IF EXISTS door ON {table}")
            _run(schema_editor, f"CREATE POLICY door ON {table} FOR SELECT TO {door} USING (true)")
        types = f"{self.name}({self.arguments})"
        _run(
            schema_editor,
            f"CREATE OR REPLACE FUNCTION {types} RETURNS {self.returns} LANGUAGE sql STABLE SECURITY DEFINER "
            f"SET search_path = pg_catalog, public, pg_temp AS $$ {self.body} $$",
        )
        _run(schema_editor, f"REVOKE ALL ON FUNCTION {types} FROM PUBLIC")
        _run(schema_editor, f"GRANT EXECUTE ON FUNCTION {types} TO {app_role()}")
        _run(schema_editor, f"GRANT CREATE ON SCHEMA public TO {door}")
        _run(schema_editor, f"ALTER FUNCTION {types} OWNER TO {door}")
        _run(schema_editor, f"REVOKE CREATE ON SCHEMA public FROM {door}")

    def describe(self) -> str:
        return f"Open the door {self.name}"
