"""Setting projects up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, Func

from accounts.actions.events import record_event
from accounts.models import Client, Member
from accounts.refusals import Invalid, Refused
from annotation.forms import Form, InvalidForm, Loss, Problem, parse_form, removed_by, uses
from annotation.models import Annotation, GuidelinesVersion, Project, ProjectForm, ProjectPerson
from annotation.queries.forms import current_form


class NameTaken(Refused):
    """Another project of the same client has this name."""

    type = "name-taken"
    title = "The client has a project of this name"


class FormInUse(Refused):
    """The edit would take away what people have answered."""

    type = "form-in-use"
    title = "Answers use what this form removes"


def read_form(definition: object, *, version: int, pointer: str = "") -> Form:
    """The form a person sent, which stands at `pointer` of their request."""
    try:
        return parse_form(definition).at_version(version)
    except InvalidForm as error:
        raise Invalid(
            problems=[Problem(pointer + problem.pointer, problem.detail) for problem in error.problems]
        ) from None


def create_project(
    *, client: Client, name: str, form: Form, guidelines: str, overlap: int, by: Member, at: datetime
) -> Project:
    """A new active project with its form; who makes it may do all the work in it, so that a team of one can start."""
    project = Project(client=client, name=name, guidelines=guidelines, overlap=overlap, created_at=at)
    _save_named(project)
    _add_form(project, form, by=by, at=at)
    _add_guidelines(project, by=by, at=at)
    ProjectPerson.objects.create(project=project, member=by, annotate=True, review=True, adjudicate=True)
    record_event("project.created", subject=project, project_id=project.pk, actor=by, at=at, name=name)
    return project


def edit_project(*, project: Project, changes: dict[str, Any], by: Member, at: datetime) -> Project:
    """Change some of a project's settings; `project` is locked by the caller. Other guidelines are a new version."""
    rewritten = changes.get("guidelines", project.guidelines) != project.guidelines
    for field, value in changes.items():
        setattr(project, field, value)
    project.version += 1
    project.guidelines_version += rewritten
    _save_named(project)
    if rewritten:
        _add_guidelines(project, by=by, at=at)
    record_event("project.edited", subject=project, project_id=project.pk, actor=by, at=at, fields=sorted(changes))
    return project


def replace_form(*, project: Project, form: Form, by: Member, at: datetime) -> Form:
    """Make `form` the next version; refused, with a count, if it takes away what answers use."""
    if removed := removed_by(current_form(project), form):
        _refuse_removal_of_used(project, removed)
    project.form_version += 1
    form = form.at_version(project.form_version)
    _add_form(project, form, by=by, at=at)
    edit_project(project=project, changes={"form_version": form.version}, by=by, at=at)
    return form


def confirm_guidelines(*, person: ProjectPerson, version: int) -> int:
    """Remember that somebody has read the guidelines up to this version; returns the latest they have read."""
    if not 1 <= version <= person.project.guidelines_version:
        latest = person.project.guidelines_version
        raise Invalid(problems=[Problem("/version", f"There are the versions 1 to {latest}.")])
    person.guidelines_seen = max(version, person.guidelines_seen or 0)
    person.save(update_fields=["guidelines_seen"])
    return person.guidelines_seen


def hold_still(project_id: UUID) -> None:
    """Until the transaction ends nothing of the project is taken back or added to; called before work is frozen."""
    Project.objects.select_for_update(no_key=True).get(pk=project_id)


def note_frozen(project_id: UUID) -> None:
    """What was recorded up to now may be in an export. Called after it was chosen, in a project that holds still.

    By the database's clock, as the revisions are: those of several machines differ.
    """
    Project.objects.filter(pk=project_id).update(last_frozen_at=ClockTimestamp())


class ClockTimestamp(Func):
    """The database's clock at this moment, not at the beginning of the transaction."""

    function = "clock_timestamp"
    output_field = DateTimeField()


def _save_named(project: Project) -> None:
    try:
        with transaction.atomic():
            project.save()
    except IntegrityError as error:
        if "annotation_project_name" in str(error):
            raise NameTaken from None
        raise


def _add_form(project: Project, form: Form, *, by: Member, at: datetime) -> None:
    ProjectForm.objects.create(
        project=project, version=form.version, definition=form.to_json(), created_by=by, created_at=at
    )


def _add_guidelines(project: Project, *, by: Member, at: datetime) -> None:
    GuidelinesVersion.objects.create(
        project=project,
        version=project.guidelines_version,
        text=project.guidelines,
        created_by=by,
        created_at=at,
    )


def _refuse_removal_of_used(project: Project, removed: list[Loss]) -> None:
    answers = Annotation.objects.filter(project=project).values_list("answers", flat=True).iterator(chunk_size=2000)
    used = sum(uses(given, removed) for given in answers)
    if used:
        details = ", ".join(sorted({loss.detail for loss in removed}))
        raise FormInUse(f"{used} annotations use what would be removed: {details}.")
