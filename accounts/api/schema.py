"""How endpoints are described in the OpenAPI document."""

from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from accounts.api.base import IDEMPOTENCY_KEY, IF_MATCH


class ProblemError(serializers.Serializer[Any]):
    """One thing to mend."""

    pointer = serializers.CharField(help_text="A JSON pointer into the request.")
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """An error (RFC 9457)."""

    type = serializers.CharField(help_text="Stable; programs may rely on it.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(allow_blank=True)
    errors = ProblemError(many=True)


LIMIT = OpenApiParameter("limit", int, description="Rows a page, 1–100.")
CURSOR = OpenApiParameter("cursor", str, description="The `next` of the page before.")
REFUSALS = {400: "invalid", 401: "signed-out", 403: "forbidden", 404: "not-found"}


def page_of(row: type[serializers.BaseSerializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The shape of a keyset page of these rows."""
    fields = {"results": row(many=True), "next": serializers.CharField(allow_null=True)}
    return type(f"{row.__name__}Page", (serializers.Serializer,), fields)


def described(
    operation: str,
    summary: str,
    *,
    answer: type[serializers.BaseSerializer[Any]] | serializers.BaseSerializer[Any] | None,
    request: type[serializers.BaseSerializer[Any]] | serializers.BaseSerializer[Any] | None = None,
    status: int = 200,
    page: bool = False,
    idempotent: bool = False,
    if_match: bool = False,
    conflicts: bool = False,
    parameters: Sequence[OpenApiParameter] = (),
) -> Callable[..., Any]:
    """Describe one method of a view; every operation also names the problems it can answer with."""
    extra = [*parameters]
    if page:
        extra += [LIMIT, CURSOR]
    if idempotent:
        extra.append(IDEMPOTENCY_KEY)
    if if_match:
        extra.append(IF_MATCH)
    refusals = dict(REFUSALS)
    if if_match:
        refusals |= {412: "stale", 428: "if-match-missing"}
    if conflicts or idempotent:
        refusals |= {409: "refused"}
    if idempotent:
        refusals |= {422: "idempotency-key-reused"}
    responses: dict[Any, Any] = {
        (code, "application/problem+json"): OpenApiResponse(Problem, name) for code, name in refusals.items()
    }
    responses[status] = OpenApiResponse(answer, summary) if answer is not None else OpenApiResponse(None, summary)
    return extend_schema(
        operation_id=operation, summary=summary, request=request, parameters=extra, responses=responses
    )
