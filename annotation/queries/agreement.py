"""How well people agree, computed from the answers and kept until the next one arrives."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Sum

from accounts.tenancy.keys import cache_key
from annotation.agreement import form_agreement
from annotation.forms import Answers
from annotation.models import Annotation, Item, Project
from annotation.queries.forms import current_form

DAY = 24 * 60 * 60


def agreement(project: Project) -> list[dict[str, Any]]:
    """One row for each question of the current form; fresh after every submission."""
    state = Annotation.objects.filter(project=project, withdrawn_at=None).aggregate(
        n=Count("id"), latest=Max("submitted_at"), revised=Sum("revision")
    )
    key = cache_key("agreement", project.pk, project.form_version, *state.values())
    rows: list[dict[str, Any]] | None = cache.get(key)
    if rows is None:
        rows = [row.to_json() for row in form_agreement(current_form(project), _items(project))]
        cache.set(key, rows, DAY)
    return rows


def _items(project: Project) -> Iterator[list[Answers]]:
    """Each item's answers, of the items that at least two people answered."""
    shared = Item.objects.filter(project=project, submitted__gte=2).values("id")
    rows = Annotation.objects.filter(project=project, withdrawn_at=None, item_id__in=shared).order_by("item_id", "id")
    answers = rows.values_list("item_id", "answers").iterator(chunk_size=5000)
    for _, group in groupby(answers, key=lambda row: row[0]):
        yield [given for _, given in group]
