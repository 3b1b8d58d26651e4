"""The records of a release: of what it froze, and never of the database."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from django.db import transaction

from accounts.tenancy import current_organisation_id
from annotation import storage
from annotation.models import Asset
from exports.formats.freeze import as_seen, item_of, pictures_of, split_lines
from exports.formats.records import About, ItemRecord, MediaRecord
from exports.models import Export

STEP = 500
"""After how many items it is told how far a walk has come."""


class FrozenFile:
    """The data set of a release's freeze.

    With `whole` a record has everything there is of an item; otherwise it is the item as people saw it, and with
    `unanswered` also those that nobody answered. Raises `ObjectChanged` if the file is not the one that was written.
    """

    def __init__(
        self,
        freeze: Export,
        about: About,
        *,
        whole: bool,
        unanswered: bool,
        reached: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.about = about
        self._freeze = freeze
        self._whole = whole
        self._unanswered = unanswered
        self._reached = reached
        self._pictures: sqlite3.Connection | None = None

    def items(self) -> Iterator[ItemRecord]:
        """Every item, by position."""
        passed = 0
        for number, row in enumerate(self.rows(), 1):
            record = item_of(row)
            for each in [record] if self._whole else as_seen(record):
                if each.annotations or self._unanswered:
                    yield each
            passed += len(record.annotations)
            if number % STEP == 0:
                self._reached(passed)

    def rows(self) -> Iterator[dict[str, Any]]:
        """The lines of the items."""
        digest = hashlib.sha256()
        for number, line in enumerate(split_lines(self._read(digest))):
            if number:  # the first one is about the data set
                yield json.loads(line)
        if digest.hexdigest() != self._freeze.sha256:
            raise storage.ObjectChanged(f"{self._freeze.key} is not what release wrote")

    def media(self, ids: Sequence[str]) -> Mapping[str, MediaRecord]:
        """The pictures with these ids, as they were known when the release was made."""
        index = self._index()
        found = {}
        for pk in ids:
            if row := index.execute("SELECT told FROM picture WHERE id = ?", [pk]).fetchone():
                found[pk] = MediaRecord(**orjson.loads(row[0]))
        return found

    def read(self, media: MediaRecord) -> Iterator[bytes]:
        """A picture's bytes, which are still those of then."""
        with transaction.atomic():
            key = Asset.objects.values_list("key", flat=True).get(pk=media.id)
        digest = hashlib.sha256()
        for chunk in storage.read(current_organisation_id(), key):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != media.sha256:
            raise storage.ObjectChanged(f"the picture {media.id} is not the one that was released")

    def _read(self, digest: Any) -> Iterator[bytes]:
        for chunk in storage.read(current_organisation_id(), self._freeze.key):
            digest.update(chunk)
            yield chunk

    def _index(self) -> sqlite3.Connection:
        """What the file knows of pictures, by id; on disk once there are many, so memory stays constant."""
        if self._pictures is None:
            # Without a name it is a private temporary database, which is written out only when its cache is full.
            self._pictures = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._pictures.execute("CREATE TABLE picture (id TEXT PRIMARY KEY, told TEXT) WITHOUT ROWID")
            for row in self.rows():
                told = [(media.id, orjson.dumps(media).decode()) for media in pictures_of(row)]
                self._pictures.executemany("INSERT OR IGNORE INTO picture VALUES (?, ?)", told)
        return self._pictures
