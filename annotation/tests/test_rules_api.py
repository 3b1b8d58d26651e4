"""Rules by API, and the story of somebody who hurries."""

from datetime import timedelta

import pytest
from django.db.models import F

from annotation.models import Annotation, Assignment, Rule
from config.tests.client import client_for
from config.tests.work import content, make_items, make_project, ranking
from config.tests.world import CANARY

SPEED = {
    "name": "Too fast",
    "collector": "seconds_per_item",
    "operator": "<",
    "threshold": 3,
    "window": 5,
    "least": 3,
    "action": "warn",
    "settings": {"message": "Please take your time."},
}


@pytest.fixture
def theirs(globex):
    with globex.scope():
        made = make_project(globex, mark=f"{CANARY} ")
        make_items(made, 2, globex.manager, mark=f"{CANARY} ")
    reply = client_for(globex.manager).post(f"/api/v1/globex/projects/{made.pk}/rules", {**SPEED, "name": CANARY})
    assert reply.status_code == 201, reply.content
    return made


@pytest.fixture
def project(acme, theirs):
    with acme.scope():
        made = make_project(acme, overlap=1)
        make_items(made, 30, acme.manager)
    return made


def url(project, path="rules"):
    return f"/api/v1/acme/projects/{project.pk}/{path}"


def test_a_rule_is_made_changed_and_removed(project, acme):
    client = client_for(acme.manager)
    made = client.post(url(project), SPEED)
    assert made.status_code == 201, made.content
    rule = made.json()
    assert {key: rule[key] for key in SPEED} == SPEED
    assert (rule["active"], rule["created_by"]["name"]) == (True, "Manager")
    one = f"/api/v1/acme/rules/{rule['id']}"
    assert client.get(url(project)).json()["results"] == [rule]
    assert client.get(one).json() == rule
    assert client.patch(one, {"active": False}).status_code == 428
    changed = client.patch(one, {"active": False, "threshold": 2}, headers={"If-Match": rule["etag"]})
    assert (changed.status_code, changed.json()["active"], changed.json()["threshold"]) == (200, False, 2)
    assert changed.headers["ETag"] == changed.json()["etag"] != rule["etag"]
    assert client.patch(one, {"active": True}, headers={"If-Match": rule["etag"]}).status_code == 412
    assert client.delete(one).status_code == 204
    assert client.get(one).status_code == 404


def test_a_rule_that_makes_no_sense_is_refused_with_pointers(project, acme):
    client = client_for(acme.manager)
    for change, pointer in (
        ({"threshold": -1}, "/threshold"),
        ({"least": 6}, "/least"),
        ({"settings": {"message": 3}}, "/settings/message"),
        ({"collector": "mood"}, "/collector"),
        ({"operator": "="}, "/operator"),
        ({"action": "fire"}, "/action"),
        ({"window": 0}, "/window"),
        ({"threshold": "nan"}, "/threshold"),
        ({"more": 1}, "/more"),
    ):
        reply = client.post(url(project), {**SPEED, **change})
        assert (reply.status_code, pointer in {error["pointer"] for error in reply.json()["errors"]}) == (400, True)


def test_what_is_suggested_can_be_sent_as_it_is(project, acme):
    client = client_for(acme.manager)
    suggested = client.get("/api/v1/acme/rules/suggested").json()
    assert len(suggested) >= 6
    for rule in suggested:
        reply = client.post(url(project), rule)
        assert reply.status_code == 201, (rule, reply.content)


def test_managers_change_rules_reviewers_see_them_and_nobody_else(project, acme, globex, theirs):
    rule = client_for(acme.manager).post(url(project), SPEED).json()
    one = f"/api/v1/acme/rules/{rule['id']}"
    for member, sees in ((acme.reviewer, 200), (acme.ann, 403), (acme.client, 403)):
        client = client_for(member)
        for path in (url(project), url(project, "firings"), one, "/api/v1/acme/rules/suggested"):
            assert client.get(path).status_code == sees
        assert client.post(url(project), SPEED).status_code == 403
        assert client.patch(one, {}, headers={"If-Match": "*"}).status_code == 403
        assert client.delete(one).status_code == 403
    with globex.scope():
        their_rule = Rule.objects.get()
    for path in (f"/api/v1/acme/rules/{their_rule.pk}", f"/api/v1/acme/projects/{theirs.pk}/rules"):
        assert client_for(acme.manager).get(path).status_code == 404
    assert client_for(acme.manager).delete(f"/api/v1/acme/rules/{their_rule.pk}").status_code == 404
    assert client_for(globex.manager).get(one).status_code == 404


class Hurrying:
    """Ann, who clicks the first order that comes, in a second each."""

    def __init__(self, acme, project):
        self.client, self.acme = client_for(acme.ann), acme
        self.claims = f"/api/v1/acme/assignments/claim?project={project.pk}"

    def claim(self):
        return self.client.post(self.claims, {"limit": 1}).json()

    def work(self, count):
        for _ in range(count):
            (view,) = self.claim()["results"]
            with self.acme.scope():  # an item is open for longer than one works on it
                Assignment.objects.filter(pk=view["id"]).update(claimed_at=F("claimed_at") - timedelta(hours=1))
            body = {"answers": ranking(["r1"], ["r2"], ["r3"]), "seconds": 1}
            reply = self.client.post(f"/api/v1/acme/assignments/{view['id']}/submit", body)
            assert (reply.status_code, reply.json()["feedback"]) == (200, None), reply.content

    def told(self):
        rows = self.client.get("/api/v1/acme/notifications").json()["results"]
        return [(row["kind"], row["data"]["because"]) for row in reversed(rows)]


def test_who_hurries_fails_gold_is_warned_and_then_paused_and_the_manager_sees_why(project, acme):
    manager, ann = client_for(acme.manager), Hurrying(acme, project)
    # All three are equally good, which nobody says who ranks them as they come: half of it is right.
    rows = [
        {"external_id": f"gold-{number}", "content": content(number), "answers": ranking(["a", "b", "c"])}
        for number in range(100, 104)
    ]
    assert manager.post(url(project, "gold/import"), {"rows": rows}).json() == {"gold": 4}
    workflow = manager.get(url(project, "workflow"))
    settings = {**workflow.json(), "gold": {**workflow.json()["gold"], "onboarding": 4}}
    settings.pop("etag", None)
    changed = manager.put(url(project, "workflow"), settings, headers={"If-Match": workflow.headers["ETag"]})
    assert changed.status_code == 200, changed.content
    assert manager.post(url(project), SPEED).status_code == 201
    strict = {
        "name": "Gold under 60%",
        "collector": "gold_score",
        "operator": "<",
        "threshold": 0.6,
        "window": 10,
        "least": 4,
        "action": "pause",
        "settings": {"pause": "new"},
    }
    assert manager.post(url(project), strict).status_code == 201

    ann.work(2)
    assert ann.told() == []
    ann.work(1)
    assert ann.told() == [("person.warned", "Please take your time.")]
    ann.work(1)
    because = "The quality of your recent work is below what this project needs."
    assert ann.told() == [("person.warned", "Please take your time."), ("person.paused", because)]
    nothing = ann.claim()
    assert nothing["results"] == []
    reason = {"collector": "gold_score", "figure": None, "detail": because}
    assert nothing["waiting"] == {"because": "paused", "detail": because, "reason": reason}

    paused, warned = manager.get(url(project, "firings")).json()["results"]
    assert [row["rule"]["name"] for row in (warned, paused)] == ["Too fast", "Gold under 60%"]
    assert all(row["member"] == {"id": str(acme.ann.pk), "name": "Ann"} for row in (warned, paused))
    assert (warned["evidence"]["figure"], warned["evidence"]["n"], len(warned["evidence"]["sample"])) == (1, 3, 3)
    with acme.scope():
        done = Annotation.objects.filter(pk__in=warned["evidence"]["sample"])
        assert {(item["id"], item["external_id"]) for item in warned["items"]} == {
            (str(annotation.item_id), annotation.item.external_id) for annotation in done.select_related("item")
        }
    (score,) = manager.get(url(project, "gold/scores")).json()["results"]
    evidence = paused["evidence"]
    assert (evidence["figure"], evidence["n"], evidence["threshold"]) == (0.5, 4, 0.6)
    assert (score["score"], score["correct"]) == (0.5, 0)
    assert (evidence["low"], evidence["high"]) == (score["low"], score["high"])
    assert paused["over_at"] is None
    kinds = [row["kind"] for row in manager.get("/api/v1/acme/events").json()["results"]]
    assert kinds.count("rule.fired") == 2
    told = [row["kind"] for row in manager.get("/api/v1/acme/notifications").json()["results"]]
    assert told.count("rule.fired") == 2
    about_ben = manager.get(url(project, "firings") + f"?member={acme.ben.pk}").json()["results"]
    assert about_ben == []
