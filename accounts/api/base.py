"""The base of every endpoint of an organisation."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Manager, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions.tokens import note_token_use
from accounts.api.idempotency import Replayed, remember, replayed
from accounts.models import Member, User
from accounts.permissions import Permission, allowed
from accounts.queries.doors import Membership, TokenGrant, membership
from accounts.queries.scope import member_in_scope
from accounts.refusals import Refused, Stale
from accounts.tenancy import organisation_scope

METHODS = ("get", "post", "put", "patch", "delete")

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="Repeating a request with its key repeats its answer."
)
IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag you read.")


class IfMatchMissing(Refused):
    """An edit without `If-Match` could overwrite somebody else's."""

    type = "if-match-missing"
    title = "Send If-Match with the ETag that you read"
    status = 428


class OrganisationView(APIView):
    """Finds the caller's membership, checks the method's permission and opens the organisation's scope.

    A subclass says which permission each of its methods needs, or it does not import; where several are named any
    one opens the door, and the handler asks which (`may`). `query` names the query parameters it takes, any other is
    a 400; `shown_once` the secrets in its answers, which are stored nowhere. One that `asks_elsewhere` waits for
    somebody else's server: its handlers open their transactions themselves, so that none is open meanwhile.
    """

    permission_classes = [IsAuthenticated]
    permissions: ClassVar[Mapping[str, Permission | tuple[Permission, ...]]]
    query: ClassVar[frozenset[str]] = frozenset()
    shown_once: ClassVar[frozenset[str]] = frozenset()
    asks_elsewhere: ClassVar[bool] = False
    membership: Membership
    at: datetime

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        handled = {method for method in METHODS if hasattr(cls, method)}
        if handled != set(getattr(cls, "permissions", {})):
            raise TypeError(f"{cls.__name__} handles {sorted(handled)} and must declare a permission for exactly those")

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        return transaction.non_atomic_requests(view) if cls.asks_elsewhere else view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with ExitStack() as self._scope:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        with self._transaction():
            self._open(request, *args, **kwargs)

    def _transaction(self) -> AbstractContextManager[Any]:
        """One of its own, where the request has none."""
        return transaction.atomic() if self.asks_elsewhere else nullcontext()

    def _open(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.at = timezone.now()
        place = membership(kwargs["organisation"], cast("User", request.user).pk)
        grant = request.auth if isinstance(request.auth, TokenGrant) else None
        if place is None or (grant is not None and grant.organisation_id != place.organisation_id):
            raise Http404
        self.membership = place
        self.grant = grant
        method = str(request.method).lower()
        if method not in self.permissions:
            return  # the handler answers 405
        needed = self.permissions[method]
        if not any(map(self.may, needed if isinstance(needed, tuple) else [needed])):
            raise exceptions.PermissionDenied
        self._refuse_unknown_parameters(request)
        self._scope.enter_context(organisation_scope(place.organisation_id, self.client_ids))
        if reply := replayed(request, self.membership.member_id, at=self.at):
            raise Replayed(reply)

    def may(self, permission: Permission) -> bool:
        """Whether the caller, as person and as token, has a permission."""
        return allowed(self.membership.role, permission, self.scopes)

    @property
    def scopes(self) -> frozenset[Permission] | None:
        """What the caller's token may do; None for a person who is signed in."""
        return self.grant.scopes if self.grant else None

    @property
    def client_ids(self) -> tuple[UUID, ...] | None:
        """The clients that the caller is bound to, as person or by the token; None for no such bound."""
        return self.membership.clients_by(self.grant)

    @cached_property
    def member(self) -> Member:
        """The caller's own row."""
        return member_in_scope(self.membership.member_id)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, Replayed):
            return exc.reply
        with self._transaction():
            return super().handle_exception(exc)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        final = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(request, Request) and hasattr(self, "membership"):
            with self._transaction():
                remember(request, self.membership.member_id, final, shown_once=self.shown_once)
                self._note_use(final)
        return final

    def _note_use(self, response: HttpResponseBase) -> None:
        """A token was of use: written after the request's own transaction, and once a minute at most."""
        grant, at = self.grant, self.at
        if grant is not None and response.status_code < 400:
            transaction.on_commit(lambda: note_token_use(grant, at=at), robust=True)

    def _refuse_unknown_parameters(self, request: Request) -> None:
        allowed_here = self.query | {"limit", "cursor"} if request.method == "GET" else self.query
        if unknown := set(request.query_params) - allowed_here:
            raise exceptions.ValidationError(dict.fromkeys(sorted(unknown), "This parameter is not known here."))


def found(queryset: "QuerySet[Any] | Manager[Any]", **lookup: Any) -> Any:
    """The one row, or 404; every object of a URL is had through this, with its parent in the same lookup."""
    row: Model | None = queryset.filter(**lookup).first()
    if row is None:
        raise Http404
    return row


def etag(version: int | str) -> str:
    """The ETag of a row's version: a count of its edits, or a digest of what can be edited."""
    return f'"{version}"'


def require_match(request: Request, version: int | str) -> None:
    """Refuse an edit whose `If-Match` is missing (428) or names another version (412)."""
    sent = request.headers.get("If-Match")
    if sent is None:
        raise IfMatchMissing
    if sent not in {etag(version), "*"}:
        raise Stale(f"The current version is {etag(version)}.")
