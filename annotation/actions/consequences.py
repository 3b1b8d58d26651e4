"""What a rule does once it has found somebody: warn, pause, set a skill, ask one more person, ask a reviewer."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.models import Member, Skill
from accounts.tenancy import current_scope, organisation_scope
from annotation.actions.people import pause_person
from annotation.actions.qualifying import give_skill
from annotation.actions.settling import ASK_REVIEWERS, TOP_UP, settle
from annotation.distribution.telling import reason_of
from annotation.models import Annotation, Consequence, Firing, Item, Pause, Project, ProjectPerson, Rule
from annotation.queries.rules import latest_annotations

MOST_PLACES = 100
"""So many people answer an item at most."""
OnItems = Callable[[Sequence[Item]], int]


def carry_out(rule: Rule, *, project: Project, member: Member, firing: Firing, at: datetime) -> dict[str, Any]:
    """Do what a rule says about a person, who is locked by the caller; what was done, for the evidence."""
    match rule.action:
        case Consequence.WARN:
            return _warn(rule, project, member, firing, at=at)
        case Consequence.PAUSE:
            return _pause(rule, project, member, firing, at=at)
        case Consequence.SET_SKILL:
            return _set_skill(rule, project, member, at=at)
        case Consequence.RAISE_OVERLAP:
            return {"items": _raise_overlap(project, member, rule.window, at=at)}
        case Consequence.REVIEW:
            return {"annotations": _send_to_review(project, member, rule.window, at=at)}
    return {}


def because(rule: Rule, firing: Firing) -> dict[str, Any]:
    """What a person is told of a rule that found them: the manager's words, else a reason that pages put into words."""
    if message := rule.settings.get("message"):
        return {"because": message, "reason": None}
    reason = reason_of(rule.collector, firing.evidence["figure"])
    return {"because": reason["detail"], "reason": reason}


def _warn(rule: Rule, project: Project, member: Member, firing: Firing, *, at: datetime) -> dict[str, Any]:
    why = because(rule, firing)
    notify([member], "person.warned", subject=firing, project_id=project.pk, at=at, project=project.name, **why)
    return why


def _pause(rule: Rule, project: Project, member: Member, firing: Firing, *, at: datetime) -> dict[str, Any]:
    """Nobody is paused less than they are already."""
    pause, why = Pause(rule.settings["pause"]), because(rule, firing)
    person = (
        ProjectPerson.objects.filter(project=project, member=member).exclude(paused__in=[pause, Pause.FULL]).first()
    )
    if person is not None:
        pause_person(person=person, pause=pause, **why, by=None, at=at)
    return {"pause": pause, **why, "already": person is None}


def _set_skill(rule: Rule, project: Project, member: Member, *, at: datetime) -> dict[str, Any]:
    skill = Skill.objects.filter(pk=rule.settings["skill"]).first()
    if skill is None:
        return {"skill": None}
    level, note = rule.settings["level"], f"{project.name}: {rule.name}"
    give_skill(member, skill, level, expires_at=None, earned_in=None, note=note, at=at)
    told = {"skill": str(skill.pk), "level": level}
    record_event("member.skill_set", subject=member, actor=None, at=at, project_id=project.pk, **told, expires_at=None)
    return told


def _raise_overlap(project: Project, member: Member, window: int, *, at: datetime) -> int:
    """One more open place on each item of the person's latest work, whatever it waits for; how many items."""

    def add_places(items: Sequence[Item]) -> int:
        fitting = [item for item in items if item.state not in ("gold", "withdrawn") and item.overlap < MOST_PLACES]
        for item in fitting:
            with connection.cursor() as cursor:
                cursor.execute(TOP_UP, {"item": item.pk, "line": item.line, "uncertain": False})
            settle(item.pk, at=at)
        return len(fitting)

    latest = latest_annotations(project, member).values_list("item_id", flat=True)[:window]
    return _on_items(latest, add_places)


def _send_to_review(project: Project, member: Member, window: int, *, at: datetime) -> int:
    """A place for a reviewer on each of the person's latest annotations that nobody has judged; how many."""
    rows = [(row.pk, row.item_id) for row in latest_annotations(project, member)[:window] if not row.verdict]
    unjudged = [pk for pk, _ in rows]

    def ask(items: Sequence[Item]) -> int:
        fitting = [item.pk for item in items if item.state not in ("gold", "withdrawn")]
        judged = Annotation.objects.filter(pk__in=unjudged, item_id__in=fitting, withdrawn_at=None, verdict="")
        asked = list(judged.values_list("pk", "item_id"))
        with connection.cursor() as cursor:
            cursor.execute(ASK_REVIEWERS, {"annotations": [pk for pk, _ in asked]})
        for item in sorted({item for _, item in asked}):
            settle(item, at=at)
        return len(asked)

    return _on_items([item for _, item in rows], ask)


def _on_items(ids: Iterable[UUID], work: OnItems) -> int:
    """Do the work on these items, locked in the order of their ids, as far as nobody else holds them; on the others
    once this transaction is over. The caller holds an item already: to wait for others could be to wait for each other.
    """
    wanted = set(ids)
    items = list(_locked(wanted, wait=False))
    done = work(items)
    if left := wanted - {item.pk for item in items}:
        scope = current_scope()
        assert scope is not None

        def finish() -> None:
            with organisation_scope(scope.organisation_id, scope.client_ids), transaction.atomic():
                work(list(_locked(left, wait=True)))

        transaction.on_commit(finish, robust=True)
    return done + len(left)


def _locked(ids: set[UUID], *, wait: bool) -> Iterable[Item]:
    rows = Item.objects.filter(pk__in=ids).order_by("id")
    return rows.select_for_update(of=("self",), no_key=True, skip_locked=not wait)
