"""Row policies of the workbench's tables, and what they hold of the time before."""

from django.db import migrations

from accounts.tenancy.policies import AppendOnly, Isolate

# Every project has the first version of its guidelines, by whoever made its first form. Nobody can know what exports
# have frozen of the work so far, so none of it can be taken back.
BEFORE = """
SET LOCAL app.migrating = 'on';
INSERT INTO annotation_guidelinesversion (id, organisation_id, project_id, version, text, created_at, created_by_id)
SELECT gen_random_uuid(), p.organisation_id, p.id, 1, p.guidelines, p.created_at, f.created_by_id
FROM annotation_project p JOIN annotation_projectform f ON f.project_id = p.id AND f.version = 1;
UPDATE annotation_project SET last_frozen_at = clock_timestamp();
ALTER TABLE annotation_revision DISABLE TRIGGER append_only;
UPDATE annotation_revision r SET seconds = a.seconds
FROM annotation_annotation a WHERE a.id = r.annotation_id AND r.number = 1 AND a.seconds > 0;
ALTER TABLE annotation_revision ENABLE TRIGGER append_only;
SET LOCAL app.migrating = 'off';
"""


class Migration(migrations.Migration):
    """Closes the new tables and fills in what old rows lack."""

    dependencies = [("annotation", "0003_workbench")]

    operations = [
        *[Isolate(model, wall="project_id") for model in ("Comment", "GuidelinesVersion", "Suggestion")],
        AppendOnly("GuidelinesVersion"),
        migrations.RunSQL(BEFORE),
    ]
