"""Places on gold items: made when somebody gets one, because everybody answers each."""

from uuid import UUID

from django.db import connection

from annotation.models import Project, ProjectPerson

# In an order of each person's own, so that nobody can tell others what comes.
TAKE_GOLD = """
WITH chosen AS (
  SELECT i.id, i.organisation_id, i.project_id FROM annotation_item i
  WHERE i.project_id = %(project)s AND i.state = 'gold' AND i.position >= 0
    AND NOT EXISTS (SELECT FROM annotation_assignment a WHERE a.item_id = i.id AND a.kind = 'annotate'
                    AND a.member_id = %(member)s AND a.state IN ('claimed', 'submitted', 'returned', 'skipped'))
    AND NOT EXISTS (SELECT FROM annotation_exclusion e WHERE e.item_id = i.id AND e.member_id = %(member)s)
  ORDER BY md5(i.id::text || %(person)s::text) LIMIT %(limit)s FOR UPDATE OF i SKIP LOCKED
)
INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason, member_id,
  claimed_at, form_version, lease_until)
SELECT gen_random_uuid(), c.organisation_id, c.project_id, c.id, 'annotate',
  1 + coalesce((SELECT max(a.place) FROM annotation_assignment a WHERE a.item_id = c.id AND a.kind = 'annotate'), 0),
  'claimed', '', %(member)s, now(), %(form_version)s, now() + make_interval(mins => %(lease)s)
FROM chosen c RETURNING id
"""


def take_gold(project: Project, person: ProjectPerson, limit: int) -> list[UUID]:
    """New assignments on up to `limit` gold items that the person has not had, as the claim's other ones are."""
    if limit <= 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE_GOLD,
            {
                "project": project.pk,
                "member": person.member_id,
                "person": str(person.pk),
                "limit": limit,
                "form_version": project.form_version,
                "lease": project.lease_minutes,
            },
        )
        return [row[0] for row in cursor.fetchall()]
