"""From a figure of a model to the items that it is made of."""

import json
from typing import Any

import pytest
from django.db import transaction

from accounts.queries.pseudonyms import pseudonym_id
from annotation.actions.counting import count_items
from annotation.actions.items import NewItem, add_items, rewrite
from annotation.models import Annotation, Item, ModelScore, Project, SavedView
from annotation.queries.browse import filtered_items
from annotation.queries.model_figures import heard_models
from annotation.tests.test_models_api import FORM, project_with_answers, theirs  # noqa: F401  # a fixture
from config.tests.client import client_for
from config.tests.work import make_project
from config.tests.world import CANARY, NOW

EVERY = list(range(6))
FOUND: list[tuple[str, list[Any], list[int]]] = [
    ("model", ["chat@v9"], EVERY),
    ("model", ["chat@v9", "chat@v10"], EVERY),
    ("model", ["solo 'x' | \\ v1"], [6]),
    ("model", ["chat@v9", "solo 'x' | \\ v1"], []),
    ("model", ["chat"], []),
    ("model", [f"{CANARY} chat@v9"], []),
    ("judged", ["safe", "no", "chat@v9"], [0, 3]),
    ("judged", ["safe", "yes", "chat@v9"], [1, 2, 4, 5]),
    ("judged", ["safe", "no", "chat@v10"], []),
    ("judged", ["quality", "<=2", "chat@v9"], EVERY),
    ("judged", ["quality", "<=1", "chat@v9"], []),
    ("judged", ["quality", "<=3", "chat@v10"], []),
    ("judged", ["order", "no", "chat@v9"], []),
    ("judged", ["gone", "no", "chat@v9"], []),
    ("judged", ["safe", 'no") || true', "chat@v9"], []),
    ("won", ["order", "chat@v10", "chat@v9"], EVERY),
    ("won", ["order", "chat@v9", "chat@v10"], []),
    ("won", ["order", "chat@v10", None], EVERY),
    ("won", ["order", None, "chat@v10"], []),
    ("won", ["quality", "chat@v10", "chat@v9"], EVERY),
    ("won", ["quality", "chat@v9", None], []),
    ("won", ["safe", "chat@v10", "chat@v9"], []),
]


REFUSED = [
    ("model", "chat"),
    ("model", "[]"),
    ("model", '["a", "b", "c"]'),
    ("model", '["a", 1]'),
    ("model", json.dumps(["m" * 201])),
    ("model", '["\\u0000"]'),
    ("model", "[" * 5000),
    ("judged", '["safe", "no"]'),
    ("judged", '["safe", "no", null]'),
    ("judged", '{"safe": "no"}'),
    ("won", '["order", null, null]'),
    ("won", '["order", "a"]'),
    ("won", '[null, "a", "b"]'),
    ("score", '["reward", "1"]'),
    ("score", '["reward", "1", "0", null]'),
    ("score", '["reward", "1", true, null]'),
    ("score", '["reward", "1", NaN, null]'),
    ("score", '["reward", "1", 1e999, null]'),
    ("score", '["", "1", 0, 1]'),
    ("score", '["reward", null, 0, 1]'),
]


@pytest.fixture
def project(acme, theirs):  # noqa: F811  # globex has the same, under marks of its own
    with acme.scope(), transaction.atomic():
        made = project_with_answers(acme)
        alone = [{"id": "a", "text": "Only me", "model": "solo 'x' | \\ v1"}, {"id": "b", "text": "Nobody's"}]
        add_items(
            project=made,
            rows=[NewItem("item-6", {"prompt": {"text": "6?"}, "responses": alone})],
            by=acme.manager,
            at=NOW,
        )
    return made


def numbers(world, project, **query: Any) -> list[int]:
    with world.scope(), transaction.atomic():
        sent = {name: json.dumps(value) if isinstance(value, list) else value for name, value in query.items()}
        found = filtered_items(project, sent).values_list("external_id", flat=True)
        return sorted(int(name.rpartition("-")[2]) for name in found)


@pytest.mark.parametrize("most", [5_000, 0], ids=["few", "many"])
def test_items_are_found_by_what_was_said_of_their_models(acme, project, monkeypatch, most):
    monkeypatch.setattr("annotation.queries.browse.MOST_IDS", most)
    for name, value, expected in FOUND:
        assert numbers(acme, project, **{name: value}) == expected, (name, value)


def test_a_failing_rate_counts_the_responses_that_its_items_show(acme, project):
    with acme.scope(), transaction.atomic():
        rates = heard_models(project)["rates"]
    assert len(rates) == 12
    for rate in rates:
        found = numbers(acme, project, judged=[rate["question"], rate["category"], rate["model"]])
        assert len(found) == rate["failing"], rate


def test_an_item_is_judged_by_its_author_alone_and_unaided(acme, project):
    asked = {"judged": ["safe", "no", "chat@v9"]}
    with acme.scope(), transaction.atomic():
        given = Annotation.objects.filter(item__external_id="item-0")
        given.update(aided=[["safe", "responses.a"]])
        count_items(given.values_list("item_id", flat=True))
    assert numbers(acme, project, **asked) == [3]
    with acme.scope(), transaction.atomic():
        Item.objects.filter(external_id="item-3").update(state="gold")
        count_items(Item.objects.filter(external_id="item-3").values_list("pk", flat=True))
    assert numbers(acme, project, **asked) == []


def test_ties_are_won_by_nobody(acme, project):
    for value, winner in [
        ({"ranks": [["a", "b"]]}, []),
        ({"ranks": [["a"], ["b"]]}, [0]),
    ]:
        with acme.scope(), transaction.atomic():
            said = [{"question": "order", "on": "item", "value": value}]
            Annotation.objects.filter(item__external_id="item-0").update(answers=said)
            Annotation.objects.exclude(item__external_id="item-0").update(withdrawn_at=NOW)
            count_items(Item.objects.values_list("pk", flat=True))
        assert numbers(acme, project, won=["order", "chat@v9", "chat@v10"]) == winner, value
        assert numbers(acme, project, won=["order", "chat@v10", "chat@v9"]) == [], value


def test_items_are_found_by_automatic_scores(acme, project):
    with acme.scope(), transaction.atomic():
        for number in range(3):
            ModelScore.objects.create(
                organisation_id=project.organisation_id, project=project, scored_at=NOW, response="a", name="reward",
                version="1", item=Item.objects.get(external_id=f"item-{number}"), value=number / 2,
            )  # fmt: skip
    for ends, expected in [((None, None), [0, 1, 2]), ((0.5, None), [1, 2]), ((None, 0.5), [0, 1]), ((0.2, 0.6), [1])]:
        assert numbers(acme, project, score=["reward", "1", *ends]) == expected
    assert numbers(acme, project, score=["reward", "", None, None]) == []
    assert numbers(acme, project, score=[CANARY, "", None, None]) == []


def test_what_one_person_said_is_told_from_what_others_did(acme, project):
    with acme.scope(), transaction.atomic():
        bens = Annotation.objects.get(item__external_id="item-0", member=acme.ben)
        bens.answers = [{"question": "safe", "on": "responses.a", "value": {"choices": ["yes"]}}]
        bens.save()
        Item.objects.filter(external_id="item-0").update(agreement=0)
    for member, expected in [(acme.ann, [0, 3]), (acme.ben, [3])]:
        assert numbers(acme, project, said=["safe", "no"], member=str(member.pk)) == expected
    both = f"{acme.ann.pk},{acme.ben.pk}"
    assert 0 in numbers(acme, project, said=["safe", "yes", "no"], member=both)
    assert numbers(acme, project, said=["safe", "yes", "no"], member=str(acme.ben.pk)) == []


def test_changed_models_are_found_and_their_former_ones_are_not(acme, project):
    with acme.scope(), transaction.atomic():
        responses = [{"id": key, "text": f"{key * 9}", "model": f"new {key}"} for key in "ab"]
        rows = [NewItem("item-6", {"prompt": {"text": "6?"}, "responses": responses})]
        rewrite(project.pk, {Item.objects.get(external_id="item-6").pk: rows[0]})
    assert numbers(acme, project, model=["new a", "new b"]) == [6]
    assert numbers(acme, project, model=["solo 'x' | \\ v1"]) == []


def test_what_is_no_filter_is_refused_at_its_name(acme, project):
    for name, value in REFUSED:
        reply = client_for(acme.manager).get(f"/api/v1/acme/projects/{project.pk}/items", {name: value})
        assert reply.status_code == 400, (name, value)
        assert [error["pointer"] for error in reply.json()["errors"]] == [f"/{name}"]


def test_clients_find_by_pseudonym_what_somebody_said_and_nothing_beyond_their_wall(acme, project):
    path = f"/api/v1/acme/projects/{project.pk}/items"
    judged, said = json.dumps(["safe", "no", "chat@v9"]), json.dumps(["safe", "no"])
    theirs_too = client_for(acme.client).get(path, {"judged": judged})
    assert [row["external_id"] for row in theirs_too.json()["results"]] == ["item-0", "item-3"]
    query = {"said": said, "member": str(pseudonym_id(acme.ann.pk))}
    assert len(client_for(acme.client).get(path, query).json()["results"]) == 2
    assert client_for(acme.client).get(path, {**query, "member": str(acme.ann.pk)}).json()["results"] == []
    with acme.scope(), transaction.atomic():
        walled = make_project(acme, name="Walled", form=FORM)
        Project.objects.filter(pk=walled.pk).update(client=acme.clients[1])
    reply = client_for(acme.client).get(f"/api/v1/acme/projects/{walled.pk}/items", {"judged": judged})
    assert reply.status_code == 404


def test_a_view_keeps_the_filters_of_models(acme, project):
    query = {"judged": json.dumps(["safe", "no", "chat@v9"]), "model": json.dumps(["chat@v9"])}
    body = {"name": "Unsafe", "query": query}
    reply = client_for(acme.manager).post(f"/api/v1/acme/projects/{project.pk}/views", body)
    assert reply.status_code == 201, reply.content
    with acme.scope():
        assert SavedView.objects.get().query == query
