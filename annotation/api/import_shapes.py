"""Imports, as the API takes and shows them."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from accounts.api.serializers import StrictSerializer
from annotation.actions.import_previews import Foreseen
from annotation.api.items import AssetViewShape
from annotation.api.jobs import JobShape, job_json
from annotation.forms import Problem
from annotation.imports.mapping import ANSWERS, Mapped
from annotation.models import Import, ImportSource, ImportStage
from annotation.queries.imports import losses_of, members_named

MOST_ADDRESSES = 10_000
FATES = ["created", "updated", "skipped", "refused"]


class MappingShape(serializers.Serializer[Any]):
    """How the files' columns, questions and people become the project's; what is not named goes by its own name."""

    columns = serializers.DictField(child=serializers.CharField(), help_text="{column: target}")
    answers = serializers.ChoiceField(ANSWERS, help_text="What people's answers in the files become here.")
    questions = serializers.DictField(
        child=serializers.CharField(allow_null=True), help_text="{question of the files: our own, or null for none}"
    )
    people = serializers.DictField(
        child=serializers.CharField(), help_text='{person of the files: id of a member, or "placeholder"}'
    )


class DetectedShape(serializers.Serializer[Any]):
    """A format that the files may be in."""

    format = serializers.CharField()
    confidence = serializers.FloatField(help_text="From 0 to 1.")


class ColumnShape(serializers.Serializer[Any]):
    """A column, where it goes, and what stands in it."""

    name = serializers.CharField()
    target = serializers.CharField()
    samples = serializers.ListField(child=serializers.CharField(allow_blank=True))


class LostExampleShape(serializers.Serializer[Any]):
    """One case of it."""

    where = serializers.CharField(allow_blank=True)
    detail = serializers.CharField(allow_blank=True)


class LostShape(serializers.Serializer[Any]):
    """Something that the files hold and that cannot be kept."""

    what = serializers.CharField()
    count = serializers.IntegerField()
    examples = LostExampleShape(many=True)


class ImportedPersonShape(serializers.Serializer[Any]):
    """Somebody who answered in the files, and which member they are taken for."""

    id = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    member_id = serializers.UUIDField(allow_null=True)
    annotations = serializers.IntegerField()


class PicturesShape(serializers.Serializer[Any]):
    """The pictures that the rows name, and what became of them so far."""

    found = serializers.IntegerField()
    ready = serializers.IntegerField()
    refused = serializers.IntegerField()


class ImportShape(JobShape):
    """An import; `done` and `total` are bytes, the counts are lines or rows. It waits where a person is to decide."""

    asset_id = serializers.UUIDField(allow_null=True)
    source = serializers.ChoiceField(ImportSource.choices)  # type: ignore[assignment]  # the contract's word
    filename = serializers.CharField()
    format = serializers.CharField(allow_null=True)
    detected = DetectedShape(many=True)
    stage = serializers.ChoiceField(ImportStage.choices)
    mapping = MappingShape()
    columns = ColumnShape(many=True)
    rows = serializers.IntegerField(allow_null=True)
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    skipped = serializers.IntegerField(help_text="Lines whose item the project had already.")
    problem_count = serializers.IntegerField()
    lost = LostShape(many=True)
    form = serializers.DictField(allow_null=True, help_text="What the answers in the files need.")
    form_problems = serializers.ListField(
        child=serializers.CharField(), help_text="Why the answers do not fit the project's form."
    )
    guidelines = serializers.CharField(allow_blank=True)
    people = ImportedPersonShape(many=True)
    pictures = PicturesShape()


class ImportInput(StrictSerializer):
    """What to import: an uploaded and verified file, what a client's bucket holds below a prefix, or addresses."""

    asset_id = serializers.UUIDField(required=False)
    bucket_id = serializers.UUIDField(required=False)
    prefix = serializers.CharField(required=False, allow_blank=True, max_length=1024, trim_whitespace=False)
    urls = serializers.ListField(
        child=serializers.CharField(max_length=2048), required=False, min_length=1, max_length=MOST_ADDRESSES
    )
    format = serializers.CharField(required=False, max_length=40)
    mapping = serializers.JSONField(required=False)
    preview = serializers.BooleanField(required=False)


class MappingInput(StrictSerializer):
    """Another way of reading."""

    format = serializers.CharField(required=False, max_length=40)
    mapping = serializers.JSONField()


class CommitInput(StrictSerializer):
    """Whether the project takes over the form that the files' answers need."""

    adopt_form = serializers.BooleanField(required=False)


class FormatShape(serializers.Serializer[Any]):
    """A format that can be imported."""

    name = serializers.CharField()
    title = serializers.CharField()
    endings = serializers.ListField(child=serializers.CharField())


class ImportProblemShape(serializers.Serializer[Any]):
    """A line that did not become an item; `where` is its place in the files."""

    line = serializers.IntegerField()
    where = serializers.CharField()
    detail = serializers.CharField()


class ProblemPlaceShape(serializers.Serializer[Any]):
    """What is wrong with a row, and where in it."""

    pointer = serializers.CharField(allow_blank=True)
    detail = serializers.CharField()


class RowShape(serializers.Serializer[Any]):
    """A row of the files, as an item of the project."""

    external_id = serializers.CharField()
    content = serializers.DictField()
    metadata = serializers.DictField()
    suggestions = serializers.ListField(child=serializers.JSONField())
    annotations = serializers.ListField(child=serializers.JSONField())


class BeforeShape(serializers.Serializer[Any]):
    """What an item shows now."""

    content = serializers.DictField()
    metadata = serializers.DictField()


class ForeseenShape(serializers.Serializer[Any]):
    """What would become of a row."""

    where = serializers.CharField()
    fate = serializers.ChoiceField(FATES)
    item = RowShape(allow_null=True)
    before = BeforeShape(allow_null=True)
    problems = ProblemPlaceShape(many=True)
    assets = serializers.DictField(child=AssetViewShape())


def import_json(job: Import, *, at: datetime) -> dict[str, Any]:
    """An import with all that is known of it."""
    members = members_named(job) if job.people else {}
    return job_json(job, at=at) | {
        "asset_id": job.asset_id,
        "source": job.source,
        "filename": job.filename,
        "format": job.format or None,
        "detected": job.detected,
        "stage": job.stage,
        "mapping": Mapped(**job.mapping).json(),
        "columns": job.columns,
        "rows": job.rows,
        "created": job.created,
        "updated": job.updated,
        "skipped": job.skipped,
        "problem_count": job.problem_count,
        "lost": losses_of(job),
        "form": job.form,
        "form_problems": job.form_problems,
        "guidelines": job.guidelines,
        "people": [{**person, "member_id": members.get(person["id"])} for person in job.people],
        "pictures": {"found": 0, "ready": 0, "refused": 0} | job.pictures,
    }


def foreseen_json(row: Foreseen, views: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """A row of the preview with its own pictures."""
    item = row.item
    return {
        "where": row.where,
        "fate": row.fate,
        "item": item
        and {
            "external_id": item.external_id,
            "content": item.content,
            "metadata": item.metadata,
            "suggestions": item.suggestions,
            "annotations": item.annotations,
        },
        "before": row.before,
        "problems": [_problem(problem) for problem in row.problems],
        "assets": {name: views[name] for name in names if name in views},
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {"pointer": problem.pointer, "detail": problem.detail}
