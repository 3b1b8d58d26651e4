"""Row policies of passes over a project's items."""

from django.db import migrations

from accounts.tenancy.policies import Isolate


class Migration(migrations.Migration):
    """Closes the new table."""

    dependencies = [("annotation", "0024_settling")]

    operations = [Isolate("Settling", wall="project_id")]
