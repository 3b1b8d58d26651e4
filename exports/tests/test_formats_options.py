"""Options: read with every default, refused with a pointer, shown as the API shows them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from annotation.forms import Problem
from annotation.tests.forms_cases import ORDER, QUALITY, make_form
from exports.formats.annotations import Annotations
from exports.formats.options import BadOptions, choice, flag, number, question, questions, read_options, text
from exports.formats.records import Format
from exports.formats.registry import FORMATS, KINDS
from exports.tests.recorded import Recorded, about, annotation, files, item

FORM = make_form(ORDER, QUALITY)
OPTIONS = (
    choice("rows", "Rows", ("merged", "Merged"), ("annotators", "Each")),
    flag("media", "With pictures"),
    number("size", "Size", low=1, high=9, default=5),
    text("licence", "Licence"),
    question("order", "Order", FORM, lambda each: each.compares),
    questions("asked", "Asked", FORM, lambda each: True),
)


def test_what_nobody_chose_is_the_default() -> None:
    chosen = read_options(OPTIONS, {"size": 2})
    assert chosen == {
        "rows": "merged",
        "media": False,
        "size": 2,
        "licence": "",
        "order": ORDER["name"],
        "asked": [ORDER["name"], QUALITY["name"]],
    }


def test_every_bad_option_is_named_at_once() -> None:
    wrong = {"rows": "all", "media": 1, "size": True, "licence": 3, "order": "gone", "asked": ["gone"], "more": 1}
    with pytest.raises(BadOptions) as refusal:
        read_options(OPTIONS, wrong)
    assert [problem.pointer for problem in refusal.value.problems] == [
        "/more", "/rows", "/media", "/size", "/licence", "/order", "/asked",
    ]  # fmt: skip
    assert Problem("/rows", "This must be one of: merged, annotators.") in refusal.value.problems


@pytest.mark.parametrize("value", [[], {}, None, 1.5, "x"])
def test_a_value_of_any_shape_is_refused_and_never_an_exception(value: object) -> None:
    with pytest.raises(BadOptions):
        read_options(OPTIONS[:3], {"rows": value, "media": value, "size": value})


def test_an_option_is_shown_with_what_may_be_chosen() -> None:
    assert OPTIONS[0].to_json() == {
        "name": "rows",
        "kind": "choice",
        "title": "Rows",
        "choices": [{"value": "merged", "title": "Merged"}, {"value": "annotators", "title": "Each"}],
        "default": "merged",
    }


@pytest.mark.parametrize("format", FORMATS.values(), ids=FORMATS)
def test_the_defaults_of_a_format_are_options_it_takes(format: type[Format]) -> None:  # noqa: A002
    if format.why_not(FORM):
        return
    chosen = format.read_options(FORM, {})
    assert format.read_options(FORM, chosen) == chosen
    assert files(format(chosen, FORM), Recorded(about(FORM), [])) is not None
    with pytest.raises(BadOptions):
        format.read_options(FORM, {"no-such-option": 1})


def test_every_format_is_found_by_its_own_name() -> None:
    assert [kind.name for kind in KINDS.values()] == list(KINDS)
    assert set(KINDS) - set(FORMATS) == {"freeze"}
    assert "no-such-format" not in KINDS


def test_whoever_writes_lines_does_not_load_what_writes_tables() -> None:
    script = "import sys; from exports.formats.registry import KINDS; KINDS['concord']; print('pyarrow' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "False"


def test_split_records_go_to_a_file_each() -> None:
    answers = [{"question": QUALITY["name"], "on": "item", "value": {"rating": 1}}]
    content = {"prompt": {"text": "?"}}
    records = [
        item(number, content, annotation(number, answers), split=split)
        for number, split in enumerate(["test", "train", "train"])
    ]
    format = Annotations({}, FORM)  # noqa: A001
    written = files(format, Recorded(about(FORM), records))
    assert list(written) == ["train.jsonl", "test.jsonl"]
    assert [data.count(b"\n") for data in written.values()] == [2, 1]
    assert format.counts["annotations"] == 3


def test_records_of_an_unknown_split_are_never_left_out_unseen() -> None:
    content = {"prompt": {"text": "?"}}
    for split in ("", "../evil"):
        mixed = [item(1, content, split="train"), item(2, content, split=split)]
        with pytest.raises(ValueError, match="no splits"):
            files(Annotations({}, FORM), Recorded(about(FORM), mixed))
