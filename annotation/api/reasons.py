"""Why a figure is undefined, as the API says it."""

from typing import Any

from rest_framework import serializers

from annotation.agreement.reasons import Code

CODES = [(code.value, code.value) for code in Code]


class ReasonShape(serializers.Serializer[Any]):
    """Why a figure is undefined, or tells nobody from anybody: a code, how much there was (`n`) and how much is
    `needed`, both null where nothing is counted; `detail` says it in English.
    """

    code = serializers.ChoiceField(CODES)
    n = serializers.IntegerField(allow_null=True)
    needed = serializers.IntegerField(allow_null=True)
    detail = serializers.CharField()
