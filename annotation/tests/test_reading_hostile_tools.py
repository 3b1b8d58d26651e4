"""Files of other tools in which anything may stand anywhere: rows with problems and losses, never an exception."""

import json
import random

import pytest

from annotation.imports import argilla, doccano, label_studio
from annotation.imports.foreign import Unreadable
from annotation.tests.given import given, sample

JUNK: list = [
    None,
    True,
    -1,
    0,
    3.5,
    1e300,
    "",
    "x",
    "12",
    "\x00",
    "$text",
    [],
    [[]],
    [None],
    {},
    {"id": None},
    {"a": [1]},
]
SAMPLES = [
    (label_studio.READER, "label_studio", "coco.json"),
    (label_studio.READER, "label_studio", "leoka.json"),
    (label_studio.READER, "label_studio", "repeater.json"),
    (label_studio.READER, "label_studio", "chat.json"),
    (label_studio.READER, "label_studio", "keypoints.json"),
    (argilla.READER, "argilla", "v1_ranking.jsonl"),
    (argilla.READER, "argilla", "v2_records.json"),
    (doccano.READER, "doccano", "labeling__labeling.jsonl"),
    (doccano.READER, "doccano", "labeling__labeling_text_label.jsonl"),
    (doccano.READER, "doccano", "seq2seq__seq2seq.jsonl"),
]


def spoiled(value, chance):
    """The value with some of what is inside replaced by junk, or gone."""
    if isinstance(value, dict):
        kept = {key: spoiled(below, chance) for key, below in value.items() if chance.random() > 0.03}
        return kept if chance.random() > 0.02 else chance.choice(JUNK)
    if isinstance(value, list):
        return [spoiled(below, chance) for below in value] if chance.random() > 0.03 else chance.choice(JUNK)
    return value if chance.random() > 0.06 else chance.choice(JUNK)


@pytest.mark.parametrize(("reader", "folder", "name"), SAMPLES, ids=[name for _, _, name in SAMPLES])
def test_spoiled_files_give_rows_and_no_exception(reader, folder, name):
    text = sample(folder, name).decode()
    lines = name.endswith(".jsonl")
    values = [json.loads(line) for line in text.splitlines()] if lines else json.loads(text)
    for seed in range(60):
        chance = random.Random(seed)
        rows = [spoiled(value, chance) for value in values]
        data = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows)
        try:
            found = list(reader.read(given({name: data}), {}))
            reader.form(given({name: data}))
        except Unreadable:
            continue
        assert all((row.item is None) == bool(row.problems) for row in found)


@pytest.mark.parametrize("reader", [label_studio.READER, argilla.READER, doccano.READER], ids=lambda each: each.name)
@pytest.mark.parametrize(
    "data",
    ["[" * 100_000, '[{"data": ' + "[" * 100_000, "{" * 1000, "[1, 2", "\xff", "", "[]"],
    ids=["deep", "deep inside", "open", "cut", "binary", "empty", "no entries"],
)
def test_what_is_no_file_of_the_tool_is_refused_or_empty(reader, data):
    files = given({"a.json": data.encode("latin-1")})
    try:
        rows = list(reader.read(files, {}))
    except Unreadable:
        return
    assert all(row.problems for row in rows)
