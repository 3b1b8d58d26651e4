"""The item browser: counts, kept views, what is done to many items at once, and what happened to one."""

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
from annotation.actions import views as actions
from annotation.api.filters import FILTERS, BrowsingView
from annotation.api.projects import NamedShape, project_of
from annotation.models import SavedView
from annotation.queries.browse import count_items, views


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
    query = serializers.DictField(child=serializers.CharField(max_length=500))
    shared = serializers.BooleanField(default=False)


class ViewChangeInput(StrictSerializer):
    """What to change of a view."""

    name = NameField(required=False)
    query = serializers.DictField(child=serializers.CharField(max_length=500), required=False)
    shared = serializers.BooleanField(required=False)


def refuse_sharing(view: OrganisationView, given: dict[str, Any]) -> None:
    """A client's person, who sees people under pseudonyms, keeps views for themselves."""
    if given.get("shared") and not view.may(Permission.SEE_PEOPLE):
        raise Invalid(problems=[Fault("/shared", "You keep views for yourself alone.")])


class ItemsCountView(BrowsingView):
    """How many items a query finds."""

    permissions = {"get": Permission.SEE_ITEMS}

    @described("projects_items_count", CountShape, parameters=FILTERS)
    def get(self, request: Request, **kwargs: Any) -> Response:
        count, exact = count_items(project_of(kwargs), self.filters(request))
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
