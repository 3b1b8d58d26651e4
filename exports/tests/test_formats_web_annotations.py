"""W3C web annotations: every mark by itself, with the selectors of the model."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from exports.formats.web_annotations import WebAnnotations
from exports.tests.marked_data import (
    BOX,
    LINE,
    OUTLINE,
    PATIENT,
    POINT,
    TURNED,
    asset,
    marked,
    pictured,
    pictures,
    written,
)
from exports.tests.recorded import item
from exports.tests.test_formats_conll import said, texts


def page(data, **options):
    found, counts = written(WebAnnotations, data, **options)
    return json.loads(found["annotations.jsonld"]), counts


def test_a_span_is_selected_by_position_and_by_quotation():
    document, counts = page(texts(item(0, {"text": "👩 Ann Lee, of ACME"}, said(0, (2, 9, "PER", "ORG")))))
    assert document["@context"] == "http://www.w3.org/ns/anno.jsonld"
    (mark,) = document["items"]
    assert mark["target"] == {
        "source": "urn:x-concord:item:external-0:text",
        "selector": [
            {"type": "TextPositionSelector", "start": 2, "end": 9},
            {"type": "TextQuoteSelector", "exact": "Ann Lee", "prefix": "👩 ", "suffix": ", of ACME"},
        ],
    }
    assert [body["value"] for body in mark["body"]] == ["PER", "ORG"]
    assert mark["creator"] == {"id": "urn:x-concord:person:ann", "type": "Person"}
    assert mark["created"] == "2026-11-21T07:30:00.000000Z"
    assert counts == {"items": 1, "lost_targets": 0, "regions": 0, "spans": 1}


def test_a_box_is_a_media_fragment():
    document, _ = page(pictures([pictured(0, marked(0, BOX))]))
    assert document["items"][0]["target"] == {
        "source": f"urn:x-concord:item:external-0:{asset(0)}",
        "selector": {
            "type": "FragmentSelector",
            "conformsTo": "http://www.w3.org/TR/media-frags/",
            "value": "xywh=pixel:10,20,20.5,40",
        },
    }


@pytest.mark.parametrize(
    ("region", "tag"), [(OUTLINE, "polygon"), (TURNED, "polygon"), (LINE, "polyline"), (POINT, "circle")]
)
def test_other_shapes_are_svg(region, tag):
    document, _ = page(pictures([pictured(0, marked(0, region))]))
    selector = document["items"][0]["target"]["selector"]
    assert selector["type"] == "SvgSelector"
    (drawn,) = fromstring(selector["value"])
    assert drawn.tag == f"{{http://www.w3.org/2000/svg}}{tag}"
    numbers = [drawn.get("cx"), drawn.get("cy")] if tag == "circle" else drawn.get("points").replace(",", " ").split()
    assert [float(number) for number in numbers] == [number for point in region["points"] for number in point]


def test_ids_are_the_same_every_time_and_no_two_alike():
    data = pictures([pictured(0, marked(0, BOX, BOX), marked(1, BOX, annotator="bob"))])
    first = [mark["id"] for mark in page(data)[0]["items"]]
    assert first == [mark["id"] for mark in page(data)[0]["items"]]
    assert len(set(first)) == 3


def test_nobody_is_named_who_may_not_be():
    document, _ = page(pictures([pictured(0, marked(0, BOX, annotator="resolution"))]))
    assert "creator" not in document["items"][0]


def test_marks_on_what_is_gone_are_counted():
    data = pictures([item(0, {"image": asset(0)}, marked(0, {**BOX, "image": 3}, BOX))])
    assert page(data)[1]["lost_targets"] == 1
    assert page(texts(item(0, {"prompt": {"text": "x"}}, said(0, (0, 1, "PER")))))[1]["lost_targets"] == 1


def test_nothing_marked_is_a_page_without_items():
    assert page(pictures([pictured(0, marked(0))]))[0]["items"] == []


@PATIENT
@for_any(st.text(min_size=1, max_size=60), st.data())
def test_what_is_quoted_stands_where_it_is_said_to(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document, _ = page(texts(item(0, {"text": text}, said(0, (start, end, "PER")))))
    position, quotation = document["items"][0]["target"]["selector"]
    assert text[position["start"] : position["end"]] == quotation["exact"]
    assert (len(quotation["prefix"]), len(quotation["suffix"])) == (min(start, 32), min(len(text) - end, 32))
    assert text[: position["start"]].endswith(quotation["prefix"])
    assert text[position["end"] :].startswith(quotation["suffix"])


def test_a_quotation_near_the_beginning_of_a_long_text_has_what_stands_before_it():
    text = "ab " + "c" * 100
    document, _ = page(texts(item(0, {"text": text}, said(0, (3, 10, "PER")))))
    quotation = document["items"][0]["target"]["selector"][1]
    assert (quotation["prefix"], quotation["exact"], quotation["suffix"]) == ("ab ", "c" * 7, "c" * 32)
