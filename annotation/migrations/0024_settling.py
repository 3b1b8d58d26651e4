"""Passes over a project's items, and which places were asked for because people were too uncertain."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    """A new table, and a column of places."""

    dependencies = [
        ("accounts", "0012_bucket_roles"),
        ("annotation", "0023_item_certainties"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="top_up",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Asked for because answers were too uncertain; while nobody has it, it goes again once they are not.",
            ),
        ),
        migrations.CreateModel(
            name="Settling",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("fence", models.BigIntegerField(default=0, editable=False)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("hinted_at", models.DateTimeField(editable=False, null=True)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "wanted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        editable=False,
                        help_text="Empty until a worker listed them.",
                        null=True,
                        size=None,
                    ),
                ),
                (
                    "changed",
                    models.BigIntegerField(
                        default=0, help_text="Items whose state or final answer is another one now."
                    ),
                ),
                (
                    "created_by",
                    accounts.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="settlings", to="annotation.project"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "project", "-id"], name="annotation_settling_recent"),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=["created_at"],
                        name="annotation_settling_unfinished",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="annotation_settling_organisation_key"),
                    accounts.tenancy.constraints.SameOrganisation(
                        "project", name="annotation_settling_project", on_delete="NO ACTION"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "created_by", name="annotation_settling_author", on_delete="NO ACTION"
                    ),
                ],
            },
        ),
    ]
