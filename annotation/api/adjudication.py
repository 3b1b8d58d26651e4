"""Adjudication: items in dispute, and their final answers."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.actions.adjudication import resolve
from annotation.api.comments import LONGEST_COMMENT
from annotation.api.items import AnswerShape, AssetViewShape, answers_seen, item_of
from annotation.api.projects import NamedShape
from annotation.api.reviews import PROJECT, DisputedClaimInput, DisputedView, DisputeShape
from annotation.models import Assignment, Judgement, ResolutionKind
from annotation.queries import adjudication as queries


class ComparedAnnotationShape(serializers.Serializer[Any]):
    """One person's answers beside the others'; `pseudonym` (A, B, …) stands for the member in a blind project."""

    id = serializers.UUIDField()
    member = NamedShape(allow_null=True)
    pseudonym = serializers.CharField(allow_null=True)
    answers = AnswerShape(many=True)
    form_version = serializers.IntegerField()
    seconds = serializers.IntegerField()
    verdict = serializers.ChoiceField(Judgement.choices, allow_blank=True)
    agreement = serializers.FloatField(allow_null=True)


class ComparedSuggestionShape(serializers.Serializer[Any]):
    """What an agent proposes, in the item's own ids."""

    id = serializers.UUIDField()
    agent = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    answers = AnswerShape(many=True)


class AdjudicationShape(DisputeShape):
    """An item to settle, with everybody's answers."""

    assignment_id = serializers.UUIDField()
    asked = serializers.CharField(allow_blank=True, help_text="What a manager who asked for this said about it.")
    annotations = ComparedAnnotationShape(many=True)
    suggestions = ComparedSuggestionShape(many=True)


class AdjudicationsClaimedShape(serializers.Serializer[Any]):
    """The items that an adjudicator now holds, lowest agreement first."""

    results = AdjudicationShape(many=True)


class TakenInput(StrictSerializer):
    """Whose answer was taken."""

    question = serializers.CharField(max_length=64)
    on = serializers.CharField(max_length=200)
    annotation_id = serializers.UUIDField()


class ResolutionInput(StrictSerializer):
    """The final answers, complete and in the item's own ids, whose they are, and one of the project's reasons."""

    answers = serializers.JSONField()
    taken: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=TakenInput(), required=False, max_length=5000
    )
    reason = serializers.CharField(max_length=60, allow_blank=True, default="")
    comment = serializers.CharField(max_length=LONGEST_COMMENT, allow_blank=True, default="")


class ResolvedShape(serializers.Serializer[Any]):
    """A final answer that was given."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(ResolutionKind.choices)


class TakenShape(serializers.Serializer[Any]):
    """Whose answer was taken."""

    question = serializers.CharField()
    on = serializers.CharField()
    annotation_id = serializers.UUIDField()


class LeftOutShape(serializers.Serializer[Any]):
    """What people differ on and nothing decided, and need not be answered."""

    question = serializers.CharField()
    on = serializers.CharField()


class ResolutionShape(serializers.Serializer[Any]):
    """An item's final answer; clients don't read why it came about."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(ResolutionKind.choices)
    answers = AnswerShape(many=True)
    form_version = serializers.IntegerField()
    content_version = serializers.IntegerField()
    taken = TakenShape(many=True)
    certainty = serializers.FloatField(
        allow_null=True, help_text="How probable its least certain answer is, where a probability decided."
    )
    left_out = LeftOutShape(many=True)
    reason = serializers.CharField(allow_blank=True)
    comment = serializers.CharField(allow_blank=True)
    member = NamedShape(allow_null=True)
    created_at = serializers.DateTimeField()
    assets = serializers.DictField(child=AssetViewShape())


class AdjudicationClaimView(DisputedView):
    """The next items to settle."""

    permissions = {"post": Permission.REVIEW}
    query = frozenset({"project"})
    task = "adjudicate"

    @described(
        "adjudications_claim", AdjudicationsClaimedShape, request=DisputedClaimInput, status=200, parameters=[PROJECT]
    )
    def post(self, request: Request, **_: Any) -> Response:
        return Response({"results": queries.adjudication_views(self.claimed(request))})


class ResolutionView(OrganisationView):
    """An item's final answer from an adjudicator."""

    permissions = {"post": Permission.REVIEW}

    @described("assignments_resolution", ResolvedShape, request=ResolutionInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = ResolutionInput(data=request.data)
        given.is_valid(raise_exception=True)
        own = Assignment.objects.filter(member=self.member, kind="adjudicate")
        place: Assignment = found(own, pk=kwargs["assignment_id"])
        resolution = resolve(place=place, by=self.member, at=self.at, **given.validated_data)
        return Response({"id": resolution.pk, "kind": resolution.kind})


class ItemResolutionView(OrganisationView):
    """How an item was settled; 404 as long as it is not."""

    permissions = {"get": Permission.SEE_ITEMS}

    @described("projects_items_resolution", ResolutionShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        item = item_of(kwargs)
        resolution = found(queries.resolutions(item), replaced_at=None)
        answers_seen(self, item)
        named = self.may(Permission.SEE_PEOPLE)
        return Response(queries.resolution_view(item.project, resolution, named=named))
