"""Under /admin/ everything happens inside one organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from accounts.models import Member, Role, SupportSession, User
from accounts.queries.doors import Membership, my_organisations
from accounts.queries.scope import member_in_scope, the_organisation
from accounts.queries.support import live_support_session
from accounts.tenancy import organisation_scope

ROOT = "/admin/"
CHOOSER = "/admin/organisation/"
CHOICE = "admin_place"  # the session's key: {"organisation": id} or {"organisation": id, "support": id}
ADMITTED = frozenset({Role.OWNER, Role.MANAGER})


@dataclass(frozen=True)
class AdminPlace:
    """The organisation whose admin this is: entered as its owner or manager, or by a support session."""

    organisation_id: UUID
    name: str
    client_ids: tuple[UUID, ...] | None = None
    member_id: UUID | None = None
    support: SupportSession | None = None

    def member(self) -> Member:
        """Who changes things here; a support session has nobody and changes nothing."""
        if self.member_id is None:
            raise PermissionDenied
        return member_in_scope(self.member_id)


def admin_place(request: HttpRequest) -> AdminPlace | None:
    """The organisation that this request's admin is in, or None."""
    return getattr(request, CHOICE, None)


def admitted_places(user: User) -> list[Membership]:
    """The organisations whose admin someone may enter as owner or manager."""
    return [place for place in my_organisations(user.pk) if place.role in ADMITTED]


class AdminScopeMiddleware:
    """Opens the scope of the organisation whose admin this is, for everything under /admin/ but the choosing itself.

    A view's transaction begins later than this, and is told the organisation by the database backend.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(ROOT) or not request.user.is_authenticated:
            return self.get_response(request)
        place = _place(request, request.user)
        setattr(request, CHOICE, place)
        if place is None or request.path_info.startswith(CHOOSER):
            return self.get_response(request)
        with organisation_scope(place.organisation_id, place.client_ids):
            return self.get_response(request)


def _place(request: HttpRequest, user: User) -> AdminPlace | None:
    choice = cast("dict[str, str]", request.session.get(CHOICE) or {})
    if "support" in choice:
        return _support_place(user, UUID(choice["organisation"]), UUID(choice["support"]))
    places = admitted_places(user)
    if not choice and len(places) == 1 and not user.is_superuser:
        return _own_place(places[0])
    return next(
        (_own_place(place) for place in places if str(place.organisation_id) == choice.get("organisation")), None
    )


def _own_place(place: Membership) -> AdminPlace:
    return AdminPlace(place.organisation_id, place.organisation, place.client_ids, place.member_id)


def _support_place(user: User, organisation_id: UUID, session_id: UUID) -> AdminPlace | None:
    if not user.is_superuser:
        return None
    with organisation_scope(organisation_id), transaction.atomic():
        session = live_support_session(user, session_id)
        if session is None:
            return None
        return AdminPlace(organisation_id, the_organisation().name, support=session)
