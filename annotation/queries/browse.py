"""The item browser: a project's items by filters and in an order, from lists of what is allowed.

A filter on what belongs to other tables (words, metadata, people, verdicts) is first asked for its items, up to
`MOST_IDS`: a selective one then costs what it finds, whatever the planner believes of tables that have just grown. One
that finds more is asked item by item in the order of the page, which soon fills it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    UUIDField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan  # type: ignore[import-untyped]
from django.db.models.functions import Greatest, Least

from accounts.models import Member
from accounts.queries.pseudonyms import pseudonym_id
from accounts.refusals import Fault, Invalid
from annotation.forms.problems import unstorable
from annotation.forms.searching import scope_of, search_query
from annotation.models import Annotation, Assignment, Item, ItemState, Judgement, Project, SavedView, Tally
from annotation.queries.browse_facts import FACTS, facts_sought, items_said_by
from annotation.queries.browse_models import items_scored, read_models, read_scored
from annotation.queries.browse_truth import bitmap_of, positions_in, read_truth

MOST_IDS = 5_000
MOST_COUNTED = 10_000
LONGEST_FILTER = 500
LONGEST_LIST = 4000
"""Characters of a filter that names items one by one."""
LONGEST = {"ids": LONGEST_LIST} | dict.fromkeys(("model", "judged", "won", "score"), 5000)
"""Characters of filters that are longer than others: names of models, in JSON, may be."""
METADATA = "metadata."
Query = Mapping[str, Any]
"""Filters by name, as in the address: {"state": "open,review", "answers": "1..3", "metadata.split": "train"}."""
Rows = QuerySet[Item]
SEARCH = "SELECT item_id FROM door_search_items(%s, %s::tsquery, %s)"
FIND = "SELECT item_id FROM door_find_items(%s, %s::tsquery, %s)"
"""Doors that may use the index: items of a project by their words, and by what people said of them."""
YES_OR_NO = {"true": True, "false": False}


class Sort(NamedTuple):
    """A way to sort: by a field and then by id; items without a value come last, by their position."""

    field: str
    read: Callable[[Any], Any]
    nullable: bool = False


class Place(NamedTuple):
    """Where a page ended: the last item's value and id, or no value and its position."""

    value: Any
    tie: Any


SORTS = {
    "position": Sort("position", int),
    "agreement": Sort("agreement", float, nullable=True),
    "certainty": Sort("certainty", float, nullable=True),
    "answers": Sort("submitted", int),
    "due": Sort("due_at", datetime.fromisoformat, nullable=True),
    "priority": Sort("priority", int),
    "updated": Sort("updated_at", datetime.fromisoformat),
}


def filtered_items(project: Project, query: Query) -> Rows:
    """The items of a project that all the filters let through, in no order.

    Filters: `state` (some of them, by commas), `answers`, `agreement`, `certainty` and `priority` (`2`, `1..3`, `1..`,
    `..3`), `answered` (days as `2026-01-31..2026-02-28`, either end of which may be open: an answer that counts was
    given on one of them, in UTC), `member` (who answered them; of several, by commas, all did), `said` (a JSON list of
    a question and an option, which somebody chose, or two options, of which two people chose one each about the same
    thing; with `member` only what they said counts), `truth` (a JSON list of a question and how far it was decided when
    that was last worked out: `decided`, `tied` or `review`), `ids` (some of them, by commas), `verdict` (or `none`:
    answers without one), `gold` and `assigned` (`true`, `false`; or whom an open place is kept for or who has claimed
    one), `q` (words of the texts and of the external id, the last one perhaps unfinished), `metadata.<key>` (a value,
    or one of a list); and of the models behind responses `model`, `judged`, `won` and `score`, JSON lists as
    `annotation.queries.browse_models` reads them. `sort` is let pass. Raises `Invalid` with `/<name>` for each that is
    not allowed.
    """
    narrowing = checked(query)
    facts = {name: _said(value) for name, value in query.items() if name in FACTS}
    if "said" in facts and "member" in query:
        narrowing.append(_said_by(facts.pop("said"), _said(query["member"])))
    rows: Rows = Item.objects.filter(project=project, position__gte=0)
    for narrow in narrowing:
        rows = narrow(rows, project)
    if facts:
        rows = _behind(FIND, rows, project, facts_sought(project, facts))
    wanted = [(name.removeprefix(METADATA), _said(query[name])) for name in query if name.startswith(METADATA)]
    words = search_query(scope_of(project.pk), _said(query.get("q", "")), wanted)
    return _behind(SEARCH, rows, project, words) if words else rows


def checked(query: Query, allowed: Collection[str] | None = None) -> list[Callable[[Rows, Project], Rows]]:
    """What the filters of a query do, words and metadata aside; raises `Invalid` as `filtered_items` does.

    `allowed` are the names that may stand there besides metadata, if not all.
    """
    faults: list[Fault] = []
    chosen: list[Callable[[Rows, Project], Rows]] = []
    for name, value in query.items():
        try:
            if allowed is not None and name not in allowed and not name.startswith(METADATA):
                raise ValueError("This filter is not known.")  # noqa: TRY301
            chosen += _filter(name, _text(value, LONGEST.get(name, LONGEST_FILTER)))
        except ValueError as error:
            faults.append(Fault(f"/{name}", str(error)))
    if faults:
        raise Invalid(problems=faults)
    return chosen


def chosen_items(project: Project, ids: Sequence[UUID] | None, query: Query | None, *, most: int) -> list[UUID]:
    """The ids of items that a request names one by one or by a query; raises `Invalid` for more than `most`."""
    if ids is not None:
        return list(ids)
    try:
        found = list(filtered_items(project, query or {}).values_list("pk", flat=True)[: most + 1])
    except Invalid as refusal:
        faults = [Fault(f"/items/query{pointer}", detail) for pointer, detail in refusal.problems]
        raise Invalid(problems=faults) from None
    if len(found) > most:
        raise Invalid(problems=[Fault("/items/query", f"These are more than {most} items.")])
    return found


def sorted_page(
    project: Project, query: Query, *, after: Place | None = None, limit: int
) -> tuple[list[Item], Place | None]:
    """The next items by the query's `sort` (`position`, or `-agreement` for the highest first), and where they end."""
    name = str(query.get("sort", "position"))
    sort, descending = sort_of(name), name.startswith("-")
    rows = filtered_items(project, query)
    found: list[Item] = []
    if after is None or after.value is not None:
        ordered = _in_order(rows, sort, after, descending=descending)[: limit + 1]
        found = _presorted(ordered) if set(query) <= {"sort"} else list(ordered)
    if sort.nullable and len(found) <= limit:
        without = rows.filter(**{f"{sort.field}__isnull": True}).order_by("position")
        if after is not None and after.value is None:
            without = without.filter(position__gt=after.tie)
        found += without[: limit + 1 - len(found)]
    if len(found) <= limit:
        return found, None
    last = found[limit - 1]
    value = getattr(last, sort.field)
    return found[:limit], Place(value, last.position if value is None else last.pk)


def count_items(project: Project, query: Query) -> tuple[int, bool]:
    """How many items a query finds, and whether that is exact: it is not counted beyond `MOST_COUNTED`, except for
    states alone, whose counts are kept.
    """
    rows = filtered_items(project, query)
    if set(query) <= {"state", "sort"}:
        kept = Tally.objects.filter(project=project, subject="item", member=None)
        if "state" in query:
            kept = kept.filter(state__in=_text(query["state"]).split(","))
        return kept.aggregate(n=Sum("n"))["n"] or 0, True
    count = rows.order_by()[: MOST_COUNTED + 1].count()
    return min(count, MOST_COUNTED), count <= MOST_COUNTED


def member_behind(pseudonym: UUID) -> UUID:
    """The member who is shown to clients under this id; the id itself, which is nobody's, if there is none."""
    known = Member.objects.values_list("pk", flat=True)
    return next((member for member in known if pseudonym_id(member) == pseudonym), pseudonym_id(pseudonym))


def sort_of(name: str) -> Sort:
    """The way to sort of this name; raises `Invalid`."""
    if (sort := SORTS.get(name.removeprefix("-"))) is None:
        raise Invalid(problems=[Fault("/sort", f"One of {', '.join(SORTS)}; with - for the other way round.")])
    return sort


def _in_order(rows: Rows, sort: Sort, after: Place | None, *, descending: bool) -> Rows:
    """By the field and then by id, one comparison of both, which an index of both answers at any depth."""
    if sort.nullable:
        rows = rows.filter(**{f"{sort.field}__isnull": False})
    if after is not None:
        beyond = TupleLessThan if descending else TupleGreaterThan
        rows = rows.filter(beyond(Tuple(F(sort.field), F("pk")), (after.value, after.tie)))
    sign = "-" if descending else ""
    return rows.order_by(f"{sign}{sort.field}", f"{sign}pk")


def _presorted(rows: Rows) -> list[Item]:
    """Rows in an order that an index has. A planner that has not heard of the project's items yet takes them for few,
    and would rather sort all of them.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        found = list(rows)
        cursor.execute("SET LOCAL enable_sort TO DEFAULT")
    return found


def _filter(name: str, text: str) -> Iterator[Callable[[Rows, Project], Rows]]:
    """What a filter does, unless a search does it; raises ValueError with what is wrong."""
    if name == "sort":
        if text.removeprefix("-") not in SORTS:
            raise ValueError(f"One of {', '.join(SORTS)}; with - for the other way round.")
    elif name in FILTERS:
        yield FILTERS[name](text)
    elif name in FACTS:
        FACTS[name](text)
    elif name == "q":
        if not search_query("", text):
            raise ValueError("Holds no word to look for.")
    elif not name.startswith(METADATA) or name == METADATA or unstorable(name):
        raise ValueError("This filter is not known.")


def _text(value: object, longest: int = LONGEST_FILTER) -> str:
    text = _said(value)
    if not text or len(text) > longest or unstorable(text):
        raise ValueError(f"A text of 1 to {longest} characters.")
    return text


def _said(value: object) -> str:
    """A value as the address would say it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _states(text: str) -> Callable[[Rows, Project], Rows]:
    states = text.split(",")
    if not set(states) <= set(ItemState.values):
        raise ValueError(f"Some of {', '.join(ItemState.values)}, with commas between them.")
    return lambda rows, _: rows.filter(state__in=states)


def _between(field: str, read: Callable[[str], Any]) -> Callable[[str], Callable[[Rows, Project], Rows]]:
    """A filter by a number or a range of them."""
    number = r"(-?\d{1,9}(?:\.\d{1,9})?)"

    def parse(text: str) -> Callable[[Rows, Project], Rows]:
        match = re.fullmatch(rf"{number}|{number}?\.\.{number}?", text)
        if match is None or text == "..":
            raise ValueError("A number, or a range such as 1..3, 1.. or ..3.")
        exact, low, high = match.groups()
        try:
            bounds = {"gte": exact or low, "lte": exact or high}
            condition = {f"{field}__{word}": read(value) for word, value in bounds.items() if value}
        except ValueError:
            raise ValueError("Whole numbers.") from None
        return lambda rows, _: rows.filter(**condition)

    return parse


def _member(text: str) -> Callable[[Rows, Project], Rows]:
    members = {_identity(each) for each in text.split(",")}

    def answered_by(rows: Rows, project: Project) -> Rows:
        for member in members:
            rows = _among(rows, Annotation.objects.filter(project=project, member_id=member, withdrawn_at=None))
        return rows

    return answered_by


def _ids(text: str) -> Callable[[Rows, Project], Rows]:
    try:
        ids = [UUID(each) for each in text.split(",")]
    except ValueError:
        raise ValueError("Ids of items, with commas between them.") from None
    return lambda rows, _: _those(rows, ids)


def _said_by(text: str, people: str) -> Callable[[Rows, Project], Rows]:
    """Items about which one of these people said one thing, or two of them two things."""
    members = [_identity(each) for each in people.split(",")]
    return lambda rows, project: _those(rows, items_said_by(project, text, members, most=MOST_COUNTED))


def _truth(text: str) -> Callable[[Rows, Project], Rows]:
    asked = read_truth(text)

    def decided(rows: Rows, project: Project) -> Rows:
        positions = positions_in(project, asked)
        if len(positions) <= MOST_IDS:
            known = Value(positions.tolist(), output_field=ArrayField(BigIntegerField()))
            return rows.filter(_IsOneOf(F("position"), known))
        bitmap = bitmap_of(positions)
        place = Greatest(Least(F("position"), Value(8 * len(bitmap) - 1)), Value(0))
        return rows.filter(_IsSet(Value(bitmap), place))

    return decided


def _models(text: str) -> Callable[[Rows, Project], Rows]:
    models = read_models(text)
    return lambda rows, project: _behind(SEARCH, rows, project, search_query(scope_of(project.pk), "", models=models))


def _score(text: str) -> Callable[[Rows, Project], Rows]:
    scored = read_scored(text)

    def between(rows: Rows, project: Project) -> Rows:
        found = items_scored(project, scored).values_list("item_id", flat=True)
        ids = list(found[: MOST_IDS + 1])
        return _those(rows, ids) if len(ids) <= MOST_IDS else rows.filter(_IsAmong(F("pk"), Subquery(found)))

    return between


def _verdict(text: str) -> Callable[[Rows, Project], Rows]:
    if text not in {*Judgement.values, "none"}:
        raise ValueError(f"One of {', '.join(Judgement.values)} or none.")

    def judged(rows: Rows, project: Project) -> Rows:
        answers = Annotation.objects.filter(project=project)
        if text == "none":
            return _among(rows, answers.filter(verdict="", withdrawn_at=None))
        return _among(rows, answers.filter(verdict=text))

    return judged


def _gold(text: str) -> Callable[[Rows, Project], Rows]:
    wanted = _yes_or_no(text)
    return lambda rows, _: rows.filter(state=ItemState.GOLD) if wanted else rows.exclude(state=ItemState.GOLD)


def _assigned(text: str) -> Callable[[Rows, Project], Rows]:
    member = None if text in YES_OR_NO else _identity(text)

    def assigned(rows: Rows, project: Project) -> Rows:
        places = Assignment.objects.filter(project=project)
        if member is not None:
            kept = places.filter(state="open", reserved_for_id=member)
            return _among(rows, kept, places.filter(state="claimed", member_id=member))
        somebodys = places.filter(state="open", reserved_for__isnull=False), places.filter(state="claimed")
        return _among(rows, *somebodys, inside=YES_OR_NO[text])

    return assigned


def _yes_or_no(text: str) -> bool:
    if text not in YES_OR_NO:
        raise ValueError("true or false.")
    return YES_OR_NO[text]


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ValueError("An id of a member.") from None


FILTERS: dict[str, Callable[[str], Callable[[Rows, Project], Rows]]] = {
    "state": _states,
    "answers": _between("submitted", int),
    "agreement": _between("agreement", float),
    "certainty": _between("certainty", float),
    "priority": _between("priority", int),
    "member": _member,
    "truth": _truth,
    "model": _models,
    "score": _score,
    "ids": _ids,
    "verdict": _verdict,
    "gold": _gold,
    "assigned": _assigned,
}
NAMES = (*FILTERS, *FACTS, "q", "sort")
"""What a query may hold, besides metadata."""


def _among(rows: Rows, *related: "QuerySet[Annotation] | QuerySet[Assignment]", inside: bool = True) -> Rows:
    """The items that one of the related rows is about, or the others."""
    ids: list[UUID] = []
    for found in related:
        ids += found.values_list("item_id", flat=True)[: MOST_IDS + 1]
    if len(ids) <= MOST_IDS:
        return _those(rows, ids, inside=inside)
    about = Q()
    for found in related:
        about |= Q(Exists(found.filter(item=OuterRef("pk"))))
    return rows.filter(about if inside else ~about)


def _those(rows: Rows, ids: Iterable[UUID], *, inside: bool = True) -> Rows:
    chosen = Q(_IsOneOf(F("pk"), Value(list(ids), output_field=ArrayField(UUIDField()))))
    return rows.filter(chosen if inside else ~chosen)


def _behind(door: LiteralString, rows: Rows, project: Project, sought: str) -> Rows:
    """The items that a search through a door finds. Many are put into a table of hashes at once."""
    ids = search_items(project.pk, sought, most=MOST_IDS + 1, door=door)
    if len(ids) <= MOST_IDS:
        return _those(rows, ids)
    every = RawSQL(door, [project.pk, sought, None])  # noqa: S611  # nosec B611  # no part of a door is anybody's
    return rows.filter(_IsAmong(F("pk"), every))


def search_items(project_id: UUID, sought: str, *, most: int, door: LiteralString = SEARCH) -> list[UUID]:
    """So many items of a project that a search finds, if there are."""
    with connection.cursor() as cursor:
        cursor.execute(door, [project_id, sought, most])
        return [item_id for (item_id,) in cursor.fetchall()]


class _IsOneOf(Func):
    """A planner knows how long an array is, and never looks for so many items in another way than by their ids."""

    arg_joiner = " = ANY ("
    template = "(%(expressions)s))"
    output_field = BooleanField()


class _IsSet(Func):
    """A bit of a bitmap: looking it up costs nothing but the item's row."""

    function = "get_bit"
    template = "(%(function)s(%(expressions)s) = 1)"
    output_field = BooleanField()


class _IsAmong(Func):
    """With IS TRUE a subquery is no join, which would be planned by a guess at what a function returns."""

    arg_joiner = " IN "
    template = "((%(expressions)s) IS TRUE)"
    output_field = BooleanField()


def views(project: Project | None, member: Member, *, shared: bool) -> QuerySet[SavedView]:
    """The views that a member keeps, of one project if it is named, and with `shared` those that others share."""
    rows = SavedView.objects.filter(Q(member=member) | Q(shared=True) if shared else Q(member=member))
    return (rows if project is None else rows.filter(project=project)).select_related("member__user")
