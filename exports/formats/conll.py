"""`conll`: tokens with their tags, a token a line, in IOB2 or BIOES.

Each text is a document that begins with `-DOCSTART-`; where it has line breaks a sentence ends, unless a span goes on.
Tokens are words and single other signs, or whatever stands between spaces; one that a span begins or ends in is cut
there, so that no span moves. Of spans that cover each other the longest is written, the others are counted.

People who answered about the same texts have a file each; otherwise there is one. Texts that nobody answered about are
left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from tempfile import TemporaryFile
from typing import IO, Any
from unicodedata import category

from annotation.forms import Form, Question
from annotation.forms.kinds import Spans
from annotation.forms.target import Targets
from exports.formats.counts import Counts
from exports.formats.marked import first_label, given, safe_name
from exports.formats.options import Option, choice, question
from exports.formats.records import DataSet, Format, ItemRecord, Piece

DOCUMENT = "-DOCSTART-"
OUTSIDE = "O"
AT_ONCE = 1 << 20
NO_SPACE = re.compile(r"\S+")
Place = tuple[int, int]
"""Start and end in code points."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text, and the spans that one person marked in it, each with its label."""

    text: str
    spans: Sequence[tuple[Place, str]]


class Conll(Format):
    """Marked texts, a token a line."""

    name = "conll"
    title = "CoNLL (IOB2 or BIOES)"
    description = (
        "A token and its tag on each line, documents apart, a file for each person where several marked one text."
    )
    extension = "zip"
    media_type = "application/zip"
    losses = {
        "lost_nested": "spans inside of longer ones",
        "lost_overlapping": "spans that cross others",
        "lost_labels": "further labels of spans that have several",
        "lost_blank": "spans of nothing but spaces",
    }

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("documents", "items", "spans", "tokens", *self.losses)
        asked = form.question(options["question"])
        if asked is None:
            raise ValueError(f"the form has no question {options['question']!r}")
        self._question, self._ends = asked, options["scheme"] == "bioes"
        self._cut = words if options["tokens"] == "words" else between_spaces

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (
            question("question", "Question", form, marks_texts),
            choice("scheme", "Tags", ("iob2", "B, I and O"), ("bioes", "B, I, O, E and S")),
            choice("tokens", "Tokens", ("words", "Words and other signs"), ("spaces", "What stands between spaces")),
        )

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(marks_texts, form.questions)) else "The form has no question about spans of a text."

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        """Several files are written side by side, each to the disk first."""
        apart = any(answered_twice(record, self._question.name) for record in data.items())
        with ExitStack() as stack:
            files: dict[str, IO[bytes]] = {}
            for record in data.items():
                self.counts.add("items")
                for person, text in self._texts(record):
                    path = path_of(record.split, person if apart else "")
                    if path not in files:
                        files[path] = stack.enter_context(TemporaryFile())
                    files[path].write("".join(self._document(text)).encode())
            if not files:
                yield Piece(path_of("", ""), b"")
            for path in sorted(files):
                files[path].seek(0)
                while part := files[path].read(AT_ONCE):
                    yield Piece(path, part)

    def _texts(self, record: ItemRecord) -> Iterator[tuple[str, MarkedText]]:
        """What each person marked, text after text; whoever may not be named is called by their place."""
        targets = Targets(record.content).of(self._question.scope)
        for number, each in enumerate(record.annotations, start=1):
            for on, target in targets.items():
                for value in given(each, self._question.name, on):
                    spans = [((row["start"], row["end"]), first_label(row, self.counts)) for row in value["spans"]]
                    yield each.annotator or str(number), MarkedText(target.text, spans)

    def _document(self, marked: MarkedText) -> Iterator[str]:
        """The lines of one text."""
        spans = self._apart(marked)
        borders = {border for (start, end), _ in spans.values() for border in (start, end)}
        tokens = [place for token in self._cut(marked.text) for place in cut_at(token, borders)]
        if not tokens:
            return
        self.counts.add("documents")
        self.counts.add("tokens", len(tokens))
        yield f"{DOCUMENT}\t{OUTSIDE}\n\n"
        reached = covered = tokens[0][0]
        span, label = (covered, covered), ""
        for start, end in tokens:
            if start >= covered and breaks(marked.text, reached, start):
                yield "\n"
            if start in spans:
                span, label = spans[start]
                covered = span[1]
            tag = f"{self._letter((start, end), span)}-{label}" if start < covered else OUTSIDE
            yield f"{marked.text[start:end]}\t{tag}\n"
            reached = end
        yield "\n"

    def _letter(self, token: Place, span: Place) -> str:
        begins, ends = token[0] == span[0], token[1] == span[1]
        if self._ends and ends:
            return "S" if begins else "E"
        return "B" if begins else "I"

    def _apart(self, marked: MarkedText) -> dict[int, tuple[Place, str]]:
        """The spans that can be written, by where they start: the longest of those that cover each other."""
        kept: dict[int, tuple[Place, str]] = {}
        starts: list[int] = []
        trimmed = [(trim(marked.text, place), label) for place, label in marked.spans]
        for (start, end), label in sorted(trimmed, key=lambda span: (span[0][0] - span[0][1], span)):
            before = bisect_left(starts, end) - 1  # the last that starts before this one ends
            other = kept[starts[before]][0] if before >= 0 else (0, 0)
            if start >= end:
                self.counts.add("lost_blank")
            elif other[1] <= start:
                kept[start] = (start, end), label
                insort(starts, start)
                self.counts.add("spans")
            else:
                self.counts.add("lost_nested" if other[0] <= start and end <= other[1] else "lost_overlapping")
        return kept


def marks_texts(each: Question) -> bool:
    """Whether a question is answered by marking texts."""
    return isinstance(each, Spans)


def answered_twice(record: ItemRecord, name: str) -> bool:
    """Whether several people answered about one text of an item."""
    places = [answer["on"] for each in record.annotations for answer in each.answers if answer["question"] == name]
    return len(places) > len(set(places))


def path_of(split: str, person: str) -> str:
    """The file of a split, a person, or both; a name that had to be mended ends in what tells it from others."""
    if not person:
        return f"{split or 'annotations'}.conll"
    mended = safe_name(person, "")
    called = mended if mended == person else f"{mended}-{blake2b(person.encode(), digest_size=4).hexdigest()}"
    return f"{split}/{called}.conll" if split else f"{called}.conll"


def words(text: str) -> Iterator[Place]:
    """Each word, and each other sign that is no space; marks and joiners belong to what they stand on."""
    start, kind = 0, BLANK
    for at, sign in enumerate(text):
        here = kind_of(sign)
        if here == JOINED and kind != BLANK:
            continue
        if here != kind or here != LETTER:
            if kind != BLANK:
                yield start, at
            start, kind = at, here
    if kind != BLANK:
        yield start, len(text)


BLANK, LETTER, SIGN, JOINED = range(4)


def kind_of(sign: str) -> int:
    """What a code point is in a text."""
    if sign.isspace():
        return BLANK
    if sign.isalnum() or sign == "_":
        return LETTER
    return JOINED if category(sign)[0] == "M" or category(sign) == "Cf" else SIGN


def between_spaces(text: str) -> Iterator[Place]:
    """Whatever stands between spaces. What would be taken for the head of a document is two tokens."""
    for found in NO_SPACE.finditer(text):
        start, end = found.span()
        yield from cut_at((start, end), {start + 1} if text.startswith(DOCUMENT, start) else set())


def cut_at(token: Place, borders: Collection[int]) -> Iterator[Place]:
    """A token, in parts where spans begin or end inside of it."""
    inside = [at for at in range(token[0] + 1, token[1]) if at in borders]
    yield from pairwise([token[0], *inside, token[1]])


def breaks(text: str, start: int, end: int) -> bool:
    """Whether a line ends between two places."""
    return any(sign in "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029" for sign in text[start:end])


def trim(text: str, place: Place) -> Place:
    """A place without the spaces at its ends."""
    start, end = place
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
