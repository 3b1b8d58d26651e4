"""A client's bucket may be opened by a role instead of keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A new column."""

    dependencies = [("accounts", "0011_buckets_isolation")]

    operations = [
        migrations.AddField(
            model_name="bucket",
            name="role_arn",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="The role to take on instead of keys.", max_length=600
            ),
        ),
        migrations.AlterField(
            model_name="bucket",
            name="access_key",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
