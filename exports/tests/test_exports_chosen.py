"""What is chosen for a file: whose answers, under which names, in which splits, and as people saw the items."""

import io
import zipfile

import pytest
from django.db import transaction
from django.utils import timezone

from annotation.actions.contents import change_content
from annotation.models import Annotation, Item, Resolution
from annotation.tests.long_work import bucket, caller, make_project
from config.tests.work import make_items, ranking
from config.tests.world import CANARY, NOW
from exports.actions import exports as actions
from exports.actions import parts
from exports.formats import divided
from exports.tests.answered import answer, fetched, rows
from exports.tests.test_exports import Killed, built, killed_at, let_the_lease_run_out, start, work

pytestmark = pytest.mark.usefixtures("bucket")

SPLIT = {"train": 0.5, "validation": 0.25, "test": 0.25, "seed": "7"}


@pytest.fixture
def manager(acme):
    return caller(acme)


@pytest.fixture
def project(acme, globex):
    """Two items answered by ann and ben, the third by nobody."""
    theirs = make_project(globex, mark=f"{CANARY} ")
    with globex.scope(), transaction.atomic():
        make_items(theirs, 1, globex.manager, mark=f"{CANARY} ")
        answer(theirs, globex.ann, ["c"], ["b"], ["a"])
    project = make_project(acme)
    with acme.scope(), transaction.atomic():
        make_items(project, 3, acme.manager)
        for member in (acme.ann, acme.ben):
            answer(project, member, ["a"], ["b"], ["c"])
            answer(project, member, ["c"], ["b"], ["a"])
    return project


def exported(acme, manager, project, **options):
    return rows(fetched(manager, built(acme, manager, project, **options)["id"]))


def test_only_what_a_reviewer_accepted_or_corrected(acme, project, manager):
    with acme.scope(), transaction.atomic():
        first, second, third, _ = Annotation.objects.order_by("id")
        for annotation, verdict in ((first, "accepted"), (second, "corrected"), (third, "returned")):
            Annotation.objects.filter(pk=annotation.pk).update(verdict=verdict)
    assert {row["id"] for row in exported(acme, manager, project, answers="accepted")} == {
        str(first.pk),
        str(second.pk),
    }


def test_resolutions_stand_for_their_items_and_replaced_ones_do_not(acme, project, manager):
    with acme.scope(), transaction.atomic():
        item = Item.objects.get(external_id="item-1")
        common = {"project": project, "item": item, "kind": "agreed", "form_version": 1, "created_at": NOW}
        Resolution.objects.create(**common, answers=ranking(["b"], ["a"], ["c"]), replaced_at=NOW)
        kept = Resolution.objects.create(**common, answers=ranking(["c"], ["a", "b"]))
    (row,) = exported(acme, manager, project, answers="resolutions")
    assert (row["external_id"], row["annotator"], row["id"]) == ("item-1", "resolution", str(kept.pk))
    assert row["answers"][0]["value"] == {"ranks": [["c"], ["a", "b"]]}
    pairs = built(acme, manager, project, "trl_preference", answers="resolutions")
    assert pairs["counts"]["rows"] == 2


def test_pseudonyms_are_the_same_in_every_file_of_the_project_and_others_elsewhere(acme, project, manager):
    named = exported(acme, manager, project)
    hidden = exported(acme, manager, project, people="pseudonyms")
    again = exported(acme, manager, project, people="pseudonyms", answers="all")
    assert [row["annotator"] for row in hidden] == [row["annotator"] for row in again]
    pairs = {(known["annotator"], row["annotator"]) for known, row in zip(named, hidden, strict=True)}
    assert len(pairs) == len({person for person, _ in pairs}) == len({name for _, name in pairs}) == 2
    assert all(name.startswith("person-") for _, name in pairs)
    assert {row["annotator"] for row in exported(acme, manager, project, people="none")} == {""}
    other = make_project(acme, name="Other")
    with acme.scope(), transaction.atomic():
        make_items(other, 1, acme.manager)
        answer(other, acme.ann, ["a"], ["b"], ["c"])
    (row,) = exported(acme, manager, other, people="pseudonyms")
    assert row["annotator"] not in {name for _, name in pairs}


def test_a_split_file_is_a_zip_with_each_prompt_in_one_of_its_files(acme, project, manager):
    job = built(acme, manager, project, split=SPLIT)
    assert job["filename"].endswith(".zip")
    file = fetched(manager, job["id"])
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        assert archive.testzip() is None
        read = {name: rows(archive.read(name)) for name in archive.namelist()}
    assert set(read) <= {"train.jsonl", "validation.jsonl", "test.jsonl"}
    prompts = [{row["content"]["prompt"]["text"] for row in lines} for lines in read.values()]
    assert sum(map(len, prompts)) == len(set.union(*prompts)) == 2
    assert sum(map(len, read.values())) == job["counts"]["annotations"] == 4
    assert fetched(manager, built(acme, manager, project, split=SPLIT)["id"]) == file


def test_answers_are_about_what_their_people_saw(acme, project, manager):
    with acme.scope(), transaction.atomic():
        item = Item.objects.get(external_id="item-0")
        before = item.content
        changed = {**before, "prompt": {"text": "Changed?"}}
        change_content(item=item, content=changed, metadata=None, then="keep", by=acme.manager, at=NOW)
        answer(project, acme.cleo, ["b"], ["a"], ["c"])
    seen = [row["content"]["prompt"]["text"] for row in exported(acme, manager, project)]
    assert seen == ["Question 0?", "Question 0?", "Changed?", "Question 1?", "Question 1?"]


def test_what_changes_while_the_file_is_written_is_not_in_it(acme, project, manager, monkeypatch):
    expected = exported(acme, manager, project)
    export_id = start(manager, project)
    real = actions._write

    def write(job):
        with transaction.atomic():
            Item.objects.filter(project=project).update(metadata={"changed": True})
            Annotation.objects.update(seconds=99, verdict="accepted")
            item = Item.objects.get(external_id="item-0")
            changed = {**item.content, "prompt": {"text": "Changed?"}}
            change_content(item=item, content=changed, metadata=None, then="keep", by=acme.manager, at=NOW)
        real(job)

    monkeypatch.setattr(actions, "_write", write)
    work(acme, export_id)
    assert rows(fetched(manager, export_id)) == expected


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ({"answers": "some"}, "/options/answers"),
        ({"people": "names"}, "/options/people"),
        ({"split": {"train": 0.5}}, "/options/split"),
        ({"split": {"train": 1, "dev": 0}}, "/options/split"),
        ({"split": {"train": True}}, "/options/split"),
        ({"split": {"train": 1, "seed": 1}}, "/options/split"),
        ({"query": "open"}, "/options/query"),
        ({"item_ids": "all"}, "/options/item_ids"),
    ],
)
def test_choices_that_make_no_sense_are_refused(acme, project, manager, options, pointer):
    answer = manager.post(f"projects/{project.pk}/exports", {"format": "annotations", "options": options})
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_a_zip_goes_on_behind_the_parts_that_the_store_has(acme, project, manager, monkeypatch):
    """Parts may not be so small in a real store; the last one may."""
    expected = built(acme, manager, project, split=SPLIT)
    export_id = start(manager, project, split=SPLIT)
    sent = []

    def send(organisation, key, upload_id, number, data):
        sent.append(number)
        return real(organisation, key, upload_id, number, data)

    real = parts.send
    monkeypatch.setattr(parts, "send", send)
    with monkeypatch.context() as patch, acme.scope():
        killed_at(patch, "assemble", 1)
        with pytest.raises(Killed):
            actions.build_export(export_id, now=timezone.now)
        let_the_lease_run_out()
    work(acme, export_id)
    job = manager.get(f"exports/{export_id}").json()
    assert (job["state"], job["sha256"], job["counts"]) == ("done", expected["sha256"], expected["counts"])
    assert sent == [1]


def test_other_bytes_than_before_begin_the_file_anew(acme, project, manager, monkeypatch):
    expected = built(acme, manager, project, split=SPLIT)
    export_id = start(manager, project, split=SPLIT)
    with monkeypatch.context() as patch, acme.scope():
        killed_at(patch, "assemble", 1)
        with pytest.raises(Killed):
            actions.build_export(export_id, now=timezone.now)
        let_the_lease_run_out()
        job = actions.Export.objects.get(pk=export_id)
        job.parts[0]["sha256"] = "0" * 64
        actions.Export.objects.filter(pk=export_id).update(parts=job.parts)
    for _ in range(2):
        work(acme, export_id)
        with acme.scope():
            let_the_lease_run_out()
    job = manager.get(f"exports/{export_id}").json()
    assert (job["state"], job["sha256"]) == ("done", expected["sha256"])


__all__ = ["bucket"]


def test_files_of_lines_are_no_larger_than_wanted(acme, project, manager, monkeypatch):
    whole = fetched(manager, built(acme, manager, project)["id"])
    monkeypatch.setattr(divided, "MEGABYTE", 2 * max(map(len, whole.splitlines(keepends=True))))
    job = built(acme, manager, project, file_mb=1)
    assert job["filename"].endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(fetched(manager, job["id"]))) as archive:
        names = archive.namelist()
        parts = [archive.read(name) for name in names]
    assert names == ["annotations-00001.jsonl", "annotations-00002.jsonl"]
    assert b"".join(parts) == whole
    assert [part.count(b"\n") for part in parts] == [2, 2]


def test_only_lines_can_be_divided(manager, project):
    refused = manager.post(f"projects/{project.pk}/exports", {"format": "concord", "options": {"file_mb": 1}})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/options/file_mb")
