"""Review and adjudication over the API: one whole way, who may go it, and what nobody learns."""

import pytest

from annotation.actions.items import NewItem, add_items
from annotation.actions.people import set_person
from annotation.models import Asset, Assignment, Item
from annotation.storage import new_key
from annotation.tests.judging import JUDGE, answer, fresh, in_handles, judged_project, own, states, theirs
from config.tests.client import client_for
from config.tests.work import make_project
from config.tests.world import CANARY, NOW


@pytest.fixture
def other(globex):
    return theirs(globex)


@pytest.fixture
def project(acme, other):
    with acme.scope():
        return judged_project(acme, overlap=2, items=2, review={"percent": 100}, adjudication={"below": 0.5})


@pytest.fixture
def answered(project, acme):
    with acme.scope():
        answer(project, acme.ann, "abc")
        answer(project, acme.ben, "cba")


def post(member, path, body=None, status=200):
    reply = client_for(member).post(f"/api/v1/acme/{path}", body or {}, format="json")
    assert reply.status_code == status, reply.content
    return reply.json()


def get(member, path, status=200):
    reply = client_for(member).get(f"/api/v1/acme/{path}")
    assert reply.status_code == status, reply.content
    return reply.json()


def claimed(member, project, status=200, limit=1):
    return post(member, f"reviews/claim?project={project.pk}", {"limit": limit}, status)


def test_from_disagreement_over_verdicts_to_the_final_answer(project, answered, acme):
    (item,) = claimed(acme.reviewer, project)["results"]
    assert (item["item"]["agreement"], len(item["reviews"]), item["others"]) == (0, 2, [])
    by = {review["annotation"]["member"]["name"]: review for review in item["reviews"]}
    accepted = post(acme.reviewer, f"assignments/{by['Ben']['assignment_id']}/verdict", {"verdict": "accepted"})
    assert (accepted["state"], accepted["verdict"]) == ("submitted", "accepted")
    said = {
        "verdict": "returned",
        "reason": "factual",
        "comment": "Read it again",
        "comments": [{"text": "This", "anchor": {"question": "order", "on": "item"}}],
    }
    post(acme.reviewer, f"assignments/{by['Ann']['assignment_id']}/verdict", said)
    (work,) = post(acme.ann, f"assignments/claim?project={project.pk}")["results"]
    (told,) = get(acme.ann, "assignments/verdicts")["results"]
    assert work["state"] == "returned"
    assert (work["returned"]["because"], work["returned"]["comment"]) == ("verdict", "Read it again")
    assert (work["returned"]["reason"], work["returned"]["verdict_id"]) == ("factual", told["id"])
    (comment,) = get(acme.ann, f"assignments/{work['id']}/comments")["results"]
    assert (comment["author"], comment["anchor"]) == ("manager", {"question": "order", "on": "item"})
    with acme.scope():
        again = in_handles(Assignment.objects.get(pk=work["id"]), "abc")
    post(acme.ann, f"assignments/{work['id']}/submit", {"answers": again, "seconds": 3})
    (item,) = claimed(acme.manager, project)["results"]
    place = item["reviews"][0]["assignment_id"]
    verdicts = item["reviews"][0]["annotation"]["verdicts"]
    assert [(row["verdict"], row["reviewer"]["name"]) for row in verdicts] == [("returned", "Reviewer")]
    post(acme.manager, f"assignments/{place}/verdict", {"verdict": "accepted", "revision": 2})
    (dispute,) = post(acme.reviewer, f"adjudications/claim?project={project.pk}", {"limit": 3})["results"]
    taken = [{"question": "order", "on": "item", "annotation_id": dispute["annotations"][0]["id"]}]
    final = {"answers": dispute["annotations"][0]["answers"], "taken": taken, "reason": "guideline_gap"}
    made = post(acme.reviewer, f"assignments/{dispute['assignment_id']}/resolution", final)
    with acme.scope():
        assert states(project) == ["done", "open"]
        first = Item.objects.filter(project=project).order_by("position").first()
    path = f"projects/{project.pk}/items/{first.pk}/resolution"
    seen = get(acme.manager, path)
    assert (seen["id"], seen["kind"], seen["taken"], seen["reason"]) == (
        made["id"],
        "adjudicated",
        taken,
        "guideline_gap",
    )
    assert get(acme.client, path)["member"]["name"].startswith("Annotator ")
    assert CANARY not in str((item, dispute, seen))


def test_an_item_that_is_not_settled_has_no_final_answer(project, answered, acme):
    with acme.scope():
        first = Item.objects.filter(project=project).order_by("position").first()
    get(acme.manager, f"projects/{project.pk}/items/{first.pk}/resolution", 404)


def test_an_appeal_shows_in_the_authors_list_and_comes_to_somebody_else(project, answered, acme):
    (item,) = claimed(acme.reviewer, project)["results"]
    place = next(row for row in item["reviews"] if row["annotation"]["member"]["name"] == "Ann")["assignment_id"]
    post(
        acme.reviewer,
        f"assignments/{place}/verdict",
        {"verdict": "corrected", "reason": "other", "answers": own("bac")},
    )
    (told,) = get(acme.ann, f"assignments/verdicts?project={project.pk}")["results"]
    assert told["changes"][0]["before"]["ranks"] != told["changes"][0]["after"]["ranks"]
    assert "responses" not in str(told)
    post(acme.ben, f"verdicts/{told['id']}/appeal", {"text": "Mine?"}, 404)
    appealed = post(acme.ann, f"verdicts/{told['id']}/appeal", {"text": "It is right"})
    assert appealed["appeal"] == "It is right"
    assert post(acme.ann, f"verdicts/{told['id']}/appeal", {"text": "Again"}, 409)["type"] == "no-appeal"
    (seen,) = claimed(acme.manager, project)["results"]
    (verdict,) = seen["reviews"][0]["annotation"]["verdicts"]
    assert verdict["appeal"] == "It is right"


def test_the_projects_lists_say_what_waits_and_what_was_said(project, answered, acme):
    rows = get(acme.manager, f"projects/{project.pk}/reviews?state=open&limit=1")
    assert (len(rows["results"]), rows["results"][0]["verdict"], bool(rows["next"])) == (1, None, True)
    more = get(acme.manager, f"projects/{project.pk}/reviews?limit=1&cursor={rows['next']}")
    ids = [row["assignment_id"] for page in (rows, more) for row in page["results"]]
    assert len(set(ids)) == 2
    said = post(acme.reviewer, f"projects/{project.pk}/reviews/accept", {"assignment_ids": ids})
    assert said == {"accepted": 2, "refused": []}
    done = get(acme.manager, f"projects/{project.pk}/reviews?state=done")["results"]
    assert [(row["verdict"]["verdict"], row["reviewer"]["name"]) for row in done] == [("accepted", "Reviewer")] * 2
    again = post(acme.reviewer, f"projects/{project.pk}/reviews/accept", {"assignment_ids": ids})
    assert (again["accepted"], {row["id"] for row in again["refused"]}) == (0, set(ids))


def test_blind_means_no_names_wherever_a_mere_reviewer_looks(project, answered, acme):
    with acme.scope():
        project.workflow = {"review": {"percent": 100, "blind": True}}
        project.save()
        first = Item.objects.filter(project=project).order_by("position").first()
    for path in (
        f"projects/{project.pk}/items/{first.pk}/annotations",
        f"projects/{project.pk}/reviews",
    ):
        names = {row["member"]["name"] for row in get(acme.reviewer, path)["results"]}
        assert all(name.startswith("Annotator ") for name in names)
        assert {row["member"]["name"] for row in get(acme.manager, path)["results"]} == {"Ann", "Ben"}
    text = str(claimed(acme.reviewer, project))
    assert not [told for told in ("'Ann'", "'Ben'", str(acme.ann.pk), str(acme.ben.pk)) if told in text]
    said = post(acme.ann, f"assignments/{own_assignment(acme)}/comments", {"text": "Is it?"}, 201)
    comments = get(acme.reviewer, f"projects/{project.pk}/items/{first.pk}/comments")["results"]
    assert [row["member"]["name"][:10] for row in comments if row["id"] == said["id"]] == ["Annotator "]


def own_assignment(acme):
    with acme.scope():
        return Assignment.objects.get(member=acme.ann, kind="annotate").pk


def test_only_who_may_judge_gets_anything(project, answered, acme, other, globex):
    claimed(acme.ann, project, 403)
    claimed(acme.client, project, 403)
    claimed(acme.owner, project, 403)
    claimed(acme.reviewer, other, 404)
    post(acme.reviewer, "reviews/claim?project=x", {}, 400)
    post(acme.reviewer, f"reviews/claim?project={project.pk}", {"limit": 11}, 400)
    (item,) = claimed(acme.reviewer, project)["results"]
    place = item["reviews"][0]["assignment_id"]
    for member in (acme.manager, acme.owner):
        post(member, f"assignments/{place}/verdict", {"verdict": "accepted"}, 404)
    post(acme.ann, f"assignments/{place}/verdict", {"verdict": "accepted"}, 403)
    client = client_for(globex.reviewer)
    assert (
        client.post(f"/api/v1/globex/assignments/{place}/verdict", {"verdict": "accepted"}, format="json").status_code
        == 404
    )
    post(acme.reviewer, f"assignments/{place}/verdict", {"verdict": "splendid"}, 400)
    post(acme.reviewer, f"assignments/{place}/verdict", {"verdict": "accepted", "more": 1}, 400)
    refused = post(acme.reviewer, f"assignments/{place}/verdict", {"verdict": "rejected"}, 400)
    assert refused["errors"][0]["pointer"] == "/comment"
    assert post(acme.reviewer, f"assignments/{place}/verdict", {"verdict": "accepted", "revision": 9}, 409)["type"] == (
        "revision-changed"
    )
    post(acme.reviewer, f"assignments/{place}/verdict", {"verdict": "accepted"})
    assert post(acme.reviewer, f"assignments/{place}/verdict", {"verdict": "accepted"}, 409)["type"] == "review-closed"


def test_a_review_is_renewed_and_skipped_but_never_answered(project, answered, acme):
    (item,) = claimed(acme.reviewer, project)["results"]
    place = item["reviews"][0]["assignment_id"]
    assert [row["id"] for row in post(acme.reviewer, "assignments/renew", {"ids": [place]})["renewed"]] == [place]
    get(acme.reviewer, f"assignments/{place}", 404)
    post(acme.reviewer, f"assignments/{place}/submit", {"answers": own("abc")}, 404)
    post(acme.reviewer, f"assignments/{place}/take-back", {}, 404)
    reply = client_for(acme.reviewer).put(f"/api/v1/acme/assignments/{place}/draft", {"answers": []}, format="json")
    assert reply.status_code == 404
    assert get(acme.reviewer, "assignments")["results"] == []
    post(acme.reviewer, f"assignments/{place}/skip", {"reason": "not mine"})
    with acme.scope():
        assert fresh(Assignment.objects.get(pk=place)).state == "skipped"


def test_a_review_with_pictures_brings_their_addresses(acme, other):
    form = {"shows": ["image"], "questions": [{"name": "fine", "kind": "choice", "title": "Fine?",
            "options": [{"value": "yes", "title": "Yes"}]}]}  # fmt: skip
    with acme.scope():
        project = make_project(acme, overlap=1, form=form)
        project.workflow = {"review": {"percent": 100}}
        project.save()
        set_person(project=project, member=acme.reviewer, grants=JUDGE, by=acme.manager, at=NOW)
        asset = Asset.objects.create(
            project=project, created_by=acme.manager, created_at=NOW, purpose="image", filename="a.png", status="ready",
            key=new_key(acme.organisation.pk, "asset"), media_type="image/png", size=1, width=3, height=2,
        )  # fmt: skip
        add_items(project=project, rows=[NewItem("one", {"image": str(asset.pk)})], by=acme.manager, at=NOW)
    (work,) = post(acme.ann, f"assignments/claim?project={project.pk}")["results"]
    given = [{"question": "fine", "on": "item", "value": {"choices": ["yes"]}}]
    post(acme.ann, f"assignments/{work['id']}/submit", {"answers": given})
    (item,) = claimed(acme.reviewer, project)["results"]
    assert item["content"] == {"image": str(asset.pk)}
    assert item["assets"][str(asset.pk)]["width"] == 3


def test_without_a_project_the_first_of_ones_own_that_has_something_is_claimed(project, answered, acme):
    with acme.scope():
        empty = make_project(acme, name="Nothing to judge")
        empty.priority = 5
        empty.save()
        set_person(project=empty, member=acme.reviewer, grants=JUDGE, by=acme.manager, at=NOW)
    (item,) = post(acme.reviewer, "reviews/claim", {"limit": 1})["results"]
    assert item["project"]["id"] == str(project.pk)
    assert post(acme.ben, "adjudications/claim", {"limit": 1}, 403)
    assert post(acme.owner, "reviews/claim", {"limit": 1})["results"] == []
