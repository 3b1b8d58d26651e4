"""Verification of texts: UTF-8 throughout, no NUL, no endless line. One pass, constant memory."""

import codecs
import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import NoReturn

from annotation.media.facts import MAX_LINE_BYTES, MAX_TEXT_BYTES, Refused, TextFacts

TEXT_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".jsonl": "application/jsonl"}
"""The texts that can be uploaded, by the ending of their name: browsers know no common media type for JSONL."""
CHUNK_BYTES = 1 << 18
OTHER_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_type(filename: str) -> str | None:
    """The media type of a text file by its name; None if it is no text we take."""
    return TEXT_TYPES.get(PurePath(filename).suffix.lower())


def verify_text_file(source: Path, *, media_type: str, size: int) -> TextFacts:
    """Check an uploaded text against what was declared; raises `Refused`."""
    if media_type not in TEXT_TYPES.values():
        raise Refused("This is not a .txt, .md or .jsonl text.")
    actual = source.stat().st_size
    if actual != size:
        raise Refused(f"The file has {actual} bytes, but {size} were announced.")
    with source.open("rb") as file:
        return verify_text(iter(lambda: file.read(CHUNK_BYTES), b""), media_type=media_type)


def verify_text(chunks: Iterable[bytes], *, media_type: str) -> TextFacts:
    """Check a text that comes in chunks of any size; raises `Refused` with line and byte offset."""
    check = TextCheck()
    for chunk in chunks:
        for start in range(0, len(chunk), CHUNK_BYTES):
            check.feed(chunk[start : start + CHUNK_BYTES])
    check.finish()
    return TextFacts(
        media_type=media_type,
        size=check.size,
        sha256=check.digest.hexdigest(),
        lines=check.newlines + (check.line_start < check.size),
        byte_order_mark=check.head.startswith(codecs.BOM_UTF8),
    )


class TextCheck:
    """The state of one pass over a text. A chunk must be shorter than a line may be."""

    def __init__(self) -> None:
        self.size = 0
        self.newlines = 0
        self.line_start = 0
        self.head = b""
        self.digest = hashlib.sha256()
        self.rest = b""
        """The first bytes of a character whose last ones are still to come."""

    def feed(self, chunk: bytes) -> None:
        if self.size + len(chunk) > MAX_TEXT_BYTES:
            raise Refused(f"The text is larger than {MAX_TEXT_BYTES >> 20} MiB.")
        self.head += chunk[: 4 - len(self.head)]
        self.check_characters(chunk)
        self.check_lines(chunk)
        self.digest.update(chunk)
        self.size += len(chunk)

    def finish(self) -> None:
        if self.size == 0:
            raise Refused("The file is empty.")
        if self.rest:
            self.refuse("The text ends in the middle of a character", self.size - len(self.rest))

    def check_characters(self, chunk: bytes) -> None:
        text = self.rest + chunk
        begin = self.size - len(self.rest)
        nul = text.find(b"\x00")
        try:
            _, used = codecs.utf_8_decode(text if nul < 0 else text[:nul], "strict", nul >= 0)
        except UnicodeDecodeError as error:
            self.refuse("The text is not UTF-8", begin + error.start, text[: error.start])
        if nul >= 0:
            self.refuse("The text holds a NUL character", begin + nul, text[:nul])
        self.rest = text[used:]

    def check_lines(self, chunk: bytes) -> None:
        """Only a line that began before this chunk can be too long here: chunks are shorter than lines may be."""
        first = chunk.find(b"\n")
        end = self.size + (len(chunk) if first < 0 else first)
        if end - self.line_start > MAX_LINE_BYTES:
            self.refuse(f"A line is longer than {MAX_LINE_BYTES >> 20} MiB", self.line_start)
        if first >= 0:
            self.newlines += chunk.count(b"\n")
            self.line_start = self.size + chunk.rfind(b"\n") + 1

    def refuse(self, reason: str, offset: int, before: bytes = b"") -> NoReturn:
        if self.head.startswith(OTHER_MARKS):
            raise Refused("The text is UTF-16 or UTF-32. Save it as UTF-8.", line=1, offset=0)
        line = self.newlines + before.count(b"\n") + 1
        raise Refused(f"{reason} (line {line}, byte {offset}).", line=line, offset=offset)
