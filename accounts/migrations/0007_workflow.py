"""What members are trusted with, and what they should know of."""

import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
import accounts.tenancy.scope


class Migration(migrations.Migration):
    """Clearances, skills and notifications."""

    dependencies = [
        ("accounts", "0006_preferences"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("granted_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "client",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clearances", to="accounts.client"
                    ),
                ),
                (
                    "granted_by",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clearances", to="accounts.member"
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
                    models.UniqueConstraint(fields=("organisation", "id"), name="accounts_clearance_organisation_key"),
                    accounts.tenancy.constraints.SameOrganisation(
                        "member", name="accounts_clearance_member", on_delete="NO ACTION"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "client", name="accounts_clearance_client", on_delete="NO ACTION"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "granted_by", name="accounts_clearance_granter", on_delete="NO ACTION"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "member", "client"), name="accounts_clearance_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("skill", "Skill"), ("language", "Language")], default="skill", max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("created_at", models.DateTimeField()),
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
            },
        ),
        migrations.CreateModel(
            name="MemberSkill",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.FloatField()),
                (
                    "earned_in",
                    models.UUIDField(help_text="The project whose gold gave it; empty when set by hand.", null=True),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("granted_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "granted_by",
                    accounts.tenancy.models.TenantForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.member"
                    ),
                ),
                (
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="skills", to="accounts.member"
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
                    "skill",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.skill"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("project_id", models.UUIDField(null=True)),
                ("subject_kind", models.CharField(blank=True, max_length=40)),
                ("subject_id", models.UUIDField(null=True)),
                ("data", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "member",
                    accounts.tenancy.models.TenantForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notifications", to="accounts.member"
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
                "indexes": [
                    models.Index(fields=["organisation", "member", "-id"], name="accounts_notification_recent"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["organisation", "member"],
                        name="accounts_notification_unread",
                    ),
                    models.Index(
                        condition=models.Q(("mailed_at", None), ("read_at", None)),
                        fields=["organisation", "created_at"],
                        name="accounts_notification_unsent",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "id"), name="accounts_notification_organisation_key"
                    ),
                    accounts.tenancy.constraints.SameOrganisation(
                        "member", name="accounts_notification_member", on_delete="NO ACTION"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="client",
            name="clearance_required",
            field=models.BooleanField(
                db_default=False, default=False, help_text="Only members cleared for this client work for it."
            ),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="accounts_skill_organisation_key"),
        ),
        migrations.AddConstraint(
            model_name="skill",
            constraint=models.UniqueConstraint(fields=("organisation", "kind", "name"), name="accounts_skill_name"),
        ),
        migrations.AddConstraint(
            model_name="memberskill",
            constraint=models.UniqueConstraint(
                fields=("organisation", "id"), name="accounts_memberskill_organisation_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="memberskill",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "member", name="accounts_memberskill_member", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="memberskill",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "skill", name="accounts_memberskill_skill", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="memberskill",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "granted_by", name="accounts_memberskill_granter", on_delete="NO ACTION"
            ),
        ),
        migrations.AddConstraint(
            model_name="memberskill",
            constraint=models.UniqueConstraint(
                fields=("organisation", "member", "skill"), name="accounts_memberskill_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="memberskill",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__gte", 0), ("level__lte", 1)), name="accounts_memberskill_level"
            ),
        ),
    ]
