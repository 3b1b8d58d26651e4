"""Foreign keys that cannot leave the organisation."""

from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement, Table


def organisation_key() -> models.UniqueConstraint:
    """The key that same-organisation foreign keys point at; every tenant model's Meta.constraints holds it."""
    return models.UniqueConstraint(fields=["organisation", "id"], name="%(app_label)s_%(class)s_organisation_key")


class SameOrganisation(models.BaseConstraint):
    """FOREIGN KEY (organisation_id, x_id) REFERENCES x (organisation_id, id)."""

    def __init__(self, field: str, *, name: str, on_delete: str = "NO ACTION") -> None:
        super().__init__(name=name)
        self.field = field
        self.on_delete = on_delete

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, _, kwargs = super().deconstruct()
        return path, (self.field,), {**kwargs, "on_delete": self.on_delete}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameOrganisation) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)

    def constraint_sql(self, model: type[models.Model] | None, schema_editor: Any) -> None:  # type: ignore[override]
        """Within CREATE TABLE: nothing yet."""
        self.create_sql(model, schema_editor)

    def create_sql(self, model: type[models.Model] | None, schema_editor: Any) -> None:  # type: ignore[override]
        """Waits for the migration's end: the key it points at may not exist yet."""
        assert model is not None
        schema_editor.deferred_sql.append(self._statement(model, schema_editor))

    def _statement(self, model: type[models.Model], schema_editor: Any) -> Statement:
        quote = schema_editor.quote_name
        field: Any = model._meta.get_field(self.field)
        target = field.related_model
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (organisation_id, %(column)s) "
            "REFERENCES %(target)s (organisation_id, id) ON DELETE %(on_delete)s DEFERRABLE INITIALLY DEFERRED",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
            column=quote(field.column),
            target=Table(target._meta.db_table, quote),
            on_delete=self.on_delete,
        )

    def remove_sql(self, model: type[models.Model] | None, schema_editor: Any) -> Statement:  # type: ignore[override]
        assert model is not None
        quote = schema_editor.quote_name
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, quote),
            name=quote(self.name),
        )

    def validate(self, *_: Any, **__: Any) -> None:
        """PostgreSQL checks it."""
