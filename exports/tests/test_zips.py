"""Zips: the same pieces give the same bytes, and nothing in them leaves its folder."""

import io
import zipfile

import pytest

from exports.formats.records import Piece
from exports.formats.zips import BadPath, zipped

PIECES = [
    Piece("train.jsonl", b""),
    Piece("train.jsonl", b"a\n" * 5000),
    Piece("media/x.png", b"\x89PNG"),
    Piece("é.txt", b""),
]


def packed(pieces):
    return b"".join(zipped(iter(pieces)))


def test_a_zip_holds_each_file_once_and_its_pieces_after_each_other():
    archive = zipfile.ZipFile(io.BytesIO(packed(PIECES)))
    assert archive.testzip() is None
    assert archive.namelist() == ["train.jsonl", "media/x.png", "é.txt"]
    assert archive.read("train.jsonl") == b"a\n" * 5000
    assert archive.getinfo("train.jsonl").compress_size < 1000
    assert archive.getinfo("media/x.png").compress_type == zipfile.ZIP_STORED
    assert archive.getinfo("media/x.png").date_time == (1980, 1, 1, 0, 0, 0)


def test_the_same_pieces_give_the_same_bytes_however_they_are_cut():
    cut = [Piece(path, data[at : at + 7]) for path, data in PIECES for at in range(0, max(len(data), 1), 7)]
    assert packed(cut) == packed(PIECES)


def test_bytes_come_while_it_is_written():
    sizes = [len(data) for data in zipped(Piece("a.png", b"x" * 100_000) for _ in range(5))]
    assert len(sizes) > 5
    assert max(sizes) < 110_000


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a/./b", "a\\b", "", "a\x00b", "a\nb", "x" * 2000, "a/.."])
def test_a_path_that_leaves_its_folder_is_refused(path):
    with pytest.raises(BadPath):
        packed([Piece(path, b"")])


def test_a_file_that_is_there_already_is_refused():
    with pytest.raises(BadPath):
        packed([Piece("a", b"1"), Piece("b", b"2"), Piece("a", b"3")])


def test_nothing_is_an_empty_zip():
    assert zipfile.ZipFile(io.BytesIO(packed([]))).namelist() == []
