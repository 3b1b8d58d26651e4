"""What the benchmarks share."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from accounts.actions.organisations import create_organisation
from accounts.models import Member, User
from accounts.tenancy import organisation_scope


def bench_organisation() -> tuple[UUID, Member]:
    """A fresh organisation's id, and its owner."""
    at = timezone.now()
    with transaction.atomic():
        owner = User.objects.create_user(f"bench-{uuid7().hex}@concord.example", name="Bench")
        organisation = create_organisation(name="Bench", slug=f"bench-{uuid7().hex[-12:]}", owner=owner, at=at)
    with organisation_scope(organisation.pk), transaction.atomic():
        return organisation.pk, Member.objects.select_related("user").get(user=owner)
