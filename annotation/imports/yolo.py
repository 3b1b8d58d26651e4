"""YOLO: a text file of labels for each picture, a line for each object (https://docs.ultralytics.com/datasets).

Boxes are `class x y width height`, outlines `class x1 y1 x2 y2 …`, turned boxes `class` with their four corners, all as
shares of the picture's width and height; or, as DOTA writes them, corners in pixels, then class and difficulty. The
names of the classes stand in `data.yaml`, or line by line in `classes.txt` or `obj.names`.

A picture with an empty file of labels shows nothing to mark; one without such a file was not looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import isfinite
from pathlib import PurePosixPath
from typing import Any

import yaml

from annotation.forms.kinds.regions import is_rectangle
from annotation.imports.drawings import (
    REGIONS,
    Drawing,
    LabelNames,
    Size,
    annotation,
    answer,
    form_for,
    paired,
    picture_row,
    refused_row,
)
from annotation.imports.foreign import Columns, Files, ForeignRow, Reader, Unreadable
from annotation.imports.pictures import Pictures, picture_size, split_named, split_of_folder, words_shared

MOST_BYTES = 8 << 20
"""Of one file of labels, names or settings; it stands in memory whole."""
MOST_CLASSES = 100_000
LOOKED_AT = 20
MOST_PAIRS = 10_000
"""Of pictures and labels called alike, beyond which nobody compares their folders."""
NAME_FILES = re.compile(r"(classes|labels|obj|names)\.(txt|names)|.*\.names", re.IGNORECASE)
LABEL_FOLDERS = frozenset({"labels", "images", "annotations", "labeltxt", "obj_train_data"})
"""Folders whose names don't tell one picture from another."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `data.yaml` or a file of names says; `task` is ours, so that corners are not taken for an outline."""

    names: Mapping[int, str]
    task: str = ""
    with_keypoints: bool = False


class Sheets:
    """The files of labels, each found by the one picture that it belongs to."""

    def __init__(self, files: Files, pictures: Sequence[str]) -> None:
        sheets = [
            name
            for name in files.names()
            if name.lower().endswith(".txt") and not NAME_FILES.fullmatch(PurePosixPath(name).name)
        ]
        by_place = {place_of(name): name for name in sheets}
        self._sheets = {name: by_place[place] for name in pictures if (place := place_of(name)) in by_place}
        self._left = set(sheets).difference(self._sheets.values())
        self._match([name for name in pictures if name not in self._sheets])

    def of(self, picture: str) -> str | None:
        """The labels of a picture."""
        return self._sheets.get(picture)

    def left(self) -> list[str]:
        """Those that no picture was found for."""
        return sorted(self._left)

    def _match(self, pictures: Sequence[str]) -> None:
        """Where folders differ, those belong together that are called alike and have the most folders in common."""
        by_stem: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, names in enumerate((pictures, sorted(self._left))):
            for name in names:
                by_stem[PurePosixPath(name).stem][side].append(name)
        for alike, sheets in by_stem.values():
            if len(alike) * len(sheets) > MOST_PAIRS:
                continue
            pairs = [(-likeness(name, sheet), name, sheet) for name in alike for sheet in sheets]
            for negative, name, sheet in sorted(pairs):
                if negative <= 0 and name not in self._sheets and sheet in self._left:
                    self._sheets[name] = sheet
                    self._left.discard(sheet)


def place_of(name: str) -> tuple[str, ...]:
    """The telling folders of a path and the name without its ending."""
    path = PurePosixPath(name)
    return (*(part for part in path.parts[:-1] if part.lower() not in LABEL_FOLDERS), path.stem)


def likeness(picture: str, sheet: str) -> int:
    """How many folders a picture and its labels have in common; below 0 where they are of different splits."""
    splits = {split_of_folder(picture), split_of_folder(sheet)} - {""}
    return -1 if len(splits) > 1 else words_shared(sheet, place_of(picture)[:-1])


def detect(files: Files) -> float:
    """Sure where classes are named and the first files of labels hold numbers."""
    names = [name for name in files.names() if name.lower().endswith((".txt", ".yaml", ".yml", ".names"))]
    named = any(is_settings(name) or NAME_FILES.fullmatch(PurePosixPath(name).name) for name in names)
    texts = [name for name in names if name.lower().endswith(".txt")]
    sheets = [name for name in texts if not NAME_FILES.fullmatch(PurePosixPath(name).name)]
    numbered = sum(looks_like_labels(files, name) for name in islice(sheets, LOOKED_AT))
    with_pictures = bool(Pictures(files).names)
    if not numbered or not (named or with_pictures):
        return 0.0
    return 0.95 if named and with_pictures else 0.6


def read(files: Files, _: Columns) -> Iterator[ForeignRow]:
    """One item for each picture, then what is wrong with labels whose picture is missing."""
    pictures, settings = Pictures(files), settings_of(files)
    sheets = Sheets(files, pictures.names)
    names = LabelNames(settings.names.values())
    splits = listed_splits(files, pictures)
    for place in pictures.names:
        yield picture_item(files, place, sheets.of(place), settings, names, splits.get(place) or split_of_folder(place))
    for name in sheets.left():
        if looks_like_labels(files, name):
            yield refused_row(name, "its picture is missing, and without it nobody knows where these labels lie")


def form(files: Files) -> Mapping[str, Any] | None:
    """The shapes that the labels have, with the named classes."""
    return form_for(read(files, {}), LabelNames(settings_of(files).names.values()).all())


def picture_item(
    files: Files, place: str, sheet: str | None, settings: Settings, names: LabelNames, split: str
) -> ForeignRow:
    """The item of a picture."""
    if sheet is None:
        return picture_row(place, place, metadata={"split": split}, annotations=())
    size = picture_size(files, place)
    if size is None:
        return refused_row(place, "this is no picture whose size can be read, and its labels are shares of that")
    drawing = Drawing(sheet, size, names)
    try:
        lines = text_of(files, sheet).splitlines()
    except BadText as error:
        return refused_row(sheet, str(error))
    for number, line in enumerate(lines, start=1):
        if columns := line.split():
            add_line(drawing, columns, settings, f"line {number}")
    answers = [answer(REGIONS, {"regions": drawing.regions})]
    metadata = {"split": split, REGIONS: drawing.more}
    return picture_row(place, place, metadata=metadata, annotations=[annotation(answers)], lost=drawing.lost)


def add_line(drawing: Drawing, columns: Sequence[str], settings: Settings, where: str) -> None:
    """Draw what one line says."""
    assert drawing.size
    if len(columns) in (9, 10) and numbers_of(columns[:8]) and not numbers_of(columns[8:9]):
        difficult = {"difficult": True} if columns[9:] not in ([], ["0"]) else {}
        add_corners(drawing, paired(numbers_of(columns[:8])), columns[8], difficult)
        return
    numbers = numbers_of(columns)
    if len(numbers) < 5 or numbers[0] != int(numbers[0]):
        drawing.lose("lines that are no labels", where)
        return
    label = settings.names.get(int(numbers[0]), str(int(numbers[0])))
    shares = numbers[1:]
    if len(shares) in (4, 5) or settings.with_keypoints:
        more = {"confidence": shares[4]} if len(shares) == 5 else {}
        drawing.add("box", box_of(shares, drawing.size), [label], **more)
        if len(shares) > 5:
            drawing.lose("key points", where)
        return
    if len(shares) % 2:
        drawing.lose("lines that are no labels", where)
        return
    points = [(x * drawing.size[0], y * drawing.size[1]) for x, y in paired(shares)]
    if len(points) == 4 and settings.task != "segment":
        add_corners(drawing, points, label, {})
    else:
        drawing.add("polygon", points, [label])


def add_corners(drawing: Drawing, points: list[tuple[float, float]], label: str, more: Mapping[str, Any]) -> None:
    """A turned box where the four corners make one, else an outline."""
    drawing.add("rotated_box" if is_rectangle(points) else "polygon", points, [label], **more)


def box_of(shares: Sequence[float], size: Size) -> list[tuple[float, float]]:
    """Two corners in pixels from the middle and the size in shares."""
    (x, y, width, height), (full_width, full_height) = shares[:4], size
    left, right = (x - width / 2) * full_width, (x + width / 2) * full_width
    top, bottom = (y - height / 2) * full_height, (y + height / 2) * full_height
    return [(left, top), (right, bottom)]


def numbers_of(columns: Sequence[str]) -> list[float]:
    """The columns as numbers; none where one is not."""
    try:
        numbers = [float(column) for column in columns]
    except ValueError:
        return []
    return numbers if all(map(isfinite, numbers)) else []


def looks_like_labels(files: Files, name: str) -> bool:
    """Whether the first line of a file with lines is one of labels."""
    with files.open(name) as file:
        head = file.read(1 << 16).decode("utf-8", "replace")
    columns = head.split("\n", 1)[0].split()
    return len(columns) >= 5 and len(numbers_of(columns[:5])) == 5


def listed_splits(files: Files, pictures: Pictures) -> dict[str, str]:
    """The splits of pictures that a `train.txt`, `val.txt` or `test.txt` lists."""
    splits: dict[str, str] = {}
    for name in files.names():
        path = PurePosixPath(name)
        split = split_named(path.stem)
        if path.suffix.lower() != ".txt" or not split or looks_like_labels(files, name):
            continue
        try:
            listed = text_of(files, name).splitlines()
        except BadText:
            continue
        for line in listed:
            if found := pictures.find(line.strip(), near=name):
                splits[found] = split
    return splits


class BadText(ValueError):
    """A text that can't be read, in words."""


def text_of(files: Files, name: str) -> str:
    """A whole small text. Raises `BadText`."""
    with files.open(name) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadText(f"is longer than {MOST_BYTES >> 20} MiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadText(f"is not UTF-8 (byte {error.start})") from error


def is_settings(name: str) -> bool:
    """Whether a file may be a data set's settings."""
    return name.lower().endswith((".yaml", ".yml"))


def settings_of(files: Files) -> Settings:
    """From the first YAML file with names, else the first file of names; nothing where there is neither."""
    for name in filter(is_settings, files.names()):
        if settings := settings_in(files, name):
            return settings
    for name in files.names():
        if NAME_FILES.fullmatch(PurePosixPath(name).name):
            return Settings(dict(enumerate(line.strip() for line in whole(files, name).strip().splitlines())))
    return Settings({})


def settings_in(files: Files, name: str) -> Settings | None:
    """What a YAML file says, if it is a data set's. Raises `Unreadable` where it is no YAML."""
    text = whole(files, name)
    try:
        # References to other places would let a short file stand for an endless one.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise Unreadable("The settings refer to themselves (YAML aliases), which is not read.", where=name)
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Unreadable("The settings are no YAML that is read here.", where=name) from error
    if not isinstance(data, dict) or not isinstance(names := data.get("names"), list | dict):
        return None
    pairs = enumerate(names) if isinstance(names, list) else names.items()
    kept = {int(number): str(label) for number, label in islice(pairs, MOST_CLASSES) if str(number).isdecimal()}
    return Settings(kept, str(data.get("task", "")), bool(data.get("kpt_shape")))


def whole(files: Files, name: str) -> str:
    """A text without which nothing can be read."""
    try:
        return text_of(files, name)
    except BadText as error:
        raise Unreadable(f"The file {name} {error}.", where=name) from error


READER = Reader(name="yolo", title="YOLO", detect=detect, read=read, form=form)
