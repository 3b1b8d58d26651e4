"""How long items wait is asked of an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The items that are not finished, the oldest first."""

    dependencies = [("annotation", "0008_appeals")]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("state", "open")),
                fields=["organisation", "project", "created_at"],
                name="annotation_item_waiting",
            ),
        ),
    ]
