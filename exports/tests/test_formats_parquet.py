"""Parquet: every kind of answer in its own type, and back."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings

from annotation.forms import Form, canonical_answers
from annotation.forms.kinds import KINDS
from annotation.tests.forms_cases import CONTENT, TALK, answer, full_answers, make_form
from annotation.tests.test_forms_properties import answered
from exports.formats import parquet, typed
from exports.formats.parquet import Parquet, table
from exports.tests.recorded import Recorded, about, annotation, files, item

FORM = make_form()


def written(form: Form, *records: Any, rows: str = "annotations") -> dict[str, bytes]:
    return files(Parquet({"rows": rows}, form), Recorded(about(form), records))


def read(data: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


def known(value: Any) -> Any:
    """A value without what is null, which Arrow has for whatever is not there."""
    if isinstance(value, dict):
        return {key: known(each) for key, each in value.items() if each is not None}
    return [known(each) for each in value] if isinstance(value, list) else value


def test_every_kind_of_question_has_a_type() -> None:
    assert set(typed.TYPES) == set(KINDS)


@settings(deadline=None)
@given(answered())
def test_every_stored_answer_comes_back(case: tuple[Form, list[dict[str, Any]]]) -> None:
    form, answers = case
    stored = canonical_answers(form, TALK, answers)
    question = form.questions[0]
    [row] = read(written(form, item(1, TALK, annotation(1, stored)))["annotations.parquet"])
    plain = [typed.plain(question, each["value"]) for each in stored]
    if question.scope == "item":
        assert known(row["answers"]) == known({"q": plain[0]} if plain else {})
    else:
        found = [(each["on"], known(each["value"])) for each in row["answers"]["q"] or ()]
        assert found == [(each["on"], known(value)) for each, value in zip(stored, plain, strict=True)]
    assert known(row["content"]) == known(TALK)


def test_a_row_is_an_annotation_or_an_item_with_all_of_them() -> None:
    people = [annotation(number, full_answers()) for number in (1, 2)]
    record = item(1, CONTENT, *people, metadata={"b": [1], "a": None}, agreement=0.5)
    rows = read(written(FORM, record)["annotations.parquet"])
    assert [row["annotator"] for row in rows] == ["person 1", "person 2"]
    assert rows[0]["submitted_at"] == datetime.fromisoformat(people[0].submitted_at)
    assert (rows[0]["answers"]["quality"], rows[0]["answers"]["order"]) == (5, [["b"], ["a", "c"]])
    assert json.loads(rows[0]["metadata"]) == record.metadata
    [row] = read(written(FORM, record, item(2, CONTENT), rows="items")["items.parquet"])[:1]
    assert [each["annotator"] for each in row["annotations"]] == ["person 1", "person 2"]
    assert row["agreement"] == 0.5


def test_no_rows_are_a_table_with_the_same_columns() -> None:
    empty = pq.read_table(io.BytesIO(written(FORM)["annotations.parquet"]))
    assert empty.num_rows == 0
    assert empty.schema == pa.schema(typed.annotation_type(FORM))


def test_the_same_records_give_the_same_bytes_and_splits_are_files() -> None:
    record = item(1, CONTENT, annotation(1, full_answers()), split="test")
    assert written(FORM, record) == written(FORM, record)
    assert list(written(FORM, record, item(2, CONTENT, split="train"))) == ["train.parquet", "test.parquet"]


def test_groups_end_once_they_are_heavy(monkeypatch: Any) -> None:
    monkeypatch.setattr(parquet, "GROUP_BYTES", 1000)
    schema = pa.schema({"text": pa.string()})
    pieces = list(table(schema, ({"text": "x" * 400} for _ in range(7))))
    file = pq.ParquetFile(io.BytesIO(b"".join(pieces)))
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [3, 3, 1]
    assert all(pieces), "each group leaves as it is written"


def test_an_answer_to_a_question_that_is_gone_is_counted() -> None:
    format = Parquet({"rows": "annotations"}, FORM)  # noqa: A001
    files(format, Recorded(about(FORM), [item(1, CONTENT, annotation(1, [answer("gone", {"rating": 1})]))]))
    assert format.counts["answers_without_column"] == 1
