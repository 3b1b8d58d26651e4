"""Waking workers: the rows of jobs are their own outbox, and a message is only a hint that one of them is due."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from accounts.tenancy import organisation_scope
from annotation.actions.jobs import UNFINISHED
from annotation.models import Asset, Import, Job, Settling
from exports.models import Delivery, Export, Report
from exports.queries.due import DueJob, due_jobs

PATIENCE = timedelta(seconds=60)
"""How long a hint is trusted to reach a worker before another one is sent."""

MODELS: dict[str, type[Job]] = {
    "asset": Asset,
    "delivery": Delivery,
    "export": Export,
    "import": Import,
    "report": Report,
    "settling": Settling,
}
TASKS = {
    "asset": "annotation.verify_asset",
    "delivery": "exports.run_delivery",
    "export": "exports.build_export",
    "import": "annotation.run_import",
    "report": "exports.build_report",
    "settling": "annotation.run_settling",
}

Publish = Callable[[str, DueJob], None]
"""Send the message of a task (by name) for a job; raises if the broker did not take it."""


def relay_due(publish: Publish, *, most: int, patience: timedelta = PATIENCE) -> int:
    """Send a hint for the jobs that have waited longest for a worker; how many.

    A hint is sent before it is noted: dying in between sends it twice, which costs nothing, and never not at all.
    """
    due = due_jobs(patience=patience, most=most)
    by_organisation: dict[tuple[UUID, str], list[DueJob]] = defaultdict(list)
    for job in due:
        by_organisation[job.organisation_id, job.kind].append(job)
    for (organisation_id, kind), jobs in by_organisation.items():
        for job in jobs:
            publish(TASKS[kind], job)
        with organisation_scope(organisation_id), transaction.atomic():
            waiting = MODELS[kind]._default_manager.filter(pk__in=[job.id for job in jobs], state__in=UNFINISHED)
            waiting.update(hinted_at=Now())
    return len(due)
