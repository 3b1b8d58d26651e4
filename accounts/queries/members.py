"""Reading members, as far as the wall between clients lets the caller."""

from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Member, MemberClient, Role
from accounts.queries.clients import my_clients
from accounts.queries.doors import bindings


def members() -> QuerySet[Member]:
    """The members that the caller may see, removed ones included, with their users and visible clients.

    Someone bound to some clients sees those clients' people and the people bound to none.
    """
    rows = Member.objects.select_related("user").prefetch_related("bound_clients")
    return rows if my_clients() is None else rows.exclude(pk__in=behind_the_wall())


def behind_the_wall() -> set[UUID]:
    """The members who are bound to other clients than the caller's, and to none of the caller's."""
    return set(bindings()) - set(MemberClient.objects.values_list("member_id", flat=True))


def is_in_reach(member: Member) -> bool:
    """Whether the caller's clients are all that the member works for, so that the caller may change them."""
    if my_clients() is None:
        return True
    visible = MemberClient.objects.filter(member=member).count()
    return visible > 0 and visible == bindings().get(member.pk)


def client_ids_of(member: Member) -> list[UUID]:
    """The clients that a member is bound to, of those that the caller may see."""
    return sorted(bound.client_id for bound in member.bound_clients.all())


def owners() -> QuerySet[Member]:
    """The organisation's present owners."""
    return Member.objects.filter(role=Role.OWNER, removed_at=None)


def locked_with_owners(member_id: UUID) -> Member | None:
    """One visible member, locked for a change together with every owner, always in one order.

    Two owners who demote each other at once so go one after the other, and the last one stays. Work that refers to
    them goes on meanwhile.
    """
    rows = Member.objects.filter(Q(pk=member_id) | Q(pk__in=owners().values("pk")))
    list(rows.order_by("pk").select_for_update(no_key=True))
    return members().filter(pk=member_id).first()
