"""The caller, and the organisations they belong to."""

from dataclasses import replace
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import timezone
from rest_framework import exceptions, serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions.organisations import create_organisation
from accounts.actions.users import set_preferences
from accounts.api.described import described, listed
from accounts.api.idempotency import remember, replayed
from accounts.api.serializers import NameField, RoleField, StrictSerializer, shaped
from accounts.models import User
from accounts.queries.doors import Membership, TokenGrant, membership, my_organisations
from accounts.refusals import NotAllowed
from accounts.tenancy import organisation_scope


class UserSerializer(serializers.Serializer[User]):
    """A person who signs in."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField(source="__str__")
    is_staff = serializers.BooleanField(help_text="One of the platform's people.")


class OrganisationSerializer(serializers.Serializer[Membership]):
    """An organisation, and the caller's place in it; no clients means that they are bound to none."""

    slug = serializers.CharField()
    name = serializers.CharField(source="organisation")
    role = RoleField()
    member_id = serializers.UUIDField()
    client_ids = serializers.SerializerMethodField()

    def get_client_ids(self, place: Membership) -> list[str]:
        return [str(client_id) for client_id in place.client_ids or ()]


class PreferencesSerializer(StrictSerializer):
    """How a person likes the pages, on every machine of theirs. Whatever was never chosen is not there."""

    language = serializers.ChoiceField(["en", "es"], required=False)
    theme = serializers.ChoiceField(["auto", "light", "dark"], required=False)
    contrast = serializers.ChoiceField(["normal", "more"], required=False)
    density = serializers.ChoiceField(["comfortable", "compact"], required=False)
    layout = serializers.ChoiceField(["auto", "stacked", "focus"], required=False)
    digest = serializers.ChoiceField(
        ["off", "daily", "hourly"], required=False, help_text="How often what is unread comes by e-mail; else daily."
    )
    single_keys = serializers.BooleanField(required=False, help_text="Whether keys of one character do something.")
    keys = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=60), max_length=10),
        required=False,
        help_text="The chords of each command that has others than its own, by the command's id.",
    )

    def validate_keys(self, keys: dict[str, list[str]] | None) -> dict[str, list[str]] | None:
        if any(not 1 <= len(command) <= 100 for command in keys or ()):
            raise serializers.ValidationError("A command's id has 1–100 characters.")
        return keys


class ChangedPreferencesSerializer(PreferencesSerializer):
    """Preferences to change; the others stay, and null removes one. `keys` are replaced as a whole."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.allow_null = True
        return fields


class MeInputSerializer(StrictSerializer):
    """What a person may change of themselves."""

    preferences = ChangedPreferencesSerializer()


class MeSerializer(serializers.Serializer[Any]):
    """Who is calling."""

    user = UserSerializer()
    organisations = OrganisationSerializer(many=True)
    csrf_token = serializers.CharField(help_text="Send it as X-CSRFToken with every change that a browser asks for.")
    open_sign_up = serializers.BooleanField(help_text="Whether people may make organisations of their own.")
    preferences = PreferencesSerializer()


class OrganisationInputSerializer(StrictSerializer):
    """An organisation as it is sent; the slug stands in its addresses and never changes."""

    name = NameField()
    slug = serializers.CharField(max_length=50)


class MeView(APIView):
    """The caller. Needs no permission but to be signed in: everyone may know who they are."""

    permission_classes = [IsAuthenticated]

    @described("me_retrieve", MeSerializer)
    def get(self, request: Request) -> Response:
        return self._me(request, cast("User", request.user))

    @described("me_update", MeSerializer, request=MeInputSerializer, match=False)
    def patch(self, request: Request) -> Response:
        sent = MeInputSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        changes = sent.validated_data["preferences"]
        return self._me(request, set_preferences(user=cast("User", request.user), changes=changes))

    def _me(self, request: Request, user: User) -> Response:
        me = {
            "user": user,
            "organisations": _places(request),
            "csrf_token": get_token(cast("HttpRequest", request)),
            "open_sign_up": settings.OPEN_SIGN_UP,
            "preferences": user.preferences,
        }
        return Response(MeSerializer(me).data)


class OrganisationsView(APIView):
    """The caller's organisations, and the making of one where sign-up is open."""

    permission_classes = [IsAuthenticated]

    @described("organisations_list", listed(OrganisationSerializer), paged=False)
    def get(self, request: Request) -> Response:
        if request.query_params:
            raise exceptions.ValidationError(dict.fromkeys(request.query_params, "This parameter is not known here."))
        return Response({"results": shaped(OrganisationSerializer)(_places(request)), "next": None})

    @described("organisations_create", OrganisationSerializer, request=OrganisationInputSerializer)
    def post(self, request: Request) -> Response:
        if not settings.OPEN_SIGN_UP or request.auth is not None:
            raise NotAllowed("New organisations are made by the platform's people.")
        sent = OrganisationInputSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        user, slug, at = cast("User", request.user), sent.validated_data["slug"], timezone.now()
        if (mine := membership(slug, user.pk)) and (reply := self._again(request, mine)):
            return reply
        create_organisation(**sent.validated_data, owner=user, at=at)
        place = membership(slug, user.pk)
        assert place is not None
        answer = Response(OrganisationSerializer(place).data, status=201)
        with organisation_scope(place.organisation_id):
            replayed(request, place.member_id, at=at)
            remember(request, place.member_id, answer)
        return answer

    def _again(self, request: Request, place: Membership) -> Response | None:
        """What an earlier request with the same Idempotency-Key, which made this organisation, was answered."""
        with organisation_scope(place.organisation_id):
            return replayed(request, place.member_id, at=timezone.now())


def _places(request: Request) -> list[Membership]:
    """The caller's organisations; a token's caller has the token's only."""
    places = my_organisations(cast("User", request.user).pk)
    grant = request.auth
    if not isinstance(grant, TokenGrant):
        return places
    return [
        replace(place, client_ids=place.clients_by(grant))
        for place in places
        if place.organisation_id == grant.organisation_id
    ]
