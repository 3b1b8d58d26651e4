"""A project that nobody has worked in takes over how another one was: its forms, guidelines, workflow and settings."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from accounts.actions.events import record_event
from accounts.models import Member, Skill
from accounts.refusals import Invalid, Refused
from annotation.actions.import_answers import members_of
from annotation.actions.projects import edit_project, read_form, replace_form
from annotation.actions.workflow import read_workflow, set_workflow
from annotation.forms import Form, InvalidForm, Problem, parse_form
from annotation.imports.foreign import Lost
from annotation.imports.losses import with_losses
from annotation.models import Annotation, GuidelinesVersion, Import, Item, Project, SuggestionMode
from annotation.queries.forms import form_at

WORKFLOW = "settings of the workflow about skills or people who are not here"
SETTINGS: Mapping[str, Callable[[Any], bool]] = {
    "overlap": lambda value: _is_whole(value, 1, 100),
    "lease_minutes": lambda value: _is_whole(value, 1, 1440),
    "shuffle_responses": lambda value: isinstance(value, bool),
    "skip_reason_required": lambda value: isinstance(value, bool),
    "suggestions": lambda value: value in SuggestionMode.values,
}
"""What of a project's settings comes along, and what they may be."""


class HasWork(Refused):
    """People have answered under the form that the project has."""

    type = "project-has-work"
    title = "The project has work already"


def adopt(*, job: Import, by: Member, at: datetime) -> None:
    """Take over the form that the files of an import need and their guidelines; of our own full file every version of
    both, and where the project has no items yet the workflow and the settings too. Raises `Invalid` or `HasWork`.
    """
    if job.form is None:
        raise Invalid(problems=[Problem("/adopt_form", "The file says nothing about a form.")])
    project = Project.objects.select_for_update(no_key=True).get(pk=job.project_id)
    if Annotation.objects.filter(project=project).exists():
        raise HasWork("Its form stays: map the file's questions to its own.")
    for form in _forms(job):
        _adopt_form(project, form, by=by, at=at)
    if job.about.get("guidelines_versions"):
        _adopt_guidelines(job, project, by=by, at=at)
    elif job.guidelines and not project.guidelines:
        edit_project(project=project, changes={"guidelines": job.guidelines}, by=by, at=at)
    if job.about and not Item.objects.filter(project=project).exists():
        _adopt_settings(job, project, by=by, at=at)


def _forms(job: Import) -> list[Form]:
    """Every version that the file tells of, and then the one that its answers need."""
    needed = read_form(job.form, version=1)
    try:
        versions = [parse_form(each).at_version(1) for each in job.about.get("forms") or ()]
    except InvalidForm:
        return [needed]
    return versions if versions and versions[-1] == needed else [*versions, needed]


def _adopt_form(project: Project, form: Form, *, by: Member, at: datetime) -> None:
    """The next version, unless it is the one that holds."""
    if form_at(project.pk, project.form_version).at_version(1) != form:
        replace_form(project=project, form=form, by=by, at=at)


def _adopt_guidelines(job: Import, project: Project, *, by: Member, at: datetime) -> None:
    """The guidelines' versions behind those that the project has, without what they begin with alike."""
    told = [each for each in job.about["guidelines_versions"] if isinstance(each, dict)]
    texts = [each["text"] for each in told if isinstance(each.get("text"), str)]
    own = list(GuidelinesVersion.objects.filter(project=project).order_by("version").values_list("text", flat=True))
    new = texts[len(own) :] if texts[: len(own)] == own else texts
    for text in new:
        edit_project(project=project, changes={"guidelines": text}, by=by, at=at)


def _adopt_settings(job: Import, project: Project, *, by: Member, at: datetime) -> None:
    given = job.about.get("settings")
    if isinstance(given, dict):
        changes = {name: given[name] for name, right in SETTINGS.items() if name in given and right(given[name])}
        edit_project(project=project, changes=changes, by=by, at=at)
    workflow = job.about.get("workflow")
    if isinstance(workflow, dict) and workflow:
        kept, lost = _known(workflow, {name: str(pk) for name, pk in members_of(job, at=at).items()})
        try:
            set_workflow(project=project, workflow=read_workflow(kept), by=by, at=at)
        except Invalid:
            lost = True
        if lost:
            job.losses = with_losses(job.losses, [Lost(WORKFLOW, "")])
            job.save(update_fields=["losses"])
    record_event("project.adopted", subject=project, project_id=project.pk, actor=by, at=at, filename=job.filename)


def _known(workflow: Mapping[str, Any], members: Mapping[str, str]) -> tuple[dict[str, Any], bool]:
    """The workflow without skills and people that are not here, people by their ids here; whether any was left out."""
    skills = {str(pk) for pk in Skill.objects.values_list("pk", flat=True)}
    wanted = _rows(workflow.get("skills"))
    review, gold = dict(workflow.get("review") or {}), dict(workflow.get("gold") or {})
    rules = _rows(review.get("rules"))
    kept = {
        **workflow,
        "skills": [each for each in wanted if each.get("skill") in skills],
        "review": review
        | {
            "rules": [
                {**each, "member": members[each["member"]]} if each.get("member") else each
                for each in rules
                if not each.get("member") or each["member"] in members
            ]
        },
    }
    gives = gold.get("gives")
    if isinstance(gives, dict) and gives.get("skill") not in skills:
        kept["gold"] = gold | {"gives": None}
    lost = len(kept["skills"]) < len(wanted) or len(kept["review"]["rules"]) < len(rules)
    return kept, lost or (bool(gives) and kept.get("gold", {}).get("gives") is None)


def _rows(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _is_whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
