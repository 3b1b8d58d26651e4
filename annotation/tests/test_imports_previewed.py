"""Imports that show what they would do before they do it."""

import httpx
import orjson
import pytest
from django.utils import timezone

from annotation.actions import assets
from annotation.actions import imports as actions
from annotation.actions.claims import claim
from annotation.models import Annotation, Item
from annotation.tests.long_work import bucket, caller, content, make_project, verified
from config.tests.world import NOW

pytestmark = pytest.mark.usefixtures("bucket")


@pytest.fixture
def project(acme, globex):
    return make_project(acme)


@pytest.fixture
def manager(acme):
    return caller(acme)


def put(manager, path, body):
    return manager.browser.put(f"/api/v1/{manager.organisation}/{path}", body, format="json")


def start(world, manager, project, filename, data, **more):
    asset = verified(world, manager, project, filename, data, purpose="data")
    answer = manager.post(f"projects/{project.pk}/imports", {"asset_id": str(asset.pk), **more})
    assert answer.status_code == 202, answer.content
    return answer.json()["id"]


def work(world, manager, import_id):
    with world.scope():
        actions.run_import(import_id, now=timezone.now)
    return manager.get(f"imports/{import_id}").json()


def counts(job):
    return tuple(job[name] for name in ("created", "updated", "skipped", "problem_count"))


def row(number, text="", **more):
    return {"external_id": f"item-{number}", "content": content(text or f"Question {number}?"), **more}


CSV = (
    "id,question,first,second,source\n"
    "1,Why is the sky blue?,Rayleigh.,The sea.,web\n"
    "2,Why is grass green?,Chlorophyll.,Paint.,book\n"
    "3,,,,\n"
)
COLUMNS = {
    "id": "external_id",
    "question": "content.prompt",
    "first": "content.responses",
    "second": "content.responses",
    "source": "metadata",
}


def test_a_file_is_sent_in_parts_and_a_break_costs_one_of_them(acme, project, manager, monkeypatch):
    data = orjson.dumps([row(number, "Why? " * 100) for number in range(20_000)])
    monkeypatch.setattr(assets, "PART_BYTES", 5 << 20)
    body = {"project_id": str(project.pk), "filename": "items.json", "size": len(data), "media_type": ""}
    sent = manager.post("uploads", body | {"purpose": "data", "multipart": True}).json()
    parts = [data[start : start + (5 << 20)] for start in range(0, len(data), 5 << 20)]
    assert sent == {"id": sent["id"], "url": None, "fields": {}, "part_size": 5 << 20, "parts": len(parts)}
    path = f"uploads/{sent['id']}/parts"
    urls = manager.post(path, {"numbers": list(range(1, len(parts) + 1))}).json()["urls"]
    for number in (1, 3):
        answer = httpx.put(urls[str(number)], content=parts[number - 1])
        assert (answer.status_code, bool(answer.headers["ETag"])) == (200, True)
    assert manager.get(path).json() == {"part_size": 5 << 20, "parts": len(parts), "arrived": [1, 3]}
    assert manager.post(path, {"numbers": [len(parts) + 1]}).status_code == 400
    for number in set(range(1, len(parts) + 1)) - {1, 3}:
        assert httpx.put(urls[str(number)], content=parts[number - 1]).status_code == 200
    assert manager.post(f"uploads/{sent['id']}/complete").status_code == 202
    assert manager.get(path).json()["type"] == "no-parts"
    with acme.scope():
        assets.verify_asset(sent["id"], now=timezone.now)
    asset = manager.get(f"assets/{sent['id']}").json()
    assert (asset["state"], asset["kind"], asset["size"]) == ("ready", "data", len(data))
    assert httpx.get(asset["url"]).content == data


def test_a_part_that_is_missing_is_a_file_that_never_arrived(acme, project, manager, monkeypatch):
    monkeypatch.setattr(assets, "PART_BYTES", 5 << 20)
    body = {"project_id": str(project.pk), "filename": "a.json", "size": 6 << 20, "media_type": "", "purpose": "data"}
    sent = manager.post("uploads", body | {"multipart": True}).json()
    urls = manager.post(f"uploads/{sent['id']}/parts", {"numbers": [1]}).json()["urls"]
    httpx.put(urls["1"], content=b"x" * (5 << 20))
    manager.post(f"uploads/{sent['id']}/complete")
    with acme.scope():
        assets.verify_asset(sent["id"], now=timezone.now)
    assert manager.get(f"assets/{sent['id']}").json()["state"] == "refused"


def test_a_preview_shows_what_would_happen_and_changes_nothing(acme, project, manager):
    first = start(acme, manager, project, "items.json", orjson.dumps([row(1), row(2), row(3)]))
    assert counts(work(acme, manager, first)) == (3, 0, 0, 0)
    with acme.scope():
        claim(project=project, member=acme.ann, limit=1, at=NOW)
    bad = {"external_id": "item-9", "content": {"prompt": {"text": "No responses"}}}
    given = [row(1, "Changed?"), row(2, "Changed?"), row(3), bad, row(4), row(4)]
    job = work(acme, manager, start(acme, manager, project, "items.json", orjson.dumps(given), preview=True))
    assert (job["state"], job["stage"], job["format"], job["rows"]) == ("waiting", "preview", "json", 6)
    assert job["detected"][0]["format"] == "json"
    assert counts(job) == (1, 1, 1, 3)
    shown = manager.get(f"imports/{job['id']}/preview", limit=4).json()
    assert [each["fate"] for each in shown["results"]] == ["refused", "updated", "skipped", "refused"]
    update = shown["results"][1]
    assert update["before"]["content"]["prompt"]["text"] == "Question 2?"
    assert update["item"]["content"]["prompt"]["text"] == "Changed?"
    rest = manager.get(f"imports/{job['id']}/preview", cursor=shown["next"]).json()
    assert ([each["item"]["external_id"] for each in rest["results"]], rest["next"]) == (["item-4", "item-4"], None)
    with acme.scope():
        assert Item.objects.count() == 3
        assert Item.objects.get(external_id="item-2").content["prompt"]["text"] == "Question 2?"
    committed = manager.post(f"imports/{job['id']}/commit", {})
    assert (committed.status_code, committed.json()["state"], committed.json()["stage"]) == (
        202,
        "queued",
        "committing",
    )
    done = work(acme, manager, job["id"])
    assert (done["state"], done["stage"], counts(done)) == ("done", "finished", (1, 1, 1, 3))
    with acme.scope():
        assert Item.objects.get(external_id="item-2").content["prompt"]["text"] == "Changed?"
        assert Item.objects.get(external_id="item-1").content["prompt"]["text"] == "Question 1?"


def test_columns_are_mapped_by_hand_and_the_file_is_read_again(acme, project, manager):
    job = work(acme, manager, start(acme, manager, project, "items.csv", CSV.encode(), preview=True))
    assert (job["state"], job["format"]) == ("waiting", "csv")
    assert [column["name"] for column in job["columns"]] == ["id", "question", "first", "second", "source"]
    answer = put(manager, f"imports/{job['id']}/mapping", {"mapping": {"columns": COLUMNS}})
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    job = work(acme, manager, job["id"])
    assert {column["name"]: column["target"] for column in job["columns"]} == COLUMNS
    assert counts(job) == (2, 0, 0, 1)
    manager.post(f"imports/{job['id']}/commit", {})
    assert counts(work(acme, manager, job["id"])) == (2, 0, 0, 1)
    with acme.scope():
        item = Item.objects.get(external_id="1")
        assert [each["text"] for each in item.content["responses"]] == ["Rayleigh.", "The sea."]
        assert item.metadata == {"source": "web"}


def test_bad_lines_can_be_downloaded_with_what_was_wrong(acme, project, manager):
    given = [row(1), {"external_id": "item-2", "content": {"prompt": {"text": "No responses"}}}]
    job = work(acme, manager, start(acme, manager, project, "items.json", orjson.dumps(given), preview=True))
    link = manager.get(f"imports/{job['id']}/problems/download").json()
    (line,) = httpx.get(link["url"]).text.splitlines()
    found = orjson.loads(line)
    assert "/content/responses is missing" in found["detail"]
    assert found["row"]["external_id"] == "item-2"
    (problem,) = manager.get(f"imports/{job['id']}/problems").json()["results"]
    assert problem["where"] == found["where"] != ""
    fine = work(acme, manager, start(acme, manager, project, "items.json", orjson.dumps([row(1)]), preview=True))
    assert manager.get(f"imports/{fine['id']}/problems/download").json()["type"] == "no-problem-rows"


def test_what_cannot_be_read_fails_and_can_be_read_as_something_else(acme, project, manager):
    data = b"\n".join(orjson.dumps(row(number)) for number in range(3))
    import_id = start(acme, manager, project, "items.json", data, format="json", preview=True)
    job = work(acme, manager, import_id)
    if job["state"] == "failed":  # a strict reader
        assert job["error"]
    answer = put(manager, f"imports/{import_id}/mapping", {"format": "jsonl", "mapping": {}})
    assert answer.status_code == 202
    assert counts(work(acme, manager, import_id)) == (3, 0, 0, 0)


LABELED = [
    {
        "id": 1,
        "data": {"text": "A fine day."},
        "annotations": [
            {
                "id": 5,
                "completed_by": 1,
                "created_at": "2024-01-01T00:00:00Z",
                "lead_time": 3.5,
                "result": [{"from_name": "tone", "to_name": "text", "type": "choices", "value": {"choices": ["good"]}}],
            }
        ],
    }
]


def test_a_project_without_work_takes_over_the_form_that_the_file_needs(acme, project, manager):
    job = work(acme, manager, start(acme, manager, project, "tasks.json", orjson.dumps(LABELED), preview=True))
    assert (job["state"], job["format"]) == ("waiting", "label_studio"), job["error"]
    assert job["form"]["questions"][0]["name"] == "tone"
    assert job["form_problems"] == ["The project's form has no question 'tone'."]
    assert [person["annotations"] for person in job["people"]] == [1]
    put(manager, f"imports/{job['id']}/mapping", {"mapping": {"answers": "work"}})
    work(acme, manager, job["id"])
    answer = manager.post(f"imports/{job['id']}/commit", {"adopt_form": True})
    assert answer.status_code == 202, answer.content
    done = work(acme, manager, job["id"])
    assert (done["state"], counts(done)) == ("done", (1, 0, 0, 0))
    assert manager.get(f"projects/{project.pk}/form").json()["questions"][0]["name"] == "tone"
    with acme.scope():
        assert Annotation.objects.get().answers[0]["value"] == {"choices": ["good"]}
    again = work(acme, manager, start(acme, manager, project, "tasks.json", orjson.dumps(LABELED), preview=True))
    refused = manager.post(f"imports/{again['id']}/commit", {"adopt_form": True})
    assert (refused.status_code, refused.json()["type"]) == (409, "project-has-work")
    assert manager.get(f"imports/{again['id']}").json()["state"] == "waiting"


def test_a_file_without_a_form_gives_none(acme, project, manager):
    job = work(acme, manager, start(acme, manager, project, "items.json", orjson.dumps([row(1)]), preview=True))
    assert manager.post(f"imports/{job['id']}/commit", {"adopt_form": True}).status_code == 400


def test_only_what_waits_is_committed_or_mapped(acme, project, manager):
    import_id = start(acme, manager, project, "items.json", orjson.dumps([row(1)]))
    assert manager.post(f"imports/{import_id}/commit", {}).json()["type"] == "import-not-waiting"
    assert put(manager, f"imports/{import_id}/mapping", {"mapping": {}}).json()["type"] == "import-not-waiting"
    work(acme, manager, import_id)
    assert manager.post(f"imports/{import_id}/commit", {}).status_code == 409
    waiting = start(acme, manager, project, "items.json", orjson.dumps([row(1)]), preview=True)
    work(acme, manager, waiting)
    assert put(manager, f"imports/{waiting}/mapping", {"mapping": {"columns": {"a": "nowhere"}}}).status_code == 400
    assert put(manager, f"imports/{waiting}/mapping", {"mapping": {}, "format": "nothing"}).status_code == 400
    assert manager.post(f"imports/{waiting}/cancel").json()["state"] == "cancelled"
    assert manager.post(f"imports/{waiting}/commit", {}).status_code == 409


def test_another_organisation_and_other_roles_reach_none_of_it(acme, globex, project, manager):
    import_id = start(acme, manager, project, "items.json", orjson.dumps([row(1)]), preview=True)
    work(acme, manager, import_id)
    upload = manager.post(
        "uploads",
        {
            "project_id": str(project.pk),
            "filename": "a.csv",
            "size": 10,
            "media_type": "",
            "purpose": "data",
            "multipart": True,
        },
    ).json()
    for other, expected in ((caller(globex), 404), (caller(acme, acme.ann), 403)):
        assert other.get(f"imports/{import_id}/preview").status_code == expected
        assert other.get(f"imports/{import_id}/problems/download").status_code == expected
        assert put(other, f"imports/{import_id}/mapping", {"mapping": {}}).status_code == expected
        assert other.post(f"imports/{import_id}/commit", {}).status_code == expected
        assert other.get(f"uploads/{upload['id']}/parts").status_code == expected
        assert other.post(f"uploads/{upload['id']}/parts", {"numbers": [1]}).status_code == expected


def test_every_format_has_a_name_a_title_and_endings(acme, globex, manager):
    known = {each["name"]: each for each in manager.get("imports/formats").json()}
    assert known["csv"]["endings"] == [".csv", ".tsv"]
    assert all(each["title"] and each["endings"] for each in known.values())


__all__ = ["bucket"]
