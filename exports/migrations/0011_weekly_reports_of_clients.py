"""Weekly reports of all of a client's projects, and of a week."""

import django.db.models.deletion
from django.db import migrations, models

import accounts.tenancy.constraints
import accounts.tenancy.models
from accounts.tenancy.policies import Isolate

CLIENTS = """
SET LOCAL app.migrating = 'on';
UPDATE exports_reportschedule s SET client_id = p.client_id FROM annotation_project p WHERE p.id = s.project_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET LOCAL app.migrating = 'off';
"""
OPEN = """
DROP POLICY tenant ON exports_reportschedule;
DROP POLICY clients ON exports_reportschedule;
DROP POLICY migrating ON exports_reportschedule;
"""


class Migration(migrations.Migration):
    """New columns; the wall is now the client's."""

    dependencies = [("accounts", "0012_bucket_roles"), ("exports", "0010_settlings_due")]

    operations = [
        migrations.AddField(
            model_name="reportschedule",
            name="client",
            field=accounts.tenancy.models.TenantForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.client"
            ),
        ),
        migrations.RunSQL(CLIENTS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="reportschedule",
            name="client",
            field=accounts.tenancy.models.TenantForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.client"
            ),
        ),
        migrations.AlterField(
            model_name="reportschedule",
            name="project",
            field=accounts.tenancy.models.TenantForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="report_schedules",
                to="annotation.project",
            ),
        ),
        migrations.AddField(
            model_name="reportschedule",
            name="covers",
            field=models.CharField(
                choices=[("everything", "Everything so far"), ("week", "The week before")],
                db_default="everything",
                default="everything",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="reportschedule",
            index=models.Index(fields=["organisation", "client", "-id"], name="exports_reportschedule_clients"),
        ),
        migrations.AddConstraint(
            model_name="reportschedule",
            constraint=accounts.tenancy.constraints.SameOrganisation(
                "client", name="exports_reportschedule_client", on_delete="NO ACTION"
            ),
        ),
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
        Isolate("ReportSchedule", wall="client_id"),
    ]
