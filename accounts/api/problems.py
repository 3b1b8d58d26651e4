"""Errors as problem+json (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from accounts.refusals import Refused

TITLES = {
    400: ("invalid", "The input is not valid"),
    401: ("signed-out", "Sign in to go on"),
    403: ("forbidden", "You may not do this"),
    404: ("not-found", "There is no such thing here"),
    405: ("method-not-allowed", "This address does not take that method"),
    406: ("not-acceptable", "Only JSON is served here"),
    409: ("refused", "This cannot be done"),
    412: ("stale", "It was changed in the meantime"),
    415: ("unsupported-media-type", "Only JSON is taken here"),
    428: ("if-match-missing", "Send If-Match with the ETag that you read"),
    429: ("too-many-requests", "Too many requests"),
}


def problem(
    status_code: int,
    detail: str = "",
    *,
    type: str | None = None,  # noqa: A002  # the RFC's own word
    title: str | None = None,
    errors: list[tuple[str, str]] | None = None,
    **extra: Any,
) -> Response:
    """A problem+json answer; `errors` are (JSON pointer, detail) pairs."""
    default_type, default_title = TITLES.get(status_code, ("error", "Something went wrong"))
    body = {
        "type": type or default_type,
        "title": title or default_title,
        "status": status_code,
        "detail": detail,
        "errors": [{"pointer": pointer, "detail": text} for pointer, text in errors or []],
        **extra,
    }
    return Response(body, status=status_code, content_type="application/problem+json")


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception into a problem and roll the request's transaction back."""
    set_rollback()
    if isinstance(error, Refused):
        return problem(error.status, error.detail, type=error.type, title=error.title, errors=error.problems)
    if isinstance(error, Http404):
        return problem(404)
    if isinstance(error, PermissionDenied):
        return problem(403)
    if isinstance(error, exceptions.ValidationError):
        return problem(400, errors=pointers(error.detail))
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        answer = problem(status.HTTP_401_UNAUTHORIZED, str(error.detail))
        answer["WWW-Authenticate"] = "Bearer"
        return answer
    if isinstance(error, exceptions.APIException):
        answer = problem(error.status_code, str(error.detail))
        if wait := getattr(error, "wait", None):  # Throttled
            answer["Retry-After"] = str(int(wait))
        return answer
    return None


def pointers(detail: Any, at: str = "") -> list[tuple[str, str]]:
    """DRF's nested errors as (JSON pointer, text) pairs."""
    if isinstance(detail, dict):
        return [
            pair
            for key, value in detail.items()
            for pair in pointers(value, at if key == "non_field_errors" else f"{at}/{key}")
        ]
    if isinstance(detail, list):
        return [
            pair
            for index, value in enumerate(detail)
            for pair in pointers(value, f"{at}/{index}" if isinstance(value, dict | list) else at)
        ]
    return [(at, str(detail))]
