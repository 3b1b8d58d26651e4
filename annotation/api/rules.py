"""Rules over people's work, and whom they found."""

import hashlib
from typing import Any
from uuid import UUID

import orjson
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, etag, found, require_match
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import NameField, StrictSerializer, identity, shaped
from accounts.permissions import Permission
from annotation.actions import rules as actions
from annotation.api.projects import NamedShape, project_of
from annotation.distribution.rules import LONGEST_WINDOW, SUGGESTED
from annotation.models import Collector, Consequence, Firing, Operator, Rule
from annotation.queries import rules as queries

MEMBER = OpenApiParameter("member", {"type": "string", "format": "uuid"}, description="Only about this person.")


class RuleFields(StrictSerializer):
    """What is watched over the last `window` pieces of work, and at least `least`, and what happens beyond the
    threshold. `settings`: of pause {"pause": "new" | "full", "message"}, of warn {"message"}, of set_skill {"skill",
    "level"}.
    """

    name = NameField()
    collector = serializers.ChoiceField(Collector.choices)
    operator = serializers.ChoiceField(Operator.choices)
    threshold = serializers.FloatField()
    window = serializers.IntegerField(min_value=1, max_value=LONGEST_WINDOW)
    least = serializers.IntegerField(min_value=1, max_value=LONGEST_WINDOW)
    action = serializers.ChoiceField(Consequence.choices)
    settings = serializers.JSONField(default=dict)


class SuggestedRuleShape(RuleFields):
    """A ready-made rule."""

    settings = serializers.DictField()  # type: ignore[assignment]  # an object, once it is checked


class RuleInput(RuleFields):
    """A new rule."""

    window = serializers.IntegerField(min_value=1, max_value=LONGEST_WINDOW, default=20)
    least = serializers.IntegerField(min_value=1, max_value=LONGEST_WINDOW, default=5)
    active = serializers.BooleanField(default=True)


class RuleChangesInput(RuleFields):
    """What to change of a rule."""

    settings = serializers.JSONField(required=False)
    active = serializers.BooleanField(required=False)


class RuleShape(SuggestedRuleShape):
    """A rule."""

    id = serializers.UUIDField()
    active = serializers.BooleanField()
    created_by = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField()
    etag = serializers.SerializerMethodField(help_text="What If-Match takes.")

    @extend_schema_field(NamedShape)
    def get_created_by(self, rule: Rule) -> dict[str, str]:
        return {"id": str(rule.created_by_id), "name": str(rule.created_by)}

    def get_etag(self, rule: Rule) -> str:
        return etag(_version(rule))


class EvidenceShape(serializers.Serializer[Any]):
    """What a rule saw: the figure over `n` pieces of work with its 95% interval, and the ids of their annotations,
    newest first (of skips, of their assignments). `done` says what came of it.
    """

    collector = serializers.ChoiceField(Collector.choices)
    figure = serializers.FloatField()
    n = serializers.IntegerField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    operator = serializers.ChoiceField(Operator.choices)
    threshold = serializers.FloatField()
    action = serializers.ChoiceField(Consequence.choices)
    sample = serializers.ListField(child=serializers.UUIDField())
    done = serializers.DictField()


class SeenItemShape(serializers.Serializer[Any]):
    """An item in which a rule saw something."""

    id = serializers.UUIDField()
    external_id = serializers.CharField()


class FiringShape(serializers.Serializer[Any]):
    """That a rule found a person, in which items, and since when they are within again."""

    id = serializers.UUIDField()
    rule = NamedShape()
    member = serializers.SerializerMethodField()
    evidence = EvidenceShape()
    items = serializers.SerializerMethodField()
    fired_at = serializers.DateTimeField()
    over_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(NamedShape)
    def get_member(self, firing: Firing) -> dict[str, str]:
        return {"id": str(firing.member_id), "name": str(firing.member)}

    @extend_schema_field(SeenItemShape(many=True))
    def get_items(self, firing: Firing) -> list[dict[str, Any]]:
        seen: dict[UUID, list[dict[str, Any]]] = self.context["seen"]
        return seen[firing.pk]


class RulesView(OrganisationView):
    """A project's rules."""

    permissions = {"get": Permission.SEE_PEOPLE, "post": Permission.MANAGE_PROJECTS}

    @described("projects_rules_list", listed(RuleShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        return page(request, queries.rules(project_of(kwargs)), shape=shaped(RuleShape))

    @described("projects_rules_create", RuleShape, request=RuleInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = RuleInput(data=request.data)
        given.is_valid(raise_exception=True)
        rule = actions.add_rule(project=project_of(kwargs), fields=given.validated_data, by=self.member, at=self.at)
        return _answer(rule, status=201)


class RuleView(OrganisationView):
    """One rule."""

    permissions = {
        "get": Permission.SEE_PEOPLE,
        "patch": Permission.MANAGE_PROJECTS,
        "delete": Permission.MANAGE_PROJECTS,
    }

    @described("rules_retrieve", RuleShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return _answer(found(queries.rules_in_reach(), pk=kwargs["rule_id"]))

    @described("rules_change", RuleShape, request=RuleChangesInput)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        rule = self._locked(kwargs)
        require_match(request, _version(rule))
        given = RuleChangesInput(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        return _answer(actions.edit_rule(rule=rule, changes=given.validated_data, by=self.member, at=self.at))

    @described("rules_remove")
    def delete(self, request: Request, **kwargs: Any) -> Response:
        actions.remove_rule(rule=self._locked(kwargs), by=self.member, at=self.at)
        return Response(status=204)

    def _locked(self, kwargs: dict[str, Any]) -> Rule:
        rows = queries.rules_in_reach().select_for_update(of=("self",))
        rule: Rule = found(rows, pk=kwargs["rule_id"])
        return rule


class SuggestedRulesView(OrganisationView):
    """Rules that many projects want, to be taken over as they are."""

    permissions = {"get": Permission.SEE_PEOPLE}

    @described("rules_suggested", SuggestedRuleShape(many=True), paged=False)
    def get(self, request: Request, **_: Any) -> Response:
        return Response([dict(rule) for rule in SUGGESTED])


class FiringsView(OrganisationView):
    """Whom the project's rules found, the latest first."""

    permissions = {"get": Permission.SEE_PEOPLE}
    query = frozenset({"member"})

    @described("projects_firings_list", listed(FiringShape), parameters=[MEMBER])
    def get(self, request: Request, **kwargs: Any) -> Response:
        rows = queries.firings(project_of(kwargs))
        if member := identity(request, "member"):
            rows = rows.filter(member_id=member)

        def shape(found: list[Firing]) -> list[Any]:
            return shaped(FiringShape, seen=queries.items_seen(found))(found)

        return page(request, rows, shape=shape, key="-id")


def _version(rule: Rule) -> str:
    return hashlib.sha256(orjson.dumps(actions.described_rule(rule), option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]


def _answer(rule: Rule, *, status: int = 200) -> Response:
    return Response(RuleShape(rule).data, status=status, headers={"ETag": etag(_version(rule))})
