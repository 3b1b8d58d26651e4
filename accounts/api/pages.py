"""Keyset pages: `?limit=` and an opaque `?cursor=` that names where the last page ended."""

import base64
import binascii
from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Model, Q, QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

LIMIT = 50
MAX_LIMIT = 100


def page(
    request: Request, rows: QuerySet[Any], *, shape: Callable[[list[Any]], list[Any]], key: str = "id"
) -> Response:
    """One page of `rows` by the field `key` (`-id` for newest first) and then by id, as {"results", "next"}."""
    descending = key.startswith("-")
    field = key.removeprefix("-")
    limit = limit_of(request)
    if (after := _cursor(request)) is not None:
        try:
            rows = rows.filter(_beyond(field, *after, descending=descending))
        except (ValueError, TypeError, DjangoValidationError):
            raise bad_cursor() from None
    found: list[Model] = list(rows.order_by(key, "-pk" if descending else "pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    cursor = cursor_at(getattr(found[-1], field), found[-1].pk) if more else None
    return Response({"results": shape(found), "next": cursor})


def _beyond(field: str, value: Any, pk: Any, *, descending: bool) -> Q:
    """Rows after (value, pk). The first condition alone is implied; it is what an index can use."""
    word = "lt" if descending else "gt"
    tied = Q(**{field: value, f"pk__{word}": pk})
    return Q(**{f"{field}__{word}e": value}) & (Q(**{f"{field}__{word}": value}) | tied)


def limit_of(request: Request) -> int:
    """How many rows a page has at most."""
    text = request.query_params.get("limit", str(LIMIT))
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= MAX_LIMIT:
        raise ValidationError({"limit": f"A whole number from 1 to {MAX_LIMIT}."})
    return int(text)


def cursor_at(*values: Any) -> str:
    """The opaque cursor of a place in a list."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def cursor_of(request: Request) -> list[Any] | None:
    """The values of the place that a request goes on from, whoever wrote them; None for the beginning."""
    text = request.query_params.get("cursor")
    if text is None:
        return None
    try:
        values = orjson.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise bad_cursor() from None
    if not isinstance(values, list):
        raise bad_cursor()
    return values


def bad_cursor() -> ValidationError:
    """The refusal of a cursor that leads nowhere."""
    return ValidationError({"cursor": "This is not a cursor that was given here."})


def _cursor(request: Request) -> tuple[Any, Any] | None:
    values = cursor_of(request)
    if values is None:
        return None
    try:
        value, pk = values
        UUID(pk)
    except (ValueError, TypeError, AttributeError):
        raise bad_cursor() from None
    if isinstance(value, bool) or not isinstance(value, str | int) or (isinstance(value, int) and abs(value) >= 2**63):
        raise bad_cursor()
    return value, pk
