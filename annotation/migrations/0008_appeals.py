"""Appeals that wait for an answer are found at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """An index of the few open appeals."""

    dependencies = [("annotation", "0007_item_browser_words")]

    operations = [
        migrations.AddIndex(
            model_name="verdict",
            index=models.Index(
                fields=["organisation", "project", "appealed_at"],
                name="annotation_verdict_appealed",
                condition=models.Q(appealed_at__isnull=False, appeal_closed_at=None),
            ),
        ),
    ]
