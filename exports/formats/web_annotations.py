"""`web_annotations`: every marked span and region as a W3C web annotation (https://www.w3.org/TR/annotation-model/).

One JSON-LD collection. Spans are selected by position (code points, as the model counts) and by quotation, boxes by a
media fragment in pixels, other shapes by SVG in the pixels of the picture. Sources are URNs of the item's external id
and of the text or picture in it; ids are the same in every export of the same revision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid5

import orjson

from annotation.forms import Form, Question
from annotation.forms.kinds import Regions, Spans
from annotation.forms.target import Target, Targets
from exports.formats.counts import Counts
from exports.formats.marked import RESOLUTION
from exports.formats.options import Option, questions
from exports.formats.records import AnnotationRecord, DataSet, Format, ItemRecord, Piece

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
FRAGMENTS = "http://www.w3.org/TR/media-frags/"
IDS = UUID("6a3a5b0e-2f0c-5d5e-9a55-0b1c3a1f7d10")
"""The name space of the ids of single marks."""
AROUND = 32
"""Code points of the text before and behind a quotation."""


class WebAnnotations(Format):
    """Marked texts and pictures for whatever reads linked data."""

    name = "web_annotations"
    title = "W3C web annotations (JSON-LD)"
    description = "Every marked span and region by itself, with its selector, its labels and who marked it."
    extension = "jsonld"
    media_type = "application/ld+json"
    losses = {"lost_targets": "marks on texts or pictures that are gone"}

    def __init__(self, options: Mapping[str, Any], form: Form) -> None:
        self.counts = Counts("items", "regions", "spans", *self.losses)
        self._questions = [each for name in options["questions"] if (each := form.question(name))]

    @classmethod
    def options(cls, form: Form) -> Sequence[Option]:
        return (questions("questions", "Questions", form, marks),)

    @classmethod
    def why_not(cls, form: Form) -> str:
        return "" if any(map(marks, form.questions)) else "The form has no question about spans or regions."

    def pieces(self, data: DataSet) -> Iterator[Piece]:
        path, before = "annotations.jsonld", b"\n"
        head = {"@context": CONTEXT, "type": "AnnotationPage", "label": data.about.project}
        yield Piece(path, orjson.dumps(head)[:-1] + b',"items":[')
        for record in data.items():
            self.counts.add("items")
            for row in self._rows(record):
                yield Piece(path, before + orjson.dumps(row))
                before = b",\n"
        yield Piece(path, b"]}\n")

    def _rows(self, record: ItemRecord) -> Iterator[dict[str, Any]]:
        """The marks of one item, person after person."""
        targets = Targets(record.content)
        for annotation in record.annotations:
            for question in self._questions:
                for answer in annotation.answers:
                    if answer["question"] == question.name:
                        target = targets.of(question.scope).get(answer["on"])
                        yield from self._marks(record, annotation, answer, target)

    def _marks(
        self, record: ItemRecord, annotation: AnnotationRecord, answer: Mapping[str, Any], target: Target | None
    ) -> Iterator[dict[str, Any]]:
        value = answer["value"]
        for number, mark in enumerate([*value.get("spans", ()), *value.get("regions", ())]):
            if target is None or mark.get("image", 0) >= max(len(target.images), 1):
                self.counts.add("lost_targets")
                continue
            place = span_place(record, target, mark) if "spans" in value else region_place(record, target, mark)
            self.counts.add("spans" if "spans" in value else "regions")
            name = f"{annotation.id}/{annotation.revision}/{answer['question']}/{answer['on']}/{number}"
            yield {
                "id": f"urn:uuid:{uuid5(IDS, name)}",
                "type": "Annotation",
                "motivation": "tagging",
                "created": annotation.submitted_at,
                **creator(annotation.annotator),
                "body": [{"type": "TextualBody", "purpose": "tagging", "value": label} for label in mark["labels"]],
                "target": place,
            }


def marks(each: Question) -> bool:
    """Whether a question is answered by marking something."""
    return isinstance(each, Spans | Regions)


def creator(annotator: str) -> dict[str, Any]:
    """Who marked it, where that may be said; a resolution is nobody's own."""
    if annotator in ("", RESOLUTION):
        return {}
    return {"creator": {"id": f"urn:x-concord:person:{quote(annotator, safe='')}", "type": "Person"}}


def source(record: ItemRecord, part: str) -> str:
    """The name of a text or a picture of an item."""
    return f"urn:x-concord:item:{quote(record.external_id, safe='')}:{quote(part, safe='')}"


def span_place(record: ItemRecord, target: Target, span: Mapping[str, Any]) -> dict[str, Any]:
    """Where a span is, said twice: by numbers, and by what stands there."""
    start, end, text = span["start"], span["end"], target.text
    quotation = {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[max(start - AROUND, 0) : start],
        "suffix": text[end : end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"source": source(record, target.on), "selector": [position, quotation]}


def region_place(record: ItemRecord, target: Target, region: Mapping[str, Any]) -> dict[str, Any]:
    """Where a region is on its picture."""
    image = target.images[region.get("image", 0)] if target.images else ""
    return {"source": source(record, image), "selector": selector(region["shape"], region["points"])}


def selector(shape: str, points: Sequence[Sequence[float]]) -> dict[str, Any]:
    """The simplest selector that says a shape whole."""
    if shape == "box":
        (left, top), (right, bottom) = points
        place = f"xywh=pixel:{left},{top},{round(right - left, 2)},{round(bottom - top, 2)}"
        return {"type": "FragmentSelector", "conformsTo": FRAGMENTS, "value": place}
    if shape == "point":
        drawn = f'<circle cx="{points[0][0]}" cy="{points[0][1]}" r="0"/>'
    else:
        listed = " ".join(f"{x},{y}" for x, y in points)
        drawn = f'<{"polyline" if shape == "line" else "polygon"} points="{listed}"/>'
    return {"type": "SvgSelector", "value": f'<svg xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'}
