"""Clearances: who may work for the clients that ask for one."""

from datetime import timedelta

from django.utils import timezone

from accounts.actions.clearances import clear_member
from accounts.actions.members import bind_to_clients
from accounts.models import Clearance, Client, Event
from annotation.actions.claims import claim
from annotation.models import Assignment, Item
from config.tests.client import client_for
from config.tests.work import make_items, make_project
from config.tests.world import NOW

LATER = (timezone.now() + timedelta(days=30)).replace(microsecond=0)


def url(world, member, client=None) -> str:
    return f"/api/v1/{world.slug}/members/{member.pk}/clearances" + (f"/{client.pk}" if client else "")


def asks_for_clearance(world, client) -> None:
    with world.scope():
        Client.objects.filter(pk=client.pk).update(clearance_required=True)


def test_a_client_asks_for_clearance_from_now_on_and_it_is_written_down(acme, globex):
    one = f"/api/v1/acme/clients/{acme.clients[0].pk}"
    manager = client_for(acme.manager)
    before = manager.get(one)
    assert before.json()["clearance_required"] is False
    answer = manager.patch(one, {"clearance_required": True}, HTTP_IF_MATCH=before.headers["ETag"])
    assert (answer.status_code, answer.json()["clearance_required"]) == (200, True)
    assert answer.json()["name"] == "Umbrella"
    assert manager.patch(one, {"name": "Other"}, HTTP_IF_MATCH=before.headers["ETag"]).status_code == 412
    with acme.scope():
        event = Event.objects.get(kind="client.clearance_set")
        assert (event.actor_id, event.data) == (acme.manager.pk, {"required": True})
        assert not Client.objects.get(pk=acme.clients[1].pk).clearance_required
    assert client_for(acme.reviewer).patch(one, {"clearance_required": False}).status_code == 403


def test_a_client_may_ask_for_clearance_from_the_start(acme, globex):
    answer = client_for(acme.manager).post("/api/v1/acme/clients", {"name": "Hooli", "clearance_required": True})
    assert (answer.status_code, answer.json()["clearance_required"]) == (201, True)


def test_a_manager_clears_a_member_for_a_client_until_a_day_and_anew(acme, globex):
    manager, one = client_for(acme.manager), url(acme, acme.ann, acme.clients[0])
    first = manager.put(one, {"note": "NDA 7"})
    assert first.status_code == 200, first.content
    assert (first.json()["client"]["name"], first.json()["expires_at"]) == ("Umbrella", None)
    manager.put(one, {"note": "NDA 8", "expires_at": LATER.isoformat()})
    (row,) = manager.get(url(acme, acme.ann)).json()["results"]
    assert (row["note"], row["expired"], row["granted_by"]["name"]) == ("NDA 8", False, "Manager")
    with acme.scope():
        assert Event.objects.filter(kind="member.cleared", subject_id=acme.ann.pk).count() == 2


def test_a_clearance_that_has_expired_stays_to_be_seen_as_expired(acme, globex):
    with acme.scope():
        long_ago = NOW - timedelta(days=900)
        until = long_ago + timedelta(days=1)
        clear_member(member=acme.ann, client=acme.clients[0], expires_at=until, by=acme.manager, at=long_ago)
    (row,) = client_for(acme.manager).get(url(acme, acme.ann)).json()["results"]
    assert row["expired"] is True


def test_nobody_is_cleared_for_a_time_that_is_past_nor_with_unknown_fields(acme, globex):
    manager, one = client_for(acme.manager), url(acme, acme.ann, acme.clients[0])
    assert manager.put(one, {"expires_at": "2020-01-01T00:00:00Z"}).status_code == 400
    assert manager.put(one, {"granted_by": str(acme.owner.pk)}).status_code == 400
    with acme.scope():
        assert not Clearance.objects.exists()


def test_only_who_manages_clients_clears_people_and_annotators_read_nothing_of_it(acme, globex):
    for member in (acme.reviewer, acme.ann, acme.client):
        one = url(acme, member, acme.clients[0])
        assert client_for(member).put(one, {}).status_code == 403
        assert client_for(member).delete(one).status_code == 403
    assert client_for(acme.reviewer).get(url(acme, acme.ann)).status_code == 200
    assert client_for(acme.ann).get(url(acme, acme.ann)).status_code == 403


def test_clients_and_members_of_another_organisation_are_not_there(acme, globex):
    manager = client_for(acme.manager)
    assert manager.put(url(acme, acme.ann, globex.clients[0]), {}).status_code == 404
    assert manager.put(url(acme, globex.ann, acme.clients[0]), {}).status_code == 404
    with globex.scope():
        clear_member(member=globex.ann, client=globex.clients[0], by=globex.manager, at=NOW)
    assert manager.delete(url(acme, globex.ann, globex.clients[0])).status_code == 404
    with globex.scope():
        assert Clearance.objects.count() == 1


def test_whoever_works_for_some_clients_clears_people_for_those_alone_and_sees_no_other_clearance(acme, globex):
    with acme.scope():
        clear_member(member=acme.ann, client=acme.clients[1], by=acme.owner, at=NOW)
        bind_to_clients(acme.manager, [acme.clients[0].pk])
    manager = client_for(acme.manager)
    assert manager.put(url(acme, acme.ann, acme.clients[0]), {}).status_code == 200
    assert manager.put(url(acme, acme.ann, acme.clients[1]), {}).status_code == 404
    assert manager.delete(url(acme, acme.ann, acme.clients[1])).status_code == 404
    assert [row["client"]["name"] for row in manager.get(url(acme, acme.ann)).json()["results"]] == ["Umbrella"]


def test_with_the_clearance_goes_what_the_member_holds_of_the_clients_work_and_of_no_others(acme, globex):
    asks_for_clearance(acme, acme.clients[0])
    with acme.scope():
        clear_member(member=acme.ann, client=acme.clients[0], by=acme.manager, at=NOW)
        secret = make_project(acme, overlap=1)
        make_items(secret, 2, acme.manager)
        other = make_project(acme, name="Other", overlap=1)
        other.client = acme.clients[1]
        other.save(update_fields=["client"])
        make_items(other, 2, acme.manager)
        for project in (secret, other):
            assert len(claim(project=project, member=acme.ann, limit=2, at=NOW)) == 2
    assert client_for(acme.manager).delete(url(acme, acme.ann, acme.clients[0])).status_code == 204
    with acme.scope():
        assert not Assignment.objects.filter(project=secret, state="claimed").exists()
        assert set(Item.objects.filter(project=secret).values_list("free_places", flat=True)) == {1}
        assert Assignment.objects.filter(project=other, state="claimed", member=acme.ann).count() == 2
        assert claim(project=secret, member=acme.ann, limit=2, at=NOW) == []


def test_a_clearance_that_is_not_asked_for_takes_no_work_with_it(acme, globex):
    with acme.scope():
        clear_member(member=acme.ann, client=acme.clients[0], by=acme.manager, at=NOW)
        project = make_project(acme, overlap=1)
        make_items(project, 1, acme.manager)
        claim(project=project, member=acme.ann, limit=1, at=NOW)
    client_for(acme.manager).delete(url(acme, acme.ann, acme.clients[0]))
    with acme.scope():
        assert Assignment.objects.filter(state="claimed", member=acme.ann).count() == 1
