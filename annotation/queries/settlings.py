"""Which items may be decided otherwise once what decides them has changed."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from annotation.models import TOP_UP_LINE, Assignment, Item, ItemState, Project, Resolution, ResolutionKind, Settling

# Nobody's answer is missing, or only one that was asked for because people were uncertain and that nobody has begun.
ANSWERED = Q(state__in=[ItemState.DONE, ItemState.ADJUDICATE], submitted__gt=0)
TOPPED_UP = Q(state=ItemState.OPEN, line=TOP_UP_LINE, free_places__gt=0)


def undecided_items(project: Project) -> QuerySet[Item]:
    """The project's items that are looked at again when its settings change: all that were answered, but for those
    whose people say all the same or that an adjudicator has settled.
    """
    lasting = [ResolutionKind.AGREED, ResolutionKind.ADJUDICATED]
    final = Resolution.objects.filter(item=OuterRef("pk"), replaced_at=None, kind__in=lasting)
    return Item.objects.filter(ANSWERED | TOPPED_UP, project=project).exclude(Exists(final))


def undisturbed(items: Collection[UUID]) -> QuerySet[Item]:
    """Those of some items that can be settled anew now, because nobody works on them: what somebody works on is settled
    by what they do.
    """
    held = Assignment.objects.filter(item=OuterRef("pk"), state__in=["claimed", "returned"])
    return Item.objects.filter(ANSWERED | TOPPED_UP, pk__in=items).exclude(Exists(held))


def latest_settling(project: Project) -> Settling | None:
    """The last pass that somebody's change of the settings began."""
    passes = Settling.objects.filter(project=project, created_by__isnull=False)
    return passes.defer("wanted").order_by("-id").first()
