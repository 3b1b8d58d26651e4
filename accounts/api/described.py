"""How endpoints describe themselves in the OpenAPI document: one decorator, the same refusals everywhere."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from drf_spectacular.authentication import SessionScheme as DefaultSessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers

from accounts.api.base import IDEMPOTENCY_KEY, IF_MATCH
from accounts.api.pages import LIMIT, MAX_LIMIT

Handler = TypeVar("Handler", bound=Callable[..., Any])
Shape = type[serializers.BaseSerializer[Any]] | serializers.BaseSerializer[Any] | None

PAGING = (
    OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": LIMIT}),
    OpenApiParameter("cursor", str, description="`next` of the page before."),
)
ALWAYS = (400, 401, 403, 404)
BY_METHOD: dict[str, tuple[int, ...]] = {
    "post": (409, 415, 422),
    "put": (409, 412, 415, 428),
    "patch": (409, 412, 415, 428),
    "delete": (409,),
}


class ProblemEntrySerializer(serializers.Serializer[Any]):
    """One thing to mend."""

    pointer = serializers.CharField(help_text="JSON pointer into what was sent; of a parameter, its name.")
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """A refusal (RFC 9457): `type` is stable, `title` and `detail` are for people."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = ProblemEntrySerializer(many=True)  # type: ignore[assignment]  # the RFC's word


def listed(shape: type[serializers.Serializer[Any]], **more: serializers.Field[Any, Any, Any, Any]) -> Any:
    """A page of rows of one shape: {"results": […], "next": "<cursor>" | null}."""
    name = shape.__name__.removesuffix("Serializer")
    fields = {"results": shape(many=True), "next": serializers.CharField(allow_null=True), **more}
    return inline_serializer(f"{name}Page", fields)


def described(
    operation: str,
    answer: Shape | Mapping[int, Shape] = None,
    *,
    request: Any = None,
    status: int | None = None,
    parameters: Iterable[OpenApiParameter] = (),
    match: bool = True,
    paged: bool = True,
    refusals: tuple[int, ...] = (),
) -> Callable[[Handler], Handler]:
    """Describe a handler named for its method; `operation` is the generated client's name for it.

    Without an answer it is 204. `POST` takes an Idempotency-Key and answers 201 unless told otherwise, `PUT` and
    `PATCH` take If-Match (unless not `match`), a page takes limit and cursor (unless not `paged`, where all the rows
    come at once). `answer` by status codes is several ways to succeed. `parameters` and `refusals` (status codes) are
    its own.
    """

    def describe(handler: Handler) -> Handler:
        method = handler.__name__
        usual = status or (204 if answer is None else 201 if method == "post" else 200)
        answers = answer if isinstance(answer, Mapping) else {usual: answer}
        problems = {
            (code, "application/problem+json"): ProblemSerializer
            for code in (*ALWAYS, *BY_METHOD.get(method, ()), *refusals)
        }
        decorate = extend_schema(
            operation_id=operation,
            request=request,
            parameters=[*parameters, *_headers(method, match=match), *(_paging(answer) if paged else ())],
            responses={**answers, **problems},
        )
        return decorate(handler)

    return describe


def _headers(method: str, *, match: bool) -> list[OpenApiParameter]:
    if method == "post":
        return [IDEMPOTENCY_KEY]
    return [IF_MATCH] if method in {"put", "patch"} and match else []


def _paging(answer: object) -> tuple[OpenApiParameter, ...]:
    return PAGING if isinstance(answer, serializers.Serializer) and {"results", "next"} == set(answer.fields) else ()


class SessionScheme(DefaultSessionScheme):  # type: ignore[no-untyped-call]  # registers itself by being defined
    """The browser's session cookie."""

    target_class = "accounts.api.authentication.SessionAuthentication"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """A script's token."""

    target_class = "accounts.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "concord_…"}
