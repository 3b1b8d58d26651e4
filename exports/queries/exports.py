"""Reading exports."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BigIntegerField, QuerySet, Sum

from annotation.models import Project
from exports.models import Export


def exports(project: Project | None = None) -> QuerySet[Export]:
    """Exports of rows as they were, of one project if it is named; those of releases stand with their releases."""
    every = Export.objects.all()
    return every if project is None else every.filter(project=project, release=None)


def written_before(export: Export, number: int) -> int:
    """How many annotations stand in the chunks before this one."""
    before = export.chunks.filter(number__lt=number)
    return int(before.aggregate(total=Sum("answers", output_field=BigIntegerField()))["total"] or 0)


def shown_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as people read them: of items that were named one by one, how many."""
    named = options.get("item_ids")
    rest = {name: value for name, value in options.items() if name != "item_ids"}
    return rest if named is None else rest | {"items": len(named)}
