"""How probable answers are, as far as people's habits tell, and what differing answers come to.

Habits are learnt from independent answers alone, and so is the certainty of an item: what a reviewer corrected, an
adjudicator wrote or a suggestion had told tells nothing of its author. What an item's answers come to is asked of those
that stand.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, LiteralString
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Count, F, Q, Sum

from annotation.agreement.deciding import Decided, Rule, Values, by_place, certainty, decide, posteriors, votes
from annotation.agreement.habits import Habits, Vote, assumed_habits, has_habits
from annotation.agreement.judged import Book
from annotation.agreement.live import unaided
from annotation.distribution import Workflow
from annotation.forms import Answers, Category, Form
from annotation.forms.answers import Place
from annotation.models import Annotation, Item, Project, Tally
from annotation.models import Habits as HabitsRow
from annotation.queries.forms import current_form, form_at
from annotation.queries.heard import INDEPENDENT, own_answers
from annotation.queries.people import shown_person
from annotation.queries.workflow import workflow_of

CHUNK = 2000

OWN: LiteralString = f"""
SELECT n.item_id::text, n.member_id::text, coalesce(n.independent_answers, n.answers)::text, n.aided::text
FROM annotation_annotation n JOIN annotation_item i ON i.id = n.item_id
WHERE n.project_id = %(project)s AND i.state <> 'gold' AND {INDEPENDENT}
"""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An item's `certainty`, the agreement on what has no probability (`uncounted`), and what its answers come to;
    None where the project doesn't ask for it or nothing is known.
    """

    certainty: float | None = None
    uncounted: float | None = None
    decided: Decided | None = None


def weigh(item: Item, annotations: Sequence[Annotation], agreement: Mapping[str, float], workflow: Workflow) -> Weighed:
    """Weigh the annotations that count on an item; `agreement` is that on each question. O(annotations)."""
    if not annotations or (workflow.stop.by != "posterior" and workflow.resolve.by == "none"):
        return Weighed()
    form = form_at(item.project_id, max(annotation.form_version for annotation in annotations))
    people = [annotation.member_id for annotation in annotations]
    habits = habits_of(item.project, form, people) if workflow.by_posterior else {}
    rest = [figure for question, figure in agreement.items() if question not in habits]
    return Weighed(
        certainty=certainty(form, {str(row.member_id): own_answers(row) for row in annotations}, habits),
        uncounted=sum(rest) / len(rest) if rest else None,
        decided=_decided(item, form, annotations, habits, workflow),
    )


def _decided(
    item: Item, form: Form, annotations: Sequence[Annotation], habits: Mapping[str, Habits], workflow: Workflow
) -> Decided | None:
    """By majority where somebody has corrected an answer: people's habits say nothing of those who judge them."""
    if workflow.resolve.by == "none":
        return None
    corrected = any(row.independent_answers not in (None, row.answers) for row in annotations)
    by = "majority" if corrected else workflow.resolve.by
    said = {str(row.member_id): row.answers for row in annotations}
    return decide(form, item.content, said, Rule(by, workflow.resolve.confidence, habits))


def habits_of(project: Project, form: Form, members: Collection[UUID] | None = None) -> dict[str, Habits]:
    """The habits with each of the form's questions that can have any, of these members or of all who are known; those
    that are assumed where nothing has been learnt, or the question had other options then.
    """
    wanted = {question.name: question for question in form.questions if has_habits(question)}
    if not wanted:
        return {}
    rows = HabitsRow.objects.filter(project=project, question__in=wanted)
    if members is not None:
        rows = rows.filter(Q(member=None) | Q(member__in=members))
    pooled: dict[str, HabitsRow] = {}
    own: dict[str, dict[str, Any]] = {name: {} for name in wanted}
    for row in rows:
        if row.member_id is None:
            pooled[row.question] = row
        else:
            own[row.question][str(row.member_id)] = row.confusion
    return {name: _habits(assumed_habits(question), pooled.get(name), own[name]) for name, question in wanted.items()}


def _habits(assumed: Habits, row: HabitsRow | None, own: Mapping[str, Any]) -> Habits:
    if row is None or row.prior is None or row.categories != list(assumed.categories):
        return assumed
    return Habits(assumed.categories, row.prior, row.confusion, own, row.labels)


def judgements(project: Project, form: Form) -> dict[str, Book]:
    """Everybody's independent judgements, by question that can have habits; units are (item id, target). It reads with
    a cursor of the caller's transaction.
    """
    wanted = {question.name: question for question in form.questions if has_habits(question)}
    books = {
        name: Book({category: number for number, category in enumerate(assumed_habits(question).categories)})
        for name, question in wanted.items()
    }
    for item, member, answers in _independent(project):
        for row in answers:
            if question := wanted.get(row["question"]):
                for _, category in question.judgements(row["value"]):
                    books[question.name].note((item, row["on"]), member, category)
    return books


def _independent(project: Project) -> Iterable[tuple[str, str, Answers]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(OWN, {"project": project.pk})
        while rows := cursor.fetchmany(CHUNK):
            for item, member, answers, aided in rows:
                yield item, member, unaided(orjson.loads(answers), orjson.loads(aided))


def item_truth(item: Item, *, named: bool) -> dict[str, Any]:
    """How probable each answer to an item is, whether or not its project asks for it: `certainty`, and for each
    question with habits and target the categories, most probable first, with how many people gave each, and who they
    are, as the reader may see them.
    """
    form, workflow = current_form(item.project), workflow_of(item.project)
    annotations = list(Annotation.objects.filter(item=item, withdrawn_at=None).select_related("member__user"))
    habits = habits_of(item.project, form, [row.member_id for row in annotations])
    people = {str(row.member_id): shown_person(row.member_id, str(row.member), named=named) for row in annotations}
    said = {str(row.member_id): own_answers(row) for row in annotations}
    given = by_place(said)
    return {
        "certainty": certainty(form, said, habits),
        "enough": workflow.stop.confidence if workflow.stop.by == "posterior" else None,
        "rests_on": _rests_on(item.project, habits),
        "questions": [
            _place_truth(place, chances, _votes(form, place, given[place]), habits[place[0]], people)
            for place, chances in posteriors(form, said, habits).items()
        ],
    }


def _votes(form: Form, place: Place, values: Values) -> list[Vote]:
    question = form.question(place[0])
    return votes(question, values) if question else []


def _place_truth(
    place: Place,
    chances: Mapping[Category, float],
    given: Sequence[Vote],
    habits: Habits,
    people: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
    """How probable each category is in one place, and who said what with which weight, the weightiest first."""
    question, on = place
    voices = [
        {"member": people[vote[0]], "value": vote[1], "weight": habits.weight(vote)}
        for vote in given
        if vote[1] in habits.categories
    ]
    return {
        "question": question,
        "on": on,
        "posterior": _chances(chances, Counter(category for _, category in given)),
        "said": sorted(voices, key=itemgetter("weight"), reverse=True),
    }


def _rests_on(project: Project, habits: Mapping[str, Habits]) -> list[dict[str, Any]]:
    """What is known of people's habits with each question; nothing where they are only assumed."""
    learnt = dict(HabitsRow.objects.filter(project=project, member=None).values_list("question", "fitted_at"))
    people = people_known(project)
    return [
        {
            "question": name,
            "people": people.get(name, 0) if known.labels else 0,
            "judgements": known.labels,
            "learnt_at": learnt.get(name) if known.labels else None,
        }
        for name, known in habits.items()
    ]


def people_known(project: Project) -> dict[str, int]:
    """How many people's habits with each question have been learnt."""
    rows = HabitsRow.objects.filter(project=project, member__isnull=False)
    return dict(rows.values_list("question").annotate(Count("pk")))


def _chances(chances: Mapping[Category, float], given: Counter[Category]) -> list[dict[str, Any]]:
    likeliest = sorted(chances, key=chances.__getitem__, reverse=True)
    return [{"value": category, "probability": chances[category], "people": given[category]} for category in likeliest]


def project_truth(project: Project) -> dict[str, Any]:
    """How far each question's answers could be decided when habits were last learnt, and how many answers were not
    asked for because items were certain enough.
    """
    workflow = workflow_of(project)
    rows = HabitsRow.objects.filter(project=project, member=None)
    known, people = {row.question: row for row in rows}, people_known(project)
    questions = [question for question in current_form(project).questions if has_habits(question)]
    return {
        "by": deciding_by(workflow),
        "decides": workflow.resolve.by != "none",
        "confidence": workflow.resolve.confidence,
        "certainty_kept": workflow.by_posterior,
        "labels_saved": labels_saved(project, workflow),
        "questions": [
            {
                "question": question.name,
                "title": question.title,
                **(known[question.name].figures or {}),
                "labels": known[question.name].labels,
                "people": people.get(question.name, 0),
                "fitted_at": known[question.name].fitted_at,
            }
            if question.name in known
            else {"question": question.name, "title": question.title, **NOTHING_KNOWN}
            for question in questions
        ],
    }


NOTHING_KNOWN: dict[str, Any] = {
    "decided": 0,
    "tied": 0,
    "needs_review": 0,
    "expected_accuracy": None,
    "labels": 0,
    "people": 0,
    "fitted_at": None,
}


def learnt_of_all(project: Project) -> dict[str, dict[str, Any]]:
    """How far each question's answers could be decided, as the project's page says, where that was learnt of as many
    answers as there are now: a pass of its own, which goes on from nothing, would decide some doubtful ones otherwise.
    """
    answers = answers_so_far([project.pk]).get(project.pk, 0)
    rows = HabitsRow.objects.filter(project=project, member=None, answers=answers, form_version=project.form_version)
    return {row.question: row.figures for row in rows if row.figures is not None}


def deciding_by(workflow: Workflow) -> str:
    """What figures of a project decide by: what it resolves by, or a posterior where nothing is resolved yet."""
    return "posterior" if workflow.resolve.by == "none" else workflow.resolve.by


def labels_saved(project: Project, workflow: Workflow) -> int:
    """How many answers were not asked for of items that are done: as many as `most_overlap` would have allowed."""
    if workflow.most_overlap is None:
        return 0
    done = Item.objects.filter(project=project, state="done", overlap__lt=workflow.most_overlap)
    saved = done.aggregate(saved=Sum(workflow.most_overlap - F("overlap")))["saved"]
    return int(saved or 0)


def answers_so_far(projects: Collection[UUID]) -> dict[UUID, int]:
    """How many annotations stand in each of these projects, by the counts that are kept."""
    rows = Tally.objects.filter(project__in=projects, subject="annotate", state="submitted")
    return dict(rows.values_list("project").annotate(Sum("n")).values_list("project", "n__sum"))
