"""What models suggest for an item."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer, shaped
from accounts.permissions import Permission
from annotation.actions.suggestions import suggest
from annotation.api.items import AnswerShape, item_of
from annotation.imports.suggestions import LONGEST_AGENT, ProposedAnswers
from annotation.queries import suggestions as queries


class SuggestionShape(serializers.Serializer[Any]):
    """Answers that an agent proposes for an item, in the item's own ids."""

    id = serializers.UUIDField()
    agent = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    answers = AnswerShape(many=True)
    created_at = serializers.DateTimeField()


class SuggestionInput(StrictSerializer):
    """Answers to propose; they may leave gaps. What the same agent proposed before is replaced."""

    agent = serializers.CharField(max_length=LONGEST_AGENT)
    score = serializers.FloatField(allow_null=True, default=None)
    answers = serializers.ListField(child=serializers.JSONField())


class SuggestionsView(OrganisationView):
    """An item's suggestions."""

    permissions = {"get": Permission.SEE_ITEMS, "post": Permission.IMPORT}

    @described("projects_items_suggestions_list", listed(SuggestionShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        return page(request, queries.suggestions(item_of(kwargs)), shape=shaped(SuggestionShape), key="number")

    @described("projects_items_suggestions_create", SuggestionShape, request=SuggestionInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        item = item_of(kwargs, lock=True)
        given = SuggestionInput(data=request.data)
        given.is_valid(raise_exception=True)
        proposed = ProposedAnswers(**given.validated_data)
        suggestion = suggest(item=item, proposed=proposed, by=self.member, at=self.at)
        return Response(SuggestionShape(suggestion).data, status=201)
