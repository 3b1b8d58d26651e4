"""How work goes in a project, and changing forms and items under it."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, etag, require_match
from accounts.api.described import described
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.actions import workflow as actions
from annotation.actions.backfill import backfill
from annotation.actions.contents import change_content
from annotation.api.items import ItemShape, item_of
from annotation.api.jobs import JobShape, job_json
from annotation.api.projects import project_of
from annotation.queries.settlings import latest_settling, undecided_items
from annotation.queries.workflow import workflow_of


class WorkflowShape(serializers.Serializer[Any]):
    """Who gets what, what becomes of answers, and what shows how well people work."""

    mode = serializers.ChoiceField(["pool", "manual", "mixed"])
    most_overlap = serializers.IntegerField(allow_null=True)
    enough_agreement = serializers.FloatField()
    stop = serializers.DictField()
    resolve = serializers.DictField()
    requeue_skips = serializers.BooleanField()
    languages = serializers.ListField(child=serializers.CharField())
    skills = serializers.ListField(child=serializers.DictField())
    review = serializers.DictField()
    adjudication = serializers.DictField()
    gold = serializers.DictField()
    again = serializers.DictField()


class SettlingShape(JobShape):
    """A pass through items that may be decided otherwise since the settings were changed; `changed` of those that were
    looked at wait for something else now or have another final answer.
    """

    changed = serializers.IntegerField()


class DecidedAgainShape(serializers.Serializer[Any]):
    """How many `items` would be looked at if the project asked otherwise when enough people have answered, or what
    becomes of differences; and the last time that this was so.
    """

    items = serializers.IntegerField()
    latest = SettlingShape(allow_null=True)


class BackfillInput(StrictSerializer):
    """The questions that were added, and what to tell the people who are asked them."""

    questions: serializers.ListField = serializers.ListField(
        child=serializers.CharField(max_length=64), min_length=1, max_length=100
    )
    comment = serializers.CharField(max_length=5000, allow_blank=True, default="")


class BackfilledShape(serializers.Serializer[Any]):
    """How many annotations went back to how many people."""

    returned = serializers.IntegerField()
    people = serializers.IntegerField()


class ContentInput(StrictSerializer):
    """What an item shows from now on, and what becomes of the answers that it has."""

    content = serializers.JSONField()
    metadata = serializers.JSONField(required=False)
    then = serializers.ChoiceField(["keep", "recheck", "reopen"], required=False)


class ChangedItemShape(ItemShape):
    """The item as it is now, and how many annotations went back to their authors."""

    returned = serializers.IntegerField()


class WorkflowView(OrganisationView):
    """A project's workflow settings."""

    permissions = {"get": Permission.SEE_PEOPLE, "put": Permission.MANAGE_PROJECTS}

    @described("projects_workflow_retrieve", WorkflowShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        return Response(workflow_of(project).to_json(), headers={"ETag": etag(project.version)})

    @described("projects_workflow_set", WorkflowShape, request=WorkflowShape)
    def put(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs, lock=True)
        require_match(request, project.version)
        workflow = actions.read_workflow(request.data)
        actions.set_workflow(project=project, workflow=workflow, by=self.member, at=self.at)
        return Response(workflow.to_json(), headers={"ETag": etag(project.version)})


class SettlingView(OrganisationView):
    """What becomes of items that were decided when the workflow changes."""

    permissions = {"get": Permission.MANAGE_PROJECTS}

    @described("projects_workflow_settling", DecidedAgainShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        latest = latest_settling(project)
        told = latest and {**job_json(latest, at=self.at), "changed": latest.changed}
        return Response({"items": undecided_items(project).count(), "latest": told})


class BackfillView(OrganisationView):
    """Asking an added question about what people have answered already."""

    permissions = {"post": Permission.MANAGE_PROJECTS}

    @described("projects_form_backfill", BackfilledShape, request=BackfillInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = BackfillInput(data=request.data)
        given.is_valid(raise_exception=True)
        project = project_of(kwargs, lock=True)
        asked = backfill(project=project, **given.validated_data, by=self.member, at=self.at)
        return Response({"returned": asked.annotations, "people": asked.people})


class ItemContentView(OrganisationView):
    """What an item shows."""

    permissions = {"put": Permission.MANAGE_PROJECTS}

    @described("projects_items_content", ChangedItemShape, request=ContentInput, match=False)
    def put(self, request: Request, **kwargs: Any) -> Response:
        given = ContentInput(data=request.data)
        given.is_valid(raise_exception=True)
        item, returned = change_content(
            item=item_of(kwargs),
            content=given.validated_data["content"],
            metadata=given.validated_data.get("metadata"),
            then=given.validated_data.get("then"),
            by=self.member,
            at=self.at,
        )
        return Response({**ItemShape(item).data, "returned": returned})
