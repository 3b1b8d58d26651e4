"""Who and what the open scope is about."""

from uuid import UUID

from accounts.models import Member, Organisation


def the_organisation() -> Organisation:
    """The organisation in scope."""
    return Organisation.objects.get()


def member_in_scope(member_id: UUID) -> Member:
    """A member of the organisation in scope, with their user."""
    return Member.objects.select_related("user").get(pk=member_id)
