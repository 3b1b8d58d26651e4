"""Reading what members can do."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Clearance, Member, MemberSkill, Skill


def skills() -> QuerySet[Skill]:
    """The organisation's skills and languages."""
    return Skill.objects.all()


def member_skills(member: Member) -> QuerySet[MemberSkill]:
    """What a member can do, expired or not, with who said so."""
    return MemberSkill.objects.filter(member=member).select_related("skill", "granted_by__user")


def is_expired(held: MemberSkill | Clearance, *, at: datetime) -> bool:
    """Whether a skill or clearance counts no longer at a moment."""
    return held.expires_at is not None and held.expires_at <= at
