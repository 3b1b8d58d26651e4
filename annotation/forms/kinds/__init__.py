"""The kinds of question. A kind is one module with one class; to add one, write its module and name it here."""

from __future__ import annotations

from annotation.forms.kinds.choice import Choice
from annotation.forms.kinds.dialogue import Dialogue
from annotation.forms.kinds.preference import Preference
from annotation.forms.kinds.ranking import Ranking
from annotation.forms.kinds.rating import Rating
from annotation.forms.kinds.regions import Regions
from annotation.forms.kinds.spans import Spans
from annotation.forms.kinds.text import Text
from annotation.forms.question import Question

KINDS: dict[str, type[Question]] = {
    kind.kind: kind for kind in (Choice, Rating, Ranking, Preference, Text, Spans, Regions, Dialogue)
}

__all__ = ["KINDS", "Choice", "Dialogue", "Preference", "Ranking", "Rating", "Regions", "Spans", "Text"]
