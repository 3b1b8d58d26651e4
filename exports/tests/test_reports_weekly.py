"""Weekly reports of a client, of a week; what a report is compared with, and that one of each is enough."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Notification
from annotation.actions import jobs
from annotation.tests.long_work import bucket, caller, make_project
from exports.actions import reports as actions
from exports.actions.report_schedules import WEEK, start_due_reports
from exports.models import Report
from exports.queries.reports import report_before
from exports.tests.test_reports import acme, answered, content, file, globex, made, manager, project, work

pytestmark = [pytest.mark.usefixtures("bucket"), pytest.mark.django_db(transaction=True)]
WEEKLY = {"every": "week", "weekday": 2, "hour": 4, "people": "pseudonyms"}


def test_a_client_has_a_report_of_all_of_its_projects_of_the_week_before(acme, project, manager):
    other = make_project(acme, name="Other")
    answered(acme, other, 2)
    address = f"clients/{project.client_id}/report-schedules"
    reply = manager.post(address, {**WEEKLY, "covers": "week"})
    assert reply.status_code == 201, reply.content
    made_one = reply.json()
    assert (made_one["project_id"], made_one["client_id"]) == (None, str(project.client_id))
    assert [row["id"] for row in manager.get(address).json()["results"]] == [made_one["id"]]
    assert manager.get(f"projects/{project.pk}/report-schedules").json()["results"] == []
    due = datetime.fromisoformat(made_one["next_at"])
    with acme.scope():
        (report,) = start_due_reports(at=due + timedelta(hours=1))
    work(acme, report.pk)
    found = content(manager, {"id": report.pk})
    ends = {name: datetime.fromisoformat(found["scope"][name]) for name in ("since", "until")}
    assert ends == {"since": due - WEEK, "until": due}
    assert [row["schedule_id"] for row in manager.get(f"clients/{project.client_id}/reports").json()["results"]] == [
        made_one["id"]
    ]


def told(world, kind):
    with world.scope(), transaction.atomic():
        return set(Notification.objects.filter(kind=kind).values_list("member_id", flat=True))


def test_of_a_weekly_report_of_a_client_its_people_and_the_managers_hear(acme, project, manager):
    manager.post(f"clients/{project.client_id}/report-schedules", WEEKLY)
    with acme.scope():
        (report,) = start_due_reports(at=timezone.now() + 2 * WEEK)
    work(acme, report.pk)
    assert told(acme, "report.ready") == {acme.manager.pk, acme.client.pk}
    with acme.scope(), transaction.atomic():
        notice = Notification.objects.get(kind="report.ready", member=acme.client)
    assert (notice.project_id, notice.data) == (None, {"project": "Umbrella", "client": str(project.client_id)})


@pytest.mark.parametrize("weekly", [True, False])
def test_those_who_wait_for_a_report_hear_that_it_failed_and_the_client_does_not(
    acme, project, manager, weekly, monkeypatch
):
    monkeypatch.setattr(jobs, "MOST_ATTEMPTS", 1)
    monkeypatch.setattr(actions, "_store", lambda *_: 1 / 0)
    if weekly:
        manager.post(f"projects/{project.pk}/report-schedules", WEEKLY)
        with acme.scope():
            pk = start_due_reports(at=timezone.now() + 2 * WEEK)[0].pk
    else:
        pk = manager.post(f"projects/{project.pk}/reports", {}).json()["id"]
    for _ in range(2):
        with acme.scope(), transaction.atomic():
            Report.objects.filter(pk=pk).update(lease_until=None)
        work(acme, pk)
    assert manager.get(f"reports/{pk}").json()["state"] == "failed"
    assert (told(acme, "report.failed"), told(acme, "report.ready")) == ({acme.manager.pk}, set())


def test_a_schedule_says_how_much_it_covers_and_is_told_otherwise(acme, project, manager):
    made_one = manager.post(f"projects/{project.pk}/report-schedules", WEEKLY).json()
    assert made_one["covers"] == "everything"
    address = f"/api/v1/acme/report-schedules/{made_one['id']}"
    assert manager.browser.patch(address, {"covers": "week"}, format="json").json()["covers"] == "week"
    assert manager.browser.patch(address, {"covers": "month"}, format="json").status_code == 400


def test_whoever_sees_no_client_schedules_nothing_for_it(acme, globex, project):
    address = f"clients/{project.client_id}/report-schedules"
    assert caller(acme, acme.client).post(address, WEEKLY).status_code == 403
    assert caller(acme, acme.reviewer).get(address).status_code == 403
    assert caller(globex).get(address).status_code == 404
    assert caller(globex, organisation="acme").get(address).status_code == 404


def before(world, report):
    with world.scope(), transaction.atomic():
        found = report_before(Report.objects.get(pk=report["id"]))
        return found and str(found.pk)


def test_a_report_is_compared_with_one_of_as_long_a_time(acme, project, manager):
    address, at = f"projects/{project.pk}", timezone.now()

    def period(days, ago=0):
        until = at - timedelta(days=ago)
        return {"since": (until - timedelta(days=days)).isoformat(), "until": until.isoformat()}

    until_then = {"until": "2020-01-01T00:00:00Z"}
    early, week, day = (made(acme, manager, address, **given) for given in (until_then, period(7, 7), period(1)))
    assert before(acme, made(acme, manager, address)) is None, "of everything, there was none"
    assert before(acme, made(acme, manager, address, **period(7))) == week["id"]
    assert before(acme, made(acme, manager, address, **period(1))) == day["id"]
    assert before(acme, made(acme, manager, address, **until_then)) == early["id"]
    assert before(acme, made(acme, manager, address, since=at.isoformat())) is None


def test_a_report_says_of_every_figure_how_it_has_changed(acme, project, manager):
    first = content(manager, made(acme, manager, f"projects/{project.pk}"))["projects"][0]
    assert first["changes"] == []
    answered(acme, project, 3, start=6)
    report = made(acme, manager, f"projects/{project.pk}")
    (second,) = content(manager, report)["projects"]
    changes = {(row["part"], row["question"], row["about"], row["figure"]): row for row in second["changes"]}
    items = changes["counts", "", "", "items"]
    assert (items["before"], items["value"], items["difference"]) == (6, 9, 3)
    assert "people" not in {figure for _, _, _, figure in changes}, "as many as before"
    (question,) = [row for row in second["questions"] if row["change"]]
    alpha = changes["questions", question["question"], "", "alpha"]
    assert alpha["difference"] == pytest.approx(question["change"]["difference"])
    lines = file(manager, report, "csv").decode("utf-8-sig").splitlines()
    assert [line for line in lines if ",changes," in line and ",items,3," in line]


def test_a_report_that_is_waited_for_is_not_begun_again(acme, project, manager):
    address = f"projects/{project.pk}/reports"
    first = manager.post(address, {}).json()
    again = manager.post(address, {})
    assert (again.status_code, again.json()["type"]) == (409, "report-in-the-making")
    assert manager.post(address, {"people": "pseudonyms"}).status_code == 202, "another one"
    work(acme, first["id"])
    assert manager.post(address, {}).status_code == 202


__all__ = ["acme", "bucket", "globex", "manager", "project"]
