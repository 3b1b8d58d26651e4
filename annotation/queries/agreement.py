"""How well people agree, computed from what each said on their own and kept until the next answer arrives.

Review makes people agree with the reviewer, and so does not count: neither a correction, nor what was answered anew
after it was returned. Answers that were taken back or rejected are in no figure, and neither is gold.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.tenancy.keys import cache_key
from annotation.agreement import form_agreement
from annotation.forms import Answers
from annotation.models import Annotation, Project
from annotation.queries.forms import current_form

DAY = 24 * 60 * 60


def agreement(project: Project) -> list[dict[str, Any]]:
    """One row for each question of the current form; fresh after every submission."""
    state = _independent(project).aggregate(n=Count("id"), latest=Max("submitted_at"), revised=Sum("revision"))
    key = cache_key("agreement", project.pk, project.form_version, *state.values())
    rows: list[dict[str, Any]] | None = cache.get(key)
    if rows is None:
        rows = [row.to_json() for row in form_agreement(current_form(project), _items(project))]
        cache.set(key, rows, DAY)
    return rows


def _independent(project: Project) -> QuerySet[Annotation]:
    """The annotations that count, and those that were returned and not answered again yet."""
    returned = Q(verdict="returned", independent_answers__isnull=False)
    rows = Annotation.objects.filter(Q(withdrawn_at=None) | returned, project=project)
    return rows.exclude(item__state="gold")


def _items(project: Project) -> Iterator[list[Answers]]:
    """Each item's answers, of the items that at least two people answered."""
    rows = _independent(project)
    shared = rows.values("item_id").annotate(people=Count("id")).filter(people__gte=2).values("item_id")
    answers = rows.filter(item_id__in=shared).annotate(own=Coalesce("independent_answers", "answers"))
    own = answers.order_by("item_id", "id").values_list("item_id", "own").iterator(chunk_size=5000)
    for _, group in groupby(own, key=lambda row: row[0]):
        yield [given for _, given in group]
