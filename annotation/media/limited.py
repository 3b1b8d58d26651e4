"""Verification in a child process of its own, so that a decoder that is attacked has little to win.

The child gets 1 GiB of address space, seconds of processor time, no environment and no open files but its own. One
that is killed, crashes or takes too long has a file that is refused.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from annotation.media.facts import ImageFacts, Refused, TextFacts

MEMORY_BYTES = 1 << 30
IMAGE_SECONDS = 10
TEXT_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]
OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}


class VerificationFailed(RuntimeError):
    """The child could not do its work for a reason that is not the file's; try again."""


def verify_image(source: Path, *, media_type: str, size: int, cleaned: Path) -> ImageFacts:
    """Check a picture on disk in a limited child, which writes the file to store to `cleaned`; raises `Refused`."""
    return ImageFacts(**_run("image", IMAGE_SECONDS, media_type, str(size), str(source), str(cleaned)))


def verify_text(source: Path, *, media_type: str, size: int) -> TextFacts:
    """Check a text on disk in a limited child; raises `Refused`."""
    return TextFacts(**_run("text", TEXT_SECONDS, media_type, str(size), str(source)))


def _run(kind: Literal["image", "text"], seconds: int, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-s", "-m", "annotation.media", kind, str(seconds), *arguments]
    try:
        child = subprocess.run(
            command,
            cwd=ROOT,
            env={"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=3 * seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("The file takes too long to check.") from None
    if child.returncode in OUT_OF_TIME:
        raise Refused("The file takes too long to check.")
    if child.returncode < 0:
        raise Refused("The file makes its decoder crash.")
    if child.returncode > 0:
        raise VerificationFailed(child.stderr.decode(errors="replace")[-2000:])
    answer: dict[str, Any] = json.loads(child.stdout)
    if "refused" in answer:
        raise Refused(answer["refused"], line=answer["line"], offset=answer["offset"])
    return answer
