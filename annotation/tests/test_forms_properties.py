"""What holds for every kind of question, whatever people answer."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.forms import (
    Form,
    answer_problems,
    asset_ids,
    canonical_answers,
    parse_form,
    rename_targets,
    targets,
    uses,
    with_handles,
)
from annotation.forms.changes import removed_by
from annotation.forms.kinds import KINDS
from annotation.tests.forms_cases import ASSET, EVERYTHING, OPTIONS, OTHER_ASSET, POINTS, TALK, answer, form_json
from annotation.tests.test_forms_choice import WHAT
from annotation.tests.test_forms_dialogue import RICH
from annotation.tests.test_forms_form import JSON
from annotation.tests.test_forms_preference import GRADED
from annotation.tests.test_forms_regions import DRAW
from annotation.tests.test_forms_spans import MARKS

SIZES = {ASSET: (640, 480), OTHER_ASSET: (64, 48)}
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
IDS = ("a", "b")
NUMBERS = st.integers(0, 48) | st.floats(0, 48)
LABELLED = st.sampled_from([["cell"], ["dirt"]])


def ranked(identifiers: tuple[str, ...]) -> st.SearchStrategy[list[list[str]]]:
    return st.permutations(identifiers).flatmap(
        lambda order: st.sampled_from([[[name] for name in order], [order]])  # strict, or all tied
    )


def spans(length: int, labels: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    ends = st.lists(st.integers(0, length), min_size=2, max_size=2, unique=True).map(sorted)
    one = st.builds(
        lambda pair, label: {"start": pair[0], "end": pair[1], "labels": [label]}, ends, st.sampled_from(labels)
    )
    return st.lists(one, max_size=4) if length else st.just([])


def boxes(points: list[list[float]]) -> dict[str, Any]:
    return {"shape": "box", "points": points, "labels": ["cell"]}


def wide(points: list[list[float]]) -> bool:
    """Whether two corners are still apart after rounding."""
    (left, top), (right, bottom) = points
    return abs(left - right) > 0.02 and abs(top - bottom) > 0.02


POINT = st.tuples(NUMBERS, NUMBERS).map(list)
REGIONS = st.lists(
    st.lists(POINT, min_size=2, max_size=2).filter(wide).map(boxes)
    | st.builds(lambda point, labels: {"shape": "point", "points": [point], "labels": labels}, POINT, LABELLED),
    max_size=4,
)
RESPONSES = st.builds(
    lambda texts, tags, rating, image: [
        {
            "id": f"r{number}",
            "text": text + ".",
            "tags": tags,
            "ratings": {"helpful": rating},
            **({"images": [ASSET]} if image else {}),
        }
        for number, text in enumerate(texts, 1)
    ],
    st.lists(TEXTS, min_size=2, max_size=3),
    st.sampled_from([[], ["safe"], ["rude", "safe"]]),
    st.integers(0, 1),
    st.booleans(),
)
TURNS = RESPONSES.flatmap(
    lambda responses: st.builds(
        lambda ranks, following: {
            "prompt": {"text": "Ask", "images": [OTHER_ASSET]},
            "responses": responses,
            "ranks": ranks,
            **following,
        },
        ranked(tuple(response["id"] for response in responses)),
        st.sampled_from([{}, {"continues_with": "r2"}, {"continues_with": None}]),
    )
)
CHOICES = {"kind": "choice", "multiple": True, "other": True, "unsure": True, "options": OPTIONS}
CASES: list[tuple[dict[str, Any], st.SearchStrategy[dict[str, Any]]]] = [
    (CHOICES, st.builds(lambda chosen, other: {"choices": chosen, "other": other},
                        st.lists(st.sampled_from(["yes", "no"]), unique=True), TEXTS)),
    ({**CHOICES, "scope": "turns"}, st.just({"choices": [], "unsure": True})),
    ({**WHAT, "multiple": True}, st.lists(st.sampled_from(["animal", "dog", "poodle", "cat", "stone"]), unique=True)
     .map(lambda chosen: {"choices": chosen})),
    ({"kind": "rating", "scope": "responses", "options": POINTS}, st.sampled_from([1, 3, 5])
     .map(lambda rating: {"rating": rating})),
    ({"kind": "ranking"}, ranked(IDS).map(lambda ranks: {"ranks": ranks})),
    (GRADED, st.builds(lambda name, strength: {"preferred": name, "strength": strength},
                       st.sampled_from(IDS), st.integers(1, 3))
     | st.sampled_from(["tie", "both_bad"]).map(lambda reason: {"preferred": None, "reason": reason})),
    ({"kind": "text", "scope": "turns", "edits": True}, TEXTS.map(lambda text: {"text": text})),
    *[({**MARKS, "scope": scope}, spans(2, ["claim", "error"]).map(lambda marked: {"spans": marked}))
      for scope in ("text", "prompt", "messages", "context", "responses")],
    (DRAW, REGIONS.map(lambda drawn: {"regions": drawn})),
    ({**DRAW, "scope": "responses"}, st.just({"regions": []})),
    (RICH, st.lists(TURNS, min_size=1, max_size=3)
     .map(lambda turns: {"turns": [{**turn, "id": f"t{number}"} for number, turn in enumerate(turns, 1)]})),
]  # fmt: skip


def form_of(question: dict[str, Any]) -> Form:
    settings = {"title": "Q", **question, "name": "q", "required": False}
    return parse_form(form_json(settings, shows=EVERYTHING))


@st.composite
def answered(draw: st.DrawFn) -> tuple[Form, list[dict[str, Any]]]:
    """A question of any kind and valid answers on some of its targets."""
    question, values = draw(st.sampled_from(CASES))
    form = form_of(question)
    places = targets(form.questions[0].scope, TALK)
    return form, [answer("q", draw(values), on) for on in places if draw(st.booleans())]


def test_every_kind_is_among_the_cases() -> None:
    assert {question["kind"] for question, _ in CASES} == set(KINDS)


@given(answered())
def test_canonical_answers_are_valid_and_stay_as_they_are(case: tuple[Form, list[dict[str, Any]]]) -> None:
    form, answers = case
    before = copy.deepcopy(answers)
    assert answer_problems(form, TALK, answers, sizes=SIZES) == []
    once = canonical_answers(form, TALK, answers)
    assert answer_problems(form, TALK, once, sizes=SIZES) == []
    assert canonical_answers(form, TALK, once) == once
    assert answers == before
    assert not uses(once, removed_by(form, form))


@given(answered(), st.permutations(IDS))
def test_handles_lead_there_and_back(case: tuple[Form, list[dict[str, Any]]], order: list[str]) -> None:
    form, answers = case
    blinded = with_handles(TALK, order)
    stored = canonical_answers(form, TALK, answers)
    shown = rename_targets(form, stored, blinded.handles())
    assert answer_problems(form, blinded.content, shown, sizes=blinded.sizes(SIZES)) == []
    sent = canonical_answers(form, blinded.content, shown)
    assert canonical_answers(form, TALK, rename_targets(form, sent, blinded.own)) == stored


@given(answered())
def test_agreement_and_export_read_every_stored_answer(case: tuple[Form, list[dict[str, Any]]]) -> None:
    form, answers = case
    question = form.questions[0]
    for stored in canonical_answers(form, TALK, answers):
        categories = getattr(question.measure(), "categories", ())
        assert all(category in categories or not categories for _, category in question.judgements(stored["value"]))
        assert all({better, worse} <= set(IDS) for better, worse, _ in question.comparisons(stored["value"], IDS))
        question.columns(stored["value"], IDS)
    assert set(asset_ids(form, answers)) <= {ASSET, OTHER_ASSET}


def steps(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every place inside a JSON value."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(way for key, value in inner for way in steps(value, (*path, key)))]


def replaced(node: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copied = copy.copy(node)
    copied[path[0]] = replaced(node[path[0]], path[1:], new)
    return copied


HOSTILE = JSON | st.sampled_from(
    [10**400, -(10**400), 1e308, float("nan"), float("inf"), "\ud800", "\x00", [[]], [None] * 200_000, {"a" * 9999: 1}]
)


@given(st.data())
@pytest.mark.parametrize("number", range(len(CASES)))
def test_no_json_anywhere_in_a_value_raises_and_what_passes_can_be_stored(number: int, data: st.DataObject) -> None:
    question, values = CASES[number]
    form = form_of(question)
    on = targets(form.questions[0].scope, TALK)[0]
    value = data.draw(values)
    broken = [answer("q", replaced(value, data.draw(st.sampled_from(steps(value))), data.draw(HOSTILE)), on)]
    for complete in (True, False):
        if not answer_problems(form, TALK, broken, complete=complete, sizes=SIZES):
            stored = canonical_answers(form, TALK, broken)
            assert answer_problems(form, TALK, stored, complete=complete, sizes=SIZES) == []
            assert canonical_answers(form, TALK, stored) == stored
    assert set(asset_ids(form, broken)) <= {ASSET, OTHER_ASSET}, "hidden answers come here unchecked"


@given(st.data())
@pytest.mark.parametrize("number", range(len(CASES)))
def test_no_json_anywhere_in_a_question_raises_but_problems(number: int, data: st.DataObject) -> None:
    question = form_of(CASES[number][0]).to_json()["questions"][0]
    path = data.draw(st.sampled_from(steps(question)))
    form = form_json(replaced(question, path, data.draw(HOSTILE)), shows=EVERYTHING)
    try:
        read = parse_form(form)
    except ValueError:
        return
    assert parse_form(read.to_json()) == read
