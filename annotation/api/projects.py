"""Projects, their forms and their people."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, etag, found, require_match
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer
from accounts.models import Client, Member
from accounts.permissions import Permission
from annotation.actions import projects as actions
from annotation.actions.workflow import change_overlap
from annotation.forms.templates import TEMPLATES, template_named
from annotation.models import Project, ProjectState, SuggestionMode
from annotation.queries import projects as queries
from annotation.queries.forms import current_form
from annotation.queries.reviews import names_shown

LONGEST_GUIDELINES = 200_000


class NamedShape(serializers.Serializer[Any]):
    """Something with an id and a name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ProjectShape(serializers.Serializer[Any]):
    """A project."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    client = NamedShape()
    state = serializers.ChoiceField(ProjectState.choices)
    guidelines = serializers.CharField(allow_blank=True)
    guidelines_version = serializers.IntegerField()
    overlap = serializers.IntegerField()
    lease_minutes = serializers.IntegerField()
    shuffle_responses = serializers.BooleanField()
    skip_reason_required = serializers.BooleanField()
    suggestions = serializers.ChoiceField(SuggestionMode.choices)
    priority = serializers.IntegerField()
    due_at = serializers.DateTimeField(allow_null=True)
    form_version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    etag = serializers.SerializerMethodField()

    def get_etag(self, project: Project) -> str:
        return etag(project.version)


class ProjectCountsShape(serializers.Serializer[Any]):
    """How many items a project has and how many are done."""

    items = serializers.IntegerField()
    done = serializers.IntegerField()


class ProjectRowShape(ProjectShape):
    """A project in a list, with its progress."""

    progress = serializers.SerializerMethodField()

    @extend_schema_field(ProjectCountsShape)
    def get_progress(self, project: Project) -> dict[str, int]:
        counts: dict[str, int] = self.context["counts"][project.pk]
        return counts


class FormShape(serializers.Serializer[Any]):
    """A form: `shows` names content keys in order; each question is an object with its kind's own keys."""

    version = serializers.IntegerField()
    shows = serializers.ListField(child=serializers.CharField())
    questions = serializers.ListField(child=serializers.DictField())


class TemplateShape(serializers.Serializer[Any]):
    """A starting point for a project."""

    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    guidelines = serializers.CharField()
    form = FormShape()
    example = serializers.DictField()


class SettingsInput(StrictSerializer):
    """What may be changed of a project."""

    name = serializers.CharField(max_length=120, required=False)
    state = serializers.ChoiceField(ProjectState.choices, required=False)
    guidelines = serializers.CharField(
        max_length=LONGEST_GUIDELINES, allow_blank=True, trim_whitespace=False, required=False
    )
    lease_minutes = serializers.IntegerField(min_value=1, max_value=1440, required=False)
    shuffle_responses = serializers.BooleanField(required=False)
    skip_reason_required = serializers.BooleanField(required=False)
    suggestions = serializers.ChoiceField(SuggestionMode.choices, required=False)
    overlap = serializers.IntegerField(min_value=1, max_value=100, required=False)
    priority = serializers.IntegerField(min_value=-10, max_value=10, required=False)
    due_at = serializers.DateTimeField(required=False, allow_null=True)


class NewProjectInput(StrictSerializer):
    """A project to make, from a template or with a form of its own."""

    name = serializers.CharField(max_length=120)
    client_id = serializers.UUIDField()
    template = serializers.ChoiceField([template.name for template in TEMPLATES], required=False)
    form = serializers.JSONField(required=False)
    guidelines = serializers.CharField(
        max_length=LONGEST_GUIDELINES, allow_blank=True, trim_whitespace=False, required=False
    )
    overlap = serializers.IntegerField(min_value=1, max_value=100, default=1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "template" not in attrs and "form" not in attrs:
            raise serializers.ValidationError({"form": ["Give a form or name a template."]})
        return attrs


class GuidelinesShape(serializers.Serializer[Any]):
    """Guidelines as they stood in one version."""

    version = serializers.IntegerField()
    text = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class GuidelinesSeenInput(StrictSerializer):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class GuidelinesSeenShape(serializers.Serializer[Any]):
    """The latest version that the person has confirmed."""

    version = serializers.IntegerField()


def project_of(kwargs: dict[str, Any], *, lock: bool = False) -> Project:
    """The project of the address, or 404."""
    rows = Project.objects.select_for_update() if lock else queries.projects()
    project: Project = found(rows, pk=kwargs["project_id"])
    return project


def names_told(view: OrganisationView, project: Project) -> bool:
    """Whether the reader may know who answered: clients never, and in a blind project managers alone."""
    may_manage = view.may(Permission.MANAGE_PROJECTS)
    return view.may(Permission.SEE_PEOPLE) and names_shown(project, may_manage=may_manage)


def member_of(member_id: Any) -> Member:
    """A member who is still in the organisation, or 404."""
    member: Member = found(Member.objects.select_related("user"), pk=member_id, removed_at=None)
    return member


class TemplatesView(OrganisationView):
    """The starting points."""

    permissions = {"get": Permission.SEE_PROJECTS}

    @described("templates_list", TemplateShape(many=True))
    def get(self, request: Request, **_: Any) -> Response:
        return Response([template.to_json() for template in TEMPLATES])


class ProjectsView(OrganisationView):
    """The organisation's projects."""

    permissions = {"get": Permission.SEE_PROJECTS, "post": Permission.MANAGE_PROJECTS}

    @described("projects_list", listed(ProjectRowShape))
    def get(self, request: Request, **_: Any) -> Response:
        def rows(found: list[Project]) -> list[Any]:
            counts = queries.counts_by_project([project.pk for project in found])
            return list(ProjectRowShape(found, many=True, context={"counts": counts}).data)

        return page(request, queries.projects(), shape=rows, key="-id")

    @described("projects_create", ProjectShape, request=NewProjectInput)
    def post(self, request: Request, **_: Any) -> Response:
        given = NewProjectInput(data=request.data)
        given.is_valid(raise_exception=True)
        data = given.validated_data
        template = template_named(data.get("template", ""))
        definition = data["form"] if "form" in data else template and template.to_json()["form"]
        project = actions.create_project(
            client=found(Client.objects, pk=data["client_id"]),
            name=data["name"],
            form=actions.read_form(definition, version=1, pointer="/form"),
            guidelines=data.get("guidelines", template.guidelines if template else ""),
            overlap=data["overlap"],
            by=self.member,
            at=self.at,
        )
        return Response(ProjectShape(project).data, status=201, headers={"ETag": etag(project.version)})


class ProjectView(OrganisationView):
    """One project."""

    permissions = {"get": Permission.SEE_PROJECTS, "patch": Permission.MANAGE_PROJECTS}

    @described("projects_retrieve", ProjectShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        return Response(ProjectShape(project).data, headers={"ETag": etag(project.version)})

    @described("projects_update", ProjectShape, request=SettingsInput)
    def patch(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs, lock=True)
        require_match(request, project.version)
        given = SettingsInput(data=request.data)
        given.is_valid(raise_exception=True)
        changes = dict(given.validated_data)
        overlap = changes.pop("overlap", project.overlap)
        if overlap != project.overlap:
            change_overlap(project=project, overlap=overlap, by=self.member, at=self.at)
        project = actions.edit_project(project=project, changes=changes, by=self.member, at=self.at)
        return Response(ProjectShape(project).data, headers={"ETag": etag(project.version)})


class ProjectFormView(OrganisationView):
    """A project's form."""

    permissions = {"get": Permission.SEE_PROJECTS, "put": Permission.MANAGE_PROJECTS}

    @described("projects_form_retrieve", FormShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        return Response(current_form(project).to_json(), headers={"ETag": etag(project.version)})

    @described("projects_form_replace", FormShape, request=FormShape)
    def put(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs, lock=True)
        require_match(request, project.version)
        form = actions.read_form(request.data, version=project.form_version + 1)
        form = actions.replace_form(project=project, form=form, by=self.member, at=self.at)
        return Response(form.to_json(), headers={"ETag": etag(project.version)})


class GuidelinesView(OrganisationView):
    """One version of a project's guidelines, for whoever sees the project or works in it."""

    permissions = {"get": (Permission.SEE_PROJECTS, Permission.ANNOTATE)}

    @described("projects_guidelines_retrieve", GuidelinesShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        if not self.may(Permission.SEE_PROJECTS) and queries.person_of(project, self.member) is None:
            raise Http404
        return Response(GuidelinesShape(found(queries.guidelines(project), version=kwargs["version"])).data)


class GuidelinesSeenView(OrganisationView):
    """That a person has read the guidelines."""

    permissions = {"post": Permission.ANNOTATE}

    @described("projects_guidelines_seen", GuidelinesSeenShape, request=GuidelinesSeenInput, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = GuidelinesSeenInput(data=request.data)
        given.is_valid(raise_exception=True)
        person = queries.person_of(project_of(kwargs), self.member)
        if person is None:
            raise Http404
        return Response({"version": actions.confirm_guidelines(person=person, **given.validated_data)})
