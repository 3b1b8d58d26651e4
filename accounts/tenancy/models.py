"""Rows that belong to one organisation."""

from typing import Any, TypeVar

from django.db import models
from django.db.models.expressions import Expression
from uuid_utils.compat import uuid7

from accounts.tenancy.constraints import organisation_key
from accounts.tenancy.scope import current_organisation_id

M = TypeVar("M", bound=models.Model)


class CurrentOrganisation(Expression):
    """The organisation in scope, read when SQL is compiled rather than when a queryset is built."""

    def __init__(self) -> None:
        super().__init__(output_field=models.UUIDField())

    def as_sql(self, *_: Any, **__: Any) -> tuple[str, tuple[str, ...]]:
        return "%s::uuid", (str(current_organisation_id()),)


class TenantManager(models.Manager[M]):
    """Filters every query to the organisation in scope; outside a scope the query raises `NoOrganisation`."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().filter(organisation_id=CurrentOrganisation())


class TenantModel(models.Model):
    """A row of one organisation. Its organisation is stamped from the scope, never sent by a client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.CASCADE, default=current_organisation_id, editable=False, related_name="+"
    )

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        constraints = [organisation_key()]


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A reference to another tenant row; `SameOrganisation` is its constraint in the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Plain foreign keys bypass row policies and accept another organisation's row.
        super().__init__(*args, **{**kwargs, "db_constraint": False})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs
