"""Reading the buckets of clients, as far as the wall lets the caller."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Bucket


def buckets(client_id: UUID | None = None) -> QuerySet[Bucket]:
    """Those that were not removed, of one client if it is named."""
    every = Bucket.objects.filter(removed_at=None).select_related("client")
    return every if client_id is None else every.filter(client_id=client_id)
