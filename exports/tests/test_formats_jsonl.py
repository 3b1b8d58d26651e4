"""Lines are JSON, whole, and the same every time; counts survive a restart."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.formats import Counts
from exports.formats.jsonl import json_line, timestamp

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)


@given(st.dictionaries(TEXT, JSON, max_size=5), st.booleans())
def test_a_line_is_one_line_and_reads_back_as_the_same_value(row: dict[str, Any], sort_keys: bool) -> None:
    line = json_line(row, sort_keys=sort_keys)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == row


@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_sorted_lines_do_not_depend_on_the_order_of_keys(row: dict[str, Any]) -> None:
    assert json_line(row, sort_keys=True) == json_line(dict(reversed(row.items())), sort_keys=True)


def test_a_number_beyond_64_bits_is_written_in_full() -> None:
    assert (
        json_line({"b": 10**30, "a": "é"}, sort_keys=True) == '{"a":"é","b":1000000000000000000000000000000}\n'.encode()
    )


def test_times_are_in_utc_and_must_have_a_zone() -> None:
    at = datetime(2026, 11, 21, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    assert timestamp(at) == "2026-11-21T07:30:00.000000Z"
    with pytest.raises(ValueError, match="zone"):
        timestamp(datetime(2026, 11, 21))  # noqa: DTZ001


def test_counts_add_up_and_go_on_after_a_restart() -> None:
    counts = Counts("rows", "pairs_tied")
    counts.add("rows", 3)
    resumed = Counts.from_json(json.loads(json.dumps(counts.to_json())))
    assert resumed == counts
    resumed.add("rows")
    assert resumed.to_json() == {"pairs_tied": 0, "rows": 4}
    assert counts.to_json() == {"pairs_tied": 0, "rows": 3}
    assert (counts + resumed)["rows"] == 7
    assert counts + resumed == resumed + counts
    assert counts != resumed
