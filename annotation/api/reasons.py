"""Why a figure is undefined, and what a rule tells whom it found, as the API says it."""

from typing import Any

from rest_framework import serializers

from annotation.agreement.reasons import Code
from annotation.models import Collector

CODES = [(code.value, code.value) for code in Code]


class ReasonShape(serializers.Serializer[Any]):
    """Why a figure is undefined, or tells nobody from anybody: a code, how much there was (`n`) and how much is
    `needed`, both null where nothing is counted; `detail` says it in English.
    """

    code = serializers.ChoiceField(CODES)
    n = serializers.IntegerField(allow_null=True)
    needed = serializers.IntegerField(allow_null=True)
    detail = serializers.CharField()


class RuleReasonShape(serializers.Serializer[Any]):
    """What a rule found of a person, as they are told where the manager wrote nothing: what it looks at, the figure
    where it is one that they could have counted themselves, and `detail`, which says it in English.
    """

    collector = serializers.ChoiceField(Collector.choices)
    figure = serializers.FloatField(allow_null=True)
    detail = serializers.CharField()
