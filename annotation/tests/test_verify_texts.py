"""Which texts are accepted, and where the trouble begins in those that are not."""

import codecs
import hashlib
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.media import texts
from annotation.media.facts import MAX_LINE_BYTES, Refused, TextFacts
from annotation.media.texts import text_type, verify_text, verify_text_file


def check(*chunks: bytes) -> TextFacts:
    return verify_text(chunks, media_type="text/plain")


@pytest.mark.parametrize(
    ("data", "lines", "mark"),
    [
        (b"one", 1, False),
        (b"one\n", 1, False),
        (b"one\r\ntwo\r\n", 2, False),
        (b"one\n\n", 2, False),
        (codecs.BOM_UTF8 + "zwölf\n".encode(), 1, True),
        ("日本語\n🙂".encode(), 2, False),
        (b"x" * MAX_LINE_BYTES + b"\n" + b"y" * MAX_LINE_BYTES, 2, False),
    ],
)
def test_utf8_is_accepted_with_its_lines_counted(data: bytes, lines: int, mark: bool) -> None:
    expected = TextFacts("text/plain", len(data), hashlib.sha256(data).hexdigest(), lines, mark)
    assert check(data) == expected
    assert check(*(data[place : place + 2] for place in range(0, min(len(data), 10_000), 2)), data[10_000:]) == expected


@pytest.mark.parametrize(
    ("data", "reason", "line", "offset"),
    [
        (b"one\ntwo\xff\n", "not UTF-8", 2, 7),
        ("zwölf".encode("latin-1"), "not UTF-8", 1, 2),
        (b"one\n\xed\xa0\x80", "not UTF-8", 2, 4),
        (b"\xc0\xaf", "not UTF-8", 1, 0),
        (b"one\n\n\x00", "NUL", 3, 5),
        (b"one\ntw\xc3", "in the middle of a character", 2, 6),
        (codecs.BOM_UTF16_LE + b"a\x00", "UTF-16", 1, 0),
        (codecs.BOM_UTF32_BE + b"\x00\x00\x00a", "UTF-16 or UTF-32", 1, 0),
        (b"a\n" + b"x" * (MAX_LINE_BYTES + 1), "longer than 1 MiB", 2, 2),
        (b"a\n" + b"x" * (MAX_LINE_BYTES + 1) + b"\nb\n", "longer than 1 MiB", 2, 2),
        (b"\x89PNG\r\n\x1a\n\x00", "not UTF-8", 1, 0),
        (b"one\n\x00\xff", "NUL", 2, 4),
        (b"one\n\xc3\x00", "not UTF-8", 2, 4),
    ],
)
def test_anything_else_is_refused_with_line_and_byte(data: bytes, reason: str, line: int, offset: int) -> None:
    for chunks in ([data], [data[place : place + 5000] for place in range(0, len(data), 5000)]):
        with pytest.raises(Refused, match=reason) as refused:
            check(*chunks)
        assert (refused.value.line, refused.value.offset) == (line, offset)


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(Refused, match="is empty"):
        check()
    with pytest.raises(Refused, match="is empty"):
        check(b"", b"")


def test_a_text_that_is_too_large_is_refused_before_it_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MAX_TEXT_BYTES", 10 << 20)

    def endless() -> Iterator[bytes]:
        while True:
            yield b"line\n" * 50_000

    with pytest.raises(Refused, match="larger than 10 MiB"):
        verify_text(endless(), media_type="text/plain")


def test_another_size_or_type_than_announced_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"one\n")
    with pytest.raises(Refused, match="has 4 bytes, but 5 were announced"):
        verify_text_file(tmp_path / "text", media_type="text/plain", size=5)
    with pytest.raises(Refused, match=r"not a \.txt"):
        verify_text_file(tmp_path / "text", media_type="text/html", size=4)


@pytest.mark.parametrize(
    ("filename", "media_type"),
    [
        ("a.txt", "text/plain"),
        ("a.b.MD", "text/markdown"),
        ("a.jsonl", "application/jsonl"),
        ("a.json", None),
        ("txt", None),
    ],
)
def test_the_name_tells_the_kind_of_text(filename: str, media_type: str | None) -> None:
    assert text_type(filename) == media_type


def test_a_long_text_is_checked_in_constant_memory() -> None:
    def lines(count: int) -> Iterator[bytes]:
        return ("zwölf Boxkämpfer\n".encode() * 10_000 for _ in range(count))

    def most_memory(count: int) -> int:
        tracemalloc.start()
        verify_text(lines(count), media_type="text/plain")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert most_memory(200) < most_memory(2) + 100_000


@given(data=st.binary(max_size=60), cut=st.integers(1, 9))
def test_a_text_is_accepted_exactly_if_it_decodes(data: bytes, cut: int) -> None:
    try:
        valid = bool(data) and "\x00" not in data.decode() and not data.startswith(texts.OTHER_MARKS)
    except UnicodeDecodeError:
        valid = False
    chunks = [data[place : place + cut] for place in range(0, len(data), cut)]
    try:
        facts = check(*chunks)
    except Refused:
        assert not valid
    else:
        assert valid
        assert facts.lines == len(data.removesuffix(b"\n").split(b"\n"))
