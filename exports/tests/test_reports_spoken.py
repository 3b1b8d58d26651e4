"""The document of a report is in the language of whoever asked for it."""

from datetime import timedelta

import pytest
from django.db import transaction

from annotation.tests.long_work import bucket
from exports.actions.report_schedules import start_due_reports
from exports.models import Report
from exports.tests.pdf_text import pdf_text
from exports.tests.test_reports import acme, file, globex, made, manager, project, work

__all__ = ["acme", "bucket", "globex", "manager", "project"]
pytestmark = [pytest.mark.usefixtures("bucket"), pytest.mark.django_db(transaction=True)]
ENGLISH, SPANISH = "How these figures are made", "Cómo se obtienen estas cifras"


def speaks(member, language):
    member.user.preferences = {"language": language}
    member.user.save(update_fields=["preferences"])


def in_the_document_of(manager, report):
    said = pdf_text(file(manager, report, "pdf"))
    return {sentence for sentence in (ENGLISH, SPANISH) if sentence in said}


def test_a_document_is_in_the_language_that_is_asked_for_else_in_ones_own(acme, project, manager):
    address = f"projects/{project.pk}"
    english = made(acme, manager, address)
    assert (english["language"], in_the_document_of(manager, english)) == ("en", {ENGLISH})
    speaks(acme.manager, "es")
    own = made(acme, manager, address)
    assert (own["language"], in_the_document_of(manager, own)) == ("es", {SPANISH})
    asked = made(acme, manager, address, language="en")
    assert (asked["language"], in_the_document_of(manager, asked)) == ("en", {ENGLISH})
    assert manager.post(f"{address}/reports", {"language": "tlh"}).status_code == 400


def test_a_weekly_one_is_in_the_language_of_whoever_set_it_up(acme, project, manager):
    speaks(acme.manager, "es")
    plan = {"every": "week", "weekday": 0, "hour": 6}
    assert manager.post(f"projects/{project.pk}/report-schedules", plan).status_code == 201
    with acme.scope():
        with transaction.atomic():
            schedule = project.report_schedules.get()
        (report,) = start_due_reports(at=schedule.next_at + timedelta(minutes=1))
        assert (report.schedule_id, report.language) == (schedule.pk, "es")
        work(acme, report.pk)
        with transaction.atomic():
            assert Report.objects.get(pk=report.pk).state == "done"
