"""Files as other tools write them, made for a test and read as an import does."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from annotation.forms import Problem, answer_problems, content_problems, parse_form
from annotation.imports.files import files_at
from annotation.imports.foreign import PICTURE, Files, ForeignRow
from annotation.imports.items import ItemRow
from annotation.imports.readers import READERS, best_reader

ASSET = "0189f7a0-0000-7000-8000-000000000001"


def given(folder: Path, name: str, data: bytes) -> Files:
    """What an upload of that name and these bytes is to a reader."""
    path = folder / f"uploaded-{hashlib.sha256(data).hexdigest()}"
    path.write_bytes(data)
    return files_at(path, name)


def lines(*rows) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def zipped(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return packed.getvalue()


def read(files: Files, name: str = "", columns: Mapping[str, str] | None = None) -> list[ForeignRow]:
    """The rows by the named reader, or by the one that knows the files best; all of them are ones we could show."""
    reader = READERS[name] if name else best_reader(files)[0][0]
    rows = list(reader.read(files, columns or {}))
    form = reader.form(files)
    for row in rows:
        assert (row.item is None) == bool(row.problems), row
        assert row.where
        if row.item is not None:
            content = with_assets(row.item.content)
            assert content_problems(content) == []
            if form is not None:
                for annotation in row.item.annotations:
                    assert answer_problems(parse_form(form), content, annotation["answers"]) == []
    return rows


def items(files: Files, name: str = "", columns: Mapping[str, str] | None = None) -> list[ItemRow]:
    """The items of files in which nothing is wrong."""
    rows = read(files, name, columns)
    assert [row.problems for row in rows if row.problems] == []
    return [row.item for row in rows if row.item is not None]


def wrong(row: ForeignRow) -> str:
    """The one problem of a row, as a person reads it."""
    (problem,) = row.problems
    assert isinstance(problem, Problem)
    return f"{problem.pointer} {problem.detail}".strip()


def with_assets(value):
    """The same with every picture as if it had been fetched."""
    if isinstance(value, dict):
        return {key: with_assets(each) for key, each in value.items()}
    if isinstance(value, list):
        return [with_assets(each) for each in value]
    return ASSET if isinstance(value, str) and value.startswith(PICTURE) else value
