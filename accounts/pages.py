"""The page of an invitation: what is offered, and taking it up."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions.invitations import accept_as_somebody_new, accept_invitation, may_still_be_given
from accounts.forms import InvitedSignUpForm
from accounts.models import Invitation, User
from accounts.queries.doors import invitation_by_hash
from accounts.queries.invitations import InvitationState, offer, state_of
from accounts.queries.users import has_address, user_with_address
from accounts.refusals import Refused
from accounts.secrets import secret_hash
from accounts.tenancy import organisation_scope


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows who invites to what as which role and changes nothing; POST takes the place up."""
    place = invitation_by_hash(secret_hash(secret))
    if place is None:
        return _closed(request, status=404)
    organisation_id, invitation_id = place
    with organisation_scope(organisation_id):
        offered = offer(invitation_id)
        if state_of(offered, at=timezone.now()) != InvitationState.PENDING or not may_still_be_given(offered):
            return _closed(request)
        try:
            if request.user.is_authenticated:
                return _as_oneself(request, offered, request.user)
            if user_with_address(offered.email) is not None:
                sign_in = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}"
                return _show(request, offered, sign_in=sign_in)
            return _as_somebody_new(request, offered)
        except Refused:  # somebody was quicker
            return _closed(request)


def _as_oneself(request: HttpRequest, offered: Invitation, user: User) -> HttpResponse:
    if not has_address(user, offered.email):
        return _show(request, offered, status=403 if request.method == "POST" else 200, other=user.email)
    if request.method != "POST":
        return _show(request, offered, accept=True)
    accept_invitation(invitation=offered, user=user, at=timezone.now())
    return redirect("/")


def _as_somebody_new(request: HttpRequest, offered: Invitation) -> HttpResponse:
    form = InvitedSignUpForm(request.POST if request.method == "POST" else None, email=offered.email)
    if not form.is_valid():
        return _show(request, offered, status=400 if form.is_bound else 200, form=form)
    user = accept_as_somebody_new(invitation=offered, **form.cleaned_data, at=timezone.now())
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("/")


def _show(request: HttpRequest, offered: Invitation, *, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "accounts/invitation.html", {"offer": offered, **more}, status=status)


def _closed(request: HttpRequest, *, status: int = 410) -> HttpResponse:
    return render(request, "accounts/invitation_closed.html", status=status)
