"""Who has read what others said of an item."""

from datetime import datetime
from uuid import UUID

from annotation.models import Annotation, AnswersSeen, Item


def note_seen(*, item: Item, member_id: UUID, at: datetime) -> None:
    """A member reads on a page what people said of an item. Nobody answers it independently who has read others'."""
    others = Annotation.objects.filter(item=item).exclude(member_id=member_id)
    if not others.exists() or AnswersSeen.objects.filter(item=item, member_id=member_id).exists():
        return
    seen = AnswersSeen(project_id=item.project_id, item=item, member_id=member_id, seen_at=at)
    AnswersSeen.objects.bulk_create([seen], ignore_conflicts=True)
