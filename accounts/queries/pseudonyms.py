"""People as clients see them."""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings


def pseudonym(member_id: UUID) -> str:
    """A name that is always the same for a member, tells nothing about them, and cannot be computed outside."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"pseudonym" + member_id.bytes, hashlib.sha256)
    return f"Annotator {digest.hexdigest()[:6].upper()}"


def pseudonym_id(member_id: UUID) -> UUID:
    """The id that stands for a member where a pseudonym stands for their name."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"pseudonym-id" + member_id.bytes, hashlib.sha256)
    return UUID(bytes=digest.digest()[:16], version=4)
