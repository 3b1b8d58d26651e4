"""One pending invitation for an address; how many clients somebody works for, asked from behind the wall."""

from django.db import migrations, models
from django.db.models.functions import Lower

from accounts.tenancy.policies import ORGANISATION, Door


class Migration(migrations.Migration):
    """Adds a unique index and a door."""

    dependencies = [("accounts", "0003_walls")]

    operations = [
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_pending",
            ),
        ),
        Door(
            "door_bindings",
            arguments="",
            returns="TABLE (member_id uuid, clients bigint)",
            body="SELECT b.member_id, count(*) FROM accounts_memberclient b "
            f"WHERE b.organisation_id = {ORGANISATION} GROUP BY b.member_id",
            reads=["accounts_memberclient"],
        ),
    ]
