"""The organisation in scope: without one, tenant rows can neither be read nor written."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

SETTINGS_SQL = "SELECT set_config('app.organisation_id', %s, true), set_config('app.client_ids', %s, true)"


class NoOrganisation(RuntimeError):
    """Tenant rows were touched outside `organisation_scope`."""


class ScopeChanged(RuntimeError):
    """A second scope was opened while another one was open."""


@dataclass(frozen=True)
class Scope:
    """One organisation and, where the person or token is bound to some of its clients, those clients."""

    organisation_id: UUID
    client_ids: tuple[UUID, ...] | None = None

    def settings(self) -> tuple[str, str]:
        """The values of the two transaction-local settings that the row policies read."""
        clients = "" if self.client_ids is None else "{" + ",".join(map(str, self.client_ids)) + "}"
        return str(self.organisation_id), clients


_scope: ContextVar[Scope | None] = ContextVar("organisation_scope", default=None)


def current_scope() -> Scope | None:
    """The open scope, or None."""
    return _scope.get()


def current_organisation_id() -> UUID:
    """The organisation in scope; also the default of every tenant row's `organisation`."""
    scope = _scope.get()
    if scope is None:
        raise NoOrganisation("open organisation_scope(…) before touching tenant rows")
    return scope.organisation_id


@contextmanager
def organisation_scope(organisation_id: UUID, client_ids: tuple[UUID, ...] | None = None) -> Iterator[None]:
    """Run a block that sees only this organisation's rows (and only these clients', if any are named).

    Every transaction begun inside carries the settings (see `accounts.database`); a transaction that is
    already open gets them now and loses them at the end. Opening the same scope again is allowed,
    another one raises `ScopeChanged`.
    """
    scope = Scope(organisation_id, client_ids)
    outer = _scope.get()
    if outer is not None and outer != scope:
        raise ScopeChanged("leave one organisation before entering another")
    token = _scope.set(scope)
    inside = connection.in_atomic_block and outer is None
    try:
        if inside:
            _tell_postgresql(*scope.settings())
        yield
    finally:
        _scope.reset(token)
        # RELEASE SAVEPOINT does not undo set_config; a rollback does, and then no statement is accepted.
        if inside and connection.in_atomic_block and not connection.needs_rollback:
            _tell_postgresql("", "")


def _tell_postgresql(organisation_id: str, client_ids: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS_SQL, [organisation_id, client_ids])
