"""Row policies of what is learnt of people."""

from django.db import migrations

from accounts.tenancy.policies import Isolate


class Migration(migrations.Migration):
    """Closes the new table."""

    dependencies = [("annotation", "0016_truth")]

    operations = [Isolate("Habits", wall="project_id")]
