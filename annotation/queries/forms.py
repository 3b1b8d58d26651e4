"""Forms of projects, parsed once per process: a version never changes."""

from functools import lru_cache
from uuid import UUID

from accounts.tenancy import current_organisation_id
from annotation.forms import Form, parse_form
from annotation.models import Project, ProjectForm


def current_form(project: Project) -> Form:
    """The project's form as new work is given out under."""
    return form_at(project.pk, project.form_version)


def form_at(project_id: UUID, version: int) -> Form:
    """One version of a project's form."""
    return _form(current_organisation_id(), project_id, version)


@lru_cache(maxsize=1024)
def _form(organisation_id: UUID, project_id: UUID, version: int) -> Form:
    row = ProjectForm.objects.get(project_id=project_id, version=version)
    return parse_form(row.definition)
