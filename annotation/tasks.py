"""What Celery runs: each opens the organisation of its message (see `TenantTask`) and makes one call."""

from typing import Any
from uuid import UUID

from celery import Task, shared_task
from django.db import transaction
from django.utils import timezone

from accounts.queries.doors import platform_organisations
from accounts.tenancy import organisation_scope
from annotation.actions import assets, imports
from annotation.actions.tallies import add_up_tallies
from annotation.actions.truth import due_projects, learn_habits


@shared_task(name="annotation.verify_asset")
def verify_asset(*, job_id: str, **_: Any) -> None:
    """Check an uploaded file."""
    assets.verify_asset(UUID(job_id), now=timezone.now)


@shared_task(name="annotation.run_import")
def run_import(*, job_id: str, **_: Any) -> None:
    """Read a text into items."""
    imports.run_import(UUID(job_id), now=timezone.now)


@shared_task(name="annotation.add_up_tallies", base=Task)  # of no organisation: it visits each in turn
def add_up(**_: Any) -> None:
    """Keep the rows that progress is counted from few."""
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id), transaction.atomic():
            add_up_tallies()


@shared_task(name="annotation.learn_due", base=Task)  # of no organisation: it visits each in turn
def learn_due(**_: Any) -> None:
    """See which projects' answers tell more of people's habits than was known."""
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id), transaction.atomic():
            for project_id in due_projects(at=timezone.now()):
                learn.delay(project_id=str(project_id))


@shared_task(name="annotation.learn_habits")
def learn(*, project_id: str, **_: Any) -> None:
    """Learn how people err in a project."""
    learn_habits(UUID(project_id), at=timezone.now())
