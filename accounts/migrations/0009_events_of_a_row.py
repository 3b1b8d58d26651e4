"""What happened to one row is found at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index of events by their subject."""

    dependencies = [("accounts", "0008_workflow_isolation")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["organisation", "subject_id", "-id"], name="accounts_event_subject"),
        ),
    ]
