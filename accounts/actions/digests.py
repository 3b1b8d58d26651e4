"""E-mails about what members have not read.

They say what happened and where, in their reader's language, and lead there; nothing that somebody wrote is quoted,
because mail leaves the house.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string

from accounts.actions.digest_words import Words, counted, words_of
from accounts.models import Member, Notification, Role
from accounts.queries.digests import members_due, pending
from accounts.queries.notifications import project_names
from accounts.queries.scope import member_in_scope, the_organisation

logger = logging.getLogger(__name__)

ABOUT_OWN_WORK = frozenset(
    {
        "appeal.answered",
        "person.paused",
        "person.warned",
        "skill.earned",
        "work.corrected",
        "work.rejected",
        "work.returned",
    }
)
WHERE = {"report.failed": "/quality", "report.ready": "/quality", "rule.fired": "/rules"}
"""The page of a project that a kind leads to, where it is not its first one."""
WORKERS = frozenset({Role.ANNOTATOR})

Rows = Counter[tuple[UUID | None, str]]
"""How many things there are to know of each kind in each project."""


@dataclass(frozen=True, slots=True)
class Line:
    """What happened in one place, and where to look."""

    place: str
    text: str
    link: str


def send_digests(*, at: datetime) -> int:
    """Mail everybody of the organisation in scope to whom a digest is due; returns to how many.

    Each in a transaction of their own, which this must be called outside of. Asking again, at once or at the same time
    elsewhere, mails nothing twice.
    """
    with transaction.atomic():  # a statement outside of one sees no organisation
        due = members_due(at=at)
    sent = 0
    for member_id in due:
        try:
            sent += _send_digest(member_id, at=at)
        except Exception:  # whatever is wrong with one of them, the others get theirs
            logger.exception("No digest for member %s", member_id)
    return sent


@transaction.atomic
def _send_digest(member_id: UUID, *, at: datetime) -> bool:
    told = pending(at=at).filter(member_id=member_id)
    if not told.update(mailed_at=at):  # somebody else was quicker, or they were read in this moment
        return False
    rows = Notification.objects.filter(member_id=member_id, mailed_at=at)
    mail = _mail(member_in_scope(member_id), Counter(rows.values_list("project_id", "kind")))
    # What is mailed is committed first: a crash between the two loses this e-mail (the app still shows everything), as
    # the other way round it would repeat it. A mail server that refuses or is away loses nothing: the mark is taken
    # back, so that the next run tries again, for as long as it is news.
    transaction.on_commit(lambda: _deliver(mail, member_id, at=at))
    return True


def _deliver(mail: EmailMultiAlternatives, member_id: UUID, *, at: datetime) -> None:
    try:
        mail.send()
    except OSError:  # what smtplib raises is one too
        logger.warning("The digest for member %s is tried again later", member_id, exc_info=True)
        with transaction.atomic():
            Notification.objects.filter(member_id=member_id, mailed_at=at).update(mailed_at=None)


def _mail(member: Member, rows: Rows) -> EmailMultiAlternatives:
    organisation, total = the_organisation(), sum(rows.values())
    words = words_of(member.user.preferences.get("language"))
    home = f"{settings.PUBLIC_URL}/{organisation.slug}"
    told = {
        "words": words,
        "hello": words.hello.format(name=member),
        "waits": words.waits.format(organisation=organisation.name),
        "home": home,
        "lines": list(_lines(rows, home, member, words)),
    }
    subject = " ".join(counted(words.subject, total, organisation=organisation.name).split())
    mail = EmailMultiAlternatives(
        subject, render_to_string("accounts/email/digest.txt", told), None, [member.user.email]
    )
    mail.attach_alternative(render_to_string("accounts/email/digest.html", told), "text/html")
    return mail


def _lines(rows: Rows, home: str, member: Member, words: Words) -> Iterable[Line]:
    """One for each kind in each project, by the projects' names."""
    projects: dict[UUID | None, str] = dict(project_names(project_id for project_id, _ in rows).items())
    for (project_id, kind), n in sorted(rows.items(), key=lambda row: (projects.get(row[0][0], ""), row[0][1])):
        link = f"{home}{_place(kind, project_id, member)}" if project_id in projects else home
        yield Line(projects.get(project_id, ""), words.told(kind, n), link)


def _place(kind: str, project_id: UUID | None, member: Member) -> str:
    if member.role in WORKERS or kind in ABOUT_OWN_WORK:
        return f"/work/{project_id}"
    return f"/projects/{project_id}{WHERE.get(kind, '')}"
