"""How people are shown: by name inside the vendor, by pseudonym to its clients."""

from typing import Any
from uuid import UUID

from accounts.queries.pseudonyms import pseudonym, pseudonym_id


def shown_person(member_id: UUID, name: str, *, named: bool) -> dict[str, Any]:
    """{"id", "name"} of a member as the reader may see them."""
    if named:
        return {"id": member_id, "name": name}
    return {"id": pseudonym_id(member_id), "name": pseudonym(member_id)}
