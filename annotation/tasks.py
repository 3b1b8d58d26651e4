"""What Celery runs: each opens the organisation of its message (see `TenantTask`) and makes one call."""

from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from annotation.actions import assets, imports


@shared_task(name="annotation.verify_asset")
def verify_asset(*, job_id: str, **_: Any) -> None:
    """Check an uploaded file."""
    assets.verify_asset(UUID(job_id), now=timezone.now)


@shared_task(name="annotation.run_import")
def run_import(*, job_id: str, **_: Any) -> None:
    """Read a text into items."""
    imports.run_import(UUID(job_id), now=timezone.now)
