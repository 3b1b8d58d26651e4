"""The files that somebody gave: one alone, a folder, or a zip archive that is read where it lies and never unpacked.

An archive is refused whole when any part of it is suspicious: more entries, bytes or compression than honest data
need, paths that lead out of it, links, encrypted or repeated members. Archives inside of it are mere files. What its
directory promises is held against what comes out: a member that unpacks to more or less than it declared is refused.

Source: .ZIP File Format Specification (PKWARE APPNOTE) 6.3.10; the overlapping bomb of D. Fifield, "A better zip
bomb", WOOT 2019, is caught by its ratio.
"""

from __future__ import annotations

import base64
import binascii
import io
import os
import re
import shutil
import stat
import tempfile
import weakref
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from annotation.imports.foreign import PICTURE, Files, Unreadable
from annotation.media.facts import MAX_IMAGE_BYTES

MOST_ENTRIES = 200_000
MOST_BYTES = 20 << 30
"""Unpacked, all members together."""
MOST_RATIO = 200
SMALL = 10 << 20
"""Unpacked bytes up to which the ratio does not matter."""
LONGEST_PATH = 1000
LARGEST_DIRECTORY = 64 << 20
"""In bytes: 200,000 entries with rather long names."""

DIRECTORY_ENTRY = b"PK\x01\x02"
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
OFFICE = ("[Content_Types].xml", "mimetype")
"""A member that says: this zip is one document."""
UTF8_NAME = 1 << 11
ENCRYPTED = 1 | 1 << 6 | 1 << 13
JUNK = frozenset({".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX"})
"""What operating systems leave behind; nobody gave it."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
DRIVE = re.compile(r"[A-Za-z]:")
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, UnicodeDecodeError, OSError)
"""What `zipfile` raises when an archive is not what it says."""


def files_at(path: Path, name: str) -> Files:
    """What lies at a path, by its first bytes: a folder, a zip archive, or else one file of that name.

    Documents that are zips inside (XLSX, ODS …) are single files. Raises `Unreadable`.
    """
    if path.is_dir():
        return Folder(path)
    with path.open("rb") as file:
        if file.read(4) not in ZIP_MAGIC:
            return SingleFile(path, name)
    archive = Archive(path)
    return SingleFile(path, name) if is_document(archive) else archive


def is_document(archive: Files) -> bool:
    """Whether an archive is the inside of one office document."""
    return any(name in OFFICE for name in archive.names())


class SingleFile:
    """One file, under the name it was given."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name

    def names(self) -> Sequence[str]:
        return [self._name]

    def size(self, name: str) -> int:
        return self._find(name).stat().st_size

    def open(self, name: str) -> BinaryIO:
        return self._find(name).open("rb")

    def _find(self, name: str) -> Path:
        if name != self._name:
            raise KeyError(name)
        return self._path


class Folder:
    """The files of a folder and of those below it; links are refused, wherever they lead. Raises `Unreadable`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sizes = dict(sorted(_walk(path)))

    def names(self) -> Sequence[str]:
        return list(self._sizes)

    def size(self, name: str) -> int:
        return self._sizes[name]

    def open(self, name: str) -> BinaryIO:
        self.size(name)
        # What was a file when the folder was listed might have become a link since.
        return os.fdopen(os.open(self._path / name, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def _walk(folder: Path) -> Iterator[tuple[str, int]]:
    count = 0
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(set(folders) - JUNK)
        count += len(folders) + len(names)
        if count > MOST_ENTRIES:
            raise _too_many()
        for name in (*folders, *names):
            place = Path(parent, name)
            path = place.relative_to(folder).as_posix()
            facts = place.lstat()
            if name in JUNK or stat.S_ISDIR(facts.st_mode):
                continue
            if not stat.S_ISREG(facts.st_mode):
                raise Unreadable("The folder holds a link or something else that is no file.", where=_shown(path))
            yield _checked(path), facts.st_size


class Archive:
    """The members of a zip archive, given by its path or as an open file that stays its owner's.

    Raises `Unreadable` for a suspicious or damaged one; so does reading a member.
    """

    def __init__(self, given: Path | BinaryIO) -> None:
        file = given.open("rb") if isinstance(given, Path) else given
        if file is not given:
            weakref.finalize(self, file.close)  # zipfile closes only what it opened itself
        measured = _Measured(file)
        try:
            self._zip = zipfile.ZipFile(measured)
        except DAMAGED as error:
            raise Unreadable("The archive is damaged or no zip file.") from error
        measured.measuring = False
        self._members = _members(self._zip.infolist())
        _refuse_bombs(self._members, file.seek(0, os.SEEK_END))

    def names(self) -> Sequence[str]:
        return list(self._members)

    def size(self, name: str) -> int:
        return self._members[name].file_size

    def open(self, name: str) -> BinaryIO:
        return io.BufferedReader(_Member(self, name, self._members[name]), buffer_size=1 << 16)

    def unpack(self, member: zipfile.ZipInfo) -> Any:
        """The member's bytes as zipfile gives them, not more than were declared."""
        return self._zip.open(member)


class _Measured:
    """An archive's file, whose directory is measured before zipfile makes an object of each of its entries."""

    def __init__(self, file: BinaryIO) -> None:
        self.measuring = True
        self.seek = file.seek
        self.tell = file.tell
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if not self.measuring:
            return self._file.read(size)
        data = self._file.read(min(size, LARGEST_DIRECTORY + 1) if size >= 0 else LARGEST_DIRECTORY + 1)
        if len(data) > LARGEST_DIRECTORY or data.count(DIRECTORY_ENTRY) > MOST_ENTRIES:
            raise _too_many()
        return data

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        """The file is somebody else's."""


class _Member(io.RawIOBase):
    """A member being read, which has to end exactly where its archive says."""

    def __init__(self, archive: Archive, name: str, member: zipfile.ZipInfo) -> None:
        self._archive = archive  # which closes its file when nobody needs it any more
        self._name = name
        self._left = member.file_size
        try:
            self._unpacked = archive.unpack(member)
        except DAMAGED as error:
            raise self._damaged() from error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        try:
            data = self._unpacked.read(len(buffer))
        except DAMAGED as error:
            raise self._damaged() from error
        self._left -= len(data)
        if self._left < 0 or (not data and self._left):
            raise self._damaged()
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed and hasattr(self, "_unpacked"):
            self._unpacked.close()
        super().close()

    def _damaged(self) -> Unreadable:
        return Unreadable("A file in the archive is damaged.", where=_shown(self._name))


def _members(entries: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files of an archive by their paths, sorted."""
    members: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        path = _checked(_path(entry))
        _refuse_special(entry, path)
        if entry.is_dir() or JUNK.intersection(path.split("/")):
            continue
        if path in members:
            raise Unreadable("The archive holds two files of the same name.", where=_shown(path))
        members[path] = entry
    return dict(sorted(members.items()))


def _path(entry: zipfile.ZipInfo) -> str:
    """The entry's path with `/`. Many tools write UTF-8 without saying so; what is valid UTF-8 hardly is anything else.

    zipfile cuts names at a NUL: the original is looked at, so that such a name is refused and not shortened.
    """
    name = entry.orig_filename
    if not entry.flag_bits & UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return name.replace("\\", "/")


def _checked(path: str) -> str:
    """A path that leads to a place inside, without steps that say nothing."""
    try:
        path.encode()
    except UnicodeEncodeError:
        raise Unreadable("The name of a file is not UTF-8.", where=_shown(path)) from None
    steps = path.split("/")
    if ".." in steps or path.startswith("/") or DRIVE.match(path):
        raise Unreadable("The path of a file leads out of the archive.", where=_shown(path))
    if CONTROL.search(path) or len(path) > LONGEST_PATH:
        raise Unreadable("The name of a file is too long or holds control characters.", where=_shown(path))
    return "/".join(step for step in steps if step not in ("", "."))


def _refuse_special(entry: zipfile.ZipInfo, path: str) -> None:
    if entry.flag_bits & ENCRYPTED:
        raise Unreadable("The archive is encrypted.", where=_shown(path))
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Unreadable("The archive holds a link or something else that is no file.", where=_shown(path))
    # The other methods unpack any amount from a few bytes at once, before anybody could count it.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("The archive is packed by another method than Deflate.", where=_shown(path))


def _refuse_bombs(members: dict[str, zipfile.ZipInfo], packed: int) -> None:
    if len(members) > MOST_ENTRIES:
        raise _too_many()
    unpacked = sum(member.file_size for member in members.values())
    if unpacked > MOST_BYTES:
        raise Unreadable(f"The archive unpacks to more than {MOST_BYTES >> 30} GiB.")
    if unpacked > SMALL and unpacked > MOST_RATIO * packed:
        raise Unreadable(f"The archive unpacks to more than {MOST_RATIO} times its size.")
    for name, member in members.items():
        if member.file_size > max(SMALL, MOST_RATIO * member.compress_size):
            raise Unreadable(f"A file unpacks to more than {MOST_RATIO} times its size.", where=_shown(name))


def _too_many() -> Unreadable:
    return Unreadable(f"There are more than {MOST_ENTRIES:,} files.")


def _shown(path: str) -> str:
    return path.encode(errors="replace").decode()[:200]


def names_ending(files: Files, *endings: str) -> list[str]:
    """The files with one of these endings (in small letters); a single file counts whatever it is called."""
    names = files.names()
    return list(names) if len(names) == 1 else [name for name in names if ending(name) in endings]


def xml_names(files: Files) -> Iterator[str]:
    """The XML files, in their order."""
    return (name for name in files.names() if name.lower().endswith(".xml"))


def ending(name: str) -> str:
    """Such as `.csv`."""
    return PurePosixPath(name).suffix.lower()


@contextmanager
def seekable(files: Files, name: str) -> Iterator[BinaryIO]:
    """The file for a library that jumps to and fro in it; out of an archive it is copied to a temporary one."""
    with files.open(name) as file:
        if file.seekable():
            yield file
            return
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy, 1 << 20)
            copy.seek(0)
            yield copy


@contextmanager
def picture_opener(files: Files) -> Iterator[Callable[[str], BinaryIO]]:
    """What opens the pictures that rows name by `picture(place)`, best in the order of the rows.

    A place is a file's path, `path#row/column` for a picture inside a table (see `annotation.imports.parquet`), or a
    `data:` address (RFC 2397) of at most 64 MiB. `KeyError` is raised where there is nothing, as at other addresses.
    """
    from annotation.imports.parquet import Embedded

    with Embedded(files) as embedded:

        def opened(place: str) -> BinaryIO:
            place = place.removeprefix(PICTURE)
            if place.startswith("data:"):
                return io.BytesIO(_from_data_address(place))
            try:
                return files.open(place)
            except KeyError:
                return io.BytesIO(embedded.read(place))

        yield opened


def open_picture(files: Files, place: str) -> BinaryIO:
    """One picture, as `picture_opener` does; that one is quicker for many."""
    with picture_opener(files) as opened:
        return opened(place)


def _from_data_address(address: str) -> bytes:
    head, comma, body = address.partition(",")
    if not comma or not head.endswith(";base64") or len(body) > MAX_IMAGE_BYTES * 4 // 3 + 4:
        raise KeyError(head[:80])
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise KeyError(head[:80]) from None
