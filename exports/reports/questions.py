"""What a report says of one question."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from annotation.agreement.figures import figures_of
from annotation.agreement.figures.labelled import Labelled
from annotation.agreement.habits import has_habits, learnt, summary
from annotation.agreement.heard import Heard
from annotation.agreement.questions import Agreement
from annotation.forms import Question
from exports.reports.levels import headline_of
from exports.reports.reasons import reasons

MOST_CONFUSED = 50
"""Items of the most confused pair."""


class Asked:
    """A question with the collector of its kind."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.collector = figures_of(question)

    def hear(self, heard: Heard) -> None:
        """One more item."""
        self.collector.hear(heard.answered(self.question.name))

    def rows(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """(the question's row, its headline)."""
        found, figures = self.collector.agreement(), self.collector.figures()
        headline = headline_of(found)
        row = found.to_json() | {
            "options": options_of(self.question),
            "ac1": figures.get("ac1") or _alone(found),
            "level": headline["level"],
            "change": None,
            "why": reasons(found, figures),
            "figures": figures,
            "confused_items": self._confused_items(figures),
            "truth": None,
        }
        return row, headline

    def truth(self, by: str, confidence: float) -> dict[str, Any] | None:
        """What the answers come to, of questions whose answers are single categories."""
        if not isinstance(self.collector, Labelled) or not has_habits(self.question) or not self.collector.book.size:
            return None
        book = self.collector.book
        return asdict(summary(book, learnt(book), by=by, confidence=confidence))

    def _confused_items(self, figures: dict[str, Any]) -> list[str]:
        """The items on which people gave both categories of the most confused pair, the most divided first."""
        if not isinstance(self.collector, Labelled) or not figures["confused"]:
            return []
        book = self.collector.book
        one, other = (book.categories[category] for category in figures["confused"]["categories"])
        votes = book.labels().votes()
        met = np.minimum(votes[:, one], votes[:, other])
        divided = (unit for unit in np.argsort(-met, kind="stable").tolist() if met[unit])
        items = dict.fromkeys(self.collector.item_of(unit) for unit in divided)
        return list(items)[:MOST_CONFUSED]


def options_of(question: Question) -> list[dict[str, Any]]:
    """What could be chosen."""
    return [{"value": each["value"], "title": each["title"]} for each in question.to_json().get("options", ())]


def _alone(found: Agreement) -> dict[str, Any] | None:
    """AC1 of kinds whose collectors give it no interval."""
    return None if found.ac1 is None else {"value": found.ac1, "low": None, "high": None}
