"""How well people agree on one item, and each person with the others."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView
from accounts.api.described import described
from accounts.permissions import Permission
from annotation.api.items import item_of
from annotation.api.projects import NamedShape, names_told, project_of
from annotation.queries import agreement as queries


class QuestionFigureShape(serializers.Serializer[Any]):
    """Agreement on one question of an item, from 0 to 1."""

    question = serializers.CharField()
    agreement = serializers.FloatField()


class PersonFigureShape(serializers.Serializer[Any]):
    """One person's agreement with the others on an item, from 0 to 1."""

    member = NamedShape()
    agreement = serializers.FloatField(allow_null=True)


class ItemAgreementShape(serializers.Serializer[Any]):
    """Agreement on one item, from 0 to 1; null where nothing can be compared."""

    agreement = serializers.FloatField(allow_null=True)
    questions = QuestionFigureShape(many=True)
    people = PersonFigureShape(many=True)


class SharedShape(serializers.Serializer[Any]):
    """Of `shared` comparisons with others, `alike` were the same; of marks and texts each is so in part."""

    question = serializers.CharField()
    shared = serializers.IntegerField()
    alike = serializers.FloatField()
    share = serializers.FloatField()


class PersonAgreementShape(serializers.Serializer[Any]):
    """How well one person agrees with the others, by question."""

    member = NamedShape()
    questions = SharedShape(many=True)


class ItemAgreementView(OrganisationView):
    """How well the people on an item agree."""

    permissions = {"get": Permission.SEE_ITEMS}

    @described("projects_items_agreement", ItemAgreementShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        item = item_of(kwargs)
        named = names_told(self, item.project)
        return Response(ItemAgreementShape(queries.agreement_on(item, named=named)).data)


class PeopleAgreementView(OrganisationView):
    """How well each person agrees with the others."""

    permissions = {"get": Permission.SEE_PROJECTS}

    @described("projects_people_agreement", PersonAgreementShape(many=True), paged=False)
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        named = names_told(self, project)
        rows = queries.people_agreement(project, named=named)
        return Response(PersonAgreementShape(rows, many=True).data)
