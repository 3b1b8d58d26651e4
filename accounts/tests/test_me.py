"""The caller, their organisations, and making one."""

import pytest
from django.middleware.csrf import CSRF_TOKEN_LENGTH
from django.test import Client as Browser

from accounts.models import Member, Organisation
from accounts.models.organisations import RESERVED_SLUGS
from accounts.queries.doors import membership
from config.tests.client import client_for
from config.tests.world import person

URL = "/api/v1/organisations"


class Somebody:
    """Stands for a member where only the user counts."""

    def __init__(self, user) -> None:
        self.user = user


@pytest.fixture
def dora(db):
    return Somebody(person("dora@example.com", "Dora"))


def test_me_is_the_user_with_their_own_organisations(acme, globex):
    me = client_for(acme.client).get("/api/v1/me").json()
    assert me["user"] == {
        "id": str(acme.client.user_id),
        "email": "client@acme.example",
        "name": "Client",
        "is_staff": False,
    }
    (place,) = me["organisations"]
    assert (place["slug"], place["role"], place["member_id"]) == ("acme", "client", str(acme.client.pk))
    assert place["client_ids"] == [str(acme.clients[0].pk)]
    assert me["open_sign_up"] is False
    assert len(me["csrf_token"]) == CSRF_TOKEN_LENGTH


def test_who_is_signed_out_is_told_so(db):
    answer = client_for().get("/api/v1/me")
    assert (answer.status_code, answer.json()["type"]) == (401, "signed-out")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_csrf_token_of_me_is_the_one_that_a_change_needs(acme):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(acme.manager.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    token = browser.get("/api/v1/me").json()["csrf_token"]
    url, body = f"/api/v1/{acme.slug}/clients", {"name": "Hooli"}
    refused = browser.post(url, body, content_type="application/json")
    assert refused.status_code == 403
    assert browser.post(url, body, content_type="application/json", headers={"X-CSRFToken": token}).status_code == 201


def test_nobody_makes_an_organisation_unless_sign_up_is_open(dora, settings):
    settings.OPEN_SIGN_UP = False
    assert client_for(dora).post(URL, {"name": "Dora's", "slug": "dora"}).status_code == 403


def test_with_open_sign_up_a_person_makes_an_organisation_and_owns_it(dora, acme, settings):
    settings.OPEN_SIGN_UP = True
    answer = client_for(dora).post(URL, {"name": "Dora's", "slug": "dora"})
    assert (answer.status_code, answer.json()["role"]) == (201, "owner")
    assert client_for(dora).get(URL).json()["results"] == [answer.json()]
    assert client_for(dora).get("/api/v1/dora/members").status_code == 200
    assert client_for(acme.owner).get("/api/v1/dora/members").status_code == 404


@pytest.mark.parametrize(
    "slug", ["", "ab", "Dora", "1dora", "dora-", "do ra", "dora\n", "döra", "x" * 51, *sorted(RESERVED_SLUGS)]
)
def test_a_slug_is_a_plain_word_that_is_not_reserved(dora, settings, slug):
    settings.OPEN_SIGN_UP = True
    answer = client_for(dora).post(URL, {"name": "Dora's", "slug": slug})
    if slug.strip() == slug:
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/slug")
    else:
        assert answer.json()["slug"] == slug.strip()


def test_a_slug_is_taken_once_on_the_platform(dora, acme, globex, settings):
    settings.OPEN_SIGN_UP = True
    answer = client_for(dora).post(URL, {"name": "mine", "slug": "globex"})
    assert (answer.status_code, answer.json()["type"]) == (409, "slug-taken")
    assert membership("globex", dora.user.pk) is None
    with globex.scope():
        assert Organisation.objects.get().name.startswith("CANARY")
        assert not Member.objects.filter(user=dora.user).exists()


def test_the_making_of_an_organisation_can_be_repeated(dora, settings):
    settings.OPEN_SIGN_UP = True
    body = {"name": "Dora's", "slug": "dora"}
    first = client_for(dora).post(URL, body, HTTP_IDEMPOTENCY_KEY="k")
    again = client_for(dora).post(URL, body, HTTP_IDEMPOTENCY_KEY="k")
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert client_for(dora).post(URL, body, HTTP_IDEMPOTENCY_KEY="l").status_code == 409


def test_unknown_fields_and_parameters_are_refused(dora, settings):
    settings.OPEN_SIGN_UP = True
    assert client_for(dora).post(URL, {"name": "x", "slug": "dora", "id": "x"}).status_code == 400
    assert client_for(dora).get(f"{URL}?order=slug").status_code == 400
