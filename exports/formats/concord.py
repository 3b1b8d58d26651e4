"""`concord`: everything there is about a data set, so that it can be read back without loss.

A JSON line for the data set, then one for each item, keys sorted at every level. The first is
`{"concord": 1, "project", "client", "created_at", "licence", "release", "notes", "form", "forms": [each version],
"guidelines"}` with whatever `About.more` adds:

    "people"               [{"id", "name", "email"}], where the reader may know them; else there is no such key
    "guidelines_versions"  [{"version", "text", "created_at", "by"}], oldest first
    "workflow"             as `annotation.distribution.workflow` writes it
    "settings"             {"overlap", "lease_minutes", "shuffle_responses", "skip_reason_required", "suggestions"}

An item's is `{"id", "external_id", "position", "state", "content", "content_version", "metadata", "agreement",
"split", "annotations", "media"}` with whatever `ItemRecord.more` adds, lists oldest first:

    "priority", "due_at", "overlap", "created_at", "provenance"   as the item has them
    "contents"     [{"version", "content", "replaced_at"}]: what the item showed before
    "suggestions"  [{"number", "agent", "score", "answers", "created_at"}]
    "annotations"  {id: {"number", "content_version", "independent_answers", "aided", "agreement",
                         "revisions": [{"number", "answers", "form_version", "content_version", "seconds",
                                        "suggestions", "by", "created_at"}]}}: what is added to each annotation
    "withdrawn"    [{"id", "annotator", "form_version", "answers", "shown", "revision", "submitted_at", "seconds",
                     "verdict", "withdrawn_at"} and the above]: annotations that do not count at present, because they
                   were returned, rejected or taken back
    "verdicts"     [{"annotation", "revision", "verdict", "reason", "comment", "corrected", "by", "created_at",
                     "appeal", "appealed_at", "appeal_closed_at"}]
    "resolutions"  [{"kind", "answers", "form_version", "content_version", "taken", "reason", "comment", "by",
                     "created_at", "replaced_at"}]
    "skips"        [{"annotator", "reason", "shown", "form_version", "at"}]
    "gold"         null or {"answers", "hints", "form_version", "by", "created_at"}
    "marks"        [{"annotation", "question", "on", "score", "correct", "created_at"}]: how right answers to gold were
    "comments"     [{"by", "text", "flag", "anchor", "thread", "created_at", "resolved_at", "resolved_by"}]; `thread`
                   is whose thread with the managers it is in, null for one among managers and reviewers

Keys may be missing, values of `more` are JSON already. Times are written as by `jsonl.timestamp`. `annotator` and `by`
are people's ids or pseudonyms throughout, "" where the reader may not tell people apart, null where it was no person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from annotation.forms import Form
from exports.formats.counts import Counts
from exports.formats.jsonl import json_line, timestamp
from exports.formats.lines import Lines, by_split
from exports.formats.options import Option, flag
from exports.formats.pictures import Album, picture_path, pictures_in
from exports.formats.records import About, AnnotationRecord, DataSet, ItemRecord, Piece

VERSION = 1
OF_ANNOTATIONS = "annotations"
"""The key of `ItemRecord.more` whose values are added to the annotations of the record."""


class Concord(Lines):
    """Everything, to be read back; with pictures it is an archive of `data.jsonl` and `media/…`."""

    name = "concord"
    title = "Everything (Concord JSONL)"
    description = "Items, every revision, verdicts, resolutions, gold and comments; reads back without loss."
    file = "data"
    divisible = False  # what the first line says is about all others
    losses = {"pictures_missing": "pictures that are gone"}

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("annotations", "items", "pictures", "pictures_missing")
        self._with_media = bool(options["media"])
        self._data: DataSet | None = None
        self._album: Album | None = None

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:  # noqa: ARG003
        return (flag("media", "With the pictures themselves, as an archive"),)

    def prepare(self, data: DataSet) -> None:
        self._data = data
        self._album = Album(data, self.counts) if self._with_media else None

    def header(self, about: About) -> bytes:
        """The first line of each file."""
        return json_line(header(about), sort_keys=True)

    def lines(self, record: ItemRecord) -> Iterator[bytes]:
        self.counts.add("items")
        self.counts.add("annotations", len(record.annotations))
        row = item_row(record)
        row["media"] = self._media_of(row)
        yield json_line(row, sort_keys=True)

    def _media_of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What is known of the pictures that an item's line names; with `path` where the archive has them."""
        ids = pictures_in(row)
        if not ids or self._data is None:
            return {}
        known = self._data.media(ids)
        self.counts.add("pictures_missing", len(ids) - len(known))
        if self._album:
            self._album.want(media for media in ids if media in known)
        return {
            media.id: asdict(media) | ({"path": picture_path(media)} if self._with_media else {})
            for media in known.values()
        }

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        self.prepare(data)
        for split, records in by_split(data):
            yield Piece(self.path(split), self.header(data.about))
            for record in records:
                for line in self.lines(record):
                    yield Piece(self.path(split), line)
        if self._album:
            yield from self._album.pieces()


def header(about: About) -> dict[str, Any]:
    """What the first line says."""
    return {
        **about.more,
        "concord": VERSION,
        "project": about.project,
        "client": about.client,
        "created_at": timestamp(about.created_at),
        "licence": about.licence,
        "release": about.release,
        "notes": about.notes,
        "form": about.form.to_json(),
        "forms": [about.forms[version].to_json() for version in sorted(about.forms)],
        "guidelines": about.guidelines,
    }


def item_row(record: ItemRecord) -> dict[str, Any]:
    """What an item's line says, without its media."""
    added = record.more.get(OF_ANNOTATIONS, {})
    return {
        **record.more,
        "id": record.id,
        "external_id": record.external_id,
        "position": record.position,
        "state": record.state,
        "content": record.content,
        "content_version": record.content_version,
        "metadata": record.metadata,
        "agreement": record.agreement,
        "split": record.split,
        "annotations": [annotation_row(each) | added.get(each.id, {}) for each in record.annotations],
    }


def annotation_row(annotation: AnnotationRecord) -> dict[str, Any]:
    """One annotation, without what only `more` knows of it."""
    return {
        "id": annotation.id,
        "annotator": annotation.annotator,
        "form_version": annotation.form_version,
        "answers": list(annotation.answers),
        "shown": list(annotation.shown),
        "revision": annotation.revision,
        "submitted_at": annotation.submitted_at,
        "seconds": annotation.seconds,
        "verdict": annotation.verdict,
    }
