"""The files of a report, all written from its JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from exports.reports.sheet import sheet


class Kind(NamedTuple):
    """A way to write a report."""

    media_type: str
    write: Callable[[Mapping[str, Any], str], bytes]
    """Of the JSON and a language, which only what people read is in."""


@dataclass(frozen=True, slots=True)
class File:
    """What was written."""

    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def pdf(content: Mapping[str, Any], language: str) -> bytes:
    """As a document. What draws it is large, and few processes ever draw."""
    from exports.reports.pdf import pdf as drawn

    return drawn(content, language=language)


FILES: Mapping[str, Kind] = {
    "json": Kind("application/json", lambda content, _: orjson.dumps(content)),
    "csv": Kind("text/csv", lambda content, _: sheet(content)),
    "pdf": Kind("application/pdf", pdf),
}


def written(content: Mapping[str, Any], language: str = "en") -> Iterator[tuple[str, File]]:
    """Each file by its ending, the document in a language. The same JSON gives the same bytes."""
    for ending, kind in FILES.items():
        yield ending, File(kind.write(content, language))
