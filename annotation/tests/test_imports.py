"""Imports: each line becomes an item once, whatever happens to the worker on its way."""

from datetime import timedelta

import pytest
from django.utils import timezone
from uuid_utils.compat import uuid4

from accounts.models import Event
from accounts.tenancy import NoOrganisation
from annotation import storage, tasks
from annotation.actions import imports as actions
from annotation.actions.claims import claim
from annotation.actions.items import HAS_WORK
from annotation.models import Assignment, Import, ImportProblem, Item
from annotation.tests.long_work import bucket, caller, content, lines, make_project, send, upload, verified
from config.tests.work import make_items
from config.tests.world import NOW

pytestmark = pytest.mark.usefixtures("bucket")


@pytest.fixture
def project(acme, globex):
    return make_project(acme)


@pytest.fixture
def manager(acme):
    return caller(acme)


def item(number, text="", **more):
    return {"external_id": f"item-{number}", "content": content(text or f"Question {number}?"), **more}


def start(world, manager, project, data, filename="items.jsonl"):
    asset = verified(world, manager, project, filename, data)
    answer = manager.post(f"projects/{project.pk}/imports", {"asset_id": str(asset.pk)})
    assert answer.status_code == 202, answer.content
    return answer.json()["id"]


def work(world, import_id):
    with world.scope():
        actions.run_import(import_id, now=timezone.now)


def imported(world, manager, project, data, filename="items.jsonl"):
    import_id = start(world, manager, project, data, filename)
    work(world, import_id)
    return manager.get(f"imports/{import_id}").json()


def problems(manager, job):
    return [(row["line"], row["detail"]) for row in manager.get(f"imports/{job['id']}/problems").json()["results"]]


def counts(job):
    return tuple(job[name] for name in ("created", "updated", "skipped", "problem_count"))


def test_each_good_line_becomes_an_item_and_each_bad_one_a_problem(acme, project, manager):
    data = lines(
        item(1, metadata={"source": "web"}),
        b"{not json\n",
        b"\n",
        item(2),
        {"external_id": "item-3", "content": {"prompt": {"text": "No responses"}}},
        item(4) | {"content": content() | {"image": str(uuid4())}},
        {"prompt": "Flat?", "responses": ["yes", "no"], "score": 3},
    )
    job = imported(acme, manager, project, data)
    assert (job["state"], job["done"], job["total"], job["filename"]) == ("done", len(data), len(data), "items.jsonl")
    assert counts(job) == (3, 0, 0, 3)
    found = problems(manager, job)
    assert [line for line, _ in found] == [2, 5, 6]
    assert "/content/responses is missing" in found[1][1]
    assert "no verified image of this project" in found[2][1]
    with acme.scope():
        items = list(Item.objects.order_by("position"))
        assert [item.external_id for item in items[:2]] == ["item-1", "item-2"]
        assert items[2].content["responses"][1]["text"] == "no"
        assert [item.metadata for item in items] == [{"source": "web"}, {}, {"score": 3}]
        assert Assignment.objects.filter(state="open").count() == 9
        kinds = Event.objects.filter(subject_id=job["id"]).order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["import.started", "import.finished"]


def test_a_plain_text_is_a_prompt_a_line_and_a_markdown_text_is_one_prompt(acme, globex, manager):
    form = {"shows": ["prompt"], "questions": [{"name": "t", "kind": "text", "title": "Answer"}]}
    project = make_project(acme, form=form)
    assert counts(imported(acme, manager, project, "eins\r\n\r\nzwei ä\n".encode(), "prompts.txt")) == (2, 0, 0, 0)
    assert counts(imported(acme, manager, project, b"# Title\n\nText\n", "prompt.md")) == (1, 0, 0, 0)
    assert counts(imported(acme, manager, project, b"# Title\n\nText\n", "again.md")) == (0, 0, 1, 0)
    with acme.scope():
        texts = [item.content["prompt"]["text"] for item in Item.objects.order_by("position")]
    assert texts == ["eins", "zwei ä", "# Title\n\nText"]


def test_importing_again_changes_nothing_and_a_changed_line_changes_its_item(acme, project, manager):
    imported(acme, manager, project, lines(item(1), item(2), item(3)))
    again = imported(acme, manager, project, lines(item(1), item(2, "Changed?"), item(3), item(4)))
    assert counts(again) == (1, 1, 2, 0)
    with acme.scope():
        assert Item.objects.get(external_id="item-2").content["prompt"]["text"] == "Changed?"
        assert Item.objects.count() == 4


def test_an_import_never_overwrites_peoples_work(acme, project, manager):
    imported(acme, manager, project, lines(item(1), item(2)))
    with acme.scope():
        claim(project=project, member=acme.ann, limit=1, at=NOW)
    again = imported(acme, manager, project, lines(item(1, "Changed?"), item(2, "Changed?")))
    assert counts(again) == (0, 1, 0, 1)
    assert problems(manager, again) == [(1, HAS_WORK)]
    with acme.scope():
        assert Item.objects.get(external_id="item-1").content["prompt"]["text"] == "Question 1?"


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_an_external_id_that_stands_twice_is_a_problem_that_names_the_first_line(
    acme, project, manager, monkeypatch, batch
):
    monkeypatch.setattr(actions, "BATCH_LINES", batch)
    bad = {"external_id": "item-1", "content": {}}
    job = imported(acme, manager, project, lines(bad, item(1), item(2), item(1, "Other?"), item(3), item(2), item(1)))
    assert counts(job) == (3, 0, 0, 4)
    assert [(line, detail) for line, detail in problems(manager, job) if "stands" in detail] == [
        (4, "The external id 'item-1' stands on line 2 already."),
        (6, "The external id 'item-2' stands on line 3 already."),
        (7, "The external id 'item-1' stands on line 2 already."),
    ]


def test_a_worker_that_dies_between_batches_is_followed_by_one_that_goes_on(acme, project, manager, monkeypatch):
    monkeypatch.setattr(actions, "BATCH_LINES", 3)
    bad = {"external_id": "item-19", "content": {"prompt": {"text": "No responses"}}}
    data = lines(bad, *[item(number) for number in range(20)], item(4), b"{\n", item(0))
    import_id = start(acme, manager, project, data)
    taken_in, real, deaths = [], actions.place_items, iter([2, 3, 5, 0, 6])

    class Killed(BaseException):
        """Nothing catches this."""

    def place(*given, **more):
        taken_in.append(len(given[1]))
        if len(taken_in) == left[0]:
            raise Killed
        return real(*given, **more)

    monkeypatch.setattr(actions, "place_items", place)
    progress = []
    for death in deaths:
        left, taken_in[:] = [death], []
        with acme.scope():
            try:
                actions.run_import(import_id, now=timezone.now)
            except Killed:
                Import.objects.update(lease_until=NOW)
            progress.append(Import.objects.get().done)
    assert progress == sorted(progress)
    job = manager.get(f"imports/{import_id}").json()
    assert (job["state"], job["done"]) == ("done", len(data))
    assert counts(job) == (20, 0, 0, 4)
    assert [line for line, _ in problems(manager, job)] == [1, 22, 23, 24]
    assert problems(manager, job)[3][1] == "The external id 'item-0' stands on line 2 already."
    with acme.scope():
        ids = Item.objects.order_by("position").values_list("external_id", flat=True)
        assert list(ids) == [f"item-{number}" for number in range(20)]
        assert Assignment.objects.count() == 60


def test_a_cancelled_import_stops_and_keeps_what_it_has_taken_in(acme, project, manager, monkeypatch):
    monkeypatch.setattr(actions, "BATCH_LINES", 2)
    import_id = start(acme, manager, project, lines(*[item(number) for number in range(10)]))
    real = actions.place_items

    def place(*given, **more):
        if Item.objects.count() == 4:
            assert manager.post(f"imports/{import_id}/cancel").status_code == 200
        return real(*given, **more)

    monkeypatch.setattr(actions, "place_items", place)
    work(acme, import_id)
    job = manager.post(f"imports/{import_id}/cancel").json()
    assert (job["state"], counts(job)) == ("cancelled", (4, 0, 0, 0))
    assert job["finished_at"]
    with acme.scope():
        assert Item.objects.count() == 4
        assert Event.objects.filter(kind="import.cancelled").count() == 1


def test_an_import_that_has_ended_cannot_be_cancelled(acme, project, manager):
    job = imported(acme, manager, project, lines(item(1)))
    answer = manager.post(f"imports/{job['id']}/cancel")
    assert (answer.status_code, answer.json()["type"]) == (409, "job-is-over")


def test_progress_is_in_bytes_and_foretells_the_end(acme, project, manager, monkeypatch):
    monkeypatch.setattr(actions, "BATCH_LINES", 1)
    data = lines(item(1), item(2))
    import_id = start(acme, manager, project, data)
    assert manager.get(f"imports/{import_id}").json() | {"created_at": ""} == {
        "id": import_id,
        "state": "queued",
        "done": 0,
        "total": len(data),
        "eta": None,
        "error": None,
        "created_at": "",
        "finished_at": None,
        "filename": "items.jsonl",
        "asset_id": manager.get(f"imports/{import_id}").json()["asset_id"],
        "source": "file",
        "format": None,
        "detected": [],
        "stage": "committing",
        "mapping": {"columns": {}, "answers": "suggestions", "questions": {}, "people": {}},
        "columns": [],
        "rows": None,
        "created": 0,
        "updated": 0,
        "skipped": 0,
        "problem_count": 0,
        "lost": [],
        "form": None,
        "form_problems": [],
        "guidelines": "",
        "people": [],
        "pictures": {"found": 0, "ready": 0, "refused": 0},
    }
    real, seen = actions.place_items, []

    def place(*given, **more):
        with acme.scope():
            Import.objects.update(started_at=timezone.now() - timedelta(minutes=1))
        seen.append(manager.get(f"imports/{import_id}").json())
        return real(*given, **more)

    monkeypatch.setattr(actions, "place_items", place)
    work(acme, import_id)
    assert [job["done"] for job in seen] == [0, len(data) // 2]
    assert seen[0]["eta"] is None
    assert seen[1]["eta"] > seen[1]["created_at"]


def test_too_many_bad_lines_end_the_import_with_a_reason(acme, project, manager, monkeypatch):
    monkeypatch.setattr(actions, "MOST_PROBLEMS", 5)
    monkeypatch.setattr(actions, "BATCH_LINES", 4)
    job = imported(acme, manager, project, b"{\n" * 100)
    assert (job["state"], job["error"]) == ("failed", "It was stopped after 8 lines with problems.")


def test_an_import_takes_verified_texts_of_its_own_project_alone(acme, globex, project, manager):
    def answer(asset_id):
        return manager.post(f"projects/{project.pk}/imports", {"asset_id": str(asset_id)})

    other = make_project(acme, name="Other")
    waiting = upload(manager, project, "a.jsonl", lines(item(1)))
    theirs = make_project(globex)
    foreign = verified(globex, caller(globex), theirs, "a.jsonl", lines(item(1)))
    elsewhere = verified(acme, manager, other, "a.jsonl", lines(item(1)))
    refused = verified(acme, manager, project, "a.jsonl", b"\xff\n")
    asked = manager.post(
        "uploads",
        {"project_id": str(project.pk), "filename": "a.txt", "size": 3, "media_type": "", "purpose": "text"},
    ).json()
    send(asked, b"abc")
    assert {answer(asset).status_code for asset in (foreign.pk, elsewhere.pk, refused.pk, uuid4(), "x")} == {400}
    assert [answer(asset).status_code for asset in (waiting, asked["id"])] == [409, 409]
    with acme.scope():
        assert not Import.objects.exists()


def test_another_organisation_sees_and_does_nothing(acme, globex, project, manager):
    import_id = start(acme, manager, project, lines(item(1)))
    stranger = caller(globex)
    assert stranger.get(f"imports/{import_id}").status_code == 404
    assert stranger.get(f"imports/{import_id}/problems").status_code == 404
    assert stranger.post(f"imports/{import_id}/cancel").status_code == 404
    assert stranger.get(f"projects/{project.pk}/imports").status_code == 404
    assert stranger.post(f"projects/{project.pk}/imports", {"asset_id": str(uuid4())}).status_code == 404
    tasks.run_import.apply(kwargs={"job_id": import_id}, headers={"organisation": str(globex.organisation.pk)})
    with pytest.raises(NoOrganisation):
        tasks.run_import.apply(kwargs={"job_id": import_id}, throw=True)
    with acme.scope():
        assert (Import.objects.get().state, Import.objects.get().fence, Item.objects.count()) == ("queued", 0, 0)


def test_only_those_who_import_see_imports(acme, project, manager):
    job = imported(acme, manager, project, lines(item(1)))
    for name in ("reviewer", "ann", "client"):
        other = caller(acme, acme.members[name])
        assert other.get(f"imports/{job['id']}").status_code == 403
        assert other.post(f"projects/{project.pk}/imports", {}).status_code == 403


def test_imports_and_problems_come_in_pages_at_a_flat_cost(acme, project, manager, django_assert_max_num_queries):
    jobs = [imported(acme, manager, project, b"{\n" * 7) for _ in range(3)]
    with django_assert_max_num_queries(12) as captured:
        listed = manager.get(f"projects/{project.pk}/imports", limit=1).json()
    one = len(captured)
    with django_assert_max_num_queries(one):
        everything = manager.get(f"projects/{project.pk}/imports").json()
    assert [job["id"] for job in everything["results"]] == [job["id"] for job in reversed(jobs)]
    rest = manager.get(f"projects/{project.pk}/imports", cursor=listed["next"]).json()
    assert listed["results"] + rest["results"] == everything["results"]
    page = manager.get(f"imports/{jobs[0]['id']}/problems", limit=3).json()
    assert [row["line"] for row in page["results"]] == [1, 2, 3]
    page = manager.get(f"imports/{jobs[0]['id']}/problems", cursor=page["next"]).json()
    assert [row["line"] for row in page["results"]] == [4, 5, 6, 7]


def test_a_store_that_is_away_is_waited_for(acme, project, manager, monkeypatch):
    import_id = start(acme, manager, project, lines(item(1)))

    def away(*_, **__):
        raise storage.ConnectionBroken("no route to host")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "read", away)
        work(acme, import_id)
    with acme.scope():
        job = Import.objects.get()
        assert (job.state, job.attempts) == ("running", 1)
        Import.objects.update(lease_until=NOW)
    work(acme, import_id)
    assert manager.get(f"imports/{import_id}").json()["state"] == "done"


def test_items_of_the_api_and_of_an_import_are_the_same_items(acme, project, manager):
    with acme.scope():
        existing = make_items(project, 2, acme.manager)
    rows = [{"external_id": item.external_id, "content": item.content} for item in existing]
    assert counts(imported(acme, manager, project, lines(*rows))) == (0, 0, 2, 0)
    with acme.scope():
        assert not ImportProblem.objects.exists()


__all__ = ["bucket"]
