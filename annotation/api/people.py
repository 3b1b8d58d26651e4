"""The people of a project: rights, caps, pauses, and who is assigned what."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.actions import people as actions
from annotation.actions.reserving import MOST_ITEMS, MOST_MEMBERS, reserve, unreserve
from annotation.api.projects import NamedShape, member_of, project_of
from annotation.api.reasons import RuleReasonShape
from annotation.models import Pause, Project, ProjectPerson
from annotation.queries import projects as queries
from annotation.queries.browse import filtered_items
from annotation.queries.eligibility import why_not_each


class GrantsInput(StrictSerializer):
    """What a member may do in the project, and how many items they may answer at most; null for any number."""

    annotate = serializers.BooleanField()
    review = serializers.BooleanField()
    adjudicate = serializers.BooleanField()
    most_items = serializers.IntegerField(min_value=0, max_value=10**6, allow_null=True, required=False)


class PersonMemberShape(NamedShape):
    """A member on a people list."""

    email = serializers.CharField(source="user.email")
    name = serializers.CharField(source="user")
    role = serializers.CharField()


class PersonShape(serializers.Serializer[Any]):
    """A row of a project's people list: rights, cap and pause, how many items were given to them and answered, and
    what they lack for the project's work.
    """

    member = PersonMemberShape()
    annotate = serializers.BooleanField()
    review = serializers.BooleanField()
    adjudicate = serializers.BooleanField()
    most_items = serializers.IntegerField(allow_null=True)
    paused = serializers.ChoiceField(Pause.choices, allow_blank=True)
    paused_because = serializers.CharField(allow_blank=True)
    paused_reason = RuleReasonShape(allow_null=True)
    given = serializers.IntegerField()
    answered = serializers.IntegerField()
    not_eligible = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_not_eligible(self, person: ProjectPerson) -> str | None:
        lacks: dict[tuple[UUID, UUID], str | None] = self.context["lacks"]
        return lacks[person.project_id, person.member_id]


class PeopleShape(serializers.Serializer[Any]):
    """A project's people list."""

    results = PersonShape(many=True)
    next = serializers.CharField(allow_null=True)


class PauseInput(StrictSerializer):
    """`new` gives no new work, `full` none at all, and nothing ends the pause."""

    pause = serializers.ChoiceField(Pause.choices, allow_blank=True)
    because = serializers.CharField(max_length=500, allow_blank=True, default="")


class ReleasedShape(serializers.Serializer[Any]):
    """How many places became free."""

    released = serializers.IntegerField()


class AssignInput(StrictSerializer):
    """Who gets which items: `ids`, or filters as the list of items takes them.

    `each` gives every item to every one of them; `share` gives each item to `per_item` of them, as evenly as can be,
    or to as many as it has free places.
    """

    member_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_MEMBERS)
    items = serializers.DictField()
    per_item = serializers.IntegerField(min_value=1, max_value=MOST_MEMBERS, allow_null=True, default=None)
    how = serializers.ChoiceField(["share", "each"], default="share")


class UnassignInput(StrictSerializer):
    """Whose assigned places become free: on `ids`, on items by filters, or on all."""

    member_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_MEMBERS)
    items = serializers.DictField(required=False)


class IdsInput(StrictSerializer):
    """Items by their ids."""

    ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=MOST_ITEMS)


class SkippedPlacesShape(serializers.Serializer[Any]):
    """Why places that were wanted are not assigned."""

    already = serializers.IntegerField(
        help_text="The person holds, answered, skipped or was assigned the item, or must not see it."
    )
    no_free_place = serializers.IntegerField()


class NotEligibleShape(serializers.Serializer[Any]):
    """Somebody who was assigned items that they can't be given yet."""

    member = NamedShape()
    because = serializers.CharField()


class ReservedShape(serializers.Serializer[Any]):
    """What was assigned."""

    reserved = serializers.IntegerField()
    skipped = SkippedPlacesShape()
    not_eligible = NotEligibleShape(many=True)


def people_json(project: Project, people: Iterable[ProjectPerson], *, at: datetime) -> list[Any]:
    """Rows of the people list; what people lack is asked for all of them at once."""
    rows = list(people)
    lacks = why_not_each([project], [row.member for row in rows], at=at)
    return list(PersonShape(rows, many=True, context={"lacks": lacks}).data)


class PeopleView(OrganisationView):
    """Who may do what in a project."""

    permissions = {"get": Permission.SEE_PEOPLE}

    @described("projects_people_list", PeopleShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        return Response({"results": people_json(project, queries.people(project), at=self.at), "next": None})


class OnePersonView(OrganisationView):
    """Something done to one person of a project."""

    permissions = {}

    def person(self, kwargs: dict[str, Any]) -> ProjectPerson:
        """The row of the people list, or 404."""
        listed = ProjectPerson.objects.select_related("project", "member__user")
        person: ProjectPerson = found(listed, project=project_of(kwargs), member_id=kwargs["member_id"])
        return person

    def shown(self, person: ProjectPerson) -> Response:
        """Its row."""
        (row,) = people_json(person.project, [person], at=self.at)
        return Response(row)


class PersonView(OnePersonView):
    """One member's rights in a project."""

    permissions = {"put": Permission.MANAGE_PROJECTS, "delete": Permission.MANAGE_PROJECTS}

    @described("projects_people_set", PersonShape, request=GrantsInput, match=False)
    def put(self, request: Request, **kwargs: Any) -> Response:
        project, member = project_of(kwargs), member_of(kwargs["member_id"])
        given = GrantsInput(data=request.data)
        given.is_valid(raise_exception=True)
        person = actions.set_person(
            project=project, member=member, grants=given.validated_data, by=self.member, at=self.at
        )
        person.member, person.project = member, project
        return self.shown(person)

    @described("projects_people_remove")
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.remove_person(person=self.person(kwargs), by=self.member, at=self.at)
        return Response(status=204)


class PauseView(OnePersonView):
    """A person works less, or not at all, for a while."""

    permissions = {"post": Permission.MANAGE_PROJECTS}

    @described("projects_people_pause", PersonShape, request=PauseInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = PauseInput(data=request.data)
        given.is_valid(raise_exception=True)
        pause, because = Pause(given.validated_data["pause"]), given.validated_data["because"]
        person = self.person(kwargs)
        return self.shown(actions.pause_person(person=person, pause=pause, because=because, by=self.member, at=self.at))


class ReleaseView(OnePersonView):
    """What a person holds or was assigned goes to others."""

    permissions = {"post": Permission.MANAGE_PROJECTS}

    @described("projects_people_release", ReleasedShape, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        released = actions.release_person(person=self.person(kwargs), by=self.member, at=self.at)
        return Response({"released": released})


class AssignView(OrganisationView):
    """A manager gives people items."""

    permissions = {"post": Permission.MANAGE_PROJECTS}

    @described("projects_assign", ReservedShape, request=AssignInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        given = AssignInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        outcome = reserve(
            project=project,
            member_ids=data["member_ids"],
            item_ids=item_ids(project, request.data["items"]),
            per_item=data["per_item"],
            how=data["how"],
            by=self.member,
            at=self.at,
        )
        return Response(
            {
                "reserved": outcome.reserved,
                "skipped": {"already": outcome.already, "no_free_place": outcome.no_free_place},
                "not_eligible": [
                    {"member": {"id": member.pk, "name": str(member)}, "because": because}
                    for member, because in outcome.not_eligible
                ],
            }
        )


class UnassignView(OrganisationView):
    """A manager takes assigned items from people again, as far as they have not begun them."""

    permissions = {"post": Permission.MANAGE_PROJECTS}

    @described("projects_unassign", ReleasedShape, request=UnassignInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        given = UnassignInput(data=request.data)
        given.is_valid(raise_exception=True)
        chosen = item_ids(project, request.data["items"]) if "items" in given.validated_data else None
        members: list[UUID] = given.validated_data["member_ids"]
        released = unreserve(project=project, member_ids=members, item_ids=chosen, by=self.member, at=self.at)
        return Response({"released": released})


def item_ids(project: Project, chosen: dict[str, Any]) -> list[UUID]:
    """The items that a request chooses by `ids` or by filters; a 400 for more than may be assigned at once."""
    if "ids" in chosen:
        given = IdsInput(data=chosen)
        if not given.is_valid():
            raise serializers.ValidationError({"items": given.errors})
        ids: list[UUID] = given.validated_data["ids"]
        return ids
    matching = list(filtered_items(project, chosen).values_list("pk", flat=True)[: MOST_ITEMS + 1])
    if len(matching) > MOST_ITEMS:
        raise serializers.ValidationError({"items": [f"These are more than {MOST_ITEMS} items."]})
    return matching
