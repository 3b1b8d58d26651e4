"""An annotator's day through the API."""

from datetime import timedelta

import pytest
from django.db.models import F

from annotation.models import Annotation, Assignment
from config.tests.client import client_for
from config.tests.work import make_items, make_project, ranking

BEST_FIRST = [["r1"], ["r2"], ["r3"]]


@pytest.fixture
def project(acme, globex):
    with globex.scope():
        make_items(make_project(globex, mark="CANARY-GLOBEX "), 3, globex.manager, mark="CANARY-GLOBEX ")
    with acme.scope():
        made = make_project(acme)
        make_items(made, 3, acme.manager)
    return made


def claim(member, project, limit=1):
    url = f"/api/v1/acme/assignments/claim?project={project.pk}"
    return client_for(member).post(url, {"limit": limit}).json()["results"]


def let_an_hour_pass(world):
    with world.scope():
        Assignment.objects.filter(state="claimed").update(claimed_at=F("claimed_at") - timedelta(hours=1))


def test_a_claimed_assignment_shows_handles_and_tells_nothing_else(project, acme):
    (assignment,) = claim(acme.ann, project)
    assert [response["id"] for response in assignment["content"]["responses"]] == ["r1", "r2", "r3"]
    text = str(assignment)
    with acme.scope():
        item = Assignment.objects.get(pk=assignment["id"]).item
    for secret in (str(item.pk), item.external_id, "m1", "source"):
        assert secret not in text
    assert assignment["draft"] is None


def test_answers_are_stored_under_the_importers_ids(project, acme):
    (assignment,) = claim(acme.ann, project)
    url = f"/api/v1/acme/assignments/{assignment['id']}/submit"
    answers = ranking(["r2"], ["r1", "r3"])
    let_an_hour_pass(acme)
    reply = client_for(acme.ann).post(url, {"answers": answers, "seconds": 12})
    assert reply.status_code == 200, reply.content
    with acme.scope():
        shown = Assignment.objects.get(pk=assignment["id"]).shown
        stored = Annotation.objects.get()
        assert stored.answers[0]["value"]["ranks"] == [[shown[1]], sorted([shown[0], shown[2]])]
        assert stored.seconds == 12
        assert stored.revisions.get().answers == stored.answers


def test_people_see_the_projects_they_may_work_in_and_no_client(project, acme):
    reply = client_for(acme.ann).get("/api/v1/acme/assignments/projects")
    nothing = {"returned": 0, "held": 0, "assigned": 0}
    assert reply.json() == {"projects": [{"id": str(project.pk), "name": "Helpfulness", "counts": nothing}]}
    assert client_for(acme.reviewer).get("/api/v1/acme/assignments/projects").json() == {"projects": []}


def test_a_draft_comes_back_with_the_next_claim(project, acme):
    (assignment,) = claim(acme.ann, project)
    url = f"/api/v1/acme/assignments/{assignment['id']}/draft"
    draft = [{"question": "why", "on": "item", "value": {"text": "half a thou"}}]
    assert client_for(acme.ann).put(url, {"answers": draft}).status_code == 200
    (again,) = claim(acme.ann, project)
    assert again["draft"]["answers"] == draft


def test_wrong_answers_are_refused_with_pointers_and_nothing_is_closed(project, acme):
    (assignment,) = claim(acme.ann, project)
    url = f"/api/v1/acme/assignments/{assignment['id']}/submit"
    reply = client_for(acme.ann).post(url, {"answers": ranking(["r1"], ["r9"])})
    assert reply.status_code == 400
    assert reply["Content-Type"] == "application/problem+json"
    assert all(error["pointer"].startswith("/answers") for error in reply.json()["errors"])
    with acme.scope():
        assert Assignment.objects.get(pk=assignment["id"]).state == "claimed"


def test_a_second_submission_is_refused_and_a_repeated_one_is_replayed(project, acme):
    (assignment,) = claim(acme.ann, project)
    url = f"/api/v1/acme/assignments/{assignment['id']}/submit"
    client, body = client_for(acme.ann), {"answers": ranking(*BEST_FIRST), "seconds": 1}
    first = client.post(url, body, headers={"Idempotency-Key": "one"})
    again = client.post(url, body, headers={"Idempotency-Key": "one"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    other = client.post(url, body, headers={"Idempotency-Key": "two"})
    assert other.status_code == 409
    assert other.json()["type"] == "assignment-closed"
    with acme.scope():
        assert Annotation.objects.count() == 1


def test_a_key_of_another_request_is_refused(project, acme):
    (assignment,) = claim(acme.ann, project)
    url = f"/api/v1/acme/assignments/{assignment['id']}/submit"
    client = client_for(acme.ann)
    client.post(url, {"answers": ranking(*BEST_FIRST)}, headers={"Idempotency-Key": "one"})
    other = client.post(url, {"answers": ranking(["r3"], ["r2"], ["r1"])}, headers={"Idempotency-Key": "one"})
    assert other.status_code == 422


def test_what_was_written_is_kept_when_the_place_is_gone(project, acme):
    (assignment,) = claim(acme.ann, project)
    with acme.scope():
        Assignment.objects.filter(pk=assignment["id"]).update(state="expired")
    url = f"/api/v1/acme/assignments/{assignment['id']}/draft"
    draft = [{"question": "why", "on": "item", "value": {"text": "late but mine"}}]
    assert client_for(acme.ann).put(url, {"answers": draft}).status_code == 409
    with acme.scope():
        assert Assignment.objects.get(pk=assignment["id"]).draft == draft


def test_somebody_elses_assignment_is_not_there(project, acme, globex):
    (assignment,) = claim(acme.ann, project)
    for method, verb in (("get", ""), ("put", "/draft"), ("post", "/submit"), ("post", "/skip")):
        url = f"/api/v1/acme/assignments/{assignment['id']}{verb}"
        body = {} if verb == "/skip" else {"answers": []}
        assert getattr(client_for(acme.ben), method)(url, body if method != "get" else None).status_code == 404
        assert getattr(client_for(globex.ann), method)(url, body if method != "get" else None).status_code == 404
    with acme.scope():
        assert Assignment.objects.get(pk=assignment["id"]).state == "claimed"


def test_skipping_needs_a_reason_where_the_project_says_so(project, acme):
    (assignment,) = claim(acme.ann, project)
    url = f"/api/v1/acme/assignments/{assignment['id']}/skip"
    assert client_for(acme.ann).post(url, {}).status_code == 400
    assert client_for(acme.ann).post(url, {"reason": "not English"}).json()["state"] == "skipped"
    rows = client_for(acme.ann).get("/api/v1/acme/assignments?state=skipped").json()["results"]
    assert [(row["state"], row["skipped_reason"]) for row in rows] == [("skipped", "not English")]


def test_own_submitted_work_is_listed_and_shown_with_its_answers(project, acme):
    for assignment in claim(acme.ann, project, 3):
        url = f"/api/v1/acme/assignments/{assignment['id']}"
        client_for(acme.ann).post(f"{url}/submit", {"answers": ranking(*BEST_FIRST), "seconds": 3})
        assert client_for(acme.ann).get(url).json()["answers"] == ranking(*BEST_FIRST)
    client = client_for(acme.ann)
    first = client.get("/api/v1/acme/assignments?state=submitted&limit=2").json()
    second = client.get(f"/api/v1/acme/assignments?state=submitted&limit=2&cursor={first['next']}").json()
    assert len(first["results"]) == 2
    assert len({row["id"] for row in first["results"] + second["results"]}) == 3
    assert second["next"] is None


def test_the_heartbeat_says_what_is_lost(project, acme):
    mine, other = claim(acme.ann, project, 2)
    with acme.scope():
        Assignment.objects.filter(pk=other["id"]).update(state="expired")
    reply = client_for(acme.ann).post("/api/v1/acme/assignments/renew", {"ids": [mine["id"], other["id"]]}).json()
    assert [row["id"] for row in reply["renewed"]] == [mine["id"]]
    assert reply["lost"] == [other["id"]]


@pytest.mark.parametrize(
    "query", ["?state=open", "?project=x", "?order=member__user__password", "?cursor=x", "?limit=0"]
)
def test_parameters_outside_the_allow_list_are_refused(project, acme, query):
    assert client_for(acme.ann).get(f"/api/v1/acme/assignments{query}").status_code == 400


def test_three_peoples_rankings_show_as_agreement_and_progress(project, acme):
    for member in (acme.ann, acme.ben, acme.cleo):
        claimed = claim(member, project, 3)
        let_an_hour_pass(acme)
        for assignment in claimed:
            with acme.scope():
                shown = Assignment.objects.get(pk=assignment["id"]).shown
            best_first = sorted(shown)
            if member == acme.cleo and assignment["content"]["prompt"]["text"] == "Question 0?":
                best_first.reverse()
            ranks = [[f"r{shown.index(letter) + 1}"] for letter in best_first]
            url = f"/api/v1/acme/assignments/{assignment['id']}/submit"
            client_for(member).post(url, {"answers": ranking(*ranks), "seconds": 4})
    manager = client_for(acme.manager)
    progress = manager.get(f"/api/v1/acme/projects/{project.pk}/progress").json()
    assert (progress["items"], progress["done"], progress["places"]["submitted"]) == (3, 3, 9)
    assert {row["member"]["name"]: row["seconds"] for row in progress["people"]} == {"Ann": 12, "Ben": 12, "Cleo": 12}
    (order, why) = manager.get(f"/api/v1/acme/projects/{project.pk}/agreement").json()["questions"]
    assert (order["items"], order["units"], order["annotations"]) == (3, 9, 9)
    assert order["percent"] == pytest.approx((6 * 1 + 3 * 1 / 3) / 9)
    assert 0 < order["alpha"] < 1
    assert why["alpha"] is None
    assert why["reason"]


def test_a_client_sees_pseudonyms_instead_of_people(project, acme):
    (assignment,) = claim(acme.ann, project)
    url = f"/api/v1/acme/assignments/{assignment['id']}/submit"
    client_for(acme.ann).post(url, {"answers": ranking(*BEST_FIRST)})
    customer = client_for(acme.client)
    progress = customer.get(f"/api/v1/acme/projects/{project.pk}/progress")
    with acme.scope():
        item = Assignment.objects.get(pk=assignment["id"]).item_id
    answers = customer.get(f"/api/v1/acme/projects/{project.pk}/items/{item}/annotations")
    for reply in (progress, answers):
        assert reply.status_code == 200
        assert "Ann" not in reply.content.decode().replace("Annotator ", "")
        assert str(acme.ann.pk) not in reply.content.decode()


def test_a_client_does_not_see_another_clients_project(project, acme):
    with acme.scope():
        project.client = acme.clients[1]
        project.save()
    assert client_for(acme.client).get(f"/api/v1/acme/projects/{project.pk}").status_code == 404
    assert client_for(acme.client).get("/api/v1/acme/projects").json()["results"] == []
