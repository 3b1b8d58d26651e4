"""What members can do: an organisation's skills, and who has them."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.actions.events import record_event
from accounts.actions.members import MemberRemoved
from accounts.languages import language_tag
from accounts.models import Member, MemberSkill, Skill, SkillKind
from accounts.queries.clients import my_clients
from accounts.queries.members import is_in_reach
from accounts.refusals import Fault, Invalid, NotAllowed, Refused


class SkillExists(Refused):
    """The organisation has this skill."""

    type = "skill-exists"
    title = "There is such a skill"


def add_skill(*, name: str, kind: SkillKind, by: Member, at: datetime) -> Skill:
    """Something that members can be said to be good at; a language goes by its BCP 47 tag."""
    if kind == SkillKind.LANGUAGE:
        tag = language_tag(name)
        if tag is None:
            raise Invalid(problems=[Fault("/name", "A language goes by its BCP 47 tag, such as en or pt-BR.")])
        name = tag
    try:
        with transaction.atomic():
            skill = Skill.objects.create(name=name, kind=kind, created_at=at)
    except IntegrityError:
        raise SkillExists(f"There is {name} already.") from None
    record_event("skill.added", subject=skill, actor=by, at=at, name=name)
    return skill


def remove_skill(*, skill: Skill, by: Member, at: datetime) -> None:
    """Take a skill from everybody. Projects that ask for it give no work out until they stop asking."""
    _require_all_clients()
    record_event("skill.removed", subject=skill, actor=by, at=at, name=skill.name)
    skill.delete()


def set_member_skill(
    *,
    member: Member,
    skill: Skill,
    level: float,
    by: Member,
    at: datetime,
    expires_at: datetime | None = None,
    note: str = "",
) -> MemberSkill:
    """Say by hand how well a member does something, from 0 to 1, and until when; what was said before is replaced."""
    _require_reach(member)
    if expires_at is not None and expires_at <= at:
        raise Invalid(problems=[Fault("/expires_at", "This is past; remove the skill instead.")])
    said = {"level": level, "expires_at": expires_at, "note": note, "earned_in": None}
    held, _ = MemberSkill.objects.update_or_create(
        member=member, skill=skill, defaults={**said, "granted_by": by, "granted_at": at}
    )
    until = expires_at and expires_at.isoformat()
    record_event(
        "member.skill_set", subject=member, actor=by, at=at, skill=str(skill.pk), level=level, expires_at=until
    )
    return held


def remove_member_skill(*, held: MemberSkill, by: Member, at: datetime) -> None:
    """Say that a member has a skill no longer."""
    _require_reach(held.member)
    record_event("member.skill_removed", subject=held.member, actor=by, at=at, skill=str(held.skill_id))
    held.delete()


def _require_reach(member: Member) -> None:
    """A skill counts in every client's projects, so whoever works for some clients says nothing of the others'."""
    if member.removed_at is not None:
        raise MemberRemoved("Invite them again.")
    if not is_in_reach(member):
        raise NotAllowed("This person also works outside your clients.")


def _require_all_clients() -> None:
    if my_clients() is not None:
        raise NotAllowed("You work for some of the clients only.")
