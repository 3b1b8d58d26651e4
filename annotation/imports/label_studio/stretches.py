"""Where a span lies: Label Studio's offsets as code points of the item's text, checked against the text they cover.

Its page counts code points since 2021 and counted UTF-16 units before; a browser turns CR LF into LF before it counts.
Whichever reading covers the text that the result itself quotes is the right one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotation.imports.label_studio.content import Shown

Place = tuple[str, int, int]
"""What answers call the text, and the span's start and end in code points."""
ELSEWHERE = "spans whose text is another one at their place"
NOWHERE = "spans without offsets"


def located(shown: Shown, name: str, value: Mapping[str, Any]) -> tuple[list[Place], list[str]]:
    """The places of a span, one for each turn of a dialogue that it covers, and what is wrong with it."""
    on = shown.places.get(name, ("text", 0))[0]
    if on == "messages":
        return in_messages(shown, value)
    offsets = value.get("globalOffsets")
    start, end = (offsets.get("start"), offsets.get("end")) if isinstance(offsets, dict) else bounds(value)
    text, first, last = shown.texts.get(on, ""), whole(start), whole(end)
    if first is None or last is None:
        return [], [NOWHERE]
    stretch = matching(text, first, last, value.get("text"))
    return ([(on, *stretch)], []) if stretch else ([], [ELSEWHERE])


def bounds(value: Mapping[str, Any]) -> tuple[object, object]:
    """The offsets of a plain text; those of a hypertext are paths into it."""
    return (None, None) if isinstance(value.get("startOffset"), int) else (value.get("start"), value.get("end"))


def in_messages(shown: Shown, value: Mapping[str, Any]) -> tuple[list[Place], list[str]]:
    """`start` and `end` are the turns from 0, the offsets those inside of them."""
    first, last = whole(value.get("start")), whole(value.get("end"))
    begins, ends = whole(value.get("startOffset")), whole(value.get("endOffset"))
    if first is None or last is None or begins is None or ends is None:
        return [], [NOWHERE]
    if not 0 <= first <= last < len(shown.turns):
        return [], [ELSEWHERE]
    if first == last:
        on = f"messages.{shown.turns[first]}"
        stretch = matching(shown.texts.get(on, ""), begins, ends, value.get("text"))
        return ([(on, *stretch)], []) if stretch else ([], [ELSEWHERE])
    places = list(over_turns(shown, first, last, begins, ends))
    return places, ["spans over several turns, kept as one in each"]


def over_turns(shown: Shown, first: int, last: int, begins: int, ends: int) -> Iterator[Place]:
    """The part of a long span in each of its turns."""
    for turn in range(first, last + 1):
        on = f"messages.{shown.turns[turn]}"
        text = shown.texts.get(on, "")
        start, end = begins if turn == first else 0, min(ends, len(text)) if turn == last else len(text)
        if start < end:
            yield on, start, end


def matching(text: str, start: int, end: int, quoted: object) -> tuple[int, int] | None:
    """The reading of two offsets that covers the quoted text; the plain one where nothing is quoted."""
    if not 0 <= start < end <= 2 * len(text):
        return None
    readings = [(start, end)]
    if len(text.encode("utf-16-le")) // 2 != len(text):
        readings.append((from_utf16(text, start), from_utf16(text, end)))
    if "\r\n" in text:
        readings.append((from_browser(text, start), from_browser(text, end)))
    for first, last in readings:
        if 0 <= first < last <= len(text) and (not isinstance(quoted, str) or same(text[first:last], quoted)):
            return first, last
    return None


def from_utf16(text: str, offset: int) -> int:
    """An offset in UTF-16 units as one in code points."""
    return len(text.encode("utf-16-le")[: 2 * offset].decode("utf-16-le", errors="ignore"))


def from_browser(text: str, offset: int) -> int:
    """An offset that counts CR LF as one sign as one that counts both."""
    place = 0
    for _ in range(offset):
        place += 2 if text.startswith("\r\n", place) else 1
    return place


def same(covered: str, quoted: str) -> bool:
    """Whether a text is the quoted one but for its blanks, which Label Studio cuts and writes in several ways."""
    return covered.split() == quoted.replace("\\n", "\n").split() or "".join(covered.split()) == "".join(
        quoted.replace("\\n", "").split()
    )


def whole(value: object) -> int | None:
    """A whole number, also where it is written as a text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int) or (isinstance(value, float) and value == int(value)):
        return int(value)
    return int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else None
