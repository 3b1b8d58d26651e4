"""The card of a data set: a README that Hugging Face's hub and people read.

The front matter is that of https://huggingface.co/docs/hub/datasets-cards, so `datasets.load_dataset(folder)` finds
every split by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import yaml

from exports.formats.records import About

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
LARGEST = "n>1M"
Figure = tuple[str, str]
LICENCE = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
"""What the hub's own names of licences look like."""


def card(
    about: About,
    *,
    rows: Mapping[str, int],
    columns: Iterable[tuple[str, str]],
    left_out: Iterable[tuple[str, int]] = (),
) -> str:
    """The README of a folder with `data/<split>-*.parquet`; `rows` are those of each split."""
    parts = [
        front_matter(about, rows),
        f"# {title(about)}",
        about.notes,
        statistics(about, rows, left_out),
        "## Columns\n\n" + table(("Column", "Holds"), [(f"`{name}`", holds) for name, holds in columns]),
        agreement(about),
        f"## Licence\n\n{about.licence or 'None is named: ask whoever gave you this data.'}",
        f"## Guidelines\n\nWhat the annotators were told:\n\n{about.guidelines}" if about.guidelines.strip() else "",
    ]
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def title(about: About) -> str:
    """What the data set is called."""
    return one_line(about.project) + (f", release {about.release}" if about.release is not None else "")


def front_matter(about: About, rows: Mapping[str, int]) -> str:
    """What machines read of the card."""
    files = [{"split": split, "path": f"data/{split}-*.parquet"} for split in rows]
    known: dict[str, Any] = {
        "pretty_name": title(about),
        **licence(about.licence),
        "size_categories": [size_category(sum(rows.values()))],
        "tags": ["human-feedback"],
        "configs": [{"config_name": "default", "data_files": files}],
    }
    return f"---\n{yaml.safe_dump(known, sort_keys=False, allow_unicode=True)}---"


def licence(named: str) -> dict[str, str]:
    """A licence as the hub names it; one that it doesn't know is an "other"."""
    if not named.strip():
        return {}
    name = named.strip().lower().replace(" ", "-")
    return {"license": name} if LICENCE.fullmatch(name) else {"license": "other", "license_name": one_line(named)}


def size_category(number: int) -> str:
    """The hub's name for so many rows."""
    return next((name for most, name in SIZES if number < most), LARGEST)


def statistics(about: About, rows: Mapping[str, int], left_out: Iterable[tuple[str, int]]) -> str:
    """What there is of everything."""
    figures: list[tuple[str, object]] = [
        ("Items", f"{about.items:,}"),
        ("Annotations", f"{about.annotations:,}"),
        *((f"Rows ({split})", f"{number:,}") for split, number in rows.items()),
        *((f"Left out: {what}", f"{number:,}") for what, number in left_out),
    ]
    return "## Figures\n\n" + table(("Of", "Number"), figures)


def agreement(about: About) -> str:
    """How well people agreed."""
    if not about.agreement:
        return ""
    head = ("Question", "On", "Krippendorff's α", "95 % interval", "Items", "Annotations")
    return "## Agreement\n\n" + table(head, [agreement_row(each) for each in about.agreement])


def agreement_row(said: Mapping[str, Any]) -> tuple[object, ...]:
    """One question's figures; why there are none where there are none."""
    low, high = said.get("low"), said.get("high")
    alpha = figure(said.get("alpha")) or because(said.get("reason")) or "–"
    interval = f"{figure(low)} to {figure(high)}" if low is not None and high is not None else "–"
    name = said.get("title") or said.get("question", "")
    return name, said.get("on", ""), alpha, interval, said.get("items", ""), said.get("annotations", "")


def because(reason: Mapping[str, Any] | str | None) -> str:
    """Why there is no coefficient; releases from before reasons had codes have the sentence itself."""
    return reason["detail"] if isinstance(reason, Mapping) else reason or ""


def figure(value: float | None) -> str:
    """A coefficient with three decimals; "" for none."""
    return "" if value is None else f"{value:.3f}"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(value) for value in line) + " |" for line in lines)


def cell(value: object) -> str:
    """A value inside of a table."""
    return one_line(str(value)).replace("\\", "\\\\").replace("|", "\\|")


def one_line(text: str) -> str:
    """A text without breaks."""
    return " ".join(text.split())
