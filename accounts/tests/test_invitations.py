"""Offering places: the API's half. Taking them up is in test_invitation_page.py."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.actions.members import bind_to_clients
from accounts.models import Event, Invitation
from accounts.secrets import secret_hash
from config.tests.client import client_for


def url(world, invitation_id=None) -> str:
    return f"/api/v1/{world.slug}/invitations" + (f"/{invitation_id}" if invitation_id else "")


def invite(by, world, email="dora@example.com", role="annotator", **more):
    return client_for(by).post(url(world), {"email": email, "role": role, **more})


def secret_of(answer):
    return answer.json()["url"].rstrip("/").rpartition("/")[2]


def test_the_link_is_shown_once_and_its_secret_is_stored_as_a_hash(acme, globex, settings):
    answer = invite(acme.manager, acme, email=" Dora@Example.COM ")
    assert answer.status_code == 201
    assert answer.json()["url"].startswith(f"{settings.PUBLIC_URL}/invitations/")
    rows = client_for(acme.manager).get(url(acme))
    assert secret_of(answer) not in rows.content.decode()
    (row,) = rows.json()["results"]
    assert (row["email"], row["state"], row["invited_by"]["name"]) == ("dora@example.com", "pending", "Manager")
    with acme.scope():
        stored = Invitation.objects.get()
        assert bytes(stored.secret_hash) == secret_hash(secret_of(answer))
        assert stored.expires_at - stored.created_at == timedelta(days=14)
        assert secret_of(answer) not in str(Event.objects.get(kind="invitation.sent").data)


def test_the_link_is_mailed_once_the_offer_is_committed(acme, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = invite(acme.manager, acme)
        assert mail.outbox == []
    (message,) = mail.outbox
    assert message.to == ["dora@example.com"]
    assert message.subject == "Manager invites you to Acme on Concord"
    assert answer.json()["url"] in message.body
    assert "as annotator" in message.body


def test_mail_that_fails_does_not_undo_the_offer(acme, django_capture_on_commit_callbacks, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        assert invite(acme.manager, acme).status_code == 201
    assert len(client_for(acme.manager).get(url(acme)).json()["results"]) == 1


def test_nobody_offers_a_place_that_they_do_not_govern(acme, globex):
    for by, role in (
        (acme.manager, "owner"),
        (acme.manager, "manager"),
        (acme.reviewer, "annotator"),
        (acme.ann, "annotator"),
        (acme.client, "annotator"),
    ):
        assert invite(by, acme, role=role).status_code == 403
    assert invite(globex.owner, acme).status_code == 404
    with acme.scope():
        assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"email": "dora@example.com"},
        {"role": "annotator"},
        {"email": "dora", "role": "annotator"},
        {"email": "dora@example.com\r\nBcc: x@example.com", "role": "annotator"},
        {"email": "dora@example.com", "role": "superuser"},
        {"email": "dora@example.com", "role": "annotator", "is_staff": True},
        {"email": "dora@example.com", "role": "annotator", "organisation": "globex"},
        {"email": "dora@example.com", "role": "client"},
        {"email": "dora@example.com", "role": "client", "client_ids": ["x"]},
    ],
)
def test_an_offer_that_is_not_right_is_refused(acme, body):
    assert client_for(acme.owner).post(url(acme), body).status_code == 400


def test_an_offer_names_clients_of_the_same_organisation(acme, globex):
    own, foreign = str(acme.clients[0].pk), str(globex.clients[0].pk)
    assert invite(acme.owner, acme, role="client", client_ids=[own, foreign]).status_code == 400
    assert invite(acme.owner, acme, role="annotator", client_ids=[own]).status_code == 400
    assert invite(acme.owner, acme, role="client", client_ids=[own]).json()["client_ids"] == [own]


def test_a_member_is_not_invited_again_unless_removed(acme):
    assert invite(acme.owner, acme, email="ANN@acme.example").json()["type"] == "already-member"
    client_for(acme.owner).delete(f"/api/v1/{acme.slug}/members/{acme.ann.pk}")
    assert invite(acme.owner, acme, email="ann@acme.example").status_code == 201


def test_a_new_offer_to_the_address_replaces_the_pending_one(acme, globex):
    invite(globex.owner, globex)
    invite(acme.owner, acme)
    invite(acme.owner, acme, email="Dora@example.com", role="reviewer")
    rows = client_for(acme.owner).get(url(acme)).json()["results"]
    assert [(row["role"], row["state"]) for row in rows] == [("reviewer", "pending"), ("annotator", "revoked")]
    assert client_for(globex.owner).get(url(globex)).json()["results"][0]["state"] == "pending"


def test_a_manager_does_not_replace_or_withdraw_an_owners_offer_of_a_higher_place(acme):
    offer = invite(acme.owner, acme, role="manager").json()
    assert invite(acme.manager, acme).json()["type"] == "already-invited"
    assert client_for(acme.manager).delete(url(acme, offer["id"])).status_code == 403
    assert client_for(acme.owner).get(url(acme)).json()["results"][0]["state"] == "pending"


def test_an_offer_is_withdrawn_once(acme, globex):
    offer = invite(acme.manager, acme).json()
    assert client_for(globex.owner).delete(url(globex, offer["id"])).status_code == 404
    assert client_for(acme.manager).delete(url(acme, offer["id"])).status_code == 204
    assert client_for(acme.manager).delete(url(acme, offer["id"])).status_code == 409
    assert client_for(acme.manager).get(url(acme)).json()["results"][0]["state"] == "revoked"


def test_an_old_offer_is_expired(acme):
    invite(acme.manager, acme)
    with acme.scope():
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client_for(acme.manager).get(url(acme)).json()["results"][0]["state"] == "expired"


def test_the_offers_of_who_may_no_longer_make_them_end(acme):
    invite(acme.manager, acme)
    members = f"/api/v1/{acme.slug}/members/{acme.manager.pk}"
    client_for(acme.owner).patch(members, {"role": "reviewer"}, HTTP_IF_MATCH="*")
    assert client_for(acme.owner).get(url(acme)).json()["results"][0]["state"] == "revoked"


def test_a_manager_bound_to_a_client_invites_to_that_client_and_sees_its_offers(acme):
    umbrella, initech = (str(client.pk) for client in acme.clients)
    with acme.scope():
        bind_to_clients(acme.manager, [acme.clients[0].pk])
    invite(acme.owner, acme, email="other@example.com", role="reviewer", client_ids=[initech])
    both = invite(acme.owner, acme, email="both@example.com", role="reviewer", client_ids=[umbrella, initech]).json()
    assert invite(acme.manager, acme, email="a@example.com", role="client", client_ids=[initech]).status_code == 400
    assert invite(acme.manager, acme, email="a@example.com", role="reviewer").status_code == 400
    assert invite(acme.manager, acme, email="a@example.com", role="client", client_ids=[umbrella]).status_code == 201
    assert invite(acme.manager, acme, email="b@example.com").status_code == 201
    manager = client_for(acme.manager)
    rows = {row["email"]: row["client_ids"] for row in manager.get(url(acme)).json()["results"]}
    assert rows == {"both@example.com": [umbrella], "a@example.com": [umbrella], "b@example.com": []}
    assert manager.delete(url(acme, both["id"])).status_code == 403
    assert invite(acme.manager, acme, email="both@example.com").status_code == 409
