"""The full file reads back as it was, whatever was answered, decided and said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any, BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotation.forms import Form, canonical_answers, parse_form
from annotation.imports.foreign import ForeignRow, Unreadable
from annotation.imports.full import READER
from annotation.tests.forms_cases import ASSET, OTHER_ASSET, TALK, answer, make_form
from annotation.tests.test_forms_properties import TEXTS, answered
from exports.formats.concord import Concord, item_row
from exports.formats.records import ItemRecord, MediaRecord
from exports.tests.recorded import AT, Recorded, about, annotation, files, item

UNICODE = "e\u0301 é \u202eabc 👩‍👩‍👧 \u2028\u2029\ufeff\x85 \x01\x7f \\\"'\r\n\t{}"
STATES = ("open", "review", "adjudicate", "done", "gold", "withdrawn")
VERDICTS = ("", "accepted", "corrected", "returned", "rejected")
SCORES = st.none() | st.floats(0, 1)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
PICTURE = MediaRecord(
    id=ASSET, filename="../sky.png", media_type="image/png", width=3, height=2, size=4, sha256="0" * 64
)


class Given:
    """Files in memory."""

    def __init__(self, held: dict[str, bytes]) -> None:
        self.held = held

    def names(self) -> Sequence[str]:
        return sorted(self.held)

    def size(self, name: str) -> int:
        return len(self.held[name])

    def open(self, name: str) -> BinaryIO:
        return BytesIO(self.held[name])


def written(form: Form, *records: ItemRecord, media: bool = False, **more: Any) -> dict[str, bytes]:
    data = Recorded(about(form, **more), records, [PICTURE], {ASSET: b"\x89PNG"})
    return files(Concord({"media": media}, form), data)


def read(held: dict[str, bytes]) -> list[ForeignRow]:
    return list(READER.read(Given(held), {}))


def put_back(row: ForeignRow) -> dict[str, Any]:
    """The item's line as it was, from what was read."""
    assert row.item is not None, row.problems
    read = row.item
    every = [{**each, "annotator": known(each["annotator"]["id"])} for each in read.annotations]
    annotations = [unstated(each) for each in every if each["state"] == "submitted"]
    skips = [{key: each[key] for key in ("annotator", "reason", "shown", "form_version", "at")}
             for each in every if each["state"] == "skipped"]  # fmt: skip
    more = {key: value for key, value in read.more.items() if key != "pictures"}
    line = {**more, "external_id": read.external_id, "content": read.content, "metadata": read.metadata}
    return {**line, "annotations": annotations, **({"skips": skips} if skips else {})}


def known(person: str) -> str:
    return "" if person.startswith("unknown ") else person


def unstated(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "state"}


@st.composite
def items(draw: st.DrawFn) -> tuple[Form, ItemRecord]:
    """An item in any state with answers of any kind, and something of everything else there is."""
    form, answers = draw(answered())
    stored = canonical_answers(form, TALK, answers)
    person = draw(st.sampled_from(["", "p1", "someone"]))
    given = annotation(
        1, stored, annotator=person or "x", verdict=draw(st.sampled_from(VERDICTS)), shown=draw(st.permutations("ab"))
    )
    revision = {"number": 1, "answers": stored, "seconds": 3, "by": person, "form_version": 1}
    more = {
        "suggestions": [{"number": 1, "agent": "m", "score": draw(SCORES), "answers": stored, "created_at": None}],
        "annotations": {given.id: {"number": 7, "agreement": draw(SCORES), "revisions": [revision]}},
        "withdrawn": [{"id": "w", "answers": stored, "verdict": "returned"}],
        "verdicts": [{"annotation": given.id, "verdict": "accepted", "comment": draw(TEXTS)}],
        "resolutions": [{"kind": "agreed", "answers": stored, "by": None}],
        "skips": [{"annotator": "p2", "reason": draw(TEXTS), "shown": ["b", "a"], "form_version": 1, "at": None}],
        "gold": draw(st.none() | st.just({"answers": stored, "hints": {"q": UNICODE}, "form_version": 2})),
        "comments": [{"by": person, "text": draw(TEXTS), "anchor": draw(st.none() | st.just({"question": "q"}))}],
        "provenance": draw(JSON_VALUES),
    }
    kept = draw(st.sets(st.sampled_from(sorted(more))))
    return form, item(
        1,
        TALK,
        *([given] if draw(st.booleans()) else []),
        state=draw(st.sampled_from(STATES)),
        metadata=draw(st.dictionaries(TEXTS, JSON_VALUES, max_size=3)),
        agreement=draw(SCORES),
        more={key: more[key] for key in kept},
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(items(), st.booleans())
def test_every_kind_status_tie_and_null_reads_back_as_it_was(case: tuple[Form, ItemRecord], media: bool) -> None:
    form, record = case
    held = written(form, record, media=media)
    [row] = read(held)
    expected = json.loads(json.dumps(item_row(record)))
    if media:
        expected = json.loads(json.dumps(expected).replace(f'"{ASSET}"', f'"picture:media/{ASSET}.png"'))
        expected["metadata"] = json.loads(json.dumps(record.metadata))
    assert put_back(row) == expected
    lists = [record.more.get(key, ()) for key in ("withdrawn", "verdicts", "resolutions", "comments")]
    assert len(row.lost) == sum(map(len, lists)), "what an import leaves behind is named, once for each"
    assert parse_form(READER.form(Given(held))) == form


def test_texts_come_back_byte_for_byte() -> None:
    form = make_form({"name": "why", "kind": "text", "title": UNICODE})
    record = item(1, {"prompt": {"text": UNICODE}}, annotation(1, [answer("why", {"text": UNICODE})]))
    held = written(form, record, guidelines=UNICODE)
    [row] = read(held)
    assert row.item is not None
    assert row.item.content["prompt"]["text"] == UNICODE
    assert row.item.annotations[0]["answers"][0]["value"]["text"] == UNICODE
    assert READER.guidelines(Given(held)) == UNICODE


def test_suggestions_and_gold_come_in_the_shape_that_imports_take() -> None:
    form, answers = make_form(), [answer("quality", {"rating": 3})]
    more = {
        "suggestions": [{"number": 2, "agent": "m1", "score": None, "answers": answers, "created_at": "2026"}],
        "gold": {"answers": answers, "hints": {}, "form_version": 1, "by": "p1", "created_at": "2026"},
    }
    [row] = read(written(form, item(1, TALK, more=more)))
    assert row.item is not None
    assert row.item.suggestions == [{"agent": "m1", "score": None, "answers": answers}]
    assert row.item.gold == {"answers": answers, "hints": {}}
    assert row.item.more["gold"] == more["gold"]


def test_revisions_before_the_last_are_named_as_lost() -> None:
    given = annotation(1, [], annotator="p1")
    more = {"annotations": {given.id: {"revisions": [{"number": number} for number in (1, 2, 3)]}}}
    [row] = read(written(make_form(), item(1, TALK, given, more=more)))
    assert [(lost.what, lost.where, lost.detail) for lost in row.lost] == [
        ("earlier revisions", "data.jsonl, line 2", "of p1")
    ] * 2
    assert row.item is not None
    assert len(row.item.annotations[0]["revisions"]) == 3


def test_people_have_their_names_where_the_file_tells_them() -> None:
    record = item(1, TALK, annotation(1, [], annotator="p1"), annotation(2, [], annotator="p9"))
    [row] = read(written(make_form(), record, more={"people": [{"id": "p1", "name": "Ann", "email": "ann@x.org"}]}))
    assert row.item is not None
    assert [each["annotator"] for each in row.item.annotations] == [
        {"id": "p1", "name": "Ann", "email": "ann@x.org"},
        {"id": "p9", "name": "", "email": ""},
    ]


def test_people_whom_the_file_does_not_tell_apart_are_told_apart_within_an_item() -> None:
    nobody = [annotation(number, [], annotator="x") for number in (1, 2)]
    held = written(make_form(), item(1, TALK, *nobody))
    held["data.jsonl"] = held["data.jsonl"].replace(b'"annotator":"x"', b'"annotator":""')
    [row] = read(held)
    assert row.item is not None
    assert [each["annotator"]["id"] for each in row.item.annotations] == ["unknown 1", "unknown 2"]


def test_pictures_lie_beside_the_lines_once_and_are_named_by_their_place() -> None:
    held = written(make_form(), item(1, TALK), item(2, TALK), media=True)
    assert list(held) == ["data.jsonl", f"media/{ASSET}.png"]
    assert held[f"media/{ASSET}.png"] == b"\x89PNG"
    [row, _] = read(held)
    assert row.item is not None
    assert row.item.content["image"] == f"picture:media/{ASSET}.png"
    assert row.item.content["responses"][1]["images"] == [OTHER_ASSET, f"picture:media/{ASSET}.png"]


def test_the_same_data_gives_the_same_bytes_and_a_gone_picture_is_counted() -> None:
    form = make_form()
    first, second = (Concord({"media": True}, form) for _ in range(2))
    data = Recorded(about(form), [item(1, TALK)], [PICTURE], {ASSET: b"\x89PNG"})
    turned = Recorded(about(form), [item(1, dict(reversed(TALK.items())))], [PICTURE], {ASSET: b"\x89PNG"})
    assert files(first, data) == files(second, turned)
    assert first.counts.to_json() == {"annotations": 0, "items": 1, "pictures": 1, "pictures_missing": 1}


def test_a_file_for_each_split_reads_as_one_data_set() -> None:
    held = written(make_form(), item(1, TALK, split="test"), item(2, TALK, split="train"))
    assert list(held) == ["train.jsonl", "test.jsonl"]
    assert sorted((row.item.external_id, row.item.more["split"]) for row in read(held) if row.item) == [
        ("external-1", "test"),
        ("external-2", "train"),
    ]


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        (b"[]", ""),
        (b'{"external_id": "x"}', "/content"),
        (b'{"content": {}}', "/external_id"),
        (b'{"external_id": "x", "content": {}, "annotations": [1]}', "/annotations/0"),
        (b'{"external_id": "x", "content": {}, "media": []}', "/media"),
        (b"{", ""),
    ],
)
def test_a_bad_line_is_a_row_with_problems_and_spoils_no_other(line: bytes, pointer: str) -> None:
    held = written(make_form(), item(1, TALK))
    held["data.jsonl"] += line + b"\n" + held["data.jsonl"].splitlines()[1] + b"\n"
    rows = read(held)
    assert [row.item is None for row in rows] == [False, True, False]
    assert rows[1].where == "data.jsonl, line 3"
    assert rows[1].problems[0].pointer == pointer


def test_other_files_are_none_of_ours_and_later_versions_are_refused() -> None:
    assert READER.detect(Given({"a.jsonl": b'{"prompt": "Say concord"}\n', "b.txt": b""})) == 0.0
    assert READER.detect(Given(written(make_form()))) == 1.0
    with pytest.raises(Unreadable):
        read({"a.jsonl": b'{"prompt": "x"}\n'})
    with pytest.raises(Unreadable, match="version 2"):
        read({"data.jsonl": written(make_form())["data.jsonl"].replace(b'"concord":1', b'"concord":2')})


def test_the_header_says_what_the_data_set_is() -> None:
    header = json.loads(written(make_form(), more={"workflow": {"mode": "pool"}})["data.jsonl"].splitlines()[0])
    assert (header["concord"], header["project"], header["client"]) == (1, "Sky", "Acme")
    assert header["forms"] == [make_form().to_json()]
    assert header["workflow"] == {"mode": "pool"}
    assert header["created_at"] == AT.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
