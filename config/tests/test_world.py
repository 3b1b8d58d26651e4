"""The world of the tests is what the product's own actions would have made."""

from typing import Any

from django.db import connection, transaction

from accounts.actions.clients import create_client
from accounts.actions.members import add_member
from accounts.actions.organisations import create_organisation
from accounts.models import Member, Role
from accounts.tenancy import organisation_scope
from config.tests.world import CLIENTS, NOW, ROLES, make_world, person

PARTS = ("accounts_member", "accounts_client", "accounts_memberclient", "accounts_event")


def make_by_actions(slug: str) -> Any:
    organisation = create_organisation(
        name=slug.title(), slug=slug, owner=person(f"owner@{slug}.example", "Olga Owner"), at=NOW
    )
    with organisation_scope(organisation.pk), transaction.atomic():
        owner = Member.objects.get()
        clients = [create_client(name=name, by=owner, at=NOW) for name in CLIENTS]
        for name, role in list(ROLES.items())[1:]:
            bound = [clients[0].pk] if role == Role.CLIENT else []
            add_member(user=person(f"{name}@{slug}.example"), role=role, by=owner, at=NOW, client_ids=bound)
    return organisation


def rows(organisation: Any) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that has one of the organisation, and its people."""
    found = {}
    with organisation_scope(organisation.pk), connection.cursor() as cursor:

        def asked(question: str) -> list[dict[str, Any]]:
            cursor.execute(question)
            names = [column.name for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        for table in connection.introspection.table_names(cursor):
            if has_organisation(cursor, table) and (given := asked(f"SELECT * FROM {table} ORDER BY id")):
                found[table] = given
        of_members = "IN (SELECT user_id FROM accounts_member) ORDER BY email"
        people = asked(f"SELECT * FROM accounts_user WHERE id {of_members}")
        addresses = asked(f"SELECT * FROM account_emailaddress WHERE user_id {of_members}")
        found["people"] = [{**row, "joined_at": None} for row in people]
        found["addresses"] = [{**row, "id": str(row["user_id"])} for row in addresses]
    return found


def has_organisation(cursor: Any, table: str) -> bool:
    description = connection.introspection.get_table_description(cursor, table)
    return "organisation_id" in {column.name for column in description}


def named(found: dict[str, list[dict[str, Any]]], organisation: Any) -> str:
    """The rows as one text, in which ids are named by what they are of."""
    names = {str(organisation.pk): "organisation", "acme": "slug", "Acme": "Slug", "globex": "slug", "Globex": "Slug"}
    for table, given in found.items():
        names |= {str(row["id"]): f"{table} {number}" for number, row in enumerate(given)}
    text = repr(found)
    for identity, name in names.items():
        text = text.replace(identity, name)
    return text


def test_the_world_of_the_tests_is_what_the_actions_make(db):
    written = make_world("acme")
    made = make_by_actions("globex")
    found = rows(made)
    assert set(found) == {*PARTS, "people", "addresses"}
    assert named(rows(written.organisation), written.organisation) == named(found, made)
