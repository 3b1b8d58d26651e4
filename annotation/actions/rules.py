"""Rules: setting them, and looking at a person's work after each piece of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.models import Member, Skill
from accounts.refusals import Invalid
from annotation.actions.consequences import carry_out
from annotation.distribution.rules import LONGEST_WINDOW, RUNS, SHARES, Figure, beyond
from annotation.forms import Problem
from annotation.models import Consequence, Firing, Pause, Project, Rule
from annotation.queries.rules import figure_of, told_of

LONGEST_MESSAGE = 500
LONGEST_TIME = 24 * 60 * 60
TELLS = frozenset({Consequence.WARN, Consequence.PAUSE})
"""What the person hears of, in the manager's own words if there are any."""


def add_rule(*, project: Project, fields: Mapping[str, Any], by: Member, at: datetime) -> Rule:
    """Watch a figure of everybody's work in a project from their next piece of work on. Raises `Invalid`."""
    rule = Rule(project=project, created_by=by, created_at=at)
    _fill(rule, fields)
    rule.save(force_insert=True)
    record_event("rule.added", subject=rule, actor=by, at=at, **described_rule(rule))
    return rule


def edit_rule(*, rule: Rule, changes: Mapping[str, Any], by: Member, at: datetime) -> Rule:
    """Change a rule, which the caller has locked. What it found with other settings, or before it was switched off,
    stands no longer: it may fire anew. Another action begins with settings of its own.
    """
    if "settings" not in changes and changes.get("action", rule.action) != rule.action:
        changes = {**changes, "settings": {}}
    watched = {"collector", "operator", "threshold", "window", "least", "active"} & set(changes)
    changed = {name for name in watched if getattr(rule, name) != changes[name]}
    _fill(rule, changes)
    rule.save(update_fields=sorted(changes))
    if changed:
        Firing.objects.filter(rule=rule, over_at=None).update(over_at=at)
    record_event("rule.changed", subject=rule, actor=by, at=at, **described_rule(rule))
    return rule


def remove_rule(*, rule: Rule, by: Member, at: datetime) -> None:
    """Watch it no longer. What it found stays among the events."""
    record_event("rule.removed", subject=rule, actor=by, at=at, **described_rule(rule))
    rule.delete()


def apply_rules(*, project: Project, member: Member, at: datetime) -> list[Firing]:
    """Look at a person's work, after a piece of it or a verdict on it, and do what the project's rules say; the person
    is locked by the caller. A rule that found them once finds them again only after they have been within.

    Costs one query in a project without rules, and else what the rules' windows hold.
    """
    watched = list(Rule.objects.filter(project=project, active=True).select_related("project").order_by("id"))
    if not watched:
        return []
    standing = {
        firing.rule_id: firing for firing in Firing.objects.filter(member=member, rule__in=watched, over_at=None)
    }
    figures: dict[tuple[str, int], Figure | None] = {}
    fired = []
    for rule in watched:
        looked_at = rule.collector, rule.window
        if looked_at not in figures:
            figures[looked_at] = figure_of(rule.collector, project, member, rule.window)
        figure = figures[looked_at]
        is_beyond = beyond(figure, rule)
        if figure is not None and is_beyond and rule.pk not in standing:
            fired.append(_fire(rule, project, member, figure, at=at))
        elif is_beyond is False and rule.pk in standing:
            _end(standing[rule.pk], at=at)
    return fired


def described_rule(rule: Rule) -> dict[str, Any]:
    """A rule as events keep it."""
    return {
        "name": rule.name,
        "collector": rule.collector,
        "operator": rule.operator,
        "threshold": rule.threshold,
        "window": rule.window,
        "least": rule.least,
        "action": rule.action,
        "settings": rule.settings,
        "active": rule.active,
    }


def _fire(rule: Rule, project: Project, member: Member, figure: Figure, *, at: datetime) -> Firing:
    evidence = {
        **figure.to_json(),
        "collector": rule.collector,
        "operator": rule.operator,
        "threshold": rule.threshold,
        "action": rule.action,
    }
    firing = Firing.objects.create(project=project, rule=rule, member=member, evidence=evidence, fired_at=at)
    evidence["done"] = carry_out(rule, project=project, member=member, firing=firing, at=at)
    firing.save(update_fields=["evidence"])
    about: dict[str, Any] = {"rule": rule.name, "member": {"id": str(member.pk), "name": str(member)}}
    record_event("rule.fired", subject=firing, actor=None, at=at, rule_id=str(rule.pk), **about, evidence=evidence)
    notify(told_of(rule), "rule.fired", subject=firing, project_id=project.pk, at=at, **about, evidence=evidence)
    return firing


def _end(firing: Firing, *, at: datetime) -> None:
    """The person is within again."""
    Firing.objects.filter(pk=firing.pk).update(over_at=at)
    record_event(
        "rule.over", subject=firing, actor=None, at=at, rule_id=str(firing.rule_id), member=str(firing.member_id)
    )


def _fill(rule: Rule, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(rule, name, value)
    found: list[Problem] = []
    _check_figure(rule, found)
    rule.settings = _settings(rule, found)
    if found:
        raise Invalid(problems=found)


def _check_figure(rule: Rule, found: list[Problem]) -> None:
    """What can never come true is refused rather than watched."""
    most = 1 if rule.collector in SHARES else rule.window if rule.collector in RUNS else LONGEST_TIME
    if not 0 <= rule.threshold <= most:
        found.append(Problem("/threshold", f"must be a number from 0 to {most}"))
    if not 1 <= rule.window <= LONGEST_WINDOW:
        found.append(Problem("/window", f"must be from 1 to {LONGEST_WINDOW}"))
    elif not 1 <= rule.least <= rule.window:
        found.append(Problem("/least", "must be from 1 to the window"))


def _settings(rule: Rule, found: list[Problem]) -> dict[str, Any]:
    """Of the rule's action alone, complete; notes what is wrong with them."""
    given = rule.settings
    if not isinstance(given, Mapping):
        found.append(Problem("/settings", "must be an object"))
        return {}
    settings: dict[str, Any] = {}
    if rule.action in TELLS:
        settings["message"] = _message(given.get("message", ""), found)
    if rule.action == Consequence.PAUSE:
        settings["pause"] = given.get("pause", Pause.NEW)
        if settings["pause"] not in (Pause.NEW, Pause.FULL):
            found.append(Problem("/settings/pause", "must be new or full"))
    if rule.action == Consequence.SET_SKILL:
        settings |= {"skill": given.get("skill"), "level": given.get("level")}
        _check_skill(settings, found)
    if unknown := set(given) - set(settings):
        found.append(Problem("/settings", f"this action has no {', '.join(sorted(map(str, unknown)))[:100]}"))
    return settings


def _message(text: object, found: list[Problem]) -> str:
    if not isinstance(text, str) or len(text) > LONGEST_MESSAGE:
        found.append(Problem("/settings/message", f"must be a text of at most {LONGEST_MESSAGE} characters"))
        return ""
    return text.strip()


def _check_skill(settings: Mapping[str, Any], found: list[Problem]) -> None:
    try:
        known = Skill.objects.filter(pk=UUID(settings["skill"])).exists()
    except (TypeError, ValueError, AttributeError):
        known = False
    if not known:
        found.append(Problem("/settings/skill", "is no skill of this organisation"))
    level = settings["level"]
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 <= level <= 1:
        found.append(Problem("/settings/level", "must be a number from 0 to 1"))
