"""What Celery runs: each opens the organisation of its message (see `TenantTask`) and makes one call."""

from typing import Any
from uuid import UUID

from celery import Task, shared_task
from django.utils import timezone

from accounts.queries.doors import platform_organisations
from accounts.tenancy import organisation_scope
from exports.actions import deliveries, exports, reports
from exports.actions.report_schedules import start_due_reports
from exports.actions.schedules import start_due_exports


@shared_task(name="exports.build_export")
def build_export(*, job_id: str, **_: Any) -> None:
    """Write an export's file."""
    exports.build_export(UUID(job_id), now=timezone.now)


@shared_task(name="exports.run_delivery")
def run_delivery(*, job_id: str, **_: Any) -> None:
    """Copy a file into a client's bucket."""
    deliveries.run_delivery(UUID(job_id), now=timezone.now)


@shared_task(name="exports.build_report")
def build_report(*, job_id: str, **_: Any) -> None:
    """Make a quality report."""
    reports.build_report(UUID(job_id), now=timezone.now)


@shared_task(name="exports.start_due", base=Task)  # of no organisation: it visits each in turn
def start_due(**_: Any) -> None:
    """Begin the exports that schedules want by now."""
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id):
            start_due_exports(at=timezone.now())


@shared_task(name="exports.start_due_reports", base=Task)  # of no organisation: it visits each in turn
def start_due_weekly(**_: Any) -> None:
    """Begin the reports that schedules want by now."""
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id):
            start_due_reports(at=timezone.now())
