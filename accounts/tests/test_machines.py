"""Each machine that keeps a law, run over something that breaks it."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import connection, models
from django.test.utils import isolate_apps
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.api.base import OrganisationView
from accounts.models import Client
from accounts.permissions import Permission
from accounts.tenancy.checks import tenancy_errors, the_database_keeps_tenants_apart
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.lint import schema_defects
from accounts.tenancy.models import TenantForeignKey, TenantModel
from config.tests.database import owner_connection

# A view that declares no permission


def test_a_view_that_declares_no_permission_for_a_method_does_not_import():
    with pytest.raises(TypeError, match=r"Open handles \['get', 'post'\] and must declare a permission"):

        class Open(OrganisationView):
            permissions = {"get": Permission.SEE_CLIENTS}

            def get(self, request): ...

            def post(self, request): ...


def test_a_view_that_declares_nothing_at_all_does_not_import():
    with pytest.raises(TypeError, match="must declare a permission"):

        class Silent(OrganisationView):
            def get(self, request): ...


def test_a_permission_for_a_method_that_is_not_there_does_not_import():
    with pytest.raises(TypeError, match="must declare a permission"):

        class Stale(OrganisationView):
            permissions = {"get": Permission.SEE_CLIENTS, "delete": Permission.MANAGE_CLIENTS}

            def get(self, request): ...


def test_a_view_of_another_kind_is_closed_unless_it_says_otherwise(acme):
    class Plain(APIView):
        def get(self, request):
            return Response("open")

    request = APIRequestFactory().get("/")
    request.user = acme.owner.user
    assert Plain.as_view()(request).status_code in {401, 403}


# The census of models


def errors_of(model) -> set[str | None]:
    return {error.id for error in tenancy_errors([model])}


@isolate_apps("accounts")
def test_a_model_without_a_tenancy_is_found():
    class Loose(models.Model):
        class Meta:
            app_label = "accounts"

    assert errors_of(Loose) == {"accounts.E001"}


@isolate_apps("accounts")
def test_a_meta_that_inherits_nothing_is_found():
    class NoMeta(TenantModel):
        class Meta:
            app_label = "accounts"

    assert errors_of(NoMeta) == {"accounts.E002", "accounts.E003"}


@isolate_apps("accounts")
def test_constraints_without_the_organisations_key_are_found():
    class NoKey(TenantModel):
        class Meta(TenantModel.Meta):
            app_label = "accounts"
            constraints = []

    assert errors_of(NoKey) == {"accounts.E003"}


@isolate_apps("accounts")
def test_a_plain_foreign_key_to_tenant_rows_is_found():
    class PlainKey(TenantModel):
        client = models.ForeignKey(Client, models.CASCADE, related_name="+")

        class Meta(TenantModel.Meta):
            app_label = "accounts"
            constraints = [*TenantModel.Meta.constraints, SameOrganisation("client", name="x")]

    assert errors_of(PlainKey) == {"accounts.E004"}


@isolate_apps("accounts")
def test_a_reference_without_a_same_organisation_constraint_is_found():
    class Unguarded(TenantModel):
        client = TenantForeignKey(Client, models.CASCADE, related_name="+")

        class Meta(TenantModel.Meta):
            app_label = "accounts"

    assert errors_of(Unguarded) == {"accounts.E005"}


@isolate_apps("accounts")
def test_a_model_as_it_should_be_is_not_found():
    class Good(TenantModel):
        client = TenantForeignKey(Client, models.CASCADE, related_name="+")

        class Meta(TenantModel.Meta):
            app_label = "accounts"
            constraints = [*TenantModel.Meta.constraints, SameOrganisation("client", name="x")]

    assert errors_of(Good) == set()


# The schema lint


@pytest.fixture
def owner(db) -> Iterator[psycopg.Connection]:
    """The owner's connection to the test database; whatever is done by it is undone."""
    with owner_connection(settings.DATABASES["default"]["NAME"]) as own:
        own.autocommit = False
        own.execute("SET lock_timeout = '5s'")
        yield own
        own.rollback()


CLOSED = """
CREATE TABLE broken (id uuid PRIMARY KEY, organisation_id uuid NOT NULL {more});
ALTER TABLE broken ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON broken TO concord_app
  USING (organisation_id = current_setting('app.organisation_id', true)::uuid);
REVOKE TRUNCATE ON broken FROM concord_app;
"""
DEFECTS = {
    "row security is not enabled and forced on broken": "CREATE TABLE broken (organisation_id uuid NOT NULL)",
    "no tenant policy on broken": "CREATE TABLE broken (organisation_id uuid NOT NULL)",
    "a policy opens more than the organisation: accounts_client.all_of_them": (
        "CREATE POLICY all_of_them ON accounts_client TO concord_app USING (true)"
    ),
    "a policy opens more than the organisation: accounts_member.everybody": (
        "CREATE POLICY everybody ON accounts_member TO PUBLIC USING (role = 'owner')"
    ),
    "a policy reads another setting: accounts_client.master": (
        "CREATE POLICY master ON accounts_client TO concord_app USING (current_setting('app.organisation_id') = '' "
        "OR current_setting('app.every_organisation', true) = 'on')"
    ),
    "organisation_id may be null in broken": "CREATE TABLE broken (organisation_id uuid)",
    "a foreign key between tenant tables leaves out the organisation: broken_client_id_fkey": CLOSED.format(
        more=", client_id uuid REFERENCES accounts_client (id)"
    ),
    "a unique index leaves out the organisation: broken_name_key": CLOSED.format(more=", name text UNIQUE"),
    "a view that is not security_invoker: peephole": "CREATE VIEW peephole AS SELECT * FROM accounts_client",
    "a materialised view bypasses every policy: copied": (
        "CREATE MATERIALIZED VIEW copied AS SELECT 1 AS one WITH NO DATA"
    ),
    "a SECURITY DEFINER function without search_path: back_door": (
        "CREATE FUNCTION back_door() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
    ),
    "a SECURITY DEFINER function that the door role does not own: back_door": (
        "CREATE FUNCTION back_door() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = public AS 'SELECT 1'"
    ),
    "the app role may truncate accounts_client": "GRANT TRUNCATE ON accounts_client TO concord_app",
    "a table is neither tenant-owned nor listed as global: stray": "CREATE TABLE stray (id int)",
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_the_schema_lint_finds(owner, defect):
    assert schema_defects(owner) == []
    owner.execute(DEFECTS[defect].replace("concord_app", settings.DATABASES["default"]["USER"]))
    assert defect in schema_defects(owner)


def test_the_schema_lint_finds_nothing_in_a_table_as_it_should_be(owner):
    owner.execute(CLOSED.format(more=", client_id uuid, UNIQUE (organisation_id, client_id)"))
    assert schema_defects(owner) == []


def test_the_schema_lint_finds_an_app_role_that_owns_tables_or_may_do_too_much(owner, monkeypatch):
    role = settings.DATABASES["owner"]["USER"]
    monkeypatch.setitem(settings.DATABASES["default"], "USER", role)
    found = schema_defects(owner)
    assert f"the app role is too powerful: {role}" in found
    assert "the app role owns accounts_client" in found
    assert f"the app role is a member of {settings.DATABASE_DOOR_ROLE}" in found


def test_the_schema_lint_finds_that_there_is_no_app_role(owner, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "USER", "nobody_here")
    assert "there is no role nobody_here" in schema_defects(owner)


def test_the_system_check_reports_what_the_lint_finds(db, monkeypatch):
    assert the_database_keeps_tenants_apart(databases=["default"]) == []
    monkeypatch.setitem(settings.DATABASES["default"], "USER", "nobody_here")
    (error, *_) = the_database_keeps_tenants_apart(databases=["default"])
    assert error.id == "accounts.E006"
    assert the_database_keeps_tenants_apart(databases=[]) == []
    assert connection.alias == "default"
