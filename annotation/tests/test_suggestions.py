"""Suggestions: kept once for each agent, shown as the project says, under handles, and never lost sight of."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection, transaction

from accounts.models import Event
from accounts.refusals import Invalid
from annotation.actions.claims import claim
from annotation.actions.items import NewItem, add_items
from annotation.actions.projects import edit_project, read_form, replace_form
from annotation.actions.suggestions import suggest
from annotation.imports import read_items
from annotation.imports.suggestions import ProposedAnswers
from annotation.models import Annotation, Assignment, Item, Suggestion
from config.tests.client import client_for
from config.tests.work import RANKING, content, make_items, make_project, ranking
from config.tests.world import CANARY, NOW, make_world

PROPOSED = [*ranking(["c"], ["a"], ["b"]), {"question": "why", "on": "item", "value": {"text": "It is true."}}]


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        theirs = make_project(globex, mark=f"{CANARY} ")
        row = NewItem("x", content(0, f"{CANARY} "), {}, [{"agent": CANARY, "answers": ranking(["a"], ["b"], ["c"])}])
        add_items(project=theirs, rows=[row], by=globex.manager, at=NOW)
    with acme.scope():
        made = make_project(acme)
        make_items(made, 2, acme.manager)
    return made


@pytest.fixture
def item(acme, project):
    with acme.scope():
        return Item.objects.order_by("position").first()


def address(item):
    return f"/api/v1/acme/projects/{item.project_id}/items/{item.pk}/suggestions"


def show(world, project, mode):
    with world.scope():
        edit_project(project=project, changes={"suggestions": mode}, by=world.manager, at=NOW)


def take(world, project, member=None):
    url = f"/api/v1/{world.slug}/assignments/claim?project={project.pk}"
    (assignment,) = client_for(member or world.ann).post(url).json()["results"]
    return assignment


def order_shown(world, assignment):
    with world.scope():
        shown = Assignment.objects.get(pk=assignment["id"]).shown
    return {letter: f"r{number}" for number, letter in enumerate(shown, 1)}


def test_an_agent_suggests_once_and_again_in_place_of_the_first_time(acme, item):
    client = client_for(acme.manager)
    made = client.post(address(item), {"agent": "gpt-x", "score": 0.93, "answers": PROPOSED})
    assert made.status_code == 201, made.content
    client.post(address(item), {"agent": "other", "answers": []})
    again = client.post(address(item), {"agent": "gpt-x", "score": None, "answers": PROPOSED[:1]}).json()
    assert (again["id"], again["score"], again["answers"]) == (made.json()["id"], None, PROPOSED[:1])
    rows = client.get(address(item)).json()["results"]
    assert [(row["agent"], row["score"]) for row in rows] == [("gpt-x", None), ("other", None)]
    with acme.scope():
        assert Event.objects.filter(kind="suggestion.made").count() == 3


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"agent": "m", "answers": ranking(["a"], ["z"])}, "/answers/0/value/ranks"),
        ({"agent": "m", "answers": [{"question": "x", "on": "item", "value": {}}]}, "/answers/0/question"),
        ({"agent": "", "answers": []}, "/agent"),
        ({"agent": "m", "score": "high", "answers": []}, "/score"),
        ({"agent": "m", "answers": [], "model": "m"}, "/model"),
    ],
)
def test_nonsense_is_refused_and_gaps_are_not(acme, item, body, pointer):
    reply = client_for(acme.manager).post(address(item), body)
    assert reply.status_code == 400
    assert any(error["pointer"].startswith(pointer) for error in reply.json()["errors"]), reply.json()


def test_who_may_not_see_items_sees_no_suggestion_and_only_importers_make_them(acme, globex, item):
    body = {"agent": "m", "answers": []}
    for member in (acme.ann, acme.reviewer, acme.client):
        assert client_for(member).post(address(item), body).status_code == 403
    assert client_for(acme.ann).get(address(item)).status_code == 403
    assert client_for(globex.manager).get(address(item)).status_code == 404
    assert client_for(globex.manager).post(address(item).replace("/acme/", "/globex/"), body).status_code == 404
    with acme.scope():
        assert not Suggestion.objects.exists()


def test_items_come_with_suggestions_and_other_ones_change_them(acme, project):
    url, client = f"/api/v1/acme/projects/{project.pk}/items", client_for(acme.manager)
    row = {"external_id": "with", "content": content(7), "suggestions": [{"agent": "a", "answers": PROPOSED}]}
    assert client.post(url, {"items": [row]}).json() == {"created": 1, "updated": 0, "skipped": 0}
    assert client.post(url, {"items": [row]}).json() == {"created": 0, "updated": 0, "skipped": 1}
    row["suggestions"] = [
        {"agent": "b", "score": 1, "answers": []},
        {"agent": "a", "score": 0.5, "answers": PROPOSED[:1]},
    ]
    assert client.post(url, {"items": [row]}).json() == {"created": 0, "updated": 1, "skipped": 0}
    with acme.scope():
        kept = Suggestion.objects.filter(item__external_id="with").order_by("number")
        assert [(each.agent, each.score, each.answers) for each in kept] == [("a", 0.5, PROPOSED[:1]), ("b", 1.0, [])]
        assert {each.project_id for each in kept} == {project.pk}


def test_a_row_whose_suggestion_is_wrong_adds_nothing(acme, project):
    bad = [{"agent": "a", "answers": ranking(["q"])}, {"agent": "a", "score": True, "answers": None}]
    rows = [NewItem("one", content(7)), NewItem("two", content(8), {}, bad[:1]), NewItem("three", content(9), {}, bad)]
    with acme.scope(), pytest.raises(Invalid) as refused:
        add_items(project=project, rows=rows, by=acme.manager, at=NOW)
    pointers = [pointer for pointer, _ in refused.value.problems]
    assert any(pointer.startswith("/items/1/suggestions/0/answers/0/value") for pointer in pointers)
    assert {"/items/2/suggestions", "/items/2/suggestions/1/score", "/items/2/suggestions/1/answers"} <= set(pointers)


def test_imported_lines_carry_suggestions_beside_their_content():
    lines = (
        b'{"prompt": "Hi", "responses": ["a", "b"], "suggestions": [{"agent": "m", "answers": []}], "seed": 3}\n'
        b'{"external_id": "x", "content": {"text": "t"}, "suggestions": null}\n'
        b'{"external_id": "y", "content": {"text": "t"}, "suggestions": {}}\n'
    )
    flat, none, wrong = read_items([lines], media_type="application/jsonl")
    assert (flat.item.suggestions, flat.item.metadata) == ([{"agent": "m", "answers": []}], {"seed": 3})
    assert none.item.suggestions == ()
    assert wrong.item is None
    assert [problem.pointer for problem in wrong.problems] == ["/suggestions"]


def test_a_project_hides_them_unless_it_says_otherwise(acme, item, project):
    client_for(acme.manager).post(address(item), {"agent": "gpt-x", "answers": PROPOSED})
    assignment = take(acme, project)
    assert (assignment["suggest"], assignment["suggestions"]) == ("hidden", [])
    assert "gpt-x" not in str(assignment)


@pytest.mark.parametrize("mode", ["on_demand", "ghost", "filled"])
def test_they_are_shown_in_the_handles_of_the_person(acme, item, project, mode):
    client_for(acme.manager).post(address(item), {"agent": "gpt-x", "score": 0.9, "answers": PROPOSED})
    show(acme, project, mode)
    assignment = take(acme, project)
    handle = order_shown(acme, assignment)
    assert assignment["suggest"] == mode
    assert assignment["draft"] is None
    (shown,) = assignment["suggestions"]
    assert (shown["id"], shown["agent"], shown["score"]) == ("s1", "gpt-x", 0.9)
    assert shown["answers"][0]["value"]["ranks"] == [[handle["c"]], [handle["a"]], [handle["b"]]]
    assert str(item.pk) not in str(assignment["suggestions"])


def test_what_no_longer_fits_the_form_is_not_shown(acme, item, project):
    client_for(acme.manager).post(address(item), {"agent": "gpt-x", "answers": PROPOSED})
    client_for(acme.manager).post(address(item), {"agent": "other", "answers": PROPOSED[1:]})
    show(acme, project, "ghost")
    with acme.scope():
        form = read_form({**RANKING, "questions": RANKING["questions"][:1]}, version=2)
        replace_form(project=project, form=form, by=acme.manager, at=NOW)
    (shown,) = take(acme, project)["suggestions"]
    assert [answer["question"] for answer in shown["answers"]] == ["order"]


def test_what_became_of_each_is_kept_with_the_revision(acme, item, project):
    client_for(acme.manager).post(address(item), {"agent": "gpt-x", "score": 0.9, "answers": PROPOSED})
    show(acme, project, "on_demand")
    assignment = take(acme, project)
    outcomes = [
        {"id": "s1", "question": "order", "on": "item", "outcome": "edited"},
        {"id": "s1", "question": "why", "on": "item", "outcome": "ignored"},
    ]
    body = {"answers": ranking(["r1"], ["r2"], ["r3"]), "suggestions": outcomes}
    reply = client_for(acme.ann).post(f"/api/v1/acme/assignments/{assignment['id']}/submit", body)
    assert reply.status_code == 200, reply.content
    with acme.scope():
        suggestion = Suggestion.objects.get()
        (first, second) = Annotation.objects.get().revisions.get().suggestions
        assert first == {
            "suggestion": str(suggestion.pk),
            "agent": "gpt-x",
            "score": 0.9,
            "question": "order",
            "on": "item",
            "outcome": "edited",
        }
        assert second["outcome"] == "ignored"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"id": "s9"}, "/suggestions/0/id"),
        ({"question": "gone"}, "/suggestions/0/question"),
        ({"on": "responses.r1"}, "/suggestions/0/on"),
        ({"outcome": "liked"}, "/suggestions/0/outcome"),
    ],
)
def test_an_outcome_of_nothing_that_was_seen_is_refused_and_nothing_is_closed(acme, item, project, wrong, pointer):
    client_for(acme.manager).post(address(item), {"agent": "gpt-x", "answers": PROPOSED})
    show(acme, project, "ghost")
    assignment = take(acme, project)
    outcome = {"id": "s1", "question": "order", "on": "item", "outcome": "accepted"} | wrong
    body = {"answers": ranking(["r1"], ["r2"], ["r3"]), "suggestions": [outcome]}
    reply = client_for(acme.ann).post(f"/api/v1/acme/assignments/{assignment['id']}/submit", body)
    assert reply.status_code == 400
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]
    with acme.scope():
        assert not Annotation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_agents_that_suggest_at_once_get_a_number_each():
    acme, _ = make_world("acme"), make_world("globex")
    with acme.scope(), transaction.atomic():
        project = make_project(acme)
        (item,) = make_items(project, 1, acme.manager)

    def one(number):
        with closing(connection), acme.scope(), transaction.atomic():
            fresh = Item.objects.select_related("project").select_for_update(of=("self",), no_key=True).get(pk=item.pk)
            suggest(item=fresh, proposed=ProposedAnswers(f"m{number % 6}", number / 10, []), by=acme.manager, at=NOW)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(one, range(18)))
    with acme.scope(), transaction.atomic():
        rows = Suggestion.objects.filter(item=item)
        assert rows.count() == 6
        assert len({row.number for row in rows}) == 6
        assert claim(project=project, member=acme.ann, limit=1, at=NOW)
