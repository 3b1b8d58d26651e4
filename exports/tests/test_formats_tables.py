"""Tables for spreadsheets: every kind in a cell, nothing calculated, the same bytes always."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.forms import Form, canonical_answers, parse_form
from annotation.tests.forms_cases import CONTENT, TALK, answer, form_json, full_answers, make_form
from annotation.tests.test_forms_properties import answered
from exports.formats import sheets
from exports.formats.cells import FORMULA, harmless
from exports.formats.records import ItemRecord
from exports.formats.registry import FORMATS
from exports.formats.workbooks import LONGEST_CELL, workbook, xlsx_row
from exports.tests.recorded import Recorded, about, annotation, files, item

FORM = make_form()
LETTERS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


def written(
    name: str, *records: ItemRecord, form: Form = FORM, **options: Any
) -> tuple[dict[str, bytes], dict[str, int]]:
    kind = FORMATS[name]
    format = kind(kind.read_options(form, options), form)  # noqa: A001
    return files(format, Recorded(about(form), records)), format.counts.to_json()


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(data: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def rows(name: str, *records: ItemRecord, form: Form = FORM, **options: Any) -> list[dict[str, Any]]:
    """The rows of the one file, by column."""
    [data] = written(name, *records, form=form, **options)[0].values()
    if name == "csv":
        return list(read_csv(data))
    [[head, *lines]] = read_xlsx(data).values()
    return [dict(zip(head, line, strict=True)) for line in lines]


def test_a_row_is_an_annotation_an_item_or_an_answer() -> None:
    record = item(1, CONTENT, annotation(1, full_answers()), annotation(2, full_answers()))
    by_annotation = rows("csv", record)
    assert [row["annotator"] for row in by_annotation] == ["person 1", "person 2"]
    assert by_annotation[0]["order"] == "b > a = c"
    assert [by_annotation[0][f"safe.{place}"] for place in (1, 2, 3)] == ["yes", "no", "(unsure)"]
    assert (by_annotation[0]["quality"], by_annotation[0]["why"]) == ("5", "Because.")
    assert by_annotation[0]["prompt"] == "Why is the sky blue?"
    [by_item] = rows("csv", record, rows="items")
    assert (by_item["annotations"], by_item["annotators"], by_item["quality"]) == ("2", "person 1; person 2", "5; 5")
    by_answer = rows("csv", record, rows="answers")
    assert len(by_answer) == 12
    assert (by_answer[1]["question"], by_answer[1]["on"], by_answer[1]["value"]) == ("safe", "responses.a", "yes")


@settings(deadline=None)
@given(answered())
def test_every_kind_of_answer_has_a_cell_in_both(case: tuple[Form, list[dict[str, Any]]]) -> None:
    form, answers = case
    stored = canonical_answers(form, TALK, answers)
    record = item(1, TALK, annotation(1, stored))
    for name in ("csv", "xlsx"):
        data, counts = written(name, record, form=form)
        assert data
        assert "answers_without_column" not in counts
        assert len(rows(name, record, form=form, rows="answers")) == len(stored)


def test_columns_are_as_many_as_any_item_has_things_to_ask_about() -> None:
    short = {**CONTENT, "responses": CONTENT["responses"][:2]}
    late = answer("safe", {"choices": ["no"]}, "responses.b")
    [first, second] = rows(
        "csv", item(1, short, annotation(1, [late])), item(2, CONTENT, annotation(2, full_answers()))
    )
    assert [first[f"safe.{place}"] for place in (1, 2, 3)] == ["", "no", ""]
    assert second["safe.3"] == "(unsure)"


@pytest.mark.parametrize("begin", FORMULA)
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_no_cell_is_a_formula(name: str, begin: str) -> None:
    evil = begin + 'cmd|"/C calc"!A0'
    content = {"prompt": {"text": evil}, "responses": CONTENT["responses"]}
    answers = [answer("why", {"text": evil}), answer("quality", {"rating": 1})]
    record = item(1, content, annotation(1, answers, annotator=evil), metadata={}, state=evil)
    for kind in ("annotations", "items", "answers"):
        for row in rows(name, record, rows=kind):
            bad = {key: cell for key, cell in row.items() if isinstance(cell, str) and cell.startswith(FORMULA)}
            assert bad == {}
    [row] = rows(name, record)
    assert row["why"].replace("_x000D_", "\r") == "'" + evil


def test_numbers_below_none_stay_numbers() -> None:
    low = [{"value": -2}, {"value": 2}]
    form = parse_form(form_json({"name": "mood", "kind": "rating", "title": "Mood", "options": low}))
    record = item(1, CONTENT, annotation(1, [answer("mood", {"rating": -2})]))
    assert rows("csv", record, form=form)[0]["mood"] == "-2"
    assert rows("xlsx", record, form=form)[0]["mood"] == -2
    assert harmless(-2) == -2


def test_csv_opens_in_excel_as_unicode_and_keeps_commas_quotes_and_breaks() -> None:
    text = 'a,"b"\r\nc;é 🎉'
    record = item(1, CONTENT, annotation(1, [answer("why", {"text": text})]))
    [data] = written("csv", record)[0].values()
    assert data.startswith(b"\xef\xbb\xbfitem_id,")
    assert read_csv(data)[0]["why"] == text


@settings(deadline=None)
@given(LETTERS)
def test_every_text_is_kept_in_a_workbook(text: str) -> None:
    written = b"".join(workbook([("s", [xlsx_row(["head"]), xlsx_row([text, "end"])])]))
    [[_, row]] = read_xlsx(written).values()
    assert unescaped(row[0]) == (text or None)
    assert row[1] == "end"


def unescaped(text: str | None) -> str | None:
    """What Excel shows of an ST_Xstring; the library leaves that to its caller."""
    import re

    if text is None:
        return None
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text)


def test_a_workbook_has_cells_of_every_type_and_a_sheet_for_each_split() -> None:
    lines = [
        xlsx_row(["text", "whole", "number", "flag", "nothing", "huge"]),
        xlsx_row(["x", 3, 0.5, True, None, 2**60]),
    ]
    [[_, row]] = read_xlsx(b"".join(workbook([("s", lines)]))).values()
    assert row == ["x", 3, 0.5, True, None, str(2**60)]
    people = [item(number, CONTENT, annotation(number, full_answers()), split=split)
              for number, split in enumerate(["test", "train"])]  # fmt: skip
    [book] = written("xlsx", *people)[0].values()
    assert [(name, len(lines)) for name, lines in read_xlsx(book).items()] == [("train", 2), ("test", 2)]


def test_the_same_records_give_the_same_bytes_without_any_time() -> None:
    record = item(1, CONTENT, annotation(1, full_answers()))
    [data] = written("xlsx", record)[0].values()
    assert data == next(iter(written("xlsx", record)[0].values()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {datetime(*entry.date_time) for entry in archive.infolist()} == {datetime(1980, 1, 1)}  # noqa: DTZ001
        assert archive.testzip() is None
        assert all(entry.extract_version < 45 for entry in archive.infolist()), "Excel repairs what needs 64 bits"


def test_what_a_sheet_has_no_room_for_is_counted(monkeypatch: Any) -> None:
    long = item(1, CONTENT, annotation(1, [answer("why", {"text": "🎉" * LONGEST_CELL})]))
    [row] = rows("xlsx", long)
    assert len(row["why"]) == LONGEST_CELL // 2
    assert written("xlsx", long)[1]["cells_cut"] == 1
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    people = item(1, CONTENT, *(annotation(number, full_answers()) for number in range(3)))
    assert len(rows("xlsx", people)) == 1
    assert written("xlsx", people)[1]["rows_beyond_the_sheet"] == 2


def test_answers_without_a_column_are_counted() -> None:
    stray = [answer("gone", {"rating": 1}), answer("safe", {"choices": ["no"]}, "responses.gone")]
    assert written("csv", item(1, CONTENT, annotation(1, stray)))[1]["answers_without_column"] == 2


def test_a_workbook_takes_no_more_memory_when_it_is_longer() -> None:
    def peak(number: int) -> int:
        record = item(1, CONTENT, annotation(1, full_answers()))
        format = FORMATS["xlsx"]({"rows": "annotations"}, FORM)  # noqa: A001

        class Long(Recorded):
            def items(self) -> Any:
                return (record for _ in range(number))

        tracemalloc.start()
        for _ in format.pieces(Long(about(FORM), [])):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    few = peak(3_000)
    assert peak(9_000) < 1.2 * few
