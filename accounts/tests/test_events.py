"""The audit trail."""

import uuid

from accounts.actions.events import record_event
from accounts.actions.members import bind_to_clients
from config.tests.client import client_for
from config.tests.work import make_project
from config.tests.world import NOW


def url(world) -> str:
    return f"/api/v1/{world.slug}/events"


def test_managers_read_what_happened_newest_first_and_nobody_below_does(acme, globex):
    client_for(acme.manager).post(f"/api/v1/{acme.slug}/clients", {"name": "Hooli"})
    answer = client_for(acme.manager).get(url(acme))
    newest = answer.json()["results"][0]
    assert (newest["kind"], newest["actor"]["name"], newest["subject"]["kind"]) == (
        "client.created",
        "Manager",
        "client",
    )
    assert newest["data"] == {"name": "Hooli"}
    assert "CANARY" not in answer.content.decode()
    for member in (acme.reviewer, acme.ann, acme.client):
        assert client_for(member).get(url(acme)).status_code == 403
    assert client_for(acme.owner).get(url(globex)).status_code == 404


def test_events_of_one_project_can_be_asked_for(acme, globex):
    with acme.scope():
        project = make_project(acme)
        record_event("project.changed", subject=project, project_id=project.pk, actor=acme.manager, at=NOW)
    rows = client_for(acme.manager).get(f"{url(acme)}?project={project.pk}").json()["results"]
    assert rows
    assert {row["subject"]["id"] for row in rows} <= {str(project.pk)} | {row["subject"]["id"] for row in rows}
    assert client_for(acme.manager).get(f"{url(acme)}?project={uuid.uuid4()}").json()["results"] == []
    assert client_for(acme.manager).get(f"{url(acme)}?project=x").status_code == 400
    assert client_for(acme.manager).get(f"{url(acme)}?actor__user__password=x").status_code == 400


def test_one_of_the_platforms_people_is_named(acme):
    with acme.scope():
        record_event("support.opened", subject=acme.owner, actor=None, actor_name="Sue Support", at=NOW)
    actor = client_for(acme.owner).get(url(acme)).json()["results"][0]["actor"]
    assert actor == {"id": None, "name": "Sue Support"}


def test_who_is_bound_to_a_client_reads_the_events_of_its_projects(acme):
    with acme.scope():
        project = make_project(acme)
        record_event("project.changed", subject=project, project_id=project.pk, actor=acme.owner, at=NOW)
        other = next(client for client in acme.clients if client.pk != project.client_id)
        bind_to_clients(acme.manager, [project.client_id])
    kinds = {row["kind"] for row in client_for(acme.manager).get(url(acme)).json()["results"]}
    assert "project.changed" in kinds
    assert "member.added" not in kinds
    with acme.scope():
        bind_to_clients(acme.manager, [other.pk])
    assert client_for(acme.manager).get(url(acme)).json()["results"] == []
