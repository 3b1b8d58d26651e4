"""Row policies of automatic scores and thresholds."""

from django.db import migrations

from accounts.tenancy.policies import Isolate


class Migration(migrations.Migration):
    """Closes the new tables."""

    dependencies = [("annotation", "0018_model_scores")]

    operations = [Isolate(model, wall="project_id") for model in ("ModelScore", "Threshold")]
