"""Reading deliveries."""

from django.db.models import QuerySet

from exports.models import Delivery, Export


def deliveries(job: Export | None = None) -> QuerySet[Delivery]:
    """Deliveries, of one export if it is named."""
    every = Delivery.objects.all()
    return every if job is None else every.filter(export=job)
