"""Real data for the journeys; NOTICE says where each file comes from and what was changed."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CELLS = HERE.parents[2] / "demo" / "blood_cells"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a JSONL file, in the shape that imports take."""
    with (HERE / f"{name}.jsonl").open() as lines:
        return [json.loads(line) for line in lines]


def boxes() -> dict[str, list[dict[str, Any]]]:
    """Boxes of blood cells by the name of their image: `{"label", "box": [left, top, right, bottom]}` in pixels."""
    found: dict[str, list[dict[str, Any]]] = json.loads((HERE / "boxes.json").read_text())
    return found


def ocean() -> dict[str, bytes]:
    """Four images that models made of one prompt, by file name."""
    return {path.name: path.read_bytes() for path in sorted(HERE.glob("ocean-*.webp"))}


OCEAN = "a painting of an ocean with clouds and birds, day time, low depth field effect"
