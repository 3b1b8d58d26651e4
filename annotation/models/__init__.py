"""What is labeled, by whom: projects, items, the ledger of assignments, annotations, what becomes of them."""

from annotation.models.assignments import (
    HELD,
    LIVE,
    Annotation,
    AnswersSeen,
    Assignment,
    AssignmentKind,
    AssignmentState,
    Judgement,
    Revision,
)
from annotation.models.comments import Comment
from annotation.models.counts import Count, Counted
from annotation.models.facts import ItemFacts
from annotation.models.figures import FiguresAbout, KeptFigures
from annotation.models.gold import Gold, GoldMark
from annotation.models.imports import Import, ImportProblem, ImportSource, ImportStage
from annotation.models.items import (
    TOP_UP_LINE,
    Asset,
    AssetState,
    Exclusion,
    Item,
    ItemState,
    ItemText,
    ItemVersion,
)
from annotation.models.jobs import Job, JobState, unfinished_index
from annotation.models.model_scores import ModelScore, Threshold
from annotation.models.projects import (
    LINES,
    GuidelinesVersion,
    Pause,
    Project,
    ProjectForm,
    ProjectPerson,
    ProjectState,
    SuggestionMode,
)
from annotation.models.reviews import Resolution, ResolutionKind, Verdict
from annotation.models.rules import Collector, Consequence, Firing, Operator, Rule
from annotation.models.settlings import Settling
from annotation.models.suggestions import Suggestion
from annotation.models.tallies import Tally
from annotation.models.truth import Habits
from annotation.models.views import SavedView

__all__ = [
    "HELD",
    "LINES",
    "LIVE",
    "TOP_UP_LINE",
    "Annotation",
    "AnswersSeen",
    "Asset",
    "AssetState",
    "Assignment",
    "AssignmentKind",
    "AssignmentState",
    "Collector",
    "Comment",
    "Consequence",
    "Count",
    "Counted",
    "Exclusion",
    "FiguresAbout",
    "Firing",
    "Gold",
    "GoldMark",
    "GuidelinesVersion",
    "Habits",
    "Import",
    "ImportProblem",
    "ImportSource",
    "ImportStage",
    "Item",
    "ItemFacts",
    "ItemState",
    "ItemText",
    "ItemVersion",
    "Job",
    "JobState",
    "Judgement",
    "KeptFigures",
    "ModelScore",
    "Operator",
    "Pause",
    "Project",
    "ProjectForm",
    "ProjectPerson",
    "ProjectState",
    "Resolution",
    "ResolutionKind",
    "Revision",
    "Rule",
    "SavedView",
    "Settling",
    "Suggestion",
    "SuggestionMode",
    "Tally",
    "Threshold",
    "Verdict",
    "unfinished_index",
]
