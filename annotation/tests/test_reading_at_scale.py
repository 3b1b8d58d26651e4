"""Long tables are read in the memory of short ones."""

import csv
import json
import os
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from annotation.imports.files import SingleFile
from annotation.imports.readers import READERS

FEW, MANY = (20_000, 200_000) if os.environ.get("CONCORD_SAMPLES") else (2_000, 10_000)
"""Where the samples are swept, which takes its time, the tables are much longer."""


def rows(count: int):
    return (
        {"id": str(number), "prompt": f"Question {number}?", "answer": "ü" * (1 + number % 40)}
        for number in range(count)
    )


def write_csv(path: Path, count: int) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["id", "prompt", "answer"])
        writer.writeheader()
        writer.writerows(rows(count))


def write_json(path: Path, count: int) -> None:
    with path.open("w") as file:
        file.write('{"about": {"rows": []}, "data": [')
        for number, row in enumerate(rows(count)):
            file.write((",\n" if number else "") + json.dumps(row))
        file.write("]}")


def write_parquet(path: Path, count: int) -> None:
    """In row groups of one size, as all writers make them: a page, of a mebibyte at most, is in the memory at once."""
    pq.write_table(pa.Table.from_pylist(list(rows(count))), path, row_group_size=5_000)


def most_memory(path: Path, format_name: str, count: int) -> tuple[int, int]:
    """The most bytes that Python, and that Arrow, held at once."""
    files = SingleFile(path, path.name)
    pool = pa.default_memory_pool()
    pa.set_memory_pool(own := pa.proxy_memory_pool(pool))
    tracemalloc.start()
    try:
        found = sum(row.item is not None for row in READERS[format_name].read(files, {}))
        return tracemalloc.get_traced_memory()[1], own.max_memory()
    finally:
        tracemalloc.stop()
        pa.set_memory_pool(pool)
        assert found == count


@pytest.mark.parametrize(
    ("format_name", "write"), [("csv", write_csv), ("json", write_json), ("parquet", write_parquet)]
)
def test_a_table_of_many_rows_takes_no_more_memory_than_one_of_few(tmp_path, format_name, write):
    memory = []
    for count in (FEW, MANY):
        path = tmp_path / f"{count}.{format_name}"
        write(path, count)
        memory.append(most_memory(path, format_name, count))
    (few, few_arrow), (many, many_arrow) = memory
    assert many < few + 500_000
    assert many < 8_000_000
    assert many_arrow < few_arrow + 8_000_000
