"""`concord`: our own full file, as `exports.formats.concord` writes it; nothing is lost.

Each annotation keeps its own keys beside those that all readers give, `revisions` and `verdict` among them; a skip is
an annotation with the state `skipped`. `ItemRow.more` is the rest of the item's line as it was written. What is lost is
what an import leaves behind that takes the answers for anything but people's work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.safe_json import UnsafeJson, loads
from annotation.forms import Problem
from annotation.forms.fields import Fields
from annotation.imports.foreign import Columns, Files, ForeignRow, Lost, Reader, Unreadable, picture
from annotation.imports.history import people_in
from annotation.imports.items import ItemRow

VERSION = 1
LONGEST_LINE = 64 << 20
"""In bytes: an item with a mebibyte of content and what twenty people made of it."""
ENDING = ".jsonl"
LONGEST_ID = 255
MOST_ROWS = 100_000
"""Of annotations, skips or suggestions of one item."""
OWN_PLACE = ("external_id", "content", "metadata", "annotations", "skips", "media")
"""The keys of an item's line that a row holds as they are; of suggestions and gold it has a part."""
HISTORY = {
    "contents": "earlier contents",
    "withdrawn": "answers that no longer count",
    "verdicts": "verdicts",
    "resolutions": "final answers",
    "marks": "marks of answers to gold",
    "comments": "comments",
}
"""Lists of an item's line that come along with work alone, and what they hold."""
REVISIONS = "earlier revisions"
OF_WORK = frozenset({*HISTORY.values(), REVISIONS})
ABOUT = ("forms", "guidelines_versions", "workflow", "settings")
"""The keys of the first line that say how the project was."""
People = Mapping[str, Mapping[str, Any]]


def detect(files: Files) -> float:
    """Certain where the first line of a file says so."""
    return 1.0 if any(_header(files, name) for name in _candidates(files)) else 0.0


def read(files: Files, columns: Columns) -> Iterator[ForeignRow]:
    """The items of every file, in the order of the names of the files; a file is a split."""
    found = False
    for name in _candidates(files):
        header = _header(files, name)
        if header is None:
            continue
        found = True
        people = _people(header)
        for number, line in _lines(files, name):
            if number > 1:
                yield _row(f"{name}, line {number}", line, people)
    if not found:
        raise Unreadable("No file begins as a full export does.")


def form(files: Files) -> Mapping[str, Any] | None:
    """The form that was in force when the file was written."""
    given = _first_header(files).get("form")
    return given if isinstance(given, dict) else None


def guidelines(files: Files) -> str:
    """The guidelines that were in force."""
    given = _first_header(files).get("guidelines")
    return given if isinstance(given, str) else ""


def about(files: Files) -> Mapping[str, Any]:
    """How the project was that the file came from."""
    header = _first_header(files)
    return {key: header[key] for key in ABOUT if key in header}


def _candidates(files: Files) -> list[str]:
    return [name for name in files.names() if name.endswith(ENDING)]


def _first_header(files: Files) -> Mapping[str, Any]:
    headers = (_header(files, name) for name in _candidates(files))
    return next((header for header in headers if header), {})


def _header(files: Files, name: str) -> Mapping[str, Any] | None:
    """What the first line of a full export says; None for any other file. Raises `Unreadable` for a later version."""
    _, line = next(_lines(files, name), (0, b""))
    if line is None or b'"concord"' not in line:
        return None
    try:
        header = loads(line, max_bytes=LONGEST_LINE, max_string=LONGEST_LINE)
    except UnsafeJson:
        return None
    if not isinstance(header, dict) or "form" not in header:
        return None
    if header.get("concord") != VERSION:
        raise Unreadable(f"This is a full export of version {header.get('concord')}; known is {VERSION}.", where=name)
    return header


def _lines(files: Files, name: str) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a file by their numbers, None for one that is too long."""
    with files.open(name) as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) <= LONGEST_LINE:
                yield number, line
                continue
            yield number, None
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)


def _people(header: Mapping[str, Any]) -> People:
    given = header.get("people")
    rows = given if isinstance(given, list) else []
    return {person["id"]: person for person in rows if isinstance(person, dict) and isinstance(person.get("id"), str)}


def _row(where: str, line: bytes | None, people: People) -> ForeignRow:
    if line is None:
        return ForeignRow(where, None, [Problem("", f"is longer than {LONGEST_LINE >> 20} MiB")])
    try:
        value = loads(line, max_bytes=LONGEST_LINE, max_string=LONGEST_LINE)
    except UnsafeJson as error:
        return ForeignRow(where, None, [Problem("", f"is not JSON that is taken here: {error}")])
    found: list[Problem] = []
    fields = Fields(value, "", found)
    item = _item(value, fields, people) if isinstance(value, dict) else None
    if item is None or found:
        return ForeignRow(where, None, found)
    named = people_in(item.more, item.annotations) - {each["annotator"]["id"] for each in item.annotations}
    others = [_person(each, people, 0) for each in sorted(named)]
    return ForeignRow(where, item, (), _history(where, item), others)


def _history(where: str, item: ItemRow) -> list[Lost]:
    """What comes along with work alone: each entry of the lists of `HISTORY`, and every revision but the last."""
    lists = [(what, item.more.get(key)) for key, what in HISTORY.items()]
    lost = [Lost(what, where) for what, rows in lists if isinstance(rows, list) for _ in rows]
    for annotation in item.annotations:
        revisions = annotation.get("revisions")
        earlier = len(revisions) - 1 if isinstance(revisions, list) else 0
        lost += [Lost(REVISIONS, where, f"of {annotation['annotator']['id']}")] * max(earlier, 0)
    return lost


def _item(row: Mapping[str, Any], fields: Fields, people: People) -> ItemRow:
    """The item of a line; what is wrong with the line is noted."""
    external_id = fields.text("external_id", LONGEST_ID, shortest=1)
    content, metadata = _object(fields, "content"), _object(fields, "metadata")
    places = _places(fields)
    annotations = [_annotation(each, people, place) for place, each in enumerate(_objects(fields, "annotations"), 1)]
    skips = [_skip(each, people, place) for place, each in enumerate(_objects(fields, "skips"), len(annotations) + 1)]
    suggestions = [_part(each, "agent", "score", "answers") for each in _objects(fields, "suggestions")]
    gold = _part(_object(fields, "gold"), "answers", "hints")
    return ItemRow(
        external_id,
        _placed(content, places),
        metadata,
        _placed(suggestions, places),
        _placed([*annotations, *skips], places),
        _placed(gold, places) or None,
        _placed({key: value for key, value in row.items() if key not in OWN_PLACE}, places) | _named(row, places),
    )


def _annotation(row: Mapping[str, Any], people: People, place: int) -> dict[str, Any]:
    """An annotation as all readers give it, with its own keys beside."""
    return {"state": "submitted", "answers": [], **row, "annotator": _person(row.get("annotator"), people, place)}


def _skip(row: Mapping[str, Any], people: People, place: int) -> dict[str, Any]:
    """A skip, as an annotation without answers."""
    person = _person(row.get("annotator"), people, place)
    known: dict[str, Any] = {"answers": [], "seconds": None, "submitted_at": row.get("at"), "state": "skipped"}
    return {**known, **row, "annotator": person}


def _person(given: object, people: People, place: int) -> dict[str, Any]:
    """Who it was; people whom the file does not tell apart are told apart within an item at least."""
    identifier = given if isinstance(given, str) and given else f"unknown {place}"
    known = people.get(identifier, {})
    return {"id": identifier, "name": known.get("name", ""), "email": known.get("email", "")}


def _part(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: row[key] for key in keys if key in row}


def _object(fields: Fields, key: str) -> dict[str, Any]:
    """An object, which only the content must be."""
    value = fields.get(key)
    if isinstance(value, dict):
        return value
    if value is not None or key == "content":
        fields.refuse("must be an object", key)
    return {}


def _objects(fields: Fields, key: str) -> list[dict[str, Any]]:
    """The objects of a list."""
    rows = fields.rows(key, MOST_ROWS)
    for pointer, entry in rows:
        if not isinstance(entry, dict):
            fields.refuse_at(pointer, "must be an object")
    return [entry for _, entry in rows if isinstance(entry, dict)]


def _places(fields: Fields) -> dict[str, str]:
    """How rows name the pictures that lie in the files, by their ids."""
    media = _object(fields, "media")
    paths = {name: entry.get("path") for name, entry in media.items() if isinstance(entry, dict)}
    return {name: picture(path) for name, path in paths.items() if isinstance(path, str)}


def _named(row: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    """What the pictures that lie in the files were called by whoever uploaded them."""
    names = {name: row["media"][name].get("filename") for name in places}
    named = [{"image": places[name], "filename": called} for name, called in names.items() if isinstance(called, str)]
    return {"pictures": named} if named else {}


def _placed(value: Any, places: Mapping[str, str]) -> Any:
    """A value with its pictures named by their places in the files, where they have one."""
    if not places:
        return value
    if isinstance(value, dict):
        return {key: _placed_under(key, below, places) for key, below in value.items()}
    if isinstance(value, list):
        return [_placed(below, places) for below in value]
    return value


def _placed_under(key: str, value: Any, places: Mapping[str, str]) -> Any:
    if key == "image" and isinstance(value, str):
        return places.get(value, value)
    if key == "images" and isinstance(value, list):
        return [places.get(each, each) if isinstance(each, str) else each for each in value]
    return _placed(value, places)


READER = Reader(
    name="concord",
    title="Concord (full export)",
    detect=detect,
    read=read,
    form=form,
    guidelines=guidelines,
    about=about,
)
