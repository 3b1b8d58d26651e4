"""Tenancy: forgetting it returns nothing.

Rings, each enough on its own: the scope (a context variable told to every transaction), the manager
(a filter read when SQL is compiled), row policies in PostgreSQL and same-organisation foreign keys.
"""

from accounts.tenancy.scope import (
    NoOrganisation,
    Scope,
    ScopeChanged,
    current_organisation_id,
    current_scope,
    organisation_scope,
)

__all__ = [
    "NoOrganisation",
    "Scope",
    "ScopeChanged",
    "current_organisation_id",
    "current_scope",
    "organisation_scope",
]
