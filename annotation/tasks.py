"""What Celery runs: each opens the organisation of its message (see `TenantTask`) and makes one call."""

from typing import Any
from uuid import UUID

from celery import Task, shared_task
from django.db import transaction
from django.utils import timezone

from accounts.queries.doors import platform_organisations
from accounts.tenancy import organisation_scope
from annotation.actions import assets, imports
from annotation.actions.adding_up import add_up_counts
from annotation.actions.clearing import clear_away
from annotation.actions.figures import keep_warm, work_out_wanted
from annotation.actions.looking_again import run_settling
from annotation.actions.recounting import check_counts
from annotation.actions.tallies import add_up_tallies
from annotation.actions.truth import due_projects, learn_habits
from annotation.queries.counts import counted_projects, never_counted


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
    """Keep the rows that progress and agreement are counted from few, and count what never was."""
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id), transaction.atomic():
            add_up_tallies()
            add_up_counts(at=timezone.now())
            for project_id in never_counted():
                check.delay(project_id=str(project_id))


@shared_task(name="annotation.clear_away", base=Task)  # of no organisation: it visits each in turn
def clear(**_: Any) -> None:
    """Drop uploads that nobody finished, and what imports left that came to nothing."""
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id):
            clear_away(at=timezone.now())


@shared_task(name="annotation.check_all_counts", base=Task)  # of no organisation: it visits each in turn
def check_all(**_: Any) -> None:
    """Hold the counts of every project against a recount, each in a task of its own."""
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id), transaction.atomic():
            for project_id in counted_projects():
                check.delay(project_id=str(project_id))


@shared_task(name="annotation.check_counts")
def check(*, project_id: str, **_: Any) -> None:
    """Hold the counts of a project against a recount."""
    check_counts(UUID(project_id), at=timezone.now())


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


@shared_task(name="annotation.run_settling")
def settle_again(*, job_id: str, **_: Any) -> None:
    """Look again at what was decided in a project."""
    run_settling(UUID(job_id), now=timezone.now)


@shared_task(name="annotation.keep_figures_warm", base=Task)  # of no organisation: it visits each in turn
def keep_figures_warm(**_: Any) -> None:
    """See which figures somebody waits for, or looked at lately and would find out of date."""
    for organisation_id, _slug, _name in platform_organisations():
        with organisation_scope(organisation_id):
            with transaction.atomic():
                waiting = keep_warm(at=timezone.now())
            for project_id in waiting:  # only now does a worker find what is wanted
                work_out_figures.delay(project_id=str(project_id))


@shared_task(name="annotation.work_out_figures")
def work_out_figures(*, project_id: str, **_: Any) -> None:
    """Work out what is wanted of a project's figures."""
    work_out_wanted(UUID(project_id), now=timezone.now)
