"""Changing what an item shows under work that people have done on it."""

import pytest

from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.models import Annotation, Assignment, Item, ItemVersion
from config.tests.client import client_for
from config.tests.work import make_items, make_project
from config.tests.world import NOW

FORM = {
    "shows": ["prompt", "text"],
    "questions": [
        {
            "name": "names",
            "kind": "spans",
            "title": "Names",
            "scope": "text",
            "options": [{"value": "p", "title": "P"}],
        },
        {
            "name": "asks",
            "kind": "spans",
            "title": "What is asked",
            "scope": "prompt",
            "options": [{"value": "q", "title": "Q"}],
        },
    ],
}
BEFORE = {"prompt": {"text": "Who?"}, "text": "Ada wrote to Bob."}
AFTER = {"prompt": {"text": "Who?"}, "text": "In 1843 Ada wrote to Bob."}
ADA = {"question": "names", "on": "text", "value": {"spans": [{"start": 0, "end": 3, "labels": ["p"]}]}}
WHO = {"question": "asks", "on": "prompt", "value": {"spans": [{"start": 0, "end": 3, "labels": ["q"]}]}}


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_items(make_project(globex, mark="CANARY-GLOBEX "), 1, globex.manager, mark="CANARY-GLOBEX ")
    manager = client_for(acme.manager)
    with acme.scope():
        project = make_project(acme, overlap=2, form=FORM)
    rows = [{"external_id": "item-0", "content": BEFORE}]
    assert manager.post(f"/api/v1/acme/projects/{project.pk}/items", {"items": rows}).status_code == 201
    return project


@pytest.fixture
def answered(project, acme):
    """Ann has answered, and Ben is at work."""
    with acme.scope():
        (assignment,) = claim(project=project, member=acme.ann, limit=1, at=NOW)
        done = submit_annotation(assignment=lock_own(assignment), answers=[ADA, WHO], seconds=5, by=acme.ann, at=NOW)
        claim(project=project, member=acme.ben, limit=1, at=NOW)
    return done


def put(acme, project, content=AFTER, **given):
    with acme.scope():
        item = Item.objects.get(project=project)
    address = f"/api/v1/acme/projects/{project.pk}/items/{item.pk}/content"
    return client_for(acme.manager).put(address, {"content": content, **given})


def test_an_item_that_nobody_has_worked_on_just_changes(project, acme):
    changed = put(acme, project).json()
    assert (changed["content"], changed["returned"]) == (AFTER, 0)
    with acme.scope():
        assert Item.objects.get(project=project).content_version == 2
        assert ItemVersion.objects.get().content == BEFORE


def test_where_people_have_answered_it_asks_what_becomes_of_that(answered, project, acme):
    refused = put(acme, project)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "work-exists")
    assert refused.json()["detail"] == "1 have answered it and 1 are at work on it."
    with acme.scope():
        assert Item.objects.get(project=project).content == BEFORE


def test_answers_can_be_kept_as_they_are_with_the_version_they_are_about(answered, project, acme):
    assert put(acme, project, then="keep").json()["returned"] == 0
    with acme.scope():
        row = Annotation.objects.get(pk=answered.pk)
        assert (row.withdrawn_at, row.content_version, row.item.content_version) == (None, 1, 2)


def test_whoever_is_at_work_gets_the_new_content_and_keeps_their_draft(answered, project, acme):
    with acme.scope():
        Assignment.objects.filter(member=acme.ben).update(draft=[WHO], draft_at=NOW)
    put(acme, project, then="keep")
    with acme.scope():
        old = Assignment.objects.get(member=acme.ben)
        assert (old.state, old.draft) == ("expired", [WHO])
        (new,) = claim(project=project, member=acme.ben, limit=1, at=NOW)
        assert new.item.content == AFTER
        assert Item.objects.get(project=project).free_places == 0


def test_only_marks_on_a_text_that_changed_are_checked_again(answered, project, acme):
    assert put(acme, project, then="recheck").json()["returned"] == 1
    row = client_for(acme.ann).post("/api/v1/acme/assignments/claim", {}).json()["results"][0]
    assert (row["returned"]["because"], row["returned"]["questions"]) == ("content", ["names"])
    assert row["content"]["text"] == AFTER["text"]
    moved = {**ADA, "value": {"spans": [{"start": 8, "end": 11, "labels": ["p"]}]}}
    sent = client_for(acme.ann).post(f"/api/v1/acme/assignments/{row['id']}/submit", {"answers": [moved]})
    assert sent.status_code == 200, sent.json()
    with acme.scope():
        again = Annotation.objects.get(pk=answered.pk)
        assert again.answers == [moved, WHO]
        assert (again.content_version, again.withdrawn_at, again.independent_answers) == (2, None, None)


def test_nothing_is_checked_again_where_only_another_text_changed(answered, project, acme):
    changed = {**BEFORE, "context": [{"id": "c1", "text": "More."}]}
    assert put(acme, project, changed, then="recheck").json()["returned"] == 0


def test_everything_can_be_asked_again(answered, project, acme):
    assert put(acme, project, then="reopen").json()["returned"] == 1
    with acme.scope():
        item = Item.objects.get(project=project)
        assert (item.state, item.submitted) == ("open", 0)
        assert Annotation.objects.get(pk=answered.pk).withdrawn_at is not None


def test_marks_that_would_stand_on_nothing_cannot_be_kept(answered, project, acme):
    refused = put(acme, project, {"prompt": {"text": "Who?"}, "text": "A"}, then="keep")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/then"


def test_what_does_not_fit_the_form_is_refused(project, acme):
    assert put(acme, project, {"prompt": {"text": "Who?"}}).status_code == 400


def test_only_managers_of_the_organisation_change_it(project, acme, globex):
    with acme.scope():
        item = Item.objects.get(project=project)
    address = f"/api/v1/acme/projects/{project.pk}/items/{item.pk}/content"
    assert client_for(acme.ann).put(address, {"content": AFTER}).status_code == 403
    assert client_for(globex.manager).put(address, {"content": AFTER}).status_code == 404
