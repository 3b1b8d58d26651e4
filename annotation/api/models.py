"""Models compared: leaderboards, rates against thresholds, and automatic scores."""

import hashlib
from typing import Any

import orjson
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, etag, require_match
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import NameField, StrictSerializer, identity, shaped
from accounts.permissions import Permission
from annotation.actions.figures import Wish, figures_for, work_out_anew
from annotation.actions.model_scores import MOST_SCORES_AT_ONCE, NewScore, keep_scores
from annotation.actions.thresholds import set_thresholds
from annotation.api.figure_shapes import BeingWorkedOutShape, being_worked_out, kept_fields
from annotation.api.model_shapes import ModelFiguresShape, ModelShape
from annotation.api.projects import project_of
from annotation.models import FiguresAbout, Project
from annotation.queries import model_figures as queries

MOST_THRESHOLDS = 1000
ID = {"type": "string", "format": "uuid"}
TIME = {"type": "string", "format": "date-time"}
PERIOD = [
    OpenApiParameter("since", TIME, description="Only answers submitted from then on."),
    OpenApiParameter("until", TIME, description="Only answers submitted before then."),
    OpenApiParameter("by", {"type": "string", "enum": ["week", "month"], "default": "week"}),
]


class PeriodInput(StrictSerializer):
    """Which answers count, and by what time is told."""

    since = serializers.DateTimeField(default=None)
    until = serializers.DateTimeField(default=None)
    by = serializers.ChoiceField(["week", "month"], default="week")


class ScoreInput(StrictSerializer):
    """What a measure, in one version of it, gave a response of an item."""

    external_id = serializers.CharField(max_length=255)
    response = serializers.CharField(max_length=100)
    name = NameField()
    version = NameField(allow_blank=True, default="")
    value = serializers.FloatField()


class ScoresInput(StrictSerializer):
    """Up to 1,000 scores; all are taken or none."""

    scores: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=ScoreInput(), min_length=1, max_length=MOST_SCORES_AT_ONCE
    )


class KeptScoresShape(serializers.Serializer[Any]):
    """What became of the scores sent: those that stood there with the same value are unchanged."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()


class ScoreShape(serializers.Serializer[Any]):
    """An automatic score of a response."""

    id = serializers.UUIDField()
    item = serializers.UUIDField(source="item_id")
    external_id = serializers.CharField(source="item.external_id")
    response = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()
    value = serializers.FloatField()
    scored_at = serializers.DateTimeField()


class ThresholdShape(StrictSerializer):
    """The largest share (0 to 1) of a model's responses that may be given a category: an option of a choice about
    responses, or of a rating `<=2`, which is this point or a lower one.
    """

    question = serializers.CharField(max_length=64)
    category = serializers.CharField(max_length=110)
    most = serializers.FloatField(min_value=0, max_value=1)


class ScoresView(OrganisationView):
    """Automatic scores of a project's responses."""

    permissions = {"get": Permission.SEE_ITEMS, "post": Permission.IMPORT}
    query = frozenset({"item"})

    @described("projects_scores_list", listed(ScoreShape), parameters=[OpenApiParameter("item", ID)])
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.scores(project_of(kwargs)).select_related("item")
        if item := identity(request, "item"):
            rows = rows.filter(item_id=item)
        return page(request, rows, shape=shaped(ScoreShape), key="-id")

    @described("projects_scores_add", KeptScoresShape, request=ScoresInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = ScoresInput(data=request.data)
        given.is_valid(raise_exception=True)
        scores = [NewScore(**row) for row in given.validated_data["scores"]]
        kept = keep_scores(project=project_of(kwargs), scores=scores, by=self.member, at=self.at)
        return Response(KeptScoresShape(kept).data, status=201)


class ProjectModelsView(OrganisationView):
    """How a project's models stand."""

    permissions = {"get": Permission.SEE_PROJECTS, "post": Permission.SEE_PROJECTS}
    query = frozenset({"since", "until", "by"})

    @described("projects_models", {200: ModelFiguresShape, 202: BeingWorkedOutShape}, parameters=PERIOD)
    def get(self, request: Request, **kwargs: Any) -> Response:
        wish = _wish(request)
        project = project_of(kwargs)
        kept = figures_for(project, wish, at=self.at)
        if kept.figures is None:
            return being_worked_out(kept, project)
        shown = queries.with_verdicts(project, kept.figures)
        return Response(ModelFiguresShape({**kept_fields(kept, project), **shown}).data)

    @described("projects_models_anew", BeingWorkedOutShape, parameters=PERIOD, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Have newer figures worked out."""
        wish = _wish(request)
        project = project_of(kwargs)
        return being_worked_out(work_out_anew(project, wish, at=self.at), project)


class ModelsView(OrganisationView):
    """The models whose responses people judge."""

    permissions = {"get": Permission.SEE_PROJECTS}
    query = frozenset({"client", "project"})

    @described(
        "models_list",
        ModelShape(many=True),
        parameters=[OpenApiParameter("client", ID), OpenApiParameter("project", ID)],
        paged=False,
    )
    def get(self, request: Request, **_: Any) -> Response:
        rows = queries.models(client=identity(request, "client"), project=identity(request, "project"))
        return Response(ModelShape(rows, many=True).data)


class ThresholdsView(OrganisationView):
    """What a project's models are held to; setting them replaces all."""

    permissions = {"get": Permission.SEE_PROJECTS, "put": Permission.MANAGE_PROJECTS}

    @described("projects_thresholds_list", ThresholdShape(many=True), paged=False)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return _thresholds(project_of(kwargs))

    @described("projects_thresholds_set", ThresholdShape(many=True), request=ThresholdShape(many=True))
    def put(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs, lock=True)
        require_match(request, _version(_rows(project)))
        given: serializers.ListSerializer[Any] = serializers.ListSerializer(
            child=ThresholdShape(), data=request.data, max_length=MOST_THRESHOLDS
        )
        given.is_valid(raise_exception=True)
        wanted = [(row["question"], row["category"], row["most"]) for row in given.validated_data]
        set_thresholds(project=project, wanted=wanted, by=self.member, at=self.at)
        return _thresholds(project)


def _wish(request: Request) -> Wish:
    given = PeriodInput(data=request.query_params.dict())
    given.is_valid(raise_exception=True)
    return Wish(FiguresAbout.MODELS, **given.validated_data)


def _rows(project: Project) -> list[dict[str, Any]]:
    return [dict(row) for row in ThresholdShape(queries.thresholds(project), many=True).data]


def _version(rows: list[dict[str, Any]]) -> str:
    return hashlib.sha256(orjson.dumps(rows)).hexdigest()[:16]


def _thresholds(project: Project) -> Response:
    rows = _rows(project)
    return Response(rows, headers={"ETag": etag(_version(rows))})
