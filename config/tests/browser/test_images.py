"""Images: boxes and other shapes are drawn by mouse and by keyboard, and pictures are ranked; on real pictures."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from config.tests.browser.api import Api
from config.tests.browser.people import Desk, People
from config.tests.browser.samples import CELLS, OCEAN, boxes, ocean

pytestmark = pytest.mark.xdist_group("workbench")

NAME = "BloodImage_00070.jpg"
LABELS = [
    {"value": "RBC", "title": "Red blood cell", "colour": "red"},
    {"value": "WBC", "title": "White blood cell", "colour": "violet"},
    {"value": "Platelets", "title": "Platelet", "colour": "blue"},
]
SHAPES = ["box", "rotated_box", "polygon", "point", "line"]
Points = Sequence[Sequence[float]]


def cells(*shapes: str) -> dict[str, Any]:
    """A form that asks for shapes on the image."""
    question = {"name": "cells", "kind": "regions", "title": "Mark the cells", "shapes": shapes, "options": LABELS}
    return {"shows": ["image"], "questions": [question]}


def opened(people: People, manager: Api, name: str, *shapes: str) -> tuple[str, Desk]:
    """A project with one image, and the annotator before it."""
    project = manager.project(name, cells(*shapes), [])
    asset = manager.image(project, NAME, (CELLS / NAME).read_bytes())
    manager.post(f"projects/{project}/items", {"items": [{"external_id": NAME, "content": {"image": asset}}]})
    manager.staff(project, "anna")
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    expect(canvas(desk)).to_be_visible()
    expect(canvas(desk).locator("img")).to_have_js_property("complete", value=True)
    return project, desk


def canvas(desk: Desk) -> Locator:
    return desk.item.get_by_role("application")


def drawn(manager: Api, project: str) -> list[dict[str, Any]]:
    """The regions of the only answer."""
    (given,) = manager.answers(project).values()
    regions: list[dict[str, Any]] = given["cells", "item"]["regions"]
    return regions


def at(desk: Desk, x: float, y: float) -> tuple[float, float]:
    """Where a pixel of the picture is on the screen."""
    place = (
        canvas(desk)
        .locator("svg")
        .first.evaluate(
            "(svg, [x, y]) => { const { x: left, y: top } = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM());"
            " return [left, top] }",
            [x, y],
        )
    )
    return place[0], place[1]


def test_the_boxes_of_a_real_picture_are_drawn_by_mouse(people: People, manager: Api) -> None:
    project, desk = opened(people, manager, "Boxes by mouse", "box")
    titles = {label["value"]: label["title"] for label in LABELS}
    mouse = desk.page.mouse
    wanted = boxes()[NAME]
    for box in wanted:
        left, top, right, bottom = box["box"]
        desk.item.get_by_role("toolbar").get_by_role("button", name=titles[box["label"]]).click()
        mouse.move(*at(desk, left, top))
        mouse.down()
        mouse.move(*at(desk, (left + right) / 2, bottom))
        mouse.move(*at(desk, right, bottom))
        mouse.up()
    desk.submits("mouse")
    desk.waiting(0)
    found = drawn(manager, project)
    assert [region["labels"] for region in found] == [[box["label"]] for box in wanted]
    for region, box in zip(found, wanted, strict=True):
        (left, top), (right, bottom) = region["points"]
        assert [left, top, right, bottom] == pytest.approx(box["box"], abs=1.5)


def test_every_shape_is_drawn_turned_and_labelled_by_keyboard_alone(people: People, manager: Api) -> None:
    project, desk = opened(people, manager, "Shapes by keyboard", *SHAPES)
    desk.types("s")
    expect(canvas(desk)).to_be_focused()
    presses(desk, "b", "ArrowRight")  # shows where the keys draw
    presses(desk, "Space", *["Shift+ArrowRight"] * 5, *["Shift+ArrowDown"] * 4, "Space")  # 50 × 40
    presses(desk, "2", "v", "ArrowRight", "ArrowRight", "Alt+ArrowRight")
    presses(desk, "t", "1", "Space", *["Shift+ArrowRight"] * 3, *["Shift+ArrowDown"] * 2, "Space", "v", ".")
    presses(desk, "p", "3", "Space", *["Shift+ArrowRight"] * 3, "Space", *["Shift+ArrowDown"] * 3, "Space", "Enter")
    presses(desk, "o", "1", "Space")
    presses(desk, "l", "Space", "Shift+ArrowLeft", "Shift+ArrowLeft", "Space", "Enter")
    presses(desk, "Escape", "Escape")
    desk.submits()
    desk.waiting(0)
    found = drawn(manager, project)
    assert [region["shape"] for region in found] == ["box", "rotated_box", "polygon", "point", "line"]
    assert [region["labels"] for region in found] == [["WBC"], ["RBC"], ["Platelets"], ["RBC"], ["RBC"]]
    assert size(found[0]["points"]) == pytest.approx((51, 40), abs=0.02)
    assert len(found[1]["points"]) == 4
    assert len({x for x, _ in found[1]["points"]}) == 4, "it was turned"
    assert size(found[2]["points"]) == pytest.approx((30, 30), abs=0.02)
    assert size(found[4]["points"]) == pytest.approx((20, 0), abs=0.02)


def size(points: Points) -> tuple[float, float]:
    """Width and height."""
    xs, ys = zip(*points, strict=True)
    return max(xs) - min(xs), max(ys) - min(ys)


def presses(desk: Desk, *keys: str) -> None:
    for key in keys:
        desk.page.keyboard.press(key)


def test_corners_placed_before_a_reload_are_there_after_it_and_no_answer_yet(people: People, manager: Api) -> None:
    project, desk = opened(people, manager, "Half drawn", "polygon")
    desk.types("s")
    presses(desk, "p", "3", "ArrowRight", "Space", *["Shift+ArrowRight"] * 3, "Space")
    desk.page.wait_for_timeout(500)  # it is on disk within a moment
    desk.page.reload()
    corners = canvas(desk).locator("[data-drawing] [data-kind=corner]")
    expect(corners).to_have_count(2)
    expect(desk.item.get_by_role("list")).to_have_count(0)
    desk.types("s")
    presses(desk, "ArrowRight", *["Shift+ArrowDown"] * 3, "Space", "Enter")
    expect(corners).to_have_count(0)
    presses(desk, "v")
    desk.submits()
    desk.waiting(0)
    (region,) = drawn(manager, project)
    assert (region["shape"], len(region["points"]), region["labels"]) == ("polygon", 3, ["Platelets"])


def test_what_is_proposed_is_seen_as_ghosts_and_taken_over_by_a_key(people: People, manager: Api) -> None:
    project = manager.project("Ghosts", cells("box"), [], suggestions="ghost")
    asset = manager.image(project, NAME, (CELLS / NAME).read_bytes())
    manager.post(f"projects/{project}/items", {"items": [{"external_id": NAME, "content": {"image": asset}}]})
    (item,) = manager.every(f"projects/{project}/items")
    regions = [{"shape": "box", "points": [[20, 20], [90, 80]], "labels": ["WBC"]}]
    answers = [{"question": "cells", "on": "item", "value": {"regions": regions}}]
    manager.post(f"projects/{project}/items/{item['id']}/suggestions", {"agent": "m", "score": 0.9, "answers": answers})
    manager.staff(project, "anna")
    anna = people.person("anna")
    anna.goes_to("/lumen/work/recent")
    desk = anna.desk().opens(project)
    expect(canvas(desk).locator("[data-ghost]")).to_have_count(1)
    presses(desk, "s", "a")
    expect(canvas(desk).locator("[data-ghost]")).to_have_count(0)
    desk.submits()
    desk.waiting(0)
    assert drawn(manager, project) == regions


def test_a_shape_is_moved_copied_reordered_and_taken_back(people: People, manager: Api) -> None:
    project, desk = opened(people, manager, "Shapes are changed", "box")
    desk.types("s")
    presses(desk, "b", "ArrowRight", "Space", *["Shift+ArrowRight"] * 2, *["Shift+ArrowDown"] * 2, "Space", "1")
    presses(desk, "v", "Control+d", "2", *["Shift+ArrowLeft"] * 4)
    presses(desk, "PageDown")
    presses(desk, "Control+d", "Delete", "Control+z", "Control+z", "Control+Shift+z", "Control+z")
    presses(desk, "Escape", "Escape")
    desk.submits()
    desk.waiting(0)
    assert [region["labels"] for region in drawn(manager, project)] == [["WBC"], ["RBC"]]


def test_nothing_there_is_an_answer_too(people: People, manager: Api) -> None:
    project, desk = opened(people, manager, "Nothing there", "box")
    desk.page.keyboard.press("Enter")
    expect(desk.item.get_by_text("Needs an answer")).to_be_visible()
    desk.item.get_by_role("button", name="Nothing there").click()
    desk.submits("mouse")
    desk.waiting(0)
    assert drawn(manager, project) == []


RANKING = {
    "shows": ["prompt", "responses"],
    "questions": [{"name": "order", "kind": "ranking", "title": "Which picture fits best?", "ties": True}],
}


@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_four_pictures_of_one_prompt_are_ranked_with_ties(people: People, manager: Api, by: str) -> None:
    project = manager.project(f"Ocean by {by}", RANKING, [])
    assets = {manager.image(project, name, data): name for name, data in ocean().items()}
    content = {
        "prompt": {"text": OCEAN},
        "responses": [{"id": name, "images": [asset]} for asset, name in assets.items()],
    }
    manager.post(f"projects/{project}/items", {"items": [{"external_id": "ocean", "content": content}]})
    manager.staff(project, "ben")
    ben = people.person("ben")
    ben.goes_to("/lumen/work/recent")
    desk = ben.desk().opens(project)
    expect(desk.item.locator("article img")).to_have_count(4)
    assert desk.item.locator("article img").evaluate_all("all => all.map(each => each.naturalWidth)") == [384] * 4
    if by == "keyboard":
        desk.types("2113")
    else:
        for letter, rank in zip("ABCD", "2113", strict=True):
            desk.item.get_by_role("button", name=f"Give response {letter} rank {rank}").click()
    assert desk.ranked() == list("2113")
    desk.submits(by)
    desk.waiting(0)
    (given,) = manager.answers(project).values()
    assert [len(rank) for rank in given["order", "item"]["ranks"]] == [2, 1, 1]
