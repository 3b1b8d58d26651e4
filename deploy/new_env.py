#!/usr/bin/env python3
"""Writes deploy/.env for compose.yaml: env.example with every secret generated. An existing one is never touched."""

import os
import re
import secrets
import sys
from pathlib import Path

HERE = Path(__file__).parent


def filled(example: str) -> str:
    """The example with a new secret after each name that has no value."""
    return re.sub(
        r"^([A-Z0-9_]+)=$", lambda line: f"{line[1]}={secrets.token_urlsafe(48)}", example, flags=re.MULTILINE
    )


def main(folder: Path) -> int:
    """0 when the file was made, 1 when there was one."""
    path = folder / ".env"
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print(f"{path} is there already; it holds the keys to your data, so it stays as it is.", file=sys.stderr)
        return 1
    with os.fdopen(file, "w") as opened:
        opened.write(filled((HERE / "env.example").read_text()))
    print(f"Wrote {path}. Keep a copy: without it the data cannot be reached.")
    return 0


if __name__ == "__main__":
    sys.exit(main(HERE))
