"""Quality reports, and their weekly schedules."""

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
NAMING = [("names", "By their names"), ("pseudonyms", "By pseudonyms")]


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


def other(to, on_delete, related_name="+", **options):
    return accounts.tenancy.models.TenantForeignKey(
        on_delete=getattr(django.db.models.deletion, on_delete), related_name=related_name, to=to, **options
    )


def people():
    return models.CharField(choices=NAMING, default="names", max_length=10)


def same(model, field, name):
    return migrations.AddConstraint(
        model_name=model,
        constraint=accounts.tenancy.constraints.SameOrganisation(field, name=name, on_delete="NO ACTION"),
    )


def constraint(model, made):
    return migrations.AddConstraint(model_name=model, constraint=made)


def index(model, name, *fields, **options):
    return migrations.AddIndex(model_name=model, index=models.Index(fields=list(fields), name=name, **options))


def organisation_key(model):
    name = f"exports_{model}_organisation_key"
    return constraint(model, models.UniqueConstraint(fields=("organisation", "id"), name=name))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_buckets_isolation"),
        ("annotation", "0011_imports"),
        ("exports", "0006_deliveries_isolation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportSchedule",
            fields=[
                ("id", key()),
                ("weekday", models.PositiveSmallIntegerField()),
                ("hour", models.PositiveSmallIntegerField()),
                ("people", people()),
                ("active", models.BooleanField(default=True)),
                ("next_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("created_by", other("accounts.member", "PROTECT")),
                ("organisation", organisation()),
                ("project", other("annotation.project", "CASCADE", "report_schedules")),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.CreateModel(
            name="Report",
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
                ("due_at", models.DateTimeField(help_text="When its schedule wanted it.", null=True)),
                ("since_at", models.DateTimeField(help_text="Answers that were submitted from then on.", null=True)),
                ("until_at", models.DateTimeField(help_text="And before then.", null=True)),
                ("people", people()),
                (
                    "probe",
                    models.BooleanField(
                        default=False, help_text="Whether a model is trained to see if more data would help."
                    ),
                ),
                ("made_at", models.DateTimeField(help_text="The moment that its figures are of.", null=True)),
                ("filename", models.CharField(help_text="Without its ending.", max_length=200)),
                ("files", models.JSONField(default=dict, editable=False)),
                ("client", other("accounts.client", "PROTECT")),
                ("created_by", other("accounts.member", "PROTECT")),
                ("organisation", organisation()),
                (
                    "previous",
                    other("exports.report", "SET_NULL", help_text="What its figures are compared with.", null=True),
                ),
                ("project", other("annotation.project", "CASCADE", "reports", null=True)),
                ("release", other("exports.release", "CASCADE", null=True)),
                ("schedule", other("exports.reportschedule", "SET_NULL", "reports", null=True)),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        index("reportschedule", "exports_reportschedule_rows", "organisation", "project", "-id"),
        index(
            "reportschedule",
            "exports_reportschedule_due",
            "organisation",
            "next_at",
            condition=models.Q(("active", True)),
        ),
        organisation_key("reportschedule"),
        same("reportschedule", "project", "exports_reportschedule_project"),
        same("reportschedule", "created_by", "exports_reportschedule_author"),
        constraint(
            "reportschedule",
            models.CheckConstraint(
                condition=models.Q(("hour__lte", 23), ("weekday__lte", 6)), name="exports_reportschedule_moment"
            ),
        ),
        index("report", "exports_report_of_project", "organisation", "project", "-id"),
        index("report", "exports_report_of_client", "organisation", "client", "-id"),
        index(
            "report",
            "exports_report_unfinished",
            "created_at",
            condition=models.Q(("state__in", ["queued", "running"])),
        ),
        organisation_key("report"),
        same("report", "client", "exports_report_client"),
        same("report", "project", "exports_report_project"),
        same("report", "release", "exports_report_release"),
        same("report", "schedule", "exports_report_schedule"),
        same("report", "previous", "exports_report_previous"),
        same("report", "created_by", "exports_report_author"),
        constraint(
            "report",
            models.CheckConstraint(
                condition=models.Q(("release", None), ("project__isnull", False), _connector="OR"),
                name="exports_report_of_release",
            ),
        ),
        constraint(
            "report",
            models.UniqueConstraint(
                condition=models.Q(("schedule__isnull", False)),
                fields=("organisation", "schedule", "due_at"),
                name="exports_report_once_when_due",
            ),
        ),
    ]
