"""A project's workflow, and what it asks of people."""

from annotation.distribution import Workflow, parse_workflow
from annotation.models import Project


def workflow_of(project: Project) -> Workflow:
    """How work goes in the project; one without settings has the defaults."""
    return parse_workflow(project.workflow)
