"""Automatic scores of responses, and the shares that models are held to."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    """New tables."""

    dependencies = [
        ("accounts", "0011_buckets_isolation"),
        ("annotation", "0017_truth_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ModelScore",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("response", models.CharField(help_text="Its id within the item.", max_length=100)),
                ("name", models.CharField(max_length=120)),
                ("version", models.CharField(blank=True, max_length=120)),
                ("value", models.FloatField()),
                ("scored_at", models.DateTimeField(help_text="When this value came in.")),
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
                "indexes": [
                    models.Index(fields=["organisation", "project", "-id"], name="annotation_modelscore_recent")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="annotation_modelscore_organisation_key"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "project", name="annotation_modelscore_project", on_delete="NO ACTION"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "item", name="annotation_modelscore_item", on_delete="NO ACTION"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "item", "response", "name", "version"),
                        name="annotation_modelscore_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(max_length=64)),
                (
                    "category",
                    models.CharField(
                        help_text="An option, or of a rating <=2: this point or a lower one.", max_length=110
                    ),
                ),
                ("most", models.FloatField(help_text="From 0 to 1.")),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="annotation_threshold_organisation_key"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "project", name="annotation_threshold_project", on_delete="NO ACTION"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "created_by", name="annotation_threshold_author", on_delete="NO ACTION"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "project", "question", "category"), name="annotation_threshold_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most__gte", 0), ("most__lte", 1)), name="annotation_threshold_share"
                    ),
                ],
            },
        ),
    ]
