"""The relay's door shows passes over a project's items too."""

from django.db import migrations

from accounts.tenancy.policies import Door

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
  UNION ALL
  SELECT 'delivery', d.id, d.organisation_id, d.created_at FROM exports_delivery d
  WHERE d.state IN ('queued', 'running') AND (d.lease_until IS NULL OR d.lease_until < now())
    AND (d.hinted_at IS NULL OR d.hinted_at < now() - patience)
  UNION ALL
  SELECT 'report', r.id, r.organisation_id, r.created_at FROM exports_report r
  WHERE r.state IN ('queued', 'running') AND (r.lease_until IS NULL OR r.lease_until < now())
    AND (r.hinted_at IS NULL OR r.hinted_at < now() - patience)
  UNION ALL
  SELECT 'settling', s.id, s.organisation_id, s.created_at FROM annotation_settling s
  WHERE s.state IN ('queued', 'running') AND (s.lease_until IS NULL OR s.lease_until < now())
    AND (s.hinted_at IS NULL OR s.hinted_at < now() - patience)
) j ORDER BY j.created_at LIMIT most
"""


class Migration(migrations.Migration):
    """Opens the door further."""

    dependencies = [("exports", "0009_chunks_as_text"), ("annotation", "0025_settling_isolation")]

    operations = [
        Door(
            "door_due_jobs",
            arguments="patience interval, most integer",
            returns="TABLE (kind text, id uuid, organisation_id uuid)",
            body=DUE_JOBS,
            reads=[
                "annotation_import",
                "annotation_asset",
                "annotation_settling",
                "exports_export",
                "exports_delivery",
                "exports_report",
            ],
        ),
    ]
