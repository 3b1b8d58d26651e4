"""Who is behind the people of a report: known to those who may see people, and to nobody of a client."""

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.actions.tokens import create_token
from accounts.permissions import Permission
from accounts.queries.pseudonyms import pseudonym_id
from annotation.tests.long_work import bucket, caller
from config.tests.client import client_for
from exports.tests.test_reports import acme, content, globex, made, manager, project, released

__all__ = ["acme", "bucket", "globex", "manager", "project"]
pytestmark = [pytest.mark.usefixtures("bucket"), pytest.mark.django_db(transaction=True)]


def shown_in(who, report):
    """The ids of a report's people, wherever they stand."""
    (section,) = content(who, report)["projects"]
    return {row["member"]["id"] for row in section["people"]} | {row["id"] for row in section["heat"]["people"]}


def behind(who, report):
    reply = who.get(f"reports/{report['id']}/people")
    assert reply.status_code == 200, reply.content
    return {row["id"]: row["member"]["id"] for row in reply.json()}


def items_of(who, project, member):
    return {row["external_id"] for row in who.get(f"projects/{project.pk}/items", member=member).json()["results"]}


def test_a_manager_finds_the_items_of_whoever_stands_in_a_report_under_a_pseudonym(acme, project, manager):
    people = {str(member.pk) for member in (acme.ann, acme.ben, acme.cleo)}
    named = made(acme, manager, f"projects/{project.pk}")
    assert behind(manager, named) == {member: member for member in people}
    hidden = made(acme, manager, f"projects/{project.pk}", people="pseudonyms")
    found = behind(manager, hidden)
    assert found == {str(pseudonym_id(member.pk)): str(member.pk) for member in (acme.ann, acme.ben, acme.cleo)}
    assert set(found) == shown_in(manager, hidden)
    for shown, member in found.items():
        assert items_of(manager, project, shown) == set()
        assert items_of(manager, project, member) == {f"item-{number}" for number in range(6)}
    whole = made(acme, manager, f"clients/{project.client_id}", people="pseudonyms")
    assert behind(manager, whole) == found


def test_of_a_release_with_pseudonyms_too_and_of_one_that_keeps_silent_nobody(acme, project, manager):
    release = released(acme, manager, project, "pseudonyms")
    report = made(acme, manager, f"projects/{project.pk}", release_id=release["id"])
    found = behind(manager, report)
    assert all(shown.startswith("person-") for shown in found)
    assert set(found) == shown_in(manager, report)
    assert set(found.values()) == {str(member.pk) for member in (acme.ann, acme.ben, acme.cleo)}
    quiet = released(acme, manager, project, "none")
    assert behind(manager, made(acme, manager, f"projects/{project.pk}", release_id=quiet["id"])) == {}


def test_nobody_of_a_client_finds_out_who_is_behind_a_pseudonym(acme, globex, project, manager):
    report = made(acme, manager, f"projects/{project.pk}", people="pseudonyms")
    address = f"reports/{report['id']}/people"
    client = caller(acme, acme.client)
    assert client.get(f"reports/{report['id']}/content").status_code == 200
    assert client.get(address).status_code == 403
    assert caller(globex).get(address).status_code == 404
    with acme.scope(), transaction.atomic():
        scopes, at = [Permission.EXPORT, Permission.ACCEPT], timezone.now()
        _, key = create_token(name="Pipeline", scopes=scopes, by=acme.manager, at=at, client_id=acme.clients[0].pk)
    script = client_for(token=key)
    assert script.get(f"/api/v1/acme/reports/{report['id']}/content").status_code == 200
    assert script.get(f"/api/v1/acme/{address}").status_code == 403
    waiting = manager.post(f"projects/{project.pk}/reports", {}).json()
    assert manager.get(f"reports/{waiting['id']}/people").status_code == 409
