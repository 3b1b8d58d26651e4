"""Spans on texts, in code points."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.forms import parse_form, removed_by, uses
from annotation.forms.marking import MOST_SPANS
from annotation.tests.forms_cases import (
    TALK,
    about_talk,
    answer,
    canonical_value,
    form_json,
    form_problems_of,
    places,
    value_problems,
)

LABELS = [{"value": "claim", "title": "Claim"}, {"value": "error", "title": "Error"}]
MARKS = {"name": "marks", "kind": "spans", "title": "Mark", "scope": "text", "options": LABELS}
LENGTH = len(TALK["text"])


def span(start: Any, end: Any, *labels: str) -> dict[str, Any]:
    return {"start": start, "end": end, "labels": list(labels or ("claim",))}


def problems(*spans: Any, complete: bool = True, **settings: Any) -> list[str]:
    return value_problems(about_talk(MARKS, **settings), {"spans": list(spans)}, on="text", complete=complete)


def test_the_canonical_question_has_every_setting() -> None:
    settings = about_talk(MARKS).to_json()["questions"][0]
    assert (settings["overlap"], settings["multiple"], settings["snap"]) == (True, False, "word")
    assert [option["value"] for option in settings["options"]] == ["claim", "error"]
    assert parse_form(about_talk(MARKS).to_json()) == about_talk(MARKS)


@pytest.mark.parametrize(
    ("question", "shows", "pointers"),
    [
        ({**MARKS, "options": []}, ("text",), ["/questions/0/options"]),
        ({**MARKS, "snap": "line"}, ("text",), ["/questions/0/snap"]),
        ({**MARKS, "scope": "item"}, ("text",), ["/questions/0/scope"]),
        ({**MARKS, "scope": "turns"}, ("messages",), ["/questions/0/scope"]),
        ({key: value for key, value in MARKS.items() if key != "scope"}, ("text",), ["/questions/0/scope"]),
        (MARKS, ("prompt",), ["/shows"]),
        *[
            ({**MARKS, "scope": scope}, ("text",), ["/shows"])
            for scope in ("prompt", "messages", "context", "responses")
        ],
        *[({**MARKS, "scope": scope}, (scope,), []) for scope in ("prompt", "messages", "context", "responses")],
    ],
)
def test_the_marked_text_must_be_shown(question: dict[str, Any], shows: tuple[str, ...], pointers: list[str]) -> None:
    assert places(form_problems_of(form_json(question, shows=shows))) == pointers


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        (span(0, LENGTH), []),
        (span(LENGTH - 1, LENGTH), []),
        (span(0, LENGTH + 1), ["/spans/0/end"]),
        (span(-1, 2), ["/spans/0/start"]),
        (span(3, 3), ["/spans/0/end"]),
        (span(4, 3), ["/spans/0/end"]),
        (span(0.0, 2), ["/spans/0/start"]),
        (span(False, 2), ["/spans/0/start"]),
        (span(0, 10**400), ["/spans/0/end"]),
        (span(0, float("nan")), ["/spans/0/end"]),
        ({"start": 0, "labels": ["claim"]}, ["/spans/0/end"]),
        (span(0, 2, "joke"), ["/spans/0/labels/0"]),
        (span(0, 2, "claim", "error"), ["/spans/0/labels"]),
        ({"start": 0, "end": 2, "labels": "claim"}, ["/spans/0/labels"]),
        ({"start": 0, "end": 2, "labels": [["claim"]]}, ["/spans/0/labels/0"]),
        ({**span(0, 2), "text": "A "}, ["/spans/0/text"]),
        ([0, 2], ["/spans/0"]),
    ],
)
def test_a_span_lies_in_the_text_and_has_a_known_label(entry: Any, wrong: list[str]) -> None:
    assert problems(entry) == wrong


def test_offsets_count_code_points_so_that_an_emoji_is_one() -> None:
    assert TALK["text"][13:14] == "🎉"
    assert problems(span(13, 14)) == []
    assert problems(span(14, 15)) == ["/spans/0/end"]


def test_offsets_belong_to_the_target_they_are_on() -> None:
    on_responses = about_talk(MARKS, scope="responses")
    assert value_problems(on_responses, {"spans": [span(0, 3)]}, on="responses.a") == []
    assert value_problems(on_responses, {"spans": [span(0, 4)]}, on="responses.a") == ["/spans/0/end"]
    on_messages = about_talk(MARKS, scope="messages")
    assert value_problems(on_messages, {"spans": [span(0, 9)]}, on="messages.a1") == []
    assert value_problems(on_messages, {"spans": [span(0, 9)]}, on="messages.u1") == ["/spans/0/end"]


def test_a_draft_may_lack_labels_and_nothing_else() -> None:
    bare = {"start": 0, "end": 2, "labels": []}
    assert problems(bare) == ["/spans/0/labels"]
    assert problems(bare, complete=False) == problems({"start": 0, "end": 2}, complete=False) == []
    assert problems({"start": 2, "end": 0, "labels": []}, complete=False) == ["/spans/0/end"]
    assert canonical_value(about_talk(MARKS), {"spans": [{"start": 0, "end": 2}]}, "text") == {"spans": [bare]}


def test_several_labels_are_for_questions_that_allow_them() -> None:
    assert problems(span(0, 2, "claim", "error"), multiple=True) == []
    assert problems(span(0, 2, "claim", "claim"), multiple=True) == ["/spans/0/labels/1"]


def test_overlapping_spans_are_for_questions_that_allow_them() -> None:
    wide, inside, beside = span(0, 5), span(2, 3, "error"), span(5, 7)
    assert problems(inside, wide) == []
    assert problems(inside, wide, overlap=False) == ["/spans/0"]
    assert problems(wide, span(0, 5, "error"), overlap=False) == ["/spans/1"]
    assert problems(wide, beside, wide, overlap=False) == []
    assert problems(span(0, 9), span(1, 2), span(4, 6), overlap=False) == ["/spans/1", "/spans/2"]


def test_nothing_to_mark_is_an_answer_and_no_list_is_none() -> None:
    required = about_talk(MARKS, required=True)
    assert value_problems(required, {"spans": []}, on="text") == []
    assert canonical_value(required, {"spans": []}, "text") == {"spans": []}
    assert value_problems(required, {}, on="text") == ["/answers"]
    assert value_problems(required, {"spans": None}, on="text") == ["/spans"]


def test_spans_are_stored_sorted_and_once() -> None:
    form = about_talk(MARKS, multiple=True)
    given = {"spans": [span(4, 6, "error", "claim"), span(0, 5), span(0, 2), span(4, 6, "claim", "error"), span(0, 5)]}
    assert canonical_value(form, given, "text") == {"spans": [span(0, 2), span(0, 5), span(4, 6, "claim", "error")]}


@pytest.mark.parametrize(
    ("newer", "value", "untouched"),
    [
        ({"options": LABELS[:1]}, [span(0, 2, "error")], [span(0, 2)]),
        ({"multiple": False}, [span(0, 2, "claim", "error")], [span(0, 2)]),
        ({"overlap": False}, [span(0, 2), span(1, 3)], [span(0, 2), span(2, 3)]),
    ],
)
def test_what_an_edited_form_takes_away_is_told(newer: Any, value: Any, untouched: Any) -> None:
    older = about_talk(MARKS, multiple=True)
    removed = removed_by(older, about_talk(MARKS, **{"multiple": True, **newer}))
    assert len(removed) == 1
    assert uses([answer("marks", {"spans": value})], removed)
    assert not uses([answer("marks", {"spans": untouched})], removed)
    assert not uses([answer("marks", {"spans": []})], removed)
    assert removed_by(older, about_talk(MARKS, multiple=True, snap="character")) == []


def test_a_text_full_of_spans_is_fine_and_more_are_refused_without_being_read() -> None:
    content = {"text": "x" * 100_000}
    form = parse_form(form_json({**MARKS, "overlap": False}, shows=("text",)))
    full = [span(number * 10, number * 10 + 9) for number in range(MOST_SPANS)]
    assert value_problems(form, {"spans": full}, on="text", content=content) == []
    assert value_problems(form, {"spans": [None] * 1_000_000}, on="text", content=content) == ["/spans"]


def test_marks_have_no_coefficient_yet() -> None:
    assert about_talk(MARKS).questions[0].measure() is None
