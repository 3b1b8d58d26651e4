"""Formats by name, what a freeze holds, and releases."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope

DECISIONS = [("", "Not decided"), ("accepted", "Accepted"), ("rejected", "Rejected")]

# An export that was frozen as before begins anew: its chunks name no items.
FREEZE_AGAIN = """
SET LOCAL app.migrating = 'on';
DELETE FROM exports_exportchunk;
UPDATE exports_export SET frozen_at = NULL, next_chunk = 0, parts = '[]', counts = '{}', upload_id = '', done = 0,
  total = 0, fence = fence + 1,
  options = options || '{"answers": "all", "people": "ids", "split": null}'
WHERE state IN ('queued', 'running');
SET LOCAL app.migrating = '';
"""


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


def author():
    return accounts.tenancy.models.TenantForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
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
        ("accounts", "0009_events_of_a_row"),
        ("annotation", "0010_exclusions_by_hand"),
        ("exports", "0002_isolation"),
    ]

    operations = [
        migrations.RunSQL(FREEZE_AGAIN, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="exportchunk", name="revision_ids"),
        migrations.AddField(model_name="exportchunk", name="items", field=models.JSONField(default=list)),
        migrations.AddField(
            model_name="exportchunk",
            name="answers",
            field=models.PositiveIntegerField(default=0, help_text="How many answers the items have."),
        ),
        migrations.AddField(
            model_name="export",
            name="about",
            field=models.JSONField(
                default=dict, help_text="What the data set's card says, as it was when it was frozen."
            ),
        ),
        migrations.AddField(
            model_name="export",
            name="media_type",
            field=models.CharField(default="application/jsonl", db_default="application/jsonl", max_length=100),
        ),
        migrations.AlterField(
            model_name="export",
            name="state",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="export",
            name="format",
            field=models.CharField(help_text="A name of `exports.formats.registry`, or `freeze`.", max_length=40),
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", key()),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("notes", models.TextField(blank=True, help_text="Markdown.")),
                ("licence", models.CharField(blank=True, max_length=120)),
                (
                    "options",
                    models.JSONField(default=dict, help_text="Which answers, people, split and items."),
                ),
                (
                    "decision",
                    models.CharField(blank=True, choices=DECISIONS, default="", max_length=10),
                ),
                ("code_version", models.CharField(blank=True, editable=False, max_length=60)),
                ("created_at", models.DateTimeField()),
                ("created_by", author()),
                ("organisation", organisation()),
                ("project", below("annotation.project", "releases")),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.CreateModel(
            name="ReleaseComment",
            fields=[
                ("id", key()),
                ("text", models.TextField(blank=True)),
                (
                    "decision",
                    models.CharField(blank=True, choices=DECISIONS, default="", max_length=10),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by", author()),
                ("organisation", organisation()),
                ("project", below("annotation.project")),
                ("release", below("exports.release", "comments")),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddField(
            model_name="export",
            name="release",
            field=accounts.tenancy.models.TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="exports",
                to="exports.release",
            ),
        ),
        migrations.AddIndex(
            model_name="export",
            index=models.Index(
                condition=models.Q(("release__isnull", False)),
                fields=["organisation", "release"],
                name="exports_export_of_release",
            ),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(fields=["organisation", "project", "-id"], name="exports_release_recent"),
        ),
        migrations.AddIndex(
            model_name="releasecomment",
            index=models.Index(fields=["organisation", "release"], name="exports_releasecomment_rows"),
        ),
        organisation_key("release"),
        organisation_key("releasecomment"),
        same("export", "release", "exports_export_release"),
        same("release", "project", "exports_release_project"),
        same("release", "created_by", "exports_release_author"),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                fields=("organisation", "project", "number"), name="exports_release_number"
            ),
        ),
        same("releasecomment", "project", "exports_releasecomment_project"),
        same("releasecomment", "release", "exports_releasecomment_release"),
        same("releasecomment", "created_by", "exports_releasecomment_author"),
    ]
