"""What agreement is counted from while work goes on, and which answers are not a person's own."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    """New tables and columns."""

    dependencies = [
        ("accounts", "0011_buckets_isolation"),
        ("annotation", "0013_import_about"),
    ]

    operations = [
        migrations.AddField(
            model_name="annotation",
            name="aided",
            field=models.JSONField(
                db_default=[],
                default=list,
                help_text="[question, on] of what is not the person's own: they had seen a suggestion, or somebody's "
                "answer.",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="counted_at",
            field=models.DateTimeField(
                editable=False, help_text="When its counts were last held against a recount.", null=True
            ),
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("keys", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("n", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("totals", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
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
                "indexes": [models.Index(fields=["organisation", "project"], name="annotation_count_rows")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="annotation_count_organisation_key"),
                    accounts.tenancy.constraints.SameOrganisation("project", name="annotation_count_project"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("counts", models.JSONField(help_text="{key: [n, total]}")),
                (
                    "item",
                    accounts.tenancy.models.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="annotation.item",
                    ),
                ),
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
                "indexes": [models.Index(fields=["organisation", "project"], name="annotation_counted_rows")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="annotation_counted_organisation_key"),
                    accounts.tenancy.constraints.SameOrganisation("project", name="annotation_counted_project"),
                    accounts.tenancy.constraints.SameOrganisation("item", name="annotation_counted_item"),
                    models.UniqueConstraint(fields=("organisation", "item"), name="annotation_counted_once"),
                ],
            },
        ),
    ]
