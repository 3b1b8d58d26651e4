"""Reading schedules."""

from django.db.models import OuterRef, QuerySet, Subquery

from annotation.models import Project
from exports.models import Export, Schedule


def schedules(project: Project | None = None) -> QuerySet[Schedule]:
    """Schedules with `last_export_id`, of one project if it is named."""
    made = Export.objects.filter(schedule=OuterRef("pk")).order_by("-id").values("pk")[:1]
    rows = Schedule.objects.annotate(last_export_id=Subquery(made))
    return rows if project is None else rows.filter(project=project)
