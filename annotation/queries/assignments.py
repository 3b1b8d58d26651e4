"""What a person sees of their assignments: handles, never ids."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.models import Member
from annotation.forms import Answers, Blinded, Form, asset_ids, rename_targets, with_handles
from annotation.models import Annotation, Assignment, AssignmentState, Suggestion
from annotation.queries.assets import asset_views, own_uploads
from annotation.queries.comments import comment_counts
from annotation.queries.forms import form_at
from annotation.queries.projects import guidelines_seen
from annotation.queries.suggestions import fitting_answers, shown_suggestions, suggested_to


def own_assignments(member: Member) -> QuerySet[Assignment]:
    """Every item that a member answers or answered; what they judge of others' is read under `queries.reviews`."""
    return own_tasks(member).filter(kind="annotate")


def own_tasks(member: Member) -> QuerySet[Assignment]:
    """Everything that a member holds or held, to answer or to judge."""
    return Assignment.objects.filter(member=member).select_related("item", "project")


def shown_content(assignment: Assignment) -> Blinded:
    """The parts of the item's content that the form shows, in the order drawn for this person, under handles."""
    form = form_of(assignment)
    content = {key: value for key, value in assignment.item.content.items() if key in form.shows}
    return with_handles(content, (assignment.shown or []) if "responses" in content else [])


def assignment_views(assignments: Sequence[Assignment]) -> list[dict[str, Any]]:
    """The API's picture of assignments to work on; whatever they need is looked up for all of them at once."""
    suggested = suggested_to(assignments)
    drawn = [_drawn(assignment, suggested.get(assignment.pk, [])) for assignment in assignments]
    uploads = own_uploads(assignments, {asset for each in drawn for asset in each.uploads})
    known = asset_views({*uploads, *(asset for each in drawn for asset in each.lasting)})
    people, projects = {row.member_id for row in assignments}, {row.project_id for row in assignments}
    seen = guidelines_seen(people, projects)
    comments = comment_counts(assignments)
    return [
        {
            **_view(assignment),
            **each.view(known, uploads),
            "guidelines_seen": seen.get((assignment.project_id, assignment.member_id)),
            "comments": comments.get(assignment.pk, 0),
        }
        for assignment, each in zip(assignments, drawn, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What of an assignment needs pictures: its content, what is suggested, and what the person has written."""

    shown: Blinded
    suggestions: list[dict[str, Any]]
    suggested: set[str]
    uploads: set[str]

    @property
    def lasting(self) -> set[str]:
        """The pictures that belong to the item, whoever looks at it."""
        return {*self.shown.images.values(), *self.suggested}

    def view(self, known: Mapping[str, Any], uploads: Collection[str]) -> dict[str, Any]:
        """The content's pictures go by handles; those of suggestions, and the person's own, by their asset ids."""
        own = self.suggested | (self.uploads & set(uploads))
        named = {**self.shown.images, **{asset: asset for asset in own}}
        return {
            "content": self.shown.content,
            "suggestions": self.suggestions,
            "assets": {name: known[asset] for name, asset in named.items() if asset in known},
        }


def _drawn(assignment: Assignment, suggested: Sequence[Suggestion]) -> Drawn:
    form, shown = form_of(assignment), shown_content(assignment)
    views = shown_suggestions(assignment, shown, suggested)
    written = _fitting_draft(form, shown, assignment.draft)
    if assignment.state in (AssignmentState.SUBMITTED, AssignmentState.RETURNED):
        written = [*written, *(submitted_answers(assignment) or [])]
    in_suggestions = {asset for view in views for asset in asset_ids(form, view["answers"])}
    return Drawn(shown, views, in_suggestions, set(asset_ids(form, written)))


def _fitting_draft(form: Form, shown: Blinded, draft: Any) -> Answers:
    """A draft that was kept although it was refused may hold anything."""
    return fitting_answers(form, shown.content, draft) if isinstance(draft, list) else []


def form_of(assignment: Assignment) -> Form:
    """The form that an assignment was given out with; where only some questions are asked anew, the others need no
    answer.
    """
    form = form_at(assignment.project_id, assignment.form_version or 1)
    asked = (assignment.returned or {}).get("questions")
    return form if asked is None else form.asking(asked)


def standing_answers(assignment: Assignment) -> list[dict[str, Any]]:
    """What the person last answered, in the handles they see now, as far as it fits the form they work with and the
    item still has what it is about.
    """
    annotation = Annotation.objects.filter(assignment=assignment).first()
    if annotation is None:
        return []
    handles = shown_content(assignment).handles()
    known = [row for row in annotation.answers if "." not in row["on"] or row["on"] in handles]
    fitting = fitting_answers(form_of(assignment), assignment.item.content, known)
    return rename_targets(form_of(assignment), fitting, handles)


def submitted_answers(assignment: Assignment) -> list[dict[str, Any]] | None:
    """A person's own submitted answers, in the handles they saw."""
    annotation = Annotation.objects.filter(assignment=assignment).first()
    if annotation is None:
        return None
    form = form_at(assignment.project_id, annotation.form_version)
    return rename_targets(form, annotation.answers, shown_content(assignment).handles())


def _view(assignment: Assignment) -> dict[str, Any]:
    project = assignment.project
    draft = None
    if assignment.draft is not None:
        draft = {"answers": assignment.draft, "saved_at": assignment.draft_at}
    elif assignment.state == AssignmentState.RETURNED:
        draft = {"answers": standing_answers(assignment), "saved_at": assignment.closed_at}
    return {
        "id": assignment.pk,
        "project": {"id": project.pk, "name": project.name},
        "state": assignment.state,
        "lease_until": assignment.lease_until,
        "form": form_of(assignment).to_json(),
        "guidelines": project.guidelines,
        "guidelines_version": project.guidelines_version,
        "suggest": project.suggestions,
        "draft": draft,
        "returned": _returned(assignment),
    }


def _returned(assignment: Assignment) -> dict[str, Any] | None:
    told = assignment.returned
    if told is None or assignment.state != AssignmentState.RETURNED:
        return None
    return {"reason": "", "verdict_id": None, **told}


def seconds_since_claim(assignment: Assignment) -> int:
    """The wall time of an assignment by the database's clock, less what its earlier revisions count already: nobody
    can have worked on it for longer.
    """
    with connection.cursor() as cursor:
        cursor.execute(SINCE_CLAIM, [assignment.pk, assignment.pk])
        return int((cursor.fetchone() or [0])[0])


SINCE_CLAIM = """
SELECT greatest(0, coalesce(extract(epoch FROM now() - a.claimed_at), 0)
  - coalesce((SELECT n.seconds FROM annotation_annotation n WHERE n.assignment_id = %s), 0))
FROM annotation_assignment a WHERE a.id = %s
"""
