"""Whether more answers to a project's comparing questions would teach a model more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from annotation.agreement.figures.duels import compares, duels
from annotation.agreement.heard import Heard
from annotation.agreement.probe import MOST_PAIRS, Pair, probe
from annotation.forms import Question
from annotation.forms.target import text_of
from annotation.models import Item, Project
from annotation.queries.forms import current_form
from annotation.queries.heard import heard_items

CHUNK = 500
"""Items whose texts are read at once."""


def learnability(
    project: Project, *, since: datetime | None = None, until: datetime | None = None
) -> dict[str, list[dict[str, Any]]]:
    """{"questions": [{"question", "title", …}]} with a learning curve for each question that compares responses (see
    `annotation.agreement.probe`), from the first items with answers of this time. Needs a transaction, and seconds to
    minutes of a worker.
    """
    asked = [question for question in current_form(project).questions if compares(question)]
    return {
        "questions": [
            {
                "question": question.name,
                "title": question.title,
                **probe(islice(_pairs(question, heard_items(project, since=since, until=until)), MOST_PAIRS)),
            }
            for question in asked
        ]
    }


def _pairs(question: Question, items: Iterable[Heard]) -> Iterator[Pair]:
    """Every two responses of an item that somebody compared, with their texts."""
    rest = (heard for heard in items if not heard.gold and not heard.again)
    while chunk := list(islice(rest, CHUNK)):
        texts = _texts(chunk)
        for heard in chunk:
            yield from _of_item(question, heard, texts[heard.item])


def _texts(chunk: Sequence[Heard]) -> dict[str, dict[str, str]]:
    """{item: {response: its text}}"""
    rows = Item.objects.filter(pk__in=[heard.item for heard in chunk]).values_list("pk", "content__responses")
    return {str(item): {row["id"]: text_of(row) for row in responses or ()} for item, responses in rows}


def _of_item(question: Question, heard: Heard, texts: dict[str, str]) -> Iterator[Pair]:
    votes: Counter[tuple[str, str]] = Counter()
    for duel in duels(question, heard.answered(question.name)):
        if duel.decided and texts.get(duel.better) and texts.get(duel.worse):
            votes[duel.better, duel.worse] += 1
    for one, other in sorted({(min(pair), max(pair)) for pair in votes}):
        yield Pair(heard.prompt_key or heard.item, texts[one], texts[other], votes[one, other], votes[other, one])
