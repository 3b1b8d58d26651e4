"""What people like of their pages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_token_expiry"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="preferences",
            field=models.JSONField(
                blank=True, db_default={}, default=dict, editable=False, help_text="How they like the pages."
            ),
        ),
    ]
