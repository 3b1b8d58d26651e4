"""Folders and archives of pictures and texts, and what lies beside them."""

import json

import pytest

from annotation.imports.files import files_at
from annotation.imports.readers import READERS, best_reader
from annotation.tests.foreign_files import given, items, lines, read, wrong, zipped


def test_every_picture_and_every_text_is_an_item(tmp_path):
    files = given(
        tmp_path,
        "a.zip",
        zipped({"b/2.JPG": b"2", "1.png": b"1", "b/note.txt": "Größe \n".encode(), "readme.md": b"# Read"}),
    )
    assert best_reader(files)[0][0].name == "folder"
    assert [(item.external_id, item.content, item.metadata) for item in items(files)] == [
        ("1.png", {"image": "picture:1.png"}, {}),
        ("b/2.JPG", {"image": "picture:b/2.JPG"}, {"folder": "b"}),
        ("b/note.txt", {"text": "Größe"}, {"folder": "b"}),
        ("readme.md", {"text": "# Read"}, {}),
    ]


def test_a_folder_is_read_like_an_archive(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.png").write_bytes(b"2")
    assert [item.content for item in items(files_at(tmp_path, ""), "folder")] == [{"image": "picture:b/2.png"}]


def test_a_picture_alone_is_an_item(tmp_path):
    (item,) = items(given(tmp_path, "cat.webp", b"RIFF"))
    assert item.content == {"image": "picture:cat.webp"}


def test_captions_and_objects_beside_a_picture_say_more_of_it(tmp_path):
    beside = {"caption": "not this one", "prompt": "a cat", "seed": 7, "image": "elsewhere.png"}
    files = given(
        tmp_path,
        "a.zip",
        zipped({"1.png": b"", "1.txt": b"\xef\xbb\xbfA cat.\n", "2.png": b"", "2.json": json.dumps(beside).encode()}),
    )
    one, two = items(files, "folder")
    assert one.content == {"text": "A cat.", "image": "picture:1.png"}
    assert two.content == {"prompt": {"text": "a cat"}, "text": "not this one", "image": "picture:2.png"}
    assert two.metadata == {"seed": 7, "image": "elsewhere.png"}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("train/metadata.csv", b"file_name,text,label\n2.png,two,x\nmissing.png,m,y\nsub/1.png,one,\n"),
        (
            "train/metadata.jsonl",
            lines(
                {"file_name": "2.png", "text": "two", "label": "x"},
                {"file_name": "missing.png"},
                {"file_name": "sub/1.png", "text": "one"},
            ),
        ),
    ],
)
def test_hugging_face_metadata_describes_the_pictures_of_its_folder(tmp_path, name, data):
    members = {name: data, "train/2.png": b"", "train/sub/1.png": b"", "train/3.png": b""}
    files = given(tmp_path, "a.zip", zipped(members))
    assert best_reader(files)[0][0].name == "folder"
    assert [(column.name, column.target) for column in READERS["folder"].columns(files)] == [
        ("text", "content.text"),
        ("label", "metadata"),
    ]
    two, missing, one, three = read(files)
    assert (two.item.content, two.item.metadata) == (
        {"text": "two", "image": "picture:train/2.png"},
        {"label": "x", "folder": "train"},
    )
    assert one.item.content == {"text": "one", "image": "picture:train/sub/1.png"}
    assert three.item.content == {"image": "picture:train/3.png"}
    assert wrong(missing) == "/file_name names none of these files"
    assert missing.where.startswith(f"{name}, ")
    (again, *_) = read(files, "folder", {"text": "content.prompt", "label": "ignore"})
    assert again.item.content == {"prompt": {"text": "two"}, "image": "picture:train/2.png"}


def test_a_description_cannot_name_what_is_not_there(tmp_path):
    data = b'{"file_name": "../../etc/passwd"}\n{"file_name": "/etc/passwd"}\n{"file_name": 5}\n{}\n[]\n{"file_name"\n'
    rows = read(given(tmp_path, "a.zip", zipped({"metadata.jsonl": data, "1.png": b""})))
    assert [row.item is None for row in rows] == [True] * 6 + [False]


def test_files_of_other_kinds_are_reported(tmp_path):
    (row,) = read(given(tmp_path, "a.zip", zipped({"1.png": b"", "a.exe": b"", "b.json": b"{}"})), "folder")
    assert [(lost.what, lost.where) for lost in row.lost] == [
        ("files of other kinds", "a.exe"),
        ("files of other kinds", "b.json"),
    ]


@pytest.mark.parametrize(
    ("members", "detail"),
    [
        ({"1.png": b"", "1.txt": b"\xff"}, "is not UTF-8"),
        ({"1.png": b"", "1.txt": b"a\x00"}, "can't be stored"),
        ({"1.png": b"", "1.json": b"["}, "is not JSON"),
        ({"1.png": b"", "1.json": b"[1]"}, "must be an object"),
        ({"a.txt": b"x" * 1_100_000}, "longer than 1 MiB"),
        ({"a.txt": b" \n"}, "holds nothing to show"),
    ],
    ids=["no UTF-8", "NUL", "no JSON", "no object", "long", "empty"],
)
def test_a_bad_file_spoils_nothing_but_its_item(tmp_path, members, detail):
    rows = read(given(tmp_path, "a.zip", zipped({**members, "z.png": b""})), "folder")
    bad, good = sorted(rows, key=lambda row: row.where)
    assert detail in wrong(bad)
    assert good.item.content == {"image": "picture:z.png"}
