"""Row policies of the annotation app, with the wall between clients, and the line of begun items."""

from django.db import migrations

from accounts.tenancy.policies import AppendOnly, Isolate

BELOW_PROJECT = [
    "ProjectForm",
    "ProjectPerson",
    "Asset",
    "Import",
    "ImportProblem",
    "Item",
    "Assignment",
    "Annotation",
    "Revision",
]


class Migration(migrations.Migration):
    """Closes every table of the app, and those of accounts whose wall is the project's."""

    dependencies = [("annotation", "0001_initial"), ("accounts", "0002_isolation")]

    operations = [
        Isolate("Project", wall="client_id"),
        *[Isolate(model, wall="project_id") for model in BELOW_PROJECT],
        AppendOnly("Revision"),
        migrations.RunSQL("CREATE SEQUENCE annotation_begun_no"),
    ]
