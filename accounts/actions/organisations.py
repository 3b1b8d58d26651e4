"""Making organisations, clients and places in them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from uuid_utils.compat import uuid7

from accounts.actions.events import record_event
from accounts.models import Client, Member, MemberClient, Organisation, Role, User
from accounts.tenancy import organisation_scope


def create_organisation(*, name: str, slug: str, owner: User, at: datetime) -> Organisation:
    """A new tenant with its first owner. Must be called outside any scope: it opens the new one."""
    identity = uuid7()
    with organisation_scope(identity), transaction.atomic():
        organisation = Organisation(id=identity, name=name, slug=slug, created_at=at)
        organisation.full_clean(exclude=["id"])
        organisation.save(force_insert=True)
        member = add_member(user=owner, role=Role.OWNER, by=None, at=at)
        record_event("organisation.created", subject=organisation, actor=member, at=at, name=name)
    return organisation


def add_member(*, user: User, role: Role, by: Member | None, at: datetime, client_ids: Iterable[UUID] = ()) -> Member:
    """Give a user a place in the organisation in scope; one who was removed comes back to the same row."""
    member, _ = Member.objects.update_or_create(user=user, defaults={"role": role, "removed_at": None, "joined_at": at})
    bind_to_clients(member, client_ids)
    record_event("member.added", subject=member, actor=by or member, at=at, role=role)
    return member


def bind_to_clients(member: Member, client_ids: Iterable[UUID]) -> None:
    """Replace the clients that a member is bound to; an id of another organisation breaks a constraint."""
    MemberClient.objects.filter(member=member).delete()
    MemberClient.objects.bulk_create([MemberClient(member=member, client_id=client_id) for client_id in client_ids])


def create_client(*, name: str, by: Member, at: datetime) -> Client:
    """A new customer of the organisation."""
    client = Client.objects.create(name=name, created_at=at)
    record_event("client.created", subject=client, actor=by, at=at, name=name)
    return client
