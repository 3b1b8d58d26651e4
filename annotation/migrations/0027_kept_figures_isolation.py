"""Row policies of kept figures."""

from django.db import migrations

from accounts.tenancy.policies import Isolate


class Migration(migrations.Migration):
    """Closes the new table."""

    dependencies = [("annotation", "0026_kept_figures")]

    operations = [Isolate("KeptFigures", wall="project_id")]
