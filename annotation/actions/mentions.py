"""Telling people that a comment names them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from accounts.actions.notifications import notify
from accounts.models import Member, Role
from accounts.permissions import Permission, allowed
from annotation.models import Comment, ProjectPerson


def tell_mentioned(comment: Comment, *, at: datetime) -> None:
    """Tell the people of the project whom a comment names, as `@Name` or `@email`, and who can read it.

    The annotator whose thread it is learns of their assignment, never of the item or of who said it.
    """
    if "@" not in comment.text:
        return
    listed = ProjectPerson.objects.filter(project=comment.project_id).select_related("member__user")
    readers = [row.member for row in listed if _may_read(row.member, comment)]
    named = [member for member in mentioned(comment.text, readers) if member.pk != comment.author_id]
    managers = [member for member in named if allowed(Role(member.role), Permission.SEE_PEOPLE)]
    workers = [member for member in named if member not in managers]
    about: dict[str, Any] = {"subject": comment, "project_id": comment.project_id, "at": at}
    notify(managers, "comment.mention", **about, item=str(comment.item_id), by=str(comment.author))
    notify(workers, "comment.mention", **about, assignment=str(comment.assignment_id))


def mentioned(text: str, members: Iterable[Member]) -> list[Member]:
    """The members whose name or e-mail address stands after an @, in any case; of names that begin alike the longest
    counts, and namesakes are all meant.
    """
    by_name: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        for name in {member.user.name.lower(), member.user.email.lower()} - {""}:
            by_name[name].append(member)
    if not by_name:
        return []
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = rf"(?<!\w)@({'|'.join(map(re.escape, longest_first))})(?!\w)"
    found = dict.fromkeys(match.lower() for match in re.findall(pattern, text.lower()))
    return list(dict.fromkeys(member for name in found for member in by_name[name]))


def _may_read(member: Member, comment: Comment) -> bool:
    own = comment.assignment is not None and comment.assignment.member_id == member.pk
    return own or allowed(Role(member.role), Permission.SEE_PEOPLE)
