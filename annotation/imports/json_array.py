"""JSON files of any size: a list of objects, alone or as the one list inside of an object, or a single object.

The text is only cut into its entries here, by brackets outside of strings, in constant memory; each entry is then read
like a line of JSONL, with the same limits and refusals (`accounts.safe_json`). A general streaming parser would not do:
it joins endless strings, keeps the last of repeated keys and lets the depth grow.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Generator, Iterable, Iterator

from accounts.safe_json import loads
from annotation.forms import Problem
from annotation.imports.files import ending, names_ending
from annotation.imports.foreign import Files, Unreadable
from annotation.imports.items import derived_id
from annotation.imports.jsonl import Entry, read_jsonl, too_long, value_of
from annotation.imports.lines import LONGEST_LINE
from annotation.imports.table import Record, beginning, place_in, table_reader

CHUNK = 1 << 18
LONGEST_PASSED_OVER = 64 << 20
"""An entry too long to be taken is passed over up to here (bytes)."""
LINES = (".jsonl", ".ndjson")
INSIDE_A_ROW = frozenset(
    {
        "annotations",
        "chosen",
        "completion",
        "completions",
        "context",
        "conversation",
        "conversations",
        "images",
        "messages",
        "non_preferred_output",
        "preferred_output",
        "prompt",
        "rejected",
        "responses",
        "suggestions",
        "tools",
        "turns",
    }
)
"""Lists of objects under these keys are part of one item and no list of items."""

_NEXT = re.compile(rb'(?:[^"\[\]{}]++|"[^"\\]*+(?:\\.[^"\\]*+)*+")*+[\[\]{}]', re.DOTALL)
"""Up to the next bracket outside of a string."""
_OUTSIDE = re.compile(rb'["\[\]{}]')
_INSIDE = re.compile(rb'"|\\.?', re.DOTALL)
_KEY = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)"[ \t\r\n]*+:[ \t\r\n]*+\Z', re.DOTALL)
_FIRST_GAP = re.compile(rb"[ \t\r\n]*+")
_GAP = re.compile(rb"[ \t\r\n]*+,[ \t\r\n]*+")
_OPENING = (b"[", b"{")
ENDS_EARLY = "the file ends before this entry does"


class _TooLong(Exception):
    """More than an entry may have came before the next bracket."""


class _Text:
    """The part of a text that is needed: from `kept` on, read up to `at`."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._passed = 0
        self.data = b""
        self.kept = 0
        self.at = 0
        self.grow()
        self.at = len(codecs.BOM_UTF8) if self.data.startswith(codecs.BOM_UTF8) else 0

    @property
    def offset(self) -> int:
        """How many bytes were read."""
        return self._passed + self.at

    def grow(self) -> bool:
        """Get more of it, if there is more, and drop what is not needed."""
        more = next(self._chunks, b"")
        self.data = self.data[self.kept :] + more
        self._passed += self.kept
        self.at -= self.kept
        self.kept = 0
        return bool(more)

    def hold(self) -> None:
        """Nothing before this place is needed any more."""
        self.kept = self.at

    def peek(self) -> bytes:
        """The next byte that is no space; none at the end."""
        while True:
            place = _FIRST_GAP.match(self.data, self.at)
            assert place is not None
            if place.end() < len(self.data):
                return self.data[place.end() : place.end() + 1]
            if not self.grow():
                return b""

    def whole(self) -> bytes | None:
        """All of a text that is no longer than an entry may be."""
        while len(self.data) - self.kept <= LONGEST_LINE:
            if not self.grow():
                return self.data[self.at :]
        return None

    def bracket(self) -> bytes:
        """Go behind the next bracket; none at the end."""
        while True:
            if found := _NEXT.match(self.data, self.at):
                self.at = found.end()
                return found[0][-1:]
            if len(self.data) - self.kept > LONGEST_LINE:
                raise _TooLong
            if not self.grow():
                return b""

    def gap(self) -> bytes:
        """What stands between the held place and the bracket that was met."""
        return self.data[self.kept : self.at - 1]

    def value(self) -> bytes | None:
        """The list or object whose bracket was met, as written; None for one that is too long. Raises EOFError."""
        self.at -= 1
        self.hold()
        depth = 0
        while True:
            try:
                bracket = self.bracket()
            except _TooLong:
                self._pass_over(depth)
                return None
            if not bracket:
                raise EOFError
            depth += 1 if bracket in _OPENING else -1
            if depth == 0:
                break
        value = self.data[self.kept : self.at]
        return value if len(value) <= LONGEST_LINE else None

    def _pass_over(self, depth: int) -> None:
        """Go behind a value of which `depth` brackets are open, without remembering any of it."""
        quoted = False
        begun = self.offset
        while depth:
            found = (_INSIDE if quoted else _OUTSIDE).search(self.data, self.at)
            if found is None or found[0] == b"\\":  # what follows the backslash is still to come
                self.at = len(self.data) - (found is not None)
                self.hold()
                if self.offset - begun > LONGEST_PASSED_OVER:
                    raise Unreadable(f"It holds an entry of more than {LONGEST_PASSED_OVER >> 20} MiB.")
                if not self.grow():
                    raise EOFError
                continue
            self.at = found.end()
            if found[0] == b'"':
                quoted = not quoted
            elif not quoted:
                depth += 1 if found[0] in _OPENING else -1
        self.hold()


def read_json(chunks: Iterable[bytes]) -> Iterator[Entry]:
    """The entries of a JSON text. Raises `Unreadable` for one that holds neither a list nor an object."""
    text = _Text(chunks)
    match text.peek():
        case b"[":
            text.bracket()
            closed = yield from _entries(text)
            if closed and text.peek():
                yield _broken(text, 0, "something follows the end of the list")
        case b"{":
            whole = text.whole()
            if whole is not None and _is_one_row(whole):
                yield Entry(1, len(whole), whole.strip(), loads(whole, max_bytes=LONGEST_LINE))
            else:
                text.bracket()
                yield from _of_object(text)
        case _:
            raise Unreadable("It is no JSON: it begins with neither [ nor {.")


def _entries(text: _Text) -> Generator[Entry, None, bool]:
    """The entries of the list whose bracket was met; whether it ends as it should."""
    number, gap = 0, _FIRST_GAP
    while True:
        text.hold()
        try:
            bracket = text.bracket()
        except _TooLong:
            raise Unreadable("It is a list of something else than objects.") from None
        between = text.gap() if bracket else b""
        if bracket == b"]" and not between.strip():
            return True
        number += 1
        if bracket not in _OPENING:
            yield _broken(text, number, "what stands here at the end is no object" if bracket else ENDS_EARLY)
            return False
        if not gap.fullmatch(between):
            yield _broken(text, number, "what stands here is no object")
            number += 1
        gap = _GAP
        try:
            value = text.value()
        except EOFError:
            yield _broken(text, number, ENDS_EARLY)
            return False
        data = b"" if value is None else value
        yield Entry(number, text.offset, data, too_long() if value is None else value_of(value))


def _of_object(text: _Text) -> Iterator[Entry]:
    """The entries of the one list of objects in the object whose bracket was met."""
    found = ""
    while True:
        text.hold()
        try:
            bracket = text.bracket()
            key = _KEY.search(text.gap()) if bracket in _OPENING else None
            if key is None:
                break
            name = key[1].decode(errors="replace")[:100]
            if bracket == b"{" or text.peek() != b"{":
                text.value()
            elif found:
                yield _broken(text, 0, f"beside the list {found!r} there is another one, {name!r}, which is not read")
                return
            else:
                found = name
                yield from _entries(text)
        except _TooLong:
            raise Unreadable("It is an object of something else than lists.") from None
        except EOFError:
            break
    if not found:
        raise Unreadable("It is an object without a list of objects.")


def _is_one_row(data: bytes) -> bool:
    """Whether a whole text is one item rather than what holds a list of them."""
    value = value_of(data)
    return isinstance(value, dict) and not any(
        isinstance(inside, list) and inside and isinstance(inside[0], dict) and key not in INSIDE_A_ROW
        for key, inside in value.items()
    )


def _broken(text: _Text, number: int, detail: str) -> Entry:
    return Entry(number, text.offset, b"", Problem("", detail))


def json_files(files: Files) -> list[str]:
    """Those of the files that are JSON by their endings; a single one whatever it is called."""
    return names_ending(files, ".json", *LINES)


def is_lines(name: str, head: bytes) -> bool:
    """Whether a file that begins so is JSON Lines; some are called so and are a list."""
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text.startswith(b"{"):
        return ending(name) in LINES and not text.startswith(b"[")
    line, newline, _ = text.partition(b"\n")
    return ending(name) in LINES or (bool(newline) and isinstance(value_of(line), dict))


def is_json(head: bytes) -> bool:
    """Whether a file that begins so may be an object or a list of objects."""
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return text.startswith(b"{") or (text.startswith(b"[") and text[1:].lstrip()[:1] in (b"{", b"]", b""))


def json_records(files: Files) -> Iterator[Record]:
    """The objects of JSON and JSON Lines files, whichever they are."""
    for name in json_files(files):
        lines = is_lines(name, beginning(files, name, LONGEST_LINE))
        read, unit = (read_jsonl, "line") if lines else (read_json, "entry")
        with files.open(name) as file:
            for entry in read(iter(lambda file=file: file.read(CHUNK), b"")):  # type: ignore[misc]
                where = place_in(files, name, f"{unit} {entry.number}" if entry.number else "end")
                yield Record(name, where, entry.value, derived_id(entry.data))


def _detect(files: Files) -> float:
    names = json_files(files)
    if not names:
        return 0
    head = beginning(files, names[0])
    if not is_json(head) or is_lines(names[0], head):
        return 0
    return 0.5 if len(files.names()) == 1 else 0.2


READER = table_reader("json", "JSON", _detect, json_records)


def _detect_lines(files: Files) -> float:
    names = json_files(files)
    if not names or not is_lines(names[0], beginning(files, names[0], LONGEST_LINE)):
        return 0
    return 0.6 if len(files.names()) == 1 else 0.4


LINES_READER = table_reader("jsonl", "JSON Lines", _detect_lines, json_records)
