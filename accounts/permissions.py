"""Who may do what: the one table. A view names a permission, a role has a set of them."""

from enum import StrEnum

from accounts.models import Role


class Permission(StrEnum):
    """A right within an organisation. Project people lists narrow the working rights per project."""

    SEE_ORGANISATION = "see_organisation"  # that one is a member; one's own name
    SEE_PEOPLE = "see_people"
    MANAGE_PEOPLE = "manage_people"
    SEE_CLIENTS = "see_clients"
    MANAGE_CLIENTS = "manage_clients"
    SEE_EVENTS = "see_events"
    MANAGE_TOKENS = "manage_tokens"
    SEE_PROJECTS = "see_projects"
    SEE_ITEMS = "see_items"  # content, metadata and answers of every item
    MANAGE_PROJECTS = "manage_projects"
    IMPORT = "import"
    EXPORT = "export"
    ACCEPT = "accept"  # releases: seeing and downloading them, accepting or rejecting them for their client
    ANNOTATE = "annotate"
    REVIEW = "review"  # judging other people's work, where a project's people list says so


_ANNOTATOR = frozenset({Permission.SEE_ORGANISATION, Permission.ANNOTATE})
_REVIEWER = _ANNOTATOR | {
    Permission.REVIEW,
    Permission.SEE_PROJECTS,
    Permission.SEE_ITEMS,
    Permission.SEE_CLIENTS,
    Permission.SEE_PEOPLE,
}
_MANAGER = _REVIEWER | {
    Permission.MANAGE_PEOPLE,
    Permission.MANAGE_CLIENTS,
    Permission.SEE_EVENTS,
    Permission.MANAGE_TOKENS,
    Permission.MANAGE_PROJECTS,
    Permission.IMPORT,
    Permission.EXPORT,
    Permission.ACCEPT,
}
_CLIENT = frozenset(
    {
        Permission.SEE_ORGANISATION,
        Permission.SEE_PROJECTS,
        Permission.SEE_ITEMS,
        Permission.SEE_CLIENTS,
        Permission.ACCEPT,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.MANAGER: _MANAGER,
    Role.REVIEWER: _REVIEWER,
    Role.ANNOTATOR: _ANNOTATOR,
    Role.CLIENT: _CLIENT,
}

# Whom a member may invite, promote to, demote from or remove.
GOVERNS: dict[Role, frozenset[Role]] = {
    Role.OWNER: frozenset(Role),
    Role.MANAGER: frozenset({Role.REVIEWER, Role.ANNOTATOR, Role.CLIENT}),
    Role.REVIEWER: frozenset(),
    Role.ANNOTATOR: frozenset(),
    Role.CLIENT: frozenset(),
}


def allowed(role: Role, permission: Permission, scopes: frozenset[Permission] | None = None) -> bool:
    """Whether a role has a permission and, where a token's scopes are given, the token has it too."""
    return permission in PERMISSIONS[role] and (scopes is None or permission in scopes)


def may_govern(role: Role, *others: Role, scopes: frozenset[Permission] | None = None) -> bool:
    """Whether a member of this role may give, change or take away all the other roles.

    A token does so only for roles that may do no more than the token itself.
    """
    return all(other in GOVERNS[role] and (scopes is None or PERMISSIONS[other] <= scopes) for other in others)
