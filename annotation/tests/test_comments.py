"""Comments: an annotator and the managers hear each other, and nobody hears anybody else."""

import pytest

from accounts.models import Event
from annotation.actions.projects import create_project
from annotation.forms import parse_form
from annotation.models import Comment
from config.tests.client import client_for
from config.tests.work import RANKING, make_items, make_project
from config.tests.world import CANARY, NOW


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_items(make_project(globex, mark=f"{CANARY} "), 1, globex.manager, mark=f"{CANARY} ")
    with acme.scope():
        made = make_project(acme)
        make_items(made, 1, acme.manager)
    return made


def take(project, member):
    url = f"/api/v1/acme/assignments/claim?project={project.pk}"
    (assignment,) = client_for(member).post(url).json()["results"]
    return assignment["id"]


def thread(assignment_id):
    return f"/api/v1/acme/assignments/{assignment_id}/comments"


def of_item(project):
    with project_scope(project):
        item_id = project.items.get().pk
    return f"/api/v1/acme/projects/{project.pk}/items/{item_id}/comments"


def project_scope(project):
    from accounts.tenancy import organisation_scope

    return organisation_scope(project.organisation_id)


def said(rows):
    return [(row["author"], row["text"]) for row in rows["results"]]


def test_an_annotator_asks_and_a_manager_answers_without_a_name(project, acme):
    mine = take(project, acme.ann)
    asked = client_for(acme.ann).post(thread(mine), {"text": "Is b a joke?", "flag": True})
    assert asked.status_code == 201, asked.content
    assert (asked.json()["author"], asked.json()["flag"]) == ("you", True)
    manager = client_for(acme.manager)
    (row,) = manager.get(f"/api/v1/acme/projects/{project.pk}/comments?open=true").json()["results"]
    assert (row["member"], row["assignment_id"]) == ({"id": str(acme.ann.pk), "name": "Ann"}, mine)
    assert of_item(project).endswith(f"/{row['item_id']}/comments")
    reply = manager.post(of_item(project), {"text": "Yes.", "assignment_id": row["assignment_id"]})
    assert reply.status_code == 201, reply.content
    own = client_for(acme.ann).get(thread(mine)).json()
    assert said(own) == [("you", "Is b a joke?"), ("manager", "Yes.")]
    assert "Manager" not in str(own).replace("'manager'", "")
    assert str(acme.manager.pk) not in str(own)
    assert client_for(acme.ann).get(f"/api/v1/acme/assignments/{mine}").json()["comments"] == 2
    with acme.scope():
        assert Event.objects.filter(kind="comment.made", project_id=project.pk).count() == 2


def test_annotators_never_see_each_other_nor_what_managers_say_among_themselves(project, acme):
    mine, bens = take(project, acme.ann), take(project, acme.ben)
    client_for(acme.ben).post(thread(bens), {"text": "Ben's words"})
    manager = client_for(acme.manager)
    manager.post(of_item(project), {"text": "Among us"})
    manager.post(of_item(project), {"text": "To Ben", "assignment_id": bens})
    assert said(client_for(acme.ann).get(thread(mine)).json()) == []
    assert client_for(acme.ann).get(thread(bens)).status_code == 404
    assert client_for(acme.ann).post(thread(bens), {"text": "x"}).status_code == 404
    assert said(client_for(acme.ben).get(thread(bens)).json()) == [("you", "Ben's words"), ("manager", "To Ben")]
    rows = client_for(acme.reviewer).get(of_item(project)).json()["results"]
    assert [row["text"] for row in rows] == ["Ben's words", "Among us", "To Ben"]


def test_a_reply_to_an_annotator_waits_for_nobody(project, acme):
    mine = take(project, acme.ann)
    client_for(acme.ann).post(thread(mine), {"text": "Is b a joke?"})
    manager = client_for(acme.manager)
    manager.post(of_item(project), {"text": "Yes.", "assignment_id": mine})
    manager.post(of_item(project), {"text": "To ourselves: ask the client."})
    rows = manager.get(f"/api/v1/acme/projects/{project.pk}/comments?open=true").json()["results"]
    assert {row["text"] for row in rows} == {"Is b a joke?", "To ourselves: ask the client."}


def test_a_comment_is_resolved_once_and_leaves_the_open_ones(project, acme):
    mine = take(project, acme.ann)
    asked = client_for(acme.ann).post(thread(mine), {"text": "Broken", "flag": True}).json()
    manager = client_for(acme.manager)
    url = f"/api/v1/acme/comments/{asked['id']}/resolve"
    assert client_for(acme.ann).post(url).status_code == 403
    first = manager.post(url).json()
    assert first["resolved_by"] == {"id": str(acme.manager.pk), "name": "Manager"}
    assert client_for(acme.owner).post(url).json()["resolved_by"] == first["resolved_by"]
    assert manager.get(f"/api/v1/acme/projects/{project.pk}/comments?open=true").json()["results"] == []
    assert len(manager.get(f"/api/v1/acme/projects/{project.pk}/comments").json()["results"]) == 1
    assert client_for(acme.ann).get(thread(mine)).json()["results"][0]["resolved_at"] == first["resolved_at"]
    with acme.scope():
        assert Event.objects.filter(kind="comment.resolved").count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_a_comment_says_something_and_not_too_much(project, acme, text):
    mine = take(project, acme.ann)
    assert client_for(acme.ann).post(thread(mine), {"text": text}).status_code == 400
    with acme.scope():
        assert not Comment.objects.exists()


def test_a_reply_goes_to_somebodys_assignment_of_the_item_only(project, acme, globex):
    with acme.scope():
        other = make_project(acme, name="Other")
        make_items(other, 1, acme.manager)
    elsewhere = take(other, acme.ann)
    reply = client_for(acme.manager).post(of_item(project), {"text": "x", "assignment_id": elsewhere})
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["pointer"] == "/assignment_id"


def test_clients_and_other_organisations_hear_nothing(project, acme, globex):
    mine = take(project, acme.ann)
    asked = client_for(acme.ann).post(thread(mine), {"text": "Between us"}).json()
    for url in (f"/api/v1/acme/projects/{project.pk}/comments", of_item(project)):
        assert client_for(acme.client).get(url).status_code == 403
        assert client_for(globex.manager).get(url).status_code == 404
        assert client_for(globex.manager).get(url.replace("/acme/", "/globex/")).status_code == 404
    assert client_for(globex.manager).post(f"/api/v1/globex/comments/{asked['id']}/resolve").status_code == 404
    with acme.scope():
        assert Comment.objects.get().resolved_at is None


def test_a_manager_bound_to_a_client_hears_nothing_of_another_clients_project(acme, globex):
    from accounts.actions.members import change_member
    from accounts.models import Role

    with acme.scope():
        theirs = create_project(
            client=acme.clients[1],
            name="Behind",
            form=parse_form(RANKING),
            guidelines="",
            overlap=1,
            by=acme.manager,
            at=NOW,
        )
        (item,) = make_items(theirs, 1, acme.manager)
        comment = Comment.objects.create(project=theirs, item=item, author=acme.owner, text="Secret", created_at=NOW)
        change_member(member=acme.manager, by=acme.owner, at=NOW, role=Role.MANAGER, client_ids=[acme.clients[0].pk])
    manager = client_for(acme.manager)
    assert manager.get(f"/api/v1/acme/projects/{theirs.pk}/comments").status_code == 404
    assert manager.post(f"/api/v1/acme/comments/{comment.pk}/resolve").status_code == 404


@pytest.mark.parametrize("query", ["?open=maybe", "?author=ann", "?cursor=x"])
def test_parameters_outside_the_allow_list_are_refused(project, acme, query):
    url = f"/api/v1/acme/projects/{project.pk}/comments{query}"
    assert client_for(acme.manager).get(url).status_code == 400
