"""Sums of the counts that agreement is told from: never a scan of answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from annotation.agreement.live import ALIKE
from annotation.models import Annotation, Counted, Project

# Keys begin with the question and the figure. Sums are apart by figure, changes are not.
SUMS = """
SELECT e.key, sum(e.n)::bigint, sum(e.total)::bigint
FROM annotation_count c, unnest(c.keys, c.n, c.totals) AS e (key, n, total)
WHERE c.project_id = %(project)s AND c.part = ANY (%(parts)s) AND split_part(e.key, ' ', 2) = ANY (%(figures)s)
GROUP BY e.key HAVING sum(e.n) <> 0 OR sum(e.total) <> 0
"""
COUNTED = ("cluster", "pair", "given")
"""What items count for."""

Sum = tuple[str, int, int]
"""(key, n, total)."""


def sums(project: Project) -> Iterator[Sum]:
    """All that a project's items count for."""
    return _sums(project, COUNTED, ["", "many", *COUNTED])


def read_for_agreement(project: Project) -> Iterator[Sum]:
    """What coefficients are told from: clusters where they are few, and where they are many, a summary with what came
    since.
    """
    return _sums(project, ["cluster", "summary"], ["", "cluster", "summary"])


def _sums(project: Project, figures: Sequence[str], parts: Sequence[str]) -> Iterator[Sum]:
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"project": project.pk, "figures": list(figures), "parts": list(parts)})
        yield from cursor.fetchall()


@dataclass(frozen=True, slots=True)
class Met:
    """Two people who judged `shared` units of a question both, `alike` of them the same; marks and texts are alike in
    part.
    """

    question: str
    people: tuple[str, str]
    shared: int
    alike: float


def pairs(project: Project) -> list[Met]:
    """Every two people who met."""
    found = []
    for key, shared, total in _sums(project, ["pair"], ["", "pair"]):
        question, _, one, other = key.split(" ")
        found.append(Met(question, (one, other), shared, total / ALIKE))
    return found


def counted_projects() -> list[UUID]:
    """The organisation's projects that have counts."""
    return list(Counted.objects.values_list("project_id", flat=True).distinct())


def never_counted() -> list[UUID]:
    """Those of which nobody knows yet whether their counts are right, although somebody has answered there."""
    answered = Annotation.objects.filter(project=OuterRef("pk"))
    return list(Project.objects.filter(Exists(answered), counted_at=None).values_list("pk", flat=True))
