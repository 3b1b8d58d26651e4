"""PostgreSQL, with the organisation in scope told to every transaction."""

from django.db.backends.postgresql import base

from accounts.tenancy.scope import SETTINGS_SQL, current_scope


class DatabaseWrapper(base.DatabaseWrapper):
    """Each outermost transaction starts with the scope's settings; autocommit statements get none and see nothing."""

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # undocumented, absent from the stubs
        scope = current_scope()
        if not autocommit and scope is not None:
            with self.wrap_database_errors:
                self.connection.execute(SETTINGS_SQL, scope.settings())
