"""Figures of people and models have a place where every process finds them."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    """A new table."""

    dependencies = [
        ("accounts", "0012_bucket_roles"),
        ("annotation", "0025_settling_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptFigures",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("about", models.CharField(choices=[("people", "People"), ("models", "Models")], max_length=10)),
                ("since_at", models.DateTimeField(null=True)),
                ("until_at", models.DateTimeField(help_text="The first moment after the period.", null=True)),
                (
                    "by",
                    models.CharField(
                        blank=True, help_text="By what time is told, of models: week or month.", max_length=10
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(help_text="Of the shape of the figures.")),
                ("figures", models.JSONField(null=True)),
                (
                    "state",
                    models.JSONField(help_text="What changes whenever the figures may, as it was then.", null=True),
                ),
                (
                    "answers",
                    models.BigIntegerField(default=0, help_text="How many annotations the project had at that time."),
                ),
                ("seconds", models.FloatField(help_text="How long it took.", null=True)),
                ("counted_at", models.DateTimeField(null=True)),
                ("wanted_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(help_text="When somebody looked, to a minute.")),
                (
                    "organisation",
                    models.ForeignKey(
                        default=accounts.tenancy.scope.current_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "project",
                    accounts.tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="annotation.project",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="annotation_keptfigures_organisation_key"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "project", name="annotation_keptfigures_project", on_delete="NO ACTION"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "project", "about", "since_at", "until_at", "by", "version"),
                        name="annotation_keptfigures_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
    ]
