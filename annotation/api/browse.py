"""The item browser: counts, kept views, what is done to many items at once, and what happened to one."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import NameField, StrictSerializer, shaped
from accounts.permissions import Permission
from accounts.refusals import Fault, Invalid
from annotation.actions import bulk
from annotation.actions import views as actions
from annotation.actions.reserving import MOST_ITEMS, MOST_MEMBERS
from annotation.api.comments import LONGEST_COMMENT
from annotation.api.filters import FILTERS, BrowsingView
from annotation.api.items import answers_seen, item_of
from annotation.api.projects import NamedShape, project_of
from annotation.models import SavedView
from annotation.queries.browse import LONGEST_LIST, chosen_items, count_items, views
from annotation.queries.people import shown_person
from annotation.queries.reviews import names_shown
from annotation.queries.timeline import KINDS, Moment, timeline

BULK_ACTIONS = ("prioritise", "due", "assign", "review", "adjudicate", "withdraw", "restore", "exclude", "admit")


class CountShape(serializers.Serializer[Any]):
    """How many items a query finds; at least so many where that is not `exact`."""

    count = serializers.IntegerField()
    exact = serializers.BooleanField()


class ViewShape(serializers.Serializer[Any]):
    """A kept query; the one who keeps it is named where it is shared."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    query = serializers.DictField()
    shared = serializers.BooleanField()
    mine = serializers.SerializerMethodField()
    member = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()

    def get_mine(self, view: SavedView) -> bool:
        return bool(view.member_id == self.context["reader"])

    @extend_schema_field(NamedShape)
    def get_member(self, view: SavedView) -> dict[str, Any]:
        return {"id": view.member_id, "name": str(view.member)}


class ViewInput(StrictSerializer):
    """A query to keep: filters by name, and perhaps `sort`, as in the address of the items."""

    name = NameField()
    query = serializers.DictField(child=serializers.CharField(max_length=LONGEST_LIST))
    shared = serializers.BooleanField(default=False)


class ViewChangeInput(StrictSerializer):
    """What to change of a view."""

    name = NameField(required=False)
    query = serializers.DictField(child=serializers.CharField(max_length=LONGEST_LIST), required=False)
    shared = serializers.BooleanField(required=False)


class ChosenInput(StrictSerializer):
    """Up to 10,000 items: by their ids, or by the query of the item browser that finds them."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_ITEMS, required=False)
    query = serializers.DictField(child=serializers.CharField(max_length=LONGEST_LIST), required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise serializers.ValidationError("Either ids or a query.")
        return attrs


class PriorityInput(StrictSerializer):
    """How soon items are wanted."""

    priority = serializers.IntegerField(min_value=-1, max_value=2)


class DueInput(StrictSerializer):
    """Until when items are wanted; null for no date."""

    due_at = serializers.DateTimeField(allow_null=True)


class ToAssignInput(StrictSerializer):
    """Whom places are kept for: one for `each` of them on every item, or for `per_item` of them, who share."""

    member_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_MEMBERS)
    per_item = serializers.IntegerField(min_value=1, max_value=100, allow_null=True, default=None)
    how = serializers.ChoiceField(["share", "each"], default="share")


class ToAdjudicateInput(StrictSerializer):
    """What whoever settles the items is to know: why they are asked."""

    comment = serializers.CharField(max_length=LONGEST_COMMENT, allow_blank=True, default="")


class PeopleInput(StrictSerializer):
    """Who is not to be given the items, or may have them again."""

    member_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_MEMBERS)


class ActionInput(StrictSerializer):
    """What to do. `settings`: of prioritise {"priority"}, of due {"due_at"}, of assign {"member_ids", "per_item",
    "how"}, of adjudicate {"comment"}, of exclude and admit {"member_ids"}; the others have none.
    """

    action = serializers.ChoiceField(BULK_ACTIONS)
    items = ChosenInput()
    settings = serializers.DictField(default=dict)


class PassedOverShape(serializers.Serializer[Any]):
    """Items, or places, with which it could not be done."""

    because = serializers.CharField(
        help_text="A word that stays the same, such as already, busy, withdrawn or too_few."
    )
    count = serializers.IntegerField()


class DoneShape(serializers.Serializer[Any]):
    """What was done: to so many items, or for assign so many places."""

    changed = serializers.IntegerField()
    skipped = PassedOverShape(many=True)


class DifferenceShape(serializers.Serializer[Any]):
    """One place that was answered differently; null where a version has no answer there."""

    question = serializers.CharField()
    on = serializers.CharField()
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)


class MomentShape(serializers.Serializer[Any]):
    """One thing that happened to an item; `place` is the number of the place on it, `diff` what a revision changed."""

    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(KINDS)
    actor = serializers.SerializerMethodField()
    place = serializers.IntegerField(allow_null=True)
    data = serializers.DictField()  # type: ignore[assignment]
    diff = DifferenceShape(many=True, allow_null=True)

    @extend_schema_field(NamedShape(allow_null=True))
    def get_actor(self, moment: Moment) -> dict[str, Any] | None:
        if moment.actor is None:
            return None
        return shown_person(moment.actor.pk, str(moment.actor), named=self.context["named"])


class TimelineShape(serializers.Serializer[Any]):
    """Everything that happened to an item, oldest first."""

    results = MomentShape(many=True)


class TimelineView(OrganisationView):
    """What happened to an item: who, what and when. People have pseudonyms where their work is judged blindly."""

    permissions = {"get": Permission.SEE_ITEMS}

    @described("projects_items_timeline", TimelineShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        item = item_of(kwargs)
        answers_seen(self, item)
        inside = self.may(Permission.SEE_PEOPLE)
        named = inside and names_shown(item.project, may_manage=self.may(Permission.MANAGE_PROJECTS))
        moments = MomentShape(timeline(item, inside=inside), many=True, context={"named": named})
        return Response({"results": moments.data})


SETTINGS: dict[str, type[StrictSerializer]] = {
    "prioritise": PriorityInput,
    "due": DueInput,
    "assign": ToAssignInput,
    "review": StrictSerializer,
    "adjudicate": ToAdjudicateInput,
    "withdraw": StrictSerializer,
    "restore": StrictSerializer,
    "exclude": PeopleInput,
    "admit": PeopleInput,
}
ACTIONS: dict[str, Callable[..., tuple[int, bulk.Skipped]]] = {
    "prioritise": bulk.prioritise,
    "due": bulk.set_due,
    "assign": bulk.assign,
    "review": bulk.send_to_review,
    "adjudicate": bulk.send_to_adjudication,
    "withdraw": bulk.withdraw,
    "restore": bulk.restore,
    "exclude": bulk.exclude_people,
    "admit": bulk.admit_people,
}


class ActionsView(OrganisationView):
    """Something done to many items at once; those with which it can't be done are passed over."""

    permissions = {"post": Permission.MANAGE_PROJECTS}

    @described("projects_items_actions", DoneShape, request=ActionInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        given = ActionInput(data=request.data)
        given.is_valid(raise_exception=True)
        action, items = given.validated_data["action"], given.validated_data["items"]
        settings = SETTINGS[action](data=given.validated_data["settings"])
        if not settings.is_valid():
            raise serializers.ValidationError({"settings": settings.errors})
        ids = chosen_items(project, items.get("ids"), items.get("query"), most=MOST_ITEMS)
        changed, skipped = ACTIONS[action](
            project=project, item_ids=ids, by=self.member, at=self.at, **settings.validated_data
        )
        reasons = [{"because": because, "count": count} for because, count in sorted(skipped.items())]
        return Response({"changed": changed, "skipped": reasons})


def refuse_sharing(view: OrganisationView, given: dict[str, Any]) -> None:
    """A client's person, who sees people under pseudonyms, keeps views for themselves."""
    if given.get("shared") and not view.may(Permission.SEE_PEOPLE):
        raise Invalid(problems=[Fault("/shared", "You keep views for yourself alone.")])


class ItemsCountView(BrowsingView):
    """How many items a query finds."""

    permissions = {"get": Permission.SEE_ITEMS}

    @described("projects_items_count", CountShape, parameters=FILTERS)
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        count, exact = count_items(project, self.filters(request, project))
        return Response({"count": count, "exact": exact})


class ViewsView(OrganisationView):
    """Kept queries of a project: one's own, and inside the vendor those that are shared. Oldest first."""

    permissions = {"get": Permission.SEE_ITEMS, "post": Permission.SEE_ITEMS}

    @described("projects_views_list", listed(ViewShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = views(project_of(kwargs), self.member, shared=self.may(Permission.SEE_PEOPLE))
        return page(request, rows, shape=shaped(ViewShape, reader=self.member.pk))

    @described("projects_views_create", ViewShape, request=ViewInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = ViewInput(data=request.data)
        given.is_valid(raise_exception=True)
        refuse_sharing(self, given.validated_data)
        kept = actions.keep_view(project=project_of(kwargs), by=self.member, at=self.at, **given.validated_data)
        return Response(ViewShape(kept, context={"reader": self.member.pk}).data, status=201)


class ViewView(OrganisationView):
    """One kept query."""

    permissions = {"patch": Permission.SEE_ITEMS, "delete": Permission.SEE_ITEMS}

    @described("views_change", ViewShape, request=ViewChangeInput, match=False)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        given = ViewChangeInput(data=request.data)
        given.is_valid(raise_exception=True)
        refuse_sharing(self, given.validated_data)
        changed = actions.change_view(
            view=self._view(kwargs), changes=given.validated_data, by=self.member, at=self.at, manages=self._manages
        )
        return Response(ViewShape(changed, context={"reader": self.member.pk}).data)

    @described("views_remove")
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.remove_view(view=self._view(kwargs), by=self.member, at=self.at, manages=self._manages)
        return Response(status=204)

    @property
    def _manages(self) -> bool:
        return self.may(Permission.MANAGE_PROJECTS)

    def _view(self, kwargs: dict[str, Any]) -> SavedView:
        rows = views(None, self.member, shared=self.may(Permission.SEE_PEOPLE))
        view: SavedView = found(rows, pk=kwargs["view_id"])
        return view
