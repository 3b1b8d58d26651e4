"""Review: what waits to be judged, verdicts, and what their authors learn of them."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer, chosen, identity
from accounts.permissions import Permission
from annotation.actions import reviews as actions
from annotation.actions.appeals import appeal
from annotation.actions.disputes import Task, claim_disputed
from annotation.api.browse import DifferenceShape
from annotation.api.comments import LONGEST_COMMENT, AnchorShape
from annotation.api.items import AnswerShape, AssetViewShape
from annotation.api.projects import FormShape, NamedShape, project_of
from annotation.models import Assignment, AssignmentState, Judgement, Project, Verdict
from annotation.queries import reviews as queries
from annotation.queries.projects import judged_projects

MOST_ITEMS = 10
MOST_ACCEPTED = 100
PROJECT = OpenApiParameter(
    "project", UUID, description="Only this project; otherwise the first of one's own that has something to judge."
)
STATE = OpenApiParameter("state", str, enum=["open", "done"], description="What waits, or what was said.")


class VerdictShape(serializers.Serializer[Any]):
    """What a reviewer said of one revision. `corrected` is the revision they made; no names in a blind project."""

    id = serializers.UUIDField()
    verdict = serializers.ChoiceField(Judgement.choices)
    reason = serializers.CharField(allow_blank=True)
    comment = serializers.CharField(allow_blank=True)
    revision = serializers.IntegerField()
    corrected = serializers.IntegerField(allow_null=True)
    created_at = serializers.DateTimeField()
    reviewer = NamedShape(allow_null=True)
    appeal = serializers.CharField(allow_blank=True)
    appealed_at = serializers.DateTimeField(allow_null=True)
    appeal_closed_at = serializers.DateTimeField(allow_null=True)


class JudgedAnnotationShape(serializers.Serializer[Any]):
    """Somebody's answers, in the item's own ids; `own_answers` are the author's where others have changed them."""

    id = serializers.UUIDField()
    revision = serializers.IntegerField()
    answers = AnswerShape(many=True)
    own_answers = AnswerShape(many=True, allow_null=True)
    form_version = serializers.IntegerField()
    seconds = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    member = NamedShape(allow_null=True)
    agreement = serializers.FloatField(allow_null=True)
    verdicts = VerdictShape(many=True)


class SaidShape(serializers.Serializer[Any]):
    """A comment between the author of an annotation and those who judge it."""

    id = serializers.UUIDField()
    by = serializers.ChoiceField(["author", "reviewer"])
    member = NamedShape(allow_null=True)
    text = serializers.CharField()
    flag = serializers.BooleanField()
    anchor = AnchorShape(allow_null=True)
    created_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)


class ReviewShape(serializers.Serializer[Any]):
    """One annotation to judge."""

    assignment_id = serializers.UUIDField()
    annotation = JudgedAnnotationShape()
    comments = SaidShape(many=True)


class DisputedItemShape(serializers.Serializer[Any]):
    """An item whose answers are judged; its ids are null in a blind project."""

    id = serializers.UUIDField(allow_null=True)
    external_id = serializers.CharField(allow_null=True)
    agreement = serializers.FloatField(allow_null=True)


class LiveAgreementShape(serializers.Serializer[Any]):
    """How well people agree on one item, from 0 to 1."""

    mean = serializers.FloatField(allow_null=True)
    by_question = serializers.DictField(child=serializers.FloatField())


class DisputeShape(serializers.Serializer[Any]):
    """What those who judge an item see of it."""

    item = DisputedItemShape()
    project = NamedShape()
    form = FormShape()
    guidelines = serializers.CharField(allow_blank=True)
    content = serializers.DictField()
    lease_until = serializers.DateTimeField(allow_null=True)
    agreement = LiveAgreementShape()
    reasons = serializers.ListField(child=serializers.CharField())
    assets = serializers.DictField(child=AssetViewShape())


class ReviewedItemShape(DisputeShape):
    """An item with the annotations to judge, and those that are not up for review."""

    reviews = ReviewShape(many=True)
    others = JudgedAnnotationShape(many=True)


class ReviewsClaimedShape(serializers.Serializer[Any]):
    """The items that a reviewer now holds, lowest agreement first."""

    results = ReviewedItemShape(many=True)


class DisputedClaimInput(StrictSerializer):
    """How many items to hold."""

    limit = serializers.IntegerField(min_value=1, max_value=MOST_ITEMS, default=1)


class AnchoredCommentInput(StrictSerializer):
    """Something to say to the author, about an answer or a part of it."""

    text = serializers.CharField(max_length=LONGEST_COMMENT)
    anchor = serializers.JSONField(
        default=None, help_text='`{"question", "on"}` with `"start", "end"` or `"region"`, or null.'
    )


class VerdictInput(StrictSerializer):
    """A verdict; whatever is not accepted needs a reason or a comment. `answers` stand beside `corrected` alone.

    With `revision` a verdict on answers that have changed since is refused in any case.
    """

    verdict = serializers.ChoiceField(Judgement.choices)
    reason = serializers.CharField(max_length=60, allow_blank=True, default="")
    comment = serializers.CharField(max_length=LONGEST_COMMENT, allow_blank=True, default="")
    answers = serializers.JSONField(default=None)
    comments: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=AnchoredCommentInput(), required=False, max_length=50
    )
    revision = serializers.IntegerField(min_value=1, required=False)


class GivenVerdictShape(serializers.Serializer[Any]):
    """What went on record: whoever brings back the author's own answers accepts them."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(AssignmentState.choices)
    verdict = serializers.ChoiceField(Judgement.choices)


class AcceptInput(StrictSerializer):
    """Places to review, or items of which everything is accepted that waits for review."""

    assignment_ids = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_ACCEPTED, default=list)
    item_ids = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_ACCEPTED, default=list)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["assignment_ids"]) == bool(attrs["item_ids"]):
            raise ValidationError("Name assignments or items.")
        return attrs


class RefusedShape(serializers.Serializer[Any]):
    """What could not be accepted, and why."""

    id = serializers.UUIDField()
    detail = serializers.CharField()


class AcceptedShape(serializers.Serializer[Any]):
    """How many annotations were accepted."""

    accepted = serializers.IntegerField()
    refused = RefusedShape(many=True)


class ListedItemShape(serializers.Serializer[Any]):
    """An item in the list of reviews."""

    id = serializers.UUIDField()
    external_id = serializers.CharField()
    agreement = serializers.FloatField(allow_null=True)


class ReviewRowShape(serializers.Serializer[Any]):
    """A place to review, or a verdict that was given; people by pseudonyms where the reader may not know them."""

    assignment_id = serializers.UUIDField()
    state = serializers.ChoiceField(AssignmentState.choices)
    item = ListedItemShape()
    annotation_id = serializers.UUIDField()
    member = NamedShape()
    reviewer = NamedShape(allow_null=True)
    verdict = VerdictShape(allow_null=True)


class OwnVerdictShape(serializers.Serializer[Any]):
    """What was said of one's own work, in the handles one saw."""

    id = serializers.UUIDField()
    assignment_id = serializers.UUIDField()
    project = NamedShape()
    verdict = serializers.ChoiceField(Judgement.choices)
    reason = serializers.CharField(allow_blank=True)
    comment = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    appeal = serializers.CharField(allow_blank=True)
    appealed_at = serializers.DateTimeField(allow_null=True)
    appeal_closed_at = serializers.DateTimeField(allow_null=True)
    changes = DifferenceShape(many=True)


class AppealInput(StrictSerializer):
    """Why the answers were right."""

    text = serializers.CharField(max_length=LONGEST_COMMENT)


class DisputedView(OrganisationView):
    """Claiming items to judge."""

    permissions = {}
    task: Task

    def claimed(self, request: Request) -> list[Assignment]:
        """The places that the caller now holds."""
        given = DisputedClaimInput(data=request.data)
        given.is_valid(raise_exception=True)
        limit = given.validated_data["limit"]
        for project in self._projects(request):
            if places := claim_disputed(project=project, member=self.member, task=self.task, limit=limit, at=self.at):
                return places
        return []

    def _projects(self, request: Request) -> list[Project]:
        wanted = identity(request, "project")
        if wanted is None:
            return judged_projects(self.member, self.task, at=self.at)
        return [found(Project.objects, pk=wanted)]


class ReviewClaimView(DisputedView):
    """The next items to review."""

    permissions = {"post": Permission.REVIEW}
    query = frozenset({"project"})
    task = "review"

    @described("reviews_claim", ReviewsClaimedShape, request=DisputedClaimInput, status=200, parameters=[PROJECT])
    def post(self, request: Request, **_: Any) -> Response:
        return Response({"results": queries.review_views(self.claimed(request))})


class VerdictView(OrganisationView):
    """A verdict."""

    permissions = {"post": Permission.REVIEW}

    @described("assignments_verdict", GivenVerdictShape, request=VerdictInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = VerdictInput(data=request.data)
        given.is_valid(raise_exception=True)
        own = Assignment.objects.filter(member=self.member, kind="review", annotation__isnull=False)
        place: Assignment = found(own, pk=kwargs["assignment_id"])
        review = actions.lock_reviews([place.pk], self.member)[place.pk]
        saying = actions.Saying(**given.validated_data)
        verdict = actions.judge(review=review, saying=saying, by=self.member, at=self.at)
        return Response({"id": place.pk, "state": "submitted", "verdict": verdict.verdict})


class AcceptView(OrganisationView):
    """Accepting many at once."""

    permissions = {"post": Permission.REVIEW}

    @described("projects_reviews_accept", AcceptedShape, request=AcceptInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = AcceptInput(data=request.data)
        given.is_valid(raise_exception=True)
        accepted, refused = actions.accept_many(
            project=project_of(kwargs), by=self.member, at=self.at, **given.validated_data
        )
        return Response({"accepted": accepted, "refused": refused})


class ReviewsView(OrganisationView):
    """What waits for a reviewer in a project, lowest agreement first, or the verdicts, newest first."""

    permissions = {"get": Permission.REVIEW}
    query = frozenset({"state"})

    @described("projects_reviews_list", listed(ReviewRowShape), parameters=[STATE])
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        named = queries.names_shown(project, may_manage=self.may(Permission.MANAGE_PROJECTS))
        if chosen(request, "state", {"open": False, "done": True}):
            verdicts = queries.given_verdicts(project)
            return page(
                request, verdicts, shape=lambda rows: [queries.given_row(r, named=named) for r in rows], key="-id"
            )
        places = queries.waiting_reviews(project)
        return page(
            request, places, shape=lambda rows: [queries.waiting_row(r, named=named) for r in rows], key="dispute"
        )


class OwnVerdictsView(OrganisationView):
    """What was said of one's own work, newest first."""

    permissions = {"get": Permission.ANNOTATE}
    query = frozenset({"project"})

    @described("assignments_verdicts", listed(OwnVerdictShape), parameters=[OpenApiParameter("project", UUID)])
    def get(self, request: Request, **_: Any) -> Response:
        rows = queries.own_verdicts(self.member)
        if wanted := identity(request, "project"):
            rows = rows.filter(project_id=wanted)
        return page(request, rows, shape=queries.own_verdict_views, key="-id")


class AppealView(OrganisationView):
    """Standing by one's answers, once."""

    permissions = {"post": Permission.ANNOTATE}

    @described("verdicts_appeal", OwnVerdictShape, request=AppealInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = AppealInput(data=request.data)
        given.is_valid(raise_exception=True)
        verdict: Verdict = found(queries.own_verdicts(self.member), pk=kwargs["verdict_id"])
        appeal(verdict=verdict, text=given.validated_data["text"], by=self.member, at=self.at)
        (view,) = queries.own_verdict_views([queries.own_verdicts(self.member).get(pk=verdict.pk)])
        return Response(view)
