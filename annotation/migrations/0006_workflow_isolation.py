"""Row policies of the workflow's tables, the counts that the database keeps, and what they hold of the time before."""

from django.db import migrations

from accounts.tenancy.policies import AppendOnly, Isolate

BELOW_PROJECT = (
    "Exclusion",
    "Firing",
    "Gold",
    "GoldMark",
    "ItemVersion",
    "Resolution",
    "Rule",
    "SavedView",
    "Tally",
    "Verdict",
)

# A change of state is two rows: one less of the old, one more of the new. Nothing is updated, so nobody waits.
TALLIES = """
CREATE FUNCTION annotation_assignment_tally() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO annotation_tally (id, organisation_id, project_id, member_id, day, subject, state, n, seconds)
    SELECT gen_random_uuid(), organisation_id, project_id, member_id, (now() AT TIME ZONE 'UTC')::date, kind, state,
      count(*), 0
    FROM new_rows GROUP BY organisation_id, project_id, member_id, kind, state;
  ELSE
    INSERT INTO annotation_tally (id, organisation_id, project_id, member_id, day, subject, state, n, seconds)
    SELECT gen_random_uuid(), organisation_id, project_id, member_id, (now() AT TIME ZONE 'UTC')::date, kind, state,
      sum(n), 0
    FROM (
      SELECT organisation_id, project_id, member_id, kind, state, 1 AS n FROM new_rows
      UNION ALL SELECT organisation_id, project_id, member_id, kind, state, -1 FROM old_rows
    ) AS changed
    GROUP BY organisation_id, project_id, member_id, kind, state HAVING sum(n) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION annotation_item_tally() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO annotation_tally (id, organisation_id, project_id, day, subject, state, n, seconds)
    SELECT gen_random_uuid(), organisation_id, project_id, (now() AT TIME ZONE 'UTC')::date, 'item', state, count(*), 0
    FROM new_rows GROUP BY organisation_id, project_id, state;
  ELSE
    INSERT INTO annotation_tally (id, organisation_id, project_id, day, subject, state, n, seconds)
    SELECT gen_random_uuid(), organisation_id, project_id, (now() AT TIME ZONE 'UTC')::date, 'item', state, sum(n), 0
    FROM (
      SELECT organisation_id, project_id, state, 1 AS n FROM new_rows
      UNION ALL SELECT organisation_id, project_id, state, -1 FROM old_rows
    ) AS changed
    GROUP BY organisation_id, project_id, state HAVING sum(n) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION annotation_revision_tally() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO annotation_tally (id, organisation_id, project_id, member_id, day, subject, state, n, seconds)
  SELECT gen_random_uuid(), organisation_id, project_id, created_by_id, (now() AT TIME ZONE 'UTC')::date, 'revision', '',
    count(*), sum(seconds)
  FROM new_rows GROUP BY organisation_id, project_id, created_by_id;
  RETURN NULL;
END $$;
CREATE TRIGGER tally_new AFTER INSERT ON annotation_assignment REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION annotation_assignment_tally();
CREATE TRIGGER tally_changed AFTER UPDATE ON annotation_assignment
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION annotation_assignment_tally();
CREATE TRIGGER tally_new AFTER INSERT ON annotation_item REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION annotation_item_tally();
CREATE TRIGGER tally_changed AFTER UPDATE ON annotation_item REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION annotation_item_tally();
CREATE TRIGGER tally_new AFTER INSERT ON annotation_revision REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION annotation_revision_tally();
"""

# Annotations are numbered in the order they were made; the first counts are the tables' own.
BEFORE = """
SET LOCAL app.migrating = 'on';
UPDATE annotation_annotation a SET number = n.number
FROM (SELECT id, row_number() OVER (PARTITION BY project_id, member_id ORDER BY id) AS number FROM annotation_annotation) n
WHERE n.id = a.id;
UPDATE annotation_projectperson p SET answered = n.made, given = n.given
FROM (SELECT project_id, member_id, count(*) AS given, count(*) FILTER (WHERE state = 'submitted') AS made
      FROM annotation_assignment WHERE member_id IS NOT NULL GROUP BY project_id, member_id) n
WHERE n.project_id = p.project_id AND n.member_id = p.member_id;
UPDATE annotation_item SET line = greatest(-1, least(2, priority));
INSERT INTO annotation_tally (id, organisation_id, project_id, member_id, day, subject, state, n, seconds)
SELECT gen_random_uuid(), organisation_id, project_id, member_id,
  (coalesce(closed_at, claimed_at, now()) AT TIME ZONE 'UTC')::date, kind, state, count(*), 0
FROM annotation_assignment GROUP BY 2, 3, 4, 5, 6, 7;
INSERT INTO annotation_tally (id, organisation_id, project_id, day, subject, state, n, seconds)
SELECT gen_random_uuid(), organisation_id, project_id, (created_at AT TIME ZONE 'UTC')::date, 'item', state, count(*), 0
FROM annotation_item GROUP BY 2, 3, 4, 6;
INSERT INTO annotation_tally (id, organisation_id, project_id, member_id, day, subject, state, n, seconds)
SELECT gen_random_uuid(), organisation_id, project_id, created_by_id, (created_at AT TIME ZONE 'UTC')::date, 'revision',
  '', count(*), sum(seconds)
FROM annotation_revision GROUP BY 2, 3, 4, 5;
SET LOCAL app.migrating = 'off';
"""


class Migration(migrations.Migration):
    """Closes the new tables, starts the counts and fills in what old rows lack."""

    dependencies = [("annotation", "0005_workflow")]

    operations = [
        *[Isolate(model, wall="project_id") for model in BELOW_PROJECT],
        AppendOnly("ItemVersion"),
        migrations.RunSQL(BEFORE),
        migrations.RunSQL(TALLIES),
    ]
