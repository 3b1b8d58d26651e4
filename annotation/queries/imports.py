"""Reading imports and what was wrong with their lines."""

from django.db.models import QuerySet

from annotation.models import Import, ImportProblem, Project


def imports(project: Project | None = None) -> QuerySet[Import]:
    """Imports with their files, of one project if it is named."""
    every = Import.objects.select_related("asset")
    return every if project is None else every.filter(project=project)


def problems(job: Import) -> QuerySet[ImportProblem]:
    """The lines that did not become items; sort them by `line`."""
    return ImportProblem.objects.filter(job=job)
