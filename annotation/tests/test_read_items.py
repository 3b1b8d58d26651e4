"""What becomes of an uploaded text: which lines are items, which are problems, and from where reading goes on."""

import codecs
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.forms import Problem, content_problems
from annotation.imports import ImportedRow, ItemRow, read_items
from annotation.imports.items import derived_id, item_from_json
from annotation.imports.lines import LONGEST_LINE, Line, read_lines

IMAGE = "0189f7a0-0000-7000-8000-000000000001"


def rows(data: bytes, media_type: str = "application/jsonl", *, step: int = 1 << 20) -> list[ImportedRow]:
    return list(read_items((data[at : at + step] for at in range(0, len(data), step)), media_type=media_type))


def item(value: object) -> ItemRow:
    found = item_from_json(value, fallback_id="fallback")
    assert isinstance(found, ItemRow), found
    return found


def problems(value: object) -> list[Problem]:
    found = item_from_json(value, fallback_id="fallback")
    assert isinstance(found, list)
    return found


# Lines


@given(
    data=st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"\xef\xbb\xbf", "ü".encode()])).map(b"".join),
    step=st.integers(1, 5),
)
def test_lines_are_the_same_however_the_file_is_cut(data: bytes, step: int) -> None:
    found = list(read_lines(data[at : at + step] for at in range(0, len(data), step)))
    text = data.removeprefix(codecs.BOM_UTF8)
    expected = [line.removesuffix(b"\r") for line in text.split(b"\n")]
    assert [line.data for line in found] == (expected if data and not data.endswith(b"\n") else expected[:-1])
    assert [line.number for line in found] == list(range(1, len(found) + 1))
    assert (found[-1].end if found else 0) == len(data)


@given(data=st.lists(st.sampled_from([b"a", b"\n", b"\r\n", b"bc"])).map(b"".join))
def test_reading_goes_on_after_any_line(data: bytes) -> None:
    lines = list(read_lines([data]))
    for place, line in enumerate(lines):
        assert list(read_lines([data[line.end :]], number=line.number, offset=line.end)) == lines[place + 1 :]


@pytest.mark.parametrize("before", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("after", [b"", b"\n", b"\r\n"])
@pytest.mark.parametrize("more", [0, 1, 2, 3, 4, 5, 6, 5_000_000])
def test_a_line_of_more_than_a_mebibyte_is_never_cut_but_left_out(before: bytes, after: bytes, more: int) -> None:
    long = b"x" * (LONGEST_LINE + more)
    data = before + long + after + b"y"
    lines = list(read_lines(data[at : at + 700_000] for at in range(0, len(data), 700_000)))
    if not after:
        assert [line.data is None for line in lines] == [True]
    else:
        assert lines[0].data == (None if more else long)
        assert lines[1] == Line(2, len(data), b"y")


# JSON Lines


def test_a_bad_line_spoils_nothing_but_itself() -> None:
    data = b'{"id": 1, "text": "one"}\n\n{"text": \n  \t\r\n[1]\n{"id": 2, "text": "two"}'
    first, broken, no_object, last = rows(data)
    assert (first.number, first.end, first.item) == (1, 25, ItemRow("1", {"text": "one"}))
    assert (broken.number, broken.item) == (3, None)
    assert broken.problems[0].detail.startswith("is not JSON that is taken here")
    assert (no_object.number, no_object.problems) == (5, [Problem("", "must be an object")])
    assert (last.number, last.end) == (6, len(data))


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b'{"text": "\\u0000"}',
        b'{"text": "\\ud800"}',
        b'{"text": "a", "text": "b"}',
        b'{"n": 12345678901234567890}',
        b'{"n": NaN}',
        b'{"text": "\xff"}',
        b'{"text": "' + b"x" * LONGEST_LINE + b'"}',
    ],
    ids=lambda line: repr(line[:20]),
)
def test_a_hostile_line_is_a_problem(line: bytes) -> None:
    bad, good = rows(line + b'\n{"text": "good"}\n')
    assert bad.item is None
    assert len(bad.problems) == 1
    assert good.item is not None
    assert good.number == 2


def test_a_byte_order_mark_is_passed_over() -> None:
    assert rows(codecs.BOM_UTF8 + b'{"id": "a", "text": "b"}')[0].item == ItemRow("a", {"text": "b"})


def test_import_is_resumed_at_any_row() -> None:
    data = b"".join(b'{"text": "%d"}\n\n' % number for number in range(50))
    whole = rows(data)
    for row in whole:
        rest = read_items([data[row.end :]], media_type="application/jsonl", number=row.number, offset=row.end)
        assert list(rest) == whole[whole.index(row) + 1 :]


def test_a_long_file_is_read_in_constant_memory() -> None:
    def chunks(count: int) -> Iterator[bytes]:
        return (b'{"text": "some text"}\n' * 200 for _ in range(count))

    def most_memory(count: int) -> int:
        tracemalloc.start()
        for _ in read_items(chunks(count), media_type="application/jsonl"):
            pass
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert most_memory(40) < most_memory(4) + 30_000


# Plain text and markdown


def test_each_line_of_a_plain_text_is_a_prompt() -> None:
    first, second = rows(b"Why?\r\n\n  Wozu? \n", "text/plain")
    assert first.item == ItemRow(derived_id(b"Why?"), {"prompt": {"text": "Why?"}})
    assert second.item is not None
    assert (second.number, second.item.content) == (3, {"prompt": {"text": "Wozu?"}})


def test_a_markdown_document_is_one_prompt() -> None:
    data = codecs.BOM_UTF8 + b"# Task\n\nDo it.\n"
    (only,) = rows(data, "text/markdown", step=3)
    assert only.item == ItemRow(derived_id(b"# Task\n\nDo it."), {"prompt": {"text": "# Task\n\nDo it."}})
    assert only.end == len(data)
    assert list(read_items([b"more"], media_type="text/markdown", number=1, offset=only.end)) == []


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", "application/jsonl"])
def test_an_empty_text_has_no_rows(media_type: str) -> None:
    assert rows(b"", media_type) == rows(b" \n\r\n", media_type) == []


def test_a_document_that_is_too_long_or_not_utf8_is_a_problem() -> None:
    for data in (b"x" * (LONGEST_LINE + 1), b"\xff"):
        for media_type in ("text/plain", "text/markdown"):
            (only,) = rows(data, media_type)
            assert (only.number, only.item, len(only.problems), only.end) == (1, None, 1, len(data))


def test_other_files_hold_no_items() -> None:
    with pytest.raises(ValueError, match="holds no items"):
        rows(b"", "image/png")


# Shapes


def test_our_own_shape_is_taken_as_it_is() -> None:
    content = {
        "prompt": {"text": "Why?", "images": [IMAGE]},
        "context": [{"id": "x", "title": "t", "text": "u"}],
        "responses": [{"id": "1", "text": "Because.", "images": [], "source": "model", "model": "m"}],
    }
    value = {"external_id": "row 1", "content": content, "metadata": {"split": "train"}}
    assert item(value) == ItemRow("row 1", content, {"split": "train"})
    assert content_problems(content) == []


@pytest.mark.parametrize(
    ("value", "content"),
    [
        ({"prompt": "Why?"}, {"prompt": {"text": "Why?"}}),
        ({"text": "A text", "context": None}, {"text": "A text"}),
        ({"image": IMAGE}, {"image": IMAGE}),
        (
            {"prompt": "Why?", "responses": ["Because.", "No."]},
            {"prompt": {"text": "Why?"}, "responses": [{"id": "a", "text": "Because."}, {"id": "b", "text": "No."}]},
        ),
        (
            {"responses": [{"text": "x", "model": "m"}, {"id": "a", "text": "y"}, {"id": 7, "content": "z"}]},
            {
                "responses": [
                    {"id": "b", "text": "x", "model": "m"},
                    {"id": "a", "text": "y"},
                    {"id": "7", "text": "z"},
                ]
            },
        ),
        (
            {"messages": [{"role": "user", "content": "Hi"}, {"id": "m1", "role": "assistant", "text": "Ho"}]},
            {"messages": [{"id": "m2", "role": "user", "text": "Hi"}, {"id": "m1", "role": "assistant", "text": "Ho"}]},
        ),
        (
            {"prompt": [{"role": "user", "content": [{"type": "text", "text": "H"}, {"type": "text", "text": "i"}]}]},
            {"messages": [{"id": "m1", "role": "user", "text": "Hi"}]},
        ),
        (
            {"text": "t", "context": ["one", {"title": "Two", "text": "two"}]},
            {"text": "t", "context": [{"id": "c1", "text": "one"}, {"id": "c2", "title": "Two", "text": "two"}]},
        ),
        (
            {"content": {"prompt": "Why?", "responses": ["x"]}},
            {"prompt": {"text": "Why?"}, "responses": [{"id": "a", "text": "x"}]},
        ),
    ],
)
def test_common_shapes_become_content(value: dict[str, Any], content: dict[str, Any]) -> None:
    assert item(value) == ItemRow("fallback", content)
    assert content_problems(content) == []


def test_what_is_not_content_goes_into_the_metadata() -> None:
    value = {"id": 7, "text": "t", "score": 3, "metadata": {"split": "train"}, "tags": ["x"]}
    assert item(value) == ItemRow("7", {"text": "t"}, {"split": "train", "score": 3, "tags": ["x"]})
    assert item({"external_id": "e", "id": 7, "text": "t"}) == ItemRow("e", {"text": "t"}, {"id": 7})


def test_what_a_response_carries_besides_goes_into_the_metadata_under_its_id() -> None:
    found = item({"responses": [{"text": "x", "score": 0.5}, {"id": "q", "text": "y", "seed": 1}]})
    assert found.content == {"responses": [{"id": "a", "text": "x"}, {"id": "q", "text": "y"}]}
    assert found.metadata == {"responses": {"a": {"score": 0.5}, "q": {"seed": 1}}}


def test_the_twenty_eighth_response_is_called_ab() -> None:
    responses = item({"responses": ["x"] * 28}).content["responses"]
    assert [response["id"] for response in responses][24:] == ["y", "z", "aa", "ab"]


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        (1, ""),
        ([{"text": "t"}], ""),
        ({}, ""),
        ({"unknown": 1}, ""),
        ({"prompt": None}, ""),
        ({"content": "text"}, "/content"),
        ({"content": None}, "/content"),
        ({"content": {}}, ""),
        ({"content": {"text": "t"}, "score": 3}, "/score"),
        ({"content": {"text": "t"}, "a/b~": 3}, "/a~1b~0"),
        ({"text": "t", "metadata": []}, "/metadata"),
        ({"text": "t", "score": 1, "metadata": {"score": 2}}, "/score"),
        ({"text": "t", "external_id": ""}, "/external_id"),
        ({"text": "t", "id": 1.5}, "/id"),
        ({"text": "t", "id": True}, "/id"),
        ({"responses": [{"text": "x", "score": 1}], "metadata": {"responses": "none"}}, "/metadata/responses"),
        ({"responses": [{"text": "x", "score": 1}], "metadata": {"responses": {"a": 1}}}, "/metadata/responses/a"),
    ],
)
def test_what_has_no_place_is_a_problem_with_its_pointer(value: object, pointer: str) -> None:
    assert [problem.pointer for problem in problems(value)] == [pointer]


def test_the_same_line_always_gets_the_same_id_and_another_line_another() -> None:
    first, again, other = rows(b'{"text": "t"}\n  {"text": "t"}\r\n{"text": "u"}\n')
    assert first.item is not None
    assert again.item is not None
    assert other.item is not None
    assert first.item.external_id == again.item.external_id == "sha256-" + derived_id(b'{"text": "t"}')[7:]
    assert len(first.item.external_id) == 47
    assert other.item.external_id != first.item.external_id


KEYS = st.sampled_from(
    [
        "external_id",
        "id",
        "content",
        "metadata",
        "prompt",
        "messages",
        "text",
        "image",
        "context",
        "responses",
        "role",
        "score",
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


@given(value=ANYTHING)
def test_whatever_comes_is_an_item_or_has_problems(value: object) -> None:
    found = item_from_json(value, fallback_id="fallback")
    if isinstance(found, ItemRow):
        assert found.external_id
        content_problems(found.content)
    else:
        assert found
