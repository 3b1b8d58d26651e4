"""The rings of tenancy, each alone."""

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.errors import ForeignKeyViolation, InsufficientPrivilege

from accounts.models import Client, Event, Member, MemberClient, Organisation
from accounts.queries.doors import membership, my_organisations
from accounts.tenancy import NoOrganisation, ScopeChanged, organisation_scope
from accounts.tenancy.lint import schema_defects

TENANT_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""


def rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


def test_outside_a_scope_the_manager_raises(acme, globex):
    with pytest.raises(NoOrganisation):
        Client.objects.count()


def test_outside_a_scope_every_tenant_table_is_empty_even_to_raw_sql(acme, globex):
    tables = [table for (table,) in rows(TENANT_TABLES)]
    assert len(tables) > 15
    for table in [*tables, "accounts_organisation"]:
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_inside_a_scope_raw_sql_sees_that_organisation_alone(acme, globex):
    with acme.scope():
        assert {str(row[0]) for row in rows("SELECT organisation_id FROM accounts_client")} == {
            str(acme.organisation.pk)
        }
        assert rows("SELECT slug FROM accounts_organisation") == [("acme",)]


def test_a_scope_ends_with_its_block(acme, globex):
    with acme.scope():
        assert Client.objects.count() == 2
    assert rows("SELECT count(*) FROM accounts_client") == [(0,)]


def test_a_scope_does_not_switch_while_open(acme, globex):
    with acme.scope(), pytest.raises(ScopeChanged), globex.scope():
        pass


@pytest.mark.django_db(transaction=True)
def test_each_transaction_of_a_scope_is_told_the_organisation_and_autocommit_is_not():
    from config.tests.world import make_world

    acme = make_world("acme")
    make_world("globex")
    with acme.scope():
        with transaction.atomic():
            assert rows("SELECT count(*) FROM accounts_client") == [(2,)]
        assert rows("SELECT count(*) FROM accounts_client") == [(0,)]
        with transaction.atomic():
            assert rows("SELECT count(*) FROM accounts_client") == [(2,)]


def test_writing_a_row_of_another_organisation_is_refused(acme, globex):
    with acme.scope(), pytest.raises(DatabaseError) as refused, transaction.atomic():
        Client.objects.create(name="x", created_at=acme.organisation.created_at, organisation=globex.organisation)
    assert isinstance(refused.value.__cause__, InsufficientPrivilege)


def test_a_reference_to_another_organisations_row_breaks_a_foreign_key(acme, globex):
    def bind_to_a_foreign_client() -> None:
        with transaction.atomic():
            MemberClient.objects.create(member=acme.ann, client=globex.clients[0])
            rows("SET CONSTRAINTS ALL IMMEDIATE")

    with acme.scope(), pytest.raises(DatabaseError) as refused:
        bind_to_a_foreign_client()
    assert isinstance(refused.value.__cause__, ForeignKeyViolation)


def test_a_person_bound_to_a_client_meets_a_wall(acme, globex):
    with organisation_scope(acme.organisation.pk, (acme.clients[0].pk,)):
        assert [client.name for client in Client.objects.all()] == ["Umbrella"]
        assert not Event.objects.exists()


def test_the_schema_lint_finds_nothing(db):
    assert schema_defects(connection) == []


def test_the_app_role_can_neither_truncate_nor_change_the_schema(acme):
    for sql in (
        "TRUNCATE accounts_client CASCADE",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE accounts_client DISABLE ROW LEVEL SECURITY",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows(sql)


def test_events_are_never_changed_nor_deleted(acme):
    with acme.scope():
        for change in (lambda: Event.objects.update(kind="x"), lambda: Event.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        assert Event.objects.filter(kind="organisation.created").exists()


def test_the_door_shows_a_user_their_own_organisations_only(acme, globex):
    assert [place.slug for place in my_organisations(acme.ann.user_id)] == ["acme"]
    assert membership("globex", acme.ann.user_id) is None


def test_a_removed_member_is_no_longer_let_in(acme):
    with acme.scope():
        Member.objects.filter(pk=acme.ann.pk).update(removed_at=acme.organisation.created_at)
    assert membership("acme", acme.ann.user_id) is None


def test_an_unknown_organisation_and_a_foreign_one_look_alike(acme, globex):
    assert membership("nowhere", acme.ann.user_id) is membership("globex", acme.ann.user_id) is None
    assert not Organisation.objects.exists()
