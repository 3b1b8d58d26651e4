"""What stands out about people: figures with what they are made of, for managers and, under pseudonyms, for clients."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView
from accounts.api.described import described
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.actions.figures import Wish, figures_for, work_out_anew
from annotation.agreement.people_figures import People
from annotation.api.figure_shapes import BeingWorkedOutShape, KeptShape, being_worked_out, kept_fields
from annotation.api.projects import NamedShape, names_told, project_of
from annotation.api.reasons import ReasonShape
from annotation.models import FiguresAbout
from annotation.queries import people_figures as queries

FIGURES = (
    "gold",
    "agreement",
    "spammer_score",
    "too_fast",
    "runs",
    "entropy",
    "position_bias",
    "drift",
    "self_consistency",
)
TIME = {"type": "string", "format": "date-time"}
PERIOD = [
    OpenApiParameter("since", TIME, description="Only answers submitted from then on."),
    OpenApiParameter("until", TIME, description="Only answers submitted before then."),
]


class TimeInput(StrictSerializer):
    """Which answers count."""

    since = serializers.DateTimeField(default=None)
    until = serializers.DateTimeField(default=None)


class PeopleFigureShape(serializers.Serializer[Any]):
    """A figure of one person over `n` answers with its 95% interval; null where it is undefined, and `reason` says why.

    `chance` is how probably somebody about whom nothing is remarkable would be as far off; `stands_out` that they are
    among all people of this figure. `evidence` names up to 20 items, and whatever else the figure is made of. What each
    figure means: `gold` the share of what is right on gold items; `agreement` with others; `spammer_score` how much
    answers depend on the truth (0 for guessing, 1 for always right); `too_fast` the share of answers given in less time
    than reading takes; `runs` the longest run of the same answer; `entropy` how varied answers are, in bits;
    `position_bias` how often the response shown first is preferred; `drift` the change of agreement from the earlier
    weeks to the later ones; `self_consistency` how often the same was said twice.
    """

    figure = serializers.ChoiceField(FIGURES)
    question = serializers.CharField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    chance = serializers.FloatField(allow_null=True)
    stands_out = serializers.BooleanField()
    reason = ReasonShape(allow_null=True)
    evidence = serializers.DictField()


class PersonQualityShape(serializers.Serializer[Any]):
    """A person's figures."""

    member = NamedShape()
    annotations = serializers.IntegerField()
    median_seconds = serializers.FloatField(allow_null=True)
    figures = PeopleFigureShape(many=True)


class WeekShape(serializers.Serializer[Any]):
    """A week of somebody's work, by its Monday (UTC): gold score, agreement with others, and annotations."""

    week = serializers.DateField()
    gold = serializers.FloatField(allow_null=True)
    agreement = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()


class OnePersonQualityShape(PersonQualityShape):
    """A person's figures, week by week too."""

    weeks = WeekShape(many=True)


class UsualSecondsShape(serializers.Serializer[Any]):
    """Seconds of an annotation: of each person the 5th percentile and the median, and of these the median person's."""

    p5 = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)


class PairEvidenceShape(serializers.Serializer[Any]):
    """The share of what two people both judged that was alike, how much is expected of two who work alone, and items
    of which they said the same, what others said least often first.
    """

    alike = serializers.FloatField()
    expected = serializers.FloatField()
    items = serializers.ListField(child=serializers.UUIDField())


class PairQualityShape(serializers.Serializer[Any]):
    """How much more two people agree (`value`, a share) than two who work alone would, over `n` judged by both."""

    members = NamedShape(many=True)
    question = serializers.CharField()
    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField()
    chance = serializers.FloatField(allow_null=True)
    stands_out = serializers.BooleanField()
    reason = ReasonShape(allow_null=True)
    evidence = PairEvidenceShape()


class PeopleQualityShape(KeptShape):
    """The figures of a project's people as they were at `counted_at`, and of every two who judged at least 15 of the
    same, the most remarkable first. `answers_since` is by how many annotations the project has changed since then,
    and `being_worked_out` that newer figures will be there soon.
    """

    usual_seconds = UsualSecondsShape()
    people = PersonQualityShape(many=True)
    pairs = PairQualityShape(many=True)


class PeopleQualityView(OrganisationView):
    """What stands out about the people of a project."""

    permissions = {"get": Permission.SEE_PROJECTS, "post": Permission.SEE_PROJECTS}
    query = frozenset({"since", "until"})

    @described("projects_people_quality", {200: PeopleQualityShape, 202: BeingWorkedOutShape}, parameters=PERIOD)
    def get(self, request: Request, **kwargs: Any) -> Response:
        wish = _wish(request)
        project = project_of(kwargs)
        kept = figures_for(project, wish, at=self.at)
        if kept.figures is None:
            return being_worked_out(kept, project)
        shown = queries.shown_people(People(**kept.figures), named=names_told(self, project))
        return Response(PeopleQualityShape({**kept_fields(kept, project), **shown}).data)

    @described("projects_people_quality_anew", BeingWorkedOutShape, parameters=PERIOD, status=202)
    def post(self, request: Request, **kwargs: Any) -> Response:
        """Have newer figures worked out."""
        wish = _wish(request)
        project = project_of(kwargs)
        return being_worked_out(work_out_anew(project, wish, at=self.at), project)


class PersonQualityView(OrganisationView):
    """What stands out about one of them."""

    permissions = {"get": Permission.SEE_PROJECTS}
    query = frozenset({"since", "until"})

    @described("projects_person_quality", {200: OnePersonQualityShape, 202: BeingWorkedOutShape}, parameters=PERIOD)
    def get(self, request: Request, **kwargs: Any) -> Response:
        wish = _wish(request)
        project = project_of(kwargs)
        kept = figures_for(project, wish, at=self.at)
        if kept.figures is None:
            return being_worked_out(kept, project)
        named = names_told(self, project)
        figures = queries.shown_person_figures(People(**kept.figures), kwargs["member_id"], named=named)
        if figures is None:
            raise Http404
        return Response(OnePersonQualityShape(figures).data)


def _wish(request: Request) -> Wish:
    given = TimeInput(data=request.query_params.dict())
    given.is_valid(raise_exception=True)
    return Wish(FiguresAbout.PEOPLE, **given.validated_data)
