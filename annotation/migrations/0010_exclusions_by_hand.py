"""Managers keep people from items too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more reason for an exclusion."""

    dependencies = [("annotation", "0009_ageing")]

    operations = [
        migrations.AlterField(
            model_name="exclusion",
            name="reason",
            field=models.CharField(
                choices=[
                    ("author", "Wrote what it shows"),
                    ("gold", "Knows its answer"),
                    ("rejected", "Rejected on it"),
                    ("manager", "A manager's decision"),
                ],
                max_length=20,
            ),
        ),
    ]
