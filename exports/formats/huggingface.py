"""`huggingface`: a data set folder that `datasets.load_dataset(folder)` loads as it is.

`README.md` is its card; `data/<split>-00000-of-00002.parquet` are its shards, which end at a size before compression.
How many there will be stands in their names, so the rows are made twice: once to be weighed, once to be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from annotation.forms import Form
from exports.formats.card import card
from exports.formats.counts import Counts
from exports.formats.lines import by_split
from exports.formats.options import COLUMNS, Option, choice, columns, number, read_options
from exports.formats.parquet import Row, table, weight
from exports.formats.parquet import rows_option as answer_rows
from exports.formats.records import DataSet, Format, ItemRecord, Piece
from exports.formats.rows import Rows
from exports.formats.sharegpt import Sharegpt
from exports.formats.tables import Known, OfAnswers, OfRows, Tabular, columns_of, embedded, with_features
from exports.formats.trl import TrlPreference
from exports.formats.trl_labels import TrlReward, TrlStepwise, TrlUnpaired
from exports.formats.trl_texts import TrlCritique, TrlPrompt, TrlSft

ROW_FORMATS: Mapping[str, type[Rows]] = {
    each.name: each
    for each in (TrlPreference, TrlPrompt, TrlSft, TrlUnpaired, TrlReward, TrlStepwise, TrlCritique, Sharegpt)
}
ALL_IN_ONE = "train"
"""What `datasets` calls data that is not split."""
MEBIBYTE = 1 << 20


class Huggingface(Format):
    """A folder with a card; `table` says what a row is, and the other options are those of that format."""

    name = "huggingface"
    title = "Hugging Face data set (folder)"
    description = "Parquet shards and a card; `datasets.load_dataset` loads the folder unchanged."
    extension = "zip"
    media_type = "application/zip"
    losses = {**OfAnswers.losses, **{name: what for made in ROW_FORMATS.values() for name, what in made.losses.items()}}

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self._options = options
        self._form = form
        self.counts = Counts("items", "rows", "shards")

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        """The folder's own, then those of all tables, each name once."""
        every = [option for name in tables(form) for option in table_options(name, form)]
        named = {option.name: option for option in reversed(every)}
        named[COLUMNS] = columns(name for option in every if option.name == COLUMNS for name, _ in option.choices)
        return (*own_options(form), *named.values())

    @classmethod
    def read_options(cls, form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
        own = own_options(form)
        names = [option.name for option in own]
        chosen = read_options(own, {name: value for name, value in given.items() if name in names})
        rest = {name: value for name, value in given.items() if name not in names}
        made = ROW_FORMATS.get(chosen["table"])
        return chosen | (
            made.read_options(form, rest) if made else read_options(OfAnswers.options(chosen["table"], form), rest)
        )

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        weighed = self._table(data)
        shards = {split: self._shards(weighed, records) for split, records in by_split(data)}
        made = self._table(data)
        rows: dict[str, int] = {}
        for split, records in by_split(data):
            before = made.counts["rows"]
            yield from self._split(made, split or ALL_IN_ONE, shards[split], records, data)
            rows[split or ALL_IN_ONE] = made.counts["rows"] - before
        self.counts += made.counts
        left_out = [(what, self.counts[name]) for name, what in self.losses.items() if self.counts[name]]
        readme = card(data.about, rows=rows, columns=columns_of(made.schema()), left_out=left_out)
        yield Piece("README.md", readme.encode())

    def _table(self, data: DataSet) -> Tabular:
        name = self._options["table"]
        made = ROW_FORMATS.get(name)
        rows: Tabular = OfRows(made(self._options, self._form)) if made else OfAnswers(name, self._options, self._form)
        rows.prepare(data)
        return rows

    def _shards(self, made: Tabular, records: Iterator[ItemRecord]) -> int:
        return 1 + max((shard for shard, _, _ in self._numbered(made, records)), default=0)

    def _numbered(self, made: Tabular, records: Iterator[ItemRecord]) -> Iterator[tuple[int, Row, Known]]:
        """The rows with the number of the shard that each goes to."""
        shard, size = 0, 0
        for record in records:
            for row, known in made.rows(record):
                if size >= self._options["shard_mib"] * MEBIBYTE:
                    shard, size = shard + 1, 0
                size += weight(row) + sum(media.size for media in known.values())
                yield shard, row, known

    def _split(
        self, made: Tabular, split: str, shards: int, records: Iterator[ItemRecord], data: DataSet
    ) -> Iterator[Piece]:
        schema = with_features(made.schema())
        written = False
        for number_, shard in groupby(self._numbered(made, records), itemgetter(0)):
            rows = (embedded(row, known, data) for _, row, known in shard)
            for piece in table(schema, rows):
                yield Piece(shard_path(split, number_, shards), piece)
            self.counts.add("shards")
            written = True
        if not written:  # a split without rows has its columns all the same
            yield Piece(shard_path(split, 0, 1), b"".join(table(schema, ())))
            self.counts.add("shards")


def shard_path(split: str, shard: int, shards: int) -> str:
    """`data/train-00000-of-00002.parquet`."""
    return f"data/{split}-{shard:05d}-of-{shards:05d}.parquet"


def tables(form: Form) -> list[str]:
    """What a row may be, for data with this form."""
    answers = [value for value, _ in answer_rows().choices]
    return [*answers, *(name for name, made in ROW_FORMATS.items() if not made.why_not(form))]


def table_options(name: str, form: Form) -> Sequence[Option]:
    """The options of what a row is."""
    return ROW_FORMATS[name].options(form) if name in ROW_FORMATS else OfAnswers.options(name, form)


def own_options(form: Form) -> Sequence[Option]:
    """The options of the folder."""
    titles = {**dict(answer_rows().choices), **{name: made.title for name, made in ROW_FORMATS.items()}}
    rows = [(name, titles[name].removesuffix(" (JSONL)")) for name in tables(form)]
    return (
        choice("table", "A row is", *rows),
        number("shard_mib", "Size of a file, in MiB before compression", low=1, high=4096, default=400),
    )
