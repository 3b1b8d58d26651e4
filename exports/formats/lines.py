"""Formats of which each item gives some lines of JSON: one file, or one for each split."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from exports.formats.records import SPLITS, DataSet, Format, ItemRecord, Piece


class Lines(Format):
    """A JSONL format.

    Who goes on in the middle of a file calls `prepare`, restores `counts` and then calls `lines` for each record:
    what the lines of an item are depends on nothing else.
    """

    extension: ClassVar[str] = "jsonl"
    media_type: ClassVar[str] = "application/jsonl"
    file: ClassVar[str]
    """The name of the file without its ending, where nothing is split."""
    divisible: ClassVar[bool] = True
    """Whether its lines can stand in several files."""

    def prepare(self, data: DataSet) -> None:
        """Look at the data as a whole before anything is written."""
        return

    @abstractmethod
    def lines(self, record: ItemRecord) -> Iterator[bytes]:
        """The lines of one item, each with its `\\n`; `counts` goes on."""

    def path(self, split: str) -> str:
        """The file that the lines of a split go to."""
        return f"{split or self.file}.{self.extension}"

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        self.prepare(data)
        for split, records in by_split(data):
            path = self.path(split)
            yield Piece(path, b"")  # a split without rows is a file without lines
            for record in records:
                for line in self.lines(record):
                    yield Piece(path, line)


def by_split(data: DataSet) -> Iterator[tuple[str, Iterator[ItemRecord]]]:
    """Each split that the records name, with its records; they are walked once for each and once to see which.

    Data whose first record is in no split is one split without a name, and walked once. Raises ValueError for a record
    in no split among others that are, or in one that there is not: nothing is left out unseen.
    """
    first = next(iter(data.items()), None)
    if first is None or not first.split:
        yield "", data.items()
        return
    present = {record.split for record in data.items()}
    if unknown := present.difference(SPLITS):
        raise ValueError(f"these are no splits: {sorted(unknown)}")
    for split in SPLITS:
        if split in present:
            yield split, (record for record in data.items() if record.split == split)
