"""The doors: the closed list of questions that look across organisations.

Each is a SECURITY DEFINER function made in a migration; the app role can call them and nothing else
crosses the row policies.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from accounts.models import Role
from accounts.permissions import Permission


@dataclass(frozen=True)
class TokenGrant:
    """What a presented token stands for."""

    token_id: UUID
    user_id: UUID
    organisation_id: UUID
    client_id: UUID | None
    scopes: frozenset[Permission]
    expires_at: datetime


@dataclass(frozen=True)
class Membership:
    """Someone's place in an organisation, found before the organisation's scope is open."""

    organisation_id: UUID
    slug: str
    organisation: str
    member_id: UUID
    user_id: UUID
    role: Role
    client_ids: tuple[UUID, ...] | None

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> "Membership":
        organisation_id, slug, name, member_id, user_id, role, client_ids = row
        return cls(
            organisation_id,
            str(slug),
            str(name),
            member_id,
            user_id,
            Role(str(role)),
            # A client member without clients sees nothing rather than everything.
            tuple(client_ids or ()) if client_ids or role == Role.CLIENT else None,
        )

    def clients_by(self, grant: TokenGrant | None) -> tuple[UUID, ...] | None:
        """The clients that the person is bound to, themselves or by their token; None for no such bound."""
        if grant is None or grant.client_id is None:
            return self.client_ids
        return (grant.client_id,) if self.client_ids is None or grant.client_id in self.client_ids else ()


def _rows(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def my_organisations(user_id: UUID) -> list[Membership]:
    """The organisations a user belongs to, by name."""
    return [Membership.of(row) for row in _rows("SELECT * FROM door_my_organisations(%s)", user_id)]


def membership(slug: str, user_id: UUID) -> Membership | None:
    """A user's place in the organisation of this slug, or None: no such place and no such organisation look alike."""
    return next((place for place in my_organisations(user_id) if place.slug == slug), None)


def invitation_by_hash(secret_hash: bytes) -> tuple[UUID, UUID] | None:
    """(organisation, invitation) that a secret belongs to."""
    rows = _rows("SELECT * FROM door_invitation_by_hash(%s)", secret_hash)
    return rows[0] if rows else None


def token_by_hash(secret_hash: bytes) -> TokenGrant | None:
    """What a token that is neither revoked nor expired stands for."""
    rows = _rows("SELECT * FROM door_token_by_hash(%s)", secret_hash)
    if not rows:
        return None
    token_id, user_id, organisation_id, client_id, scopes, expires_at = rows[0]
    known = frozenset(Permission(scope) for scope in orjson.loads(scopes) if scope in set(Permission))
    return TokenGrant(token_id, user_id, organisation_id, client_id, known, expires_at)


def bindings() -> dict[UUID, int]:
    """How many clients each client-bound member of the organisation in scope is bound to, other clients included."""
    return dict(_rows("SELECT * FROM door_bindings()"))


def platform_organisations() -> list[tuple[UUID, str, str]]:
    """(id, slug, name) of every organisation, for the platform's own people."""
    return _rows("SELECT * FROM door_platform_organisations()")
