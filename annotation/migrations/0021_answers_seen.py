"""Who has read what others said of an item."""

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
        ("annotation", "0020_rule_collectors"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswersSeen",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seen_at", models.DateTimeField(help_text="The first time.")),
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
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
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
                    models.Index(fields=["organisation", "project", "-id"], name="annotation_answersseen_recent")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="annotation_answersseen_organisation_key"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "project", name="annotation_answersseen_project", on_delete="NO ACTION"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "item", name="annotation_answersseen_item", on_delete="NO ACTION"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "member", name="annotation_answersseen_member", on_delete="NO ACTION"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "item", "member"), name="annotation_answersseen_once"
                    ),
                ],
            },
        ),
    ]
