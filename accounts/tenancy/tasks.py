"""Celery tasks that know their organisation: the message carries it, and a message without one is refused."""

from typing import Any
from uuid import UUID

from celery import Task

from accounts.tenancy.scope import NoOrganisation, current_scope, organisation_scope


class TenantTask(Task):  # type: ignore[type-arg]
    """A task that runs inside the organisation named by its message's `organisation` header."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        organisation = (self.request.headers or {}).get("organisation") or self.request.get("organisation")
        if not organisation:
            raise NoOrganisation(f"{self.name} came without an organisation")
        with organisation_scope(UUID(organisation)):
            return super().__call__(*args, **kwargs)

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:  # type: ignore[override]
        scope = current_scope()
        headers = dict(options.pop("headers", None) or {})
        if scope is not None:
            headers.setdefault("organisation", str(scope.organisation_id))
        return super().apply_async(args, kwargs, headers=headers, **options)
