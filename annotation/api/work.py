"""Annotators' work: claim, heartbeat, draft, skip, submit, take back."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.problems import problem
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.actions import assignments as actions
from annotation.actions.claims import claim_anywhere
from annotation.actions.taking_back import take_back
from annotation.api.items import AnswerShape, AssetViewShape
from annotation.api.projects import FormShape, NamedShape
from annotation.api.reasons import RuleReasonShape
from annotation.models import Assignment, AssignmentState, Project, SuggestionMode
from annotation.queries import assignments as queries
from annotation.queries.gold import feedback
from annotation.queries.progress import own_summary
from annotation.queries.projects import annotator_projects, waiting_work

MOST_CLAIMED = 20
PROJECT = OpenApiParameter("project", UUID, description="Only this project.")
SINCE = OpenApiParameter("since", OpenApiTypes.DATETIME, description="Only what happened from then on.")
STATE = OpenApiParameter("state", str, enum=["claimed", "submitted", "skipped", "expired", "returned"])


class DraftShape(serializers.Serializer[Any]):
    """Unfinished answers."""

    answers = AnswerShape(many=True)
    saved_at = serializers.DateTimeField()


class ShownSuggestionShape(serializers.Serializer[Any]):
    """What an agent proposes, in the handles shown."""

    id = serializers.CharField()
    agent = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    answers = AnswerShape(many=True)


class ReturnedShape(serializers.Serializer[Any]):
    """Why work came back: a reviewer's verdict, with its reason code; a question that the form has gained; or because
    the item has changed. `questions` are those to answer, null for all.
    """

    because = serializers.ChoiceField(["verdict", "form", "content"])
    comment = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    questions = serializers.ListField(child=serializers.CharField(), allow_null=True)
    verdict_id = serializers.UUIDField(allow_null=True)


class AssignmentShape(serializers.Serializer[Any]):
    """An assignment to work on. Responses and images go by opaque handles, in the order to show.

    `assets` also holds, under their asset ids, the verified pictures that the person's own answers and the suggestions
    name. `guidelines_seen` is the version that the person last confirmed, `comments` how many the thread has.
    """

    id = serializers.UUIDField()
    project = NamedShape()
    state = serializers.ChoiceField(AssignmentState.choices)
    lease_until = serializers.DateTimeField(allow_null=True)
    form = FormShape()
    guidelines = serializers.CharField(allow_blank=True)
    guidelines_version = serializers.IntegerField()
    guidelines_seen = serializers.IntegerField(allow_null=True)
    content = serializers.DictField()
    assets = serializers.DictField(child=AssetViewShape())
    suggest = serializers.ChoiceField(SuggestionMode.choices)
    suggestions = ShownSuggestionShape(many=True)
    comments = serializers.IntegerField()
    returned = ReturnedShape(allow_null=True)
    draft = DraftShape(allow_null=True)


class AssignmentWithAnswersShape(AssignmentShape):
    """An assignment with what the person answered, once they submitted."""

    answers = AnswerShape(many=True, allow_null=True)


class WaitingShape(serializers.Serializer[Any]):
    """Why there is no more work for the person at the moment; `reason` where a rule without words of its own paused
    them.
    """

    because = serializers.ChoiceField(["nothing_left", "paused", "not_eligible", "cap_reached", "project_paused"])
    detail = serializers.CharField(allow_blank=True)
    reason = RuleReasonShape(allow_null=True)


class ClaimedShape(serializers.Serializer[Any]):
    """The assignments a person now holds; where they are fewer than asked for, why."""

    results = AssignmentShape(many=True)
    waiting = WaitingShape(allow_null=True)


class AssignmentRowShape(serializers.Serializer[Any]):
    """An assignment in a person's own list."""

    id = serializers.UUIDField()
    project = NamedShape()
    state = serializers.ChoiceField(AssignmentState.choices)
    submitted_at = serializers.DateTimeField(source="closed_at", allow_null=True)
    skipped_reason = serializers.CharField(source="skip_reason", allow_blank=True)


class ClaimInput(StrictSerializer):
    """How many assignments to hold."""

    limit = serializers.IntegerField(min_value=1, max_value=MOST_CLAIMED, default=1)


class WaitingCountsShape(serializers.Serializer[Any]):
    """How many items came back to the person, how many more they hold, and how many a manager assigned to them."""

    returned = serializers.IntegerField()
    held = serializers.IntegerField()
    assigned = serializers.IntegerField()


class WorkProjectShape(NamedShape):
    """A project to work in."""

    counts = WaitingCountsShape()


class WorkProjectsShape(serializers.Serializer[Any]):
    """The active projects whose people list lets the person annotate, in the order in which to work in them."""

    projects = WorkProjectShape(many=True)


class RenewInput(StrictSerializer):
    """The assignments whose page is open, and the seconds of active work on some of them since the last time.

    No more are believed than have passed.
    """

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=100)
    active = serializers.DictField(
        child=serializers.FloatField(min_value=0, max_value=10**7), required=False, help_text="Seconds by id."
    )

    def validate_active(self, active: dict[str, float]) -> dict[UUID, float]:
        try:
            return {UUID(key): seconds for key, seconds in active.items()}
        except ValueError:
            raise ValidationError("The keys are ids.") from None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if set(attrs.get("active", ())) - set(attrs["ids"]):
            raise ValidationError({"active": ["Name each of these among the ids."]})
        return attrs


class LeaseShape(serializers.Serializer[Any]):
    """A renewed lease."""

    id = serializers.UUIDField()
    lease_until = serializers.DateTimeField()


class RenewedShape(serializers.Serializer[Any]):
    """Which leases go on, and which assignments are no longer the person's."""

    renewed = LeaseShape(many=True)
    lost = serializers.ListField(child=serializers.UUIDField())


class DraftInput(StrictSerializer):
    """Unfinished answers."""

    answers = serializers.JSONField()


class SavedShape(serializers.Serializer[Any]):
    """When the draft was kept."""

    saved_at = serializers.DateTimeField()


class SuggestionOutcomeInput(StrictSerializer):
    """What became of one answer of a suggestion that the person saw; all in the handles shown."""

    id = serializers.CharField(max_length=20)
    question = serializers.CharField(max_length=64)
    on = serializers.CharField(max_length=200)
    outcome = serializers.ChoiceField(["accepted", "edited", "ignored"])


class SubmitInput(DraftInput):
    """Final answers, what became of suggestions, and the seconds of active work since the item was claimed or taken
    back; no more are believed than have passed.
    """

    seconds = serializers.IntegerField(min_value=0, max_value=10**7, default=0)
    suggestions: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=SuggestionOutcomeInput(), required=False, max_length=5000
    )


class FeedbackMarkShape(serializers.Serializer[Any]):
    """How one answer was."""

    question = serializers.CharField()
    on = serializers.CharField()
    correct = serializers.BooleanField()
    hint = serializers.CharField(allow_blank=True)


class FeedbackShape(serializers.Serializer[Any]):
    """How well a learner did, from 0 to 1; without the right answers."""

    score = serializers.FloatField()
    marks = FeedbackMarkShape(many=True)


class SubmittedShape(serializers.Serializer[Any]):
    """A submitted assignment, with feedback in training projects."""

    id = serializers.UUIDField()
    state = serializers.CharField()
    submitted_at = serializers.DateTimeField()
    feedback = FeedbackShape(allow_null=True)


class SummaryInput(serializers.Serializer[Any]):
    """From when on; without it, from the beginning."""

    since = serializers.DateTimeField(required=False)


class SkipInput(StrictSerializer):
    """Why the item is given up."""

    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class SkippedShape(serializers.Serializer[Any]):
    """A skipped assignment."""

    id = serializers.UUIDField()
    state = serializers.CharField()


class ProjectSummaryShape(serializers.Serializer[Any]):
    """What the person did in one project; `items_left` are those that they hold or could still claim there."""

    project = NamedShape()
    submitted = serializers.IntegerField()
    seconds = serializers.IntegerField()
    items_left = serializers.IntegerField()


class SummaryShape(serializers.Serializer[Any]):
    """What the person did since a moment."""

    submitted = serializers.IntegerField()
    skipped = serializers.IntegerField()
    seconds = serializers.IntegerField()
    by_project = ProjectSummaryShape(many=True)


class ClaimView(OrganisationView):
    """The next work."""

    permissions = {"post": Permission.ANNOTATE}
    query = frozenset({"project"})

    @described("assignments_claim", ClaimedShape, request=ClaimInput, status=200, parameters=[PROJECT])
    def post(self, request: Request, **_: Any) -> Response:
        given = ClaimInput(data=request.data)
        given.is_valid(raise_exception=True)
        limit = given.validated_data["limit"]
        work = claim_anywhere(projects=self._projects(request), member=self.member, limit=limit, at=self.at)
        why = {"because": work.because, "detail": work.detail, "reason": work.reason}
        waiting = why if work.because else None
        return Response({"results": queries.assignment_views(work.assignments), "waiting": waiting})

    def _projects(self, request: Request) -> list[Project]:
        if wanted := uuid_parameter(request, "project"):
            return [found(Project.objects, pk=wanted)]
        return list(annotator_projects(self.member))


class WorkProjectsView(OrganisationView):
    """Where a person may work. Names only: annotators never learn of clients."""

    permissions = {"get": Permission.ANNOTATE}

    @described("assignments_projects", WorkProjectsShape)
    def get(self, request: Request, **_: Any) -> Response:
        projects = annotator_projects(self.member)
        counts = waiting_work(self.member, projects)
        rows = [{"id": project.pk, "name": project.name, "counts": counts[project.pk]} for project in projects]
        return Response({"projects": rows})


class AssignmentsView(OrganisationView):
    """A person's own assignments."""

    permissions = {"get": Permission.ANNOTATE}
    query = frozenset({"project", "state"})

    @described("assignments_list", listed(AssignmentRowShape), parameters=[PROJECT, STATE])
    def get(self, request: Request, **_: Any) -> Response:
        rows = queries.own_assignments(self.member)
        if project := uuid_parameter(request, "project"):
            rows = rows.filter(project_id=project)
        if state := request.query_params.get("state"):
            if state not in {"claimed", "submitted", "skipped", "expired", "returned"}:
                raise ValidationError({"state": "One of claimed, submitted, skipped, expired, returned."})
            rows = rows.filter(state=state)
        key = "-closed_at" if state in {"submitted", "skipped"} else "-claimed_at"
        return page(request, rows, shape=lambda found: list(AssignmentRowShape(found, many=True).data), key=key)


class AssignmentView(OrganisationView):
    """One own assignment."""

    permissions = {"get": Permission.ANNOTATE}

    @described("assignments_retrieve", AssignmentWithAnswersShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        assignment: Assignment = found(queries.own_assignments(self.member), pk=kwargs["assignment_id"])
        (view,) = queries.assignment_views([assignment])
        return Response({**view, "answers": queries.submitted_answers(assignment)})


class RenewView(OrganisationView):
    """The heartbeat."""

    permissions = {"post": Permission.ANNOTATE}

    @described("assignments_renew", RenewedShape, request=RenewInput, status=200)
    def post(self, request: Request, **_: Any) -> Response:
        given = RenewInput(data=request.data)
        given.is_valid(raise_exception=True)
        ids = given.validated_data["ids"]
        renewed = actions.renew(member=self.member, ids=ids, active=given.validated_data.get("active"))
        kept = {row[0] for row in renewed}
        return Response(
            {
                "renewed": [{"id": pk, "lease_until": until} for pk, until in renewed],
                "lost": [pk for pk in ids if pk not in kept],
            }
        )


class OneAssignmentView(OrganisationView):
    """Something done to one own assignment."""

    permissions = {}

    def assignment(self, kwargs: dict[str, Any]) -> Assignment:
        """The caller's assignment, locked after their row on the project's people list, or 404."""
        mine = queries.own_assignments(self.member)
        return actions.lock_own(found(mine, pk=kwargs["assignment_id"]))

    def closed(self, assignment: Assignment, answers: Any) -> Response:
        """409, returned rather than raised, so that what was written is kept."""
        if not isinstance(answers, list) or assignment.state == AssignmentState.SUBMITTED:
            answers = assignment.draft
        actions.keep_draft(assignment=assignment, answers=answers, at=self.at)
        refusal = actions.AssignmentClosed
        return problem(refusal.status, type=refusal.type, title=refusal.title, detail=f"It is {assignment.state}.")


class DraftView(OneAssignmentView):
    """Unfinished answers."""

    permissions = {"put": Permission.ANNOTATE}

    @described("assignments_draft", SavedShape, request=DraftInput, match=False)
    def put(self, request: Request, **kwargs: Any) -> Response:
        given = DraftInput(data=request.data)
        given.is_valid(raise_exception=True)
        assignment = self.assignment(kwargs)
        answers = given.validated_data["answers"]
        try:
            saved_at = actions.save_draft(assignment=assignment, answers=answers, at=self.at)
        except actions.AssignmentClosed:
            return self.closed(assignment, answers)
        return Response({"saved_at": saved_at})


class SubmitView(OneAssignmentView):
    """Final answers."""

    permissions = {"post": Permission.ANNOTATE}

    @described("assignments_submit", SubmittedShape, request=SubmitInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = SubmitInput(data=request.data)
        given.is_valid(raise_exception=True)
        assignment = self.assignment(kwargs)
        answers = given.validated_data["answers"]
        try:
            annotation = actions.submit_annotation(
                assignment=assignment,
                answers=answers,
                seconds=min(given.validated_data["seconds"], queries.seconds_since_claim(assignment)),
                suggestions=given.validated_data.get("suggestions", ()),
                by=self.member,
                at=self.at,
            )
        except actions.AssignmentClosed:
            return self.closed(assignment, answers)
        told = {"id": assignment.pk, "state": "submitted", "submitted_at": annotation.submitted_at}
        return Response({**told, "feedback": feedback(annotation)})


class TakeBackView(OneAssignmentView):
    """Submitted answers become a draft again."""

    permissions = {"post": Permission.ANNOTATE}

    @described("assignments_take_back", AssignmentShape, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        assignment = take_back(assignment=self.assignment(kwargs), by=self.member, at=self.at)
        (view,) = queries.assignment_views([assignment])
        return Response(view)


class SummaryView(OrganisationView):
    """A person's own figures."""

    permissions = {"get": Permission.ANNOTATE}
    query = frozenset({"since"})

    @described("assignments_summary", SummaryShape, parameters=[SINCE])
    def get(self, request: Request, **_: Any) -> Response:
        given = SummaryInput(data=request.query_params)
        given.is_valid(raise_exception=True)
        return Response(own_summary(self.member, since=given.validated_data.get("since")))


class SkipView(OneAssignmentView):
    """Giving an item up."""

    permissions = {"post": Permission.ANNOTATE}

    @described("assignments_skip", SkippedShape, request=SkipInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = SkipInput(data=request.data)
        given.is_valid(raise_exception=True)
        tasks = queries.own_tasks(self.member).select_for_update(of=("self",))
        assignment: Assignment = found(tasks, pk=kwargs["assignment_id"])
        actions.skip(assignment=assignment, reason=given.validated_data["reason"], by=self.member, at=self.at)
        return Response({"id": assignment.pk, "state": "skipped"})


def uuid_parameter(request: Request, name: str) -> UUID | None:
    """A query parameter that must be a UUID."""
    value = request.query_params.get(name)
    if value is None:
        return None
    try:
        return UUID(value)
    except ValueError:
        raise ValidationError({name: "This is not an id."}) from None
