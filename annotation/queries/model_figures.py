"""How the models behind a project's responses stand, what they are held to, and what measures say of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum

from accounts.tenancy.keys import cache_key
from annotation.agreement.evaluation import ModelFigures, Period, Scores, judged, split_version
from annotation.agreement.heard import Heard
from annotation.models import Item, ModelScore, Project, Tally, Threshold
from annotation.queries.forms import current_form
from annotation.queries.heard import heard_items
from annotation.queries.projects import projects

CHUNK = 1000
"""Items whose scores are read at once."""
NAMES_KEPT = 7 * 24 * 60 * 60
"""Seconds; a name that no item shows any more is forgotten after this."""
STILL_COMING = timedelta(minutes=10)
"""How long before the latest change of an item others may have begun that are only seen now."""
EVER = datetime(1970, 1, 1, tzinfo=UTC)

MODELS = """
SELECT DISTINCT i.project_id, r ->> 'model'
FROM unnest(%s::uuid[], %s::timestamptz[]) wanted (project_id, since)
JOIN annotation_item i ON i.project_id = wanted.project_id AND i.updated_at >= wanted.since,
  jsonb_path_query(i.content, '$.responses[*]') r
WHERE r ->> 'model' <> ''
"""


def heard_models(
    project: Project, *, since: datetime | None = None, until: datetime | None = None, by: Period = "week"
) -> dict[str, Any]:
    """Every figure of the project's models, from what people answered in this time."""
    collector = ModelFigures(current_form(project), by=by)
    for heard, given in scored(project, heard_items(project, since=since, until=until)):
        collector.hear(heard, given)
    return collector.figures()


def with_verdicts(project: Project, figures: dict[str, Any]) -> dict[str, Any]:
    """Figures of models, their rates held against the project's thresholds."""
    most = {(row.question, row.category): row.most for row in thresholds(project)}
    return {**figures, "rates": judged(figures["rates"], most)}


def scored(project: Project, items: Iterable[Heard]) -> Iterator[tuple[Heard, Scores]]:
    """Each of these items with the automatic scores of its responses; of a project without any, at no cost."""
    if not scores(project).exists():
        yield from ((heard, {}) for heard in items)
        return
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        found = _scores_of(chunk)
        yield from ((heard, found[heard.item]) for heard in chunk)


def scores(project: Project) -> QuerySet[ModelScore]:
    """The project's automatic scores."""
    return ModelScore.objects.filter(project=project)


def thresholds(project: Project) -> QuerySet[Threshold]:
    """What the project's models are held to."""
    return Threshold.objects.filter(project=project).order_by("question", "category")


def models(*, client: UUID | None = None, project: UUID | None = None) -> list[dict[str, Any]]:
    """The models whose responses the caller's projects show, by name: {"model", "name", "version", "projects"}, the
    latter how many.
    """
    rows = projects()
    if client:
        rows = rows.filter(client_id=client)
    if project:
        rows = rows.filter(pk=project)
    counts: defaultdict[str, int] = defaultdict(int)
    latest = Item.objects.filter(project=OuterRef("pk")).order_by("-updated_at").values("updated_at")[:1]
    for names in _names(rows.values_list("pk", Subquery(latest))).values():
        for name in names:
            counts[name] += 1
    return [
        {"model": model, "name": split_version(model)[0], "version": split_version(model)[1], "projects": times}
        for model, times in sorted(counts.items())
    ]


def _names(projects: Iterable[tuple[UUID, datetime | None]]) -> dict[UUID, set[str]]:
    """{project: its models}, of projects with the time at which an item of theirs changed last. Contents are read once,
    and after that those of items that have changed since.
    """
    names: dict[UUID, set[str]] = {}
    since: dict[UUID, datetime] = {}
    changed = {pk: at for pk, at in projects if at is not None}
    for pk, at in changed.items():
        read_until, known = cache.get(cache_key("models-shown", pk)) or (EVER, [])
        names[pk] = set(known)
        if read_until != at:
            since[pk] = read_until - STILL_COMING
    if since:
        with connection.cursor() as cursor:
            cursor.execute(MODELS, [list(since), list(since.values())])
            for pk, model in cursor.fetchall():
                names[pk].add(model)
        for pk in since:
            cache.set(cache_key("models-shown", pk), (changed[pk], sorted(names[pk])), NAMES_KEPT)
    return names


def _scores_of(chunk: Sequence[Heard]) -> dict[str, dict[tuple[str, str], dict[str, float]]]:
    """{item: its scores}"""
    found: dict[str, dict[tuple[str, str], dict[str, float]]] = {heard.item: {} for heard in chunk}
    rows = ModelScore.objects.filter(item_id__in=list(found))
    for item, response, name, version, value in rows.values_list("item_id", "response", "name", "version", "value"):
        found[str(item)].setdefault((name, version), {})[response] = value
    return found


def models_state(project: Project) -> list[Any]:
    """What changes whenever figures may: answers and contents, the form, and scores."""
    counts = Tally.objects.filter(project=project).values_list("subject", "state")
    latest = Item.objects.filter(project=project).aggregate(latest=Max("updated_at"))["latest"]
    newest = scores(project).order_by("-id").values_list("pk", flat=True).first()
    return [
        project.form_version,
        latest,
        newest,
        sorted(counts.annotate(times=Sum("n"), time=Sum("seconds")).values_list("subject", "state", "times", "time")),
    ]
