"""JSON from strangers: read fast, and refused whole when it is hostile or would be misunderstood.

The text is scanned once, without recursion, before it is parsed, so nesting, size and ambiguity are known before they
can hurt. What one reader would take differently from another is refused: repeated keys, numbers beyond 64 bits.

Source: RFC 8259 (JSON) with the strictness of RFC 7493 (I-JSON), except for the range of integers.
"""

import re
from collections.abc import Iterable
from itertools import accumulate, chain
from typing import NoReturn

import orjson

MAX_BYTES = 10 << 20
MAX_DEPTH = 64
MAX_NODES = 500_000
MAX_STRING = 1 << 20

_STRING = re.compile(rb'(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z))', re.DOTALL)
"""A string, or what is left of the text after a quote that is never closed: so the search is linear on any input."""
_TOKEN = re.compile(_STRING.pattern + rb"(?P<colon>[ \t\r\n]*+:)?|[\[\]{}]", re.DOTALL)
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*+\\u0000")
_LONG_INTEGER = re.compile(rb"(?<![0-9.eE+-])-?[0-9]{19,}+(?![.eE])")
_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


class UnsafeJson(ValueError):
    """The text is no JSON we take. `detail` says why, `position` is the byte (from 0) where the trouble begins."""

    def __init__(self, detail: str, position: int) -> None:
        super().__init__(f"{detail} (byte {position})")
        self.detail = detail
        self.position = position


def loads(
    data: bytes,
    *,
    max_bytes: int = MAX_BYTES,
    max_depth: int = MAX_DEPTH,
    max_nodes: int = MAX_NODES,
    max_string: int = MAX_STRING,
) -> object:
    """The value that UTF-8 JSON text holds; raises `UnsafeJson`.

    `max_nodes` counts values, `max_string` the bytes of one string or key as written. Refused as well: NUL and lone
    surrogates in strings and keys, NaN and infinities, integers outside −2⁶³ … 2⁶³−1, keys that stand twice.
    """
    if len(data) > max_bytes:
        raise UnsafeJson(f"larger than {max_bytes} bytes", max_bytes)
    pieces = _STRING.split(data)
    if len(pieces) > 4 * max_nodes:  # half of the pieces are strings, and a value comes with one key at most
        raise UnsafeJson(f"holds more than {max_nodes} values", 0)
    _check_strings(pieces, max_string)
    skeleton = b'""'.join(pieces[::2])
    _check_shape(data, skeleton, max_depth, max_nodes)
    _check_integers(pieces)
    try:
        value: object = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise UnsafeJson(error.msg, len(error.doc[: error.pos].encode(errors="replace"))) from None
    if skeleton.count(b":") != _keys(value):
        _refuse_repeated_key(data)
    return value


def _check_strings(pieces: list[bytes], max_string: int) -> None:
    for index in range(1, len(pieces), 2):
        string = pieces[index]
        if len(string) - 2 > max_string:
            raise UnsafeJson(f"a string is longer than {max_string} bytes", _start(pieces, index))
        if b"\\u0000" in string and (nul := _NUL.search(string)):
            raise UnsafeJson("a string holds a NUL character", _start(pieces, index) + nul.end() - 6)


def _check_shape(data: bytes, skeleton: bytes, max_depth: int, max_nodes: int) -> None:
    """Count before parsing: every value but the outermost follows a comma or the bracket that opens its container."""
    brackets = skeleton.translate(None, _NOT_BRACKETS)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > max_depth:
        raise UnsafeJson(f"nested deeper than {max_depth} levels", _deep_place(data, max_depth))
    nodes = 1 + skeleton.count(b",") + skeleton.count(b"[") + skeleton.count(b"{")
    if nodes > max_nodes:
        raise UnsafeJson(f"holds more than {max_nodes} values", 0)


def _check_integers(pieces: list[bytes]) -> None:
    for index in range(0, len(pieces), 2):
        for number in _LONG_INTEGER.finditer(pieces[index]):
            if len(number[0]) > 20 or not -(2**63) <= int(number[0]) < 2**63:
                raise UnsafeJson("an integer does not fit into 64 bits", _start(pieces, index) + number.start())


def _start(pieces: list[bytes], index: int) -> int:
    return sum(map(len, pieces[:index]))


def _deep_place(data: bytes, max_depth: int) -> int:
    """Where the bracket stands that opens one level too many."""
    depth = 0
    for found in _TOKEN.finditer(data):
        depth += _STEP.get(data[found.start()], 0)
        if depth > max_depth:
            return found.start()
    raise AssertionError("called for a text that is not too deep")


def _keys(value: object) -> int:
    """How many keys all objects of a value have together."""
    count = 0
    level: list[object] = [value]
    while level:
        containers = [entry for entry in level if type(entry) in (dict, list)]
        count += sum(len(entry) for entry in containers if isinstance(entry, dict))
        level = list(chain.from_iterable(map(_members, containers)))
    return count


def _members(container: object) -> Iterable[object]:
    if isinstance(container, dict):
        return container.values()
    return container if isinstance(container, list) else ()


def _refuse_repeated_key(data: bytes) -> NoReturn:
    """Find the key in a text that is known to be valid and to have one."""
    objects: list[set[object]] = []
    for found in _TOKEN.finditer(data):
        match found[0][:1]:
            case b"{" | b"[":
                objects.append(set())
            case b"}" | b"]":
                objects.pop()
            case _ if found["colon"]:
                key = orjson.loads(found["string"])
                if key in objects[-1]:
                    raise UnsafeJson(f"the key {key[:80]!r} stands twice in one object", found.start())
                objects[-1].add(key)
    raise AssertionError("called for a text without a repeated key")
