"""Giving, changing and taking away places in an organisation."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.actions.events import record_event
from accounts.actions.work_ends import work_ends
from accounts.models import Client, Invitation, Member, MemberClient, Role, Token, User
from accounts.permissions import GOVERNS, Permission, may_govern
from accounts.queries.clients import my_clients
from accounts.queries.members import client_ids_of, is_in_reach, locked_with_owners, owners
from accounts.refusals import Fault, Invalid, NotAllowed, Refused
from accounts.tenancy import current_organisation_id

Scopes = frozenset[Permission] | None
PLACEHOLDER_DOMAIN = "placeholder.invalid"
UNBOUND_ROLES = frozenset({Role.OWNER, Role.ANNOTATOR})


class LastOwner(Refused):
    """An organisation without an owner could not be governed."""

    type = "last-owner"
    title = "An organisation needs an owner"


class MemberRemoved(Refused):
    """Who was removed comes back by a new invitation."""

    type = "member-removed"
    title = "This member was removed"


def add_member(*, user: User, role: Role, by: Member | None, at: datetime, client_ids: Iterable[UUID] = ()) -> Member:
    """Give a user a place in the organisation in scope; one who was removed comes back to the same row."""
    member, _ = Member.objects.update_or_create(user=user, defaults={"role": role, "removed_at": None, "joined_at": at})
    bind_to_clients(member, client_ids)
    record_event("member.added", subject=member, actor=by or member, at=at, role=role)
    return member


def add_placeholder(*, key: str, name: str, by: Member, at: datetime) -> Member:
    """A member for somebody who worked elsewhere and has no place here: a name that their work stands under. Nobody can
    sign in as them, and their e-mail address, under the name that RFC 2606 reserves, reaches nobody. The same `key`
    gives the same member.
    """
    digest = hashlib.sha256(f"{current_organisation_id()}\n{key}".encode()).hexdigest()[:32]
    user, made = User.objects.get_or_create(
        email=f"{digest}@{PLACEHOLDER_DOMAIN}", defaults={"name": name[:120], "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    known = Member.objects.filter(user=user).first()
    return known or add_member(user=user, role=Role.ANNOTATOR, by=by, at=at)


def bind_to_clients(member: Member, client_ids: Iterable[UUID]) -> None:
    """Replace the clients that a member is bound to; an id of another organisation breaks a constraint."""
    MemberClient.objects.filter(member=member).delete()
    MemberClient.objects.bulk_create([MemberClient(member=member, client_id=client_id) for client_id in client_ids])


def change_member(
    *,
    member: Member,
    by: Member,
    at: datetime,
    role: Role | None = None,
    client_ids: Iterable[UUID] | None = None,
    scopes: Scopes = None,
) -> Member:
    """Give a member another role or other clients. Nobody changes themselves, and the last owner stays one."""
    member = _to_govern(member, by=by, scopes=scopes)
    before, bound_before = Role(member.role), client_ids_of(member)
    role = role or before
    require_governing(role, by=by, scopes=scopes)
    if client_ids is None:
        client_ids = [] if role in UNBOUND_ROLES else bound_before
    bound = fitting_clients(role, client_ids)
    if before == Role.OWNER != role:
        _require_another_owner(member)
    member.role = role
    member.save(update_fields=["role"])
    if bound != bound_before:
        bind_to_clients(member, bound)
    _withdraw_ungoverned_invitations(member, at=at)
    if role == Role.CLIENT != before:
        work_ends(member, at=at)
    record_event(
        "member.changed",
        subject=member,
        actor=by,
        at=at,
        role=role,
        before=before,
        client_ids=[str(client_id) for client_id in bound],
    )
    return member


def remove_member(*, member: Member, by: Member, at: datetime, scopes: Scopes = None) -> None:
    """End a member's place and their tokens; the row and their work stay. What they hold is free for others at once."""
    member = _to_govern(member, by=by, scopes=scopes)
    if member.role == Role.OWNER:
        _require_another_owner(member)
    member.removed_at = at
    member.save(update_fields=["removed_at"])
    Token.objects.filter(member=member, revoked_at=None).update(revoked_at=at)
    _withdraw_ungoverned_invitations(member, at=at)
    work_ends(member, at=at)
    record_event("member.removed", subject=member, actor=by, at=at, role=member.role)


def require_governing(*roles: Role, by: Member, scopes: Scopes = None) -> None:
    """Refuse who may not give or take away these roles."""
    if not may_govern(Role(by.role), *roles, scopes=scopes):
        raise NotAllowed(f"You may not give or take away the role {' or '.join(roles)}.")


def fitting_clients(role: Role, client_ids: Iterable[UUID]) -> list[UUID]:
    """The clients to bind somebody of this role to, or a refusal.

    A `client` needs one at least; owners and annotators are never bound; and whoever is bound to some clients
    gives no place that would see more than they do.
    """
    bound = sorted(set(client_ids))
    if Client.objects.filter(pk__in=bound).count() != len(bound):
        raise Invalid(problems=[Fault("/client_ids", "There is no such client here.")])
    if bound and role in UNBOUND_ROLES:
        raise Invalid(problems=[Fault("/client_ids", f"An {role} is not bound to clients.")])
    if not bound and role == Role.CLIENT:
        raise Invalid(problems=[Fault("/client_ids", "Name the client whom this person belongs to.")])
    if not bound and role not in UNBOUND_ROLES and my_clients() is not None:
        raise Invalid(problems=[Fault("/client_ids", "You work for some of the clients only: name which of them.")])
    return bound


def _to_govern(member: Member, *, by: Member, scopes: Scopes) -> Member:
    """The member again, locked with the owners, if they may be governed."""
    if member.pk == by.pk:
        raise NotAllowed("Ask another owner to change or end your own place.")
    fresh = locked_with_owners(member.pk)
    if fresh is None or not is_in_reach(fresh):
        raise NotAllowed("This person also works outside your clients.")
    if fresh.removed_at is not None:
        raise MemberRemoved("Invite them again.")
    require_governing(Role(fresh.role), by=by, scopes=scopes)
    return fresh


def _require_another_owner(member: Member) -> None:
    if not owners().exclude(pk=member.pk).exists():
        raise LastOwner("Make somebody else an owner first.")


def _withdraw_ungoverned_invitations(member: Member, *, at: datetime) -> None:
    """End the invitations that a member would no longer be allowed to send."""
    pending = Invitation.objects.filter(invited_by=member, accepted_at=None, revoked_at=None)
    if member.removed_at is None:
        pending = pending.exclude(role__in=GOVERNS[Role(member.role)])
    pending.update(revoked_at=at)
