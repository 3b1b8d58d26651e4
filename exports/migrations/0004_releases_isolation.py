"""Row policies of releases, and what the database itself keeps of them."""

from django.db import migrations

from accounts.tenancy.policies import Isolate

# Whoever finds a way around the actions still can't change what was released, nor delete what a client has accepted.
IMMUTABLE = """
CREATE FUNCTION exports_release_keep() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.decision = 'accepted' THEN
      RAISE EXCEPTION 'release % was accepted', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF (OLD.decision = 'accepted' AND NEW.decision <> 'accepted')
    OR (NEW.project_id, NEW.number, NEW.name, NEW.notes, NEW.licence, NEW.options, NEW.code_version, NEW.created_at)
      IS DISTINCT FROM (OLD.project_id, OLD.number, OLD.name, OLD.notes, OLD.licence, OLD.options, OLD.code_version,
        OLD.created_at)
  THEN RAISE EXCEPTION 'release % does not change', OLD.number USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON exports_release
  FOR EACH ROW EXECUTE FUNCTION exports_release_keep();

CREATE FUNCTION exports_export_keep() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT FROM exports_release r WHERE r.id = OLD.release_id AND r.decision = 'accepted') THEN
      RAISE EXCEPTION 'a file of an accepted release stays' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF (NEW.release_id, NEW.format, NEW.options, NEW.about, NEW.key, NEW.size, NEW.sha256, NEW.state)
    IS DISTINCT FROM (OLD.release_id, OLD.format, OLD.options, OLD.about, OLD.key, OLD.size, OLD.sha256, OLD.state)
  THEN RAISE EXCEPTION 'a file of a release does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE ON exports_export
  FOR EACH ROW WHEN (OLD.release_id IS NOT NULL AND OLD.state = 'done') EXECUTE FUNCTION exports_export_keep();
"""


class Migration(migrations.Migration):
    dependencies = [("exports", "0003_releases")]

    operations = [
        Isolate("Release", wall="project_id"),
        Isolate("ReleaseComment", wall="project_id"),
        migrations.RunSQL(IMMUTABLE, migrations.RunSQL.noop),
    ]
