"""Whether people may be given a project's work: their place, the client's clearance, languages and skills."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean
from uuid import UUID

from accounts.models import Clearance, Client, Member, MemberSkill, Role, Skill, SkillKind
from accounts.queries.skills import is_expired
from annotation.distribution.workflow import SkillWanted
from annotation.models import Project
from annotation.queries.workflow import workflow_of

CLEARANCE = "A clearance for this project's client is needed."
CLEARANCE_EXPIRED = "The clearance for this project's client has expired."
NO_MEMBER = "No longer a member."
NO_WORKER = "A client's own people do not work in projects."


@dataclass(frozen=True, slots=True)
class Asked:
    """What one project asks of people: a clearance for this client, languages, and skills with their names."""

    client: UUID | None
    languages: Sequence[str]
    skills: Sequence[tuple[SkillWanted, str]]


@dataclass(frozen=True, slots=True)
class Trust:
    """What one member is trusted with, expired or not: clearances by client, and skills."""

    member: Member | None = None
    clearances: Mapping[UUID, Clearance] = field(default_factory=dict)
    skills: Sequence[MemberSkill] = ()


def why_not(project: Project, member: Member, *, at: datetime) -> str | None:
    """What a member lacks for the project's work, in sentences for them and for managers; None if they may work.

    No client is named: whoever is not cleared for one does not learn of it.
    """
    return why_not_each([project], [member], at=at)[project.pk, member.pk]


def why_not_each(
    projects: Iterable[Project], members: Iterable[Member], *, at: datetime
) -> dict[tuple[UUID, UUID], str | None]:
    """{(project, member): what the member lacks there} for all of them, in a constant number of queries."""
    asked, ids = _asked(list(projects)), {member.pk for member in members}
    trusted = _trust(
        ids,
        clearances=any(each.client for each in asked.values()),
        skills=any(each.languages or each.skills for each in asked.values()),
    )
    return {
        (project, pk): " ".join(_lacks(each, trusted[pk], at=at)) or None
        for project, each in asked.items()
        for pk in ids
    }


def uncleared(projects: Iterable[Project], member: Member, *, at: datetime) -> dict[UUID, str]:
    """{project: what a member lacks to see its work}: the clearance of its client. Those who judge work are asked for
    no languages or skills, because managers choose them by name.
    """
    owners = {project.pk: project.client_id for project in projects}
    closed = set(Client.objects.filter(pk__in=owners.values(), clearance_required=True).values_list("pk", flat=True))
    held = {each.client_id: each for each in Clearance.objects.filter(member=member)} if closed else {}
    lacks = {client: " ".join(_lacks_clearance(held.get(client), at=at)) for client in closed}
    return {pk: because for pk, client in owners.items() if (because := lacks.get(client, ""))}


def skill_fit(projects: Iterable[Project], member: Member) -> dict[UUID, float]:
    """{project: how well a member does what it asks for, from 0 to 1, on average}; 0 for one that asks for nothing."""
    asked = {project.pk: workflow_of(project) for project in projects}
    if not any(workflow.languages or workflow.skills for workflow in asked.values()):
        return dict.fromkeys(asked, 0.0)
    own = list(MemberSkill.objects.filter(member=member).select_related("skill"))
    levels = {str(held.skill_id): held.level for held in own}
    return {
        pk: fmean(
            [
                max((held.level for held in own if speaks(held, language)), default=0.0)
                for language in workflow.languages
            ]
            + [levels.get(wanted.skill, 0.0) for wanted in workflow.skills]
            or [0.0]
        )
        for pk, workflow in asked.items()
    }


def _asked(projects: Sequence[Project]) -> dict[UUID, Asked]:
    """What each project asks of people; a skill that was deleted since has no name."""
    workflows = {project.pk: workflow_of(project) for project in projects}
    clients = Client.objects.filter(pk__in={project.client_id for project in projects}, clearance_required=True)
    closed = set(clients.values_list("pk", flat=True))
    wanted = {each.skill for workflow in workflows.values() for each in workflow.skills}
    found = Skill.objects.filter(pk__in=wanted).values_list("pk", "name") if wanted else ()
    names = {str(pk): name for pk, name in found}
    return {
        project.pk: Asked(
            client=project.client_id if project.client_id in closed else None,
            languages=workflows[project.pk].languages,
            skills=[(each, names.get(each.skill, "")) for each in workflows[project.pk].skills],
        )
        for project in projects
    }


def _trust(ids: set[UUID], *, clearances: bool, skills: bool) -> dict[UUID, Trust]:
    """What each member is trusted with, as it stands now; only as far as anything is asked of them."""
    members = {member.pk: member for member in Member.objects.filter(pk__in=ids)}
    cleared: dict[UUID, dict[UUID, Clearance]] = {pk: {} for pk in ids}
    skilled: dict[UUID, list[MemberSkill]] = {pk: [] for pk in ids}
    for clearance in Clearance.objects.filter(member_id__in=ids) if clearances else ():
        cleared[clearance.member_id][clearance.client_id] = clearance
    for skill in MemberSkill.objects.filter(member_id__in=ids).select_related("skill") if skills else ():
        skilled[skill.member_id].append(skill)
    return {pk: Trust(members.get(pk), cleared[pk], skilled[pk]) for pk in ids}


def _lacks(asked: Asked, trust: Trust, *, at: datetime) -> Iterable[str]:
    """One sentence for each thing that is missing."""
    if trust.member is None or trust.member.removed_at is not None:
        yield NO_MEMBER
        return
    if trust.member.role == Role.CLIENT:
        yield NO_WORKER
        return
    if asked.client is not None:
        yield from _lacks_clearance(trust.clearances.get(asked.client), at=at)
    for language in asked.languages:
        yield from _lacks_language(language, trust.skills, at=at)
    for wanted, name in asked.skills:
        yield from _lacks_skill(wanted, name, trust.skills, at=at)


def _lacks_clearance(clearance: Clearance | None, *, at: datetime) -> Iterable[str]:
    if clearance is None:
        yield CLEARANCE
    elif is_expired(clearance, at=at):
        yield CLEARANCE_EXPIRED


def _lacks_language(language: str, skills: Iterable[MemberSkill], *, at: datetime) -> Iterable[str]:
    fitting = [skill for skill in skills if speaks(skill, language)]
    if not fitting:
        yield f"The language {language} is needed."
    elif all(is_expired(skill, at=at) for skill in fitting):
        yield f"The language {language} is needed, and has expired."


def _lacks_skill(wanted: SkillWanted, name: str, skills: Iterable[MemberSkill], *, at: datetime) -> Iterable[str]:
    own = next((skill for skill in skills if str(skill.skill_id) == wanted.skill), None)
    if not name:
        yield "A skill is needed that was deleted since."
    elif own is None:
        yield f"The skill {name} is needed at {wanted.at_least:.2f} or above."
    elif own.level < wanted.at_least:
        yield f"The skill {name} is needed at {wanted.at_least:.2f} or above, and is at {own.level:.2f}."
    elif is_expired(own, at=at):
        yield f"The skill {name} is needed, and has expired."


def speaks(skill: MemberSkill, language: str) -> bool:
    """Whether a member's skill is this language or a variety of it: `en-GB` is `en`, `en` is not `en-GB` (RFC 4647,
    basic filtering).
    """
    tag, wanted = skill.skill.name.lower(), language.lower()
    is_variety = tag == wanted or tag.startswith(f"{wanted}-")
    return skill.skill.kind == SkillKind.LANGUAGE and skill.level > 0 and is_variety
