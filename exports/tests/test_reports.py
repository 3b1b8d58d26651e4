"""Quality reports: of one moment, the same however they are read, and telling nobody's name to a client."""

import json
import threading
from datetime import timedelta

import httpx
import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Client, Event, Notification
from accounts.tenancy import organisation_scope
from annotation import storage
from annotation.actions import jobs
from annotation.models import Annotation, Item, Project
from annotation.queries.agreement import agreement
from annotation.queries.people_figures import heard_people, shown_people
from annotation.tests.long_work import bucket, caller, make_project
from config.tests.work import make_items
from config.tests.world import CANARY, NOW, make_world
from exports.actions import reports as actions
from exports.actions.exports import build_export
from exports.actions.report_schedules import next_week, start_due_reports
from exports.models import Export, Report
from exports.queries import reports as queries
from exports.tests.answered import answer
from exports.tests.pdf_text import pdf_text

pytestmark = [pytest.mark.usefixtures("bucket"), pytest.mark.django_db(transaction=True)]
ORDERS = (["a"], ["b"], ["c"]), (["b"], ["a"], ["c"]), (["c"], ["b"], ["a"])


@pytest.fixture
def acme(transactional_db):
    return make_world("acme")


@pytest.fixture
def globex(transactional_db):
    return make_world("globex", mark=f"{CANARY} ")


@pytest.fixture
def manager(acme):
    return caller(acme)


def answered(world, project, count, start=0):
    """Items that three people put in order, not always alike."""
    with world.scope(), transaction.atomic():
        make_items(project, count, world.manager, start=start)
        for number in range(start, start + count):
            for place, member in enumerate((world.ann, world.ben, world.cleo)):
                answer(project, member, *ORDERS[place * (number % 3 == 0)], minute=number)


@pytest.fixture
def project(acme, globex):
    answered(globex, make_project(globex, mark=f"{CANARY} "), 2)
    project = make_project(acme, name="Ayuda — полезность 助けになる")
    answered(acme, project, 6)
    return project


def work(world, report_id):
    with world.scope():
        actions.build_report(report_id, now=timezone.now)


def made(world, who, address, **given):
    """A report, done."""
    reply = who.post(f"{address}/reports", given)
    assert reply.status_code == 202, reply.content
    work(world, reply.json()["id"])
    report = who.get(f"reports/{reply.json()['id']}").json()
    assert (report["state"], report["error"]) == ("done", None), report
    return report


def released(world, who, project, people):
    """A release, complete."""
    release = who.post(f"projects/{project.pk}/releases", {"name": "First", "people": people}).json()
    with world.scope(), transaction.atomic():
        freeze = Export.objects.get(release_id=release["id"], format="freeze").pk
    with world.scope():
        build_export(freeze, now=timezone.now)
    return who.get(f"releases/{release['id']}").json()


def content(who, report):
    reply = who.get(f"reports/{report['id']}/content")
    assert reply.status_code == 200, reply.content
    return reply.json()


def file(who, report, kind):
    reply = who.get(f"reports/{report['id']}/download", **{"as": kind})
    assert reply.status_code == 200, reply.content
    return httpx.get(reply.json()["url"]).raise_for_status().content


def kept(world, report):
    """The files of a report that the store has."""
    with world.scope(), transaction.atomic():
        keys = [each["key"] for each in Report.objects.get(pk=report["id"]).files.values()]
    return [key for key in keys if stored(world, key)]


def stored(world, key):
    try:
        return bool(storage.head(world.organisation.pk, key))
    except storage.ObjectMissing:
        return False


def test_a_report_says_what_the_project_says_in_every_file(acme, project, manager):
    report = made(acme, manager, f"projects/{project.pk}")
    assert (report["done"], report["total"], report["people"], report["project_id"]) == (6, 6, "names", str(project.pk))
    shown = content(manager, report)
    assert shown["scope"]["client"]["name"] == "Umbrella"
    (section,) = shown["projects"]
    assert {name: section["counts"][name] for name in ("items", "overlapped", "annotations", "people", "gold")} == {
        "items": 6, "overlapped": 6, "annotations": 18, "people": 3, "gold": 0,
    }  # fmt: skip
    with acme.scope(), transaction.atomic():
        live = agreement(Project.objects.get(pk=project.pk))
        people = shown_people(heard_people(project), named=True)["people"]
    names = ("question", "alpha", "low", "high", "percent", "items", "reason")
    for row, found in zip(section["questions"], live, strict=True):
        assert [row[name] for name in names] == [pytest.approx(found[name]) for name in names]
    assert {row["member"]["name"]: row["annotations"] for row in section["people"]} == {
        row["member"]["name"]: row["annotations"] for row in people
    }
    assert json.loads(file(manager, report, "json")) == shown
    texts = pdf_text(file(manager, report, "pdf"))
    alpha = section["questions"][0]["alpha"]
    assert f"{alpha:.3f}".replace("-", "−") in texts
    assert repr(alpha) in file(manager, report, "csv").decode()
    assert CANARY not in json.dumps(shown) + "".join(texts)
    with acme.scope(), transaction.atomic():
        told = Notification.objects.get(kind="report.ready", subject_id=report["id"])
        assert (told.member_id, told.project_id) == (acme.manager.pk, project.pk)
        kinds = Event.objects.filter(subject_id=report["id"]).order_by("id").values_list("kind", flat=True)
        assert list(kinds)[:3] == ["report.started", "report.finished", "report.downloaded"]


def test_a_client_reads_pseudonyms_and_finds_nobody_in_any_file(acme, globex, project, manager):
    people = [acme.ann.user, acme.ben.user, acme.cleo.user]
    for user, name in zip(people, ("Ann Ångström", "Ben O'Neill", "Cleo Żuk"), strict=True):
        user.name = name
        user.save()
    named = made(acme, manager, f"projects/{project.pk}")
    hidden = made(acme, manager, f"projects/{project.pk}", people="pseudonyms")
    client = caller(acme, acme.client)
    assert [row["id"] for row in client.get(f"projects/{project.pk}/reports").json()["results"]] == [hidden["id"]]
    for path in ("", "/content", "/download?as=pdf"):
        assert client.get(f"reports/{named['id']}{path}").status_code == 404
    shown = content(client, hidden)
    everything = [
        json.dumps(shown, ensure_ascii=False),
        file(client, hidden, "json").decode(),
        file(client, hidden, "csv").decode(),
        "\n".join(pdf_text(file(client, hidden, "pdf"))),
    ]
    assert "Ann Ångström" in file(manager, named, "csv").decode()
    for person in (acme.ann, acme.ben, acme.cleo):
        for secret in (str(person.pk), str(person.user.pk), person.user.email, person.user.name):
            assert not [text for text in everything if secret in text], secret
    assert len(shown["projects"][0]["people"]) == 3
    assert all(text.count("Annotator ") >= 3 for text in everything)
    assert client.post(f"projects/{project.pk}/reports", {}).status_code == 403
    assert client.post(f"reports/{hidden['id']}/cancel").status_code == 403
    other = make_project(acme, name="Other")
    with acme.scope(), transaction.atomic():
        Project.objects.filter(pk=other.pk).update(client=acme.clients[1])
    elsewhere = made(acme, manager, f"projects/{other.pk}", people="pseudonyms")
    assert elsewhere["client_id"] == str(acme.clients[1].pk)
    strangers = caller(globex)
    for who, report in ((client, elsewhere), (strangers, hidden)):
        assert who.get(f"reports/{report['id']}").status_code == 404
        assert who.get(f"reports/{report['id']}/content").status_code == 404
    assert strangers.post(f"reports/{hidden['id']}/cancel").status_code == 404


def test_a_report_over_a_release_stays_what_it_was_whatever_happens(acme, project, manager):
    release = released(acme, manager, project, "ids")
    before = content(manager, made(acme, manager, f"projects/{project.pk}"))["projects"][0]
    answered(acme, project, 3, start=6)
    with acme.scope(), transaction.atomic():
        acme.ann.user.name = "Somebody Else"
        acme.ann.user.save()
        Item.objects.filter(external_id="item-0").update(state="withdrawn", content={})
        Annotation.objects.filter(item__external_id="item-1").update(withdrawn_at=NOW)
    report = made(acme, manager, f"projects/{project.pk}", release_id=release["id"])
    shown = content(manager, report)
    assert shown["scope"]["release"] == {"id": release["id"], "number": 1, "name": "First"}
    (section,) = shown["projects"]
    assert section["counts"]["annotations"] == release["annotations"] == 18
    same = ("headline", "items", "heat")
    assert {name: section[name] for name in same} == {name: before[name] for name in same}
    for row, earlier in zip(section["questions"], before["questions"], strict=True):
        assert {**row, "truth": None} == {**earlier, "truth": None}
    now = content(manager, made(acme, manager, f"projects/{project.pk}"))["projects"][0]
    assert now["counts"]["annotations"] == 24
    quiet = released(acme, manager, project, "none")
    (section,) = content(manager, made(acme, manager, f"projects/{project.pk}", release_id=quiet["id"]))["projects"]
    assert (section["people"], section["heat"]["people"], section["counts"]["people"]) == ([], [], 0)
    assert section["questions"][0]["alpha"] is not None
    for wrong in ({"release_id": release["id"], "since": "2026-01-01T00:00:00Z"}, {"release_id": report["id"]}):
        assert manager.post(f"projects/{project.pk}/reports", wrong).status_code == 400


def test_what_is_submitted_while_a_report_is_read_is_in_the_next_one(acme, project, manager, monkeypatch):
    real, read = queries.scored, []

    def disturbed(project, items):
        for heard in real(project, items):
            yield heard
            read.append(heard)
            if len(read) == 1:
                in_a_thread(acme, lambda: Annotation.objects.filter(project=project).update(withdrawn_at=NOW))

    monkeypatch.setattr(queries, "scored", disturbed)
    report = made(acme, manager, f"projects/{project.pk}")
    assert content(manager, report)["projects"][0]["counts"]["annotations"] == 18
    later = made(acme, manager, f"projects/{project.pk}")
    assert content(manager, later)["projects"][0]["counts"]["annotations"] == 0
    assert later["previous_id"] == report["id"]


def in_a_thread(world, change):
    def changing():
        with organisation_scope(world.organisation.pk), transaction.atomic():
            change()
        connection.close()

    thread = threading.Thread(target=changing)
    thread.start()
    thread.join()


def test_a_report_is_compared_with_the_one_before_and_a_period_with_a_period(acme, project, manager):
    first = made(acme, manager, f"projects/{project.pk}")
    assert first["previous_id"] is None
    answered(acme, project, 3, start=6)
    later = (NOW + timedelta(minutes=6)).isoformat().replace("+00:00", "Z")
    week = made(acme, manager, f"projects/{project.pk}", since=later)
    assert (week["previous_id"], content(manager, week)["projects"][0]["counts"]["items"]) == (None, 3)
    second = made(acme, manager, f"projects/{project.pk}")
    shown = content(manager, second)
    assert (second["previous_id"], shown["previous"]["id"]) == (first["id"], first["id"])
    (before,), (now,) = content(manager, first)["projects"], shown["projects"]
    for row, earlier in zip(now["questions"], before["questions"], strict=True):
        if row["alpha"] is not None:
            assert row["change"] == {"alpha": earlier["alpha"], "difference": row["alpha"] - earlier["alpha"]}
    assert manager.post(f"projects/{project.pk}/reports", {"since": later, "until": later}).status_code == 400
    whole = made(acme, manager, f"clients/{acme.clients[0].pk}")
    assert (whole["project_id"], whole["done"]) == (None, 9)
    assert [each["project"]["id"] for each in content(manager, whole)["projects"]] == [str(project.pk)]
    listed = manager.get(f"clients/{acme.clients[0].pk}/reports").json()["results"]
    assert [row["id"] for row in listed] == [whole["id"]]


def test_a_cancelled_or_deleted_report_leaves_nothing_in_the_store(acme, project, manager, monkeypatch):
    made_before = made(acme, manager, f"projects/{project.pk}")
    assert len(kept(acme, made_before)) == 3
    with acme.scope(), transaction.atomic():
        keys = [each["key"] for each in Report.objects.get(pk=made_before["id"]).files.values()]
    browser = manager.browser
    assert browser.delete(f"/api/v1/acme/reports/{made_before['id']}").status_code == 204
    assert not [key for key in keys if stored(acme, key)]
    waiting = manager.post(f"projects/{project.pk}/reports", {}).json()
    real = actions.storage.put

    def cancelled_meanwhile(*given, **more):
        in_a_thread(acme, lambda: jobs.cancel(Report.objects.get(pk=waiting["id"]), at=NOW))
        return real(*given, **more)

    monkeypatch.setattr(actions.storage, "put", lambda *given, **more: once(cancelled_meanwhile, real, *given, **more))
    work(acme, waiting["id"])
    assert manager.get(f"reports/{waiting['id']}").json()["state"] == "cancelled"
    assert kept(acme, waiting) == []
    assert manager.get(f"reports/{waiting['id']}/content").status_code == 409


def once(first, afterwards, *given, seen=[], **more):  # noqa: B006
    seen.append(None)
    return (first if len(seen) == 1 else afterwards)(*given, **more)


def test_a_worker_that_follows_begins_anew_and_cleans_up_after_the_one_before(acme, project, manager, monkeypatch):
    report = manager.post(f"projects/{project.pk}/reports", {}).json()
    real = actions._finish
    monkeypatch.setattr(actions, "_finish", lambda *given, **more: 1 / 0)
    work(acme, report["id"])
    left = kept(acme, report)
    assert len(left) == 3
    monkeypatch.setattr(actions, "_finish", real)
    with acme.scope(), transaction.atomic():
        Report.objects.update(lease_until=NOW)
    work(acme, report["id"])
    assert manager.get(f"reports/{report['id']}").json()["state"] == "done"
    assert not [key for key in left if stored(acme, key)]
    assert len(kept(acme, report)) == 3


def test_a_report_is_made_every_week_once(acme, project, manager):
    body = {"every": "week", "weekday": 0, "hour": 6, "people": "pseudonyms"}
    made_one = manager.post(f"projects/{project.pk}/report-schedules", body)
    assert made_one.status_code == 201, made_one.content
    due = made_one.json()["next_at"]
    assert next_week(0, 6, NOW) == NOW.replace(day=2, hour=6)  # the 1st of November 2026 is a Sunday
    later = timezone.now() + timedelta(days=15)
    with acme.scope():
        (report,) = start_due_reports(at=later)
        assert start_due_reports(at=later) == []
        actions.build_report(report.pk, now=timezone.now)
    row = manager.get(f"reports/{report.pk}").json()
    assert (row["state"], row["people"], row["schedule_id"]) == ("done", "pseudonyms", made_one.json()["id"])
    (schedule,) = manager.get(f"projects/{project.pk}/report-schedules").json()["results"]
    assert schedule["next_at"] > due
    with acme.scope(), transaction.atomic():
        told = Notification.objects.filter(kind="report.ready", subject_id=report.pk)
        assert {each.member_id for each in told} >= {acme.manager.pk, acme.client.pk}
        assert not Client.objects.filter(name__contains=CANARY).exists()
    address = f"/api/v1/acme/report-schedules/{schedule['id']}"
    changed = manager.browser.patch(address, {"active": False}, format="json")
    assert (changed.status_code, changed.json()["active"]) == (200, False)
    assert manager.browser.delete(address).status_code == 204


__all__ = ["bucket"]
