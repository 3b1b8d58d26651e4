"""Whoever annotates can't tell gold from other items: not by what an address answers, not by when it comes."""

import re
from uuid import UUID

import pytest

from annotation.actions.gold import mark_gold_item
from annotation.distribution.gold import gold_is_due
from annotation.distribution.workflow import GoldPlan
from annotation.models import Assignment, Item, Project, ProjectPerson
from config.tests.client import client_for
from config.tests.work import make_items, make_project, ranking
from config.tests.world import CANARY, NOW

BASE = "/api/v1/acme"
ANSWERS = ranking(["r1"], ["r2"], ["r3"])
FORMS = {
    "date": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
    "handle": re.compile(r"[mcris]\d+"),
}


def shape(value):
    """Keys, types and the forms of ids and dates; of texts no more than that they are texts."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return [shape(inner) for inner in value]
    if isinstance(value, str):
        return text_shape(value)
    return type(value).__name__


def text_shape(text):
    for name, pattern in FORMS.items():
        if pattern.fullmatch(text):
            return name
    try:
        return f"id of version {UUID(text).version}"
    except ValueError:
        return "text"


@pytest.fixture
def project(acme, globex):
    """Of each person's first items every second is gold, whose answer is any order of the responses."""
    with globex.scope():
        make_items(make_project(globex, mark=f"{CANARY} "), 3, globex.manager, mark=f"{CANARY} ")
    with acme.scope():
        made = make_project(acme, overlap=2)
        make_items(made, 30, acme.manager)
        Project.objects.filter(pk=made.pk).update(workflow={"gold": {"percent": 50}})
        for item in Item.objects.filter(project=made).order_by("-position")[:15].select_for_update():
            item.project = made
            mark_gold_item(item=item, answers=ranking(["a"], ["b"], ["c"]), hints={}, by=acme.manager, at=NOW)
    return made


@pytest.fixture
def client(acme):
    return client_for(acme.ann)


@pytest.fixture
def claimed(project, client, acme):
    """(the item's view, whether it is gold) of ten items that Ann claims at once."""
    reply = client.post(f"{BASE}/assignments/claim?project={project.pk}", {"limit": 10})
    views = reply.json()["results"]
    with acme.scope():
        gold = set(Assignment.objects.filter(item__state="gold", member=acme.ann).values_list("id", flat=True))
    told = [(view, UUID(view["id"]) in gold) for view in views]
    assert {is_gold for _, is_gold in told} == {True, False}
    return told


def same(rows):
    """All rows of (answer, whether it is about gold) have one shape."""
    shapes = {str(shape(answer)) for answer, _ in rows}
    assert len(shapes) == 1
    return rows


def one_value(rows, *keys):
    for key in keys:
        assert len({str(answer[key]) for answer, _ in rows}) == 1, key


def test_claimed_gold_looks_like_any_other_item(claimed):
    same(claimed)
    one_value(claimed, "project", "state", "lease_until", "form", "guidelines", "guidelines_version", "suggest")
    one_value(claimed, "guidelines_seen", "comments", "returned", "draft", "assets", "suggestions")
    for view, _ in claimed:
        assert UUID(view["id"]).version == 4
        assert [response["id"] for response in view["content"]["responses"]] == ["r1", "r2", "r3"]


def test_the_answers_to_every_address_about_an_item_are_alike(claimed, client, acme):
    def ask(how, path="", body=None):
        told = []
        for view, is_gold in claimed:
            url = f"{BASE}/assignments/{view['id']}{path}"
            reply = getattr(client, how)(url, body) if body is not None else getattr(client, how)(url)
            told.append(
                ({"status": reply.status_code, "headers": sorted(reply.headers), "body": reply.json()}, is_gold)
            )
        return same(told)

    ask("get")
    ask("put", "/draft", {"answers": ANSWERS})
    ask("post", "/comments", {"text": "Is this clear?", "flag": True})
    ask("get", "/comments")
    ask("post", "/submit", {"answers": [], "seconds": 3})
    submitted = ask("post", "/submit", {"answers": ANSWERS, "seconds": 3})
    assert all(answer["body"]["feedback"] is None for answer, _ in submitted)
    ask("get")
    ask("post", "/submit", {"answers": ANSWERS, "seconds": 3})
    ask("post", "/take-back", {})
    ask("get")
    ask("post", "/submit", {"answers": ANSWERS, "seconds": 3})
    ask("post", "/take-back", {})
    ask("post", "/skip", {"reason": "Too hard"})
    ask("get")


@pytest.mark.parametrize("state", ["claimed", "submitted", "skipped"])
def test_the_lists_of_ones_own_work_are_alike(claimed, client, project, state):
    for view, _ in claimed:
        if state == "submitted":
            client.post(f"{BASE}/assignments/{view['id']}/submit", {"answers": ANSWERS, "seconds": 3})
        elif state == "skipped":
            client.post(f"{BASE}/assignments/{view['id']}/skip", {"reason": "Too hard"})
    rows = client.get(f"{BASE}/assignments?state={state}&project={project.pk}").json()["results"]
    assert len(rows) == 10
    gold = {view["id"] for view, is_gold in claimed if is_gold}
    same([(row, row["id"] in gold) for row in rows])


def test_leases_are_renewed_alike(claimed, client):
    reply = client.post(f"{BASE}/assignments/renew", {"ids": [view["id"] for view, _ in claimed]}).json()
    assert (len(reply["renewed"]), reply["lost"]) == (10, [])
    assert len({row["lease_until"] for row in reply["renewed"]}) == 1


def test_what_is_left_falls_by_one_with_every_item_whichever_it_is(project, client):
    def left():
        (row,) = client.get(f"{BASE}/assignments/summary").json()["by_project"]
        return row["items_left"]

    told = [left()]
    for _ in range(12):
        (view,) = client.post(f"{BASE}/assignments/claim?project={project.pk}", {"limit": 1}).json()["results"]
        assert left() == told[-1]  # claiming changes nothing
        client.post(f"{BASE}/assignments/{view['id']}/submit", {"answers": ANSWERS, "seconds": 3})
        told.append(left())
    assert told == list(range(told[0], told[0] - 13, -1))


def test_nothing_but_the_own_work_is_shown_to_annotators(claimed, client, project, acme):
    with acme.scope():
        item = Item.objects.filter(project=project, state="gold").first()
    closed = [
        "/events",
        f"/projects/{project.pk}",
        f"/projects/{project.pk}/items",
        f"/projects/{project.pk}/items/{item.pk}",
        f"/projects/{project.pk}/items/{item.pk}/annotations",
        f"/projects/{project.pk}/progress",
        f"/projects/{project.pk}/workflow",
        f"/projects/{project.pk}/gold",
        f"/projects/{project.pk}/gold/scores",
        f"/projects/{project.pk}/rules",
        f"/projects/{project.pk}/firings",
    ]
    assert {path: client.get(f"{BASE}{path}").status_code for path in closed} == dict.fromkeys(closed, 403)
    own = client.get(f"{BASE}/assignments/gold-score?project={project.pk}")
    assert own.status_code == 404  # as if there were no gold
    everything = [
        client.get(f"{BASE}{path}").content.decode()
        for path in ("/assignments", "/assignments/summary", "/assignments/projects", "/notifications")
    ]
    assert not any("gold" in text.lower() for text in [*everything, str(claimed)])


def test_each_person_gets_gold_at_places_of_their_own_in_an_order_of_their_own(project, acme):
    order = {}
    with acme.scope():
        plan = GoldPlan(percent=50)
        for member in (acme.ann, acme.ben, acme.cleo):
            person = ProjectPerson.objects.get(project=project, member=member)
            order[member] = [gold_is_due(plan, number, str(person.pk)) for number in range(10)]
    given = {}
    for member, due in order.items():
        client = client_for(member)
        views = [
            view
            for limit in (4, 6)
            for view in client.post(f"{BASE}/assignments/claim?project={project.pk}", {"limit": limit}).json()[
                "results"
            ]
        ]
        ids = list(dict.fromkeys(view["id"] for view in views))
        with acme.scope():
            items = {str(row.pk): row.item for row in Assignment.objects.filter(pk__in=ids).select_related("item")}
        assert [items[pk].state == "gold" for pk in ids] == due[: len(ids)]
        given[member] = [items[pk].position for pk in ids if items[pk].state == "gold"]
    assert len({tuple(positions) for positions in given.values()}) == 3


def test_after_a_reload_the_items_stand_in_the_order_they_came_in(project, claimed, client):
    again = client.post(f"{BASE}/assignments/claim?project={project.pk}", {"limit": 10}).json()["results"]
    assert [view["id"] for view in again] == [view["id"] for view, _ in claimed]
