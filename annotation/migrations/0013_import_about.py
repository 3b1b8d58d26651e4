"""A full export that is imported says how the project was that it came from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A new column."""

    dependencies = [("annotation", "0012_asset_bytes")]

    operations = [
        migrations.AddField(
            model_name="import",
            name="about",
            field=models.JSONField(
                default=dict,
                db_default={},
                help_text="What a full export says of its project: forms, workflow, settings.",
            ),
        ),
    ]
