"""Regions of images, in pixels of the oriented original."""

from __future__ import annotations

from typing import Any

import pytest

from annotation.forms import answer_problems, content_problems, parse_form, removed_by, uses
from annotation.forms.kinds.regions import HOW_MANY, MOST_POINTS, MOST_REGIONS
from annotation.tests.forms_cases import (
    ASSET,
    CONTENT,
    OTHER_ASSET,
    TALK,
    about_talk,
    answer,
    canonical_value,
    form_json,
    form_problems_of,
    places,
    value_problems,
)

CELLS = [{"value": "cell", "title": "Cell"}, {"value": "dirt", "title": "Dirt"}]
DRAW = {"name": "draw", "kind": "regions", "title": "Draw", "shapes": list(HOW_MANY), "options": CELLS}
SIZES = {ASSET: (640, 480)}
BOX = [[10, 20], [30, 40]]


def region(shape: str, points: Any, **keys: Any) -> dict[str, Any]:
    return {"shape": shape, "points": points, "labels": ["cell"], **keys}


def problems(*regions: Any, complete: bool = True, on: str = "item", **settings: Any) -> list[str]:
    form = about_talk(DRAW, **settings)
    return value_problems(form, {"regions": list(regions)}, on=on, complete=complete, sizes=SIZES)


def stored(shape: str, points: Any) -> Any:
    return canonical_value(about_talk(DRAW), {"regions": [region(shape, points)]})["regions"][0]["points"]


def test_the_canonical_question_has_every_setting_and_shapes_in_one_order() -> None:
    settings = about_talk(DRAW, shapes=["line", "box"]).to_json()["questions"][0]
    assert settings["shapes"] == ["box", "line"]
    assert settings["multiple"] is False
    assert parse_form(about_talk(DRAW).to_json()) == about_talk(DRAW)


@pytest.mark.parametrize(
    ("question", "shows", "pointers"),
    [
        ({**DRAW, "shapes": []}, ("image",), ["/questions/0/shapes"]),
        ({**DRAW, "shapes": ["box", "box"]}, ("image",), ["/questions/0/shapes/1"]),
        ({**DRAW, "shapes": [{"box": 1}]}, ("image",), ["/questions/0/shapes/0"]),
        ({key: value for key, value in DRAW.items() if key != "shapes"}, ("image",), ["/questions/0/shapes"]),
        ({**DRAW, "options": []}, ("image",), ["/questions/0/options"]),
        ({**DRAW, "scope": "turns"}, ("messages",), ["/questions/0/scope"]),
        (DRAW, ("text",), ["/shows"]),
        (DRAW, ("prompt",), []),
        ({**DRAW, "scope": "responses"}, ("image",), ["/shows"]),
        ({**DRAW, "scope": "responses"}, ("responses",), []),
    ],
)
def test_wrong_settings_are_refused_at_their_place(
    question: dict[str, Any], shows: tuple[str, ...], pointers: list[str]
) -> None:
    assert places(form_problems_of(form_json(question, shows=shows))) == pointers


def test_an_item_that_is_drawn_on_has_an_image() -> None:
    form = parse_form(form_json(DRAW, shows=("prompt",)))
    assert places(content_problems({"prompt": {"text": "Only words"}}, form)) == [""]
    assert content_problems({"prompt": {"images": [ASSET]}}, form) == []
    assert content_problems(CONTENT, parse_form(form_json({**DRAW, "scope": "responses"}))) == []


@pytest.mark.parametrize(
    ("shape", "points"),
    [
        ("box", BOX),
        ("box", [[0, 0], [640, 480]]),
        ("box", [[0.25, 0.125], [639.99, 1]]),
        ("rotated_box", [[100, 50], [150, 100], [100, 150], [50, 100]]),
        ("rotated_box", [[10, 10], [20, 10], [20, 15], [10, 15]]),
        ("polygon", [[0, 0], [10, 0], [0, 10]]),
        ("polygon", [[0, 0], [10, 0], [0, 10], [0, 0]]),
        ("point", [[3, 4]]),
        ("line", [[3, 4], [5, 6]]),
    ],
)
def test_every_shape_can_be_drawn(shape: str, points: Any) -> None:
    assert problems(region(shape, points)) == []


@pytest.mark.parametrize(
    ("shape", "points", "wrong"),
    [
        ("box", [[10, 20], [10, 40]], "/points"),
        ("box", [[10, 20], [10.001, 40]], "/points"),
        ("box", [[10, 20]], "/points"),
        ("box", [*BOX, [50, 60]], "/points"),
        ("box", [[10, 20], [641, 40]], "/points/1"),
        ("box", [[10, 20], [30, 480.5]], "/points/1"),
        ("box", [[-0.5, 20], [30, 40]], "/points/0"),
        ("box", [[float("nan"), 20], [30, 40]], "/points/0"),
        ("box", [[10, 20], [float("inf"), 40]], "/points/1"),
        ("box", [[10, 20], [10**400, 40]], "/points/1"),
        ("box", [[True, 20], [30, 40]], "/points/0"),
        ("box", [["10", 20], [30, 40]], "/points/0"),
        ("box", [[10, 20, 0], [30, 40]], "/points/0"),
        ("box", [{"x": 1, "y": 2}, [30, 40]], "/points/0"),
        ("box", "10 20 30 40", "/points"),
        ("rotated_box", [[10, 10], [20, 10], [20, 15]], "/points"),
        ("rotated_box", [[10, 10], [60, 10], [80, 50], [30, 50]], "/points"),
        ("rotated_box", [[10, 10], [60, 50], [60, 10], [10, 50]], "/points"),
        ("rotated_box", [[10, 10], [10, 10], [10, 10], [10, 10]], "/points"),
        ("polygon", [[0, 0], [10, 0], [0, 0]], "/points"),
        ("polygon", [[0, 0]] * (MOST_POINTS + 1), "/points"),
        ("line", [[3, 4], [3.001, 4]], "/points"),
        ("point", [], "/points"),
        ("circle", [[3, 4]], "/shape"),
        (["box"], BOX, "/shape"),
    ],
)
def test_a_shape_that_is_none_is_refused_at_its_place(shape: Any, points: Any, wrong: str) -> None:
    assert problems(region(shape, points)) == [f"/regions/0{wrong}"]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), True, "7", None, [7]])
def test_what_is_no_number_is_called_so(number: object) -> None:
    answers = [answer("draw", {"regions": [region("point", [[number, 7]])]})]
    found = answer_problems(about_talk(DRAW), TALK, answers)
    assert [problem.detail for problem in found] == ["must be two numbers, x and y"]


def test_only_the_shapes_of_the_question_are_taken() -> None:
    assert problems(region("line", [[3, 4], [5, 6]]), shapes=["box"]) == ["/regions/0/shape"]


def test_labels_are_known_and_several_only_where_allowed() -> None:
    assert problems({"shape": "box", "points": BOX, "labels": []}) == ["/regions/0/labels"]
    assert problems({"shape": "box", "points": BOX}) == ["/regions/0/labels"]
    assert problems(region("box", BOX, labels=["cow"])) == ["/regions/0/labels/0"]
    assert problems(region("box", BOX, labels=["dirt", "cell"])) == ["/regions/0/labels"]
    assert problems(region("box", BOX, labels=["dirt", "cell"]), multiple=True) == []
    assert problems(region("box", BOX), {**region("box", BOX), "note": ""}) == ["/regions/1/note"]


def test_a_region_names_its_image_where_there_are_several() -> None:
    assert problems(region("point", [[3, 4]], image=1)) == ["/regions/0/image"]
    assert problems(region("point", [[3, 4]], image=0)) == []
    there = region("point", [[3000, 4]])
    assert problems(there, on="responses.b", scope="responses") == []
    assert problems({**there, "image": 1}, on="responses.b", scope="responses") == ["/regions/0/points/0"]
    assert problems({**there, "image": True}, on="responses.b", scope="responses") == ["/regions/0/image"]
    assert problems(there, on="responses.a", scope="responses") == ["/regions/0"]
    form = about_talk(DRAW, scope="responses")
    second = canonical_value(form, {"regions": [{**there, "image": 1}, {**there, "image": 0}]}, "responses.b")
    assert [entry.get("image") for entry in second["regions"]] == [1, None]
    assert OTHER_ASSET not in str(second)


def test_a_draft_may_lack_labels_and_points_of_what_is_being_drawn() -> None:
    for shape in ("polygon", "line"):
        assert problems({"shape": shape, "points": [[3, 4]]}, complete=False) == []
    assert problems({"shape": "box", "points": [[3, 4]]}, complete=False) == ["/regions/0/points"]
    assert problems({"shape": "line", "points": [[3000, 4]]}, complete=False) == ["/regions/0/points/0"]


def test_nothing_to_mark_is_an_answer_and_no_list_is_none() -> None:
    required = about_talk(DRAW, required=True)
    assert value_problems(required, {"regions": []}) == []
    assert canonical_value(required, {"regions": []}) == {"regions": []}
    assert value_problems(required, {}) == ["/answers"]


def test_a_box_is_stored_from_its_top_left_to_its_bottom_right_corner() -> None:
    assert stored("box", [[30, 20], [10, 40]]) == BOX
    assert stored("box", [[10, 40], [30, 20]]) == BOX


def test_a_rotated_box_is_stored_clockwise_from_its_first_corner() -> None:
    clockwise = [[100, 50], [150, 100], [100, 150], [50, 100]]
    assert stored("rotated_box", clockwise) == clockwise
    assert stored("rotated_box", [clockwise[0], *clockwise[:0:-1]]) == clockwise


def test_numbers_are_stored_to_two_decimals_and_whole_ones_without() -> None:
    assert str(stored("point", [[1.004, 2.0]])) == "[[1, 2]]"
    assert str(stored("line", [[3.14159, 2.0], [-0.0, 7]])) == "[[3.14, 2], [0, 7]]"
    assert stored("polygon", [[0, 0], [10, 0], [0, 10], [0, 0], [0, 0]]) == [[0, 0], [10, 0], [0, 10]]


def test_the_order_of_regions_stays_because_it_says_what_lies_on_top() -> None:
    above, below = region("point", [[9, 9]]), region("point", [[1, 1]])
    assert canonical_value(about_talk(DRAW), {"regions": [above, below]})["regions"] == [above, below]


@pytest.mark.parametrize(
    ("newer", "value", "untouched"),
    [
        ({"options": CELLS[:1]}, region("box", BOX, labels=["dirt"]), region("box", BOX)),
        ({"shapes": ["box"]}, region("point", [[1, 2]]), region("box", BOX)),
        ({"multiple": False}, region("box", BOX, labels=["cell", "dirt"]), region("box", BOX)),
    ],
)
def test_what_an_edited_form_takes_away_is_told(newer: Any, value: Any, untouched: Any) -> None:
    older = about_talk(DRAW, multiple=True)
    removed = removed_by(older, about_talk(DRAW, **{"multiple": True, **newer}))
    assert uses([answer("draw", {"regions": [value]})], removed)
    assert not uses([answer("draw", {"regions": [untouched]})], removed)
    assert not uses([answer("draw", {"regions": []})], removed)


def test_five_thousand_regions_are_fine_and_more_are_refused_without_being_read() -> None:
    box = region("box", BOX)
    assert problems(*[box] * MOST_REGIONS) == []
    assert problems(*[box] * (MOST_REGIONS + 1)) == ["/regions"]
    assert problems(*[None] * 1_000_000) == ["/regions"]
    outline = region("polygon", [[number % 600, number % 400] for number in range(MOST_POINTS)])
    assert problems(*[outline] * 100) == []
    assert problems(*[outline] * 101) == ["/regions"]
