"""Cache keys: one helper makes them, so that no two organisations ever share one."""

from urllib.parse import quote

from accounts.tenancy.scope import current_organisation_id


def cache_key(*parts: object) -> str:
    """A key of the organisation in scope; raises `NoOrganisation` outside one."""
    return ":".join(["org", str(current_organisation_id()), *(quote(str(part)) for part in parts)])
