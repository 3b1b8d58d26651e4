"""The records of what an export froze: chunk after chunk, in constant memory, whatever people do meanwhile."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.models import Asset, AssetState
from exports.formats.jsonl import Json
from exports.formats.records import About, AnnotationRecord, ItemRecord, MediaRecord
from exports.formats.splits import split_of
from exports.models import Export
from exports.queries.everything import Readers, everything_of
from exports.queries.pseudonyms import Names, names_of_people

SHORT = 500
Row = Mapping[str, Any]
Texts = dict[tuple[str, int], Json]
"""Contents by item and version."""

# A planner that takes the tables for empty, as it does until they are analysed, would join them in an order that takes
# hours, or look through all of them for each chunk. So each is asked for its rows by their ids, by its index, and
# without loops there is one way left to put them together.
BY_THEIR_IDS = "SELECT set_config('enable_nestloop', 'off', true), set_config('enable_seqscan', 'off', true)"
AS_USUAL = "SELECT set_config('enable_nestloop', 'on', true), set_config('enable_seqscan', 'on', true)"
REVISIONS = """
SELECT id::text, content_version, form_version, number,
  to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), answers::text
FROM annotation_revision WHERE organisation_id = %(organisation)s AND id = ANY (%(ids)s::uuid[])
"""
RESOLUTIONS = """
SELECT id::text, content_version, form_version, 1,
  to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), answers::text
FROM annotation_resolution WHERE organisation_id = %(organisation)s AND id = ANY (%(ids)s::uuid[])
"""
ITEMS = """
SELECT id::text, external_id, position, content_version, content::text
FROM annotation_item WHERE organisation_id = %(organisation)s AND id = ANY (%(ids)s::uuid[])
"""
EARLIER = """
SELECT item_id::text, version, content::text
FROM annotation_itemversion WHERE organisation_id = %(organisation)s AND item_id = ANY (%(ids)s::uuid[])
"""


Made = TypeVar("Made")


class Answer(NamedTuple):
    """A row of `REVISIONS`."""

    id: str
    content_version: int
    form_version: int
    revision: int
    created_at: str
    answers: str


class Shown(NamedTuple):
    """A row of `ITEMS`."""

    id: str
    external_id: str
    position: int
    version: int
    content: str


class Frozen:
    """A chunk's items as the export named them, and by their ids the rows of tables: what each shows, what was
    answered; contents by item and version.
    """

    def __init__(self, named: list[Row], items: list[Any], answers: list[Any], earlier: list[Any]) -> None:
        self.named = named
        self._rows = items, answers, earlier

    @cached_property
    def items(self) -> Mapping[str, Shown]:
        return {row[0]: Shown(*row) for row in self._rows[0]}

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        return {row[0]: Answer(*row) for row in self._rows[1]}

    @cached_property
    def texts(self) -> Texts:
        now = {(row[0], row[3]): Json(row[4]) for row in self._rows[0]}
        return now | {(item_id, version): Json(content) for item_id, version, content in self._rows[2]}


class Asked:
    """What the tables say of a chunk's items and answers: asked for at once, `found` when it is wanted."""

    def __init__(self, named: list[Row], *, resolved: bool) -> None:
        self._named = named
        _execute(BY_THEIR_IDS)
        self._items = _ask(ITEMS, [item["id"] for item in named])
        self._answers = _ask(RESOLUTIONS if resolved else REVISIONS, [a[0] for item in named for a in item["answers"]])
        _execute(AS_USUAL)

    def found(self) -> Frozen:
        """The rows, in the transaction in which they were asked for."""
        answers, items = self._answers.fetchall(), self._items.fetchall()
        # A content that was changed after somebody answered is looked up among the earlier ones.
        current, versions = {(row[0], row[3]) for row in items}, {row[0]: row[1] for row in answers}
        about = {(item["id"], versions[answer[0]]) for item in self._named for answer in item["answers"]}
        about |= {(item["id"], item["version"]) for item in self._named}
        earlier: list[Any] = []
        if changed := {item_id for item_id, _ in about - current}:
            _execute(BY_THEIR_IDS)
            earlier = _ask(EARLIER, sorted(changed)).fetchall()
            _execute(AS_USUAL)
        return Frozen(self._named, items, answers, earlier)


class Pictures:
    """The verified pictures that items show."""

    def media(self, ids: Sequence[str]) -> Mapping[str, MediaRecord]:
        """The pictures with these ids; those that are gone are left out."""
        with transaction.atomic():
            rows = Asset.objects.filter(pk__in=list(filter(_is_id, ids)), status=AssetState.READY)
            found = {str(row.pk): _picture(row) for row in rows}
        return {pk: found[pk] for pk in ids if pk in found}

    def read(self, media: MediaRecord) -> Iterator[bytes]:
        """A picture's bytes, from the object store."""
        with transaction.atomic():
            key = Asset.objects.values_list("key", flat=True).get(pk=media.id)
        yield from storage.read(current_organisation_id(), key)


class FrozenRows(Pictures):
    """The data set of an export that froze rows of the database.

    A record stands for an item as people saw it: one whose content was changed between two answers is in two records,
    one for each content. With `whole` it has everything there is of the item, as it is now. `reached` hears after each
    chunk how many answers have passed in this walk.
    """

    def __init__(
        self, export: Export, about: About, *, whole: bool = False, reached: Callable[[int], None] = lambda _: None
    ) -> None:
        self.about = about
        self._export = export
        self._whole = whole
        self._reached = reached
        self._names = names_of_people(export.options["people"], export.project_id)

    def items(self) -> Iterator[ItemRecord]:
        """Every item, by position."""
        passed = 0
        for number in range(self.chunks()):
            records = self.chunk(number)
            yield from records
            passed += sum(len(record.annotations) for record in records)
            self._reached(passed)

    def chunks(self) -> int:
        """How many chunks there are."""
        with transaction.atomic():
            return self._export.chunks.count()

    def chunk(self, number: int) -> list[ItemRecord]:
        """The records of one chunk, in four queries at most, or with `whole` one more for each table."""
        with transaction.atomic(), uncollected():
            found = self._ask(named_items(self._export, number)).found()
            return self._whole_records(found) if self._whole else self._records(found)

    def made(self, first: int, make: Callable[[list[ItemRecord]], Made]) -> Iterator[Made]:
        """What `make` makes of each chunk from the `first` on. The database looks for the next chunk meanwhile: one
        that asks it for something waits for that.
        """
        chunks = self.chunks()
        if self._whole or first >= chunks:
            yield from (make(self.chunk(number)) for number in range(first, chunks))
            return
        with transaction.atomic(), uncollected():
            found = self._ask(named_items(self._export, first)).found()
        for number in range(first + 1, chunks):
            with transaction.atomic(), uncollected():
                items = named_items(self._export, number)
                with connection.connection.pipeline():
                    coming = self._ask(items)
                    done = make(self._records(found))
                found = coming.found()
            yield done
        yield make(self._records(found))

    def _ask(self, items: list[Row]) -> Asked:
        return Asked(items, resolved=self._export.options["answers"] == "resolutions")

    def _records(self, found: Frozen) -> list[ItemRecord]:
        """The items with the answers that were chosen."""
        shares = self._export.options.get("split")
        return [record for item in found.named for record in _records(item, found, self._names, shares)]

    def _whole_records(self, found: Frozen) -> list[ItemRecord]:
        """The same with everything there is of them."""
        shares = self._export.options.get("split")
        more = _more(found, Readers(self._names, self._export.options["people"] == "ids"))
        return [_whole(item, found, self._names, shares, more[item["id"]]) for item in found.named]


def named_items(export: Export, number: int) -> list[Row]:
    """What a chunk names: items with their answers."""
    items: list[Row] = orjson.loads(export.chunks.filter(number=number).values_list("items", flat=True).get())
    return items


@contextmanager
def uncollected() -> Iterator[None]:
    """Thousands of records come and go without a cycle among them; to look for one takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _more(found: Frozen, readers: Readers) -> dict[str, dict[str, Any]]:
    counted = {
        annotation: found.answers[pk].content_version
        for item in found.named
        for pk, _, _, annotation, *_ in item["answers"]
    }
    return everything_of([item["id"] for item in found.named], counted, readers)


def _whole(item: Row, frozen: Frozen, names: Names, shares: Row | None, more: dict[str, Any]) -> ItemRecord:
    """An item with all its answers, whichever content they are about."""
    answers = [_annotation(frozen.answers[named[0]], named, names) for named in item["answers"]]
    return _record(item, frozen, item["version"], answers, shares, more)


def _ask(sql: str, ids: Iterable[str]) -> CursorWrapper:
    cursor = connection.cursor()
    cursor.execute(sql, {"organisation": current_organisation_id(), "ids": "{" + ",".join(ids) + "}"})
    return cursor


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _records(item: Row, frozen: Frozen, names: Names, shares: Row | None) -> Iterator[ItemRecord]:
    """An item's records: one for each content that the chosen answers are about."""
    by_version: dict[int, list[AnnotationRecord]] = {}
    for named in item["answers"]:
        answer = frozen.answers[named[0]]
        record = _annotation(answer, named, names)
        by_version.setdefault(answer.content_version, []).append(record)
    if not by_version:
        by_version[item["version"]] = []
    for version in sorted(by_version):
        yield _record(item, frozen, version, by_version[version], shares, {})


def _record(
    item: Row, frozen: Frozen, version: int, answers: list[AnnotationRecord], shares: Row | None, more: dict[str, Any]
) -> ItemRecord:
    shown = frozen.items[item["id"]]
    content = frozen.texts.get((shown.id, version)) or frozen.texts[shown.id, shown.version]
    return ItemRecord(
        id=shown.id,
        external_id=shown.external_id,
        position=shown.position,
        content_json=content,
        metadata_json=Json(item["metadata"]),
        state=item["state"],
        annotations=answers,
        content_version=version,
        agreement=item["agreement"],
        split=split_of(content.value, shares) if shares else "",
        more=more,
    )


def _annotation(answer: Answer, named: Sequence[Any], names: Names) -> AnnotationRecord:
    _, seconds, verdict, annotation_id, member_id, shown = named
    return AnnotationRecord(
        id=annotation_id,
        annotator=names(member_id) if member_id else "resolution",  # type: ignore[arg-type]
        form_version=answer.form_version,
        answers=_known(answer.answers),
        shown=shown,
        revision=answer.revision,
        submitted_at=answer.created_at,
        seconds=seconds,
        verdict=verdict,
    )


def _known(text: str) -> Any:
    """The value of a JSON text, which nobody changes: short ones come again and again."""
    return _parsed_before(text) if len(text) < SHORT else orjson.loads(text)


@lru_cache(4096)
def _parsed_before(text: str) -> Any:
    return orjson.loads(text)


def _picture(asset: Asset) -> MediaRecord:
    return MediaRecord(
        id=str(asset.pk),
        filename=asset.filename,
        media_type=asset.media_type,
        width=asset.width or 0,
        height=asset.height or 0,
        size=asset.size,
        sha256=asset.sha256,
    )


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
