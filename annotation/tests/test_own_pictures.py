"""Pictures that annotators put into their answers: their own, verified, seen by them and by those who see the work."""

from datetime import timedelta

import httpx
import pytest
from django.utils import timezone

from annotation.actions.assets import verify_asset
from annotation.actions.assignments import keep_draft
from annotation.actions.items import NewItem, add_items
from annotation.actions.projects import edit_project
from annotation.models import Asset, Assignment, Item, ProjectPerson
from annotation.queries.assignments import assignment_views
from annotation.tests import pictures
from annotation.tests.long_work import bucket, caller, send, verified
from config.tests.work import RANKING, make_items, make_project
from config.tests.world import CANARY, NOW

pytestmark = pytest.mark.usefixtures("bucket")

PNG = pictures.encoded(pictures.picture(), "PNG")
WRITING = {
    "shows": ["prompt"],
    "questions": [
        {"name": "talk", "kind": "dialogue", "title": "Write", "prompt_images": True, "response_images": True}
    ],
}
NOBODYS = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        theirs = make_project(globex, form=WRITING, mark=f"{CANARY} ")
        row = NewItem("x", {"prompt": {"text": f"{CANARY} Write"}})
        add_items(project=theirs, rows=[row], by=globex.manager, at=NOW)
    with acme.scope():
        made = make_project(acme, form=WRITING)
        rows = [NewItem(f"brief-{number}", {"prompt": {"text": "Write about the sea."}}) for number in range(3)]
        add_items(project=made, rows=rows, by=acme.manager, at=NOW)
    return made


@pytest.fixture
def ann(acme):
    return caller(acme, acme.ann)


def take(person, project):
    (assignment,) = person.post(f"assignments/claim?project={project.pk}").json()["results"]
    return assignment


def ask(person, project, assignment, **changes):
    body = {"project_id": str(project.pk), "filename": "sea.png", "size": len(PNG), "media_type": "image/png"}
    named = {"assignment_id": assignment["id"]} if assignment else {}
    return person.post("uploads", body | {"purpose": "image"} | named | changes)


def uploaded(world, person, project, assignment, *, verify=True):
    """A picture sent by an annotator; its id."""
    form = ask(person, project, assignment).json()
    assert send(form, PNG).status_code == 201
    assert person.post(f"uploads/{form['id']}/complete").status_code == 202
    if verify:
        with world.scope():
            verify_asset(form["id"], now=timezone.now)
    return form["id"]


def dialogue(*images, in_response=()):
    response = {"id": "r1", "text": "Blue.", "images": list(in_response)}
    turn = {"id": "t1", "prompt": {"text": "What is it?", "images": list(images)}, "responses": [response]}
    return [{"question": "talk", "on": "item", "value": {"turns": [{**turn, "ranks": [["r1"]]}]}}]


def submit(person, assignment, answers):
    return person.post(f"assignments/{assignment['id']}/submit", {"answers": answers})


def save(person, assignment, answers):
    url = f"/api/v1/acme/assignments/{assignment['id']}/draft"
    return person.browser.put(url, {"answers": answers}, format="json")


def test_an_annotator_uploads_a_picture_writes_with_it_and_everyone_who_should_sees_it(acme, project, ann):
    assignment = take(ann, project)
    asset = uploaded(acme, ann, project, assignment)
    assert ann.get(f"assets/{asset}").json()["state"] == "ready"
    assert save(ann, assignment, dialogue(asset)).status_code == 200
    view = take(ann, project)
    assert (view["assets"][asset]["width"], view["assets"][asset]["height"]) == (24, 16)
    assert httpx.get(view["assets"][asset]["url"]).status_code == 200
    done = submit(ann, assignment, dialogue(asset, in_response=[asset]))
    assert done.status_code == 200, done.content
    assert asset in ann.get(f"assignments/{assignment['id']}").json()["assets"]
    with acme.scope():
        item = Assignment.objects.get(pk=assignment["id"]).item_id
    (row,) = caller(acme).get(f"projects/{project.pk}/items/{item}/annotations").json()["results"]
    assert list(row["assets"]) == [asset]
    assert httpx.get(row["assets"][asset]["url"]).status_code == 200


def test_a_draft_may_name_a_picture_that_is_on_its_way_and_an_answer_may_not(acme, project, ann):
    assignment = take(ann, project)
    asset = uploaded(acme, ann, project, assignment, verify=False)
    assert save(ann, assignment, dialogue(asset)).status_code == 200
    assert take(ann, project)["assets"] == {}
    refused = submit(ann, assignment, dialogue(asset))
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["pointer"] == "/answers/0/value"
    with acme.scope():
        Asset.objects.update(status="refused")
    assert save(ann, assignment, dialogue(asset)).status_code == 400


def test_other_peoples_pictures_and_those_of_other_projects_are_nobodys(acme, globex, project, ann):
    ben = caller(acme, acme.ben)
    bens = uploaded(acme, ben, project, take(ben, project))
    managers = str(verified(acme, caller(acme), project, "a.png", PNG, purpose="image", media_type="image/png").pk)
    with acme.scope():
        other = make_project(acme, name="Other", form=WRITING)
        add_items(project=other, rows=[NewItem("x", {"prompt": {"text": "Write"}})], by=acme.manager, at=NOW)
    elsewhere = uploaded(acme, ann, other, take(ann, other))
    assignment = take(ann, project)
    for asset in (bens, managers, elsewhere, NOBODYS):
        assert submit(ann, assignment, dialogue(asset)).status_code == 400
        assert save(ann, assignment, dialogue(asset)).status_code == 400
    for asset in (bens, managers):
        assert ann.get(f"assets/{asset}").status_code == 404
        assert ann.post(f"uploads/{asset}/complete").status_code == 404
    assert caller(globex, globex.ann).get(f"assets/{elsewhere}").status_code == 404
    assert ann.get("assets").status_code == 403


def test_a_refused_draft_opens_nobodys_picture(acme, project, ann):
    ben = caller(acme, acme.ben)
    bens = uploaded(acme, ben, project, take(ben, project))
    assignment = take(ann, project)
    with acme.scope():
        row = Assignment.objects.get(pk=assignment["id"])
        keep_draft(assignment=row, answers=dialogue(bens), at=NOW)
    assert take(ann, project)["assets"] == {}
    with acme.scope():
        for nonsense in (["nonsense", {"question": 7}], [], [None], dialogue({"id": bens}), dialogue(bens) * 2):
            row.draft = nonsense
            (view,) = assignment_views([row])
            assert view["assets"] == {}


def test_pictures_are_uploaded_only_for_what_one_is_working_on(acme, project, ann):
    assignment = take(ann, project)
    assert ask(ann, project, None).status_code == 403
    for nonsense in (7, "x", [], ["assignment_id"]):
        assert ann.browser.post("/api/v1/acme/uploads", nonsense, format="json").status_code == 403
    assert ask(caller(acme, acme.ben), project, assignment).status_code == 404
    assert ask(ann, project, assignment, purpose="text", filename="a.txt").status_code == 400
    assert ask(ann, project, assignment, media_type="image/svg+xml").status_code == 400
    assert ask(ann, project, assignment, size=26 << 20).status_code == 400
    assert submit(ann, assignment, dialogue()).status_code == 200
    assert ask(ann, project, assignment).status_code == 400
    another = take(ann, project)
    with acme.scope():
        ProjectPerson.objects.filter(project=project, member=acme.ann).update(annotate=False)
    assert ask(ann, project, another).status_code == 400
    with acme.scope():
        assert not Asset.objects.exists()


def test_a_form_that_takes_no_pictures_takes_none(acme, project, ann):
    with acme.scope():
        ranking = make_project(acme, name="Ranking", form=RANKING)
        make_items(ranking, 1, acme.manager)
    reply = ask(ann, ranking, take(ann, ranking))
    assert (reply.status_code, reply.json()["errors"][0]["pointer"]) == (400, "/purpose")


def test_the_pictures_of_a_suggestion_may_be_taken_over(acme, project, ann):
    managers = str(verified(acme, caller(acme), project, "a.png", PNG, purpose="image", media_type="image/png").pk)
    with acme.scope():
        item = Item.objects.order_by("position").first()
        edit_project(project=project, changes={"suggestions": "on_demand"}, by=acme.manager, at=NOW)
    url = f"projects/{project.pk}/items/{item.pk}/suggestions"
    assert caller(acme).post(url, {"agent": "m", "answers": dialogue(NOBODYS)}).status_code == 400
    assert caller(acme).post(url, {"agent": "m", "answers": dialogue(managers)}).status_code == 201
    assignment = take(ann, project)
    assert list(assignment["assets"]) == [managers]
    assert submit(ann, assignment, assignment["suggestions"][0]["answers"]).status_code == 200


def test_taking_back_shows_the_pictures_again(acme, project, ann):
    assignment = take(ann, project)
    asset = uploaded(acme, ann, project, assignment)
    submit(ann, assignment, dialogue(asset))
    view = ann.post(f"assignments/{assignment['id']}/take-back").json()
    assert list(view["assets"]) == [asset]
    assert timezone.now() < timezone.datetime.fromisoformat(view["lease_until"]) < timezone.now() + timedelta(hours=1)


__all__ = ["bucket"]
