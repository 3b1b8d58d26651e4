"""A repeated POST."""

from accounts.models import Client, IdempotentReply, Invitation, Token
from config.tests.client import client_for


def test_the_same_key_gets_the_same_answer_and_does_nothing_again(acme, globex):
    url, manager = f"/api/v1/{acme.slug}/clients", client_for(acme.manager)
    first = manager.post(url, {"name": "Hooli"}, HTTP_IDEMPOTENCY_KEY="k1")
    again = manager.post(url, {"name": "Hooli"}, HTTP_IDEMPOTENCY_KEY="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert "Idempotency-Replayed" in again.headers
    assert "Idempotency-Replayed" not in first.headers
    with acme.scope():
        assert Client.objects.filter(name="Hooli").count() == 1


def test_the_same_key_with_another_request_is_refused(acme):
    url, manager = f"/api/v1/{acme.slug}/clients", client_for(acme.manager)
    manager.post(url, {"name": "Hooli"}, HTTP_IDEMPOTENCY_KEY="k1")
    other = manager.post(url, {"name": "Piper"}, HTTP_IDEMPOTENCY_KEY="k1")
    assert (other.status_code, other.json()["type"]) == (422, "idempotency-key-reused")


def test_a_key_belongs_to_one_person(acme):
    url = f"/api/v1/{acme.slug}/clients"
    client_for(acme.manager).post(url, {"name": "Hooli"}, HTTP_IDEMPOTENCY_KEY="k1")
    assert client_for(acme.owner).post(url, {"name": "Piper"}, HTTP_IDEMPOTENCY_KEY="k1").status_code == 201


def test_a_refused_request_leaves_its_key_free(acme):
    url, manager = f"/api/v1/{acme.slug}/clients", client_for(acme.manager)
    assert manager.post(url, {"name": ""}, HTTP_IDEMPOTENCY_KEY="k1").status_code == 400
    assert manager.post(url, {"name": "Initech"}, HTTP_IDEMPOTENCY_KEY="k1").status_code == 409
    assert manager.post(url, {"name": "Hooli"}, HTTP_IDEMPOTENCY_KEY="k1").status_code == 201


def test_a_secret_is_not_kept_for_the_repeated_answer(acme, mailoutbox):
    owner = client_for(acme.owner)
    token = {"name": "script", "scopes": ["see_projects"]}
    offer = {"email": "dora@example.com", "role": "annotator"}
    for path, body, secret in (("tokens", token, "token"), ("invitations", offer, "url")):
        url = f"/api/v1/{acme.slug}/{path}"
        first = owner.post(url, body, HTTP_IDEMPOTENCY_KEY=path).json()
        again = owner.post(url, body, HTTP_IDEMPOTENCY_KEY=path).json()
        assert first[secret]
        assert again == {**first, secret: None}
        with acme.scope():
            stored = IdempotentReply.objects.get(key=path)
            assert first[secret].encode() not in bytes(stored.body)
    with acme.scope():
        assert (Token.objects.count(), Invitation.objects.count()) == (1, 1)


def test_a_key_is_short_and_printable(acme):
    url = f"/api/v1/{acme.slug}/clients"
    for key in ("", "x" * 121, "a\tb"):
        assert client_for(acme.manager).post(url, {"name": "x"}, HTTP_IDEMPOTENCY_KEY=key).status_code == 400
