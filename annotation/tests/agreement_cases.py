"""Ways to write down answers for the agreement tests, and a slow, plain alpha to compare with."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from annotation.agreement.histogram import Histogram, Table, tabulate
from annotation.agreement.scales import Scale, ScaleMetric, make_scale

Row = Sequence[Any]
ORACLES = json.loads((Path(__file__).parent / "data" / "agreement_oracles.json").read_text(encoding="utf-8"))
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in ORACLES["cases"]}


def answered(row: Row) -> list[Any]:
    return [value for value in row if value is not None]


def make_histogram(rows: Sequence[Row], categories: Sequence[Any]) -> Histogram:
    """Each row a unit and an item of its own, None a missing answer."""
    number = {category: index for index, category in enumerate(categories)}
    histogram = Histogram()
    for row in rows:
        histogram.add([[number[value] for value in answered(row)]] if answered(row) else [])
    return histogram


def seen(rows: Sequence[Row]) -> list[Any]:
    return sorted({value for row in rows for value in answered(row)})


def make_table(rows: Sequence[Row], categories: Sequence[Any] | None = None) -> Table:
    categories = categories or seen(rows)
    return tabulate(make_histogram(rows, categories), len(categories))


def scale_of(rows: Sequence[Row], metric: ScaleMetric) -> Scale:
    categories = seen(rows)
    numeric = all(isinstance(category, int) for category in categories)
    return make_scale(metric, categories if numeric else len(categories))


def crossed(table: Sequence[Sequence[int]]) -> list[Row]:
    """The rows behind a table of two people's answers."""
    return [
        (first, second) for first, row in enumerate(table) for second, times in enumerate(row) for _ in range(times)
    ]


def plain_alpha(rows: Sequence[Row], distance: Callable[[Any, Any], float]) -> float | None:
    """Krippendorff's definition word for word: 1 - observed / expected over all pairs of values."""
    units = [answered(row) for row in rows if len(answered(row)) > 1]
    values = [value for unit in units for value in unit]
    expected = sum(distance(first, second) for first in values for second in values)
    observed = sum(
        sum(distance(first, second) for first in unit for second in unit) / (len(unit) - 1) for unit in units
    )
    return 1 - (len(values) - 1) * observed / expected if expected else None
