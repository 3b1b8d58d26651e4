"""Reading clearances, as far as the wall between clients lets the caller."""

from django.db.models import QuerySet

from accounts.models import Clearance, Member


def clearances_of(member: Member) -> QuerySet[Clearance]:
    """A member's clearances, expired or not, with who gave them."""
    return Clearance.objects.filter(member=member).select_related("client", "granted_by__user", "member")
