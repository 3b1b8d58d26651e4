"""The census: every model says whose rows it holds, and the database role obeys the policies."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.checks import Error, Tags, register
from django.db import connections, models

from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.lint import schema_defects
from accounts.tenancy.models import TenantForeignKey, TenantModel

OUR_APPS = ("accounts", "annotation", "exports")
GLOBAL_MODELS = frozenset(
    {"accounts.User", "accounts.User_groups", "accounts.User_user_permissions", "accounts.Organisation"}
)


@register(Tags.models)
def every_model_declares_its_tenancy(**_: Any) -> list[Error]:
    """A new model is tenant-owned or listed, with intent, as global; its references stay inside the organisation."""
    ours = [model for label in OUR_APPS for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return list(tenancy_errors(ours))


def tenancy_errors(found: Iterable[type[models.Model]]) -> Iterable[Error]:
    """The check itself, over any models."""
    for model in found:
        label = model._meta.label
        if not issubclass(model, TenantModel):
            if label not in GLOBAL_MODELS:
                yield Error(f"{label} is neither a TenantModel nor listed in GLOBAL_MODELS", id="accounts.E001")
            continue
        if model._meta.base_manager_name != "objects":
            yield Error(f"{label}.Meta must inherit TenantModel.Meta", id="accounts.E002")
        names = {constraint.name for constraint in model._meta.constraints}
        if f"{model._meta.app_label}_{model._meta.model_name}_organisation_key" not in names:
            yield Error(f"{label}.Meta.constraints must begin with TenantModel.Meta.constraints", id="accounts.E003")
        yield from _reference_errors(model)


def _reference_errors(model: type[models.Model]) -> Iterable[Error]:
    guarded = {c.field for c in model._meta.constraints if isinstance(c, SameOrganisation)}
    for field in model._meta.concrete_fields:
        target = field.related_model
        if not (isinstance(target, type) and issubclass(target, TenantModel)):
            continue
        name = f"{model._meta.label}.{field.name}"
        if not isinstance(field, TenantForeignKey):
            yield Error(f"{name} refers to tenant rows and must be a TenantForeignKey", id="accounts.E004")
        if field.name not in guarded:
            yield Error(f"{name} needs a SameOrganisation constraint", id="accounts.E005")


@register(Tags.database)
def the_database_keeps_tenants_apart(databases: Sequence[str] | None = None, **_: Any) -> list[Error]:
    """The app role owns nothing and bypasses nothing, and the schema has no hole."""
    if not databases or "default" not in databases:
        return []
    return [Error(defect, id="accounts.E006") for defect in schema_defects(connections["default"])]
