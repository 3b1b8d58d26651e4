"""CVAT XML 1.1 for images (https://docs.cvat.ai/docs/manual/advanced/xml_format/), one item for each picture.

Labels of pictures ("tags") answer a question of choice, as do their attributes that are one of a list; what is said of
shapes goes into the metadata. Pictures without any mark were not looked at, as far as the file tells. Whoever a task is
assigned to counts as its author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from annotation.imports.drawings import (
    REGIONS,
    TAGS,
    UNKNOWN,
    Drawing,
    LabelNames,
    Size,
    annotation,
    answer,
    asked,
    form_for,
    form_of,
    picture_row,
    refused_row,
    turned_box,
)
from annotation.imports.files import xml_names
from annotation.imports.foreign import Columns, Files, ForeignRow, Lost, Reader, Unreadable
from annotation.imports.pictures import Pictures, split_named, split_of

MOST_BYTES = 64 << 20
"""Of one picture's XML, which stands in memory whole."""
LOOKED_AT = 5
LOST_SHAPES = {"skeleton": "skeletons", "mask": "masks", "ellipse": "ellipses", "cuboid": "cuboids"}
SHAPES = ("box", "polygon", "polyline", "points")
Point = tuple[float, float]
Person = Mapping[str, str]
NOBODY: Person = {"id": UNKNOWN, "name": "", "email": ""}


@dataclass
class Meta:
    """What stands at the head of the file: labels, whose tasks there are, and what tags can be asked."""

    labels: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    """Attributes that are one of a list, with their values, by name."""
    people: dict[str, Person] = field(default_factory=dict)
    tasks: dict[str, str] = field(default_factory=dict)
    """The names of tasks by their ids."""

    def person(self, task: str) -> Person:
        """Who works on a task; the only task's where the picture names none."""
        alone = next(iter(self.people.values())) if len(self.people) == 1 else NOBODY
        return self.people.get(task, alone)


class Sparing:
    """A file that refuses to be read on when one picture takes too much of it."""

    def __init__(self, file: BinaryIO, where: str) -> None:
        self._file, self._where, self._since = file, where, 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(1 << 16 if size < 0 else min(size, 1 << 16))
        self._since += len(data)
        if self._since > MOST_BYTES:
            raise Unreadable(f"A picture takes more than {MOST_BYTES >> 20} MiB of XML.", where=self._where)
        return data

    def go_on(self) -> None:
        """The next picture begins."""
        self._since = 0


def detect(files: Files) -> float:
    """Sure where the first XML files begin as CVAT's do."""
    for name in islice(xml_names(files), LOOKED_AT):
        with files.open(name) as file:
            head = file.read(4096)
        if b"<annotations>" in head and (b"<meta>" in head or b"<image " in head or b"<version>1.1" in head):
            return 0.97
    return 0.0


def read(files: Files, _: Columns) -> Iterator[ForeignRow]:
    """One item for each picture of each XML file, in the order of the files."""
    pictures, names = Pictures(files), LabelNames()
    for name in cvat_names(files):
        yield from rows_of(files, pictures, names, name)


def form(files: Files) -> Mapping[str, Any] | None:
    """The labels that the file declares, and the shapes that are drawn."""
    metas = [meta_of(files, name) for name in cvat_names(files)]
    declared = LabelNames(label for meta in metas for label in meta.labels)
    found: dict[str, dict[str, None]] = {}
    rows = list_choices(read(files, {}), found)
    tags = LabelNames(label for meta in metas for label in meta.tags)
    whole = form_for(rows, declared.all(), tags.all())
    questions = list(whole["questions"]) if whole else []
    listed = {named(name): (name, values) for meta in metas for name, values in meta.choices.items()}
    for question, given in found.items():
        title, values = listed[question]
        questions.append(asked(question, "choice", title, dict.fromkeys([*values, *given]), multiple=False))
    return form_of(questions)


def list_choices(rows: Iterator[ForeignRow], found: dict[str, dict[str, None]]) -> Iterator[ForeignRow]:
    """Pass the rows on without the answers to attributes, which `found` gathers by question."""
    for row in rows:
        for each in row.item.annotations if row.item else ():
            own = [given for given in each["answers"] if given["question"].startswith(ATTRIBUTE)]
            for given in own:
                found.setdefault(given["question"], {}).update(dict.fromkeys(given["value"]["choices"]))
                each["answers"].remove(given)
        yield row


def rows_of(files: Files, pictures: Pictures, names: LabelNames, name: str) -> Iterator[ForeignRow]:
    """The rows of one XML file."""
    meta, tracks = Meta(), []
    with files.open(name) as file:
        for element in elements(Sparing(file, name), name):
            if element.tag == "meta":
                meta = read_meta(element)
                for label in meta.labels:
                    names.name(label)
            elif element.tag == "image":
                yield PictureReader(name, pictures, names, meta).row(element)
            else:
                tracks.append(Lost("tracks", name, element.get("label", "")))
    if tracks:
        yield refused_row(name, "marks a video, whose tracks are not taken in", tracks)


def elements(file: Sparing, name: str) -> Iterator[Element]:
    """The head, each picture and each track, forgotten as soon as the next one is asked for."""
    depth, root = 0, None
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            root = element if root is None else root
            if event == "end" and depth == 1:
                if element.tag in ("meta", "image", "track"):
                    yield element
                root.clear()
                file.go_on()
    except ParseError as error:
        raise Unreadable(f"The file {name} is no XML: {error}.", where=name) from error
    except DefusedXmlException as error:
        raise Unreadable(f"The file {name} declares entities, which are not read.", where=name) from error


def meta_of(files: Files, name: str) -> Meta:
    """The head of one XML file alone."""
    with files.open(name) as file:
        first = next(elements(Sparing(file, name), name), None)
        return read_meta(first) if first is not None and first.tag == "meta" else Meta()


def read_meta(element: Element) -> Meta:
    """Labels and people of a task, of a job or of a project with its tasks."""
    meta = Meta()
    for label in element.iterfind("*/labels/label"):
        if label.find("parent") is not None:  # a joint of a skeleton
            continue
        called = (label.findtext("name") or "").strip()
        (meta.tags if label.findtext("type") == "tag" else meta.labels).append(called)
        for attribute in label.iterfind("attributes/attribute"):
            if attribute.findtext("input_type") in ("select", "radio"):
                values = [line.strip() for line in (attribute.findtext("values") or "").splitlines()]
                meta.choices.setdefault((attribute.findtext("name") or "").strip(), []).extend(values)
    for task in [*element.iterfind("task"), *element.iterfind("*/tasks/task")]:
        number = (task.findtext("id") or "").strip()
        meta.tasks[number] = (task.findtext("name") or "").strip()
        if username := (task.findtext("assignee/username") or "").strip():
            email = (task.findtext("assignee/email") or "").strip()
            meta.people[number] = {"id": username, "name": username, "email": email}
    return meta


ATTRIBUTE = "tag-"
"""How questions that are attributes of tags begin."""


def named(attribute: str) -> str:
    """The name of the question that an attribute of a tag answers."""
    return (ATTRIBUTE + re.sub(r"[^a-z0-9]+", "-", attribute.lower()).strip("-"))[:64]


@dataclass
class PictureReader:
    """Reads one `<image>`."""

    where: str
    pictures: Pictures
    names: LabelNames
    meta: Meta

    def row(self, image: Element) -> ForeignRow:
        """The item of the picture."""
        named = image.get("name", "")
        where = f"{self.where}, {named}"
        subset, task = image.get("subset", ""), image.get("task_id", "")
        place = self.pictures.find(named, near=self.where, hints=[subset] if subset else ())
        if not named:
            return refused_row(where, "a picture without a name")
        drawing = Drawing(where, size_of(image), self.names)
        chosen: dict[str, list[str]] = {}
        for element in sorted(image, key=lambda each: number(each.get("z_order", "0"))):  # bottom first
            self._add(drawing, element, chosen)
        metadata = {
            "split": split_named(subset) or (split_of(self.where) if not subset else ""),
            "subset": "" if split_named(subset) else subset,
            "task": self.meta.tasks.get(task, ""),
            REGIONS: drawing.more,
        }
        answers = [answer(question, {"choices": values}) for question, values in chosen.items()]
        if drawing.regions:
            answers = [answer(REGIONS, {"regions": drawing.regions}), *answers]
        annotations = [annotation(answers, self.meta.person(task))] if answers else []
        external_id = place or (f"{subset}/{named}" if subset else named)
        return picture_row(
            where,
            place or named,
            metadata=metadata,
            annotations=annotations,
            lost=drawing.lost,
            external_id=external_id,
        )

    def _add(self, drawing: Drawing, element: Element, chosen: dict[str, list[str]]) -> None:
        if element.tag == "tag":
            self._choose(drawing, element, chosen)
        elif element.tag in LOST_SHAPES:
            drawing.lose(LOST_SHAPES[element.tag], element.get("label", ""))
        elif element.tag in SHAPES:
            try:
                shapes = list(shapes_of(element))
            except ValueError:
                drawing.lose("shapes whose coordinates are no numbers", element.get("label", ""))
                return
            if element.tag == "points" and len(shapes) > 1:
                drawing.lose("groups of points, kept as single points", f"{len(shapes)} points")
            more = dict(said_of(element))
            for shape, points in shapes:
                drawing.add(shape, points, [element.get("label", "")], **more)

    def _choose(self, drawing: Drawing, tag: Element, chosen: dict[str, list[str]]) -> None:
        """What a tag says of the whole picture."""
        label = LabelNames([tag.get("label", "")]).all()
        if not label:
            drawing.lose("tags without a label")
            return
        if label[0] not in chosen.setdefault(TAGS, []):
            chosen[TAGS] += label
        for attribute in tag.iterfind("attribute"):
            name, value = attribute.get("name", ""), (attribute.text or "").strip()
            question = named(name)
            if name in self.meta.choices and question not in chosen and LabelNames([value]).all() == [value]:
                chosen[question] = [value]
            else:
                drawing.more.append({"annotator": drawing.annotator, "tag": label[0], "attributes": {name: value}})


def shapes_of(element: Element) -> Iterator[tuple[str, Sequence[Point]]]:
    """Our shapes of one of CVAT's; raises ValueError where numbers are missing."""
    if element.tag == "box":
        left, top, right, bottom = (float(element.get(key, "")) for key in ("xtl", "ytl", "xbr", "ybr"))
        if turn := float(element.get("rotation") or 0) % 360:
            centre, size = ((left + right) / 2, (top + bottom) / 2), (right - left, bottom - top)
            yield "rotated_box", turned_box(centre, size, turn)
        else:
            yield "box", [(left, top), (right, bottom)]
        return
    points = [point_of(pair) for pair in element.get("points", "").split(";")]
    if element.tag == "points":
        for point in points:
            yield "point", [point]
    else:
        yield "polygon" if element.tag == "polygon" else "line", points


def point_of(pair: str) -> Point:
    """`x,y`."""
    x, y = pair.split(",")
    return float(x), float(y)


def said_of(element: Element) -> Iterator[tuple[str, object]]:
    """What is said of a shape besides its label and place."""
    if element.get("occluded") == "1":
        yield "occluded", True
    if element.get("source", "manual") != "manual":
        yield "source", element.get("source")
    if group := element.get("group_id"):
        yield "group", group
    if attributes := {each.get("name", ""): (each.text or "").strip() for each in element.iterfind("attribute")}:
        yield "attributes", attributes


def size_of(image: Element) -> Size | None:
    """The picture's size, if the file tells."""
    width, height = number(image.get("width", "")), number(image.get("height", ""))
    return (width, height) if width > 0 and height > 0 else None


def number(text: str) -> int:
    """A whole number; 0 for anything else."""
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else 0


def cvat_names(files: Files) -> Iterator[str]:
    """The XML files that begin as CVAT's do."""
    for name in xml_names(files):
        with files.open(name) as file:
            if b"<annotations" in file.read(4096):
                yield name


READER = Reader(name="cvat", title="CVAT XML 1.1", detect=detect, read=read, form=form)
