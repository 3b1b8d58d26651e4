"""The wall between clients on the accounts tables: it needs the projects' table to exist."""

from django.db import migrations

from accounts.tenancy.policies import Isolate


class Migration(migrations.Migration):
    """Closes the tables that a client-bound person sees only a part of."""

    dependencies = [("accounts", "0002_isolation"), ("annotation", "0001_initial")]

    operations = [
        Isolate("Client", wall="id"),
        Isolate("MemberClient", wall="client_id"),
        Isolate("Token"),
        Isolate("Event", wall="project_id", walled="SELECT"),
    ]
