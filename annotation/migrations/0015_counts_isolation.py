"""Row policies of the counts."""

from django.db import migrations

from accounts.tenancy.policies import Isolate


class Migration(migrations.Migration):
    """Closes the new tables."""

    dependencies = [("annotation", "0014_counts")]

    operations = [Isolate(model, wall="project_id") for model in ("Count", "Counted")]
