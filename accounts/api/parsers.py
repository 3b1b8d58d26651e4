"""JSON in, with limits: hostile documents are a 400, never a 500."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

DEEPEST = 32
MOST_VALUES = 200_000
LONGEST_TEXT = 1024 * 1024


class SafeJSONParser(BaseParser):
    """Parses JSON and refuses what the rest of the service need not think about.

    Too large a body, nesting below `DEEPEST`, more than `MOST_VALUES` values, a text over `LONGEST_TEXT`
    characters, NUL (PostgreSQL cannot store it), half a surrogate pair, NaN.
    """

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise ParseError(f"The body may hold {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.")
        try:
            document = orjson.loads(body)  # refuses surrogates, NaN and bytes that are not UTF-8
        except orjson.JSONDecodeError as error:
            raise ParseError(f"This is not JSON: {error}") from None
        _measure(document)
        return document


def _measure(document: Any) -> None:
    """Walk the document level by level, without recursion."""
    level, values = [document], 0
    for _ in range(DEEPEST):
        values += len(level)
        if values > MOST_VALUES:
            raise ParseError(f"The document may hold {MOST_VALUES} values.")
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return
    raise ParseError(f"The document may be {DEEPEST} levels deep.")


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, str) and (len(value) > LONGEST_TEXT or "\0" in value):
        raise ParseError(f"A text may hold {LONGEST_TEXT} characters, none of them NUL.")
    return []
