"""What is labeled, by whom: projects, items, the ledger of assignments, annotations."""

from annotation.models.assignments import (
    HELD,
    LIVE,
    Annotation,
    Assignment,
    AssignmentKind,
    AssignmentState,
    Revision,
)
from annotation.models.comments import Comment
from annotation.models.items import Asset, AssetState, Import, ImportProblem, Item, ItemState
from annotation.models.jobs import Job, JobState, unfinished_index
from annotation.models.projects import (
    GuidelinesVersion,
    Project,
    ProjectForm,
    ProjectPerson,
    ProjectState,
    SuggestionMode,
)
from annotation.models.suggestions import Suggestion

__all__ = [
    "HELD",
    "LIVE",
    "Annotation",
    "Asset",
    "AssetState",
    "Assignment",
    "AssignmentKind",
    "AssignmentState",
    "Comment",
    "GuidelinesVersion",
    "Import",
    "ImportProblem",
    "Item",
    "ItemState",
    "Job",
    "JobState",
    "Project",
    "ProjectForm",
    "ProjectPerson",
    "ProjectState",
    "Revision",
    "Suggestion",
    "SuggestionMode",
    "unfinished_index",
]
