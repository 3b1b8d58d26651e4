"""The limited child process: what it may use, and what becomes of a file that makes it crash, hang or starve."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from annotation.media import ImageFacts, Refused, VerificationFailed, limited, verify_image, verify_text
from annotation.tests import pictures

GIBIBYTE = 1 << 30
LARGEST = (8000, 6250)
"""Fifty million pixels, the most that is accepted."""


def check(folder: Path, data: bytes, media_type: str = "image/png") -> ImageFacts:
    (folder / "source").write_bytes(data)
    return verify_image(folder / "source", media_type=media_type, size=len(data), cleaned=folder / "cleaned")


def test_the_facts_of_a_picture_come_out_of_the_child(tmp_path: Path) -> None:
    data = pictures.encoded(pictures.picture(), "JPEG", exif=pictures.exif(6))
    facts = check(tmp_path, data, "image/jpeg")
    assert (facts.width, facts.height, facts.orientation) == (16, 24, 6)
    assert facts.size == (tmp_path / "cleaned").stat().st_size < len(data)


def test_the_reason_of_a_refusal_comes_out_of_the_child(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not a PNG"):
        check(tmp_path, pictures.HTML)
    (tmp_path / "text").write_bytes(b"one\ntwo\xff\n")
    with pytest.raises(Refused, match="not UTF-8") as refused:
        verify_text(tmp_path / "text", media_type="text/plain", size=9)
    assert (refused.value.line, refused.value.offset) == (2, 7)


def test_the_facts_of_a_text_come_out_of_the_child(tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"one\ntwo")
    assert verify_text(tmp_path / "text", media_type="text/plain", size=7).lines == 2


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Run a shell script in the child's place."""
    program = folder / "child"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(program))


def test_the_child_is_told_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("S3_SECRET_KEY", "do-not-tell")
    stand_in(tmp_path, monkeypatch, """printf '{"refused":"%s","line":null,"offset":null}' "$(env | tr '\\n' ' ')" """)
    with pytest.raises(Refused, match="LC_ALL") as refused:
        check(tmp_path, b"x")
    assert "do-not-tell" not in refused.value.reason
    assert "S3_" not in refused.value.reason


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("kill -SEGV $$", "makes its decoder crash"),
        ("kill -ABRT $$", "makes its decoder crash"),
        ("kill -XCPU $$", "takes too long"),
        ("kill -KILL $$", "takes too long"),
        ("exec sleep 60", "takes too long"),
    ],
)
def test_a_file_that_kills_its_decoder_is_refused(
    script: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limited, "IMAGE_SECONDS", 0.3)
    stand_in(tmp_path, monkeypatch, f"ulimit -c 0; {script}")
    with pytest.raises(Refused, match=reason):
        check(tmp_path, b"x")


def test_a_child_that_cannot_work_is_not_the_files_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "echo no Pillow here >&2; exit 1")
    with pytest.raises(VerificationFailed, match="no Pillow here"):
        check(tmp_path, b"x")


def end_of(work: str) -> "subprocess.CompletedProcess[str]":
    """How a process ends that works under the child's limits, with one second of processor time."""
    command = [sys.executable, "-c", f"from annotation.media.__main__ import limit; limit(1)\n{work}"]
    return subprocess.run(command, cwd=limited.ROOT, capture_output=True, text=True, check=False, timeout=30)


def test_processor_time_is_limited() -> None:
    assert end_of("while True: pass").returncode == -signal.SIGXCPU


def test_memory_is_limited() -> None:
    assert "MemoryError" in end_of("bytearray(1 << 30)").stderr


def test_what_the_child_writes_is_limited(tmp_path: Path) -> None:
    assert "File too large" in end_of(f"open({str(tmp_path / 'x')!r}, 'wb').truncate(1 << 30)").stderr


def bombs() -> dict[str, tuple[str, bytes]]:
    largest = {mode: Image.new(mode, LARGEST, 1) for mode in ("RGBA", "CMYK", "P")}
    return {
        "png of 900 million pixels": ("image/png", png_of_zeros(30_000, 30_000)),
        "png that unpacks to a gibibyte": ("image/png", png_of_zeros(24, 16)),
        "largest png": ("image/png", pictures.encoded(largest["RGBA"], "PNG", compress_level=1)),
        "largest jpeg": ("image/jpeg", pictures.encoded(largest["CMYK"], "JPEG", subsampling=0, progressive=True)),
        "largest webp": ("image/webp", pictures.encoded(largest["RGBA"], "WEBP", method=0, lossless=True)),
        "largest gif": ("image/gif", pictures.encoded(largest["P"], "GIF")),
    }


def png_of_zeros(width: int, height: int) -> bytes:
    header = pictures.png_of(width, height, 8, 2, b"")[:33]
    return header + pictures.png_chunk(b"IDAT", pictures.packed_zeros(1024)) + pictures.png_chunk(b"IEND", b"")


MEASURE = """
import resource, sys
from pathlib import Path
from annotation.media import Refused, verify_image
source, media_type = Path(sys.argv[1]), sys.argv[2]
try:
    verify_image(source, media_type=media_type, size=source.stat().st_size, cleaned=source.with_suffix(".cleaned"))
    print("accepted", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
except Refused as refused:
    print("refused", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def test_bombs_and_the_largest_pictures_stay_below_a_gibibyte(tmp_path: Path) -> None:
    unit = 1 if sys.platform == "darwin" else 1024
    for name, (media_type, data) in bombs().items():
        (tmp_path / "source").write_bytes(data)
        answer = subprocess.run(
            [sys.executable, "-c", MEASURE, str(tmp_path / "source"), media_type],
            cwd=limited.ROOT,
            env=dict(os.environ),
            capture_output=True,
            text=True,
            check=True,
        )
        outcome, most = answer.stdout.split()
        assert outcome == ("refused" if "900" in name else "accepted"), name
        assert int(most) * unit < GIBIBYTE, name
