"""Schedules, and deliveries to clients' own buckets."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope

STATES = [
    ("queued", "Queued"),
    ("running", "Running"),
    ("waiting", "Waiting"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("cancelled", "Cancelled"),
]
EVERY = [("day", "Every day"), ("week", "Every week"), ("month", "Every month")]


def key():
    return models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)


def organisation():
    return models.ForeignKey(
        default=accounts.tenancy.scope.current_organisation_id,
        editable=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="accounts.organisation",
    )


def protected(to, **options):
    return accounts.tenancy.models.TenantForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to, **options
    )


def below(to, related_name="+"):
    return accounts.tenancy.models.TenantForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=related_name, to=to
    )


def same(model, field, name):
    return migrations.AddConstraint(
        model_name=model,
        constraint=accounts.tenancy.constraints.SameOrganisation(field, name=name, on_delete="NO ACTION"),
    )


def organisation_key(model):
    name = f"exports_{model}_organisation_key"
    return migrations.AddConstraint(
        model_name=model, constraint=models.UniqueConstraint(fields=("organisation", "id"), name=name)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_buckets_isolation"),
        ("annotation", "0011_imports"),
        ("exports", "0004_releases_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", key()),
                ("format", models.CharField(max_length=40)),
                ("options", models.JSONField(default=dict)),
                ("every", models.CharField(choices=EVERY, max_length=5)),
                ("hour", models.PositiveSmallIntegerField()),
                ("active", models.BooleanField(default=True)),
                ("next_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("bucket", protected("accounts.bucket", null=True)),
                ("created_by", protected("accounts.member")),
                ("organisation", organisation()),
                ("project", below("annotation.project", "schedules")),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", key()),
                ("state", models.CharField(choices=STATES, default="queued", max_length=10)),
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
                ("key", models.CharField(max_length=1024)),
                ("upload_id", models.CharField(blank=True, editable=False, max_length=1000)),
                ("parts", models.JSONField(default=list, editable=False)),
                ("bucket", protected("accounts.bucket")),
                ("created_by", protected("accounts.member")),
                ("export", below("exports.export", "deliveries")),
                ("organisation", organisation()),
                ("project", below("annotation.project")),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddField(
            model_name="export",
            name="schedule",
            field=accounts.tenancy.models.TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="exports",
                to="exports.schedule",
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="due_at",
            field=models.DateTimeField(null=True, help_text="When its schedule wanted it."),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(fields=["organisation", "project", "-id"], name="exports_schedule_rows"),
        ),
        migrations.AddIndex(
            model_name="schedule",
            index=models.Index(
                condition=models.Q(("active", True)), fields=["organisation", "next_at"], name="exports_schedule_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["organisation", "export", "-id"], name="exports_delivery_rows"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state__in", ["queued", "running"])),
                fields=["created_at"],
                name="exports_delivery_unfinished",
            ),
        ),
        organisation_key("schedule"),
        organisation_key("delivery"),
        same("schedule", "project", "exports_schedule_project"),
        same("schedule", "bucket", "exports_schedule_bucket"),
        same("schedule", "created_by", "exports_schedule_author"),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(condition=models.Q(("hour__lte", 23)), name="exports_schedule_hour"),
        ),
        same("delivery", "project", "exports_delivery_project"),
        same("delivery", "export", "exports_delivery_export"),
        same("delivery", "bucket", "exports_delivery_bucket"),
        same("delivery", "created_by", "exports_delivery_author"),
        same("export", "schedule", "exports_export_schedule"),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.UniqueConstraint(
                condition=models.Q(("format", "freeze")),
                fields=("organisation", "release"),
                name="exports_export_one_freeze",
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.UniqueConstraint(
                condition=models.Q(("schedule__isnull", False)),
                fields=("organisation", "schedule", "due_at"),
                name="exports_export_once_when_due",
            ),
        ),
    ]
