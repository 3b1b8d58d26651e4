"""Items, their annotations, and how far and how well a project goes."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import OrganisationView, found
from accounts.api.described import described, listed
from accounts.api.pages import limit_of, page
from accounts.api.serializers import StrictSerializer
from accounts.permissions import Permission
from annotation.actions.items import MOST_ITEMS_AT_ONCE, Fate, NewItem, add_items
from annotation.actions.seeing import note_seen
from annotation.api.filters import PARAMETERS, BrowsingView, cursor_after, place_of
from annotation.api.projects import NamedShape, names_told, project_of
from annotation.api.reasons import ReasonShape
from annotation.forms.searching import excerpt
from annotation.models import Annotation, Item, ItemState
from annotation.queries import agreement as agreement_queries
from annotation.queries import items as queries
from annotation.queries.browse import sorted_page
from annotation.queries.people import shown_person


class ItemShape(serializers.Serializer[Any]):
    """An item, as managers see it."""

    id = serializers.UUIDField()
    position = serializers.IntegerField()
    external_id = serializers.CharField()
    state = serializers.ChoiceField(ItemState.choices)
    content = serializers.DictField()
    metadata = serializers.DictField()
    submitted = serializers.IntegerField()
    overlap = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    priority = serializers.IntegerField(help_text="From -1 (low) to 2 (urgent).")
    line = serializers.IntegerField(help_text="Its priority, or 3 where one more answer is wanted at once.")
    due_at = serializers.DateTimeField(allow_null=True)
    agreement = serializers.FloatField(allow_null=True, help_text="From 0 to 1, once there are two answers.")
    certainty = serializers.FloatField(
        allow_null=True, help_text="How probable the least certain of its answers is, where that is asked for."
    )
    gold = serializers.SerializerMethodField()
    excerpt = serializers.SerializerMethodField(help_text="The first 200 characters of what it shows.")

    def get_gold(self, item: Item) -> bool:
        return item.state == ItemState.GOLD

    def get_excerpt(self, item: Item) -> str:
        return excerpt(item.content)


class NewItemInput(StrictSerializer):
    """An item to add; `content` is checked against the project's form."""

    external_id = serializers.CharField(max_length=255)
    content = serializers.JSONField()
    metadata = serializers.JSONField(default=dict)
    suggestions: serializers.ListField = serializers.ListField(
        child=serializers.JSONField(),
        required=False,
        help_text='Answers that models propose: `{"agent", "score", "answers"}`, where the score may be null.',
    )
    copies = serializers.IntegerField(
        min_value=1,
        max_value=MOST_ITEMS_AT_ONCE,
        required=False,
        help_text="Makes so many items of the row, under its external id and -1, -2, …: a brief for many writers.",
    )


class NewItemsInput(StrictSerializer):
    """Up to 1,000 items, copies included; all are added or none."""

    items: serializers.ListSerializer[Any] = serializers.ListSerializer(
        child=NewItemInput(), min_length=1, max_length=MOST_ITEMS_AT_ONCE
    )


class AddedShape(serializers.Serializer[Any]):
    """What became of the items sent."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    skipped = serializers.IntegerField()


class AnswerShape(serializers.Serializer[Any]):
    """One answer of the envelope."""

    question = serializers.CharField()
    on = serializers.CharField()
    value = serializers.DictField()


class AssetViewShape(serializers.Serializer[Any]):
    """Where a picture is had, for a few minutes."""

    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    media_type = serializers.CharField()


class AidedShape(serializers.Serializer[Any]):
    """A place that somebody answered after they had seen a suggestion for it, or what others had said of the item."""

    question = serializers.CharField()
    on = serializers.CharField()


class AnnotationShape(serializers.Serializer[Any]):
    """One person's answers to an item; `assets` are the pictures that they put into them, by their asset ids.

    Agreement and people's figures hear nobody but themselves. Not heard are answers to what is `aided`. Where answers
    are not `independent`, they were given after somebody had judged the item's or their author had read them; what the
    author had said before is heard in their place.
    """

    id = serializers.UUIDField()
    member = NamedShape()
    answers = AnswerShape(many=True)
    form_version = serializers.IntegerField()
    revision = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()
    seconds = serializers.IntegerField()
    aided = AidedShape(many=True)
    independent = serializers.BooleanField()
    assets = serializers.DictField(child=AssetViewShape())


class IntervalShape(serializers.Serializer[Any]):
    """A figure with both ends of its 95% interval."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class CategoryShareShape(serializers.Serializer[Any]):
    """How often a category is given; it is an option's value, or a point of the scale."""

    category = serializers.JSONField()
    share = serializers.FloatField()


class ConfusedShape(serializers.Serializer[Any]):
    """The two categories that meet most often where people differ, and their share of all differences."""

    categories = serializers.ListField(child=serializers.JSONField())
    share = serializers.FloatField()


class QuestionAgreementShape(serializers.Serializer[Any]):
    """How well people agree on one question; `reason` says why `alpha` is null. `ac1`, `fleiss`, `prevalence` and
    `confused` are null but for single choices and ratings. `counted_at` is when the counts, which change with every
    answer, were last held against a recount. Figures are of this moment. Where answers are of very many patterns, how
    wide their intervals are was worked out at `interval_at`, some minutes ago at most while people answer.
    """

    question = serializers.CharField()
    on = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    coefficient = serializers.CharField()
    metric = serializers.CharField(allow_null=True)
    alpha = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)
    items = serializers.IntegerField()
    units = serializers.IntegerField()
    annotations = serializers.IntegerField()
    reason = ReasonShape(allow_null=True)
    ac1 = IntervalShape(allow_null=True)
    fleiss = serializers.FloatField(allow_null=True)
    prevalence = CategoryShareShape(many=True, allow_null=True)
    confused = ConfusedShape(allow_null=True)
    interval_at = serializers.DateTimeField(allow_null=True)
    counted_at = serializers.DateTimeField(allow_null=True)


class AgreementShape(serializers.Serializer[Any]):
    """Agreement by question."""

    questions = QuestionAgreementShape(many=True)


class ItemsView(BrowsingView):
    """A project's items, filtered and sorted."""

    permissions = {"get": Permission.SEE_ITEMS, "post": Permission.IMPORT}

    @described("projects_items_list", listed(ItemShape), parameters=PARAMETERS)
    def get(self, request: Request, **kwargs: Any) -> Response:
        project = project_of(kwargs)
        query, sort = self.filters(request, project), request.query_params.get("sort", "position")
        after, limit = place_of(request, sort), limit_of(request)
        rows, end = sorted_page(project, query, after=after, limit=limit)
        return Response({"results": ItemShape(rows, many=True).data, "next": cursor_after(sort, end)})

    @described("projects_items_create", AddedShape, request=NewItemsInput)
    def post(self, request: Request, **kwargs: Any) -> Response:
        given = NewItemsInput(data=request.data)
        given.is_valid(raise_exception=True)
        sent = given.validated_data["items"]
        copies = {number: row.pop("copies") for number, row in enumerate(sent) if "copies" in row}
        rows = [NewItem(**row) for row in sent]
        outcomes = add_items(project=project_of(kwargs), rows=rows, copies=copies, by=self.member, at=self.at)
        fates = [outcome.fate for outcome in outcomes]
        return Response({fate.value: fates.count(fate) for fate in Fate if fate != Fate.REFUSED}, status=201)


class ItemView(OrganisationView):
    """One item."""

    permissions = {"get": Permission.SEE_ITEMS}

    @described("projects_items_retrieve", ItemShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response(ItemShape(item_of(kwargs)).data)


class ItemAnnotationsView(OrganisationView):
    """Everybody's answers to one item; in a blind project reviewers read pseudonyms."""

    permissions = {"get": Permission.SEE_ITEMS}

    @described("projects_items_annotations_list", listed(AnnotationShape))
    def get(self, request: Request, **kwargs: Any) -> Response:
        item = item_of(kwargs)
        answers_seen(self, item)
        named = names_told(self, item.project)

        def shape(rows: list[Annotation]) -> list[Any]:
            images = queries.answer_images(item.project, rows)
            return [annotation_json(row, images[row.pk], named=named) for row in rows]

        return page(request, queries.annotations(item), shape=shape)


class AgreementView(OrganisationView):
    """How well people agree."""

    permissions = {"get": Permission.SEE_PROJECTS}

    @described("projects_agreement", AgreementShape)
    def get(self, request: Request, **kwargs: Any) -> Response:
        return Response({"questions": agreement_queries.agreement(project_of(kwargs))})


def item_of(kwargs: dict[str, Any], *, lock: bool = False) -> Item:
    """The item of the address, inside the project of the address, or 404."""
    rows = Item.objects.select_related("project")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    item: Item = found(rows, project=project_of(kwargs), pk=kwargs["item_id"])
    return item


def answers_seen(view: OrganisationView, item: Item) -> None:
    """On record that the reader now knows what people said of the item, unless a script reads, or another site has
    the browser ask.
    """
    if view.grant is None and view.request.headers.get("Sec-Fetch-Site") != "cross-site":
        note_seen(item=item, member_id=view.membership.member_id, at=view.at)


def annotation_json(row: Annotation, assets: dict[str, Any], *, named: bool) -> dict[str, Any]:
    """An annotation, with its author as the reader may see them."""
    return {
        "id": row.pk,
        "member": shown_person(row.member_id, str(row.member), named=named),
        "answers": row.answers,
        "form_version": row.form_version,
        "revision": row.revision,
        "submitted_at": row.submitted_at,
        "seconds": row.seconds,
        "aided": [{"question": question, "on": on} for question, on in row.aided],
        "independent": row.independent_answers in (None, row.answers),
        "assets": assets,
    }
