from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotation", "0022_answers_seen_isolation"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                condition=models.Q(("certainty__isnull", False)),
                fields=["organisation", "project", "certainty", "id"],
                name="annotation_item_certainties",
            ),
        ),
    ]
