"""The columns of rows are chosen: these alone, in this order, and only those that there are."""

import csv
import io
import json
from typing import Any

import pyarrow.parquet as pq
import pytest

from annotation.forms import Form
from annotation.tests.forms_cases import TALK, answer, make_form
from exports.formats.options import BadOptions
from exports.formats.records import Format
from exports.formats.registry import FORMATS
from exports.formats.rows import Rows
from exports.tests.recorded import Recorded, about, annotation, files, item

ROW_FORMATS = [name for name, kind in FORMATS.items() if issubclass(kind, Rows)]
TABLES = ["csv", "xlsx", "parquet"]
FORM = make_form()
ANSWERS = [
    answer("order", {"ranks": [["b"], ["a"]]}),
    answer("safe", {"choices": ["yes"]}, "responses.a"),
    answer("safe", {"choices": ["no"]}, "responses.b"),
    answer("quality", {"rating": 5}),
]
DATA = Recorded(about(FORM), [item(1, TALK, annotation(1, ANSWERS, annotator="p1"))])


def made(name: str, **options: Any) -> Format:
    kind = FORMATS[name]
    return kind(kind.read_options(FORM, options), FORM)


def written(name: str, **options: Any) -> bytes:
    (file,) = files(made(name, **options), DATA).values()
    return file


def offered(name: str, form: Form = FORM) -> list[str]:
    (option,) = [each for each in FORMATS[name].options(form) if each.name == "columns"]
    assert (option.kind, option.default) == ("columns", [])
    return [value for value, _ in option.choices]


def problems(name: str, **options: Any) -> list[str]:
    with pytest.raises(BadOptions) as caught:
        made(name, **options)
    return [problem.pointer for problem in caught.value.problems]


def table(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))


def test_csv_has_the_chosen_columns_and_a_question_has_all_its_places() -> None:
    rows = table(written("csv", columns=["quality", "external_id", "safe"]))
    assert rows == [["quality", "external_id", "safe.1", "safe.2"], ["5", "external-1", "yes", "no"]]
    assert table(written("csv", columns=[])) == table(written("csv"))


def test_parquet_and_trainers_rows_have_them_too() -> None:
    parquet = pq.read_table(io.BytesIO(written("parquet", columns=["annotator", "item_id"])))
    assert parquet.column_names == ["annotator", "item_id"]
    (row,) = [json.loads(line) for line in written("trl_preference", columns=["rejected_id", "chosen_id"]).splitlines()]
    assert list(row.items()) == [("rejected_id", "a"), ("chosen_id", "b")]


def test_a_data_set_folder_takes_those_of_its_rows() -> None:
    held = files(made("huggingface", table="trl_preference", columns=["chosen", "rejected"]), DATA)
    (shard,) = [data for path, data in held.items() if path.endswith(".parquet")]
    assert pq.read_table(io.BytesIO(shard)).column_names == ["chosen", "rejected"]
    held = files(made("huggingface", table="annotations", columns=["annotator"]), DATA)
    (shard,) = [data for path, data in held.items() if path.endswith(".parquet")]
    assert pq.read_table(io.BytesIO(shard)).column_names == ["annotator"]
    assert problems("huggingface", table="trl_preference", columns=["item_id"]) == ["/columns/0"]


@pytest.mark.parametrize("name", [*TABLES, *ROW_FORMATS])
def test_what_is_no_column_is_refused_at_its_place(name: str) -> None:
    first = offered(name)[0]
    assert "/columns/1" in problems(name, columns=[first, "nothing"])
    assert "/columns" in problems(name, columns="external_id")
    assert "/columns" in problems(name, columns=[first, first])
    assert "/columns/0" in problems(name, columns=[7])


def test_columns_of_other_rows_are_none_of_these() -> None:
    assert "shown" in offered("csv")
    assert problems("csv", rows="items", columns=["external_id", "shown"]) == ["/columns/1"]
    assert problems("parquet", rows="items", columns=["annotator"]) == ["/columns/0"]


@pytest.mark.parametrize("name", ROW_FORMATS)
def test_every_column_that_rows_may_have_is_offered(name: str) -> None:
    """Under whichever of the other options; a new column that nobody could choose would fail here."""
    kind = FORMATS[name]
    if kind.why_not(FORM):
        pytest.skip("this form has no question for it")
    every = kind.options(FORM)
    varied: list[dict[str, Any]] = [{}]
    varied += [{each.name: value} for each in every if each.kind == "choice" for value, _ in each.choices]
    varied += [{each.name: True} for each in every if each.kind == "flag"]
    asked = {each.name: each.choices[0][0] for each in every if each.kind == "questions" and not each.several}
    for options in varied:
        rows = made(name, **{**asked, **options})
        assert isinstance(rows, Rows)
        rows.prepare(DATA)
        assert set(rows.columns()) <= set(offered(name)), options
