"""The item browser: the words of items beside them, and an index for each way to sort."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    """What items are found and sorted by."""

    dependencies = [
        ("accounts", "0008_workflow_isolation"),
        ("annotation", "0006_workflow_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemText",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document", django.contrib.postgres.search.SearchVectorField()),
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
            },
        ),
        migrations.AddField(
            model_name="item",
            name="updated_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                editable=False,
                help_text="By the database's clock, when what managers see of it changed: answers, state, priority, content.",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["organisation", "project", "state", "position"], name="annotation_item_states"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["organisation", "project", "priority", "id"], name="annotation_item_priorities"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["organisation", "project", "submitted", "id"], name="annotation_item_answered"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["organisation", "project", "updated_at", "id"], name="annotation_item_updated"),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("agreement__isnull", False)),
                fields=["organisation", "project", "agreement", "id"],
                name="annotation_item_agreements",
            ),
        ),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False)),
                fields=["organisation", "project", "due_at", "id"],
                name="annotation_item_due",
            ),
        ),
        migrations.AddIndex(
            model_name="itemtext",
            index=django.contrib.postgres.indexes.GinIndex(fields=["document"], name="annotation_itemtext_words"),
        ),
        migrations.AddConstraint(
            model_name="itemtext",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_itemtext_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemtext",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_itemtext_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemtext",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "item", name="annotation_itemtext_item", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemtext",
            constraint=models.UniqueConstraint(fields=("organisation", "item"), name="annotation_itemtext_once"),
        ),
    ]
