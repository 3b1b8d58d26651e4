"""Skills that work itself gives: passed qualifications, and what rules set."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
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
    held = give_skill(member, skill, level, expires_at=until, earned_in=project.pk, note=project.name, at=at)
    told: dict[str, Any] = {"skill": skill.name, "level": level, "expires_at": until.isoformat()}
    record_event("skill.earned", subject=held, actor=member, at=at, project_id=project.pk, **told)
    notify([member], "skill.earned", subject=held, project_id=project.pk, at=at, project=project.name, **told)
    return held


def give_skill(
    member: Member,
    skill: Skill,
    level: float,
    *,
    expires_at: datetime | None,
    earned_in: UUID | None,
    note: str,
    at: datetime,
) -> MemberSkill:
    """Set how well a member does something, whatever it was before; nobody in particular says so."""
    said = {"level": level, "expires_at": expires_at, "note": note[:500], "earned_in": earned_in}
    held, _ = MemberSkill.objects.update_or_create(
        member=member, skill=skill, defaults={**said, "granted_by": None, "granted_at": at}
    )
    return held


def _has_skill(member: Member, skill: Skill, at_least: float, *, at: datetime) -> bool:
    held = MemberSkill.objects.filter(member=member, skill=skill, level__gte=at_least).first()
    return held is not None and (held.expires_at is None or held.expires_at > at)


def _passed(project: Project, member: Member, gives: Qualification) -> float | None:
    """The score over the last gold items, if there are enough of them and it is enough."""
    score = mean_score(latest_gold(project.pk, member.pk, gives.after))
    if score.n < gives.after or score.score is None or score.score < gives.at_least:
        return None
    return round(score.score, 4)
