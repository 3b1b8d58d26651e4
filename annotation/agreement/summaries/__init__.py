"""What a question's figures are told from where its clusters are too many to be read whenever somebody looks.

Clusters are nearly as many as items where an item has several units, or answers are sets of labels: counting them saves
nothing. A `Summary` is what is known of all together, some hundred numbers that further clusters are added to exactly,
so that every coefficient is as fresh as if all of them had been read. How wide an interval is can't be told from sums
alone: that is kept from when the summary was made (`made`), and goes with the root of the number of items since then.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotation.agreement.summaries.pairs import Pairs
from annotation.agreement.summaries.sets import Sets
from annotation.agreement.summaries.summary import Amount, Cluster, Summary
from annotation.forms import Question

MOST_CLUSTERS = 500
"""So many different ones of a question are read in a few milliseconds."""


def empty_summary(question: Question) -> Summary:
    """Of nothing as yet; ValueError for a question without categories."""
    measure = question.measure()
    if measure is None:
        raise ValueError("only what is put into categories has a summary")
    return Pairs(question) if measure.categories else Sets(question)


def summary_of(question: Question, clusters: Iterable[tuple[Cluster, int, int]], *, made: int) -> Summary:
    """Of these clusters, (patterns, how many items, how many people judged them) each. It also works out the standard
    errors, for which it takes as long as a report does.
    """
    summary = empty_summary(question)
    summary.made = made
    summary.work_out(clusters)
    return summary


__all__ = ["MOST_CLUSTERS", "Amount", "Cluster", "Summary", "empty_summary", "summary_of"]
