"""Reading whom to mail what they have not read."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min, QuerySet

from accounts.models import Notification

DAILY = time(6)
"""In UTC: before the working day from India to the Americas."""
NEWS_FOR = timedelta(days=3)
"""What could not be mailed for so long is no news any more."""


def pending(*, at: datetime) -> QuerySet[Notification]:
    """What nobody has read or been mailed.

    Conditions on the rows alone, so that an update which had to wait for another one looks at all of them again.
    """
    return Notification.objects.filter(mailed_at=None, read_at=None, created_at__gt=at - NEWS_FOR, created_at__lte=at)


def members_due(*, at: datetime) -> list[UUID]:
    """The members to whom a digest is due: something was pending when their last hour or day ended.

    So there is one e-mail for each hour or day however often this is asked, and none is skipped if it was not asked
    for a while.
    """
    of_people_here = pending(at=at).filter(member__removed_at=None, member__user__is_active=True)
    waiting = of_people_here.values_list("member_id", "member__user__preferences").annotate(Min("created_at"))
    return sorted(
        pk for pk, preferences, oldest in waiting if (end := _last_end(preferences, at)) is not None and oldest < end
    )


def _last_end(preferences: dict[str, Any], at: datetime) -> datetime | None:
    """When the last hour or day ended, by what a person prefers; None for somebody who wants no e-mails."""
    often = preferences.get("digest", "daily")
    if often == "hourly":
        return at.replace(minute=0, second=0, microsecond=0)
    if often == "daily":
        today = datetime.combine(at.date(), DAILY, at.tzinfo)
        return today if today <= at else today - timedelta(days=1)
    return None
