"""Hostile JSON is refused with its place; everything else reads as the standard library reads it."""

import json
import math
import time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError

from accounts.api.parsers import SafeJSONParser
from accounts.safe_json import UnsafeJson, loads

plain_text = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | plain_text,
    lambda inner: st.lists(inner) | st.dictionaries(plain_text, inner),
    max_leaves=30,
)


@given(value=values, ascii_only=st.booleans(), indent=st.none() | st.integers(0, 2))
@example(value={'"': ['\\"', "\\", "[{", "\\u0000"[1:], "u0000"]}, ascii_only=True, indent=None)
@example(value=[0.12345678901234567, 1e300, 123456789012345678.5], ascii_only=True, indent=None)
def test_every_honest_value_is_read_as_it_was_written(value: Any, ascii_only: bool, indent: int | None) -> None:
    assert loads(json.dumps(value, ensure_ascii=ascii_only, indent=indent).encode()) == value


@given(data=st.binary(max_size=40) | st.text('[]{}",:\\ u0d8ae1.-', max_size=40).map(str.encode))
def test_whatever_is_accepted_means_the_same_to_the_standard_library(data: bytes) -> None:
    try:
        value = loads(data)
    except UnsafeJson:
        return
    assert json.loads(data, object_pairs_hook=unique) == value


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


HOSTILE: dict[str, tuple[bytes, str, int]] = {
    "nothing": (b"", "zero-length", 0),
    "cut off": (b'{"a": [1,', "end", 9),
    "two values": (b"{} {}", "after document", 3),
    "a quote never closed": (b'{"a": "b}', "end of data", 9),
    "100,000 brackets": (b"[" * 100_000 + b"]" * 100_000, "nested deeper than 64", 64),
    "100,000 open brackets": (b"[" * 100_000, "nested deeper than 64", 64),
    "100,000 objects": (b'{"":' * 100_000, "nested deeper than 64", 4 * 64),
    "65 levels": (b'["]]", ' + b"[" * 64 + b"]" * 65, "nested deeper", 7 + 63),
    "a NUL": (b'{"a": "b\\u0000"}', "NUL", 8),
    "a NUL in a key": (b'{"\\u0000": 1}', "NUL", 2),
    "a NUL after backslashes": (b'["\\\\\\u0000"]', "NUL", 4),
    "a raw NUL": (b'"a\x00"', "control character", 2),
    "a raw newline": (b'"a\nb"', "control character", 2),
    "a lone high surrogate": (b'["\\ud800"]', "surrogate", 2),
    "a lone low surrogate": (b'["\\udc00"]', "surrogate", 2),
    "half a pair": (b'["\\ud800\\u0041"]', "surrogate", 2),
    "a lone surrogate in a key": (b'{"\\uDFFF": 1}', "surrogate", 2),
    "an encoded surrogate": (b'"\xed\xa0\x80"', "UTF-8", 0),
    "not UTF-8": (b'{"a": "\xff"}', "UTF-8", 0),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "UTF-8", 0),
    "not a number": (b"[NaN]", "unexpected", 1),
    "infinity": (b"[-Infinity]", "no digit", 2),
    "a number beyond doubles": (b"[1e999]", "infinity", 1),
    "an integer of 65 bits": (b'["1", 9223372036854775808]', "64 bits", 6),
    "a negative integer of 65 bits": (b"-9223372036854775809", "64 bits", 0),
    "an integer of a million digits": (b"1" * 1_000_000, "64 bits", 0),
    "a key that stands twice": (b'{"a": [], "b": 2, "a" : 3}', "the key 'a' stands twice", 18),
    "a key that stands twice far inside": (b'[{"a": 1}, {"x": {"a": "a", "\\u0061": 2}}]', "'a' stands twice", 28),
    "a string too long": (b'["", "' + b"x" * ((1 << 20) + 1) + b'"]', "longer than 1048576", 5),
    "a key too long": (b'{"' + b"x" * ((1 << 20) + 1) + b'": 1}', "longer than 1048576", 1),
    "more values than are taken": (b"[" + b"1," * 500_000 + b"1]", "more than 500000 values", 0),
    "more empty lists than are taken": (b"[" + b"[]," * 300_000 + b"[]]", "more than 500000 values", 0),
    "more text than is taken": (b" " * (10 << 20) + b"{}", "larger than", 10 << 20),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused_with_its_place(name: str) -> None:
    data, detail, position = HOSTILE[name]
    with pytest.raises(UnsafeJson) as refused:
        loads(data)
    assert detail in refused.value.detail
    assert refused.value.position == position


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 64 + b"]" * 64,
        b"[9223372036854775807, -9223372036854775808]",
        b"[0.1234567890123456789012345, 1e0000000000000000000001, 12345678901234567890.5, 12345678901234567890e3]",
        b'["\\\\u0000", "\\ud83d\\ude00"]',
        b'[{"a": 1}, {"a": 1}]',
        b'{"a": {"a": {"a": "a"}}}',
        b" \r\n\t[1 , 2 ] ",
        b'"' + b"x" * (1 << 20) + b'"',
    ],
)
def test_what_only_looks_hostile_is_read(data: bytes) -> None:
    assert loads(data) == json.loads(data)


def test_the_limits_can_be_set() -> None:
    for limit in ({"max_bytes": 6}, {"max_depth": 1}, {"max_nodes": 2}, {"max_string": 2}):
        with pytest.raises(UnsafeJson):
            loads(b'[["abc"]]', **limit)
    assert loads(b'[["abc"]]', max_bytes=9, max_depth=2, max_nodes=3, max_string=3) == [["abc"]]


@pytest.mark.parametrize(
    "data",
    [
        b'"' * (4 << 20),
        b'"' + b'\\"' * (2 << 20),
        b'"' + b"\\" * (4 << 20),
        b'"' + b"\\\\u0000" * 500_000,
        b"\\" * (4 << 20),
        b"[" * (4 << 20),
        b"1" * (4 << 20),
        b'["a",' * 700_000,
        b"{" + b'"a":1,' * 400_000 + b'"a":1}',
    ],
    ids=lambda data: repr(data[:6]),
)
def test_no_text_takes_longer_than_its_length_deserves(data: bytes) -> None:
    begun = time.perf_counter()
    with pytest.raises(UnsafeJson):
        loads(data)
    assert time.perf_counter() - begun < 5


# The API's parser


def test_the_api_reads_json() -> None:
    assert SafeJSONParser().parse(BytesIO(b'{"name": "z\xc3\xbcrich"}')) == {"name": "zürich"}


@pytest.mark.parametrize(
    "data", [b"", b"[" * 100_000, b'"\\u0000"', b"\xff", b'{"a":1,"a":2}', b" " * ((10 << 20) + 1)]
)
def test_the_api_answers_400_to_hostile_json(data: bytes) -> None:
    with pytest.raises(ParseError) as refused:
        SafeJSONParser().parse(BytesIO(data))
    assert refused.value.status_code == 400
    assert "byte" in str(refused.value.detail)


def test_the_api_never_reads_more_than_it_takes() -> None:
    stream = BytesIO(b" " * (20 << 20))
    with pytest.raises(ParseError):
        SafeJSONParser().parse(stream)
    assert stream.tell() <= (10 << 20) + 1


def test_floats_are_finite() -> None:
    value = loads(b"1.7976931348623157e308")
    assert isinstance(value, float)
    assert math.isfinite(value)
