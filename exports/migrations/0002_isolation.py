"""Row policies of the exports app, and the door through which the relay sees work that is due."""

from django.db import migrations

from accounts.tenancy.policies import Door, Isolate

DUE_JOBS = """
SELECT j.kind, j.id, j.organisation_id FROM (
  SELECT 'import' AS kind, i.id, i.organisation_id, i.created_at FROM annotation_import i
  WHERE i.state IN ('queued', 'running') AND (i.lease_until IS NULL OR i.lease_until < now())
    AND (i.hinted_at IS NULL OR i.hinted_at < now() - patience)
  UNION ALL
  SELECT 'asset', a.id, a.organisation_id, a.created_at FROM annotation_asset a
  WHERE a.state IN ('queued', 'running') AND a.status = 'verifying'
    AND (a.lease_until IS NULL OR a.lease_until < now())
    AND (a.hinted_at IS NULL OR a.hinted_at < now() - patience)
  UNION ALL
  SELECT 'export', e.id, e.organisation_id, e.created_at FROM exports_export e
  WHERE e.state IN ('queued', 'running') AND (e.lease_until IS NULL OR e.lease_until < now())
    AND (e.hinted_at IS NULL OR e.hinted_at < now() - patience)
) j ORDER BY j.created_at LIMIT most
"""


class Migration(migrations.Migration):
    """Closes every table of the app."""

    dependencies = [("exports", "0001_initial"), ("annotation", "0002_isolation")]

    operations = [
        Isolate("Export", wall="project_id"),
        Isolate("ExportChunk", wall="project_id"),
        Door(
            "door_due_jobs",
            arguments="patience interval, most integer",
            returns="TABLE (kind text, id uuid, organisation_id uuid)",
            body=DUE_JOBS,
            reads=["annotation_import", "annotation_asset", "exports_export"],
        ),
    ]
