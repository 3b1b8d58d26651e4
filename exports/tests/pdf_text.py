"""The words of a PDF as ReportLab writes it: every text that is shown, in the order in which it is drawn."""

import base64
import re
import zlib

OBJECT = re.compile(rb"^(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL | re.MULTILINE)
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
FONT = re.compile(rb"/(\S+) (\d+) 0 R")
SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
MAPPED = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]{4,})>$", re.MULTILINE)
RANGE = re.compile(rb"<([0-9A-Fa-f]+)> <[0-9A-Fa-f]+> \[(.*?)\]", re.DOTALL)


def pdf_text(file: bytes) -> list[str]:
    """Its pieces: a cell, or a line of a paragraph."""
    objects = {int(number): body for number, body in OBJECT.findall(file)}
    fonts = _fonts(objects)
    pages = [
        int(n) for body in objects.values() if b"/Type /Page\n" in body for n in re.findall(rb"/Contents (\d+)", body)
    ]
    found = []
    for page in pages:
        codes = None
        for font, text in SHOWN.findall(stream(objects[page])):
            if font:
                codes = fonts[font]
            else:
                found.append(_decoded(text, codes))
    return found


def stream(body: bytes) -> bytes:
    """An object's stream, unpacked."""
    data = STREAM.search(body)[1]
    if b"/ASCII85Decode" in body:
        data = base64.a85decode(data.strip().removesuffix(b"~>"))
    return zlib.decompress(data) if b"/FlateDecode" in body else data


def _fonts(objects):
    """{name: {code: letter}}; None for fonts whose codes are UTF-16."""
    named = {}
    for body in objects.values():
        for name, number in FONT.findall(body):
            told = objects.get(int(number), b"")
            if re.search(rb"/Type /Font\b", told):
                unicode = re.search(rb"/ToUnicode (\d+) 0 R", told)
                named[name] = _codes(stream(objects[int(unicode[1])])) if unicode else None
    return named


def _codes(cmap: bytes) -> dict[int, str]:
    found = {}
    for first, values in RANGE.findall(cmap):
        for place, value in enumerate(re.findall(rb"<([0-9A-Fa-f]+)>", values)):
            found[int(first, 16) + place] = bytes.fromhex(value.decode()).decode("utf-16-be")
    for code, value in MAPPED.findall(cmap):
        found[int(code, 16)] = bytes.fromhex(value.decode()).decode("utf-16-be")
    return found


def _decoded(text: bytes, codes) -> str:
    raw = ESCAPED.sub(_unescaped, text)
    return raw.decode("utf-16-be") if codes is None else "".join(codes[code] for code in raw)


def _unescaped(found) -> bytes:
    told = found[1]
    return bytes([int(told, 8)]) if told.isdigit() else LETTERS.get(told, told)
