"""Qualifications: a training project gives a skill to whoever passes its gold."""

from datetime import datetime, timedelta

from accounts.actions.skills import earn_skill
from accounts.models import Member, MemberSkill, Skill
from annotation.distribution.workflow import Qualification
from annotation.models import Project
from annotation.queries.gold import latest_gold, mean_score
from annotation.queries.workflow import workflow_of


def qualify(*, project: Project, member: Member, at: datetime) -> MemberSkill | None:
    """Give a member the skill of a training project once their last gold items, as many as it asks for, are right
    enough; so who began badly may still learn. Who has it at this level keeps what they have until it expires.
    """
    gives = workflow_of(project).gold.gives
    skill = gives and Skill.objects.filter(pk=gives.skill).first()
    if not gives or not skill or _has_skill(member, skill, gives.at_least, at=at):
        return None
    level = _passed(project, member, gives)
    if level is None:
        return None
    until = at + timedelta(days=gives.days)
    return earn_skill(member=member, skill=skill, level=level, project_id=project.pk, at=at, expires_at=until)


def _has_skill(member: Member, skill: Skill, at_least: float, *, at: datetime) -> bool:
    held = MemberSkill.objects.filter(member=member, skill=skill, level__gte=at_least).first()
    return held is not None and (held.expires_at is None or held.expires_at > at)


def _passed(project: Project, member: Member, gives: Qualification) -> float | None:
    """The score over the last gold items, if there are enough of them and it is enough."""
    score = mean_score(latest_gold(project.pk, member.pk, gives.after))
    if score.n < gives.after or score.score is None or score.score < gives.at_least:
        return None
    return round(score.score, 4)
