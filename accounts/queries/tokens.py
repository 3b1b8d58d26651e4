"""Reading tokens."""

from django.db.models import Q, QuerySet

from accounts.models import Member, Role, Token
from accounts.permissions import GOVERNS
from accounts.queries.clients import my_clients


def tokens(*, to: Member) -> QuerySet[Token]:
    """The tokens that still exist and that a member may see and end: their own, and those of whom they govern.

    Someone bound to some clients sees their own only.
    """
    rows = Token.objects.select_related("member__user").filter(revoked_at=None)
    mine = Q(member=to)
    return rows.filter(mine if my_clients() is not None else mine | Q(member__role__in=GOVERNS[Role(to.role)]))
