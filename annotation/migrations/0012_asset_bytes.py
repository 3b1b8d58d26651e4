"""A picture that a project has already is found by its bytes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A new index."""

    dependencies = [
        ("accounts", "0011_buckets_isolation"),
        ("annotation", "0011_imports"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="asset",
            index=models.Index(
                condition=models.Q(("sha256", ""), _negated=True),
                fields=["organisation", "project", "sha256"],
                name="annotation_asset_bytes",
            ),
        ),
    ]
