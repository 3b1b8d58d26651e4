"""COCO JSON: objects, key points, captions and labels of pictures (https://cocodataset.org/#format-data).

Such files are large and in no order, so they are read as a stream, and what belongs to one picture is gathered in a
temporary database. Several files about the same pictures, as COCO has them for objects and captions, make one item for
each picture; an object that stands in two of them is drawn once.

An object with an outline is drawn as its outline, else as its box. Every key point is a point of its own, labelled with
its name. Captions answer a question of text, an annotation for each: they are by different people. Labels without a
place answer a question of choice. A picture about which nothing is said was not looked at, as far as the file tells,
unless it names the people who found nothing to mark: `"annotators": ["…"]`, as our own files do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from typing import Any, BinaryIO

import ijson
import orjson

from annotation.imports.drawings import (
    CAPTION,
    REGIONS,
    TAGS,
    UNKNOWN,
    Drawing,
    LabelNames,
    Size,
    annotation,
    answer,
    form_for,
    paired,
    picture_row,
    refused_row,
    turned_box,
)
from annotation.imports.foreign import Columns, Files, ForeignRow, Lost, Reader, Unreadable
from annotation.imports.pictures import Pictures, split_of, split_of_folder

LOOKED_AT = 5
HEAD = 1 << 20
MOST_CATEGORIES = 100_000
MOST_CAPTIONS = 1_000
LONGEST_ENTRY = 16 << 20
Json = dict[str, Any]
KNOWN = frozenset(
    (
        *("id", "image_id", "category_id", "segmentation", "area", "bbox", "iscrowd", "keypoints", "num_keypoints"),
        *("caption", "annotator", "labels", "attributes", "isbbox", "color", "metadata"),
    )
)
"""The keys of an entry that have their place, or are without meaning outside of the tool that wrote them."""

SCHEMA = """
CREATE TABLE picture (key TEXT PRIMARY KEY, source INTEGER, data BLOB);
CREATE TABLE called (external_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE listed (source INTEGER, id TEXT, key TEXT, PRIMARY KEY (source, id)) WITHOUT ROWID;
CREATE TABLE entry (source INTEGER, id TEXT, data BLOB);
"""


@dataclass(frozen=True, slots=True)
class Category:
    """A label, and the names of its key points."""

    name: str
    keypoints: Sequence[str] = ()


@dataclass
class Person:
    """What one person said about one picture."""

    drawing: Drawing
    tags: list[str] = field(default_factory=list)
    drawn: dict[bytes, int] = field(default_factory=dict)
    """Which file each object came from first, by what it says of itself."""


def detect(files: Files) -> float:
    """Sure where a JSON file begins with pictures, annotations or categories of this shape."""
    best = 0.0
    for name in islice(json_names(files), LOOKED_AT):
        with files.open(name) as file:
            head = file.read(HEAD)
        if not head.lstrip().startswith(b"{") or not (b'"images"' in head or b'"annotations"' in head):
            continue
        signs = sum(sign in head for sign in (b'"file_name"', b'"image_id"', b'"category_id"', b'"categories"'))
        best = max(best, min(0.35 + 0.2 * signs, 0.95) if signs >= 2 else 0.2)
    return best


def read(files: Files, _: Columns) -> Iterator[ForeignRow]:
    """One item for each picture, in the order in which the files list them."""
    # Without a name it is a private temporary database, which is written out only when its cache is full.
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        database.executescript(SCHEMA)
        yield from Gathering(files, database).rows()


def form(files: Files) -> Mapping[str, Any] | None:
    """The categories as labels, with the shapes that are there, and a question of text where there are captions."""
    names = LabelNames()
    for name in coco_names(files):
        for category in categories_of(files, name).values():
            names.name(category.name)
    return form_for(read(files, {}), names.all())


class Gathering:
    """Brings together what the files say about each picture."""

    def __init__(self, files: Files, database: sqlite3.Connection) -> None:
        self._files, self._database = files, database
        self._names, self._pictures = LabelNames(), Pictures(files)
        self._sources = list(coco_names(files))
        self._categories: list[dict[str, Category]] = []

    def rows(self) -> Iterator[ForeignRow]:
        """The items; then entries about pictures that no file lists."""
        for source, name in enumerate(self._sources):
            self._categories.append(categories_of(self._files, name))
            for category in self._categories[-1].values():
                self._names.name(category.name)
            yield from self._take_pictures(source, name)
            self._take_entries(source, name)
        self._database.executescript("CREATE INDEX entries ON entry (source, id); CREATE INDEX keys ON listed (key);")
        for key, source, data in self._database.execute("SELECT key, source, data FROM picture ORDER BY rowid"):
            yield self._row(key, self._sources[source], orjson.loads(data))
        yield from self._strays()

    def _take_pictures(self, source: int, name: str) -> Iterator[ForeignRow]:
        split = split_of_folder(name) or split_of(name)
        for number, image in enumerate(stream(self._files, name, "images.item")):
            if not isinstance(image, dict) or not isinstance(image.get("file_name"), str) or "id" not in image:
                yield refused_row(f"{name}, image {number}", "a picture needs an id and a file_name")
                continue
            key, place = self._place(name, image, split)
            kept = {"place": place, "id": image["id"], "size": size_of(image), "split": split}
            kept |= {"said_by": image.get("annotators"), "external_id": image.get("external_id")}
            self._database.execute("INSERT OR IGNORE INTO picture VALUES (?, ?, ?)", [key, source, orjson.dumps(kept)])
            self._database.execute("INSERT OR IGNORE INTO listed VALUES (?, ?, ?)", [source, str(image["id"]), key])

    def _place(self, name: str, image: Json, split: str) -> tuple[str, str]:
        """By what a picture is the same in several files, and where it is: among the files, at its address, or where
        the file says. Unless it is at hand, pictures of different splits are different ones whatever they are called.
        """
        called, address = image["file_name"], image.get("coco_url")
        hints = {"validation": ["val", "valid", "val2017"], "train": ["train2017"]}.get(split, [])
        found = self._pictures.find(called, near=name, hints=[split, *hints])
        if found and (not split or split_of_folder(found) in ("", split)):
            return found, found
        if isinstance(address, str) and address.startswith(("http://", "https://")):
            return f"{split}/{called}", address
        return f"{split}/{called}", called

    def _take_entries(self, source: int, name: str) -> None:
        entries = (entry for entry in stream(self._files, name, "annotations.item") if isinstance(entry, dict))
        rows = ((source, str(entry.get("image_id")), orjson.dumps(entry)) for entry in entries)
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?)", rows)
        self._database.execute("COMMIT")

    def _strays(self) -> Iterator[ForeignRow]:
        query = """SELECT source, id, count(*) FROM entry WHERE NOT EXISTS
            (SELECT 1 FROM listed WHERE listed.source = entry.source AND listed.id = entry.id)
            GROUP BY source, id ORDER BY source, id"""
        for source, number, count in self._database.execute(query):
            where = f"{self._sources[source]}, image {number}"
            yield refused_row(where, f"{count} annotations are about a picture that the file doesn't list")

    def _entries(self, key: str) -> Iterator[tuple[int, Json]]:
        query = """SELECT entry.source, entry.data FROM listed JOIN entry USING (source, id)
            WHERE listed.key = ? ORDER BY entry.source, entry.rowid"""
        for source, data in self._database.execute(query, [key]):
            yield source, orjson.loads(data)

    def _row(self, key: str, name: str, picture: Json) -> ForeignRow:
        reader = PictureReader(f"{name}, image {picture['id']}", self._names, picture)
        for source, entry in self._entries(key):
            reader.add(source, entry, self._categories[source])
        return picture_row(
            reader.where,
            picture["place"],
            metadata={"split": picture["split"], REGIONS: reader.more()},
            annotations=list(reader.annotations()),
            lost=reader.lost(),
            external_id=self._called(picture["external_id"], picture["place"]) or key,
        )

    def _called(self, *names: object) -> str:
        """The first of some names that no other picture has; our own files name the items."""
        for name in names:
            if not isinstance(name, str):
                continue
            if self._database.execute("INSERT OR IGNORE INTO called VALUES (?)", [name]).rowcount:
                return name
        return ""


class PictureReader:
    """What the entries about one picture say."""

    def __init__(self, where: str, names: LabelNames, picture: Json) -> None:
        self.where, self._names = where, names
        self._size: Size | None = tuple(picture["size"]) if picture["size"] else None
        self._people: dict[str, Person] = {}
        self._captions: list[str] = []
        self._lost: list[Lost] = []
        said_by = picture["said_by"]
        self._looked = [each for each in said_by if isinstance(each, str)] if isinstance(said_by, list) else []
        for annotator in self._looked:
            self._person(annotator)

    def add(self, source: int, entry: Json, categories: Mapping[str, Category]) -> None:
        """Take in what one entry says."""
        if isinstance(caption := entry.get("caption"), str):
            self._caption(caption)
        elif "segments_info" in entry:
            self._lose("panoptic segments", str(entry.get("file_name", "")))
        else:
            self._object(source, entry, categories.get(str(entry.get("category_id")), Category("")))

    def annotations(self) -> Iterator[Json]:
        """What each person answered."""
        for annotator, person in self._people.items():
            answers = []
            if person.drawing.regions or annotator in self._looked:
                answers.append(answer(REGIONS, {"regions": person.drawing.regions}))
            if person.tags:
                answers.append(answer(TAGS, {"choices": person.tags}))
            if answers:
                yield annotation(answers, annotator)
        for number, caption in enumerate(self._captions, start=1):
            yield annotation([answer(CAPTION, {"text": caption})], f"caption-{number}")

    def more(self) -> list[Json]:
        """What is said of single regions besides."""
        return [said for person in self._people.values() for said in person.drawing.more]

    def lost(self) -> list[Lost]:
        """What could not be kept."""
        return [*self._lost, *(each for person in self._people.values() for each in person.drawing.lost)]

    def _person(self, annotator: str) -> Person:
        if annotator not in self._people:
            self._people[annotator] = Person(Drawing(self.where, self._size, self._names, annotator))
        return self._people[annotator]

    def _caption(self, caption: str) -> None:
        if not caption.strip():
            return
        if len(self._captions) < MOST_CAPTIONS:
            self._captions.append(caption)
        else:
            self._lose("captions beyond the first 1,000 of a picture")

    def _object(self, source: int, entry: Json, category: Category) -> None:
        person = self._person(str(entry.get("annotator") or UNKNOWN)[:200])
        if not any(entry.get(key) for key in ("bbox", "segmentation", "keypoints")):
            self._tag(person, category)
            return
        same = [entry.get(key) for key in ("id", "category_id", "bbox", "segmentation")]
        again = person.drawn.setdefault(blake2b(orjson.dumps(same), digest_size=16).digest(), source) != source
        labels = [str(label) for label in listed(entry.get("labels"))] or [category.name]
        if not again:
            self._draw(person.drawing, entry, labels)
        self._points(person.drawing, entry, category, several=labels if entry.get("labels") else ())

    def _tag(self, person: Person, category: Category) -> None:
        label = self._names.name(category.name)
        if not label:
            self._lose("labels of pictures without a name")
        elif label not in person.tags:
            person.tags.append(label)

    def _draw(self, drawing: Drawing, entry: Json, labels: Sequence[str]) -> None:
        """The outlines of an object, or else its box."""
        outline, box = entry.get("segmentation"), numbers(entry.get("bbox"))
        more = said_of(entry)
        if isinstance(outline, dict):
            if entry.get("iscrowd") in (1, True, "1", "true"):
                drawing.lose("crowds marked by masks", str(labels))
                return
            drawing.lose("masks, of which the box is kept" if len(box) == 4 else "masks", str(labels))
        elif polygons := [paired(part) for each in listed(outline) if (part := numbers(each))]:
            self._outlines(drawing, polygons, box, labels, more)
            return
        if len(box) == 4 and (box[2] or box[3] or not entry.get("keypoints")):
            add_box(drawing, box, labels, more)
        elif entry.get("bbox") and len(box) != 4:
            drawing.lose("boxes that are not four numbers", str(entry.get("bbox")))

    def _outlines(
        self, drawing: Drawing, polygons: list[Any], box: Sequence[float], labels: Sequence[str], more: Json
    ) -> None:
        if len(polygons) > 1:
            drawing.lose("objects of several outlines, kept as separate regions", f"{len(polygons)} outlines")
        turned = len(polygons) == 1 and len(polygons[0]) == 4 and "rotation" in more.get("attributes", {})
        kept = without_rotation(more) if turned else more  # our own files say so of a turned box
        for points in polygons:
            drawing.add("rotated_box" if turned else "polygon", points, labels, **kept)

    def _points(self, drawing: Drawing, entry: Json, category: Category, several: Sequence[str]) -> None:
        """The key points that somebody saw or knew; those with visibility 0 were not labelled."""
        given = numbers(entry.get("keypoints"))
        triples = [given[start : start + 3] for start in range(0, len(given) - 2, 3)]
        marked = [(index, triple) for index, triple in enumerate(triples) if triple[2] > 0]
        for index, (x, y, visibility) in marked:
            name = category.keypoints[index] if index < len(category.keypoints) else f"{category.name} {index + 1}"
            drawing.add("point", [(x, y)], several if several and len(triples) == 1 else [name])
            if visibility == 1:
                drawing.lose("marks of key points that are hidden", name)
        if len(triples) > 1 and marked:
            drawing.lose("which object key points belong to", f"{len(marked)} points of {category.name!r}")

    def _lose(self, what: str, detail: str = "") -> None:
        self._lost.append(Lost(what, self.where, detail[:200]))


def add_box(drawing: Drawing, box: Sequence[float], labels: Sequence[str], more: Json) -> None:
    """A box, turned about its middle where its attributes say so, as CVAT writes it."""
    left, top, width, height = box
    rotation = more.get("attributes", {}).get("rotation")
    if isinstance(rotation, int | float) and rotation % 360:
        middle = (left + width / 2, top + height / 2)
        drawing.add("rotated_box", turned_box(middle, (width, height), rotation), labels, **without_rotation(more))
    else:
        drawing.add("box", [(left, top), (left + width, top + height)], labels, **more)


def without_rotation(more: Json) -> Json:
    """What is said of a turned box besides; its corners say how it is turned."""
    rest = {key: value for key, value in more["attributes"].items() if key != "rotation"}
    others = {key: value for key, value in more.items() if key != "attributes"}
    return {**others, "attributes": rest} if rest else others


def said_of(entry: Json) -> Json:
    """What is said of an object besides its label and place."""
    more = {key: value for key, value in entry.items() if key not in KNOWN and isinstance(value, str | int | float)}
    attributes = entry.get("attributes")
    return {**more, "attributes": attributes} if isinstance(attributes, dict) and attributes else more


def listed(value: object) -> Sequence[Any]:
    """A list, or nothing."""
    return value if isinstance(value, list) else ()


def numbers(value: object) -> list[float]:
    """A list of numbers; nothing where it is anything else."""
    given = listed(value)
    fits = all(isinstance(each, int | float) and not isinstance(each, bool) for each in given)
    return [float(each) for each in given] if fits else []


def size_of(image: Json) -> Size | None:
    """The picture's size, if the file tells."""
    width, height = image.get("width"), image.get("height")
    if isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0:
        return width, height
    return None


def categories_of(files: Files, name: str) -> dict[str, Category]:
    """The categories of one file by their ids."""
    categories = {}
    for entry in islice(stream(files, name, "categories.item"), MOST_CATEGORIES):
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            points = [str(point) for point in listed(entry.get("keypoints"))]
            categories[str(entry.get("id"))] = Category(entry["name"], points)
    return categories


def coco_names(files: Files) -> Iterator[str]:
    """The JSON files that have pictures in them."""
    for name in json_names(files):
        with files.open(name) as file:
            if b'"images"' in file.read(HEAD) or files.size(name) > HEAD:
                yield name


def json_names(files: Files) -> Iterable[str]:
    """The JSON files, in their order."""
    return (name for name in files.names() if name.lower().endswith(".json"))


def stream(files: Files, name: str, prefix: str) -> Iterator[Any]:
    """What stands at a place in a JSON file, one after the other. Raises `Unreadable`."""
    with files.open(name) as file:
        try:
            yield from ijson.items(Sparing(file, name), prefix, use_float=True)
        except (ijson.JSONError, UnicodeDecodeError, ValueError) as error:
            raise Unreadable(f"The file {name} is no JSON that is read here: {error}", where=name) from error


class Sparing:
    """A file that refuses to be read on where one value of it would fill the memory."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self._file, self._where, self._since = file, where, 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(1 << 16 if size < 0 else min(size, 1 << 16))
        # Entries close with a brace and texts with a quote, so a stretch without either is one value.
        last = max(data.rfind(b"}"), data.rfind(b'"'))
        self._since = len(data) - 1 - last if last >= 0 else self._since + len(data)
        if self._since > LONGEST_ENTRY:
            raise Unreadable(f"A value is longer than {LONGEST_ENTRY >> 20} MiB.", where=self._where)
        return data


READER = Reader(name="coco", title="COCO JSON", detect=detect, read=read, form=form)
