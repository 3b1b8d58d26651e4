"""Models by API: what people's answers, managers' thresholds and measures say of them."""

import pytest
from django.db import transaction

from accounts.models import Event
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.items import NewItem, add_items
from annotation.agreement.gold import wilson
from annotation.forms import rename_targets
from annotation.models import ModelScore, Threshold
from annotation.queries import model_figures as queries
from annotation.queries.assignments import form_of, shown_content
from config.tests.client import client_for
from config.tests.work import make_project
from config.tests.world import CANARY, NOW

FORM = {
    "shows": ["prompt", "responses"],
    "questions": [
        {"name": "order", "kind": "ranking", "title": "Order"},
        {
            "name": "safe",
            "kind": "choice",
            "title": "Safe?",
            "scope": "responses",
            "options": [{"value": "yes"}, {"value": "no"}],
        },
        {
            "name": "quality",
            "kind": "rating",
            "title": "Quality",
            "scope": "responses",
            "options": [{"value": value} for value in range(1, 6)],
        },
    ],
}
MODELS = {"a": "chat@v9", "b": "chat@v10"}


def project_with_answers(world, *, items=6, mark=""):
    """The tenth version is always better, safe and rated 4; the ninth is unsafe in every third item and rated 2."""
    made = make_project(world, overlap=2, form=FORM, mark=mark)
    responses = [{"id": key, "text": f"{mark}{key * 9}", "model": f"{mark}{name}"} for key, name in MODELS.items()]
    rows = [NewItem(f"{mark}item-{n}", {"prompt": {"text": f"{n}?"}, "responses": responses}) for n in range(items)]
    add_items(project=made, rows=rows, by=world.manager, at=NOW)
    for person in (world.ann, world.ben):
        for place in claim(project=made, member=person, limit=20, at=NOW):
            answer(place, person)
    return made


def answer(place, person, *, at=NOW):
    number = int(place.item.external_id.rpartition("-")[2])
    said = [{"question": "order", "on": "item", "value": {"ranks": [["b"], ["a"]]}}]
    for response, rating in (("a", 2), ("b", 4)):
        safe = "no" if response == "a" and number % 3 == 0 else "yes"
        said.append({"question": "safe", "on": f"responses.{response}", "value": {"choices": [safe]}})
        said.append({"question": "quality", "on": f"responses.{response}", "value": {"rating": rating}})
    locked = lock_own(place)
    given = rename_targets(form_of(locked), said, shown_content(locked).handles())
    submit_annotation(assignment=locked, answers=given, seconds=5, by=person, at=at)


@pytest.fixture
def theirs(globex):
    with globex.scope(), transaction.atomic():
        made = project_with_answers(globex, mark=f"{CANARY} ")
    scores = [{"external_id": f"{CANARY} item-0", "response": "a", "name": CANARY, "value": 1}]
    reply = client_for(globex.manager).post(f"/api/v1/globex/projects/{made.pk}/scores", {"scores": scores})
    assert reply.status_code == 201, reply.content
    return made


@pytest.fixture
def project(acme, theirs):
    with acme.scope(), transaction.atomic():
        return project_with_answers(acme)


def url(project, path="models"):
    return f"/api/v1/acme/projects/{project.pk}/{path}"


def score(number=0, response="a", value=0.5, **more):
    return {"external_id": f"item-{number}", "response": response, "name": "reward", "value": value, **more}


def figures(project, member, query=""):
    reply = client_for(member).get(url(project) + query)
    assert reply.status_code == 200, reply.content
    assert CANARY not in reply.content.decode()
    return reply.json()


def test_models_stand_as_people_compared_them(project, acme):
    found = figures(project, acme.manager)
    assert found["models"] == [
        {"model": "chat@v10", "name": "chat", "version": "v10"},
        {"model": "chat@v9", "name": "chat", "version": "v9"},
    ]
    order, quality = found["questions"]
    assert (order["question"], order["kind"], quality["question"]) == ("order", "ranking", "quality")
    first = order["leaderboard"][0]
    assert (first["model"], first["wins"], first["losses"], first["ties"], first["n"]) == ("chat@v10", 12, 0, 0, 12)
    assert first["items"] == 6
    assert (first["win_rate"], first["rate_low"], first["rate_high"]) == pytest.approx((1, *wilson(6, 6)))
    assert order["wins"] == [[0, 12], [0, 0]]
    assert [period["from"] for period in order["over_time"]] == ["2026-10-26"]
    (change,) = order["changes"]
    assert (change["from_model"], change["to_model"], change["measure"]) == ("chat@v9", "chat@v10", "strength")
    assert change["low"] < change["difference"] < change["high"]
    assert [(row["model"], row["mean"], row["n"]) for row in quality["means"]] == [
        ("chat@v10", 4, 6),
        ("chat@v9", 2, 6),
    ]
    assert order["lean"]["n"] == 12


def test_rates_have_intervals_and_verdicts_by_the_managers_thresholds(project, acme):
    client = client_for(acme.manager)
    before = client.get(url(project, "thresholds"))
    assert before.json() == []
    wanted = [
        {"question": "safe", "category": "no", "most": 0.02},
        {"question": "quality", "category": "<=2", "most": 0.1},
        {"question": "quality", "category": "<=1", "most": 0.5},
    ]
    assert client.put(url(project, "thresholds"), wanted).status_code == 428
    made = client.put(url(project, "thresholds"), wanted, headers={"If-Match": before.headers["ETag"]})
    assert (made.status_code, len(made.json())) == (200, 3), made.content
    stale = client.put(url(project, "thresholds"), [], headers={"If-Match": before.headers["ETag"]})
    assert stale.status_code == 412
    rows = {(row["model"], row["question"], row["category"]): row for row in figures(project, acme.manager)["rates"]}
    unsafe = rows["chat@v9", "safe", "no"]
    assert (unsafe["failing"], unsafe["n"], unsafe["threshold"]) == (2, 6, 0.02)
    assert (unsafe["low"], unsafe["high"]) == pytest.approx(wilson(2, 6))
    assert unsafe["verdict"] == "fail"
    assert rows["chat@v10", "safe", "no"]["verdict"] == "undecided", "six responses can't show 2%"
    assert rows["chat@v9", "quality", "<=2"]["verdict"] == "fail"
    assert rows["chat@v10", "quality", "<=1"]["verdict"] == "pass"
    assert rows["chat@v10", "safe", "yes"]["verdict"] is None
    with acme.scope():
        event = Event.objects.get(kind="thresholds.set")
        assert (event.actor, event.data["thresholds"]) == (acme.manager, wanted)
        assert Threshold.objects.count() == 3
    removed = client.put(url(project, "thresholds"), wanted[:1], headers={"If-Match": made.headers["ETag"]})
    assert removed.json() == wanted[:1]


def test_a_threshold_that_makes_no_sense_is_refused_with_pointers(project, acme):
    good = {"question": "safe", "category": "no", "most": 0.02}
    for rows, pointer in (
        ([{**good, "question": "why"}], "/0/question"),
        ([{**good, "question": "order"}], "/0/question"),
        ([{**good, "category": "maybe"}], "/0/category"),
        ([{**good, "question": "quality", "category": "<=5"}], "/0/category"),
        ([good, good], "/1"),
        ([{**good, "most": 2}], "/0/most"),
        ([{**good, "most": "nan"}], "/0/most"),
        ([{**good, "more": 1}], "/0/more"),
    ):
        reply = client_for(acme.manager).put(url(project, "thresholds"), rows, headers={"If-Match": "*"})
        assert reply.status_code == 400, (rows, reply.content)
        assert pointer in [error["pointer"] for error in reply.json()["errors"]], reply.content


def test_scores_are_taken_once_and_replaced(project, acme):
    client = client_for(acme.manager)
    sent = {"scores": [score(number, response, number / 7, version="v2") for number in range(6) for response in "ab"]}
    assert client.post(url(project, "scores"), sent).json() == {"created": 12, "updated": 0, "unchanged": 0}
    assert client.post(url(project, "scores"), sent).json() == {"created": 0, "updated": 0, "unchanged": 12}
    sent["scores"][0]["value"] = 0.9
    assert client.post(url(project, "scores"), sent).json() == {"created": 0, "updated": 1, "unchanged": 11}
    rows = client.get(url(project, "scores")).json()["results"]
    assert (len(rows), rows[0]["value"], rows[0]["external_id"]) == (12, 0.9, "item-0"), "what is new stands first"
    one = client.get(url(project, "scores") + f"?item={rows[0]['item']}").json()["results"]
    assert {(row["response"], row["name"], row["version"]) for row in one} == {
        ("a", "reward", "v2"),
        ("b", "reward", "v2"),
    }
    with acme.scope():
        told = [event.data for event in Event.objects.filter(kind="scores.added").order_by("id")]
        assert [(data["count"], data["created"], data["names"]) for data in told] == [
            (12, 12, ["reward@v2"]),
            (1, 0, ["reward@v2"]),
        ]


def test_scores_that_fit_nothing_are_refused_and_none_is_taken(project, acme):
    client = client_for(acme.manager)
    for bad, pointer in (
        (score(99), "/scores/1/external_id"),
        (score(0, "z"), "/scores/1/response"),
        (score(1), "/scores/1"),
        (score(2, value="inf"), "/scores/1/value"),
        (score(2, value=None), "/scores/1/value"),
        (score(2, more=1), "/scores/1/more"),
        ({**score(2), "external_id": f"{CANARY} item-0"}, "/scores/1/external_id"),
    ):
        reply = client.post(url(project, "scores"), {"scores": [score(1), bad]})
        assert reply.status_code == 400, reply.content
        assert pointer in [error["pointer"] for error in reply.json()["errors"]], reply.content
    for rows in ([], [score()] * 1001):
        assert client.post(url(project, "scores"), {"scores": rows}).status_code == 400
    with acme.scope():
        assert not ModelScore.objects.exists()


def test_scores_stand_beside_what_people_say(project, acme):
    sent = [score(number, response, value + number / 50) for number in range(6) for response, value in MEANT.items()]
    assert client_for(acme.manager).post(url(project, "scores"), {"scores": sent}).status_code == 201
    rows = {(row["against"], row["category"]): row for row in figures(project, acme.manager)["scores"]}
    rated = rows["quality", None]
    assert (rated["name"], rated["version"], rated["n"], rated["items"]) == ("reward", "", 12, 6)
    assert rated["low"] < rated["pearson"] < rated["high"] < 1
    assert rows["order", None]["pairs"] == {
        "share": 1, "low": pytest.approx(wilson(6, 6)[0]), "high": 1, "n": 12, "items": 6
    }  # fmt: skip
    assert rows["safe", "no"]["pearson"] < 0


MEANT = {"a": 0.2, "b": 0.8}


def test_figures_are_fresh_after_every_change_and_else_kept(project, acme, monkeypatch):
    figures(project, acme.manager)
    heard = []
    hear = queries.heard_items
    monkeypatch.setattr(queries, "heard_items", lambda *given, **asked: heard.append(1) or hear(*given, **asked))
    figures(project, acme.manager)
    assert heard == []
    figures(project, acme.manager, "?by=month")
    assert len(heard) == 1
    assert client_for(acme.manager).post(url(project, "scores"), {"scores": [score()]}).status_code == 201
    figures(project, acme.manager)
    assert len(heard) == 2
    with acme.scope(), transaction.atomic():
        add_items(project=project, rows=[extra()], by=acme.manager, at=NOW)
        (place,) = claim(project=project, member=acme.cleo, limit=1, at=NOW)
        answer(place, acme.cleo)
    assert figures(project, acme.manager)["questions"][0]["leaderboard"][0]["n"] == 13


def extra():
    responses = [{"id": key, "text": key, "model": name} for key, name in MODELS.items()]
    return NewItem("item-6", {"prompt": {"text": "6?"}, "responses": responses})


def test_a_period_hears_only_its_answers(project, acme):
    assert figures(project, acme.manager, "?since=2026-11-02T00:00:00Z")["models"] == []
    assert figures(project, acme.manager, "?until=2026-11-02T00:00:00Z")["models"] != []
    for query in ("?by=day", "?since=yesterday", "?more=1"):
        assert client_for(acme.manager).get(url(project) + query).status_code == 400


def test_names_of_models_are_listed_by_client_and_project(project, acme, globex, theirs):
    client = client_for(acme.manager)
    rows = client.get("/api/v1/acme/models").json()
    assert rows == [
        {"model": "chat@v10", "name": "chat", "version": "v10", "projects": 1},
        {"model": "chat@v9", "name": "chat", "version": "v9", "projects": 1},
    ]
    assert client.get(f"/api/v1/acme/models?project={project.pk}").json() == rows
    assert client.get(f"/api/v1/acme/models?client={acme.clients[0].pk}").json() == rows
    assert client.get(f"/api/v1/acme/models?client={acme.clients[1].pk}").json() == []
    assert client.get(f"/api/v1/acme/models?project={theirs.pk}").json() == []
    responses = [{"id": key, "text": key, "model": "chat@v11"} for key in "ab"]
    with acme.scope(), transaction.atomic():
        rows = [NewItem("later", {"prompt": {"text": "?"}, "responses": responses})]
        add_items(project=project, rows=rows, by=acme.manager, at=NOW)
    assert "chat@v11" in [row["model"] for row in client.get("/api/v1/acme/models").json()]


def test_clients_see_figures_of_models_and_annotators_nothing_of_them(project, acme, globex, theirs):
    paths = [url(project), url(project, "thresholds"), url(project, "scores"), "/api/v1/acme/models"]
    for member, sees in ((acme.client, 200), (acme.reviewer, 200), (acme.ann, 403)):
        client = client_for(member)
        assert [client.get(path).status_code for path in paths] == [sees] * 4
        assert client.post(url(project, "scores"), {"scores": [score()]}).status_code == 403
        assert client.put(url(project, "thresholds"), [], headers={"If-Match": "*"}).status_code == 403
    for path in ("models", "thresholds", "scores"):
        assert client_for(acme.manager).get(url(theirs, path)).status_code == 404
    assert client_for(acme.manager).post(url(theirs, "scores"), {"scores": [score()]}).status_code == 404
    assert client_for(acme.manager).put(url(theirs, "thresholds"), [], headers={"If-Match": "*"}).status_code == 404


def test_a_client_sees_the_models_of_its_own_projects_only(project, acme):
    with acme.scope(), transaction.atomic():
        other = make_project(acme, name="Elsewhere", form=FORM)
        other.client = acme.clients[1]
        other.save()
        responses = [{"id": key, "text": key, "model": "secret"} for key in "ab"]
        rows = [NewItem("item-0", {"prompt": {"text": "?"}, "responses": responses})]
        add_items(project=other, rows=rows, by=acme.manager, at=NOW)
    names = [row["model"] for row in client_for(acme.client).get("/api/v1/acme/models").json()]
    assert names == ["chat@v10", "chat@v9"]
    assert "secret" in [row["model"] for row in client_for(acme.manager).get("/api/v1/acme/models").json()]
    assert client_for(acme.client).get(url(other)).status_code == 404
