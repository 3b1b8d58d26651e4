"""`manage.py bench_items`: every filter and sort of the item browser, first page and deep page, in a large project, and
every filter on what people said in one that five have answered throughout.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.actions.clients import create_client
from accounts.actions.members import add_member
from accounts.models import Member, Role, User
from accounts.tenancy import organisation_scope
from annotation.actions.items import NewItem, add_items
from annotation.actions.projects import create_project
from annotation.actions.recounting import check_counts
from annotation.actions.truth import learn_habits
from annotation.forms.templates import template_named
from annotation.models import Project
from annotation.queries.browse import SORTS, Place, Query, count_items, sorted_page
from config.management.answered import OVERLAP, answered_project, answered_queries
from config.management.benches import bench_organisation

BUDGET = 150.0
ROUNDS = 5
VOCABULARY = 20_000

# Three fifths are done; people have answered a part each: all of it, one stretch, and a few here and there.
DONE = """
UPDATE annotation_item SET state = 'done', submitted = 2, free_places = 0,
  agreement = round(random()::numeric, 2)::float8, updated_at = created_at + position * interval '1 second'
WHERE project_id = %(project)s AND position <= %(count)s * 0.6
"""
OTHERS = """
UPDATE annotation_item SET
  state = CASE WHEN position %% 997 = 0 THEN 'gold' WHEN position %% 211 = 0 THEN 'withdrawn' ELSE state END,
  priority = CASE WHEN position %% 53 = 0 THEN 2 WHEN position %% 17 = 0 THEN 1 ELSE 0 END,
  due_at = CASE WHEN position %% 101 = 0 THEN now() + position * interval '1 minute' END
WHERE project_id = %(project)s AND (position %% 997 = 0 OR position %% 211 = 0 OR position %% 53 = 0
  OR position %% 17 = 0 OR position %% 101 = 0)
"""
SUBMIT = """
WITH taken AS (
  UPDATE annotation_assignment a SET state = 'submitted', member_id = %(member)s, closed_at = now(), claimed_at = now()
  FROM annotation_item i WHERE i.id = a.item_id AND i.project_id = %(project)s AND a.place = %(place)s
    AND a.state = 'open' AND i.position BETWEEN %(low)s AND %(high)s AND i.position %% %(every)s = 0
  RETURNING a.id, a.organisation_id, a.project_id, a.item_id
)
INSERT INTO annotation_annotation (id, organisation_id, project_id, item_id, assignment_id, member_id, answers,
  form_version, revision, submitted_at, seconds, verdict)
SELECT gen_random_uuid(), organisation_id, project_id, item_id, id, %(member)s, jsonb_build_array(
    jsonb_build_object('question', 'sentiment', 'on', 'item', 'value', jsonb_build_object('choices', jsonb_build_array(
      CASE WHEN random() < 0.001 THEN 'mixed'
           ELSE (ARRAY['positive', 'neutral', 'negative'])[1 + floor(random() * 3)::int] END))),
    jsonb_build_object('question', 'flags', 'on', 'item', 'value', jsonb_build_object('choices', '[]'::jsonb))),
  1, 1, now(), 1,
  CASE WHEN random() < 0.001 THEN 'rejected' WHEN random() < 0.3 THEN 'accepted' ELSE '' END FROM taken
"""
RESERVE = """
UPDATE annotation_assignment a SET reserved_for_id = %(member)s FROM annotation_item i
WHERE i.id = a.item_id AND i.project_id = %(project)s AND a.place = 2 AND a.state = 'open'
  AND i.position > %(count)s * 0.9 AND i.position %% %(every)s = 0
"""


class Command(BaseCommand):
    """Prints the median of each, and fails when one is over the budget."""

    help = "Measure the item browser: every filter and sort, first page and deep page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--items", type=int, default=100_000)
        parser.add_argument("--only", default="", help="filters and sorts whose names begin so")
        parser.add_argument("--analyze", action="store_true", help="after the tables were analysed")

    def handle(self, *args: Any, **options: Any) -> None:
        count = options["items"]
        organisation, members = _people()
        with organisation_scope(organisation):
            started = time.perf_counter()
            project = _project(members[0], count)
            self.stdout.write(f"{count:,} items in {time.perf_counter() - started:.0f} s")
            with transaction.atomic():
                _work(project, members, count)
            if options["analyze"]:
                time.sleep(90)  # autovacuum comes once a minute
            slow = self._all_measured(project, _queries(members), options["only"])
            slow += self._answered(members, count, options["only"])
        if slow:
            self.stdout.write(f"over {BUDGET:.0f} ms: {', '.join(slow)}")

    def _answered(self, members: list[Member], count: int, only: str) -> list[str]:
        project = answered_project(members[0], members[1:], count)
        seconds = _once(lambda: check_counts(project.pk, at=timezone.now())) / 1000
        self.stdout.write(f"{count:,} items with {OVERLAP} answers each counted and found by facts in {seconds:.0f} s")
        seconds = _once(lambda: check_counts(project.pk, at=timezone.now())) / 1000
        self.stdout.write(f"held against a recount in {seconds:.0f} s")
        learn_habits(project.pk, at=timezone.now())
        return self._all_measured(project, _by_every_sort(answered_queries()), only)

    def _all_measured(self, project: Project, queries: Iterator[tuple[str, Query]], only: str) -> list[str]:
        wanted = [(name, query) for name, query in queries if name.startswith(only)]
        return [name for name, query in wanted if not self._measured(project, name, query)]

    def _measured(self, project: Project, name: str, query: Query) -> bool:
        deep = _deep(project, query)
        first = _timed(lambda: _page(project, query, None))
        deep_ms = _timed(lambda: _page(project, query, deep))
        counted = _timed(lambda: _count(project, query))
        self.stdout.write(f"{name:<44} first {first:7.1f} ms   deep {deep_ms:7.1f} ms   count {counted:7.1f} ms")
        return max(first, deep_ms, counted) <= BUDGET


def _queries(members: list[Member]) -> Iterator[tuple[str, Query]]:
    for sort in SORTS:
        yield sort, {"sort": sort}
        yield f"-{sort}", {"sort": f"-{sort}"}
    filters: dict[str, Query] = {
        "q of a rare word": {"q": "w15000"},
        "q of a common word": {"q": "w40"},
        "q of a very common word": {"q": "w1"},
        "q of three words": {"q": "w1 w2 w300"},
        "q of a beginning": {"q": "w199"},
        "metadata of half the items": {"metadata.split": "train"},
        "metadata of one item": {"metadata.no": "77777"},
        "state of most": {"state": "done"},
        "state of few": {"state": "gold"},
        "answers": {"answers": "1..2"},
        "agreement": {"agreement": "0..0.01"},
        "priority": {"priority": "2"},
        "member of most": {"member": str(members[1].pk)},
        "member of a stretch": {"member": str(members[2].pk)},
        "member of few": {"member": str(members[3].pk)},
        "verdict of many": {"verdict": "accepted"},
        "verdict of few": {"verdict": "rejected"},
        "assigned": {"assigned": "true"},
        "not assigned": {"assigned": "false"},
        "several": {"q": "w40", "state": "done", "metadata.split": "train", "agreement": "0..0.5"},
    }
    yield from _by_every_sort(filters.items())


def _by_every_sort(queries: Iterable[tuple[str, Query]]) -> Iterator[tuple[str, Query]]:
    for name, query in queries:
        for sort in ("position", "-updated", "agreement"):
            yield f"{name}, by {sort}", {**query, "sort": sort}


def _page(project: Project, query: Query, after: Place | None, limit: int = 50) -> tuple[list[Any], Place | None]:
    with transaction.atomic():
        return sorted_page(project, query, after=after, limit=limit)


def _deep(project: Project, query: Query) -> Place | None:
    """Fifty thousand items on, or as many whole ten thousands as there are."""
    place: Place | None = None
    for _ in range(5):
        _, end = _page(project, query, place, limit=10_000)
        if end is None:
            break
        place = end
    return place


def _count(project: Project, query: Query) -> None:
    with transaction.atomic():
        count_items(project, query)


def _people() -> tuple[Any, list[Member]]:
    at, (organisation, boss) = timezone.now(), bench_organisation()
    with organisation_scope(organisation), transaction.atomic():
        names = [f"{number}-{uuid7().hex}@concord.example" for number in range(OVERLAP)]
        users = [User.objects.create_user(name, name=name[:1]) for name in names]
        return organisation, [boss, *(add_member(user=user, role=Role.ANNOTATOR, by=boss, at=at) for user in users)]


def _project(boss: Member, count: int) -> Project:
    template = template_named("text-classification")
    assert template is not None
    draw = random.Random(1)  # noqa: S311 (the same texts every time)
    weights = [1 / (rank + 1) for rank in range(VOCABULARY)]
    vocabulary = [f"w{rank}" for rank in range(VOCABULARY)]
    with transaction.atomic():
        client = create_client(name=uuid7().hex, by=boss, at=timezone.now())
        project = create_project(
            client=client, name="Bench", form=template.form, guidelines="", overlap=2, by=boss, at=timezone.now()
        )
    for start in range(0, count, 1000):
        rows = [
            NewItem(
                f"item-{number}",
                {"text": " ".join(draw.choices(vocabulary, weights, k=80))},
                {"split": "train" if number % 2 else "test", "no": number, "source": f"crawl {number % 50}"},
            )
            for number in range(start, start + min(1000, count))
        ]
        with transaction.atomic():
            add_items(project=project, rows=rows, by=boss, at=timezone.now())
    return project


def _work(project: Project, members: list[Member], count: int) -> None:
    values: dict[str, Any] = {"project": project.pk, "count": count}
    # Tables that nobody analysed yet look empty to the planner, which would join them one row at a time.
    _execute("SET LOCAL enable_nestloop = off", {})
    for statement in (DONE, OTHERS):
        _execute(statement, values)
    parts = [(members[1], 1, 1, 0.6, 1), (members[2], 2, 0.4, 0.6, 1), (members[3], 2, 0, 0.4, 1501)]
    for member, place, low, high, every in parts:
        bounds = {"low": low * count if low < 1 else 1, "high": high * count, "every": every}
        _execute(SUBMIT, {**values, **bounds, "member": member.pk, "place": place})
    _execute(RESERVE, {**values, "member": members[3].pk, "every": 3})


def _timed(work: Callable[[], Any]) -> float:
    return median(_once(work) for _ in range(ROUNDS))


def _once(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _execute(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
