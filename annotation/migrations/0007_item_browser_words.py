"""Row policies and the door of the item browser; when items changed; words and prompts of the items from before."""

from typing import Any
from uuid import UUID

import orjson
from django.db import migrations
from uuid_utils.compat import uuid7

from accounts.tenancy.policies import CLIENTS, ORGANISATION, UNWALLED, Door, Isolate
from annotation.forms.prompts import prompt_key
from annotation.forms.searching import scope_of, search_document

# Row policies forbid the index: the door asks for organisation and clients itself, by the policies' own values. The
# organisation is asked for in a way that no index answers, or a planner that has not heard of a project's items yet
# would read all the organisation's words instead of looking some up.
SEARCH = f"""
SELECT t.item_id FROM annotation_itemtext t
WHERE t.organisation_id IS NOT DISTINCT FROM {ORGANISATION} AND t.project_id = of_project AND t.document @@ of_words
  AND ({UNWALLED} OR t.project_id IN (SELECT p.id FROM annotation_project p WHERE p.client_id = ANY {CLIENTS}))
LIMIT most
"""

# A claim changes none of these columns.
UPDATED = """
CREATE FUNCTION annotation_item_note_update() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END $$;
CREATE TRIGGER note_update BEFORE UPDATE ON annotation_item FOR EACH ROW
  WHEN ((OLD.state, OLD.submitted, OLD.overlap, OLD.agreement, OLD.priority, OLD.due_at, OLD.content_version)
    IS DISTINCT FROM (NEW.state, NEW.submitted, NEW.overlap, NEW.agreement, NEW.priority, NEW.due_at, NEW.content_version))
  EXECUTE FUNCTION annotation_item_note_update();
"""
BATCH = """
SELECT id, organisation_id, project_id, external_id, content::text, metadata::text FROM annotation_item
WHERE id > %s ORDER BY id LIMIT 500
"""
WORDS = """
INSERT INTO annotation_itemtext (id, organisation_id, project_id, item_id, document)
VALUES (%s, %s, %s, %s, %s::tsvector)
"""
KEY = "UPDATE annotation_item SET prompt_key = %s WHERE id = %s"
LAST_SUBMITTED = """
UPDATE annotation_item i SET updated_at = greatest(i.created_at, a.latest)
FROM (SELECT item_id, max(submitted_at) AS latest FROM annotation_annotation GROUP BY item_id) a WHERE a.item_id = i.id
"""


def read_old_items(apps: Any, schema_editor: Any) -> None:
    """Items that were there before get their words, their prompts' keys and the time of their last answer."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.migrating = 'on'")
        cursor.execute("UPDATE annotation_item SET updated_at = created_at")
        cursor.execute(LAST_SUBMITTED)
        last = UUID(int=0)
        while rows := _batch(cursor, last):
            for item_id, organisation_id, project_id, external_id, content, metadata in rows:
                shown = orjson.loads(content)
                document = search_document(scope_of(project_id), external_id, shown, orjson.loads(metadata))
                cursor.execute(WORDS, [uuid7(), organisation_id, project_id, item_id, document])
                if key := prompt_key(shown):
                    cursor.execute(KEY, [key, item_id])
            last = rows[-1][0]
        cursor.execute("SET LOCAL app.migrating = 'off'")


def _batch(cursor: Any, last: UUID) -> list[Any]:
    cursor.execute(BATCH, [last])
    return list(cursor.fetchall())


class Migration(migrations.Migration):
    """Closes the table of words, opens the one door that searches it, and fills in what old rows lack."""

    dependencies = [("annotation", "0007_item_browser")]

    operations = [
        Isolate("ItemText", wall="project_id"),
        Door(
            "door_search_items",
            arguments="of_project uuid, of_words tsquery, most int",
            returns="TABLE (item_id uuid)",
            body=SEARCH,
            reads=["annotation_itemtext", "annotation_project"],
        ),
        migrations.RunSQL("ALTER FUNCTION door_search_items(uuid, tsquery, int) SET enable_seqscan = off"),
        migrations.RunSQL(UPDATED),
        migrations.RunPython(read_old_items, migrations.RunPython.noop),
    ]
