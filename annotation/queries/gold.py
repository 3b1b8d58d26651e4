"""Gold items, and how people answered them.

The unit is the gold item: the questions of one item are not independent of each other, and intervals over single marks
would be too narrow. Marks are kept for ever, and count as long as the item is gold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from accounts.models import Member
from annotation.agreement.gold import wilson
from annotation.distribution.again import again_to_come
from annotation.distribution.gold import gold_to_come, others_given
from annotation.distribution.workflow import Workflow
from annotation.models import Annotation, Gold, GoldMark, Item, Project, ProjectPerson
from annotation.queries.assignments import shown_content
from annotation.queries.workflow import workflow_of

LATEST_ITEMS = 50
"""A person's score of today is asked of so many gold items, so that it costs the same after years."""

# An item's answers are as right as its marks are on average, and right when all of them are.
SCORES = """
SELECT member_id, question, count(*), count(*) FILTER (WHERE correct), sum(score) FROM (
  SELECT m.member_id, m.annotation_id, CASE WHEN %(by_question)s THEN m.question ELSE '' END AS question,
    avg(m.score) AS score, bool_and(m.correct) AS correct
  FROM annotation_goldmark m JOIN annotation_item i ON i.id = m.item_id AND i.state = 'gold'
  WHERE m.project_id = %(project)s AND (%(member)s::uuid IS NULL OR m.member_id = %(member)s)
  GROUP BY 1, 2, 3
) AS answered GROUP BY 1, 2
"""

# From mark to mark of the last items, each found by the index: the cost is that of the items asked for.
LATEST = """
WITH RECURSIVE latest AS (
  (SELECT m.id, m.annotation_id, m.item_id, 1 AS number
   FROM annotation_goldmark m JOIN annotation_item i ON i.id = m.item_id AND i.state = 'gold'
   WHERE m.project_id = %(project)s AND m.member_id = %(member)s ORDER BY m.id DESC LIMIT 1)
  UNION ALL
  SELECT n.id, n.annotation_id, n.item_id, l.number + 1
  FROM latest l CROSS JOIN LATERAL (
    SELECT m.id, m.annotation_id, m.item_id
    FROM annotation_goldmark m JOIN annotation_item i ON i.id = m.item_id AND i.state = 'gold'
    WHERE m.project_id = %(project)s AND m.member_id = %(member)s AND m.id < (
      SELECT f.id FROM annotation_goldmark f WHERE f.annotation_id = l.annotation_id ORDER BY f.id LIMIT 1)
    ORDER BY m.id DESC LIMIT 1
  ) n WHERE l.number < %(limit)s
)
SELECT l.annotation_id, l.item_id, avg(m.score), bool_and(m.correct)
FROM latest l JOIN annotation_goldmark m ON m.annotation_id = l.annotation_id
GROUP BY l.number, l.annotation_id, l.item_id ORDER BY l.number
"""

GIVEN = """
SELECT item_id, count(*), count(*) FILTER (WHERE correct) FROM (
  SELECT m.item_id, m.annotation_id, bool_and(m.correct) AS correct
  FROM annotation_goldmark m WHERE m.item_id = ANY (%(items)s) GROUP BY 1, 2
) AS answered GROUP BY 1
"""

UNSEEN = """
SELECT i.project_id, count(*) FROM annotation_item i
WHERE i.project_id = ANY (%(projects)s) AND i.state = 'gold' AND i.position >= 0
  AND NOT EXISTS (SELECT FROM annotation_assignment a WHERE a.item_id = i.id AND a.kind = 'annotate'
                  AND a.member_id = %(member)s AND a.state IN ('claimed', 'submitted', 'returned', 'skipped'))
  AND NOT EXISTS (SELECT FROM annotation_exclusion e WHERE e.item_id = i.id AND e.member_id = %(member)s)
GROUP BY i.project_id
"""


@dataclass(frozen=True, slots=True)
class GoldScore:
    """Over `n` gold items: how many were answered `correct` in everything, the mean `score` from 0 to 1, and its 95%
    interval (Wilson).
    """

    n: int
    correct: int
    score: float | None
    low: float
    high: float

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class GoldAnswer:
    """One gold item that a person answered: the mean of its marks, and whether all of them are right."""

    annotation_id: UUID
    item_id: UUID
    score: float
    correct: bool


def score_of(n: int, correct: int, total: float) -> GoldScore:
    """The score of `n` items whose own scores sum to `total`."""
    low, high = wilson(total, n)
    return GoldScore(n, correct, total / n if n else None, low, high)


def gold_items(project: Project) -> QuerySet[Gold]:
    """The project's gold items with their answers and who wrote these."""
    return Gold.objects.filter(project=project).select_related("item", "created_by__user")


def gold_of(item: Item) -> Gold | None:
    """The right answers to an item, if it is gold."""
    return Gold.objects.filter(item=item).first()


def answered_gold(item_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int]]:
    """{item: (how many people answered it, how many of them all right)}, without those that nobody answered."""
    with connection.cursor() as cursor:
        cursor.execute(GIVEN, {"items": list(item_ids)})
        return {item: (given, correct) for item, given, correct in cursor.fetchall()}


def gold_scores(project: Project) -> list[dict[str, Any]]:
    """Everybody's gold score in a project, the lowest first, and for each question."""
    overall = _scores(project.pk)
    by_question = _scores(project.pk, by_question=True)
    people = Member.objects.filter(pk__in={member for member, _ in overall}).select_related("user")
    names = {member.pk: str(member) for member in people}
    rows = [
        {
            "member": {"id": member, "name": names[member]},
            **score.to_json(),
            "by_question": _questions(by_question, member),
        }
        for (member, _), score in overall.items()
        if member in names
    ]
    return sorted(rows, key=lambda row: (row["score"], row["member"]["name"]))


def own_gold_score(project: Project, member: Member) -> dict[str, Any] | None:
    """A person's own score, where the project tells people how they do."""
    if workflow_of(project).gold.feedback == "none":
        return None
    score = _scores(project.pk, member.pk).get((member.pk, ""), score_of(0, 0, 0.0))
    by_question = _scores(project.pk, member.pk, by_question=True)
    return {**score.to_json(), "by_question": _questions(by_question, member.pk)}


def hidden_coming(member: Member, others: Mapping[UUID, int]) -> dict[UUID, int]:
    """{project: how many gold items the person still gets there, and how many that ask for the second time}, given how
    many ordinary ones are left for them.
    """
    listed = ProjectPerson.objects.filter(member=member, project__in=others).select_related("project")
    people = {person.project_id: person for person in listed if _hides(workflow_of(person.project))}
    if not people:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(UNSEEN, {"projects": list(people), "member": member.pk})
        unseen = dict(cursor.fetchall())
    return {pk: _hidden_coming(person, others[pk], unseen.get(pk, 0)) for pk, person in people.items()}


def _hidden_coming(person: ProjectPerson, others: int, unseen: int) -> int:
    """How many items of either sort come before the last of the others; `unseen` gold items are there."""
    workflow, seed = workflow_of(person.project), str(person.pk)
    before = others_given(workflow.gold, person.given, seed)
    again = again_to_come(workflow.again, before, others, seed)
    return again + min(unseen, gold_to_come(workflow.gold, person.given, others + again, seed))


def _hides(workflow: Workflow) -> bool:
    return bool(workflow.gold.onboarding or workflow.gold.percent or workflow.again)


def latest_gold(project_id: UUID, member_id: UUID, limit: int) -> list[GoldAnswer]:
    """The last `limit` gold items that a person answered, newest first; costs as much as these have marks."""
    with connection.cursor() as cursor:
        cursor.execute(LATEST, {"project": project_id, "member": member_id, "limit": limit})
        return [GoldAnswer(*row) for row in cursor.fetchall()]


def feedback(annotation: Annotation) -> dict[str, Any] | None:
    """What a learner is told of their answers: the score, and where the project gives hints, which answers are wrong
    and what was written to help there; never the right answer. What they are about goes by the handles they saw.

    None in a project that tells nothing, and of an item that is no gold; the first answers keep their marks.
    """
    mode = workflow_of(annotation.project).gold.feedback
    marks = [] if mode == "none" else list(GoldMark.objects.filter(annotation=annotation).order_by("id"))
    if not marks:
        return None
    told: list[dict[str, Any]] = []
    if mode == "hints":
        gold = Gold.objects.filter(item_id=annotation.item_id).first()
        hints, handles = gold.hints if gold else {}, shown_content(annotation.assignment).handles()
        told = [
            {
                "question": mark.question,
                "on": handles.get(mark.on, mark.on),
                "correct": mark.correct,
                "hint": "" if mark.correct else hints.get(mark.question, ""),
            }
            for mark in marks
        ]
    return {"score": fmean(mark.score for mark in marks), "marks": told}


def gold_score(project: Project, member_id: UUID) -> float | None:
    """How right a member's answers to gold are by now: the mean score of their latest; None without any."""
    return mean_score(latest_gold(project.pk, member_id, LATEST_ITEMS)).score


def mean_score(answers: Iterable[GoldAnswer]) -> GoldScore:
    """The score of some answered gold items."""
    rows = list(answers)
    return score_of(len(rows), sum(row.correct for row in rows), sum(row.score for row in rows))


def _scores(
    project_id: UUID, member_id: UUID | None = None, *, by_question: bool = False
) -> dict[tuple[UUID, str], GoldScore]:
    with connection.cursor() as cursor:
        cursor.execute(SCORES, {"project": project_id, "member": member_id, "by_question": by_question})
        return {
            (member, question): score_of(n, correct, total) for member, question, n, correct, total in cursor.fetchall()
        }


def _questions(scores: dict[tuple[UUID, str], GoldScore], member: UUID) -> list[dict[str, Any]]:
    own = {question: score for (who, question), score in scores.items() if who == member}
    return [{"question": question, **score.to_json()} for question, score in sorted(own.items())]
