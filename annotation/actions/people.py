"""The people of a project: what they may do there, pauses, and giving up what they hold."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.actions.events import record_event
from accounts.actions.notifications import notify
from accounts.models import Client, Event, Member
from accounts.tenancy import Scope, current_scope, organisation_scope
from annotation.actions.places import free_places, unreserve_places
from annotation.models import (
    Annotation,
    Assignment,
    AssignmentKind,
    AssignmentState,
    Item,
    Pause,
    Project,
    ProjectPerson,
)
from annotation.queries.people import managers_of
from annotation.queries.projects import has_open_places, is_waited_for, newest_item

KIND_OF_GRANT = {
    "annotate": AssignmentKind.ANNOTATE,
    "review": AssignmentKind.REVIEW,
    "adjudicate": AssignmentKind.ADJUDICATE,
}
EVERY_KIND = frozenset(KIND_OF_GRANT.values())


def set_person(
    *, project: Project, member: Member, grants: Mapping[str, bool | int | None], by: Member, at: datetime
) -> ProjectPerson:
    """Say what a member may do in a project: `annotate`, `review`, `adjudicate`, and `most_items` where that changes.

    What they hold of a kind of work that they may do no longer is free for others at once.
    """
    before = ProjectPerson.objects.select_for_update().filter(project=project, member=member).first()
    lost = [kind for grant, kind in KIND_OF_GRANT.items() if before and getattr(before, grant) and not grants[grant]]
    person, _ = ProjectPerson.objects.update_or_create(project=project, member=member, defaults=dict(grants))
    if lost:
        _free(member.pk, project_ids=[project.pk], kinds=frozenset(lost), returned=True)
    said: dict[str, Any] = {"member": str(member.pk), **grants}
    record_event("project.person_set", subject=project, project_id=project.pk, actor=by, at=at, **said)
    return person


def remove_person(*, person: ProjectPerson, by: Member, at: datetime) -> None:
    """Take a member off a project's list. What they hold is free for others at once; what they did stays."""
    project, member = person.project, person.member_id
    _free(member, project_ids=[project.pk], returned=True)
    person.delete()
    record_event("project.person_removed", subject=project, project_id=project.pk, actor=by, at=at, member=str(member))


def pause_person(
    *,
    person: ProjectPerson,
    pause: Pause,
    because: str,
    by: Member | None,
    at: datetime,
    reason: dict[str, Any] | None = None,
) -> ProjectPerson:
    """Pause somebody in a project, or let them go on (`Pause.NONE`); without `by` a rule does it.

    `Pause.NEW` lets them finish what they hold, `Pause.FULL` frees it for others at once. They are told why: in the
    words of `because`, or where there is a `reason` (`annotation.distribution.telling`) in the language of their pages.
    """
    person = (
        ProjectPerson.objects.select_for_update(of=("self",))
        .select_related("project", "member__user")
        .get(pk=person.pk)
    )
    because, reason = (because, reason) if pause else ("", None)
    if (person.paused, person.paused_because, person.paused_reason) == (pause, because, reason):
        return person
    person.paused, person.paused_because, person.paused_reason = pause, because, reason
    person.save(update_fields=["paused", "paused_because", "paused_reason"])
    about = {"member": str(person.member_id), "pause": str(pause), "because": because}
    record_event(
        "project.person_paused", subject=person.project, project_id=person.project_id, actor=by, at=at, **about
    )
    if pause:
        told = {"pause": str(pause), "because": because, "reason": reason}
        notify([person.member], "person.paused", subject=person.project, project_id=person.project_id, at=at, **told)
    if pause == Pause.FULL:
        _free(person.member_id, project_ids=[person.project_id])
    return person


def release_person(*, person: ProjectPerson, by: Member, at: datetime) -> int:
    """Free what somebody holds or was assigned in a project for others; returns how many places. Drafts stay, and so
    does work that was returned to them; what they submit all the same counts as long as nobody else has the place.
    """
    released = _free(person.member_id, project_ids=[person.project_id], state=AssignmentState.EXPIRED)
    about: dict[str, Any] = {"member": str(person.member_id), "released": released}
    record_event(
        "project.person_released", subject=person.project, project_id=person.project_id, actor=by, at=at, **about
    )
    return released


def work_ends(member: Member, *, client: Client | None, at: datetime) -> None:
    """Free what a member holds, everywhere or in one client's projects, because they may no longer work there."""
    of_client = Project.objects.filter(client=client).values_list("pk", flat=True)
    _free(member.pk, project_ids=None if client is None else list(of_client), returned=True)


def project_done(project: Project, *, at: datetime) -> None:
    """To be called when an item of the project became done: if it was the last one, its managers are told, once until
    items are added again.

    Whether it was is asked after the commit, because two people who submit the last two items at the same time don't
    see each other's.
    """
    scope = current_scope()
    if scope is not None and not has_open_places(project):
        transaction.on_commit(lambda: _tell_done(scope, project.pk, at=at), robust=True)


def _tell_done(scope: Scope, project_id: UUID, *, at: datetime) -> None:
    with organisation_scope(scope.organisation_id, scope.client_ids), transaction.atomic():
        project = Project.objects.select_for_update(no_key=True).get(pk=project_id)
        newest = newest_item(project)
        told = Event.objects.filter(project_id=project_id, kind="project.done")
        if newest is None or told.filter(at__gte=newest.created_at).exists() or is_waited_for(project):
            return
        record_event("project.done", subject=project, project_id=project_id, actor=None, at=at)
        notify(managers_of(project), "project.done", subject=project, project_id=project_id, at=at)


def _free(
    member_id: UUID,
    *,
    project_ids: Sequence[UUID] | None,
    kinds: frozenset[AssignmentKind] = EVERY_KIND,
    state: AssignmentState = AssignmentState.WITHDRAWN,
    returned: bool = False,
) -> int:
    """Give places that a member holds or was assigned to others, in some projects or in all; returns how many.

    What they held is `withdrawn`, which they can submit no more, or `expired`. With `returned`, for somebody who won't
    come back, work that was returned to them goes to others too, unless their answers still count: those stay as they
    are.
    """
    everywhere = project_ids is None
    within = {} if everywhere else {"project_id__in": project_ids}
    list(ProjectPerson.objects.filter(member_id=member_id, **within).order_by("id").select_for_update(of=("self",)))
    states = [AssignmentState.CLAIMED, *([AssignmentState.RETURNED] if returned else [])]
    mine = Assignment.objects.filter(member_id=member_id, kind__in=kinds, state__in=states, **within).order_by("id")
    held = {row.pk: row.item_id for row in mine.select_for_update(of=("self",)).only("id", "item_id")}
    reserved = Assignment.objects.filter(reserved_for_id=member_id, kind__in=kinds, state="open", **within)
    assigned = set(reserved.values_list("item_id", flat=True))
    items = sorted({*held.values(), *assigned})
    list(Item.objects.filter(pk__in=items).order_by("id").select_for_update(of=("self",)).only("id"))
    standing = _let_stand(held)
    free_places([pk for pk in held if pk not in standing], state=state)
    unreserve_places(items, member_id)  # also those that were claimed: what expires stays assigned
    return len(held) - len(standing) + len(assigned)


def _let_stand(held: Mapping[UUID, UUID]) -> set[UUID]:
    """Close the work that was returned only for more, and whose answers count: they stay as submitted."""
    counting = Annotation.objects.filter(assignment_id__in=held, withdrawn_at=None)
    rows = Assignment.objects.filter(pk__in=counting.values("assignment_id"), state=AssignmentState.RETURNED)
    standing = set(rows.values_list("pk", flat=True))
    Assignment.objects.filter(pk__in=standing).update(state=AssignmentState.SUBMITTED)
    return standing
