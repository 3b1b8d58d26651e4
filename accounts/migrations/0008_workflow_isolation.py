"""Row policies of clearances, skills and notifications."""

from django.db import migrations

from accounts.tenancy.policies import Isolate


class Migration(migrations.Migration):
    """Closes the new tables."""

    dependencies = [("accounts", "0007_workflow")]

    operations = [
        Isolate("Clearance", wall="client_id"),
        *[Isolate(model) for model in ("Skill", "MemberSkill", "Notification")],
    ]
