r"""CoNLL: a token and its tag on each line, in columns (CoNLL-2003, IOB1, IOB2, BIOES).

The first column is the token and the last one the tag; sentences end with a blank line, documents begin with a line
`-DOCSTART-`. Each document is an item; without documents each sentence is. The spaces that a text once had are not in
such files: its tokens are joined by single spaces, its sentences by line breaks. Columns between are not kept.

Tags of every scheme are read alike: B, S and U begin a span; I, E, L and M go on with the one before them where the
label is the same, and begin one else; a tag without such a letter is a label by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from annotation.forms.marking import MOST_SPANS
from annotation.imports.drawings import ANYTHING, LabelNames, annotation, asked, form_of, refused_row, values
from annotation.imports.foreign import Columns, Files, ForeignRow, Lost, Reader
from annotation.imports.items import ItemRow
from annotation.imports.lines import LONGEST_LINE, read_lines
from annotation.imports.pictures import split_of

SPANS = "spans"
"""The question that these files answer."""
ENDINGS = (".conll", ".bio", ".iob", ".iob2", ".bioes", ".txt", ".tsv")
DOCUMENT = "-DOCSTART-"
TAG = re.compile(r"(?:O|[BIESLUM]-\S.*)")
BEGINS, GOES_ON, ENDS = "BSU", "IELM", "ESLU"
HEAD = 1 << 16
LOOKED_AT = 3
LONGEST_TEXT = 1 << 20
"""Characters of one item; an item that goes on is refused."""


@dataclass
class Document:
    """What has been read of the next item."""

    line: int
    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    """Before which words a sentence begins."""
    length: int = 0
    problem: str = ""
    dropped: int = 0
    """Columns between token and tag."""

    def add(self, columns: Sequence[str]) -> None:
        """The next token."""
        self.length += len(columns[0]) + 1
        self.dropped = max(self.dropped, len(columns) - 2)
        if self.length > LONGEST_TEXT:
            self.problem = f"is longer than {LONGEST_TEXT} characters"
        if not self.problem:
            self.words.append(columns[0])
            self.tags.append(columns[-1])

    def text(self) -> tuple[str, list[tuple[int, int]]]:
        """The text, and from where to where each word goes in it, in code points."""
        parts, places, at = [], [], 0
        for index, word in enumerate(self.words):
            if index:
                parts.append("\n" if index in self.breaks else " ")
                at += 1
            parts.append(word)
            places.append((at, at + len(word)))
            at += len(word)
        return "".join(parts), places


def detect(files: Files) -> float:
    """Sure where the lines of the first files have as many columns each and end in a tag."""
    found = 0.0
    for name in islice(conll_names(files), LOOKED_AT):
        with files.open(name) as file:
            head = file.read(HEAD)
        complete = head if len(head) < HEAD else head[: head.rfind(b"\n") + 1]
        lines = [columns_of(line) for line in complete.decode("utf-8", "replace").splitlines() if line.strip()]
        rows = [columns for columns in lines if not columns[0].startswith(DOCUMENT)]
        if rows and all(len(columns) >= 2 and TAG.fullmatch(columns[-1]) for columns in rows):
            sure = any(columns[-1] != "O" for columns in rows)
            found = max(found, 0.95 if sure else 0.5)
    return found


def read(files: Files, _: Columns) -> Iterator[ForeignRow]:
    """One item for each document or sentence, in the order of the files."""
    names = LabelNames()
    for name in conll_names(files):
        in_documents = has_documents(files, name)
        with files.open(name) as file:
            for number, document in enumerate(documents(file, in_documents=in_documents), start=1):
                yield row_of(name, number, document, names)


def form(files: Files) -> Mapping[str, Any] | None:
    """A question of spans with the labels that the files use."""
    labels: dict[str, None] = {}
    empty = True
    for value in values(read(files, {})):
        empty = False
        for span in value["spans"]:
            labels |= dict.fromkeys(span["labels"])
    if empty:
        return None
    question = asked(
        SPANS, "spans", "Mark what you read", labels or [ANYTHING], overlap=False, multiple=False, snap="word"
    )
    return form_of([{**question, "scope": "text"}], "text")


def row_of(name: str, number: int, document: Document, names: LabelNames) -> ForeignRow:
    """The item of one document."""
    where = f"{name}, line {document.line}"
    if document.problem:
        return refused_row(where, document.problem)
    text, places = document.text()
    lost = [Lost("columns between token and tag", where, str(document.dropped))] if document.dropped > 0 else []
    spans: list[dict[str, Any]] = []
    for first, last, label in tagged(document.tags):
        if not (called := names.name(label)):
            lost.append(Lost("spans with labels beyond the first 500", where, label))
        elif len(spans) >= MOST_SPANS:
            lost.append(Lost("spans beyond what one answer can hold", where, label))
        else:
            spans.append({"start": places[first][0], "end": places[last][1], "labels": [called]})
    answers = [{"question": SPANS, "on": "text", "value": {"spans": spans}}]
    split = split_of(PurePosixPath(name).name)
    item = ItemRow(
        external_id=f"{name[-200:]}:{number}",
        content={"text": text},
        metadata={"split": split} if split else {},
        annotations=[annotation(answers)],
    )
    return ForeignRow(where, item, (), lost)


def tagged(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The first word, the last word and the label of each span."""
    open_from, open_label = 0, ""
    for index, tag in enumerate(tags):
        letter, label = parts_of(tag)
        if open_label and (letter not in GOES_ON or label != open_label):
            yield open_from, index - 1, open_label
            open_label = ""
        if label and not open_label:
            open_from, open_label = index, label
        if open_label and letter in ENDS:
            yield open_from, index, open_label
            open_label = ""
    if open_label:
        yield open_from, len(tags) - 1, open_label


def parts_of(tag: str) -> tuple[str, str]:
    """The letter of the scheme and the label; a label by itself goes on."""
    if tag in ("O", "_", "-X-"):
        return "O", ""
    if len(tag) > 2 and tag[1] == "-" and tag[0] in BEGINS + GOES_ON:
        return tag[0], tag[2:]
    return "I", tag


def documents(file: BinaryIO, *, in_documents: bool) -> Iterator[Document]:
    """The documents of a file, or its sentences."""
    current = Document(1)
    at_break = False
    for line in read_lines(iter(lambda: file.read(1 << 16), b"")):
        columns = columns_of(decoded(line.data))
        begins = bool(columns) and columns[0].startswith(DOCUMENT)
        if begins or (not columns and not in_documents):
            if current.words or current.problem:
                yield current
            current, at_break = Document(line.number + 1), False
        elif not columns:
            at_break = True
        else:
            if at_break and current.words:
                current.breaks.add(len(current.words))
            at_break = False
            take_in(current, line.number, line.data, columns)
    if current.words or current.problem:
        yield current


def take_in(document: Document, number: int, data: bytes | None, columns: Sequence[str]) -> None:
    """A line with a token, or what is wrong with it."""
    if data is None:
        document.problem = f"line {number} is longer than {LONGEST_LINE >> 20} MiB"
    elif "\ufffd" in columns[0] and not is_text(data):
        document.problem = f"line {number} is not UTF-8"
    elif len(columns) < 2:
        document.problem = document.problem or f"line {number} has no tag"
    else:
        document.add(columns)


def decoded(data: bytes | None) -> str:
    """A line as text; one that is too long counts as a token, so that it is not overlooked."""
    return "…" if data is None else data.decode("utf-8", "replace")


def is_text(data: bytes) -> bool:
    """Whether bytes are UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def columns_of(line: str) -> list[str]:
    """The columns of a line: divided by tabs where there are some, else by spaces."""
    if "\t" in line.strip("\t "):
        return [column.strip() for column in line.strip("\r\n").split("\t") if column.strip()]
    return line.split()


def has_documents(files: Files, name: str) -> bool:
    """Whether a file marks where documents begin, which it does from its first line on."""
    with files.open(name) as file:
        head = file.read(HEAD).decode("utf-8-sig", "replace").lstrip()
    return head.startswith(DOCUMENT)


def conll_names(files: Files) -> Iterator[str]:
    """The files that may hold tokens and tags, in their order."""
    return (name for name in files.names() if name.lower().endswith(ENDINGS))


READER = Reader(name="conll", title="CoNLL (tokens and tags)", detect=detect, read=read, form=form)
