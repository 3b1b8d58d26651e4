"""Row policies and the door of the items' facts. Items from before get theirs as if their counts had been found wrong:
the next recount of their project writes them, without alarm, some items at a time.
"""

from typing import Any

from django.db import migrations

from accounts.tenancy.policies import CLIENTS, ORGANISATION, UNWALLED, Door, Isolate

# As `door_search_items`, which says why.
FIND = f"""
SELECT f.item_id FROM annotation_itemfacts f
WHERE f.organisation_id IS NOT DISTINCT FROM {ORGANISATION} AND f.project_id = of_project AND f.facts @@ of_facts
  AND ({UNWALLED} OR f.project_id IN (SELECT p.id FROM annotation_project p WHERE p.client_id = ANY {CLIENTS}))
LIMIT most
"""


def ask_for_facts(apps: Any, schema_editor: Any) -> None:
    """Have every project recounted, and what is known of people's habits learnt again where work goes on."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.migrating = 'on'")
        cursor.execute("UPDATE annotation_project SET counted_at = NULL WHERE counted_at IS NOT NULL")
        cursor.execute("UPDATE annotation_habits SET answers = NULL WHERE member_id IS NULL")
        cursor.execute("SET LOCAL app.migrating = 'off'")


class Migration(migrations.Migration):
    """Closes the table, opens the one door that searches it, and asks for what old items lack."""

    dependencies = [("annotation", "0031_item_facts")]

    operations = [
        Isolate("ItemFacts", wall="project_id"),
        Door(
            "door_find_items",
            arguments="of_project uuid, of_facts tsquery, most int",
            returns="TABLE (item_id uuid)",
            body=FIND,
            reads=["annotation_itemfacts", "annotation_project"],
        ),
        migrations.RunSQL("ALTER FUNCTION door_find_items(uuid, tsquery, int) SET enable_seqscan = off"),
        migrations.RunPython(ask_for_facts, migrations.RunPython.noop),
    ]
