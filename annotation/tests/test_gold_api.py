"""Gold by API: for managers alone, and a learner's own score."""

from typing import Any

import pytest

from annotation.models import Gold, Item, Project
from config.tests.client import client_for
from config.tests.work import content, make_items, make_project, ranking
from config.tests.world import CANARY

RIGHT = ranking(["a"], ["b"], ["c"])


@pytest.fixture
def theirs(globex):
    with globex.scope():
        made = make_project(globex, mark=f"{CANARY} ")
        make_items(made, 2, globex.manager, mark=f"{CANARY} ")
    return made


@pytest.fixture
def project(acme, theirs):
    with acme.scope():
        made = make_project(acme, overlap=2)
        make_items(made, 4, acme.manager)
    return made


@pytest.fixture
def items(project, acme):
    with acme.scope():
        return list(Item.objects.filter(project=project).order_by("position"))


def url(project, path=""):
    return f"/api/v1/acme/projects/{project.pk}/gold{path}"


def test_an_item_becomes_gold_and_goes_back(project, items, acme):
    client = client_for(acme.manager)
    reply = client.post(
        url(project), {"item_id": str(items[0].pk), "answers": RIGHT, "hints": {"order": "Facts first."}}
    )
    assert reply.status_code == 201, reply.content
    row = reply.json()
    assert (row["item_id"], row["external_id"], row["answers"]) == (str(items[0].pk), "item-0", RIGHT)
    assert (row["hints"], row["given"], row["correct"]) == ({"order": "Facts first."}, 0, None)
    assert row["created_by"]["name"] == "Manager"
    listed = client.get(url(project)).json()
    assert (listed["results"], listed["next"]) == ([row], None)
    assert client.delete(url(project, f"/{items[0].pk}")).status_code == 204
    assert client.get(url(project)).json()["results"] == []
    again = client.delete(url(project, f"/{items[0].pk}"))
    assert (again.status_code, again.json()["type"]) == (409, "cannot-be-gold")


def test_wrong_gold_is_refused_with_pointers(project, items, acme):
    client = client_for(acme.manager)
    body = {"item_id": str(items[0].pk), "answers": ranking(["a"], ["z"]), "hints": {"nothing": "x"}}
    reply = client.post(url(project), body)
    assert reply.status_code == 400
    pointers = {error["pointer"] for error in reply.json()["errors"]}
    assert "/hints" in pointers
    assert any(pointer.startswith("/answers/0") for pointer in pointers)
    for odd in ({"item_id": "x", "answers": []}, {"answers": RIGHT}, {"item_id": str(items[0].pk)}, {"more": 1}):
        assert client.post(url(project), odd).status_code == 400
    for hostile in (None, 3, "x", {"a": 1}, [[]], [None], [{"question": "order"}]):
        sent: dict[str, Any] = {"item_id": str(items[0].pk), "answers": hostile}
        assert client.post(url(project), sent).status_code == 400


def test_many_come_in_at_once_or_none(project, items, acme):
    client = client_for(acme.manager)
    rows = [
        {"external_id": "item-0", "answers": RIGHT},
        {"external_id": "new", "answers": RIGHT, "content": content(9), "hints": {"order": "Facts first."}},
    ]
    bad = client.post(url(project, "/import"), {"rows": [*rows, {"external_id": "unknown", "answers": RIGHT}]})
    assert bad.status_code == 400
    assert bad.json()["errors"][0]["pointer"] == "/rows/2/external_id"
    with acme.scope():
        assert not Gold.objects.exists()
        assert not Item.objects.filter(external_id="new").exists()
    reply = client.post(url(project, "/import"), {"rows": rows})
    assert (reply.status_code, reply.json()) == (201, {"gold": 2})
    assert client.post(url(project, "/import"), {"rows": []}).status_code == 400
    too_many = [{"external_id": str(number), "answers": []} for number in range(1001)]
    assert client.post(url(project, "/import"), {"rows": too_many}).status_code == 400


def test_only_managers_see_and_change_gold_and_reviewers_see_the_scores(project, items, acme):
    body = {"item_id": str(items[0].pk), "answers": RIGHT}
    for member, scores in ((acme.reviewer, 200), (acme.ann, 403), (acme.client, 403)):
        client = client_for(member)
        assert client.get(url(project)).status_code == 403
        assert client.post(url(project), body).status_code == 403
        assert (
            client.post(url(project, "/import"), {"rows": [{"external_id": "item-0", "answers": RIGHT}]}).status_code
            == 403
        )
        assert client.delete(url(project, f"/{items[0].pk}")).status_code == 403
        assert client.get(url(project, "/scores")).status_code == scores


def test_gold_of_another_organisation_is_not_there(project, items, acme, globex, theirs):
    for client in (client_for(globex.manager), client_for(acme.manager)):
        for place in (f"/api/v1/acme/projects/{theirs.pk}/gold", f"/api/v1/globex/projects/{project.pk}/gold"):
            assert client.get(place).status_code == 404
            assert client.post(place, {"item_id": str(items[0].pk), "answers": RIGHT}).status_code == 404
    with globex.scope():
        their_item = Item.objects.first()
    body = {"item_id": str(their_item.pk), "answers": RIGHT}
    assert client_for(acme.manager).post(url(project), body).status_code == 404


def test_a_learner_is_told_and_sees_their_own_score_and_managers_see_everybodys(project, items, acme):
    manager, learner = client_for(acme.manager), client_for(acme.ann)
    with acme.scope():
        Project.objects.filter(pk=project.pk).update(workflow={"gold": {"onboarding": 2, "feedback": "hints"}})
    for item in items[:2]:
        body = {"item_id": str(item.pk), "answers": RIGHT, "hints": {"order": "Facts first."}}
        assert manager.post(url(project), body).status_code == 201
    told = []
    for right in (True, False):
        (view,) = learner.post(f"/api/v1/acme/assignments/claim?project={project.pk}", {"limit": 1}).json()["results"]
        texts = {response["text"][-1]: response["id"] for response in view["content"]["responses"]}
        order = [[texts[name]] for name in ("abc" if right else "cba")]
        reply = learner.post(f"/api/v1/acme/assignments/{view['id']}/submit", {"answers": ranking(*order)})
        told.append(reply.json()["feedback"])
    mark = {"question": "order", "on": "item"}
    assert told == [
        {"score": 1.0, "marks": [{**mark, "correct": True, "hint": ""}]},
        {"score": 0.0, "marks": [{**mark, "correct": False, "hint": "Facts first."}]},
    ]
    own = learner.get(f"/api/v1/acme/assignments/gold-score?project={project.pk}").json()
    assert (own["n"], own["correct"], own["score"]) == (2, 1, 0.5)
    (row,) = manager.get(url(project, "/scores")).json()["results"]
    assert row == {**own, "member": {"id": str(acme.ann.pk), "name": "Ann"}}
    assert [gold["given"] for gold in manager.get(url(project)).json()["results"]] == [1, 1]
    assert sorted(gold["correct"] for gold in manager.get(url(project)).json()["results"]) == [0.0, 1.0]
    assert learner.get("/api/v1/acme/assignments/gold-score").status_code == 400
    assert learner.get("/api/v1/acme/assignments/gold-score?project=x").status_code == 400
    stranger = client_for(acme.reviewer)
    assert stranger.get(f"/api/v1/acme/assignments/gold-score?project={project.pk}").status_code == 404
