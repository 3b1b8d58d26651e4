from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exports", "0008_reports_isolation")]

    operations = [
        migrations.AlterField("exportchunk", "items", models.TextField(default="[]")),
        migrations.RunSQL(
            "ALTER TABLE exports_exportchunk ALTER COLUMN items SET STORAGE EXTERNAL",
            "ALTER TABLE exports_exportchunk ALTER COLUMN items SET STORAGE EXTENDED",
        ),
    ]
