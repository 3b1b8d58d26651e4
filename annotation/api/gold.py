"""Gold: items whose right answer is known, and how people answer them."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer, identity
from accounts.permissions import Permission
from annotation.actions import gold as actions
from annotation.api.items import AnswerShape, item_of
from annotation.api.projects import NamedShape, project_of
from annotation.models import Gold, Item, Project
from annotation.queries import gold as queries
from annotation.queries.people import shown_person
from annotation.queries.projects import person_of

PROJECT = OpenApiParameter("project", UUID, required=True, description="Of this project.")


class GoldShape(serializers.Serializer[Any]):
    """An item whose right answer is known: `given` people answered it, a share of `correct` all right."""

    item_id = serializers.UUIDField()
    external_id = serializers.CharField()
    answers = AnswerShape(many=True)
    hints = serializers.DictField(child=serializers.CharField())
    created_by = NamedShape()
    created_at = serializers.DateTimeField()
    given = serializers.IntegerField()
    correct = serializers.FloatField(allow_null=True)


class GoldInput(StrictSerializer):
    """The right answers to an item, in its own ids; `hints` by question help who got it wrong, where the project tells
    them.
    """

    item_id = serializers.UUIDField()
    answers = serializers.JSONField()
    hints = serializers.JSONField(default=dict)


class GoldRowInput(StrictSerializer):
    """A gold item by the importer's own id; with `content` it is added if it is not there yet."""

    external_id = serializers.CharField(max_length=255)
    content = serializers.JSONField(required=False, allow_null=True, default=None)
    answers = serializers.JSONField()
    hints = serializers.JSONField(default=dict)


class GoldImportInput(StrictSerializer):
    """Up to 1,000 gold items; all or none."""

    rows: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=GoldRowInput(), min_length=1, max_length=actions.MOST_GOLD_AT_ONCE
    )


class GoldImportedShape(serializers.Serializer[Any]):
    """How many items are gold now."""

    gold = serializers.IntegerField()


class QuestionScoreShape(serializers.Serializer[Any]):
    """How right answers to one question are; see GoldScore."""

    question = serializers.CharField()
    n = serializers.IntegerField()
    correct = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()


class OwnGoldScoreShape(serializers.Serializer[Any]):
    """Over `n` gold items: how many were all right, the mean score from 0 to 1 and its 95% interval (Wilson)."""

    n = serializers.IntegerField()
    correct = serializers.IntegerField()
    score = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()
    by_question = QuestionScoreShape(many=True)


class GoldScoreShape(OwnGoldScoreShape):
    """One person's gold score."""

    member = NamedShape()


class GoldsView(OrganisationView):
    """A project's gold items. Reviewers annotate too, so only managers see the answers."""

    permissions = {"get": Permission.MANAGE_PROJECTS, "post": Permission.MANAGE_PROJECTS}

    @described("projects_gold_list", listed(GoldShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        return page(request, queries.gold_items(project_of(kwargs)), shape=_rows)

    @described("projects_gold_mark", GoldShape, request=GoldInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = GoldInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        item: Item = item_of({**kwargs, "item_id": data["item_id"]}, lock=True)
        gold = actions.mark_gold_item(
            item=item, answers=data["answers"], hints=data["hints"], by=self.member, at=self.at
        )
        (row,) = _rows([gold])
        return Response(row, status=201)


class GoldImportView(OrganisationView):
    """Many gold items at once."""

    permissions = {"post": Permission.MANAGE_PROJECTS}

    @described("projects_gold_import", GoldImportedShape, request=GoldImportInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = GoldImportInput(data=request.data)
        given.is_valid(raise_exception=True)
        rows = [actions.GoldRow(**row) for row in given.validated_data["rows"]]
        kept = actions.import_gold(project=project_of(kwargs), rows=rows, by=self.member, at=self.at)
        return Response({"gold": len(kept)}, status=201)


class GoldView(OrganisationView):
    """One gold item."""

    permissions = {"delete": Permission.MANAGE_PROJECTS}

    @described("projects_gold_unmark")
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.unmark_gold(item=item_of(kwargs, lock=True), by=self.member, at=self.at)
        return Response(status=204)


class GoldScoresView(OrganisationView):
    """How right everybody's answers to gold items are, the lowest score first."""

    permissions = {"get": Permission.SEE_PEOPLE}

    @described("projects_gold_scores", listed(GoldScoreShape), paged=False)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response({"results": queries.gold_scores(project_of(kwargs)), "next": None})


class OwnGoldScoreView(OrganisationView):
    """A person's own score, in a project that tells people how they do."""

    permissions = {"get": Permission.ANNOTATE}
    query = frozenset({"project"})

    @described("assignments_gold_score", OwnGoldScoreShape, parameters=[PROJECT])
    def get(self, request: Request, **_: Any) -> Response:
        wanted = identity(request, "project")
        if wanted is None:
            raise serializers.ValidationError({"project": "Say of which project."})
        project: Project = found(Project.objects, pk=wanted)
        score = queries.own_gold_score(project, self.member) if person_of(project, self.member) else None
        if score is None:
            raise Http404
        return Response(score)


def _rows(golden: list[Gold]) -> list[dict[str, Any]]:
    counts = queries.answered_gold([gold.item_id for gold in golden])
    return [_row(gold, *counts.get(gold.item_id, (0, 0))) for gold in golden]


def _row(gold: Gold, given: int, correct: int) -> dict[str, Any]:
    return {
        "item_id": gold.item_id,
        "external_id": gold.item.external_id,
        "answers": gold.answers,
        "hints": gold.hints,
        "created_by": shown_person(gold.created_by_id, str(gold.created_by), named=True),
        "created_at": gold.created_at,
        "given": given,
        "correct": correct / given if given else None,
    }
