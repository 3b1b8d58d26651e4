"""Locks on files: how processes of one data folder know of each other, even after a crash.

The kernel keeps a lock as long as the process that took it, or any child that inherited it, lives; so a held file means
a living process, whatever its number is by now. This needs neither `ps` nor /proc and is the same on every system.
"""

import contextlib
import fcntl
import os
import signal
import time
from pathlib import Path


def is_held(path: Path) -> bool:
    """Whether a living process holds a lock on the file."""
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def end_holders(pid_file: Path, *, patience: float) -> None:
    """Ends the process group that the file names if it is still alive: asks with SIGINT, then insists."""
    for signum, seconds in ((signal.SIGINT, patience), (signal.SIGKILL, 5.0)):
        if is_held(pid_file) and (leader := pid_file.read_text()):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(int(leader), signum)
        deadline = time.monotonic() + seconds
        while is_held(pid_file) and time.monotonic() < deadline:
            time.sleep(0.05)
