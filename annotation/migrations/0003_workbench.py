"""Suggestions, comments, versions of guidelines, active time, and taking back."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_preferences"), ("annotation", "0002_isolation")]
    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("flag", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                (
                    "assignment",
                    accounts.tenancy.models.TenantForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="annotation.assignment",
                    ),
                ),
                (
                    "author",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "item",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="annotation.item"
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
                (
                    "resolved_by",
                    accounts.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.CreateModel(
            name="GuidelinesVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True, help_text="Markdown.")),
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("agent", models.CharField(max_length=200)),
                ("score", models.FloatField(null=True)),
                ("answers", models.JSONField()),
                (
                    "created_at",
                    models.DateTimeField(help_text="Of these answers: a later suggestion of the agent replaces them."),
                ),
                (
                    "item",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggestions", to="annotation.item"
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="annotation.project"
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddField(
            model_name="annotation",
            name="withdrawn_at",
            field=models.DateTimeField(help_text="When its author took it back.", null=True),
        ),
        migrations.AddField(
            model_name="assignment",
            name="active_seconds",
            field=models.FloatField(db_default=0, default=0, help_text="Active time that heartbeats told of."),
        ),
        migrations.AddField(
            model_name="assignment",
            name="beat_at",
            field=models.DateTimeField(help_text="The last heartbeat, by the database's clock.", null=True),
        ),
        migrations.AddField(
            model_name="project",
            name="guidelines_version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="project",
            name="last_frozen_at",
            field=models.DateTimeField(
                editable=False, help_text="When an export last chose its revisions, by the database's clock.", null=True
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="suggestions",
            field=models.CharField(
                choices=[
                    ("hidden", "Hidden"),
                    ("on_demand", "On demand"),
                    ("ghost", "Ghost values"),
                    ("filled", "Filled in"),
                ],
                db_default="hidden",
                default="hidden",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="projectperson",
            name="guidelines_seen",
            field=models.PositiveIntegerField(
                editable=False, help_text="The version of the guidelines that they last confirmed.", null=True
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="recorded_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                editable=False,
                help_text="By the database's clock.",
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="seconds",
            field=models.PositiveIntegerField(
                db_default=0, default=0, help_text="Active time, of this revision alone."
            ),
        ),
        migrations.AddField(
            model_name="revision",
            name="suggestions",
            field=models.JSONField(
                db_default=[], default=list, help_text="What the person did with each suggestion they saw."
            ),
        ),
        migrations.AlterField(
            model_name="annotation",
            name="seconds",
            field=models.PositiveIntegerField(default=0, help_text="Active time, of all revisions together."),
        ),
        migrations.AddIndex(
            model_name="annotation",
            index=models.Index(fields=["organisation", "member", "-submitted_at"], name="annotation_annotation_mine"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["organisation", "project", "-id"], name="annotation_comment_recent"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["organisation", "item", "id"], name="annotation_comment_item_thread"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("assignment__isnull", False)),
                fields=["organisation", "assignment", "id"],
                name="annotation_comment_thread",
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_comment_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_comment_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "item", name="annotation_comment_item", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "assignment", name="annotation_comment_assignment", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "author", name="annotation_comment_author", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "resolved_by", name="annotation_comment_resolver", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at", None), ("resolved_by", None)),
                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                    _connector="OR",
                ),
                name="annotation_comment_resolved_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelinesversion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_guidelinesversion_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelinesversion",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_guidelinesversion_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelinesversion",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "created_by", name="annotation_guidelinesversion_author", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelinesversion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "project", "version"), name="annotation_guidelinesversion_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_suggestion_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_suggestion_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "item", name="annotation_suggestion_item", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "item", "agent"), name="annotation_suggestion_agent"
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.UniqueConstraint(
                fields=("organisation", "item", "number"), name="annotation_suggestion_number"
            ),
        ),
    ]
