"""Buckets of clients."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    """A new table."""

    dependencies = [
        ("accounts", "0009_events_of_a_row"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "endpoint",
                    models.CharField(help_text="The store's address, such as https://s3.example.", max_length=300),
                ),
                ("region", models.CharField(max_length=60)),
                ("bucket", models.CharField(max_length=63)),
                (
                    "prefix",
                    models.CharField(blank=True, help_text="Nothing outside of it is read or written.", max_length=500),
                ),
                ("access_key", models.CharField(max_length=200)),
                ("sealed_secret", models.TextField(blank=True, editable=False)),
                ("writable", models.BooleanField(default=False, help_text="Whether deliveries may be written to it.")),
                ("checked_at", models.DateTimeField(help_text="When it was last reached.", null=True)),
                (
                    "problem",
                    models.CharField(blank=True, help_text="What kept it from being reached then.", max_length=500),
                ),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "client",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="buckets", to="accounts.client"
                    ),
                ),
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="accounts_bucket_organisation_key"),
                    accounts.tenancy.constraints.SameOrganisation(
                        "client", name="accounts_bucket_client", on_delete="NO ACTION"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "created_by", name="accounts_bucket_author", on_delete="NO ACTION"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("organisation", "client", "name"),
                        name="accounts_bucket_name",
                    ),
                ],
            },
        ),
    ]
