"""The language of a report's document."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exports", "0011_weekly_reports_of_clients")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="language",
            field=models.CharField(
                choices=[("en", "English"), ("es", "Español")],
                db_default="en",
                default="en",
                help_text="Of its PDF.",
                max_length=2,
            ),
        ),
    ]
