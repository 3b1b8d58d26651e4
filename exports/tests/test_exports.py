"""Exports: the right rows in the right bytes, once, and nothing of anybody else's."""

import hashlib
from datetime import datetime

import httpx
import pytest
from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid4

from accounts.models import Event
from accounts.tenancy import NoOrganisation
from annotation import storage
from annotation.actions import jobs
from annotation.actions.items import add_items
from annotation.models import ProjectForm
from annotation.tests.long_work import bucket, caller, make_project, row
from config.tests.work import RANKING, make_items
from config.tests.world import CANARY, NOW
from exports import tasks
from exports.actions import exports as actions
from exports.actions import freezing, parts
from exports.models import Export, ExportChunk
from exports.queries import records
from exports.tests.answered import answer, answer_everything, fetched, rows

pytestmark = pytest.mark.usefixtures("bucket")


@pytest.fixture
def project(acme, globex):
    """Two of three items answered: by everybody, and by one person."""
    theirs = make_project(globex, mark=f"{CANARY} ")
    with globex.scope(), transaction.atomic():
        make_items(theirs, 1, globex.manager, mark=f"{CANARY} ")
        answer(theirs, globex.ann, ["c"], ["b"], ["a"])
    project = make_project(acme)
    with acme.scope(), transaction.atomic():
        make_items(project, 3, acme.manager)
        answer(project, acme.ann, ["a"], ["b"], ["c"], minute=2)  # begun first, and submitted last
        answer(project, acme.ben, ["a", "b"], ["c"], minute=1)
        answer(project, acme.cleo, ["b"], ["a"], ["c"])
        answer(project, acme.ann, ["c"], ["b"], ["a"], minute=3)
    return project


@pytest.fixture
def manager(acme):
    return caller(acme)


def start(manager, project, kind="annotations", **options):
    body = {"format": kind} | ({"options": options} if options else {})
    answer = manager.post(f"projects/{project.pk}/exports", body)
    assert answer.status_code == 202, answer.content
    return answer.json()["id"]


def work(world, export_id):
    with world.scope():
        actions.build_export(export_id, now=timezone.now)


def built(world, manager, project, kind="annotations", **options):
    export_id = start(manager, project, kind, **options)
    work(world, export_id)
    return manager.get(f"exports/{export_id}").json()


def let_the_lease_run_out():
    Export.objects.update(lease_until=NOW)


def test_all_annotations_come_item_by_item_in_the_order_of_their_submission(acme, project, manager):
    job = built(acme, manager, project)
    file = fetched(manager, job["id"])
    lines = rows(file)
    assert [(line["external_id"], line["answers"][0]["value"]["ranks"]) for line in lines] == [
        ("item-0", [["b"], ["a"], ["c"]]),
        ("item-0", [["a", "b"], ["c"]]),
        ("item-0", [["a"], ["b"], ["c"]]),
        ("item-1", [["c"], ["b"], ["a"]]),
    ]
    assert [line["annotator"] for line in lines] == [
        str(person.pk) for person in (acme.cleo, acme.ben, acme.ann, acme.ann)
    ]
    assert lines[0]["answers"][0]["rating"] == {"b": 3, "a": 2, "c": 1}
    assert sorted(lines[0]["shown"]) == ["a", "b", "c"]
    assert lines[1]["submitted_at"] == "2026-11-01T09:01:00.000000Z"
    assert (job["state"], job["done"], job["total"]) == ("done", 4, 4)
    assert (job["size"], job["sha256"]) == (len(file), hashlib.sha256(file).hexdigest())
    assert job["counts"] == {"annotations": 4, "answers": 4}
    assert CANARY.encode() not in file
    with acme.scope():
        kinds = Event.objects.filter(subject_id=job["id"]).order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["export.started", "export.finished", "export.downloaded"]


def test_preference_pairs_are_merged_by_majority(acme, project, manager):
    job = built(acme, manager, project, "trl_preference", question="order")
    lines = rows(fetched(manager, job["id"]))
    assert [
        (line["external_id"], line["chosen_id"], line["rejected_id"], line["votes_for"], line["votes_against"])
        for line in lines
    ] == [
        ("item-0", "a", "c", 3, 0),
        ("item-0", "b", "c", 3, 0),
        ("item-1", "b", "a", 1, 0),
        ("item-1", "c", "a", 1, 0),
        ("item-1", "c", "b", 1, 0),
    ]
    assert (lines[0]["prompt"], lines[0]["chosen"], lines[0]["rejected"]) == ("Question 0?", "Answer 0a", "Answer 0c")
    own = {"question": "order", "rows": "merged", "ties": "abstain", "prompt": "explicit", "style": "auto"}
    common = {"answers": "all", "people": "ids", "split": None, "file_mb": 0}
    assert job["options"] == own | {"margin": False, "images": False, "columns": []} | common
    assert job["counts"]["rows"] == 5
    assert job["counts"]["pairs_split"] == 1
    assert job["counts"]["items"] == 2


def test_preference_pairs_can_be_had_one_by_one(acme, project, manager):
    job = built(acme, manager, project, "trl_preference", rows="annotators")
    lines = rows(fetched(manager, job["id"]))
    assert len(lines) == 3 + 2 + 3 + 3
    assert {line["annotator"] for line in lines} == {str(person.pk) for person in (acme.ann, acme.ben, acme.cleo)}


def test_an_item_with_a_conversation_makes_the_pairs_conversational(acme, globex, manager):
    project = make_project(acme, form=RANKING | {"shows": ["prompt", "messages", "responses"]})
    talk = {
        "messages": [{"id": "m1", "role": "user", "text": "Hello?"}],
        "responses": [{"id": "a", "text": "Hi."}, {"id": "b", "text": "Yes?"}, {"id": "c", "text": "No."}],
    }
    plain = {"prompt": {"text": "Why?"}, "responses": talk["responses"]}
    items = [{"external_id": "plain", "content": plain}, {"external_id": "talk", "content": talk}]
    added = manager.post(f"projects/{project.pk}/items", {"items": items})
    assert added.status_code == 201, added.content
    for written in ("Why?", [{"role": "user", "content": "Why?"}]):
        with acme.scope(), transaction.atomic():
            answer(project, acme.ann, ["a"], ["b"], ["c"])
        job = built(acme, manager, project, "trl_preference")
        assert rows(fetched(manager, job["id"]))[0]["prompt"] == written


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"format": "trl_preference", "options": {"question": "why"}}, "/options/question"),
        ({"format": "trl_preference", "options": {"question": "nowhere"}}, "/options/question"),
        ({"format": "trl_preference", "options": {"rows": "all"}}, "/options/rows"),
        ({"format": "trl_preference", "options": {"limit": 1}}, "/options/limit"),
        ({"format": "annotations", "options": {"question": "order"}}, "/options/question"),
        ({"format": "annotations", "key": "org/x"}, "/key"),
        ({"format": "nonsense"}, "/format"),
        ({}, "/format"),
    ],
)
def test_an_export_that_cannot_be_is_refused_at_once(acme, project, manager, body, pointer):
    answer = manager.post(f"projects/{project.pk}/exports", body)
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    with acme.scope():
        assert not Export.objects.exists()


def test_a_form_with_several_rankings_needs_the_name_of_one_and_one_without_has_none(acme, globex, manager):
    question = RANKING["questions"][0]
    two = make_project(acme, form=RANKING | {"questions": [question, question | {"name": "style"}]})
    none = make_project(acme, name="None", form=RANKING | {"questions": [RANKING["questions"][1]]})
    for project in (two, none):
        assert manager.post(f"projects/{project.pk}/exports", {"format": "trl_preference"}).status_code == 400
    assert built(acme, manager, two, "trl_preference", question="style")["options"]["question"] == "style"


def test_a_project_without_answers_gives_an_empty_file(acme, globex, manager):
    job = built(acme, manager, make_project(acme))
    assert (job["state"], job["size"], job["total"]) == ("done", 0, 0)
    assert job["sha256"] == hashlib.sha256().hexdigest()
    assert fetched(manager, job["id"]) == b""


def test_the_link_forces_a_download_for_five_minutes(acme, project, manager):
    job = built(acme, manager, project)
    assert job["filename"].startswith("helpfulness-annotations-20")
    answer = manager.get(f"exports/{job['id']}/download").json()
    served = httpx.get(answer["url"])
    assert served.headers["content-disposition"] == f'attachment; filename="{job["filename"]}"'
    assert served.headers["content-type"] == "application/jsonl"
    left = datetime.fromisoformat(answer["expires_at"]) - timezone.now()
    assert left.total_seconds() <= 300


def test_there_is_nothing_to_download_before_the_end(acme, project, manager):
    export_id = start(manager, project)
    answer = manager.get(f"exports/{export_id}/download")
    assert (answer.status_code, answer.json()["type"]) == (409, "export-not-done")


def test_what_people_submit_after_the_freeze_is_not_in_the_file(acme, project, manager, monkeypatch):
    export_id = start(manager, project)
    real = actions._write

    def write(job):
        with transaction.atomic():
            answer(project, acme.ben, ["c"], ["b"], ["a"], minute=9)
        real(job)

    monkeypatch.setattr(actions, "_write", write)
    work(acme, export_id)
    assert len(rows(fetched(manager, export_id))) == 4
    monkeypatch.undo()


def test_withdrawn_items_and_places_are_left_out(acme, project, manager):
    with acme.scope():
        type(project).objects.get(pk=project.pk).items.filter(external_id="item-1").update(state="withdrawn")
    assert len(rows(fetched(manager, built(acme, manager, project)["id"]))) == 3


def test_ten_messages_make_one_export(acme, project, manager):
    export_id = start(manager, project)
    for _ in range(10):
        message = {"organisation": str(acme.organisation.pk)}
        tasks.build_export.apply(kwargs={"job_id": export_id}, headers=message, throw=True)
    with acme.scope():
        job = Export.objects.get()
        assert (job.state, job.fence) == ("done", 1)
        assert Event.objects.filter(kind="export.finished").count() == 1


def test_chunks_hold_whole_items_and_each_annotation_once(acme, project, manager, monkeypatch):
    monkeypatch.setattr(freezing, "CHUNK_ITEMS", 1)
    job = built(acme, manager, project)
    with acme.scope():
        assert [chunk.answers for chunk in ExportChunk.objects.order_by("number")] == [3, 1]
    monkeypatch.setattr(freezing, "CHUNK_ITEMS", 100)
    assert built(acme, manager, project)["sha256"] == job["sha256"]


# Large files, in several parts


@pytest.fixture
def large(acme, globex, monkeypatch):
    """A project whose export has about 17 MiB: four parts of the smallest size."""
    monkeypatch.setattr(parts, "PART_BYTES", 5 << 20)
    monkeypatch.setattr(freezing, "CHUNK_ITEMS", 10)
    project = make_project(acme)
    with acme.scope(), transaction.atomic():
        add_items(project=project, rows=[row(f"i{n}", "x" * 20_000) for n in range(290)], by=acme.manager, at=NOW)
        for place, person in enumerate((acme.ann, acme.ben, acme.cleo), 1):
            answer_everything(project, person, place)
    return project


class Killed(BaseException):
    """Nothing catches this."""


def killed_at(monkeypatch, name, call, *, after=False, of=actions):
    """The call of a function at which the worker dies."""
    real, calls = getattr(of, name), []

    def dying(*given, **more):
        calls.append(name)
        if len(calls) == call and not after:
            raise Killed
        answer = real(*given, **more)
        if len(calls) == call:
            raise Killed
        return answer

    monkeypatch.setattr(of, name, dying)


def test_a_worker_that_dies_anywhere_is_followed_by_one_that_makes_the_same_bytes(acme, large, manager, monkeypatch):
    expected = built(acme, manager, large)
    assert expected["size"] > 15 << 20
    export_id = start(manager, large)
    deaths = [
        ("freeze", 1, True, actions),
        ("start_multipart", 1, True, storage),
        ("upload_part", 2, False, storage),
        ("upload_part", 1, True, storage),
        ("named_items", 7, False, records),
        ("complete_multipart", 1, True, storage),
        ("_finish", 1, False, actions),
    ]
    for name, call, after, of in deaths:
        with monkeypatch.context() as patch, acme.scope():
            killed_at(patch, name, call, after=after, of=of)
            with pytest.raises(Killed):
                actions.build_export(export_id, now=timezone.now)
            let_the_lease_run_out()
    work(acme, export_id)
    job = manager.get(f"exports/{export_id}").json()
    assert (job["state"], job["sha256"], job["counts"]) == ("done", expected["sha256"], expected["counts"])
    assert (job["done"], job["total"]) == (870, 870)
    with acme.scope():
        done = Export.objects.get(pk=export_id)
        assert (done.fence, [part["number"] for part in done.parts]) == (8, [1, 2, 3, 4])


def test_a_worker_that_was_thought_dead_changes_nothing(acme, large, manager, monkeypatch):
    export_id = start(manager, large)
    real, finished = parts.received, []

    def received(*given):
        if not finished:
            finished.append(True)
            let_the_lease_run_out()
            work(acme, export_id)  # another worker does everything, while this one hangs
            finished.append(manager.get(f"exports/{export_id}").json())
        return real(*given)

    monkeypatch.setattr(parts, "received", received)
    work(acme, export_id)
    assert finished[1]["state"] == "done"
    assert manager.get(f"exports/{export_id}").json() == finished[1]
    assert hashlib.sha256(fetched(manager, export_id)).hexdigest() == finished[1]["sha256"]
    with acme.scope():
        assert Event.objects.filter(kind="export.finished").count() == 1


def held_by_the_store(export_id):
    """Whether the store still has anything of the export."""
    job = Export.objects.get(pk=export_id)
    organisation = job.organisation_id
    try:
        storage.list_parts(organisation, job.key, job.upload_id)
    except storage.ObjectMissing:
        try:
            storage.head(organisation, job.key)
        except storage.ObjectMissing:
            return False
    return True


def test_cancelling_throws_the_parts_away(acme, large, manager, monkeypatch):
    export_id = start(manager, large)
    real, calls = records.named_items, []

    def items(*given, **more):
        calls.append(given)
        if len(calls) == 15:
            assert held_by_the_store(export_id)
            assert manager.post(f"exports/{export_id}/cancel").json()["state"] == "cancelled"
        return real(*given, **more)

    monkeypatch.setattr(records, "named_items", items)
    work(acme, export_id)
    assert len(calls) == 15
    assert manager.get(f"exports/{export_id}").json()["state"] == "cancelled"
    assert manager.get(f"exports/{export_id}/download").status_code == 409
    with acme.scope():
        assert not held_by_the_store(export_id)


def test_cancelling_what_no_worker_holds_throws_the_parts_away_too(
    acme, large, manager, monkeypatch, django_capture_on_commit_callbacks
):
    export_id = start(manager, large)
    with acme.scope():
        killed_at(monkeypatch, "upload_part", 2, of=storage)
        with pytest.raises(Killed):
            actions.build_export(export_id, now=timezone.now)
        assert held_by_the_store(export_id)
    with django_capture_on_commit_callbacks(execute=True):
        assert manager.post(f"exports/{export_id}/cancel").status_code == 200
    with acme.scope():
        assert not held_by_the_store(export_id)


def test_an_export_that_fails_leaves_nothing_in_the_store(acme, large, manager, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_ATTEMPTS", 2)
    export_id = start(manager, large)
    real = storage.upload_part

    def away(*given, **more):
        if given[3] == 2:
            raise storage.StorageError("slow down")
        return real(*given, **more)

    monkeypatch.setattr(storage, "upload_part", away)
    seen = []
    for _ in range(5):
        work(acme, export_id)
        with acme.scope():
            seen.append(held_by_the_store(export_id))
            let_the_lease_run_out()
    job = manager.get(f"exports/{export_id}").json()
    assert (job["state"], job["error"]) == ("failed", jobs.OUR_FAULT)
    assert seen == [True, True, True, False, False]  # the first attempt got on by a part


def test_an_upload_that_the_store_has_forgotten_is_begun_again(acme, large, manager, monkeypatch):
    expected = built(acme, manager, large)
    export_id = start(manager, large)
    with acme.scope():
        with monkeypatch.context() as patch:
            killed_at(patch, "upload_part", 3, of=storage)
            with pytest.raises(Killed):
                actions.build_export(export_id, now=timezone.now)
        job = Export.objects.get(pk=export_id)
        storage.abort_multipart(acme.organisation.pk, job.key, job.upload_id)
    for _ in range(2):
        with acme.scope():
            let_the_lease_run_out()
        work(acme, export_id)
    assert manager.get(f"exports/{export_id}").json()["sha256"] == expected["sha256"]


def test_a_file_that_a_worker_before_put_together_is_taken_as_it_is(acme, large, manager, monkeypatch):
    real = storage.complete_multipart

    def complete(*given):
        real(*given)
        raise storage.ObjectMissing("NoSuchUpload")  # what most stores say when it was done already

    monkeypatch.setattr(storage, "complete_multipart", complete)
    job = built(acme, manager, large)
    assert (job["state"], job["done"]) == ("done", 870)
    assert hashlib.sha256(fetched(manager, job["id"])).hexdigest() == job["sha256"]


def test_a_question_that_is_gone_fails_the_export_with_a_reason(acme, project, manager):
    export_id = start(manager, project, "trl_preference")
    with acme.scope():
        form = {**RANKING, "version": 2, "questions": [RANKING["questions"][1]]}
        ProjectForm.objects.create(project=project, version=2, definition=form, created_at=NOW, created_by=acme.manager)
        type(project).objects.filter(pk=project.pk).update(form_version=2)
    work(acme, export_id)
    job = manager.get(f"exports/{export_id}").json()
    assert job["state"] == "failed"
    assert job["error"].startswith("The form has changed: ")


# Walls


def test_another_organisation_sees_and_does_nothing(acme, globex, project, manager):
    export_id = start(manager, project)
    stranger = caller(globex)
    for path in (f"exports/{export_id}", f"exports/{export_id}/download", f"projects/{project.pk}/exports"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"exports/{export_id}/cancel").status_code == 404
    assert stranger.post(f"projects/{project.pk}/exports", {"format": "annotations"}).status_code == 404
    tasks.build_export.apply(kwargs={"job_id": export_id}, headers={"organisation": str(globex.organisation.pk)})
    with pytest.raises(NoOrganisation):
        tasks.build_export.apply(kwargs={"job_id": export_id}, throw=True)
    with acme.scope():
        assert (Export.objects.get().state, Export.objects.get().fence) == ("queued", 0)
    with globex.scope():
        assert not Export.objects.exists()


def test_only_those_who_export_see_exports(acme, project, manager):
    job = built(acme, manager, project)
    for name, seen in (("reviewer", 403), ("ann", 403), ("client", 404)):  # clients download files of releases
        other = caller(acme, acme.members[name])
        assert other.get(f"exports/{job['id']}/download").status_code == seen
        assert other.post(f"projects/{project.pk}/exports", {"format": "annotations"}).status_code == 403


def test_a_repeated_request_makes_one_export(acme, project, manager):
    key = {"Idempotency-Key": str(uuid4())}
    first, second = (
        manager.post(f"projects/{project.pk}/exports", {"format": "annotations"}, **key).json() for _ in range(2)
    )
    assert first == second
    with acme.scope():
        assert Export.objects.count() == 1


def test_the_list_costs_the_same_for_one_and_for_many(acme, project, manager, django_assert_max_num_queries):
    ids = [start(manager, project)]
    with django_assert_max_num_queries(12) as captured:
        manager.get(f"projects/{project.pk}/exports")
    one = len(captured)
    ids += [start(manager, project) for _ in range(3)]
    with django_assert_max_num_queries(one):
        listed = manager.get(f"projects/{project.pk}/exports").json()["results"]
    assert [job["id"] for job in listed] == ids[::-1]


__all__ = ["bucket"]
