"""People in files: by their ids, by pseudonyms, or not at all."""

import hashlib
import hmac
from collections.abc import Callable
from functools import cache
from uuid import UUID

from django.conf import settings

from accounts.tenancy import current_organisation_id

Names = Callable[[str | None], str | None]
"""What stands in a file for a member's id; None, for no person, stays None."""


def names_of_people(people: str, project_id: UUID) -> Names:
    """`ids` as they are, `pseudonyms` that are the same in all files of the project and elsewhere others, `none` ""."""
    if people == "pseudonyms":
        key = _key(project_id)
        return cache(lambda member: member and _pseudonym(key, member))
    if people == "none":
        return lambda member: member and ""
    return lambda member: member


def _pseudonym(key: bytes, member_id: str) -> str:
    """Without the key nobody can tell whom it stands for, or try out ids that they know."""
    return f"person-{hmac.new(key, member_id.encode(), hashlib.sha256).hexdigest()[:16]}"


def _key(project_id: UUID) -> bytes:
    """The key of a project in its organisation, made of the installation's own."""
    about = b"export-pseudonyms" + current_organisation_id().bytes + project_id.bytes
    return hmac.new(settings.SECRET_KEY.encode(), about, hashlib.sha256).digest()
