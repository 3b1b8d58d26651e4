"""An added question is asked about what people have answered already, and of nobody else."""

import pytest

from annotation.actions.assignments import lock_own, skip, submit_annotation
from annotation.actions.claims import claim
from annotation.models import Annotation, Assignment, Item, Revision
from config.tests.client import client_for
from config.tests.work import RANKING, make_items, make_project, ranking
from config.tests.world import NOW

ACME = "/api/v1/acme"
SAFE = {
    "name": "safe",
    "kind": "choice",
    "title": "Is it safe?",
    "options": [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}],
}
WITH_SAFE = {"shows": RANKING["shows"], "questions": [*list(RANKING["questions"]), SAFE]}
YES = {"question": "safe", "on": "item", "value": {"choices": ["yes"]}}


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_items(make_project(globex, mark="CANARY-GLOBEX "), 3, globex.manager, mark="CANARY-GLOBEX ")
    with acme.scope():
        project = make_project(acme, overlap=1)
        make_items(project, 3, acme.manager)
        for member in (acme.ann, acme.ben):
            work(project, member, ranking(["r1"], ["r2"], ["r3"]))
    return project


def work(project, member, answers):
    (assignment,) = claim(project=project, member=member, limit=1, at=NOW)
    return submit_annotation(assignment=lock_own(assignment), answers=answers, seconds=5, by=member, at=NOW)


def add_the_question(manager, project):
    address = f"{ACME}/projects/{project.pk}/form"
    etag = manager.get(address).headers["ETag"]
    assert manager.put(address, WITH_SAFE, HTTP_IF_MATCH=etag).status_code == 200


def ask(manager, project, **given):
    given = {"questions": ["safe"], "comment": "New.", **given}
    return manager.post(f"{ACME}/projects/{project.pk}/form/backfill", given)


def test_the_same_people_are_asked_the_added_question_alone(project, acme):
    manager, ann = client_for(acme.manager), client_for(acme.ann)
    add_the_question(manager, project)
    with acme.scope():
        before = Annotation.objects.get(member=acme.ann)
    assert ask(manager, project).json() == {"returned": 2, "people": 2}
    (row,) = ann.post(f"{ACME}/assignments/claim", {"limit": 1}).json()["results"]
    assert row["state"] == "returned"
    assert row["returned"] == {
        "because": "form",
        "comment": "New.",
        "reason": "",
        "questions": ["safe"],
        "verdict_id": None,
    }
    assert [answer["question"] for answer in row["draft"]["answers"]] == ["order"]
    sent = ann.post(f"{ACME}/assignments/{row['id']}/submit", {"answers": [YES]})
    assert sent.status_code == 200, sent.json()
    with acme.scope():
        after = Annotation.objects.get(pk=before.pk)
        assert after.answers == [*before.answers, YES]
        assert (after.revision, after.form_version, after.number) == (2, 2, before.number)
        assert Revision.objects.filter(annotation=after).count() == 2


def test_until_then_the_answers_count(project, acme):
    manager = client_for(acme.manager)
    add_the_question(manager, project)
    ask(manager, project)
    with acme.scope():
        assert Annotation.objects.filter(project=project, withdrawn_at=None).count() == 2
        states = Item.objects.filter(project=project).order_by("position").values_list("state", "submitted")
        assert list(states) == [("done", 1), ("done", 1), ("open", 0)]


def test_an_answer_to_another_question_changes_nothing(project, acme):
    manager, ann = client_for(acme.manager), client_for(acme.ann)
    add_the_question(manager, project)
    ask(manager, project)
    (row,) = ann.post(f"{ACME}/assignments/claim", {"limit": 1}).json()["results"]
    turned = ranking(["r3"], ["r2"], ["r1"])
    assert ann.post(f"{ACME}/assignments/{row['id']}/submit", {"answers": [*turned, YES]}).status_code == 200
    with acme.scope():
        first, second = Revision.objects.filter(annotation__member=acme.ann).order_by("number")
        assert second.answers[0] == first.answers[0]


def test_the_added_question_must_be_answered(project, acme):
    manager, ann = client_for(acme.manager), client_for(acme.ann)
    add_the_question(manager, project)
    ask(manager, project)
    (row,) = ann.post(f"{ACME}/assignments/claim", {"limit": 1}).json()["results"]
    assert ann.post(f"{ACME}/assignments/{row['id']}/submit", {"answers": []}).status_code == 400


def test_whoever_skips_it_leaves_what_they_had_answered(project, acme):
    manager = client_for(acme.manager)
    add_the_question(manager, project)
    ask(manager, project)
    with acme.scope():
        (assignment,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
        skip(assignment=lock_own(assignment), reason="Can't tell.", by=acme.ann, at=NOW)
        assert Assignment.objects.get(pk=assignment.pk).state == "submitted"
        assert Annotation.objects.get(assignment=assignment).withdrawn_at is None
        assert Item.objects.get(pk=assignment.item_id).free_places == 0


def test_a_question_that_was_there_from_the_beginning_is_not_asked_again(project, acme):
    manager = client_for(acme.manager)
    assert ask(manager, project, questions=["order"]).status_code == 400
    assert ask(manager, project, questions=["nothing"]).status_code == 400


def test_work_done_under_the_new_form_is_not_asked_about(project, acme):
    manager = client_for(acme.manager)
    add_the_question(manager, project)
    with acme.scope():
        project.refresh_from_db()
        work(project, acme.cleo, [*ranking(["r1"], ["r2"], ["r3"]), YES])
    assert ask(manager, project).json()["returned"] == 2
    assert ask(manager, project).json()["returned"] == 0
