"""The records of what an export froze: chunk after chunk, in constant memory, whatever people do meanwhile."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection, transaction

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.models import Asset, AssetState
from exports.formats.records import About, AnnotationRecord, ItemRecord, MediaRecord
from exports.formats.splits import split_of
from exports.models import Export, ExportChunk
from exports.queries.everything import Readers, everything_of
from exports.queries.pseudonyms import Names, names_of_people

LONG_NUMBER = re.compile(r"\d{19}")
Row = Mapping[str, Any]
Texts = dict[tuple[str, int], str]
"""The JSON of contents by item and version."""

# A planner that takes the tables for empty, as it does until they are analysed, would join them in an order that takes
# hours, or look through all of them for each chunk. So each is asked for its rows by their ids, by its index, and
# without loops there is one way left to put them together.
BY_THEIR_IDS = "SET LOCAL enable_nestloop = off; SET LOCAL enable_seqscan = off"
AS_USUAL = "SET LOCAL enable_nestloop TO DEFAULT; SET LOCAL enable_seqscan TO DEFAULT"
REVISIONS = """
WITH r AS MATERIALIZED (
  SELECT id, annotation_id, number, form_version, content_version, answers::text AS answers,
    to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00') AS at
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
  to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00'), answers::text, '[]'
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


def read_chunk(export: Export, number: int, names: Names, *, whole: bool = False) -> list[ItemRecord]:
    """The records of one chunk, in four queries at most, or with `whole` one more for each table."""
    with transaction.atomic():
        items: list[Row] = ExportChunk.objects.values_list("items", flat=True).get(export=export, number=number)
        frozen = read_frozen(items, resolved=export.options["answers"] == "resolutions")
        more = _more(items, frozen, Readers(names, export.options["people"] == "ids")) if whole else {}
    shares = export.options.get("split")
    if whole:
        return [_whole(item, frozen, names, shares, more[item["id"]]) for item in items]
    return [record for item in items for record in _records(item, frozen, names, shares)]


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


def read_frozen(items: Iterable[Row], *, resolved: bool) -> Frozen:
    """The rows of the tables that a chunk names."""
    wanted = {item["id"]: item["version"] for item in items}
    shown = {row[0]: Shown(*row) for row in _fetch(ITEMS, list(wanted))}
    ids = [answer[0] for item in items for answer in item["answers"]]
    answers = {row[0]: Answer(*row) for row in _fetch(RESOLUTIONS if resolved else REVISIONS, ids)}
    texts: Texts = {(row.id, row.version): row.content for row in shown.values()}
    versions = {(item["id"], answers[answer[0]].content_version) for item in items for answer in item["answers"]}
    if earlier := (versions | set(wanted.items())) - texts.keys():
        found = _fetch(EARLIER, sorted({item_id for item_id, _ in earlier}))
        texts |= {(item_id, version): content for item_id, version, content in found}
    return Frozen(shown, answers, texts)


def _fetch(sql: str, ids: Collection[str]) -> list[Any]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(BY_THEIR_IDS)
        cursor.execute(sql, {"organisation": current_organisation_id(), "ids": "{" + ",".join(ids) + "}"})
        found = list(cursor.fetchall())
        cursor.execute(AS_USUAL)
        return found


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
    content = _parsed(frozen.texts.get((shown.id, version), shown.content))
    return ItemRecord(
        id=shown.id,
        external_id=shown.external_id,
        position=shown.position,
        content=content,
        metadata=item["metadata"],
        state=item["state"],
        annotations=answers,
        content_version=version,
        agreement=item["agreement"],
        split=split_of(content, shares) if shares else "",
        more=more,
    )


def _annotation(answer: Answer, seconds: int, verdict: str, names: Names) -> AnnotationRecord:
    return AnnotationRecord(
        id=answer.annotation_id,
        annotator=names(answer.member_id) if answer.member_id else "resolution",  # type: ignore[arg-type]
        form_version=answer.form_version,
        answers=orjson.loads(answer.answers),
        shown=orjson.loads(answer.shown),
        revision=answer.revision,
        submitted_at=datetime.fromisoformat(answer.created_at),
        seconds=seconds,
        verdict=verdict,
    )


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


def _parsed(text: str) -> Any:
    """The value of a JSON text. Whole numbers beyond 64 bits are left to the slower reader, which loses no digit."""
    return json.loads(text) if LONG_NUMBER.search(text) else orjson.loads(text)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
