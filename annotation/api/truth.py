"""How probable answers are, and how far a project's differences can be decided."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView
from accounts.api.described import described
from accounts.permissions import Permission
from annotation.api.items import answers_seen, item_of
from annotation.api.projects import NamedShape, names_told, project_of
from annotation.queries import truth as queries


class QuestionTruthShape(serializers.Serializer[Any]):
    """How many units (items, or their responses) of a question could be decided when habits were last learnt, from
    `labels` judgements: they are decided, tied, or in need of review. `expected_accuracy` is the share (0 to 1) of the
    decided ones that is right, as far as the model tells.
    """

    question = serializers.CharField()
    title = serializers.CharField()
    decided = serializers.IntegerField()
    tied = serializers.IntegerField()
    needs_review = serializers.IntegerField()
    expected_accuracy = serializers.FloatField(allow_null=True)
    labels = serializers.IntegerField()
    people = serializers.IntegerField(help_text="Whose habits are known.")
    fitted_at = serializers.DateTimeField(allow_null=True)


class ProjectTruthShape(serializers.Serializer[Any]):
    """What differing answers come to `by` majority, or by a posterior of at least `confidence`; `labels_saved` are the
    answers that were not asked for because items were certain before their most people had answered.
    """

    by = serializers.ChoiceField(["majority", "posterior"])
    decides = serializers.BooleanField(help_text="Whether items are decided so; else it is what would come of it.")
    confidence = serializers.FloatField()
    certainty_kept = serializers.BooleanField(help_text="Whether items know their certainty, and are found by it.")
    labels_saved = serializers.IntegerField()
    questions = QuestionTruthShape(many=True)


class ChanceShape(serializers.Serializer[Any]):
    """How probable one category (an option's value, or a point) is, from 0 to 1, and how many people gave it."""

    value = serializers.JSONField()
    probability = serializers.FloatField()
    people = serializers.IntegerField()


class VoiceShape(serializers.Serializer[Any]):
    """What somebody said, and how much it tells: the odds of what they said, before anybody else is heard, are
    multiplied by `weight`. 1 tells nothing, and less than 1 speaks against it.
    """

    member = NamedShape()
    value = serializers.JSONField()
    weight = serializers.FloatField()


class PlaceTruthShape(serializers.Serializer[Any]):
    """The categories of one question on one target, the most probable first, and who said what of their own, the
    weightiest first.
    """

    question = serializers.CharField()
    on = serializers.CharField()
    posterior = ChanceShape(many=True)
    said = VoiceShape(many=True)


class KnowledgeShape(serializers.Serializer[Any]):
    """What the probabilities of a question rest on: the habits of so many people, learnt from so many judgements; null
    and 0 while habits are only assumed.
    """

    question = serializers.CharField()
    people = serializers.IntegerField()
    judgements = serializers.IntegerField()
    learnt_at = serializers.DateTimeField(allow_null=True)


class ItemTruthShape(serializers.Serializer[Any]):
    """How probable each answer to an item is: `certainty` is that of the least certain one, null before anybody has
    answered a question that has habits. From the certainty `enough` on nobody more is asked; null where the project
    does not stop by it.
    """

    certainty = serializers.FloatField(allow_null=True)
    enough = serializers.FloatField(allow_null=True)
    rests_on = KnowledgeShape(many=True)
    questions = PlaceTruthShape(many=True)


class ProjectTruthView(OrganisationView):
    """How far a project's answers can be decided."""

    permissions = {"get": Permission.SEE_PROJECTS}

    @described("projects_truth", ProjectTruthShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(ProjectTruthShape(queries.project_truth(project_of(kwargs))).data)


class ItemTruthView(OrganisationView):
    """How probable an item's answers are; in a blind project reviewers read pseudonyms."""

    permissions = {"get": Permission.SEE_PEOPLE}

    @described("projects_items_truth", ItemTruthShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        item = item_of(kwargs)
        answers_seen(self, item)
        return Response(ItemTruthShape(queries.item_truth(item, named=names_told(self, item.project))).data)
