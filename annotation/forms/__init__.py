"""Forms, content and answers: what is asked about an item, what it shows, and whether an answer fits. No framework.

A kind of question is one module in `kinds/`: its settings, validation, canonical value, what agreement compares
and what an export adds.
"""

from annotation.forms.answers import (
    Answer,
    Answers,
    answer_problems,
    asset_ids,
    canonical_answers,
    visible_places,
)
from annotation.forms.changes import removed_by, uses
from annotation.forms.content import content_problems, image_ids
from annotation.forms.form import Form, parse_form
from annotation.forms.handles import Blinded, rename_targets, with_handles
from annotation.forms.measure import Category, Measure, Metric, Unit
from annotation.forms.problems import InvalidForm, Problem
from annotation.forms.question import Loss, Question
from annotation.forms.target import Content, Scope, Sizes, Target, Turn, response_ids, targets, turns

__all__ = [
    "Answer",
    "Answers",
    "Blinded",
    "Category",
    "Content",
    "Form",
    "InvalidForm",
    "Loss",
    "Measure",
    "Metric",
    "Problem",
    "Question",
    "Scope",
    "Sizes",
    "Target",
    "Turn",
    "Unit",
    "answer_problems",
    "asset_ids",
    "canonical_answers",
    "content_problems",
    "image_ids",
    "parse_form",
    "removed_by",
    "rename_targets",
    "response_ids",
    "targets",
    "turns",
    "uses",
    "visible_places",
    "with_handles",
]
