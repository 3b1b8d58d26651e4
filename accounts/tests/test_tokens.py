"""Keys of scripts."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.actions.members import bind_to_clients
from accounts.models import Event, Token
from accounts.secrets import is_token, new_token, secret_hash
from config.tests.client import client_for


def url(world, token_id=None) -> str:
    return f"/api/v1/{world.slug}/tokens" + (f"/{token_id}" if token_id else "")


def make(member, world, **body):
    return client_for(member).post(url(world), {"name": "script", "scopes": ["see_clients"], **body})


def key_of(member, world, **body):
    answer = make(member, world, **body)
    assert answer.status_code == 201, answer.content
    return answer.json()["token"]


def clients_status(world, key) -> int:
    return client_for(token=key).get(f"/api/v1/{world.slug}/clients").status_code


def test_a_token_is_shown_once_and_stored_as_a_hash(acme, globex):
    made = make(acme.manager, acme).json()
    assert is_token(made["token"])
    rows = client_for(acme.manager).get(url(acme))
    assert made["token"] not in rows.content.decode()
    assert "token" not in rows.json()["results"][0]
    with acme.scope():
        row = Token.objects.get(pk=made["id"])
        assert bytes(row.secret_hash) == secret_hash(made["token"])
        event = Event.objects.get(kind="token.created")
        assert made["token"] not in str(event.data)


def test_a_token_works_in_its_own_organisation_alone(acme, globex):
    key = key_of(acme.manager, acme)
    assert clients_status(acme, key) == 200
    assert clients_status(globex, key) == 404
    me = client_for(token=key).get("/api/v1/me").json()
    assert [place["slug"] for place in me["organisations"]] == ["acme"]


def test_a_token_of_somebody_in_two_organisations_stays_in_one(acme, globex):
    from accounts.actions.members import add_member
    from accounts.models import Role
    from config.tests.world import NOW

    with globex.scope():
        add_member(user=acme.manager.user, role=Role.OWNER, by=globex.owner, at=NOW)
    key = key_of(acme.manager, acme)
    assert (clients_status(acme, key), clients_status(globex, key)) == (200, 404)


def test_a_token_does_what_its_scopes_say_and_no_more(acme):
    key = key_of(acme.manager, acme, scopes=["see_clients"])
    script = client_for(token=key)
    assert script.get(f"/api/v1/{acme.slug}/clients").status_code == 200
    assert script.get(f"/api/v1/{acme.slug}/members").status_code == 403
    assert script.post(f"/api/v1/{acme.slug}/clients", {"name": "x"}).status_code == 403


def test_nobody_gives_a_token_what_they_do_not_have(acme):
    assert make(acme.reviewer, acme).status_code == 403
    answer = make(acme.manager, acme, scopes=["see_clients", "own_everything"])
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/scopes/1")
    assert make(acme.manager, acme, scopes=[]).status_code == 400


def test_a_token_is_demoted_with_its_creator(acme):
    key = key_of(acme.manager, acme, scopes=["see_clients", "manage_clients"])
    members = f"/api/v1/{acme.slug}/members/{acme.manager.pk}"
    client_for(acme.owner).patch(members, {"role": "reviewer"}, HTTP_IF_MATCH="*")
    script = client_for(token=key)
    assert script.get(f"/api/v1/{acme.slug}/clients").status_code == 200
    assert script.post(f"/api/v1/{acme.slug}/clients", {"name": "x"}).status_code == 403
    client_for(acme.owner).patch(members, {"role": "annotator"}, HTTP_IF_MATCH="*")
    assert clients_status(acme, key) == 403


def test_a_token_expires(acme):
    key = key_of(acme.manager, acme)
    with acme.scope():
        Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert clients_status(acme, key) == 401


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_token_lasts_a_year_at_most(acme, days):
    answer = make(acme.manager, acme, expires_at=(timezone.now() + timedelta(days=days)).isoformat())
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/expires_at")


def test_a_token_lasts_ninety_days_unless_told_otherwise(acme):
    with acme.scope():
        pass
    key_of(acme.manager, acme)
    with acme.scope():
        token = Token.objects.get()
        assert token.expires_at - token.created_at == timedelta(days=90)


def test_a_revoked_token_ends_at_once(acme):
    made = make(acme.manager, acme).json()
    assert client_for(acme.manager).delete(url(acme, made["id"])).status_code == 204
    assert clients_status(acme, made["token"]) == 401
    assert client_for(acme.manager).get(url(acme)).json()["results"] == []


def test_owners_end_every_token_and_managers_their_own(acme, globex):
    owners, managers = make(acme.owner, acme).json()["id"], make(acme.manager, acme).json()["id"]
    foreign = make(globex.owner, globex).json()["id"]
    assert client_for(acme.manager).delete(url(acme, owners)).status_code == 404
    assert client_for(acme.owner).delete(url(acme, foreign)).status_code == 404
    assert client_for(acme.owner).delete(url(acme, managers)).status_code == 204
    with globex.scope():
        assert Token.objects.get(pk=foreign).revoked_at is None


def test_a_token_bound_to_a_client_sees_that_client_alone(acme, globex):
    umbrella = acme.clients[0]
    key = key_of(acme.manager, acme, client_id=str(umbrella.pk), scopes=["see_clients", "manage_clients"])
    script = client_for(token=key)
    assert [row["name"] for row in script.get(f"/api/v1/{acme.slug}/clients").json()["results"]] == ["Umbrella"]
    assert script.post(f"/api/v1/{acme.slug}/clients", {"name": "x"}).status_code == 403
    me = script.get("/api/v1/me").json()["organisations"][0]
    assert me["client_ids"] == [str(umbrella.pk)]


def test_a_token_is_bound_to_clients_that_its_creator_sees(acme, globex):
    assert make(acme.manager, acme, client_id=str(globex.clients[0].pk)).status_code == 400
    with acme.scope():
        bind_to_clients(acme.manager, [acme.clients[0].pk])
    assert make(acme.manager, acme, client_id=str(acme.clients[1].pk)).status_code == 400
    key = key_of(acme.manager, acme)
    rows = client_for(token=key).get(f"/api/v1/{acme.slug}/clients").json()["results"]
    assert [row["name"] for row in rows] == ["Umbrella"]


def test_a_token_makes_no_tokens(acme):
    key = key_of(acme.owner, acme, scopes=["manage_tokens"])
    assert client_for(token=key).post(url(acme), {"name": "x", "scopes": ["manage_tokens"]}).status_code == 403


def test_a_token_gives_nobody_a_role_that_may_do_more_than_itself(acme):
    key = key_of(acme.owner, acme, scopes=["manage_people", "see_organisation", "annotate"])
    script, invitations = client_for(token=key), f"/api/v1/{acme.slug}/invitations"
    assert script.post(invitations, {"email": "x@example.com", "role": "owner"}).status_code == 403
    assert script.post(invitations, {"email": "x@example.com", "role": "annotator"}).status_code == 201
    members = f"/api/v1/{acme.slug}/members/{acme.ann.pk}"
    assert script.patch(members, {"role": "manager"}, HTTP_IF_MATCH="*").status_code == 403


UNKNOWN = pytest.param(new_token(), id="unknown")


@pytest.mark.parametrize("sent", ["", "concord_x", "concord_" + "0" * 64 + "_00000000", UNKNOWN])
def test_what_is_no_token_is_refused(acme, sent):
    answer = client_for(token=sent or " ").get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.json()["type"] == "signed-out"


def test_the_token_of_an_inactive_person_is_refused(acme):
    key = key_of(acme.manager, acme)
    acme.manager.user.is_active = False
    acme.manager.user.save()
    assert clients_status(acme, key) == 401


def test_a_token_needs_no_csrf_and_reads_no_session(acme):
    key = key_of(acme.manager, acme, scopes=["manage_clients"])
    script = client_for(token=key)
    script.handler.enforce_csrf_checks = True
    assert script.post(f"/api/v1/{acme.slug}/clients", {"name": "x"}).status_code == 201


def test_the_last_use_is_noted_once_a_minute_after_the_request(acme, django_capture_on_commit_callbacks):
    cache.clear()
    made = make(acme.manager, acme).json()

    def last_used():
        with acme.scope():
            return Token.objects.get(pk=made["id"]).last_used_at

    with django_capture_on_commit_callbacks(execute=True):
        assert clients_status(acme, made["token"]) == 200
    first = last_used()
    assert first is not None
    with django_capture_on_commit_callbacks(execute=True):
        clients_status(acme, made["token"])
    assert last_used() == first
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        clients_status(acme, made["token"])
    assert last_used() > first
