"""Clearances: who may work for a client that asks for one."""

from datetime import datetime

from accounts.actions.events import record_event
from accounts.actions.members import MemberRemoved
from accounts.actions.work_ends import work_ends
from accounts.models import Clearance, Client, Member
from accounts.refusals import Fault, Invalid


def clear_member(
    *, member: Member, client: Client, by: Member, at: datetime, note: str = "", expires_at: datetime | None = None
) -> Clearance:
    """Let a member work for a client that asks for clearance, until it expires; an earlier clearance is replaced."""
    if member.removed_at is not None:
        raise MemberRemoved("Invite them again.")
    if expires_at is not None and expires_at <= at:
        raise Invalid(problems=[Fault("/expires_at", "This is past; take the clearance away instead.")])
    clearance, _ = Clearance.objects.update_or_create(
        member=member,
        client=client,
        defaults={"note": note, "expires_at": expires_at, "granted_by": by, "granted_at": at},
    )
    until = expires_at and expires_at.isoformat()
    record_event("member.cleared", subject=member, actor=by, at=at, client=str(client.pk), expires_at=until)
    return clearance


def take_clearance(*, clearance: Clearance, by: Member, at: datetime) -> None:
    """Take a clearance away. If its client asks for one, what the member holds of the client's work is free at once."""
    member, client = clearance.member, clearance.client
    clearance.delete()
    record_event("member.clearance_taken", subject=member, actor=by, at=at, client=str(client.pk))
    if client.clearance_required:
        work_ends(member, client=client, at=at)
