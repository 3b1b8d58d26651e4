"""What a rule that paused somebody looks at, and the figure, are kept, so that they read of it in their language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotation", "0029_parts_of_counts")]

    operations = [
        migrations.AddField(
            model_name="projectperson",
            name="paused_reason",
            field=models.JSONField(
                editable=False,
                help_text='By a rule without words of a manager\'s: {"collector", "figure", "detail"}.',
                null=True,
            ),
        ),
    ]
