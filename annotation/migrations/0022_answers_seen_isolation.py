"""Row policies of what people have seen of others' answers."""

from django.db import migrations

from accounts.tenancy.policies import Isolate


class Migration(migrations.Migration):
    """Closes the new table."""

    dependencies = [("annotation", "0021_answers_seen")]

    operations = [Isolate("AnswersSeen", wall="project_id")]
