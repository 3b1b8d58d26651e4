"""The digest: what nobody has read comes by e-mail, once for each hour or day, to those who want it."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as configured
from django.core import mail
from django.db import connections, transaction

from accounts.actions import digests
from accounts.actions.digest_words import ENGLISH, SPANISH
from accounts.actions.digests import send_digests
from accounts.actions.members import remove_member
from accounts.actions.notifications import mark_read, notify
from accounts.actions.users import set_active, set_preferences
from accounts.models import Notification
from accounts.tasks import send_digests as send_digests_everywhere
from config.tests.client import client_for
from config.tests.work import make_project
from config.tests.world import CANARY, make_world

EVENING = datetime(2026, 11, 1, 20, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 2, 6, 10, tzinfo=UTC)


def tell(world, *members, kind="work.returned", subject=None, project=None, at=EVENING, **data) -> None:
    with world.scope():
        subject = subject or world.organisation
        notify(members, kind, subject=subject, project_id=project and project.pk, at=at, **data)


def prefers(member, often) -> None:
    set_preferences(user=member.user, changes={"digest": often})


@pytest.fixture
def send(acme, django_capture_on_commit_callbacks):
    def send(at=MORNING, world=acme) -> int:
        with world.scope(), django_capture_on_commit_callbacks(execute=True):
            return send_digests(at=at)

    return send


def test_a_day_s_news_comes_in_one_e_mail_after_six_grouped_by_project_with_links(acme, globex, send, settings):
    with acme.scope():
        project = make_project(acme)
        other = make_project(acme, name="Accuracy")
    for number in range(3):
        tell(acme, acme.ann, project=project, at=EVENING + timedelta(minutes=number), comment="A secret remark")
    tell(acme, acme.ann, project=other, kind="person.warned", subject=other)
    tell(acme, acme.ann, kind="skill.earned")
    assert send(EVENING + timedelta(minutes=10)) == 0
    assert send() == 1
    (letter,) = mail.outbox
    home = f"{settings.PUBLIC_URL}/acme"
    assert (letter.to, letter.subject) == (["ann@acme.example"], "Acme: 5 things to know")
    lines = [line for line in letter.body.splitlines() if line.startswith(("- ", "  http"))]
    assert lines == [
        "- You earned a skill.",
        f"  {home}",
        "- Accuracy: There is a warning about your work.",
        f"  {home}/work/{other.pk}",
        "- Helpfulness: 3 pieces of your work came back.",
        f"  {home}/work/{project.pk}",
    ]
    ((page, kind),) = letter.alternatives
    assert kind == "text/html"
    assert f'<a href="{home}/work/{project.pk}">' in page
    assert "secret remark" not in letter.body + page


def test_whoever_has_the_pages_in_spanish_is_mailed_in_spanish(acme, globex, send, settings):
    with acme.scope():
        project = make_project(acme)
    set_preferences(user=acme.manager.user, changes={"language": "es"})
    tell(acme, acme.manager, acme.owner, kind="report.ready", subject=project, project=project)
    tell(acme, acme.manager, kind="report.ready", subject=project, project=project, at=EVENING + timedelta(minutes=1))
    send()
    spanish, english = sorted(mail.outbox, key=lambda letter: letter.to != [acme.manager.user.email])
    assert (english.subject, spanish.subject) == ("Acme: one thing to know", "Acme: 2 novedades")
    where = f"{settings.PUBLIC_URL}/acme/projects/{project.pk}/quality"
    assert f"- Helpfulness: A quality report is ready.\n  {where}\n" in english.body
    assert f"- Helpfulness: 2 informes de calidad están listos.\n  {where}\n" in spanish.body
    assert '<html lang="es">' in spanish.alternatives[0][0]
    assert not [word for word in ("Hello", "waits", "Open", "preferences") if word in spanish.body]


def test_e_mails_and_pages_know_the_same_kinds():
    notices = json.loads((configured.BASE_DIR / "frontend/src/i18n/locales/en/notices.json").read_text())
    on_pages = {kind.replace("_", ".", 1) for kind in notices["kind"]} - {"other", "person.paused_full"}
    for words in (ENGLISH, SPANISH):
        assert set(words.kinds) == on_pages


def test_managers_are_led_to_their_project(acme, globex, send, settings):
    with acme.scope():
        project = make_project(acme)
    tell(acme, acme.manager, kind="project.done", subject=project, project=project)
    send()
    assert f"{settings.PUBLIC_URL}/acme/projects/{project.pk}" in mail.outbox[0].body


def test_asking_again_mails_nothing_again(acme, globex, send):
    tell(acme, acme.ann)
    assert [send(), send(), send(MORNING + timedelta(hours=3)), send(MORNING + timedelta(days=1))] == [1, 0, 0, 0]
    assert len(mail.outbox) == 1


def test_what_comes_after_six_waits_for_the_next_morning(acme, globex, send):
    tell(acme, acme.ann, at=MORNING + timedelta(minutes=1))
    assert send(MORNING + timedelta(hours=12)) == 0
    assert send(MORNING + timedelta(days=1)) == 1


def test_a_run_that_was_missed_is_made_up_for(acme, globex, send):
    tell(acme, acme.ann)
    assert send(MORNING + timedelta(hours=9)) == 1


def test_by_the_hour_it_comes_once_an_hour(acme, globex, send):
    prefers(acme.ann, "hourly")
    tell(acme, acme.ann, at=EVENING)
    assert send(EVENING + timedelta(minutes=5)) == 0
    assert send(EVENING + timedelta(minutes=35)) == 1
    tell(acme, acme.ann, at=EVENING + timedelta(minutes=40))
    assert send(EVENING + timedelta(minutes=45)) == 0
    assert send(EVENING + timedelta(minutes=95)) == 1


def test_whoever_wants_none_gets_none(acme, globex, send):
    prefers(acme.ann, "off")
    tell(acme, acme.ann, acme.ben)
    assert send() == 1
    assert mail.outbox[0].to == ["ben@acme.example"]


def test_what_was_read_meanwhile_is_not_mailed(acme, globex, send):
    tell(acme, acme.ann)
    with acme.scope():
        mark_read(to=acme.ann, ids=None, at=EVENING)
    assert send() == 0


def test_whoever_was_removed_or_shut_out_gets_nothing(acme, globex, send):
    tell(acme, acme.ann, acme.ben, acme.cleo)
    with acme.scope():
        remove_member(member=acme.ann, by=acme.owner, at=MORNING)
    set_active(user=acme.ben.user, active=False)
    send()
    assert [letter.to for letter in mail.outbox] == [["cleo@acme.example"]]


def test_a_mail_server_that_refuses_loses_nothing_and_stops_nobody_elses(acme, globex, send, monkeypatch):
    tell(acme, acme.ann, acme.ben)
    sent = []

    def refuse_ann(letter):
        if letter.to == ["ann@acme.example"]:
            raise ConnectionRefusedError
        sent.append(letter.to)

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse_ann)
        send()
    assert sent == [["ben@acme.example"]]
    send(MORNING + timedelta(hours=1))
    assert [letter.to for letter in mail.outbox] == [["ann@acme.example"]]


def test_one_digest_that_cannot_be_written_stops_no_other(acme, globex, send, monkeypatch):
    tell(acme, acme.ann, acme.ben)
    written = digests._mail

    def write(member, counted):
        if member.pk == acme.ann.pk:
            raise ValueError
        return written(member, counted)

    monkeypatch.setattr(digests, "_mail", write)
    assert send() == 1
    assert [letter.to for letter in mail.outbox] == [["ben@acme.example"]]
    with acme.scope():
        assert Notification.objects.get(member=acme.ann).mailed_at is None


def test_what_could_not_be_mailed_for_days_is_no_news_any_more(acme, globex, send):
    tell(acme, acme.ann)
    assert send(EVENING + timedelta(days=4)) == 0


def test_names_that_would_be_markup_are_shown_as_they_are(acme, globex, send):
    with acme.scope():
        project = make_project(acme, name="<img src=x onerror=alert(1)>")
    tell(acme, acme.ann, project=project)
    send()
    page = mail.outbox[0].alternatives[0][0]
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page


def test_the_task_visits_every_organisation_and_mixes_none(acme, globex, django_capture_on_commit_callbacks):
    for world in (acme, globex):
        with world.scope():
            project = make_project(world, mark=f"{CANARY} " if world is globex else "")
            Notification.objects.create(
                member=world.ann,
                kind="work.returned",
                project_id=project.pk,
                created_at=datetime.now(UTC) - timedelta(days=2),
            )
    with django_capture_on_commit_callbacks(execute=True):
        send_digests_everywhere()
    letters = {letter.to[0]: letter.body + letter.subject for letter in mail.outbox}
    assert set(letters) == {"ann@acme.example", "ann@globex.example"}
    assert CANARY not in letters["ann@acme.example"]
    assert CANARY in letters["ann@globex.example"]


def test_how_often_is_among_the_preferences(acme, globex):
    caller = client_for(acme.ann)
    answer = caller.patch("/api/v1/me", {"preferences": {"digest": "hourly"}})
    assert answer.json()["preferences"] == {"digest": "hourly"}
    assert caller.patch("/api/v1/me", {"preferences": {"digest": "yearly"}}).status_code == 400


def test_two_runs_at_once_mail_once(transactional_db):
    acme, globex = make_world("acme"), make_world("globex")
    for world in (acme, globex):
        with transaction.atomic():
            tell(world, *world.members.values())
    together = threading.Barrier(4)

    def run(_: int) -> int:
        together.wait()
        try:
            with acme.scope():
                return send_digests(at=MORNING)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(run, range(4)))
    assert sum(counts) == len(mail.outbox) == len({letter.to[0] for letter in mail.outbox}) == 7
