"""Making organisations."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from uuid_utils.compat import uuid7

from accounts.actions.events import record_event
from accounts.actions.members import add_member
from accounts.models import Organisation, Role, User
from accounts.models.organisations import RESERVED_SLUGS
from accounts.refusals import Fault, Invalid, Refused
from accounts.tenancy import organisation_scope


class SlugTaken(Refused):
    """Addresses are unique across the platform."""

    type = "slug-taken"
    title = "This address is taken"


def create_organisation(*, name: str, slug: str, owner: User, at: datetime) -> Organisation:
    """A new tenant with its first owner. Must be called outside any scope: it opens the new one."""
    if slug in RESERVED_SLUGS:
        raise Invalid(problems=[Fault("/slug", "This word is reserved.")])
    organisation = Organisation(id=uuid7(), name=name, slug=slug, created_at=at)
    try:
        organisation.clean_fields()
    except ValidationError as error:
        faults = [Fault(f"/{field}", text) for field, texts in error.message_dict.items() for text in texts]
        raise Invalid(problems=faults) from None
    with organisation_scope(organisation.pk):
        try:
            with transaction.atomic():
                organisation.save(force_insert=True)
                member = add_member(user=owner, role=Role.OWNER, by=None, at=at)
                record_event("organisation.created", subject=organisation, actor=member, at=at, name=name)
        except IntegrityError:
            raise SlugTaken(f"Choose another address than {slug}.") from None
    return organisation
