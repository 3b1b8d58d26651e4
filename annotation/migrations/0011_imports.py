"""Imports of any format: in stages, from files, buckets and addresses; uploads in parts."""

import django.db.models.deletion
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models

# What there is came from one uploaded text and has been read, or goes on being.
BEFORE = """
SET LOCAL app.migrating = 'on';
UPDATE annotation_import i SET filename = a.filename FROM annotation_asset a WHERE a.id = i.asset_id;
UPDATE annotation_import SET stage = 'finished' WHERE state = 'done';
SET LOCAL app.migrating = 'off';
"""


class Migration(migrations.Migration):
    """New columns."""

    dependencies = [
        ("accounts", "0011_buckets_isolation"),
        ("annotation", "0010_exclusions_by_hand"),
    ]

    operations = [
        migrations.AddField(
            model_name="asset",
            name="part_size",
            field=models.PositiveIntegerField(help_text="Bytes of each part but the last.", null=True),
        ),
        migrations.AddField(
            model_name="asset",
            name="upload_id",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                help_text="Of an upload in parts.",
                max_length=500,
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="answered",
            field=models.BigIntegerField(db_default=0, default=0, help_text="Annotations of people that came along."),
        ),
        migrations.AddField(
            model_name="import",
            name="asks",
            field=models.BooleanField(db_default=False, default=False, help_text="Whether it waits before it commits."),
        ),
        migrations.AddField(
            model_name="import",
            name="bucket",
            field=accounts.tenancy.models.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.bucket"
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="columns",
            field=models.JSONField(db_default=[], default=list, help_text='[{"name", "target", "samples"}]'),
        ),
        migrations.AddField(
            model_name="import",
            name="detected",
            field=models.JSONField(
                db_default=[], default=list, help_text='[{"format", "confidence"}], the best first.'
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="filename",
            field=models.CharField(blank=True, db_default="", default="", max_length=255),
        ),
        migrations.AddField(
            model_name="import",
            name="form",
            field=models.JSONField(help_text="What the file's answers need.", null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="form_problems",
            field=models.JSONField(db_default=[], default=list, help_text="Why they don't fit the project's form."),
        ),
        migrations.AddField(
            model_name="import",
            name="format",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="As chosen or detected.", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="guidelines",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="import",
            name="losses",
            field=models.JSONField(db_default=[], default=list, help_text='[{"what", "count", "examples"}]'),
        ),
        migrations.AddField(
            model_name="import",
            name="mapping",
            field=models.JSONField(
                db_default={}, default=dict, help_text='{"columns", "answers", "questions", "people"}'
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="people",
            field=models.JSONField(db_default=[], default=list, help_text='[{"id", "name", "email", "annotations"}]'),
        ),
        migrations.AddField(
            model_name="import",
            name="pictures",
            field=models.JSONField(db_default={}, default=dict, help_text='{"found", "ready", "refused"}'),
        ),
        migrations.AddField(
            model_name="import",
            name="prefix",
            field=models.CharField(blank=True, db_default="", default="", max_length=1024),
        ),
        migrations.AddField(
            model_name="import",
            name="problems_key",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="import",
            name="rows",
            field=models.BigIntegerField(help_text="In the spool.", null=True),
        ),
        migrations.AddField(
            model_name="import",
            name="source",
            field=models.CharField(
                choices=[("file", "An uploaded file"), ("bucket", "A client's bucket"), ("urls", "Addresses")],
                db_default="file",
                default="file",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="spool_key",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="import",
            name="spool_size",
            field=models.BigIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="import",
            name="stage",
            field=models.CharField(
                choices=[
                    ("reading", "Reading"),
                    ("preview", "Preview"),
                    ("committing", "Committing"),
                    ("finished", "Finished"),
                ],
                db_default="committing",
                default="committing",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="urls",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="importproblem",
            name="where",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AlterField(
            model_name="asset",
            name="purpose",
            field=models.CharField(choices=[("image", "Image"), ("text", "Text"), ("data", "Data")], max_length=10),
        ),
        migrations.AlterField(
            model_name="asset",
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
            model_name="import",
            name="asset",
            field=accounts.tenancy.models.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="annotation.asset"
            ),
        ),
        migrations.AlterField(
            model_name="import",
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
        migrations.AddConstraint(
            model_name="import",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "bucket", name="annotation_import_bucket", on_delete="NO ACTION"
            ),
        ),
        migrations.RunSQL(BEFORE),
    ]
