"""Reading clients, as far as the wall lets the caller."""

from uuid import UUID

from django.db.models import Count, QuerySet

from accounts.models import Client
from accounts.tenancy import current_scope


def my_clients() -> frozenset[UUID] | None:
    """The clients that the caller is bound to, as person or by the token; None for no such bound."""
    scope = current_scope()
    return None if scope is None or scope.client_ids is None else frozenset(scope.client_ids)


def clients() -> QuerySet[Client]:
    """The clients that the caller may see, each with its `project_count`."""
    return with_project_count(Client.objects.all())


def with_project_count(rows: QuerySet[Client]) -> QuerySet[Client]:
    """Adds to each client how many of its projects the caller may see, as `project_count`."""
    return rows.annotate(project_count=Count("projects"))
