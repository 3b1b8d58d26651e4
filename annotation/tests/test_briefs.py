"""Briefs: one row that many people can write to, as many times as it says."""

import pytest

from annotation.models import Assignment, Item
from config.tests.client import client_for
from config.tests.work import content, make_project
from config.tests.world import CANARY


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_project(globex, mark=f"{CANARY} ")
    with acme.scope():
        return make_project(acme, overlap=1)


def add(world, project, *rows):
    return client_for(world.manager).post(f"/api/v1/acme/projects/{project.pk}/items", {"items": list(rows)})


def row(external_id, number=0, **more):
    return {"external_id": external_id, "content": content(number), **more}


def test_copies_are_items_of_their_own(acme, project):
    reply = add(acme, project, row("brief", copies=3), row("plain", 1), row("once", 2, copies=1))
    assert reply.json() == {"created": 5, "updated": 0, "skipped": 0}
    with acme.scope():
        items = Item.objects.order_by("position")
        assert [item.external_id for item in items] == ["brief-1", "brief-2", "brief-3", "plain", "once-1"]
        assert [item.content for item in items[:3]] == [content(0)] * 3
        assert Assignment.objects.filter(state="open").count() == 5


def test_the_same_copies_again_change_nothing_and_more_of_them_add_the_rest(acme, project):
    add(acme, project, row("brief", copies=3))
    assert add(acme, project, row("brief", copies=3)).json() == {"created": 0, "updated": 0, "skipped": 3}
    assert add(acme, project, row("brief", copies=5)).json() == {"created": 2, "updated": 0, "skipped": 3}


def test_a_thousand_items_a_call_are_the_most_copies_included(acme, project):
    assert add(acme, project, row("brief", copies=1000)).status_code == 201
    reply = add(acme, project, row("brief", copies=1000), row("plain"))
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["pointer"] == "/items"
    assert add(acme, project, row("brief", copies=1001)).status_code == 400
    assert add(acme, project, row("brief", copies=0)).status_code == 400


def test_what_is_wrong_with_a_brief_is_said_once_and_at_its_row(acme, project):
    bad = {"external_id": "bad", "content": {"prompt": {"text": "Hi"}}, "copies": 4}
    errors = add(acme, project, row("good", copies=2), bad).json()["errors"]
    assert [error["pointer"] for error in errors] == ["/items/1/content/responses"]
    with acme.scope():
        assert not Item.objects.exists()


def test_a_copy_that_another_row_is_named_like_is_refused(acme, project):
    reply = add(acme, project, row("a", copies=2), row("a-2", 3))
    assert reply.status_code == 400
    assert {error["pointer"] for error in reply.json()["errors"]} == {"/items/1/external_id"}
