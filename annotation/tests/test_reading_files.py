"""Files, folders and archives from strangers: what is in them, and what is refused before anything is read."""

import base64
import io
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from annotation.imports import files as limits
from annotation.imports.files import Archive, Folder, SingleFile, files_at, open_picture, seekable
from annotation.imports.foreign import Unreadable
from annotation.tests.foreign_files import zipped

CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def archive(folder: Path, data: bytes) -> Archive:
    path = folder / "a.zip"
    path.write_bytes(data)
    return Archive(path)


def patched(data: bytes, at: int, new: bytes, *, local: int | None = None) -> bytes:
    """The archive with other bytes at a place of its first directory entry, and of its first member's own header."""
    start = data.index(CENTRAL) + at
    data = data[:start] + new + data[start + len(new) :]
    if local is not None:
        data = data[:local] + new + data[local + len(new) :]
    return data


def special(mode: int) -> bytes:
    entry = zipfile.ZipInfo("a")
    entry.external_attr = mode << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(entry, b"/etc/passwd")
    return packed.getvalue()


def renamed(new: bytes, *, utf8: bool = False) -> bytes:
    """An archive with one member of that name, byte for byte."""
    data = zipped({"x" * len(new): b"data"})
    data = data.replace(b"x" * len(new), new)
    return patched(data, 8, struct.pack("<H", 1 << 11 if utf8 else 0), local=6)


def overlapping(count: int) -> bytes:
    """One member that the directory names again and again under other names."""
    data = zipped({"0000": bytes(1 << 16)})
    start, end = data.index(CENTRAL), data.index(b"PK\x05\x06")
    entry = data[start:end]
    directory = b"".join(entry.replace(b"0000", b"%04d" % number) for number in range(count))
    counts = struct.pack("<HHII", count, count, len(directory), start)
    return data[:start] + directory + data[end : end + 8] + counts + data[end + 20 :]


def test_an_archive_has_its_files_sorted_and_without_what_systems_leave_behind(tmp_path):
    made = archive(
        tmp_path,
        zipped(
            {
                "b/2.txt": b"two",
                "./a.txt": b"one",
                "__MACOSX/._a.txt": b"x",
                "b/.DS_Store": b"x",
                "b/": b"",
                "c\\d": b"",
            }
        ),
    )
    assert made.names() == ["a.txt", "b/2.txt", "c/d"]
    assert made.size("b/2.txt") == 3
    with made.open("b/2.txt") as file:
        assert file.read() == b"two"


@pytest.mark.parametrize(
    ("name", "shown"), [("größe.png".encode(), "größe.png"), (b"caf\x82.png", "café.png"), ("日本".encode(), "日本")]
)
def test_names_are_read_as_utf_8_or_else_as_the_format_says(tmp_path, name, shown):
    assert archive(tmp_path, renamed(name)).names() == [shown]


HOSTILE = {
    "a path that climbs": zipped({"../x": b""}),
    "a path that climbs later": zipped({"a/../../x": b""}),
    "a path that climbs in another system": zipped({"a\\..\\..\\x": b""}),
    "a path of the machine": zipped({"/etc/passwd": b""}),
    "a path of a drive": zipped({"C:\\x": b""}),
    "a folder that climbs": zipped({"../": b""}),
    "a link": special(stat.S_IFLNK | 0o777),
    "a pipe": special(stat.S_IFIFO | 0o644),
    "an encrypted file": patched(zipped({"a": b"x"}), 8, b"\x01\x00", local=6),
    "a name twice": zipped({"a/b": b"1", "a/./b": b"2"}),
    "a name with NUL": renamed(b"a.exe\x00.png"),
    "a name with a line break": renamed(b"a\nb"),
    "a name that claims to be UTF-8": renamed(b"\xff\xfe", utf8=True),
    "a name without end": zipped({"a" * 1001: b""}),
    "a method that unpacks any amount": zipped({"a": b"x"}, zipfile.ZIP_BZIP2),
    "another such method": zipped({"a": b"x"}, zipfile.ZIP_LZMA),
    "eleven mebibytes of nothing": zipped({"a": bytes(11 << 20)}),
    "many bombs that are small": zipped({str(number): bytes(1 << 20) for number in range(20)}),
    "one bomb under many names": overlapping(400),
    "a large file that hides behind a larger one": zipped({"a": os.urandom(1 << 20), "b": bytes(11 << 20)}),
    "half of an archive": zipped({"a": os.urandom(1000)})[:500],
    "no archive at all": b"PK\x03\x04" + b"x" * 100,
    "nothing": b"",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_suspicious_archive_is_refused_whole(tmp_path, data):
    with pytest.raises(Unreadable):
        archive(tmp_path, data)


@pytest.mark.parametrize(("limit", "value"), [("MOST_ENTRIES", 2), ("LARGEST_DIRECTORY", 100), ("MOST_BYTES", 20)])
def test_an_archive_of_too_much_is_refused(tmp_path, monkeypatch, limit, value):
    data = zipped(dict.fromkeys("abc", b"0123456789"))
    archive(tmp_path, data)
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(Unreadable):
        archive(tmp_path, data)


def test_the_directory_is_counted_before_objects_are_made_of_it(tmp_path, monkeypatch):
    data = overlapping(3)
    monkeypatch.setattr(limits, "MOST_ENTRIES", 2)
    monkeypatch.setattr(zipfile, "ZipInfo", lambda *_: pytest.fail("an entry was taken in"))
    with pytest.raises(Unreadable, match="more than"):
        archive(tmp_path, data)


def test_empty_files_and_stored_ones_are_no_bombs(tmp_path):
    made = archive(tmp_path, zipped({"empty": b"", "full": bytes(12 << 20)}, zipfile.ZIP_STORED))
    assert [made.size(name) for name in made.names()] == [0, 12 << 20]


@pytest.mark.parametrize("declared", [0, 10, 999, 1001])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_file_that_unpacks_to_another_size_than_it_declares_is_refused(tmp_path, declared, method):
    made = archive(tmp_path, patched(zipped({"a": b"x" * 1000}, method), 24, struct.pack("<I", declared)))
    with pytest.raises(Unreadable), made.open("a") as file:
        file.read()


def test_a_file_whose_bytes_were_changed_is_refused(tmp_path):
    made = archive(tmp_path, zipped({"a": b"right"}, zipfile.ZIP_STORED).replace(b"right", b"wrong"))
    with pytest.raises(Unreadable, match="damaged"), made.open("a") as file:
        file.read()


def test_a_file_that_calls_itself_otherwise_than_the_directory_is_refused(tmp_path):
    data = zipped({"good.txt": b"x"})
    made = archive(tmp_path, data.replace(b"good.txt", b"evil.txt", 1))
    with pytest.raises(Unreadable, match="damaged"):
        made.open("good.txt")


def test_an_archive_in_an_archive_is_a_mere_file(tmp_path):
    inner = zipped({"../x": b""})
    made = archive(tmp_path, zipped({"inner.zip": inner}))
    with made.open("inner.zip") as file:
        assert file.read() == inner


def test_a_file_can_be_read_when_nobody_holds_its_archive_any_more(tmp_path):
    file = archive(tmp_path, zipped({"a": b"x" * 100_000}, zipfile.ZIP_STORED)).open("a")
    with file:
        assert len(file.read()) == 100_000


def test_what_lies_at_a_path_is_seen_from_its_first_bytes(tmp_path):
    path = tmp_path / "uploaded"
    for data, kind in [
        (zipped({"a.txt": b"x"}), Archive),
        (zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), SingleFile),
        (zipped({"mimetype": b"application/vnd.oasis"}), SingleFile),
        (zipped({}), Archive),
        (b"id,text", SingleFile),
        (b"", SingleFile),
    ]:
        path.write_bytes(data)
        assert isinstance(files_at(path, "misleading.zip"), kind)
    assert isinstance(files_at(tmp_path, "x"), Folder)


def test_a_single_file_has_the_name_it_was_given(tmp_path):
    (tmp_path / "stored").write_bytes(b"data")
    single = files_at(tmp_path / "stored", "rows.csv")
    assert (single.names(), single.size("rows.csv")) == (["rows.csv"], 4)
    with pytest.raises(KeyError):
        single.open("stored")


def test_a_folder_has_the_files_below_it(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_bytes(b"two")
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    folder = Folder(tmp_path)
    assert (folder.names(), folder.size("b/2.txt")) == (["a.txt", "b/2.txt"], 3)
    with folder.open("b/2.txt") as file:
        assert file.read() == b"two"
    for name in ("../secret", "b", "/etc/passwd"):
        with pytest.raises(KeyError):
            folder.open(name)


@pytest.mark.parametrize("target", ["/etc/passwd", "a.txt", "/etc"])
def test_a_folder_with_a_link_is_refused(tmp_path, target):
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(Unreadable, match="link"):
        Folder(tmp_path)


def test_a_file_that_became_a_link_since_is_not_followed(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"one")
    folder = Folder(tmp_path)
    (tmp_path / "a.txt").unlink()
    (tmp_path / "a.txt").symlink_to("/etc/passwd")
    with pytest.raises(OSError, match="symbolic"):
        folder.open("a.txt")


def test_a_folder_of_too_many_files_is_refused(tmp_path, monkeypatch):
    for name in "abc":
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setattr(limits, "MOST_ENTRIES", 2)
    with pytest.raises(Unreadable, match="more than 2 files"):
        Folder(tmp_path)


def test_libraries_that_jump_can_read_out_of_an_archive(tmp_path):
    made = archive(tmp_path, zipped({"a": b"0123456789"}))
    with seekable(made, "a") as file:
        file.seek(5)
        assert file.read(2) == b"56"


def test_a_picture_is_opened_by_its_place(tmp_path):
    made = archive(tmp_path, zipped({"images/1#2.png": b"pixels"}))
    address = "data:image/png;base64," + base64.b64encode(b"more").decode()
    for place, data in [("images/1#2.png", b"pixels"), ("picture:images/1#2.png", b"pixels"), (address, b"more")]:
        with open_picture(made, place) as file:
            assert file.read() == data


@pytest.mark.parametrize(
    "place",
    ["images/2.png", "../1.png", "/etc/passwd", "https://example.org/1.png", "data:image/png,x", "data:x;base64,%",
     "x.parquet#1/image", "images/1#2.png#1/image"],
)  # fmt: skip
def test_nothing_is_opened_that_is_not_among_the_files(tmp_path, place):
    made = archive(tmp_path, zipped({"images/1#2.png": b"pixels"}))
    with pytest.raises((KeyError, Unreadable)):
        open_picture(made, place)
