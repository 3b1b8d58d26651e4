"""What a person sees of their assignments: handles, never ids."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.models import Member
from annotation.forms import Blinded, rename_targets, with_handles
from annotation.models import Annotation, Assignment
from annotation.queries.assets import asset_views
from annotation.queries.forms import form_at


def own_assignments(member: Member) -> QuerySet[Assignment]:
    """Every assignment that a member holds or held."""
    return Assignment.objects.filter(member=member).select_related("item", "project")


def shown_content(assignment: Assignment) -> Blinded:
    """The parts of the item's content that the form shows, in the order drawn for this person, under handles."""
    form = form_at(assignment.project_id, assignment.form_version or 1)
    content = {key: value for key, value in assignment.item.content.items() if key in form.shows}
    return with_handles(content, (assignment.shown or []) if "responses" in content else [])


def assignment_views(assignments: Sequence[Assignment]) -> list[dict[str, Any]]:
    """The API's picture of assignments to work on; images of all of them are looked up at once."""
    shown = [shown_content(assignment) for assignment in assignments]
    assets = asset_views({asset for blinded in shown for asset in blinded.images.values()})
    return [_view(assignment, blinded, assets) for assignment, blinded in zip(assignments, shown, strict=True)]


def submitted_answers(assignment: Assignment) -> list[dict[str, Any]] | None:
    """A person's own submitted answers, in the handles they saw."""
    annotation = Annotation.objects.filter(assignment=assignment).first()
    if annotation is None:
        return None
    form = form_at(assignment.project_id, annotation.form_version)
    return rename_targets(form, annotation.answers, shown_content(assignment).handles())


def _view(assignment: Assignment, blinded: Blinded, assets: dict[str, dict[str, Any]]) -> dict[str, Any]:
    project = assignment.project
    draft = None
    if assignment.draft is not None:
        draft = {"answers": assignment.draft, "saved_at": assignment.draft_at}
    return {
        "id": assignment.pk,
        "project": {"id": project.pk, "name": project.name},
        "state": assignment.state,
        "lease_until": assignment.lease_until,
        "form": form_at(project.pk, assignment.form_version or 1).to_json(),
        "guidelines": project.guidelines,
        "content": blinded.content,
        "assets": {handle: assets[asset] for handle, asset in blinded.images.items() if asset in assets},
        "draft": draft,
    }
