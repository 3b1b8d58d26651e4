"""Data sets of marked pictures and texts, for the tests of formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from PIL import Image

from annotation.forms import Form, parse_form
from annotation.forms.kinds.regions import HOW_MANY, flaw, is_rectangle, ordered, rounded
from annotation.imports.drawings import turned_box
from exports.formats.records import AnnotationRecord, Format, ItemRecord, MediaRecord
from exports.tests.recorded import Recorded, about, annotation, files, item

PATIENT = settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
"""A machine that does much else at a time proves nothing about formats."""
WIDTH, HEIGHT = 200, 100
LABELS = ("cell", "dirt", "Zelle groß")
BOX = {"shape": "box", "points": [[10, 20], [30.5, 60]], "labels": ["cell"]}
OUTLINE = {"shape": "polygon", "points": [[10, 10], [60, 10], [60, 40.25]], "labels": ["dirt"]}
TURNED = {"shape": "rotated_box", "points": [[55, 15], [55, 35], [45, 35], [45, 15]], "labels": ["cell"]}
POINT = {"shape": "point", "points": [[5, 6]], "labels": ["dirt"]}
LINE = {"shape": "line", "points": [[1, 1], [9, 9]], "labels": ["dirt"]}


def regions_form(*shapes: str) -> Form:
    options = [{"value": label} for label in LABELS]
    question = {"name": "marks", "kind": "regions", "title": "Mark", "shapes": list(shapes or HOW_MANY)}
    return parse_form({"shows": ["image"], "questions": [{**question, "options": options, "multiple": True}]})


def asset(number: int) -> str:
    return str(UUID(int=number + 1, version=4))


def marked(number: int, *regions: dict[str, Any], annotator: str = "ann", on: str = "item") -> AnnotationRecord:
    answers = [{"question": "marks", "on": on, "value": {"regions": list(regions)}}]
    return annotation(number, answers, annotator=annotator)


def pictured(number: int, *annotations: AnnotationRecord, **more: Any) -> ItemRecord:
    return replace(item(number, {"image": asset(number)}, *annotations), **more)


@cache
def pixels(width: int = WIDTH, height: int = HEIGHT) -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height)).save(target, "PNG")
    return target.getvalue()


def pictures(
    records: Sequence[ItemRecord], *, form: Form | None = None, gone: Sequence[int] = (), **more: Any
) -> Recorded:
    """The records with a picture for each item, called alike unless the external id says better."""
    media = [
        MediaRecord(
            id=asset(number),
            filename="picture.png",
            media_type="image/png",
            width=WIDTH,
            height=HEIGHT,
            size=len(pixels()),
            sha256="",
        )
        for number in range(40)
        if number not in gone
    ]
    known = about(form or regions_form(), **more)
    return Recorded(known, records, media, {each.id: pixels() for each in media})


def written(kind: type[Format], data: Recorded, **options: Any) -> tuple[dict[str, bytes], dict[str, int]]:
    """The files that a format writes, and what it counted."""
    form = data.about.form
    chosen = kind(kind.read_options(form, options), form)
    return files(chosen, data), chosen.counts.to_json()


PLACES = st.tuples(st.floats(0, WIDTH), st.floats(0, HEIGHT)).map(rounded)


def shaped(shape: str) -> st.SearchStrategy[dict[str, Any]]:
    """Canonical regions of a shape."""
    if shape == "rotated_box":
        middle = st.tuples(st.floats(60, 140), st.floats(45, 55))
        size = st.tuples(st.floats(5, 60), st.floats(5, 30))
        points = st.builds(turned_box, middle, size, st.floats(1, 359)).map(lambda corners: list(map(rounded, corners)))
    else:
        fewest, most = HOW_MANY[shape]
        points = st.lists(PLACES, min_size=fewest, max_size=min(most, 6))
    valid = points.filter(
        lambda places: flaw(shape, places) is None and (shape != "rotated_box" or is_rectangle(places))
    )
    ordinary = valid.map(lambda places: [list(place) for place in ordered(shape, places)])
    labels = st.sampled_from(LABELS).map(lambda label: [label])
    return st.builds(lambda places, names: {"shape": shape, "points": places, "labels": names}, ordinary, labels)


def regions_of(*shapes: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.sampled_from(shapes).flatmap(shaped), max_size=5)
