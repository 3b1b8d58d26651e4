"""Long work, as the API shows it."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from annotation.actions.jobs import eta
from annotation.models import Job, JobState


class JobShape(serializers.Serializer[Any]):
    """Long work: `eta` is when it will probably end, `error` says why it failed."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(JobState.choices)
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    eta = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


def job_json(job: Job, *, at: datetime) -> dict[str, Any]:
    """What all jobs have."""
    return {
        "id": job.pk,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "eta": eta(job, at=at),
        "error": job.error or None,
        "created_at": job.created_at,
        "finished_at": job.finished_at,
    }
