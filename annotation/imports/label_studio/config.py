"""Label Studio's labeling configuration: what a task shows and what is asked about it, from its XML.

Source: https://labelstud.io/tags. Tags without a meaning for the data (views, styles, headers but for their words)
only lend titles and conditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from annotation.imports.foreign import Unreadable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # nosec B405: the type alone; the parser is defusedxml's

LONGEST_CONFIG = 1 << 20
OBJECTS = {
    "text": "text",
    "hypertext": "hypertext",
    "markdown": "text",
    "image": "image",
    "paragraphs": "messages",
    "chat": "messages",
    "list": "list",
    "audio": "audio",
    "audioplus": "audio",
    "video": "video",
    "timeseries": "time series",
    "table": "table",
    "pdf": "pdf",
}
"""What is shown, by its tag."""
UNSHOWN = {
    "audio": "audio recordings",
    "video": "videos",
    "time series": "time series",
    "table": "tables",
    "pdf": "PDFs",
}
"""What can't be shown here, in the plural."""
CONTROLS = {
    "choices": "choice",
    "taxonomy": "choice",
    "rating": "rating",
    "textarea": "text",
    "number": "text",
    "datetime": "text",
    "labels": "spans",
    "hypertextlabels": "spans",
    "paragraphlabels": "spans",
    "rectanglelabels": "regions",
    "polygonlabels": "regions",
    "keypointlabels": "regions",
    "ellipselabels": "regions",
    "vectorlabels": "regions",
    "rectangle": "regions",
    "polygon": "regions",
    "keypoint": "regions",
    "ellipse": "regions",
    "vector": "regions",
    "pairwise": "preference",
    "ranker": "ranking",
    "chat": "dialogue",
}
"""The kind of question that each control asks here."""
UNKNOWN_CONTROLS = {
    "brush": "brush masks",
    "brushlabels": "brush masks",
    "magicwand": "brush masks",
    "bitmask": "brush masks",
    "bitmasklabels": "brush masks",
    "videorectangle": "regions in videos",
    "videovector": "regions in videos",
    "videovectorlabels": "regions in videos",
    "timelinelabels": "regions in videos",
    "timeserieslabels": "stretches of time series",
    "ocrlabels": "texts read from regions",
    "relations": "relations",
    "relation": "relations",
    "reactcode": "answers of custom interfaces",
    "custominterface": "answers of custom interfaces",
    "custom": "answers of custom interfaces",
}
SHAPES = {"rectangle": "box", "polygon": "polygon", "keypoint": "point", "ellipse": "polygon", "vector": "line"}
REPEATED = re.compile(r"\{\{\w+\}\}")


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that is shown: `path` is where in a task's data it is, empty for words of the config itself.

    `name_key` and `text_key` are those of a dialogue's turns. `repeats` is the path of the list that it stands for one
    entry of, with `path` below that entry; `many` says that it is a list of pictures itself.
    """

    name: str
    kind: str
    path: str
    repeats: str = ""
    name_key: str = "author"
    text_key: str = "text"
    many: bool = False


@dataclass(frozen=True, slots=True)
class Control:
    """Something that is asked; `options` are paths in a hierarchy with their attributes."""

    name: str
    tag: str
    to_names: tuple[str, ...]
    title: str
    attributes: Mapping[str, str]
    options: tuple[tuple[tuple[str, ...], Mapping[str, str]], ...]
    when: tuple[str, str] | None
    repeats: bool = False
    conditioned: bool = False

    @property
    def required(self) -> bool:
        return self.attributes.get("required", "").lower() == "true"

    @property
    def per_region(self) -> bool:
        return self.attributes.get("perregion", "").lower() == "true"


@dataclass(frozen=True, slots=True)
class Config:
    """What is shown and what is asked, in the order of the page."""

    subjects: tuple[Subject, ...]
    controls: tuple[Control, ...]


def parse_config(xml: str | bytes) -> Config:
    """Raises `Unreadable` for what is no config."""
    if len(xml) > LONGEST_CONFIG:
        raise Unreadable(f"The labeling configuration is larger than {LONGEST_CONFIG >> 20} MiB.")
    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable(f"The labeling configuration is no XML that is taken here: {error}") from error
    page = Page()
    page.walk(root, "", None)
    return Config(tuple(page.subjects), tuple(page.controls))


class Page:
    """Walks the tags in their order; the words of a header stand as the title of what follows it."""

    def __init__(self) -> None:
        self.subjects: list[Subject] = []
        self.controls: list[Control] = []
        self._header = ""

    def walk(self, element: Element, repeats: str, shown_when: Mapping[str, str] | None) -> None:
        """Note what an element and those inside of it show and ask."""
        tag, attributes = tag_of(element), {key.lower(): value for key, value in element.attrib.items()}
        if attributes.get("visiblewhen"):
            shown_when = attributes
        if tag == "header":
            self._header = attributes.get("value", "") or (element.text or "").strip()
        if tag == "repeater":
            repeats = attributes.get("on", "").removeprefix("$")
        if tag in OBJECTS and attributes.get("name"):
            self.subjects.append(read_object(tag, attributes, repeats))
        if (tag in CONTROLS or tag in UNKNOWN_CONTROLS) and attributes.get("name"):
            self.controls.append(self._control(element, attributes, repeats, shown_when))
        else:
            for child in element:
                self.walk(child, repeats, shown_when)

    def _control(
        self, element: Element, attributes: Mapping[str, str], repeats: str, shown_when: Mapping[str, str] | None
    ) -> Control:
        header, self._header = self._header, ""
        to_name = attributes.get("toname", "") or (attributes["name"] if tag_of(element) == "chat" else "")
        condition = condition_of(shown_when)
        return Control(
            name=attributes["name"],
            tag=tag_of(element),
            to_names=tuple(name.strip() for name in to_name.split(",") if name.strip()),
            title=header if not header.startswith("$") else "",
            attributes=attributes,
            options=tuple(read_options(element, ())),
            when=condition,
            repeats=bool(repeats),
            conditioned=shown_when is not None and condition is None,
        )


def tag_of(element: Element) -> str:
    """The tag's name in lower case, as the page compares it; comments have none."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def read_object(tag: str, attributes: Mapping[str, str], repeats: str) -> Subject:
    """What an object tag shows."""
    value = attributes.get("value", "") or attributes.get("valuelist", "")
    path = value[1:] if value.startswith("$") else ""
    inside = ""
    if repeats and REPEATED.search(path):
        inside, path = repeats, REPEATED.split(path, maxsplit=1)[1].lstrip("].")
    usual = ("role", "content") if tag == "chat" else ("author", "text")
    return Subject(
        name=attributes["name"],
        kind=OBJECTS[tag],
        path=path,
        repeats=inside,
        name_key=attributes.get("namekey", usual[0]),
        text_key=attributes.get("textkey", usual[1]),
        many="valuelist" in attributes,
    )


def read_options(element: Element, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """What can be picked; an alias is what answers will say."""
    for child in element:
        attributes = {key.lower(): value for key, value in child.attrib.items()}
        value = attributes.get("alias") or attributes.get("value") or attributes.get("name", "")
        if tag_of(child) in ("choice", "label", "bucket") and value:
            yield (*above, value), attributes
            yield from read_options(child, (*above, value))
        elif tag_of(child) not in ("choice", "label", "bucket"):
            yield from read_options(child, above)


def condition_of(shown_when: Mapping[str, str] | None) -> tuple[str, str] | None:
    """The control and the one choice that it must have for something to be seen, where it is as simple as that."""
    if not shown_when or shown_when["visiblewhen"] != "choice-selected":
        return None
    name, value = shown_when.get("whentagname", ""), shown_when.get("whenchoicevalue", "")
    return (name, value) if name and value and "," not in value else None


def at_path(data: object, path: str) -> object:
    """What lies at `images[0].url` of a task's data; None where there is nothing."""
    if isinstance(data, dict) and path in data:
        return data[path]
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isdigit() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def owner_of(data: object, path: str) -> Mapping[str, object]:
    """The entry of a list that a path leads into: of `answers[0].text` the first answer. None elsewhere."""
    inside = re.fullmatch(r"(.+\[\d+\])\.[^.\[\]]+", path)
    owner = at_path(data, inside[1]) if inside else None
    return owner if isinstance(owner, dict) else {}


def top_of(path: str) -> str:
    """The key of the data that a path begins with."""
    return next(iter(re.findall(r"[^.\[\]]+", path)), "")


__all__ = ["Config", "Control", "Subject", "at_path", "owner_of", "parse_config", "top_of"]
