"""Row policies, the append-only audit trail, and the doors of the accounts app."""

from django.db import migrations

from accounts.tenancy.policies import AppendOnly, Door, Isolate

MEMBERSHIP = """
SELECT o.id, o.slug, o.name, m.id, m.user_id, m.role,
       (SELECT array_agg(b.client_id ORDER BY b.client_id) FROM accounts_memberclient b
        WHERE b.organisation_id = m.organisation_id AND b.member_id = m.id)
FROM accounts_member m JOIN accounts_organisation o ON o.id = m.organisation_id
WHERE m.user_id = of_user AND m.removed_at IS NULL
ORDER BY o.name, o.id
"""


class Migration(migrations.Migration):
    """Closes every table of the app."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        Isolate("Organisation", key="id"),
        Isolate("Member"),
        Isolate("Invitation"),
        Isolate("IdempotentReply"),
        Isolate("SupportSession"),
        AppendOnly("Event"),
        AppendOnly("SupportSession"),
        Door(
            "door_my_organisations",
            arguments="of_user uuid",
            returns="TABLE (organisation_id uuid, slug text, name text, member_id uuid, user_id uuid, role text, "
            "client_ids uuid[])",
            body=MEMBERSHIP,
            reads=["accounts_organisation", "accounts_member", "accounts_memberclient"],
        ),
        Door(
            "door_invitation_by_hash",
            arguments="of_hash bytea",
            returns="TABLE (organisation_id uuid, invitation_id uuid)",
            body="SELECT i.organisation_id, i.id FROM accounts_invitation i WHERE i.secret_hash = of_hash",
            reads=["accounts_invitation"],
        ),
        Door(
            "door_token_by_hash",
            arguments="of_hash bytea",
            returns="TABLE (token_id uuid, user_id uuid, organisation_id uuid, client_id uuid, scopes jsonb, "
            "expires_at timestamptz)",
            body="SELECT t.id, m.user_id, t.organisation_id, t.client_id, t.scopes, t.expires_at "
            "FROM accounts_token t JOIN accounts_member m "
            "ON m.organisation_id = t.organisation_id AND m.id = t.member_id "
            "WHERE t.secret_hash = of_hash AND t.revoked_at IS NULL AND m.removed_at IS NULL",
            reads=["accounts_token", "accounts_member"],
        ),
        Door(
            "door_platform_organisations",
            arguments="",
            returns="TABLE (id uuid, slug text, name text)",
            body="SELECT o.id, o.slug::text, o.name::text FROM accounts_organisation o ORDER BY o.name",
            reads=["accounts_organisation"],
        ),
    ]
