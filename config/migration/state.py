"""What of an installation was brought already: a small JSON file, written whole after every step."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson


@dataclass
class Brought:
    """One project: ours, the import that is at work or was the last, and what came of it."""

    project: str
    title: str = ""
    import_id: str = ""
    state: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    lost: list[dict[str, Any]] = field(default_factory=list)
    people: list[dict[str, Any]] = field(default_factory=list)
    problem: str = ""


class State:
    """The projects of one installation by their foreign ids."""

    def __init__(self, path: Path, url: str) -> None:
        self._path = path
        self.projects: dict[str, Brought] = {}
        if path.exists():
            found = orjson.loads(path.read_bytes())
            if found["url"] != url:
                raise ValueError(f"{path} is about another installation, {found['url']}")
            self.projects = {key: Brought(**row) for key, row in found["projects"].items()}
        self._url = url

    def keep(self, key: str, brought: Brought) -> None:
        """Remember a project; the file is replaced as a whole, so a kill leaves the old one or the new one."""
        self.projects[key] = brought
        written = self._path.with_suffix(".new")
        rows = {each: asdict(row) for each, row in self.projects.items()}
        written.write_bytes(orjson.dumps({"url": self._url, "projects": rows}, option=orjson.OPT_INDENT_2))
        os.replace(written, self._path)  # noqa: PTH105  # a replacement that is atomic
