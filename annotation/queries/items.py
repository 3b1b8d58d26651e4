"""Reading items and what was answered about them."""

from django.db.models import QuerySet

from annotation.models import Annotation, Item, Project


def items(project: Project) -> QuerySet[Item]:
    """The project's items; in the order of the import when sorted by `position`."""
    return Item.objects.filter(project=project)


def annotations(item: Item) -> QuerySet[Annotation]:
    """Everybody's current answers to an item, oldest first."""
    return Annotation.objects.filter(item=item).select_related("member__user").order_by("submitted_at", "id")
