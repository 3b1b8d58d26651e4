"""Asking people about something a second time, without telling them: how often they say the same is how far their own
answers can be trusted.

The second time is a copy of the item, which only that person is ever given. It is in the state of gold, without an
answer that is known, so that it is in no progress and no coefficient; and it stands before the first position, so that
it is in no list and no export.
"""

from uuid import UUID

from django.db import connection

from annotation.models import Project, ProjectPerson

LATELY = 30
"""Whoever has answered no more than so many items since may remember."""
LOOKED_AT = 200
"""Of so many earlier answers one is chosen, so that it costs the same after years."""

# What a reviewer has corrected or returned the person has learnt from, and what they were helped with is not their own.
TAKE_AGAIN = """
WITH earlier AS (
  SELECT n.id FROM annotation_annotation n WHERE n.member_id = %(member)s::uuid AND n.project_id = %(project)s
  ORDER BY n.submitted_at DESC, n.id DESC OFFSET %(lately)s LIMIT %(looked_at)s
), chosen AS (
  SELECT i.id, i.organisation_id, i.project_id, i.content, i.content_version
  FROM earlier e JOIN annotation_annotation n ON n.id = e.id JOIN annotation_item i ON i.id = n.item_id
  WHERE n.withdrawn_at IS NULL AND n.verdict IN ('', 'accepted') AND n.aided = '[]'
    AND n.content_version = i.content_version AND i.state NOT IN ('gold', 'withdrawn')
    AND NOT EXISTS (SELECT FROM annotation_item c WHERE c.project_id = i.project_id
                    AND c.external_id = 'again:' || i.id || ':' || %(member)s)
  ORDER BY md5(i.id::text || %(person)s::text) LIMIT %(limit)s
), copied AS (
  INSERT INTO annotation_item (id, organisation_id, project_id, position, external_id, content, content_version,
    metadata, priority, state, overlap, submitted, free_places, provenance, created_at)
  SELECT gen_random_uuid(), organisation_id, project_id, -nextval('annotation_begun_no'),
    'again:' || id || ':' || %(member)s, content, 1, '{}', 0, 'gold', 1, 0, 0,
    jsonb_build_object('again', id), now()
  FROM chosen ON CONFLICT DO NOTHING RETURNING id, organisation_id, project_id
)
INSERT INTO annotation_assignment (id, organisation_id, project_id, item_id, kind, place, state, skip_reason, member_id,
  claimed_at, form_version, lease_until)
SELECT gen_random_uuid(), organisation_id, project_id, id, 'annotate', 1, 'claimed', '', %(member)s::uuid, now(),
  %(form_version)s, now() + make_interval(mins => %(lease)s)
FROM copied RETURNING id
"""


def take_again(project: Project, person: ProjectPerson, limit: int) -> list[UUID]:
    """New assignments on copies of up to `limit` items that the person answered a while ago and was asked about once,
    as the claim's other ones are.
    """
    if limit <= 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE_AGAIN,
            {
                "project": project.pk,
                "member": str(person.member_id),
                "person": str(person.pk),
                "lately": LATELY,
                "looked_at": LOOKED_AT,
                "limit": limit,
                "form_version": project.form_version,
                "lease": project.lease_minutes,
            },
        )
        return [row[0] for row in cursor.fetchall()]
