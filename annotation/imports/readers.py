"""All the formats that can be read, and which of them some files are written in."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

from annotation.imports import (
    argilla,
    chats,
    coco,
    conll,
    csv_rows,
    cvat,
    doccano,
    folder,
    full,
    hh_rlhf,
    json_array,
    label_studio,
    parquet,
    voc,
    xlsx,
    yolo,
)
from annotation.imports.foreign import Files, Reader, Unreadable

# One line for each format. Where two are equally sure of some files, the one that stands first is chosen.
ALL: tuple[Reader, ...] = (
    full.READER,
    hh_rlhf.READER,
    chats.READER,
    xlsx.READER,
    label_studio.READER,
    argilla.READER,
    doccano.READER,
    cvat.READER,
    coco.READER,
    voc.READER,
    yolo.READER,
    conll.READER,
    parquet.READER,
    csv_rows.READER,
    folder.READER,
    json_array.LINES_READER,
    json_array.READER,
)

READERS: Mapping[str, Reader] = MappingProxyType({reader.name: reader for reader in ALL})


def best_reader(files: Files) -> list[tuple[Reader, float]]:
    """The formats that the files may be in with how sure each is (0 to 1), best first; none when nobody knows them."""
    sure = [(reader, _confidence(reader, files)) for reader in ALL]
    return sorted((each for each in sure if each[1] > 0), key=lambda each: -each[1])


def _confidence(reader: Reader, files: Files) -> float:
    with suppress(Unreadable):
        return reader.detect(files)
    return 0
