"""Keeping filters of the item browser."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.actions.events import record_event
from accounts.models import Member
from accounts.refusals import Fault, Invalid, NotAllowed, Refused
from annotation.models import Project, SavedView
from annotation.queries.browse import checked

MOST_VIEWS = 100
"""Of one person in one project."""


class NotYourView(NotAllowed):
    """Somebody else keeps it."""

    type = "not-your-view"
    title = "This view is somebody else's"


class TooManyViews(Refused):
    """A list of views that nobody finds anything in."""

    type = "too-many-views"
    title = "You keep too many views here"


def keep_view(
    *, project: Project, name: str, query: Mapping[str, Any], shared: bool, by: Member, at: datetime
) -> SavedView:
    """Keep a query under a name, for oneself or for everybody who sees the project's people."""
    _check(query)
    if SavedView.objects.filter(project=project, member=by).count() >= MOST_VIEWS:
        raise TooManyViews(f"More than {MOST_VIEWS}.")
    view = SavedView.objects.create(
        project=project, member=by, name=name, query=dict(query), shared=shared, created_at=at
    )
    record_event("view.kept", subject=view, actor=by, at=at, name=name, shared=shared)
    return view


def change_view(
    *, view: SavedView, changes: Mapping[str, Any], by: Member, at: datetime, manages: bool = False
) -> SavedView:
    """Give a view another name or query, or share it; a shared one is everybody's who `manages` the project."""
    _refuse_others(view, by, manages=manages)
    if "query" in changes:
        _check(changes["query"])
    for name, value in changes.items():
        setattr(view, name, value)
    if changes:
        view.save(update_fields=list(changes))
        record_event("view.changed", subject=view, actor=by, at=at, fields=sorted(changes))
    return view


def remove_view(*, view: SavedView, by: Member, at: datetime, manages: bool = False) -> None:
    """Throw a view away."""
    _refuse_others(view, by, manages=manages)
    record_event("view.removed", subject=view, actor=by, at=at, name=view.name)
    view.delete()


def _refuse_others(view: SavedView, by: Member, *, manages: bool) -> None:
    if view.member_id != by.pk and not (view.shared and manages):
        raise NotYourView


def _check(query: Mapping[str, Any]) -> None:
    try:
        checked(query)
    except Invalid as refusal:
        raise Invalid(problems=[Fault(f"/query{pointer}", detail) for pointer, detail in refusal.problems]) from None
