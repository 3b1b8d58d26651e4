"""A client's prompts, used again; what people wrote, put before others to judge."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import bad_cursor, cursor_at, cursor_of, limit_of
from accounts.api.serializers import StrictSerializer, identity
from accounts.models import Client
from accounts.permissions import Permission
from accounts.queries.clients import clients
from annotation.actions import prompts as actions
from annotation.actions.reserving import MOST_ITEMS
from annotation.api.browse import ChosenInput, PassedOverShape
from annotation.api.filters import BrowsingView
from annotation.api.projects import NamedShape, project_of
from annotation.forms.writings import LAST
from annotation.models import Project
from annotation.queries import prompts as queries
from annotation.queries.browse import chosen_items
from annotation.queries.projects import projects

PROMPT_FILTERS = [
    OpenApiParameter("q", str, description="Words of the prompt; the last one may be unfinished."),
    OpenApiParameter("project", OpenApiTypes.UUID, description="Only prompts of this project."),
]


class PromptShape(serializers.Serializer[Any]):
    """A prompt; the same words in several items are one. `item_id` is one of the items that ask it."""

    key = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    projects = NamedShape(many=True)
    count = serializers.IntegerField(help_text="How many items ask it.")
    item_id = serializers.UUIDField()


class IntoInput(StrictSerializer):
    """Where the prompts go: a project of the same client."""

    project_id = serializers.UUIDField()


class SampleInput(StrictSerializer):
    """How many prompts, and which: `filter` as in the address of the list. The same seed draws the same ones."""

    filter = serializers.DictField(child=serializers.CharField(max_length=500), default=dict)
    count = serializers.IntegerField(min_value=1, max_value=1000)
    seed = serializers.CharField(max_length=100)
    into = IntoInput()


class MadeShape(serializers.Serializer[Any]):
    """What became of the items to make; `detail` says of the first that did not fit the project's form why not."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    skipped = PassedOverShape(many=True)
    detail = serializers.CharField(allow_blank=True)


class FromAnswersInput(StrictSerializer):
    """Whose answers become responses: those to a question of another project of the same client, in which people write
    a text or a dialogue. `turn`, from 0, is that of the dialogues; the last one unless it is given.
    """

    project_id = serializers.UUIDField()
    question = serializers.CharField(max_length=64)
    turn = serializers.IntegerField(min_value=0, max_value=49, required=False)
    items = ChosenInput(required=False)


class PromptsView(BrowsingView):
    """A client's prompts in all of its projects, each once; any metadata of their items is a filter as well."""

    permissions = {"get": Permission.SEE_ITEMS}
    query = frozenset({"q", "project"})

    @described("clients_prompts_list", listed(PromptShape), parameters=PROMPT_FILTERS)
    def get(self, request: Request, **kwargs: Any) -> Response:
        identity(request, "project")
        sent = {name: value for name, value in request.query_params.items() if name not in {"limit", "cursor"}}
        wanted = queries.wanted_prompts(client_of(kwargs), sent)
        rows, end = queries.prompts(wanted, after=_after(request), limit=limit_of(request))
        return Response({"results": PromptShape(rows, many=True).data, "next": end and cursor_at(end)})


class SamplePromptsView(OrganisationView):
    """Prompts of a client, asked again in another of its projects."""

    permissions = {"post": Permission.IMPORT}

    @described("clients_prompts_sample", MadeShape, request=SampleInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        client = client_of(kwargs)
        given = SampleInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        made = actions.sample_prompts(
            client=client,
            wanted=queries.wanted_prompts(client, data["filter"]),
            count=data["count"],
            seed=data["seed"],
            into=_other_project(data["into"]["project_id"], "into"),
            by=self.member,
            at=self.at,
        )
        return Response(made_json(made), status=201)


class FromAnswersView(OrganisationView):
    """What people wrote in another project becomes responses to judge in this one."""

    permissions = {"post": Permission.IMPORT}

    @described("projects_items_from_answers", MadeShape, request=FromAnswersInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        target = project_of(kwargs)
        given = FromAnswersInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        source, items = _other_project(data["project_id"]), data.get("items")
        made = actions.items_from_answers(
            source=source,
            target=target,
            question=data["question"],
            turn=data.get("turn", LAST),
            item_ids=items and chosen_items(source, items.get("ids"), items.get("query"), most=MOST_ITEMS),
            by=self.member,
            at=self.at,
        )
        return Response(made_json(made), status=201)


def client_of(kwargs: dict[str, Any]) -> Client:
    """The client of the address, or 404."""
    client: Client = found(clients(), pk=kwargs["client_id"])
    return client


def _other_project(project_id: Any, *path: str) -> Project:
    """A project that the body of a request names."""
    project = projects().filter(pk=project_id).first()
    if project is None:
        detail: Any = {"project_id": ["There is no such project."]}
        for name in path:
            detail = {name: detail}
        raise serializers.ValidationError(detail)
    return project


def _after(request: Request) -> str:
    sent = cursor_of(request)
    if sent is None:
        return ""
    if len(sent) != 1 or not isinstance(sent[0], str) or not sent[0].isalnum():
        raise bad_cursor()
    return sent[0]


def made_json(made: actions.Made) -> dict[str, Any]:
    """What became of the items to make."""
    reasons = [{"because": because, "count": count} for because, count in sorted(made.skipped.items())]
    return {
        "created": made.created,
        "updated": made.updated,
        "unchanged": made.unchanged,
        "skipped": reasons,
        "detail": made.detail,
    }
