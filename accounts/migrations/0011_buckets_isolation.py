"""Row policies of buckets."""

from django.db import migrations

from accounts.tenancy.policies import Isolate


class Migration(migrations.Migration):
    """Closes the new table."""

    dependencies = [("accounts", "0010_buckets")]

    operations = [Isolate("Bucket", wall="client_id")]
