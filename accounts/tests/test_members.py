"""Giving, changing and taking away places."""

import threading

import pytest
from django.db import connections

from accounts.actions.members import add_member, bind_to_clients
from accounts.actions.tokens import create_token
from accounts.models import Event, Member, MemberClient, Role
from accounts.permissions import Permission
from accounts.queries.doors import membership
from config.tests.client import client_for
from config.tests.world import NOW, make_world, person


def url(world, member=None) -> str:
    return f"/api/v1/{world.slug}/members" + (f"/{member.pk}" if member else "")


def change(by, world, member, **body):
    return client_for(by).patch(url(world, member), body, HTTP_IF_MATCH="*")


def role_of(world, member) -> str:
    with world.scope():
        return Member.objects.get(pk=member.pk).role


def bind(world, member, *clients) -> None:
    with world.scope():
        bind_to_clients(member, [client.pk for client in clients])


def second_owner(world) -> Member:
    with world.scope():
        return add_member(user=person(f"second@{world.slug}.example"), role=Role.OWNER, by=world.owner, at=NOW)


def test_people_see_the_members_of_their_organisation_alone(acme, globex):
    answer = client_for(acme.reviewer).get(url(acme))
    rows = {row["email"]: row for row in answer.json()["results"]}
    assert len(rows) == 7
    assert "CANARY" not in answer.content.decode()
    assert rows["ann@acme.example"]["role"] == "annotator"
    assert rows["client@acme.example"]["client_ids"] == [str(acme.clients[0].pk)]
    for member in (acme.ann, acme.client):
        assert client_for(member).get(url(acme)).status_code == 403


def test_the_list_takes_a_constant_number_of_queries(acme, django_assert_max_num_queries):
    reviewer = client_for(acme.reviewer)
    with django_assert_max_num_queries(12) as few:
        reviewer.get(f"{url(acme)}?limit=1")
    with django_assert_max_num_queries(len(few.captured_queries)):
        reviewer.get(f"{url(acme)}?limit=7")


def test_a_manager_gives_an_annotator_the_role_of_reviewer_and_it_is_written_down(acme, globex):
    answer = change(acme.manager, acme, acme.ann, role="reviewer")
    assert (answer.status_code, answer.json()["role"]) == (200, "reviewer")
    with acme.scope():
        event = Event.objects.get(kind="member.changed")
        assert (event.subject_id, event.actor_id) == (acme.ann.pk, acme.manager.pk)
        assert (event.data["before"], event.data["role"]) == ("annotator", "reviewer")


def test_nobody_rises_or_raises_above_what_they_govern(acme, globex):
    for by, member, role in (
        (acme.manager, acme.ann, "owner"),
        (acme.manager, acme.ann, "manager"),
        (acme.manager, acme.owner, "annotator"),
        (acme.manager, second_manager := _another_manager(acme), "annotator"),
        (acme.reviewer, acme.ann, "reviewer"),
        (acme.ann, acme.ann, "owner"),
        (acme.client, acme.client, "owner"),
    ):
        before = role_of(acme, member)
        assert change(by, acme, member, role=role).status_code == 403
        assert role_of(acme, member) == before
    assert client_for(acme.manager).delete(url(acme, second_manager)).status_code == 403
    assert client_for(acme.manager).delete(url(acme, acme.owner)).status_code == 403


def _another_manager(world) -> Member:
    with world.scope():
        return add_member(user=person(f"m2@{world.slug}.example"), role=Role.MANAGER, by=world.owner, at=NOW)


def test_nobody_changes_or_removes_themselves(acme):
    second_owner(acme)
    assert change(acme.owner, acme, acme.owner, role="annotator").status_code == 403
    assert client_for(acme.owner).delete(url(acme, acme.owner)).status_code == 403


@pytest.mark.parametrize(
    "field", ["is_staff", "is_superuser", "organisation", "organisation_id", "user", "id", "removed_at"]
)
def test_fields_that_would_escalate_are_not_known(acme, globex, field):
    answer = change(acme.owner, acme, acme.ann, **{"role": "reviewer", field: True})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/{field}")
    assert role_of(acme, acme.ann) == "annotator"
    acme.ann.user.refresh_from_db()
    assert not acme.ann.user.is_staff


def test_an_edit_needs_the_etag_that_was_read(acme):
    owner = client_for(acme.owner)
    tag = owner.get(url(acme, acme.ann)).headers["ETag"]
    assert owner.patch(url(acme, acme.ann), {"role": "reviewer"}).status_code == 428
    assert owner.patch(url(acme, acme.ann), {"role": "reviewer"}, HTTP_IF_MATCH=tag).status_code == 200
    assert owner.patch(url(acme, acme.ann), {"role": "manager"}, HTTP_IF_MATCH=tag).status_code == 412


def test_a_client_role_needs_a_client_of_the_same_organisation(acme, globex):
    own, foreign = str(acme.clients[0].pk), str(globex.clients[0].pk)
    assert change(acme.owner, acme, acme.ann, role="client").status_code == 400
    assert change(acme.owner, acme, acme.ann, role="client", client_ids=[]).status_code == 400
    assert change(acme.owner, acme, acme.ann, role="client", client_ids=[own, foreign]).status_code == 400
    assert role_of(acme, acme.ann) == "annotator"
    assert change(acme.owner, acme, acme.ann, role="client", client_ids=[own]).json()["client_ids"] == [own]


def test_owners_and_annotators_are_bound_to_no_client(acme):
    own = str(acme.clients[0].pk)
    assert change(acme.owner, acme, acme.ann, client_ids=[own]).status_code == 400
    bind(acme, acme.reviewer, acme.clients[0])
    assert change(acme.owner, acme, acme.reviewer, role="annotator").json()["client_ids"] == []


def test_a_removed_member_keeps_the_row_loses_access_and_their_tokens(acme, globex):
    with acme.scope():
        _, key = create_token(name="x", scopes=[Permission.SEE_PROJECTS], by=acme.manager, at=NOW.replace(year=2099))
    manager = client_for(acme.manager)
    assert manager.get(url(acme)).status_code == 200
    assert client_for(acme.owner).delete(url(acme, acme.manager)).status_code == 204
    assert manager.get(url(acme)).status_code == 404
    assert client_for(token=key).get("/api/v1/me").status_code == 401
    row = client_for(acme.owner).get(url(acme, acme.manager)).json()
    assert (row["active"], row["name"]) == (False, "Manager")
    with acme.scope():
        assert Event.objects.filter(kind="member.removed", subject_id=acme.manager.pk).count() == 1


def test_who_was_removed_is_not_changed_any_more(acme):
    client_for(acme.owner).delete(url(acme, acme.ann))
    for again in (change(acme.owner, acme, acme.ann, role="owner"), client_for(acme.owner).delete(url(acme, acme.ann))):
        assert (again.status_code, again.json()["type"]) == (409, "member-removed")


def test_the_list_can_leave_out_the_removed(acme):
    client_for(acme.owner).delete(url(acme, acme.ann))
    emails = {
        active: [row["email"] for row in client_for(acme.owner).get(f"{url(acme)}?active={active}").json()["results"]]
        for active in ("true", "false")
    }
    assert emails["false"] == ["ann@acme.example"]
    assert "ann@acme.example" not in emails["true"]
    assert client_for(acme.owner).get(f"{url(acme)}?active=1").status_code == 400
    assert client_for(acme.owner).get(f"{url(acme)}?user__password=x").status_code == 400


def test_members_of_another_organisation_are_not_found_and_stay(acme, globex):
    for address in (url(acme, globex.ann), url(globex, globex.ann)):
        owner = client_for(acme.owner)
        assert owner.get(address).status_code == 404
        assert owner.patch(address, {"role": "reviewer"}, HTTP_IF_MATCH="*").status_code == 404
        assert owner.delete(address).status_code == 404
    assert role_of(globex, globex.ann) == "annotator"
    assert membership("globex", globex.ann.user_id)


def test_a_manager_bound_to_a_client_handles_that_clients_people_alone(acme, globex):
    umbrella, initech = acme.clients
    bind(acme, acme.manager, initech)
    bind(acme, acme.reviewer, initech)
    manager = client_for(acme.manager)
    emails = {row["email"] for row in manager.get(url(acme)).json()["results"]}
    assert "client@acme.example" not in emails
    assert {"ann@acme.example", "reviewer@acme.example"} <= emails
    assert manager.get(url(acme, acme.client)).status_code == 404
    assert change(acme.manager, acme, acme.client, role="annotator").status_code == 404
    assert change(acme.manager, acme, acme.ann, role="reviewer", client_ids=[str(initech.pk)]).status_code == 403
    assert change(acme.manager, acme, acme.reviewer, client_ids=[str(umbrella.pk)]).status_code == 400
    assert change(acme.manager, acme, acme.reviewer, client_ids=[]).status_code == 400
    assert change(acme.manager, acme, acme.reviewer, role="annotator").status_code == 200


def test_a_manager_bound_to_a_client_leaves_who_also_works_elsewhere(acme):
    umbrella, initech = acme.clients
    bind(acme, acme.manager, initech)
    bind(acme, acme.reviewer, initech, umbrella)
    row = client_for(acme.manager).get(url(acme, acme.reviewer)).json()
    assert row["client_ids"] == [str(initech.pk)]
    assert change(acme.manager, acme, acme.reviewer, role="annotator").status_code == 403
    assert client_for(acme.manager).delete(url(acme, acme.reviewer)).status_code == 403
    with acme.scope():
        assert MemberClient.objects.filter(member=acme.reviewer).count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_demote_each_other_at_once_one_stays():
    acme = make_world("acme")
    with acme.scope():
        pass
    from django.db import transaction

    with acme.scope(), transaction.atomic():
        other = add_member(user=person("second@acme.example"), role=Role.OWNER, by=acme.owner, at=NOW)
    statuses, start = [], threading.Barrier(2)

    def demote(by, member) -> None:
        client = client_for(by)
        start.wait()
        statuses.append(client.patch(url(acme, member), {"role": "reviewer"}, HTTP_IF_MATCH="*").status_code)
        connections.close_all()

    threads = [threading.Thread(target=demote, args=pair) for pair in ((acme.owner, other), (other, acme.owner))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acme.scope(), transaction.atomic():
        assert Member.objects.filter(role=Role.OWNER).count() == 1
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 403, 409}
