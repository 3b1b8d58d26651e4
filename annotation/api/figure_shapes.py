"""Figures that are worked out in the background: of when they are, and that there are none yet."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from annotation.actions.figures import annotations_in, seconds_for
from annotation.models import KeptFigures, Project

SOON = "2"
"""Seconds after which to ask again."""


class KeptShape(serializers.Serializer[Any]):
    """Figures as they were at `counted_at`; `answers_since` is by how many annotations the project has changed since
    then, and `being_worked_out` that newer figures will be there soon.
    """

    counted_at = serializers.DateTimeField()
    answers_since = serializers.IntegerField()
    being_worked_out = serializers.BooleanField()


class BeingWorkedOutShape(serializers.Serializer[Any]):
    """The figures of so many annotations are being worked out, which takes about so many seconds: ask again until the
    answer is 200.
    """

    state = serializers.ChoiceField(["computing"])
    annotations = serializers.IntegerField()
    seconds = serializers.IntegerField()


def kept_fields(kept: KeptFigures, project: Project) -> dict[str, Any]:
    """What `KeptShape` says."""
    since = abs(annotations_in(project) - kept.answers)
    return {
        "counted_at": kept.counted_at,
        "answers_since": since,
        "being_worked_out": kept.wanted_at is not None,
    }


def being_worked_out(kept: KeptFigures, project: Project) -> Response:
    """202, and when to ask again."""
    answers = annotations_in(project)
    told = {"state": "computing", "annotations": answers, "seconds": seconds_for(kept, answers)}
    return Response(BeingWorkedOutShape(told).data, status=202, headers={"Retry-After": SOON})
