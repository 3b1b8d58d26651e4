"""What Celery runs: each opens the organisation of its message (see `TenantTask`) and makes one call."""

from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from exports.actions import exports


@shared_task(name="exports.build_export")
def build_export(*, job_id: str, **_: Any) -> None:
    """Write an export's file."""
    exports.build_export(UUID(job_id), now=timezone.now)
