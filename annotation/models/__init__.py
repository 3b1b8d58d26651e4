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
from annotation.models.items import Asset, AssetState, Import, ImportProblem, Item, ItemState
from annotation.models.jobs import Job, JobState, unfinished_index
from annotation.models.projects import Project, ProjectForm, ProjectPerson, ProjectState

__all__ = [
    "HELD",
    "LIVE",
    "Annotation",
    "Asset",
    "AssetState",
    "Assignment",
    "AssignmentKind",
    "AssignmentState",
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
    "unfinished_index",
]
