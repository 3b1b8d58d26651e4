"""Offering, withdrawing and taking up places in an organisation."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string

from accounts.actions.events import record_event
from accounts.actions.members import Scopes, add_member, fitting_clients, require_governing
from accounts.actions.users import create_user
from accounts.models import Client, Invitation, Member, Role, User
from accounts.permissions import may_govern
from accounts.queries.invitations import is_within_my_clients, pending_for
from accounts.queries.users import has_address
from accounts.refusals import NotAllowed, Refused
from accounts.secrets import new_secret, secret_hash

VALID_FOR = timedelta(days=14)


class AlreadyMember(Refused):
    """Whoever has a place needs no invitation to it."""

    type = "already-member"
    title = "This person is a member already"


class InvitedByAnother(Refused):
    """The address has a pending invitation that the inviter may not replace."""

    type = "already-invited"
    title = "This address is invited already"


class InvitationClosed(Refused):
    """Used, withdrawn, replaced or expired."""

    type = "invitation-closed"
    title = "This invitation is no longer valid"


class OtherAddress(Refused):
    """An invitation is for one e-mail address."""

    type = "invitation-for-another"
    title = "This invitation is for another e-mail address"
    status = 403


def invite(
    *, email: str, role: Role, client_ids: Iterable[UUID], by: Member, at: datetime, scopes: Scopes = None
) -> tuple[Invitation, str]:
    """Offer a place to whoever has this e-mail address; returns the invitation and its link, shown once.

    The offer lasts 14 days and replaces a pending one to the same address. It is mailed as well, after the
    transaction: mail that fails is logged, and the link still works.
    """
    email = email.strip().lower()
    require_governing(role, by=by, scopes=scopes)
    bound = fitting_clients(role, client_ids)
    if Member.objects.filter(user__email__iexact=email, removed_at=None).exists():
        raise AlreadyMember("Change their role instead.")
    _replace_pending(email, by=by, at=at, scopes=scopes)
    secret = new_secret()
    offer = Invitation(
        email=email,
        role=role,
        client_ids=[str(client_id) for client_id in bound],
        secret_hash=secret_hash(secret),
        invited_by=by,
        created_at=at,
        expires_at=at + VALID_FOR,
    )
    try:
        with transaction.atomic():
            offer.save(force_insert=True)
    except IntegrityError:  # somebody invited the address a moment ago
        raise InvitedByAnother("Reload the list.") from None
    record_event("invitation.sent", subject=offer, actor=by, at=at, email=email, role=role)
    link = f"{settings.PUBLIC_URL}/invitations/{secret}/"
    organisation, inviter = offer.organisation.name, str(by)
    # Not a partial: Django logs a failure by the function's qualified name.
    transaction.on_commit(lambda: _mail(offer, link, organisation, inviter), robust=True)
    return offer, link


def revoke_invitation(*, invitation: Invitation, by: Member, at: datetime, scopes: Scopes = None) -> None:
    """Withdraw a pending invitation; its link stops working."""
    require_governing(Role(invitation.role), by=by, scopes=scopes)
    if not is_within_my_clients(invitation):
        raise NotAllowed("This invitation also concerns other clients.")
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=at):
        raise InvitationClosed("There is nothing to withdraw.")
    record_event("invitation.revoked", subject=invitation, actor=by, at=at, email=invitation.email)


def accept_invitation(*, invitation: Invitation, user: User, at: datetime) -> Member:
    """Take up a place, once, as the person with the invited address.

    Knowing the link counts as proof of the address, also when a manager copied it from the page: whoever may
    invite vouches for whom they hand it to. The inviter must still be allowed to give the place.
    """
    if not has_address(user, invitation.email):
        raise OtherAddress(f"Sign in as {invitation.email} to accept it.")
    if not may_still_be_given(invitation):
        raise InvitationClosed("Ask for a new one.")
    offer = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=Now())
    if not offer.update(accepted_at=at):
        raise InvitationClosed("Ask for a new one.")
    if Member.objects.filter(user=user, removed_at=None).exists():
        raise AlreadyMember
    client_ids = [UUID(client_id) for client_id in invitation.client_ids]
    member = add_member(user=user, role=Role(invitation.role), by=None, at=at, client_ids=client_ids)
    record_event("invitation.accepted", subject=invitation, actor=member, at=at, role=invitation.role)
    return member


def accept_as_somebody_new(*, invitation: Invitation, name: str, password: str, at: datetime) -> User:
    """Make an account for the invited address and take up the place with it."""
    try:
        with transaction.atomic():
            user = create_user(email=invitation.email, name=name, password=password)
            accept_invitation(invitation=invitation, user=user, at=at)
    except IntegrityError:  # the account was made a moment ago, by a second click
        raise InvitationClosed("Sign in.") from None
    return user


def may_still_be_given(invitation: Invitation) -> bool:
    """Whether the inviter is still there with a role that gives this one, and its clients still exist."""
    inviter = invitation.invited_by
    known = Client.objects.filter(pk__in=invitation.client_ids).count() == len(invitation.client_ids)
    return known and inviter.removed_at is None and may_govern(Role(inviter.role), Role(invitation.role))


def _replace_pending(email: str, *, by: Member, at: datetime, scopes: Scopes) -> None:
    for pending in pending_for(email).select_for_update():
        if not may_govern(Role(by.role), Role(pending.role), scopes=scopes) or not is_within_my_clients(pending):
            raise InvitedByAnother("Somebody else invited this address to a place that is not yours to give.")
        Invitation.objects.filter(pk=pending.pk).update(revoked_at=at)
        record_event("invitation.replaced", subject=pending, actor=by, at=at, email=email)


def _mail(offer: Invitation, link: str, organisation: str, inviter: str) -> None:
    names = {"offer": offer, "link": link, "organisation": organisation, "inviter": inviter}
    body = render_to_string("accounts/email/invitation.txt", names)
    subject = " ".join(f"{inviter} invites you to {organisation} on Concord".split())
    send_mail(subject, body, None, [offer.email])
