"""Files that lie in memory, and the questions that every reader's rows must answer."""

import gzip
import io
import os
from pathlib import Path

import pytest

from annotation.forms import answer_problems, parse_form
from annotation.imports.foreign import Unreadable

DATA = Path(__file__).parent / "data"


class Given:
    """Files by their names."""

    def __init__(self, **files):
        self._files = {name: data.encode() if isinstance(data, str) else data for name, data in files.items()}

    def names(self):
        return sorted(self._files)

    def size(self, name):
        return len(self._files[name])

    def open(self, name):
        return io.BytesIO(self._files[name])


def given(files):
    return Given(**files)


def sample(*parts):
    """A committed sample's bytes."""
    return DATA.joinpath(*parts).read_bytes()


def shared(*parts):
    """A file of the whole samples, which lie outside of the repository; skips where nobody says where."""
    folder = os.environ.get("CONCORD_SAMPLES")
    if not folder:
        pytest.skip("CONCORD_SAMPLES does not say where the samples lie")
    data = Path(folder, *parts).read_bytes()
    return gzip.decompress(data) if parts[-1].endswith(".gz") else data


def rows_of(reader, files, columns=None):
    """All rows; each one's answers must fit the form that the reader says they need."""
    rows = list(reader.read(files, columns or {}))
    asked = reader.form(files)
    form = parse_form(asked) if asked else None
    for row in rows:
        assert (row.item is None) == bool(row.problems)
        for said in [*row.item.annotations, *row.item.suggestions] if row.item else ():
            assert form or not said["answers"]
            assert answer_problems(form, row.item.content, said["answers"], complete=False) == [] if form else True
    return rows


def items_of(reader, files):
    return [row.item for row in rows_of(reader, files)]


def lost_of(rows):
    """How often each thing is lost."""
    counts = {}
    for row in rows:
        for lost in row.lost:
            counts[lost.what] = counts.get(lost.what, 0) + 1
    return counts


def refused(read):
    """The sentence with which files are refused."""
    with pytest.raises(Unreadable) as caught:
        read()
    return caught.value.reason
