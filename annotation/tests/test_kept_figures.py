"""Figures of people and models: at once of a small project, by a worker of a large one, kept for the next reader."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from kombu.exceptions import OperationalError

from accounts.tenancy import organisation_scope
from annotation import tasks
from annotation.actions import figures
from annotation.actions.claims import claim
from annotation.actions.items import add_items
from annotation.models import FiguresAbout, KeptFigures
from annotation.tests.test_models_api import answer, extra, project_with_answers
from config.tests.client import client_for
from config.tests.world import CANARY, NOW

PATHS = ("people/quality", "models")
WISH = figures.Wish(FiguresAbout.PEOPLE)


@pytest.fixture
def large(monkeypatch):
    """Projects of a dozen annotations are large, and their messages are caught."""
    monkeypatch.setattr(figures, "LARGE", 12)
    sent = []
    monkeypatch.setattr(figures.current_app, "send_task", lambda name, **given: sent.append((name, given)))
    return sent


@pytest.fixture
def theirs(globex):
    with globex.scope(), transaction.atomic():
        return project_with_answers(globex, mark=f"{CANARY} ")


@pytest.fixture
def project(acme, theirs):
    with acme.scope(), transaction.atomic():
        return project_with_answers(acme)


def get(project, member, path="people/quality"):
    reply = client_for(member).get(f"/api/v1/acme/projects/{project.pk}/{path}")
    assert CANARY not in reply.content.decode()
    return reply


def post(project, member, path="people/quality"):
    return client_for(member).post(f"/api/v1/acme/projects/{project.pk}/{path}")


def work_out(world, project, at=NOW):
    with world.scope():
        return figures.work_out_wanted(project.pk, now=lambda: at)


def one_more(world, project):
    with world.scope(), transaction.atomic():
        add_items(project=project, rows=[extra()], by=world.manager, at=NOW)
        (place,) = claim(project=project, member=world.cleo, limit=1, at=NOW)
        answer(place, world.cleo)


def due(world, at):
    with world.scope(), transaction.atomic():
        return figures.keep_warm(at=at)


@pytest.mark.parametrize("path", PATHS)
def test_a_large_project_is_never_heard_in_the_request(project, acme, large, path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = get(project, acme.manager, path)
    assert (first.status_code, first.json()) == (202, {"state": "computing", "annotations": 12, "seconds": 1})
    assert first.headers["Retry-After"] == "2"
    ((name, given),) = large
    assert name == "annotation.work_out_figures"
    assert given["kwargs"] == {"project_id": str(project.pk)}
    assert given["headers"] == {"organisation": str(acme.organisation.pk)}
    with django_capture_on_commit_callbacks(execute=True):
        assert get(project, acme.manager, path).status_code == 202
    assert len(large) == 1, "once is enough"
    assert work_out(acme, project) == 1
    shown = get(project, acme.manager, path)
    assert shown.status_code == 200, shown.content
    assert (shown.json()["answers_since"], shown.json()["being_worked_out"]) == (0, False)


@pytest.mark.parametrize("path", PATHS)
def test_a_worker_says_the_same_as_a_request(project, acme, monkeypatch, large, path):
    get(project, acme.manager, path)
    work_out(acme, project)
    by_worker = get(project, acme.manager, path).json()
    with acme.scope(), transaction.atomic():
        KeptFigures.objects.all().delete()
    monkeypatch.setattr(figures, "LARGE", 13)
    at_once = get(project, acme.manager, path).json()
    assert by_worker.pop("counted_at") != at_once.pop("counted_at")
    assert by_worker == at_once


def test_one_person_is_shown_from_the_same_figures(project, acme, large):
    path = f"people/{acme.ann.pk}/quality"
    assert get(project, acme.manager, path).json()["state"] == "computing"
    work_out(acme, project)
    row = next(row for row in get(project, acme.manager).json()["people"] if row["member"]["name"] == "Ann")
    one = get(project, acme.manager, path)
    assert (one.status_code, one.json()["figures"]) == (200, row["figures"])
    assert [week["n"] for week in one.json()["weeks"]] == [6]
    with acme.scope(), transaction.atomic():
        assert KeptFigures.objects.count() == 1


def test_old_figures_are_shown_until_there_are_newer_ones(project, acme, large):
    get(project, acme.manager)
    now = figures_at(acme) + timedelta(seconds=1)
    work_out(acme, project, at=now)
    one_more(acme, project)
    shown = get(project, acme.manager).json()
    assert (shown["answers_since"], shown["being_worked_out"]) == (1, False), "they stay good for a while"
    with acme.scope(), transaction.atomic():
        KeptFigures.objects.update(counted_at=now - timedelta(minutes=5))
    shown = get(project, acme.manager).json()
    assert (shown["answers_since"], shown["being_worked_out"]) == (1, True)
    assert work_out(acme, project, at=now) == 1
    shown = get(project, acme.manager).json()
    assert (shown["answers_since"], shown["being_worked_out"], len(shown["people"])) == (0, False, 3)


def figures_at(world):
    with world.scope(), transaction.atomic():
        return KeptFigures.objects.get().asked_at


def test_a_reader_may_ask_for_newer_ones_at_once(project, acme, large):
    get(project, acme.manager)
    work_out(acme, project)
    assert post(project, acme.manager).status_code == 202
    assert get(project, acme.manager).json()["being_worked_out"] is True
    assert work_out(acme, project) == 1
    assert get(project, acme.manager).json()["being_worked_out"] is False


def test_who_asks_again_while_it_is_worked_out_gets_what_is_newer(project, acme, large, monkeypatch):
    get(project, acme.manager)
    hear, heard = figures.heard_people, []

    def hearing(*given, **period):
        found = hear(*given, **period)
        if not heard:
            KeptFigures.objects.update(wanted_at=NOW + timedelta(seconds=1))
        heard.append(1)
        return found

    monkeypatch.setattr(figures, "heard_people", hearing)
    assert work_out(acme, project) == 2


def test_what_was_dropped_while_it_was_worked_out_stays_dropped(project, acme, large, monkeypatch):
    get(project, acme.manager)
    hear = figures.heard_people
    drop = KeptFigures.objects.all
    monkeypatch.setattr(figures, "heard_people", lambda *given, **period: drop().delete() and hear(*given, **period))
    assert work_out(acme, project) == 1
    with acme.scope(), transaction.atomic():
        assert not KeptFigures.objects.exists()


def test_the_sweep_wakes_a_worker_for_what_changed_and_was_looked_at_lately(project, acme, large):
    get(project, acme.manager)
    asked_at = figures_at(acme)
    assert due(acme, asked_at) == [project.pk], "a message may be lost"
    work_out(acme, project, at=asked_at)
    later = asked_at + timedelta(minutes=1)
    assert due(acme, later) == [], "nothing has changed"
    with acme.scope(), transaction.atomic():
        item = project.items.first()
        item.updated_at = later
        item.save(update_fields=["updated_at"])
    assert due(acme, asked_at + timedelta(milliseconds=11)) == [], "it stays good for a millisecond an answer"
    assert due(acme, asked_at + timedelta(hours=2)) == [], "nobody looks any more"
    assert due(acme, later) == [project.pk]
    assert due(acme, asked_at + timedelta(days=8)) == []
    with acme.scope(), transaction.atomic():
        assert not KeptFigures.objects.exists(), "what nobody looked at for a week is dropped"


def test_the_sweep_visits_every_organisation_in_its_own_scope(project, theirs, acme, globex, large, monkeypatch):
    get(project, acme.manager)
    client_for(globex.manager).get(f"/api/v1/globex/projects/{theirs.pk}/models")
    sent = []
    monkeypatch.setattr(tasks.work_out_figures, "delay", lambda **given: sent.append(given["project_id"]))
    tasks.keep_figures_warm()
    assert sorted(sent) == sorted([str(project.pk), str(theirs.pk)])


def test_no_more_than_some_periods_are_kept_of_a_project(project, acme, monkeypatch):
    monkeypatch.setattr(figures, "MOST", 3)
    for day in range(1, 6):
        assert get(project, acme.manager, f"models?since=2026-10-0{day}T00:00:00Z").status_code == 200
    with acme.scope(), transaction.atomic():
        kept = KeptFigures.objects.order_by("since_at")
        assert [row.since_at.day for row in kept] == [3, 4, 5]


def test_figures_of_another_shape_are_not_shown(project, acme, large, monkeypatch):
    get(project, acme.manager)
    work_out(acme, project)
    monkeypatch.setattr(figures, "VERSION", figures.VERSION + 1)
    assert get(project, acme.manager).status_code == 202


def test_a_broker_that_is_away_keeps_nobody_from_reading(project, acme, large, monkeypatch):
    def away(*_, **__):
        raise OperationalError("no broker")

    monkeypatch.setattr(figures.current_app, "send_task", away)
    assert get(project, acme.manager).status_code == 202
    assert due(acme, figures_at(acme)) == [project.pk]


# ── Walls ──


def test_kept_figures_say_nobodys_name_and_readers_see_those_they_may(project, acme, large):
    with acme.scope(), transaction.atomic():
        project.workflow = {"review": {"percent": 100, "blind": True}}
        project.save()
    get(project, acme.manager)
    work_out(acme, project)
    with acme.scope(), transaction.atomic():
        text = json.dumps(KeptFigures.objects.get().figures)
    assert str(acme.ann.pk) in text
    assert not [name for name in ("Ann", "Ben", acme.ann.user.email) if f'"{name}"' in text]
    assert '"Ann"' in get(project, acme.manager).content.decode()
    for reader in (acme.reviewer, acme.client):
        shown = get(project, reader).content.decode()
        assert '"Ann"' not in shown
        assert str(acme.ann.pk) not in shown


def test_clients_and_other_organisations_never_see_figures_that_are_kept_for_others(project, acme, globex, large):
    for path in PATHS:
        get(project, acme.manager, path)
    work_out(acme, project)
    with transaction.atomic():
        with acme.scope():
            assert KeptFigures.objects.count() == 2
        with globex.scope():
            assert KeptFigures.objects.count() == 0
        with organisation_scope(acme.organisation.pk, [acme.clients[0].pk]):
            assert KeptFigures.objects.count() == 2
        with organisation_scope(acme.organisation.pk, [acme.clients[1].pk]):
            assert KeptFigures.objects.count() == 0
    other_client = organisation_scope(acme.organisation.pk, [acme.clients[1].pk])
    with pytest.raises(ProgrammingError), transaction.atomic(), other_client:
        KeptFigures.objects.create(project=project, about="models", by="month", asked_at=NOW, version=1)
    for path in (*PATHS, f"people/{acme.ann.pk}/quality"):
        assert client_for(globex.manager).get(f"/api/v1/acme/projects/{project.pk}/{path}").status_code == 404
        assert client_for(globex.manager).get(f"/api/v1/globex/projects/{project.pk}/{path}").status_code == 404
        assert get(project, acme.ann, path).status_code == 403
    for path in PATHS:
        assert client_for(globex.manager).post(f"/api/v1/globex/projects/{project.pk}/{path}").status_code == 404
        assert post(project, acme.ann, path).status_code == 403


# ── Workers ──


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_work_out_the_same_project_at_once(project, acme, large, monkeypatch):
    get(project, acme.manager)
    hear, second = figures.heard_people, []

    def other_worker():
        try:
            second.append(work_out(acme, project))
        finally:
            connection.close()

    def hearing(*given, **period):
        other = threading.Thread(target=other_worker)
        other.start()
        other.join(30)
        return hear(*given, **period)

    monkeypatch.setattr(figures, "heard_people", hearing)
    assert work_out(acme, project) == 1
    assert second == [0]
    assert get(project, acme.manager).status_code == 200
