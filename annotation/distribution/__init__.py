"""Who gets what, in which order it is shown, and what comes next for an item. No framework."""

from annotation.distribution.order import below, random_words, shown_order
from annotation.distribution.steps import Answered, Decision, ItemFacts, Step, in_quota, next_step
from annotation.distribution.workflow import (
    InvalidWorkflow,
    Resolve,
    Review,
    ReviewFigures,
    Stop,
    Workflow,
    parse_workflow,
)

__all__ = [
    "Answered",
    "Decision",
    "InvalidWorkflow",
    "ItemFacts",
    "Resolve",
    "Review",
    "ReviewFigures",
    "Step",
    "Stop",
    "Workflow",
    "below",
    "in_quota",
    "next_step",
    "parse_workflow",
    "random_words",
    "shown_order",
]
