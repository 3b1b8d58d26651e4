"""JSON, JSON Lines, CSV, spreadsheets and Parquet: the same rows whatever they are written in, and bad rows alone."""

import base64
import codecs
import csv
import io
import json
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from annotation.imports import xlsx
from annotation.imports.csv_rows import read_rows
from annotation.imports.files import SingleFile, open_picture, picture_opener
from annotation.imports.foreign import Unreadable
from annotation.imports.json_array import read_json
from annotation.imports.limited import pictures_limited
from annotation.imports.readers import READERS, best_reader
from annotation.tests.foreign_files import given, items, lines, read, wrong, zipped

DAY, MOMENT = datetime(2024, 1, 2), datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - tables know no zones
PNG = b"\x89PNG\r\n\x1a\n"


def as_csv(rows, delimiter=",", newline="\r\n") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
    return text.getvalue().encode()


def as_parquet(rows, **more) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), data, **more)
    return data.getvalue()


def as_xlsx(rows, fill=lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    fill(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def detected(files) -> str:
    return best_reader(files)[0][0].name


# What is common to all of them

ROWS = [
    {"id": "1", "prompt": 'Why, "really"?\nSay', "response_a": "ä,b;c\td", "response_b": "@1", "note": "x"},
    {"id": "2", "prompt": "Wozu?", "response_a": "日本", "response_b": "🙂", "note": "y"},
]


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.jsonl", lines(*ROWS), "jsonl"),
        ("a.json", json.dumps(ROWS, indent=2).encode(), "json"),
        ("a.json", json.dumps({"info": {"by": ["me"]}, "data": ROWS, "more": 1}).encode(), "json"),
        ("a.csv", as_csv(ROWS), "csv"),
        ("a.csv", codecs.BOM_UTF8 + as_csv(ROWS, ";", "\n"), "csv"),
        ("a.tsv", as_csv(ROWS, "\t"), "csv"),
        ("a.csv", as_csv(ROWS, "|"), "csv"),
        ("a.csv", as_csv(ROWS, "\t").decode().encode("utf-16"), "csv"),
        ("a.xlsx", as_xlsx([list(ROWS[0]), *(list(row.values()) for row in ROWS)]), "xlsx"),
        ("a.parquet", as_parquet(ROWS), "parquet"),
        ("a.parquet", as_parquet(ROWS, row_group_size=1, compression="zstd"), "parquet"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_the_same_rows_are_the_same_items_whatever_they_are_written_in(tmp_path, name, data, reader):
    for files in (given(tmp_path, name, data), given(tmp_path, "b.zip", zipped({f"data/{name}": data}))):
        assert detected(files) == reader
        first, second = items(files)
        assert first.external_id == "1"
        assert first.content == {
            "prompt": {"text": 'Why, "really"?\nSay'},
            "responses": [{"id": "response_a", "text": "ä,b;c\td"}, {"id": "response_b", "text": "@1"}],
        }
        assert (second.external_id, second.metadata) == ("2", {"note": "y"})


def test_columns_go_where_somebody_says(tmp_path):
    files = given(tmp_path, "a.csv", as_csv(ROWS))
    (first, _) = items(files, "csv", {"note": "content.text", "response_b": "ignore", "id": "metadata"})
    assert first.content["text"] == "x"
    assert [response["id"] for response in first.content["responses"]] == ["response_a"]
    assert first.metadata == {"id": "1"}
    assert first.external_id.startswith("sha256-")


def test_parts_of_a_table_are_read_one_after_the_other_and_each_row_says_where_it_stands(tmp_path):
    files = given(
        tmp_path, "a.zip", zipped({"b.csv": b"text\none\n", "a.csv": b"text\n\ntwo\n", "notes.txt": b"hello"})
    )
    assert [(row.where, row.item.content["text"]) for row in read(files, "csv")] == [
        ("a.csv, line 3", "two"),
        ("b.csv, line 2", "one"),
    ]


def test_pictures_are_found_beside_the_table_that_names_them(tmp_path):
    table = b"prompt,image\na cat,img/1.png\na dog,https://example.org/2.png\n"
    files = given(tmp_path, "a.zip", zipped({"set/rows.csv": table, "set/img/1.png": PNG}))
    cat, dog = items(files, "csv")
    assert (cat.content["image"], dog.content["image"]) == (
        "picture:set/img/1.png",
        "picture:https://example.org/2.png",
    )


def test_reading_twice_gives_the_same(tmp_path):
    for name, data in [("a.csv", as_csv(ROWS)), ("a.parquet", as_parquet(ROWS)), ("a.json", json.dumps(ROWS).encode())]:
        files = given(tmp_path, name, data)
        assert read(files) == read(files)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b""),
        ("a.csv", b"PK\x00\x00"),
        ("a.json", b"hello"),
        ("a.json", b"[1, 2]"),
        ("a.parquet", b"PAR2"),
        ("a.bin", bytes(100)),
        ("a.xml", b"<a/>"),
        ("a.html", b"<p>1,2</p>\n<p>1,2</p>\n<p>3,4</p>\n"),
    ],
)
def test_what_is_none_of_them_is_not_taken_for_one(tmp_path, name, data):
    files = given(tmp_path, name, data)
    assert [reader.name for reader, _ in best_reader(files) if reader.name in ("csv", "json", "jsonl", "parquet")] == []


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20)
tables = st.lists(st.fixed_dictionaries({"prompt": texts, "response": texts, "note": texts}), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@over(tables, st.sampled_from(",;\t|"))
def test_what_is_written_is_what_is_read(tmp_path_factory, rows, delimiter):
    folder = tmp_path_factory.getbasetemp()
    columns = {"prompt": "content.prompt", "response": "content.responses", "note": "metadata"}
    quoted = io.StringIO()
    writer = csv.DictWriter(quoted, list(rows[0]), delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(rows)
    for name, reader, data in [
        ("a.csv", "csv", quoted.getvalue().encode()),
        ("a.json", "json", json.dumps(rows).encode()),
        ("a.jsonl", "jsonl", lines(*rows)),
        ("a.parquet", "parquet", as_parquet(rows)),
    ]:
        found = list(READERS[reader].read(given(folder, name, data), columns))
        shown = [(row.item.content["prompt"]["text"], row.item.content["responses"][0]["text"]) for row in found]
        assert shown == [(row["prompt"], row["response"]) for row in rows]
        assert [row.item.metadata["note"] for row in found] == [row["note"] for row in rows]


# JSON

GOOD = b'{"text": "good"}'


@pytest.mark.parametrize(
    ("entry", "detail"),
    [
        (b"[" * 1000 + b"]" * 1000, "nested deeper"),
        (b'{"text": "a", "text": "b"}', "stands twice"),
        (b'{"text": "\\u0000"}', "NUL"),
        (b'{"text": "\\ud800"}', "surrogate"),
        (b'{"n": NaN}', "not JSON"),
        (b'{"n": 1e999}', "not JSON"),
        (b'{"n": 123456789012345678901}', "64 bits"),
        (b'{"text": "\xff"}', "not JSON"),
        (b'{"text": "' + b"x" * (1 << 20) + b'"}', "longer than 1 MiB"),
        (b'{"a": [' + b'{"b": "}]\\\\\\""},' * 80_000 + b"1]}", "longer than 1 MiB"),
        (b"[1]", "must be an object"),
        (b'"text"', "no object"),
        (b"7", "no object"),
        (b"", "no object"),
    ],
    ids=lambda value: repr(value)[:24],
)
@pytest.mark.parametrize("around", [(b"[", b"]"), (b'{"x": [1], "data": [', b'], "y": {}}')], ids=["list", "object"])
@pytest.mark.parametrize("step", [1 << 18, 50_001])
def test_a_hostile_entry_of_a_list_spoils_nothing_but_itself(entry, detail, around, step):
    data = around[0] + GOOD + b" ,\n" + entry + b"," + GOOD + around[1]
    first, bad, last = read_json(data[at : at + step] for at in range(0, len(data), step))
    assert first.value == last.value == {"text": "good"}
    assert (first.number, bad.number, last.number) == (1, 2, 3)
    assert "must be an object" in detail or detail in getattr(bad.value, "detail", "")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(st.sampled_from('a"\\[]{},:é\n'), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab]}", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@over(
    rows=st.lists(st.dictionaries(st.sampled_from(["a", '"', "]"]), json_values), min_size=2, max_size=5),
    step=st.integers(1, 9),
    indent=st.sampled_from([None, 1]),
    wrapped=st.booleans(),
)
def test_a_list_is_cut_into_its_entries_however_it_arrives(rows, step, indent, wrapped):
    whole = {"info": {"]": "}"}, "names": ["[", 1], "rows": rows, "end": [[]]} if wrapped else rows
    data = json.dumps(whole, indent=indent).encode()
    found = list(read_json(data[at : at + step] for at in range(0, len(data), step)))
    if wrapped and len(found) == 1:
        assert found[0].value == whole
    else:
        assert [entry.value for entry in found] == rows


@pytest.mark.parametrize(
    "data", [b'[{"text": "a"}, {"text', b'[{"text": "a"},', b'[{"text": "a"}', b'[{"text": "a"}, "x']
)
def test_a_list_that_breaks_off_says_so(data):
    *first, last = read_json([data])
    assert [entry.value for entry in first] == [{"text": "a"}]
    assert last.value.detail == "the file ends before this entry does"


def test_something_behind_the_list_is_not_passed_over_silently():
    _, end = read_json([b'[{"text": "a"}] [{"text": "b"}]'])
    assert "follows the end" in end.value.detail


def test_a_second_list_is_not_passed_over_silently(tmp_path):
    rows = read(given(tmp_path, "a.json", b'{"a": [{"text": "x"}], "b": [{"text": "y"}]}'), "json")
    assert [row.where for row in rows] == ["entry 1", "end"]
    assert "another one, 'b'" in wrong(rows[1])


def test_one_object_is_one_item(tmp_path):
    (item,) = items(
        given(tmp_path, "a.json", b'{"messages": [{"role": "user", "content": "x"}], "tools": [{}]}'), "json"
    )
    assert item.content == {"messages": [{"id": "m1", "role": "user", "text": "x"}]}


@pytest.mark.parametrize("data", [b"hello", b"[1, 2" + b", 3" * 600_000 + b"]", b'{"a": ' + b"1" * 1_100_000 + b"}"])
def test_json_without_objects_is_unreadable(tmp_path, data):
    with pytest.raises(Unreadable):
        list(read_json(data[at : at + 100_000] for at in range(0, len(data), 100_000)))


def test_an_entry_of_64_mebibytes_is_hopeless():
    def chunks():
        yield b'[{"text": "'
        for _ in range(70):
            yield b"x" * (1 << 20)

    with pytest.raises(Unreadable, match="64 MiB"):
        list(read_json(chunks()))


def test_our_own_shape_needs_no_columns(tmp_path):
    files = given(tmp_path, "a.jsonl", lines({"external_id": "1", "content": {"text": "x"}, "metadata": {"a": 1}}))
    assert READERS["jsonl"].columns(files) == []
    (item,) = items(files)
    assert (item.external_id, item.content, item.metadata) == ("1", {"text": "x"}, {"a": 1})


def test_json_lines_that_are_called_json_are_read_by_line(tmp_path):
    rows = read(given(tmp_path, "a.json", b'{"text": "a"}\n{"text": 1}\n{"text"\n{"text": "b"}\n'))[::3]
    assert [row.where for row in rows] == ["line 1", "line 4"]


def test_a_list_that_is_called_json_lines_is_read_as_a_list(tmp_path):
    assert [row.where for row in read(given(tmp_path, "a.jsonl", b'[\n{"text": "a"},\n{"text": "b"}\n]'))] == [
        "entry 1",
        "entry 2",
    ]


# CSV


def table(text: str, delimiter=","):
    return [
        (number, row if isinstance(row, list) else row.detail)
        for number, row in read_rows(io.StringIO(text, ""), delimiter)
    ]


@pytest.mark.parametrize(
    ("bad", "lines_taken"),
    [
        ("x" * (1 << 20) + "yy,1\n", 1),
        ('"' + "x" * (1 << 20) + 'yy",1\n', 1),
        ('"' + "x" * (1 << 20) + 'yy\nmore",1\n', 2),
        ('"' + "lo\nng" * 400_000 + '",1\n', 400_001),
        ('"a\n' + "x" * (1 << 20) + 'yy\n""quoted"", still\n",1\n', 4),
        ('"a\n' + "x" * (1 << 20) + 'yy",1\n', 2),
        ('"' + "line of some length\n" * 200_000 + '",1\n', 200_001),
    ],
    ids=range(7),
)
def test_a_cell_that_is_too_long_is_left_out_with_its_row(bad, lines_taken):
    found = table(f"a,1\n{bad}b,2\n")
    assert found == [(1, ["a", "1"]), (2, "has a cell or a line of more than 1 MiB"), (2 + lines_taken, ["b", "2"])]


def test_a_quote_that_is_never_closed_ends_with_the_file():
    assert table('a,1\n"open\nb,2\n') == [(1, ["a", "1"]), (2, ["open\nb,2\n"])]
    assert table('a,1\n"' + "open\n" * 300_000)[1:] == [(2, "has a cell or a line of more than 1 MiB")]


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        (b"x", "has 1 cells, and the header has 2"),
        (b"x,y,z", "has 3 cells, and the header has 2"),
        (b"\xff,y", "is not UTF-8; save the file as CSV UTF-8"),
        (b"x,a\x00b", "/note holds characters that can't be stored"),
        (b"a\rb,c", "is no row of a table"),
    ],
)
def test_a_bad_row_of_csv_spoils_nothing_but_itself(tmp_path, row, detail):
    first, bad, last = read(given(tmp_path, "a.csv", b"text,note\na,1\n" + row + b"\nb,2\n"), "csv")
    assert (first.item.content, last.item.content) == ({"text": "a"}, {"text": "b"})
    assert (bad.where, last.where) == ("line 3", "line 4")
    assert detail in wrong(bad)


def test_blank_rows_and_empty_cells_behind_the_last_column_are_passed_over(tmp_path):
    rows = read(given(tmp_path, "a.csv", b"text,note\n\n,\na,1,,\n"))
    assert [(row.where, row.item.metadata) for row in rows] == [("line 4", {"note": "1"})]


def test_line_ends_of_every_system_are_known(tmp_path):
    for end in (b"\n", b"\r\n", b"\r"):
        found = items(given(tmp_path, "a.csv", end.join([b"text,n", b"a,1", b"b,2"])))
        assert [item.content["text"] for item in found] == ["a", "b"]


def test_a_table_of_one_column_may_hold_any_delimiter_but_one(tmp_path):
    found = items(given(tmp_path, "a.csv", b"text\nhello, world\none; two; three\n"))
    assert [item.content["text"] for item in found] == ["hello, world", "one; two; three"]


def test_a_column_without_a_name_is_called_by_its_number(tmp_path):
    (item,) = items(given(tmp_path, "a.csv", b",text\n0,a\n"))
    assert item.metadata == {"column 1": "0"}


@pytest.mark.parametrize(
    "data",
    [b"text,text\na,b\n", b"a\x00,b\n1,2\n", b"\xff,b\n1,2\n", b",".join(b"%d" % n for n in range(1001)) + b"\n1\n"],
    ids=["twice", "NUL", "no UTF-8", "many"],
)
def test_a_header_that_tells_nothing_apart_is_unreadable(tmp_path, data):
    with pytest.raises(Unreadable):
        read(given(tmp_path, "a.csv", data), "csv")


def test_utf_16_that_breaks_off_is_unreadable(tmp_path):
    data = "text\tn\na\t1\n".encode("utf-16") + b"x"
    with pytest.raises(Unreadable, match="cut off"):
        read(given(tmp_path, "a.csv", data), "csv")


# Spreadsheets


def test_cells_are_read_as_people_see_them(tmp_path):
    values = [
        DAY,
        MOMENT,
        time(3, 4),
        timedelta(hours=36),
        7,
        1.5,
        True,
        "x\ny",
    ]
    (item,) = items(given(tmp_path, "a.xlsx", as_xlsx([["text", *"abcdefgh"], ["x", *values]])))
    assert list(item.metadata.values()) == [
        "2024-01-02", "2024-01-02T03:04:05", "03:04:00", 129600.0, 7, 1.5, True, "x\ny",
    ]  # fmt: skip


def test_the_first_visible_sheet_that_holds_anything_is_read_and_the_others_are_reported(tmp_path):
    def fill(book):
        book.active.sheet_state = "hidden"
        book.create_sheet("Empty")
        for name in ("Data", "Notes"):
            sheet = book.create_sheet(name)
            sheet.append([])
            sheet.append(["text", "id"])
            sheet.append([f"in {name}", 12])

    (row,) = read(given(tmp_path, "a.xlsx", as_xlsx([["text"], ["hidden"]], fill)))
    assert (row.where, row.item.content, row.item.external_id) == ("row 3", {"text": "in Data"}, "12")
    assert [(lost.what, lost.detail) for lost in row.lost] == [("sheets beside the first", "Notes")]


def test_formulas_without_a_value_and_errors_are_reported_and_cached_values_are_taken(tmp_path):
    made = as_xlsx([["text", "sum"], ["a", "=1+1"], ["b", "#N/A"], ["c", "=2+2"]])
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = sheet.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
        b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
    )
    first, second, third = read(given(tmp_path, "a.xlsx", zipped(members)))
    assert (first.item.metadata, second.item.metadata, third.item.metadata) == ({"sum": 2}, {}, {})
    assert [(each.what, each.detail) for each in (*first.lost, *second.lost, *third.lost)] == [
        ("cells in error", "B3: #N/A"),
        ("formulas without a value", "B4"),
    ]


def hostile_book(sheet: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(as_xlsx([["text"], ["x"]]))) as book:
        members = {name: book.read(name) for name in book.namelist()}
    head, rest = members["xl/worksheets/sheet1.xml"].split(b"<sheetData>")
    _, tail = rest.split(b"</sheetData>")
    return zipped({**members, "xl/worksheets/sheet1.xml": head + b"<sheetData>" + sheet + b"</sheetData>" + tail})


CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'


@pytest.mark.parametrize(
    "data",
    [
        hostile_book(CELL + b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>'),
        hostile_book(CELL + b'<row r="2"><c r="ZZZZZZZZ2"><v>1</v></c></row>'),
        hostile_book(CELL + b'<row r="2"><c r="A2" t="s"><v>99999</v></c></row>'),
        hostile_book(b"<row>"),
        hostile_book(b""),
        zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}),
        zipped({"[Content_Types].xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "xl/workbook.xml": b"<x/>"}),
        b"PK\x03\x04 and nothing more",
    ],
    ids=["far row", "far column", "no such text", "broken XML", "empty", "no book", "entities", "no archive"],
)
def test_a_hostile_spreadsheet_is_unreadable(tmp_path, monkeypatch, data):
    monkeypatch.setattr(xlsx, "MOST_ROWS", 10_000)
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(Unreadable):
        read(SingleFile(path, "a.xlsx"), "xlsx")


# Parquet


def test_typed_columns_become_json(tmp_path):
    made = pa.table(
        {
            "text": ["x"],
            "when": pa.array([1], pa.timestamp("ns", "UTC")),
            "day": [date(2024, 1, 2)],
            "long": pa.array([1_500_000_001], pa.duration("ns")),
            "price": [Decimal("1.10")],
            "flag": [True],
            "vector": [[1.5, 2.5]],
            "struct": [{"a": [{"b": None}], "when": DAY}],
            "map": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())),
            "missing": [float("nan")],
            "bytes": [b"\x00\x01"],
            "kind": pa.array(["a"]).dictionary_encode(),
        }
    )
    data = io.BytesIO()
    pq.write_table(made, data)
    (item,) = items(given(tmp_path, "a.parquet", data.getvalue()))
    assert item.metadata == {
        "when": "1970-01-01T00:00:00+00:00",
        "day": "2024-01-02",
        "long": 1.5,
        "price": "1.10",
        "flag": True,
        "vector": [1.5, 2.5],
        "struct": {"a": [{"b": None}], "when": "2024-01-02T00:00:00"},
        "map": [["k", 1]],
        "bytes": "AAE=",
        "kind": "a",
    }


def test_pictures_inside_are_named_by_their_place_and_opened_by_it(tmp_path):
    rows = [
        {
            "prompt": f"p{number}",
            "image": {"bytes": PNG + b"%d" % number, "path": "x.png"},
            "images": [{"bytes": PNG + b"list", "path": None}, {"bytes": None, "path": "else/1.png"}],
            "a/b": PNG + b"bare",
        }
        for number in range(5)
    ]
    data = as_parquet(rows, row_group_size=2)
    for files in (given(tmp_path, "d#1.parquet", data), given(tmp_path, "a.zip", zipped({"d#1.parquet": data}))):
        found = items(files, "parquet", {"image": "content.image", "a/b": "metadata"})
        assert found[3].content["image"] == "picture:d#1.parquet#4/image"
        assert found[3].content["prompt"]["images"] == ["picture:d#1.parquet#4/images/0", "picture:else/1.png"]
        assert found[3].metadata == {"a/b": "picture:d#1.parquet#4/a~1b"}
        for place, data_there in [("image", b"3"), ("images/0", b"list"), ("a~1b", b"bare")]:
            with open_picture(files, f"d#1.parquet#4/{place}") as file:
                assert file.read() == PNG + data_there


def test_pictures_inside_are_opened_in_any_order_and_their_table_is_read_once(tmp_path, monkeypatch):
    rows = [{"a": PNG + b"a%d" % number, "b.c": PNG + b"b%d" % number, "n": number} for number in range(3000)]
    files = given(tmp_path, "a.zip", zipped({"d.parquet": as_parquet(rows, row_group_size=1400)}))
    opened = []
    monkeypatch.setattr(files, "open", lambda name, real=files.open: opened.append(name) or real(name))
    with picture_opener(files) as open_one:
        for number in (1, 2, 1500, 2999, 3000, 1401, 1400, 7):
            for column, letter in (("a", b"a"), ("b.c", b"b")):
                with open_one(f"picture:d.parquet#{number}/{column}") as file:
                    assert file.read() == PNG + letter + b"%d" % (number - 1)
    assert opened.count("d.parquet") == 1


@pytest.mark.parametrize("place", ["#0/image", "#3/image", "#x/image", "#1", "#1/none", "#1/image/bytes/1", "#2/image"])
def test_there_is_no_picture_where_there_is_none(tmp_path, place):
    rows = [{"image": {"bytes": PNG, "path": "x.png"}}, {"image": {"bytes": None, "path": "y.png"}}]
    with pytest.raises(KeyError):
        open_picture(given(tmp_path, "d.parquet", as_parquet(rows)), f"d.parquet{place}")


def test_a_value_that_cannot_be_kept_is_a_problem_of_its_row_and_large_binaries_are_lost(tmp_path):
    made = pa.table(
        {
            "text": ["fine", "infinite", "huge", "NUL\x00", "large"],
            "n": [1.0, float("inf"), 1.0, 1.0, 1.0],
            "u": pa.array([1, 1, 2**64 - 1, 1, 1], pa.uint64()),
            "b": [b"", b"", b"", b"", b"x" * 1_000_000],
        }
    )
    data = io.BytesIO()
    pq.write_table(made, data)
    fine, infinite, huge, nul, large = read(given(tmp_path, "a.parquet", data.getvalue()))
    assert fine.item is not None
    assert [wrong(row) for row in (infinite, huge, nul)] == [
        "/n is not a finite number",
        "/u is an integer that does not fit into 64 bits",
        "/text holds characters that can't be stored",
    ]
    assert [(each.what, each.where) for each in large.lost] == [("binary values", "row 5")]
    assert "b" not in large.item.metadata


def test_damaged_parquet_is_unreadable(tmp_path):
    data = as_parquet([{"text": f"{number} is a number"} for number in range(1000)], compression="zstd")
    for bad in (data[:500], data[:-20], data[:100] + b"\xff" * 300 + data[400:], b"PAR1" + b"\xff" * 100 + b"PAR1"):
        with pytest.raises(Unreadable):
            read(given(tmp_path, "a.parquet", bad), "parquet")


def test_the_limited_child_takes_pictures_out_of_tables_addresses_and_archives(tmp_path):
    table = as_parquet([{"image": PNG + b"1"}])
    address = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    (tmp_path / "a.zip").write_bytes(zipped({"d.parquet": table, "1.png": PNG + b"2", "huge.png": b"x" * 2000}))
    folder = tmp_path / "out"
    folder.mkdir()
    wanted = ["d.parquet#1/image", "1.png", address, "huge.png", "none.png", "d.parquet#9/image"]
    found = pictures_limited(tmp_path / "a.zip", name="a.zip", names=wanted, folder=folder, largest=1000)
    assert {name: file.read_bytes() for name, file in found.items()} == {
        "d.parquet#1/image": PNG + b"1",
        "1.png": PNG + b"2",
        address: PNG,
    }
