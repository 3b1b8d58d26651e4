"""The records of what an export froze: chunk after chunk, in constant memory, whatever people do meanwhile."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import TextField
from django.db.models.functions import Cast

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.models import Asset, AssetState
from exports.formats.jsonl import Json, parsed
from exports.formats.records import About, AnnotationRecord, ItemRecord, MediaRecord
from exports.formats.splits import split_of
from exports.models import Export, ExportChunk
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
WITH r AS MATERIALIZED (
  SELECT id, annotation_id, number, form_version, content_version, answers::text AS answers,
    to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
  FROM annotation_revision WHERE organisation_id = %(organisation)s AND id = ANY (%(ids)s::uuid[])
), a AS MATERIALIZED (
  SELECT id, member_id, assignment_id FROM annotation_annotation
  WHERE organisation_id = %(organisation)s AND id = ANY ((SELECT array_agg(annotation_id) FROM r)::uuid[])
), s AS MATERIALIZED (
  SELECT id, shown::text AS shown FROM annotation_assignment
  WHERE organisation_id = %(organisation)s AND id = ANY ((SELECT array_agg(assignment_id) FROM a)::uuid[])
)
SELECT r.id::text, a.id::text, a.member_id::text, r.form_version, r.content_version, r.number, r.at, r.answers,
  coalesce(s.shown, '[]')
FROM r JOIN a ON a.id = r.annotation_id JOIN s ON s.id = a.assignment_id
"""
RESOLUTIONS = """
SELECT id::text, id::text, NULL, form_version, content_version, 1,
  to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), answers::text, '[]'
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
    annotation_id: str
    member_id: str | None
    form_version: int
    content_version: int
    revision: int
    created_at: str
    answers: str
    shown: str


class Shown(NamedTuple):
    """A row of `ITEMS`."""

    id: str
    external_id: str
    position: int
    version: int
    content: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a chunk's rows in the tables say: items and answers by id, contents by item and version."""

    items: Mapping[str, Shown]
    answers: Mapping[str, Answer]
    texts: Texts


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
        """The records of one chunk."""
        return read_chunk(self._export, number, self._names, whole=self._whole)

    def made(self, first: int, make: Callable[[list[ItemRecord]], Made]) -> Iterator[Made]:
        """What `make` makes of each chunk from the `first` on. The database looks for the next chunk meanwhile: one
        that asks it for something waits for that.
        """
        chunks = self.chunks()
        records = self.chunk(first) if first < chunks else []
        for number in range(first + 1, chunks):
            if self._whole:
                yield make(records)
                records = self.chunk(number)
                continue
            with transaction.atomic():
                items = named_items(self._export, number)
                with connection.connection.pipeline():
                    ahead = LookUp(items, resolved=self._export.options["answers"] == "resolutions")
                    done = make(records)
                frozen = ahead.found()
            yield done
            records = _as_seen(items, frozen, self._names, self._export.options.get("split"))
        if first < chunks:
            yield make(records)


def read_chunk(export: Export, number: int, names: Names, *, whole: bool = False) -> list[ItemRecord]:
    """The records of one chunk, in four queries at most, or with `whole` one more for each table."""
    with transaction.atomic():
        items = named_items(export, number)
        frozen = LookUp(items, resolved=export.options["answers"] == "resolutions").found()
        more = _more(items, frozen, Readers(names, export.options["people"] == "ids")) if whole else {}
    shares = export.options.get("split")
    if whole:
        return [_whole(item, frozen, names, shares, more[item["id"]]) for item in items]
    return _as_seen(items, frozen, names, shares)


def _as_seen(items: Iterable[Row], frozen: Frozen, names: Names, shares: Row | None) -> list[ItemRecord]:
    """The items with the answers that were chosen."""
    return [record for item in items for record in _records(item, frozen, names, shares)]


def named_items(export: Export, number: int) -> list[Row]:
    """What a chunk names: items with their answers."""
    chunk = ExportChunk.objects.annotate(text=Cast("items", TextField()))
    items: list[Row] = parsed(chunk.values_list("text", flat=True).get(export=export, number=number))
    return items


def _more(items: Sequence[Row], frozen: Frozen, readers: Readers) -> dict[str, dict[str, Any]]:
    counted = {
        frozen.answers[answer[0]].annotation_id: frozen.answers[answer[0]].content_version
        for item in items
        for answer in item["answers"]
    }
    return everything_of([item["id"] for item in items], counted, readers)


def _whole(item: Row, frozen: Frozen, names: Names, shares: Row | None, more: dict[str, Any]) -> ItemRecord:
    """An item with all its answers, whichever content they are about."""
    answers = [_annotation(frozen.answers[pk], seconds, verdict, names) for pk, seconds, verdict in item["answers"]]
    return _record(item, frozen, item["version"], answers, shares, more)


class LookUp:
    """The rows of the tables that a chunk names: asked for at once, `found` when they are wanted."""

    def __init__(self, items: Sequence[Row], *, resolved: bool) -> None:
        self._wanted = {item["id"]: item["version"] for item in items}
        self._named = [(item["id"], answer[0]) for item in items for answer in item["answers"]]
        _execute(BY_THEIR_IDS)
        self._items = _ask(ITEMS, self._wanted)
        self._answers = _ask(RESOLUTIONS if resolved else REVISIONS, [answer for _, answer in self._named])
        _execute(AS_USUAL)

    def found(self) -> Frozen:
        """The rows."""
        shown = {row[0]: Shown(*row) for row in self._items.fetchall()}
        answers = {row[0]: Answer(*row) for row in self._answers.fetchall()}
        texts: Texts = {(row.id, row.version): Json(row.content) for row in shown.values()}
        versions = {(item_id, answers[answer].content_version) for item_id, answer in self._named}
        if earlier := (versions | set(self._wanted.items())) - texts.keys():
            _execute(BY_THEIR_IDS)
            rows = _ask(EARLIER, sorted({item_id for item_id, _ in earlier})).fetchall()
            _execute(AS_USUAL)
            texts |= {(item_id, version): Json(content) for item_id, version, content in rows}
        return Frozen(shown, answers, texts)


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
    for pk, seconds, verdict in item["answers"]:
        answer = frozen.answers[pk]
        record = _annotation(answer, seconds, verdict, names)
        by_version.setdefault(answer.content_version, []).append(record)
    if not by_version:
        by_version[item["version"]] = []
    for version in sorted(by_version):
        yield _record(item, frozen, version, by_version[version], shares, {})


def _record(
    item: Row, frozen: Frozen, version: int, answers: list[AnnotationRecord], shares: Row | None, more: dict[str, Any]
) -> ItemRecord:
    shown = frozen.items[item["id"]]
    stored = frozen.texts.get((shown.id, version)) or Json(shown.content)
    return ItemRecord(
        id=shown.id,
        external_id=shown.external_id,
        position=shown.position,
        stored=stored,
        metadata=item["metadata"],
        state=item["state"],
        annotations=answers,
        content_version=version,
        agreement=item["agreement"],
        split=split_of(stored.value, shares) if shares else "",
        more=more,
    )


def _annotation(answer: Answer, seconds: int, verdict: str, names: Names) -> AnnotationRecord:
    return AnnotationRecord(
        id=answer.annotation_id,
        annotator=names(answer.member_id) if answer.member_id else "resolution",  # type: ignore[arg-type]
        form_version=answer.form_version,
        answers=_known(answer.answers),
        shown=_known(answer.shown),
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
