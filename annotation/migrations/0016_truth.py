"""What is learnt of people's habits, and how certain items and their final answers are."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    """A new table and new columns; disputed items stand by their certainty first."""

    dependencies = [
        ("accounts", "0011_buckets_isolation"),
        ("annotation", "0015_counts_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Habits",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("question", models.CharField(max_length=64)),
                ("categories", models.JSONField(help_text="In the order of the rows and columns.", null=True)),
                ("prior", models.JSONField(null=True)),
                ("confusion", models.JSONField()),
                ("labels", models.PositiveIntegerField(help_text="How many judgements it was learnt from.")),
                ("figures", models.JSONField(null=True)),
                (
                    "answers",
                    models.BigIntegerField(help_text="How many annotations the project had at that time.", null=True),
                ),
                ("form_version", models.PositiveIntegerField()),
                ("fitted_at", models.DateTimeField()),
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
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.member"
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddConstraint(
            model_name="habits",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="annotation_habits_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="habits",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "project", name="annotation_habits_project", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="habits",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "member", name="annotation_habits_member", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="habits",
            constraint=models.UniqueConstraint(
                fields=("organisation", "project", "question", "member"),
                name="annotation_habits_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="certainty",
            field=models.FloatField(
                help_text="How probable the least certain of its answers is, where a probability is asked for.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="resolution",
            name="certainty",
            field=models.FloatField(help_text="The posterior of its least certain answer, if that decided.", null=True),
        ),
        migrations.AddField(
            model_name="resolution",
            name="left_out",
            field=models.JSONField(
                db_default=[],
                default=list,
                help_text='What people differ on and need not answer: [{"question", "on"}].',
            ),
        ),
        migrations.RemoveIndex(model_name="item", name="annotation_item_disputed"),
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("state__in", ["review", "adjudicate"])),
                fields=["organisation", "project", "state", "certainty", "agreement", "position"],
                name="annotation_item_disputed",
            ),
        ),
    ]
