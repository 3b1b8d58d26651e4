"""E-mails about what members have not read.

They say what happened and where, and lead there; nothing that somebody wrote is quoted, because mail leaves the house.
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

from accounts.models import Member, Notification, Role
from accounts.queries.digests import members_due, pending
from accounts.queries.notifications import project_names
from accounts.queries.scope import member_in_scope, the_organisation

logger = logging.getLogger(__name__)

SENTENCES = {
    "agreement.miscounted": ("Counts of agreement were wrong.", "Counts of agreement were wrong {n} times."),
    "appeal.answered": ("Your appeal was answered.", "{n} of your appeals were answered."),
    "comment.mention": ("You are mentioned in a comment.", "You are mentioned in {n} comments."),
    "person.paused": ("You were paused.", "You were paused."),
    "person.warned": ("There is a warning about your work.", "There are {n} warnings about your work."),
    "project.done": ("Every item is done.", "Every item is done."),
    "rule.fired": ("A rule found something about a person's work.", "Rules found something {n} times."),
    "skill.earned": ("You earned a skill.", "You earned {n} skills."),
    "verdict.appealed": ("Somebody appeals against a verdict.", "There are {n} appeals against verdicts."),
    "work.corrected": ("A piece of your work was corrected.", "{n} pieces of your work were corrected."),
    "work.rejected": ("A piece of your work was rejected.", "{n} pieces of your work were rejected."),
    "work.returned": ("A piece of your work came back.", "{n} pieces of your work came back."),
}
"""For one and for several of a kind in a project."""
OTHER = ("There is something new.", "There are {n} new things.")
ABOUT_OWN_WORK = frozenset({"appeal.answered", "person.paused", "person.warned", "skill.earned"}) | {
    kind for kind in SENTENCES if kind.startswith("work.")
}
WORKERS = frozenset({Role.ANNOTATOR})


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
    counted = Counter(rows.values_list("project_id", "kind"))
    mail = _mail(member_in_scope(member_id), counted)
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


def _mail(member: Member, counted: Counter[tuple[UUID | None, str]]) -> EmailMultiAlternatives:
    organisation, total = the_organisation(), sum(counted.values())
    home = f"{settings.PUBLIC_URL}/{organisation.slug}"
    names = {
        "name": str(member),
        "organisation": organisation.name,
        "home": home,
        "lines": list(_lines(counted, home, member)),
    }
    things = "one thing" if total == 1 else f"{total} things"
    subject = " ".join(f"{organisation.name}: {things} to know".split())
    mail = EmailMultiAlternatives(
        subject, render_to_string("accounts/email/digest.txt", names), None, [member.user.email]
    )
    mail.attach_alternative(render_to_string("accounts/email/digest.html", names), "text/html")
    return mail


def _lines(counted: Counter[tuple[UUID | None, str]], home: str, member: Member) -> Iterable[Line]:
    """One for each kind in each project, by the projects' names."""
    projects: dict[UUID | None, str] = dict(project_names(project_id for project_id, _ in counted).items())
    for (project_id, kind), n in sorted(counted.items(), key=lambda row: (projects.get(row[0][0], ""), row[0][1])):
        one, many = SENTENCES.get(kind, OTHER)
        worker = member.role in WORKERS or kind in ABOUT_OWN_WORK
        link = f"{home}/{'work' if worker else 'projects'}/{project_id}" if project_id in projects else home
        yield Line(projects.get(project_id, ""), one if n == 1 else many.format(n=n), link)
