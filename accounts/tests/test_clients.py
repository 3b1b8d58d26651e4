"""An organisation's customers."""

import pytest

from accounts.actions.members import bind_to_clients
from accounts.models import Client, Event
from config.tests.client import client_for


@pytest.fixture
def url(acme) -> str:
    return f"/api/v1/{acme.slug}/clients"


def test_everyone_who_may_see_clients_sees_those_of_their_organisation(acme, globex, url):
    for member in (acme.owner, acme.manager, acme.reviewer):
        rows = client_for(member).get(url).json()["results"]
        assert [(row["name"], row["projects"]) for row in rows] == [("Umbrella", 0), ("Initech", 0)]


def test_a_clients_person_sees_their_own_client_alone(acme, globex, url):
    assert [row["name"] for row in client_for(acme.client).get(url).json()["results"]] == ["Umbrella"]
    assert client_for(acme.client).get(f"{url}/{acme.clients[1].pk}").status_code == 404


def test_annotators_never_learn_of_clients(acme, url):
    assert client_for(acme.ann).get(url).status_code == 403


def test_a_manager_makes_a_client_and_it_is_written_down(acme, globex, url):
    answer = client_for(acme.manager).post(url, {"name": "  Hooli  "})
    assert answer.status_code == 201
    assert answer.json()["name"] == "Hooli"
    with acme.scope():
        event = Event.objects.get(kind="client.created", subject_id=answer.json()["id"])
        assert (event.actor_id, event.data["name"]) == (acme.manager.pk, "Hooli")


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "two\nlines", "bell\x07", None, ["x"]])
def test_a_name_is_one_short_line(acme, url, name):
    answer = client_for(acme.manager).post(url, {"name": name})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/name"


def test_a_name_may_be_in_any_script(acme, url):
    for name in ("می‌خواهم", "株式会社", "Ω & Söhne 👩‍🔬"):
        assert client_for(acme.manager).post(url, {"name": name}).json()["name"] == name


def test_two_clients_of_an_organisation_differ_in_name_and_those_of_two_organisations_need_not(acme, globex, url):
    assert client_for(acme.manager).post(url, {"name": "Initech"}).json()["type"] == "name-taken"
    assert client_for(acme.manager).post(url, {"name": "CANARY-GLOBEX Initech"}).status_code == 201


def test_fields_that_are_not_known_are_refused(acme, globex, url):
    answer = client_for(acme.manager).post(url, {"name": "x", "organisation": str(globex.organisation.pk), "id": "1"})
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/id", "/organisation"]


def test_a_rename_needs_the_etag_that_was_read(acme, url):
    manager, one = client_for(acme.manager), f"{url}/{acme.clients[0].pk}"
    tag = manager.get(one).headers["ETag"]
    assert manager.patch(one, {"name": "Umbrella Ltd"}).status_code == 428
    assert manager.patch(one, {"name": "Umbrella Ltd"}, HTTP_IF_MATCH='"other"').status_code == 412
    answer = manager.patch(one, {"name": "Umbrella Ltd"}, HTTP_IF_MATCH=tag)
    assert (answer.status_code, answer.json()["name"]) == (200, "Umbrella Ltd")
    assert answer.headers["ETag"] == answer.json()["etag"] != tag
    assert manager.patch(one, {"name": "Umbrella plc"}, HTTP_IF_MATCH=tag).status_code == 412
    assert manager.patch(one, {"name": "Initech"}, HTTP_IF_MATCH=answer.headers["ETag"]).status_code == 409


def test_a_client_of_another_organisation_is_not_found_and_stays_as_it_was(acme, globex, url):
    foreign = globex.clients[0]
    for one in (f"{url}/{foreign.pk}", f"/api/v1/{globex.slug}/clients/{foreign.pk}"):
        assert client_for(acme.owner).get(one).status_code == 404
        assert client_for(acme.owner).patch(one, {"name": "mine"}, HTTP_IF_MATCH="*").status_code == 404
    with globex.scope():
        assert Client.objects.get(pk=foreign.pk).name == foreign.name


def test_a_manager_bound_to_a_client_sees_and_renames_that_one_and_makes_none(acme, globex, url):
    with acme.scope():
        bind_to_clients(acme.manager, [acme.clients[1].pk])
    bound = client_for(acme.manager)
    assert [row["name"] for row in bound.get(url).json()["results"]] == ["Initech"]
    assert bound.post(url, {"name": "Hooli"}).status_code == 403
    assert bound.patch(f"{url}/{acme.clients[0].pk}", {"name": "x"}, HTTP_IF_MATCH="*").status_code == 404
    assert bound.patch(f"{url}/{acme.clients[1].pk}", {"name": "Initrode"}, HTTP_IF_MATCH="*").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "name=x",
        "order=secret",
        "organisation__slug=globex",
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=x",
        "cursor=e30",
    ],
)
def test_queries_outside_the_allow_list_are_refused(acme, url, query):
    assert client_for(acme.owner).get(f"{url}?{query}").status_code == 400


def test_pages_follow_each_other(acme, url):
    owner = client_for(acme.owner)
    first = owner.get(f"{url}?limit=1").json()
    second = owner.get(f"{url}?limit=1&cursor={first['next']}").json()
    assert [first["results"][0]["name"], second["results"][0]["name"]] == ["Umbrella", "Initech"]
    assert second["next"] is None
