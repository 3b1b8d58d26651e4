"""The JSON of a quality report, described."""

from typing import Any

from rest_framework import serializers

from annotation.api.reasons import ReasonShape
from exports.reports.figures import PARTS, VERDICTS
from exports.reports.levels import CODES

HEADLINES = [(code, code) for code in CODES]
CALLED = [(verdict, verdict.replace("_", " ")) for verdict in VERDICTS]
LEVELS = [(level, level.title()) for level in ("good", "tentative", "low", "undefined")]


class KnownShape(serializers.Serializer[Any]):
    """Somebody or something by its name; people by a pseudonym where the report is for a client."""

    id = serializers.CharField()
    name = serializers.CharField(allow_blank=True)


class PersonBehindShape(serializers.Serializer[Any]):
    """Who stands in a report under an id."""

    id = serializers.CharField(help_text="As it stands in the report.")
    member = KnownShape()


class ReportReleaseShape(serializers.Serializer[Any]):
    """The release that a report is of."""

    id = serializers.UUIDField()
    number = serializers.IntegerField()
    name = serializers.CharField()


class ReportScopeShape(serializers.Serializer[Any]):
    """What a report is of; without a time of all that was answered until it was made."""

    client = KnownShape()
    since = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    release = ReportReleaseShape(allow_null=True)


class ReportPreviousShape(serializers.Serializer[Any]):
    """The report that this one is compared with."""

    id = serializers.UUIDField()
    made_at = serializers.DateTimeField()


class ReportCountsShape(serializers.Serializer[Any]):
    """How much there was; gold is counted apart and in no other figure."""

    items = serializers.IntegerField()
    answered = serializers.IntegerField()
    overlapped = serializers.IntegerField(help_text="Items that two or more people answered.")
    annotations = serializers.IntegerField()
    people = serializers.IntegerField()
    gold = serializers.IntegerField()
    seconds = serializers.IntegerField()


class HeadlineShape(serializers.Serializer[Any]):
    """The verdict on a question. `code` is the level, with `_unsure` where the interval reaches into the next lower
    one; or `no_answers`, `no_overlap`, `no_variation`, `no_coefficient`.
    """

    question = serializers.CharField()
    level = serializers.ChoiceField(LEVELS)
    alpha = serializers.FloatField(allow_null=True)
    code = serializers.ChoiceField(HEADLINES)


class ReportOptionShape(serializers.Serializer[Any]):
    """Something that could be chosen."""

    value = serializers.JSONField()
    title = serializers.CharField(allow_blank=True)


class EstimateShape(serializers.Serializer[Any]):
    """A figure with its 95% interval, where it has one."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class ChangeShape(serializers.Serializer[Any]):
    """The alpha of the report before, and how much this one's is above it."""

    alpha = serializers.FloatField()
    difference = serializers.FloatField()


class FigureChangeShape(serializers.Serializer[Any]):
    """A figure that is not what it was in the report before. `low` and `high` are the 95% interval of what it is, `n`
    how much lies behind it; `clear` says whether what it was lies outside of that interval. The verdicts say what the
    figure is called: the level of an alpha, how a rate stands to its threshold, whether somebody stands out by it. What
    tells most comes first: figures that are called something else, counts, clear changes, all others.
    """

    part = serializers.ChoiceField([(part, part) for part in PARTS])
    question = serializers.CharField(allow_blank=True)
    about = serializers.CharField(allow_blank=True, help_text="A model, a score, an aspect or a person, by its name.")
    member = serializers.CharField(allow_null=True, help_text="Whom it is about, by the id that this report has.")
    category = serializers.JSONField(allow_null=True, help_text="An answer; `<=2` is 2 of a rating or lower.")
    figure = serializers.CharField(help_text="Of `truth`, shares of all that was judged.")
    before = serializers.FloatField()
    value = serializers.FloatField()
    difference = serializers.FloatField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(allow_null=True)
    clear = serializers.BooleanField()
    verdict = serializers.ChoiceField(CALLED, allow_null=True)
    verdict_before = serializers.ChoiceField(CALLED, allow_null=True)


class TruthShape(serializers.Serializer[Any]):
    """What the answers come to: items that are decided, tied, or less sure than the project wants."""

    decided = serializers.IntegerField()
    tied = serializers.IntegerField()
    needs_review = serializers.IntegerField()
    expected_accuracy = serializers.FloatField(allow_null=True)
    labels_saved = serializers.IntegerField(allow_null=True)


class ReportQuestionShape(serializers.Serializer[Any]):
    """How well people agree on a question, and why no better. `figures` are those of the question's kind."""

    question = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    on = serializers.CharField()
    coefficient = serializers.CharField()
    metric = serializers.CharField(allow_null=True)
    options = ReportOptionShape(many=True)
    alpha = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    ac1 = EstimateShape(allow_null=True)
    items = serializers.IntegerField()
    units = serializers.IntegerField()
    annotations = serializers.IntegerField()
    reason = ReasonShape(allow_null=True, help_text="Why there is no alpha.")
    level = serializers.ChoiceField(LEVELS)
    change = ChangeShape(allow_null=True)
    why = serializers.ListField(child=serializers.DictField(), help_text="Each with `because` and its figures.")
    figures = serializers.DictField()
    confused_items = serializers.ListField(child=serializers.CharField())
    truth = TruthShape(allow_null=True)


class ItemBinShape(serializers.Serializer[Any]):
    """How many items have an agreement from `low` up to `high`."""

    low = serializers.FloatField()
    high = serializers.FloatField()
    items = serializers.IntegerField()


class WorstItemShape(serializers.Serializer[Any]):
    """An item on which people agree least."""

    id = serializers.UUIDField()
    external_id = serializers.CharField()
    position = serializers.IntegerField()
    agreement = serializers.FloatField()
    state = serializers.CharField()


class ReportItemsShape(serializers.Serializer[Any]):
    """The items by how well people agree on each, and the worst of them."""

    histogram = ItemBinShape(many=True)
    worst = WorstItemShape(many=True)


class HeatShape(serializers.Serializer[Any]):
    """Every two people: how often both answered the same question of the same item, and how often alike."""

    people = KnownShape(many=True)
    shared = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    alike = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))


class ReportSectionShape(serializers.Serializer[Any]):
    """What a report says of a project."""

    project = KnownShape()
    form_version = serializers.IntegerField()
    counts = ReportCountsShape()
    headline = HeadlineShape(many=True)
    questions = ReportQuestionShape(many=True)
    items = ReportItemsShape()
    people = serializers.ListField(child=serializers.DictField(), help_text="As people's quality is shown elsewhere.")
    pairs = serializers.ListField(child=serializers.DictField())
    heat = HeatShape()
    models = serializers.DictField(allow_null=True, help_text="As the project's models are shown elsewhere.")
    probe = serializers.DictField(allow_null=True)
    changes = FigureChangeShape(many=True, help_text="What differs from the report before, if there is one.")
    notes = serializers.ListField(child=serializers.CharField(), help_text="Codes of how the figures are made.")


class ReportContentShape(serializers.Serializer[Any]):
    """A quality report: a section for each project. The CSV and the PDF say the same."""

    id = serializers.UUIDField()
    made_at = serializers.DateTimeField()
    scope = ReportScopeShape()
    people = serializers.CharField(help_text="names or pseudonyms.")
    previous = ReportPreviousShape(allow_null=True)
    projects = ReportSectionShape(many=True)
