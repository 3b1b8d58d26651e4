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


def takes_images(form: Form) -> bool:
    """Whether people put pictures of their own into answers to this form."""
    settings = (question.to_json() for question in form.questions)
    return any(each.get("prompt_images") or each.get("response_images") for each in settings)


@lru_cache(maxsize=1024)
def _form(organisation_id: UUID, project_id: UUID, version: int) -> Form:
    row = ProjectForm.objects.get(project_id=project_id, version=version)
    return parse_form(row.definition)
