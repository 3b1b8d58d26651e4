"""Exports through the API, built without a worker process."""

import hashlib
import json
from itertools import combinations

import httpx
import pytest
from django.db import transaction
from django.utils import timezone

from annotation.actions.assignments import submit_annotation
from annotation.actions.claims import claim
from annotation.models import Item
from annotation.queries.assignments import own_assignments
from config.tests.client import client_for
from config.tests.work import make_items, make_project, ranking
from config.tests.world import NOW
from exports.actions.exports import build_export

ORDERS = {"ann": "abc", "ben": "abc", "cleo": "acb"}


@pytest.fixture
def project(acme, globex):
    """Three items, ranked by three people; ann and ben say a > b > c, cleo says a > c > b."""
    with globex.scope():
        theirs = make_project(globex, mark="CANARY-GLOBEX ")
        make_items(theirs, 2, globex.manager, mark="CANARY-GLOBEX ")
    with acme.scope():
        made = make_project(acme)
        make_items(made, 3, acme.manager)
        for name, order in ORDERS.items():
            rank_all(made, acme.members[name], order)
    return made


def rank_all(project, member, order):
    for assignment in claim(project=project, member=member, limit=10, at=NOW):
        handles = {letter: f"r{n}" for n, letter in enumerate(assignment.shown, 1)}
        locked = own_assignments(member).get(pk=assignment.pk)
        answers = ranking(*([handles[letter]] for letter in order))
        submit_annotation(assignment=locked, answers=answers, seconds=1, by=member, at=NOW)


def export(acme, project, **body):
    manager = client_for(acme.manager)
    made = manager.post(f"/api/v1/acme/projects/{project.pk}/exports", body)
    assert made.status_code == 202, made.content
    with acme.scope():
        build_export(made.json()["id"], now=timezone.now)
    job = manager.get(f"/api/v1/acme/exports/{made.json()['id']}").json()
    assert job["state"] == "done", job
    link = manager.get(f"/api/v1/acme/exports/{job['id']}/download").json()
    file = httpx.get(link["url"])
    assert hashlib.sha256(file.content).hexdigest() == job["sha256"]
    assert len(file.content) == job["size"]
    return job, [json.loads(line) for line in file.content.splitlines()]


def test_a_preference_file_has_one_row_for_each_pair_that_the_majority_orders(project, acme):
    job, rows = export(acme, project, format="trl_preference", options={"question": "order", "rows": "merged"})
    expected = [
        {
            "prompt": f"Question {n}?",
            "chosen": f"Answer {n}{better}",
            "rejected": f"Answer {n}{worse}",
            "votes_for": 2 if worse == "c" and better == "b" else 3,
            "votes_against": 1 if worse == "c" and better == "b" else 0,
        }
        for n in range(3)
        for better, worse in combinations("abc", 2)
    ]
    assert [{key: row[key] for key in expected[0]} for row in rows] == expected
    assert (job["counts"]["rows"], job["done"], job["total"]) == (9, 9, 9)


def test_rows_of_each_annotator_on_request(project, acme):
    _, rows = export(acme, project, format="trl_preference", options={"rows": "annotators"})
    assert len(rows) == 27
    assert {row["annotator"] for row in rows} == {str(acme.members[name].pk) for name in ORDERS}


def test_the_file_of_all_annotations_holds_every_answer_under_the_importers_ids(project, acme):
    _, rows = export(acme, project, format="annotations")
    assert len(rows) == 9
    for row in rows:
        order = {str(acme.members[name].pk): order for name, order in ORDERS.items()}[row["annotator"]]
        assert row["answers"][0]["value"]["ranks"] == [[letter] for letter in order]
        assert row["answers"][0]["rating"] == {letter: 3 - at for at, letter in enumerate(order)}
        assert sorted(row["shown"]) == ["a", "b", "c"]
    assert "CANARY" not in str(rows)


def test_an_empty_project_gives_an_empty_file(acme, globex):
    with acme.scope():
        empty = make_project(acme)
    job, rows = export(acme, empty, format="annotations")
    assert (rows, job["size"], job["counts"]) == ([], 0, {"annotations": 0, "answers": 0})


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"format": "papyrus"}, "/format"),
        ({"format": "trl_preference", "options": {"question": "why"}}, "/options/question"),
        ({"format": "trl_preference", "options": {"rows": "x"}}, "/options/rows"),
        ({"format": "annotations", "options": {"rows": "merged"}}, "/options/rows"),
        ({"format": "annotations", "secret": 1}, "/secret"),
    ],
)
def test_what_cannot_be_exported_is_refused_with_a_pointer(project, acme, body, pointer):
    reply = client_for(acme.manager).post(f"/api/v1/acme/projects/{project.pk}/exports", body)
    assert reply.status_code == 400
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ({"query": {"colour": "red"}}, "/options/query/colour"),
        ({"query": {"state": "done"}, "item_ids": ["0189f7a0-0000-7000-8000-000000000001"]}, "/options/query"),
        ({"item_ids": []}, "/options/item_ids"),
        ({"item_ids": ["x"]}, "/options/item_ids/0"),
    ],
)
def test_a_selection_that_selects_nothing_sensible_is_refused(project, acme, options, pointer):
    body = {"format": "annotations", "options": options}
    reply = client_for(acme.manager).post(f"/api/v1/acme/projects/{project.pk}/exports", body)
    assert reply.status_code == 400
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]


def test_some_items_are_exported_by_their_ids_or_as_a_query_finds_them(project, acme, globex):
    with acme.scope():
        items = list(Item.objects.filter(project=project).order_by("position"))
        Item.objects.filter(pk=items[1].pk).update(priority=2)
    job, rows = export(acme, project, format="annotations", options={"item_ids": [str(items[0].pk)]})
    assert {row["item_id"] for row in rows} == {str(items[0].pk)}
    assert job["options"] == {"answers": "all", "people": "ids", "split": None, "file_mb": 0, "items": 1}
    job, rows = export(acme, project, format="annotations", options={"query": {"priority": "2"}})
    assert {row["item_id"] for row in rows} == {str(items[1].pk)}
    assert job["options"]["query"] == {"priority": "2"}
    job, rows = export(acme, project, format="trl_preference", options={"query": {"priority": "0"}})
    assert job["options"]["question"] == "order"
    assert len(rows) == 6


def test_another_organisations_items_are_in_no_export(project, acme, globex):
    with globex.scope(), transaction.atomic():
        theirs = make_items(make_project(globex, mark="CANARY "), 1, globex.manager, mark="CANARY ")
    _, rows = export(acme, project, format="annotations", options={"item_ids": [str(theirs[0].pk)]})
    assert rows == []


def test_an_unfinished_export_has_no_link_and_can_be_cancelled(project, acme):
    manager = client_for(acme.manager)
    job = manager.post(f"/api/v1/acme/projects/{project.pk}/exports", {"format": "annotations"}).json()
    assert manager.get(f"/api/v1/acme/exports/{job['id']}/download").status_code == 409
    assert manager.post(f"/api/v1/acme/exports/{job['id']}/cancel", {}).json()["state"] == "cancelled"
    with acme.scope():
        build_export(job["id"], now=timezone.now)
    assert manager.get(f"/api/v1/acme/exports/{job['id']}").json()["state"] == "cancelled"


def test_another_organisations_export_is_not_there(project, acme, globex):
    job, _ = export(acme, project, format="annotations")
    for path in ("", "/download"):
        assert client_for(globex.manager).get(f"/api/v1/acme/exports/{job['id']}{path}").status_code == 404
        assert client_for(globex.manager).get(f"/api/v1/globex/exports/{job['id']}{path}").status_code == 404


def test_ten_messages_make_one_file(project, acme):
    job, _ = export(acme, project, format="annotations")
    with acme.scope():
        Item.objects.filter(project=project).update(priority=1)
        for _ in range(10):
            build_export(job["id"], now=timezone.now)
    again = client_for(acme.manager).get(f"/api/v1/acme/exports/{job['id']}").json()
    assert again == job
