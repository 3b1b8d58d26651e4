"""Items are found by what people said of them, and by how far their questions are decided."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    """A new table and a new column."""

    dependencies = [
        ("accounts", "0011_buckets_isolation"),
        ("annotation", "0030_why_people_are_paused"),
    ]

    operations = [
        migrations.AddField(
            model_name="habits",
            name="states",
            field=models.BinaryField(
                help_text="Which items were decided, tied and to be reviewed (see `annotation.queries.browse_truth`).",
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="ItemFacts",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("facts", django.contrib.postgres.search.SearchVectorField()),
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
                    django.contrib.postgres.indexes.GinIndex(fields=["facts"], name="annotation_itemfacts_found")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="annotation_itemfacts_organisation_key"
                    ),
                    accounts.tenancy.constraints.SameOrganisation("project", name="annotation_itemfacts_project"),
                    accounts.tenancy.constraints.SameOrganisation("item", name="annotation_itemfacts_item"),
                    models.UniqueConstraint(fields=("organisation", "item"), name="annotation_itemfacts_once"),
                ],
            },
        ),
    ]
