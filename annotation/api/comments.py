"""Comments: between an annotator and the managers, and among managers."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import page
from accounts.api.serializers import StrictSerializer, chosen, shaped
from accounts.permissions import Permission
from annotation.actions import comments as actions
from annotation.api.items import item_of
from annotation.api.projects import NamedShape, project_of
from annotation.models import Assignment, Comment
from annotation.queries import comments as queries
from annotation.queries.assignments import own_assignments
from annotation.queries.people import shown_person
from annotation.queries.reviews import names_shown, shown_anchor

LONGEST_COMMENT = 5000
OPEN = OpenApiParameter("open", OpenApiTypes.BOOL, description="Only those that nobody has resolved.")
YES_OR_NO = {"true": True, "false": False}


class AnchorShape(serializers.Serializer[Any]):
    """What exactly a comment is about: an answer, and perhaps a stretch of a text or one region of it."""

    question = serializers.CharField()
    on = serializers.CharField()
    start = serializers.IntegerField(required=False)
    end = serializers.IntegerField(required=False)
    region = serializers.IntegerField(required=False)


class OwnCommentShape(serializers.Serializer[Any]):
    """A comment in an annotator's own thread. Managers have no names here."""

    id = serializers.UUIDField()
    author = serializers.SerializerMethodField()
    text = serializers.CharField()
    flag = serializers.BooleanField()
    anchor = serializers.SerializerMethodField(help_text="What of the answers it is about, in the handles shown.")
    created_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)

    @extend_schema_field(AnchorShape(allow_null=True))
    def get_anchor(self, comment: Comment) -> dict[str, Any] | None:
        return shown_anchor(comment)

    @extend_schema_field(serializers.ChoiceField(["you", "manager"]))
    def get_author(self, comment: Comment) -> str:
        return "you" if comment.author_id == self.context["reader"] else "manager"


class CommentShape(serializers.Serializer[Any]):
    """A comment as managers and reviewers see it; one without an assignment is seen by no annotator.

    In a blind project reviewers read the pseudonyms of those who answered.
    """

    id = serializers.UUIDField()
    item_id = serializers.UUIDField()
    assignment_id = serializers.UUIDField(allow_null=True)
    member = serializers.SerializerMethodField(help_text="Who said it.")
    text = serializers.CharField()
    flag = serializers.BooleanField()
    anchor = AnchorShape(allow_null=True)
    created_at = serializers.DateTimeField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = serializers.SerializerMethodField()

    @extend_schema_field(NamedShape)
    def get_member(self, comment: Comment) -> dict[str, Any]:
        about_own_work = comment.assignment is not None and comment.assignment.member_id == comment.author_id
        named = self.context.get("named", True) or not about_own_work
        return shown_person(comment.author_id, str(comment.author), named=named)

    @extend_schema_field(NamedShape(allow_null=True))
    def get_resolved_by(self, comment: Comment) -> dict[str, Any] | None:
        return comment.resolved_by and {"id": comment.resolved_by_id, "name": str(comment.resolved_by)}


COMMENTS = listed(CommentShape)


class CommentInput(StrictSerializer):
    """Something to say; a flag asks for something to be done."""

    text = serializers.CharField(max_length=LONGEST_COMMENT)
    flag = serializers.BooleanField(default=False)


class ItemCommentInput(CommentInput):
    """Something to say about an item: to the annotator of one of its assignments, or to managers and reviewers."""

    assignment_id = serializers.UUIDField(allow_null=True, default=None)


class OwnCommentsView(OrganisationView):
    """The thread of an own assignment, oldest first."""

    permissions = {"get": Permission.ANNOTATE, "post": Permission.ANNOTATE}

    @described("assignments_comments_list", listed(OwnCommentShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        shape = shaped(OwnCommentShape, reader=self.member.pk)
        return page(request, queries.thread(self._assignment(kwargs)), shape=shape)

    @described("assignments_comments_create", OwnCommentShape, request=CommentInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        assignment = self._assignment(kwargs)
        given = CommentInput(data=request.data)
        given.is_valid(raise_exception=True)
        made = actions.comment(
            item=assignment.item, assignment=assignment, by=self.member, at=self.at, **given.validated_data
        )
        return Response(OwnCommentShape(made, context={"reader": self.member.pk}).data, status=201)

    def _assignment(self, kwargs: dict[str, Any]) -> Assignment:
        assignment: Assignment = found(own_assignments(self.member), pk=kwargs["assignment_id"])
        return assignment


class ProjectCommentsView(OrganisationView):
    """All comments of a project, newest first."""

    permissions = {"get": Permission.SEE_PEOPLE}
    query = frozenset({"open"})

    @described("projects_comments_list", COMMENTS, parameters=[OPEN])
    def get(self, request: Request, **kwargs: Any) -> Response:
        open_only = bool(chosen(request, "open", YES_OR_NO))
        project = project_of(kwargs)
        named = names_shown(project, may_manage=self.may(Permission.MANAGE_PROJECTS))
        rows = queries.comments(project, open_only=open_only)
        return page(request, rows, shape=shaped(CommentShape, named=named), key="-id")


class ItemCommentsView(OrganisationView):
    """All comments on an item, oldest first."""

    permissions = {"get": Permission.SEE_PEOPLE, "post": Permission.MANAGE_PROJECTS}

    @described("projects_items_comments_list", COMMENTS)
    def get(self, request: Request, **kwargs: Any) -> Response:
        item = item_of(kwargs)
        named = names_shown(item.project, may_manage=self.may(Permission.MANAGE_PROJECTS))
        return page(request, queries.comments(item.project, item), shape=shaped(CommentShape, named=named))

    @described("projects_items_comments_create", CommentShape, request=ItemCommentInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        item = item_of(kwargs)
        given = ItemCommentInput(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        made = actions.comment_as_manager(item=item, by=self.member, at=self.at, **said)
        return Response(CommentShape(made).data, status=201)


class ResolveView(OrganisationView):
    """What a comment asked for is done."""

    permissions = {"post": Permission.MANAGE_PROJECTS}

    @described("comments_resolve", CommentShape, status=200)
    def post(self, request: Request, **kwargs: Any) -> Response:
        rows = Comment.objects.select_related("author__user", "resolved_by__user", "assignment").select_for_update(
            of=("self",)
        )
        comment = found(rows, pk=kwargs["comment_id"])
        return Response(CommentShape(actions.resolve_comment(comment=comment, by=self.member, at=self.at)).data)
