"""Reading invitations, as far as the wall between clients lets the caller."""

from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Invitation, Member
from accounts.queries.clients import my_clients


class InvitationState(StrEnum):
    """Where an invitation stands; only a pending one can be accepted."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


def state_of(invitation: Invitation, *, at: datetime) -> InvitationState:
    """The invitation's state at a moment."""
    if invitation.accepted_at:
        return InvitationState.ACCEPTED
    if invitation.revoked_at:
        return InvitationState.REVOKED
    return InvitationState.PENDING if at < invitation.expires_at else InvitationState.EXPIRED


def invitations(*, to: Member) -> QuerySet[Invitation]:
    """The invitations that a member may see: all, or where they are bound to clients, their own and those clients'."""
    rows = Invitation.objects.select_related("invited_by__user")
    mine = my_clients()
    if mine is None:
        return rows
    names_mine = [Q(client_ids__contains=[str(client_id)]) for client_id in mine]
    return rows.filter(reduce(or_, names_mine, Q(invited_by=to)))


def offer(invitation_id: UUID) -> Invitation:
    """One invitation, with who invites to which organisation."""
    return Invitation.objects.select_related("invited_by__user", "organisation").get(pk=invitation_id)


def pending_for(email: str) -> QuerySet[Invitation]:
    """The address's invitations that were neither used nor withdrawn, expired ones included."""
    return Invitation.objects.filter(email__iexact=email, accepted_at=None, revoked_at=None)


def is_within_my_clients(invitation: Invitation) -> bool:
    """Whether the caller's clients are all that an invitation is about."""
    mine = my_clients()
    return mine is None or set(invitation.client_ids) <= {str(client_id) for client_id in mine}
