"""A token's expiry is judged by the database's clock, as every expiry is."""

from django.db import migrations

from accounts.tenancy.policies import Door


class Migration(migrations.Migration):
    """Renews the door."""

    dependencies = [("accounts", "0004_invited_once")]

    operations = [
        Door(
            "door_token_by_hash",
            arguments="of_hash bytea",
            returns="TABLE (token_id uuid, user_id uuid, organisation_id uuid, client_id uuid, scopes jsonb, "
            "expires_at timestamptz)",
            body="SELECT t.id, m.user_id, t.organisation_id, t.client_id, t.scopes, t.expires_at "
            "FROM accounts_token t JOIN accounts_member m "
            "ON m.organisation_id = t.organisation_id AND m.id = t.member_id "
            "WHERE t.secret_hash = of_hash AND t.revoked_at IS NULL AND t.expires_at > now() "
            "AND m.removed_at IS NULL",
            reads=["accounts_token", "accounts_member"],
        ),
    ]
