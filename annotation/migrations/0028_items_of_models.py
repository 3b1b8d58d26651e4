"""Items are found by the models behind their responses and by their automatic scores; those from before, too."""

from typing import Any
from uuid import UUID

import orjson
from django.db import migrations, models

from annotation.forms.searching import model_entry, quoted, scope_of, shown_models

BATCH = """
SELECT id, project_id, content::text FROM annotation_item
WHERE id > %s AND jsonb_path_exists(content, '$.responses[*] ? (@.model != "")') ORDER BY id LIMIT 500
"""
WORDS = """
UPDATE annotation_itemtext t SET document = t.document || found.words::tsvector
FROM unnest(%s::uuid[], %s::text[]) found(item_id, words) WHERE t.item_id = found.item_id
"""


def read_old_items(apps: Any, schema_editor: Any) -> None:
    """Items that were there before get the models behind their responses as words."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.migrating = 'on'")
        last = UUID(int=0)
        while rows := _batch(cursor, last):
            words = [_words(project_id, orjson.loads(content)) for _, project_id, content in rows]
            cursor.execute(WORDS, [[item_id for item_id, *_ in rows], words])
            last = rows[-1][0]
        cursor.execute("SET LOCAL app.migrating = 'off'")


def _words(project_id: UUID, content: Any) -> str:
    scope = scope_of(project_id)
    return " ".join(quoted(scope + model_entry(model)) for model in shown_models(content))


def _batch(cursor: Any, last: UUID) -> list[Any]:
    cursor.execute(BATCH, [last])
    return list(cursor.fetchall())


class Migration(migrations.Migration):
    dependencies = [("annotation", "0027_kept_figures_isolation")]

    operations = [
        migrations.AddIndex(
            model_name="modelscore",
            index=models.Index(
                fields=["organisation", "project", "name", "version", "value"],
                include=["item"],
                name="annotation_modelscore_values",
            ),
        ),
        migrations.RunPython(read_old_items, migrations.RunPython.noop),
    ]
