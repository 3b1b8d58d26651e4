"""What is said of models."""

from typing import Any

from rest_framework import serializers

from annotation.api.figure_shapes import KeptShape
from annotation.api.reasons import ReasonShape


class ModelShape(serializers.Serializer[Any]):
    """A model by its name and version, `name@version` or `name-v2`, and in how many projects its responses are."""

    model = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()
    projects = serializers.IntegerField()


class JudgedModelShape(serializers.Serializer[Any]):
    """A model whose responses people judged."""

    model = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()


class StrengthShape(serializers.Serializer[Any]):
    """Bradley and Terry's strength as log-odds about the mean of all models, with its 95% interval."""

    model = serializers.CharField()
    strength = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField(help_text="Contests.")


class StandingShape(StrengthShape):
    """A model's place among those it was compared with. In `win_rate` a tie is half a win; its interval is that of
    as many contests as those of its `items` are worth, which do not differ independently.
    """

    wins = serializers.IntegerField()
    losses = serializers.IntegerField()
    ties = serializers.IntegerField()
    items = serializers.IntegerField()
    win_rate = serializers.FloatField()
    rate_low = serializers.FloatField()
    rate_high = serializers.FloatField()


class MeanRatingShape(serializers.Serializer[Any]):
    """A model's mean rating over `n` responses, each counting once however many rated it."""

    model = serializers.CharField()
    mean = serializers.FloatField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()


class ModelPeriodShape(serializers.Serializer[Any]):
    """A week (from its Monday) or month by itself; strengths have the mean that the same models have overall."""

    models = StrengthShape(many=True)
    means = MeanRatingShape(many=True)

    def get_fields(self) -> dict[str, Any]:
        return {"from": serializers.DateField(), **super().get_fields()}  # a word that Python keeps for itself


class LeanShape(serializers.Serializer[Any]):
    """What moves people besides the models, as log-odds: that a response was shown first, and each e-fold of length."""

    position = serializers.FloatField()
    position_error = serializers.FloatField()
    length = serializers.FloatField()
    length_error = serializers.FloatField()
    n = serializers.IntegerField()


class ModelChangeShape(serializers.Serializer[Any]):
    """From a version of a model to the next: of `strength` in log-odds, of the `mean` rating in points."""

    measure = serializers.ChoiceField(["strength", "mean"])
    from_model = serializers.CharField()
    to_model = serializers.CharField()
    difference = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField(help_text="Contests of either, or responses of both.")


class ComparedShape(serializers.Serializer[Any]):
    """What a question that compares responses says of their models; `wins` and `ties` in the leaderboard's order.
    `reason` says why strengths are missing or can't be compared.
    """

    question = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    reason = ReasonShape(allow_null=True)
    leaderboard = StandingShape(many=True)
    wins = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    ties = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    means = MeanRatingShape(many=True)
    over_time = ModelPeriodShape(many=True)
    lean = LeanShape(allow_null=True)
    changes = ModelChangeShape(many=True)


class RateShape(serializers.Serializer[Any]):
    """How often a model is given a category. `n` counts responses; `failing` adds up the shares of people who give a
    response the category. The verdict needs the whole interval on one side of the threshold.
    """

    model = serializers.CharField()
    question = serializers.CharField()
    category = serializers.CharField()
    failing = serializers.FloatField()
    n = serializers.IntegerField()
    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    threshold = serializers.FloatField(allow_null=True)
    verdict = serializers.ChoiceField(["pass", "fail", "undecided"], allow_null=True)


class RateChangeShape(serializers.Serializer[Any]):
    """From a version of a model to the next."""

    question = serializers.CharField()
    category = serializers.CharField()
    from_model = serializers.CharField()
    to_model = serializers.CharField()
    difference = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField()


class OrderedPairsShape(serializers.Serializer[Any]):
    """How often a score orders two responses as people do, over `n` decided comparisons of so many items."""

    share = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField()
    items = serializers.IntegerField()


class ScoreFigureShape(serializers.Serializer[Any]):
    """How an automatic score goes along with what people say: with ratings, with the share who choose a `category`,
    and of orders and preferences with the share of won comparisons, both about their means over the item.
    """

    name = serializers.CharField()
    version = serializers.CharField()
    against = serializers.CharField()
    category = serializers.CharField(allow_null=True)
    n = serializers.IntegerField(help_text="Responses.")
    items = serializers.IntegerField()
    pearson = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    spearman = serializers.FloatField(allow_null=True)
    spearman_low = serializers.FloatField(allow_null=True)
    spearman_high = serializers.FloatField(allow_null=True)
    pairs = OrderedPairsShape(allow_null=True)


class ModelFiguresShape(KeptShape):
    """How models stand, by what people said of their responses; `counted_at` says of when the figures are,
    `answers_since` by how many annotations the project has changed since then, and `being_worked_out` that newer
    figures will be there soon.
    """

    models = JudgedModelShape(many=True)
    questions = ComparedShape(many=True)
    rates = RateShape(many=True)
    rate_changes = RateChangeShape(many=True)
    scores = ScoreFigureShape(many=True)
