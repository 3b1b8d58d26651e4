"""Every figure that a quality report gives of one question, collected item by item. No framework.

`figures_of(question)` gives the collector of the question's kind. Each figure is None where it is undefined; how alpha
comes about, and why it is undefined, is said by `annotation.agreement.questions`.
"""

from __future__ import annotations

from annotation.agreement.figures.collector import Answered, Collector
from annotation.agreement.figures.labelled import Labelled
from annotation.agreement.figures.labelled_with_several import LabelledWithSeveral
from annotation.agreement.figures.marked import Marked
from annotation.agreement.figures.ordered import Ordered
from annotation.agreement.figures.preferred import Preferred
from annotation.agreement.figures.written import Written
from annotation.forms import Question
from annotation.forms.kinds import Choice, Preference, Ranking, Rating, Regions, Spans


def figures_of(question: Question) -> Collector:
    """What collects the figures of a question."""
    match question:
        case Choice(multiple=True):
            return LabelledWithSeveral(question)
        case Choice() | Rating():
            return Labelled(question)
        case Ranking():
            return Ordered(question)
        case Preference():
            return Preferred(question)
        case Spans() | Regions():
            return Marked(question)
        case _:
            return Written(question)


__all__ = ["Answered", "Collector", "figures_of"]
