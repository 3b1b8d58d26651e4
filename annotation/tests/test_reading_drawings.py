"""What the readers of marked pictures share: shapes are kept as far as our own rules allow, the rest is said to go."""

import struct
import zlib
from math import dist

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from annotation.forms import answer_problems, parse_form
from annotation.forms.kinds.regions import FARTHEST, HOW_MANY
from annotation.imports.drawings import Drawing, LabelNames, annotation, answer, form_for, picture_row, turned_box
from annotation.imports.pictures import Pictures, picture_size, size_in, split_of, split_of_folder
from annotation.tests.forms_cases import ASSET
from annotation.tests.given import given
from annotation.tests.pictures import encoded, exif, picture

SIZE = (100, 50)


def drawn(shape, points, size=SIZE):
    drawing = Drawing("here", size, LabelNames())
    region = drawing.add(shape, points, ["cell"])
    return region and (region["shape"], region["points"]), [lost.what for lost in drawing.lost]


def test_what_lies_on_the_picture_is_kept_as_it_is():
    assert drawn("box", [(1, 2), (3.456, 4)]) == (("box", [[1, 2], [3.46, 4]]), [])
    assert drawn("point", [(100, 50)]) == (("point", [[100, 50]]), [])


def test_a_pixel_over_the_edge_is_mended_without_a_word():
    assert drawn("box", [(-1, 0), (100.9, 50)]) == (("box", [[0, 0], [100, 50]]), [])


def test_what_reaches_out_is_cut_and_said_to_be():
    assert drawn("box", [(-10, 10), (20, 80)]) == (
        ("box", [[0, 10], [20, 50]]),
        ["parts of regions outside of the picture"],
    )
    shape, lost = drawn("polygon", [(-20, 10), (20, 10), (20, 40), (-20, 40)])
    assert shape[0] == "polygon"
    assert sorted(map(tuple, shape[1])) == [(0, 10), (0, 40), (20, 10), (20, 40)]
    assert lost == ["parts of regions outside of the picture"]


def test_a_turned_box_that_reaches_out_becomes_an_outline():
    (shape, points), lost = drawn("rotated_box", turned_box((0, 25), (20, 10), 45))
    assert shape == "polygon"
    assert min(x for x, _ in points) == 0
    assert "rotated boxes that reach out of the picture, kept as polygons" in lost


@pytest.mark.parametrize("points", [[(200, 10), (300, 20)], [(-20, -20), (-10, -10)]])
def test_what_lies_outside_is_lost(points):
    kept, lost = drawn("box", points)
    assert kept is None
    assert lost[-1] == "regions outside of the picture"


@pytest.mark.parametrize("shape", ["box", "polygon", "line"])
def test_what_has_no_area_is_lost(shape):
    assert drawn(shape, [(5, 5)] * 3 if shape != "box" else [(5, 5), (5, 9)]) == (None, ["regions without area"])


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300])
def test_numbers_that_are_no_places_are_lost(number):
    assert drawn("point", [(number, 1)])[0] is None


@settings(deadline=None)
@for_any(
    st.sampled_from(["box", "polygon", "line", "point", "rotated_box"]),
    st.lists(st.tuples(st.floats(-150, 250), st.floats(-150, 250)), min_size=4, max_size=6),
    st.floats(0, 360),
)
def test_whatever_is_kept_our_own_rules_accept(shape, points, turn):
    fewest = {"box": 2, "point": 1}.get(shape, len(points))
    given_points = turned_box(points[0], (30, 20), turn) if shape == "rotated_box" else points[:fewest]
    drawing = Drawing("here", SIZE, LabelNames())
    drawing.add(shape, given_points, ["cell"])
    row = picture_row("here", "a.png", metadata={}, annotations=[annotation([answer("regions", {"regions": []})])])
    (asked,) = form_for([row], ["cell"])["questions"]
    form = parse_form({"shows": ["image"], "questions": [asked | {"shapes": list(HOW_MANY)}]})
    answers = [answer("regions", {"regions": drawing.regions})]
    assert answer_problems(form, {"image": ASSET}, answers, sizes={ASSET: SIZE}) == []
    assert drawing.regions or drawing.lost


@settings(deadline=None)
@for_any(st.floats(0, 360), st.floats(5, 40), st.floats(5, 40))
def test_a_turned_box_is_a_rectangle_of_its_size(turn, width, height):
    first, second, third, fourth = turned_box((50, 50), (width, height), turn)
    assert dist(first, second) == pytest.approx(width)
    assert dist(second, third) == pytest.approx(height)
    assert dist(first, third) == pytest.approx(dist(second, fourth))


def test_a_box_that_is_not_turned_begins_top_left_and_goes_clockwise():
    assert turned_box((5, 5), (4, 2), 0) == [(3, 4), (7, 4), (7, 6), (3, 6)]
    assert turned_box((5, 5), (4, 2), 90)[0] == pytest.approx((6, 3))


def test_labels_are_printable_short_and_stay_apart():
    names = LabelNames()
    assert names.name(" big\tcell ") == "big cell"
    assert names.name("big cell") == "big cell 2"
    assert names.name(" big\tcell ") == "big cell"
    assert len(names.name("x" * 300)) == 100
    assert names.name("\x00") == ""


def test_more_labels_than_a_question_holds_are_lost():
    drawing = Drawing("here", None, LabelNames(map(str, range(500))))
    assert drawing.add("point", [(FARTHEST, 1)], ["499"])
    assert drawing.add("point", [(1, 1)], ["500"]) is None
    assert [lost.what for lost in drawing.lost] == ["regions with labels beyond the first 500"]


def test_what_is_said_of_regions_stays_within_what_an_item_holds():
    row = picture_row("here", "a.png", metadata={"regions": [{"note": "x" * 70_000}], "split": "train"}, annotations=[])
    assert row.item.metadata == {"split": "train"}
    assert [lost.what for lost in row.lost] == ["attributes of regions"]


def test_a_picture_is_found_by_the_words_of_its_path():
    pictures = Pictures(given({"images/train/1.jpg": b"", "images/val/1.jpg": b"", "other/2.PNG": b""}))
    assert pictures.find("1.jpg", near="annotations/a.json", hints=["val"]) == "images/val/1.jpg"
    assert pictures.find("train/1.jpg", near="a.json") == "images/train/1.jpg"
    assert pictures.find("1.jpg", near="images/val/a.xml") == "images/val/1.jpg"
    assert pictures.find("data\\2.PNG") == "other/2.PNG"
    assert pictures.find("3.jpg") is None
    assert pictures.find("") is None


def test_splits_are_named_by_folders_and_files():
    assert split_of("annotations/person_keypoints_val2017.json") == "validation"
    assert split_of("trainer.json") == ""
    assert split_of_folder("valid/images/test.jpg") == "validation"
    assert split_of_folder("a/Test/b.jpg") == "test"


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_tells_its_size_in_its_first_bytes(name):
    data = encoded(picture("P" if name == "GIF" else "RGB", (24, 16)), name)
    assert picture_size(given({"a": data}), "a") == (24, 16)
    assert size_in(data[:8]) is None


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_turned_picture_has_the_size_that_people_see(orientation):
    data = encoded(picture(), "JPEG", exif=exif(orientation))
    assert size_in(data) == ((24, 16) if orientation < 5 else (16, 24))


def test_a_picture_with_a_long_head_is_read_on():
    data = encoded(picture(), "PNG")
    text = b"tEXt" + b"x" * 200_000
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    assert picture_size(given({"a": data[:33] + chunk + data[33:]}), "a") == (24, 16)
    jpeg = encoded(picture(), "JPEG")
    comment = b"\xff\xfe" + struct.pack(">H", 60_002) + b"x" * 60_000
    assert picture_size(given({"a": jpeg[:2] + comment * 3 + jpeg[2:]}), "a") == (24, 16)


@settings(deadline=None)
@for_any(
    st.binary(max_size=200),
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\x00\x00\x00\x00WEBPVP8X", b""]),
)
def test_no_bytes_make_the_reading_of_a_size_fail(data, magic):
    size_in(magic + data)


def test_an_outline_of_too_many_points_is_lost_also_when_it_is_cut():
    zigzag = [(x / 10, 60 if x % 2 else 10) for x in range(999)]
    kept, lost = drawn("polygon", [*zigzag, (50, 5)])
    assert kept is None
    assert lost[-1] == "regions of more than 1,000 points"


def test_a_turned_box_that_is_mended_at_the_edge_says_when_it_is_none_any_more():
    (shape, _), lost = drawn("rotated_box", turned_box((1.3, 25), (4, 2), 45))
    assert shape == "polygon"
    assert lost == ["rotated boxes that reach out of the picture, kept as polygons"]
