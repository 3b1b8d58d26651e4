"""Real data sets, where `CONCORD_SAMPLES` names their folder: each is read with the counts that its README states."""

import gzip
import os
from collections import Counter
from pathlib import Path

import pytest

from annotation.imports.files import SingleFile
from annotation.imports.readers import best_reader
from annotation.tests.foreign_files import given, items, read, wrong

SAMPLES = os.environ.get("CONCORD_SAMPLES", "")

pytestmark = pytest.mark.skipif(not SAMPLES, reason="CONCORD_SAMPLES names no folder of samples")


def sample(folder: Path, name: str, format_name: str):
    path = Path(SAMPLES, name)
    files = given(folder, path.name.removesuffix(".gz"), gzip.decompress(path.read_bytes()))
    assert best_reader(files)[0][0].name == format_name
    return files


def test_hh_rlhf(tmp_path):
    rows = read(sample(tmp_path, "hh_rlhf_harmless/pairs.jsonl.gz", "hh_rlhf"))
    assert len(rows) == 1156
    bad = [row for row in rows if row.problems]
    assert [wrong(row).split()[-1] for row in bad] == ["empty"] * 4
    good = [row.item for row in rows if row.item is not None]
    assert {len(item.content["responses"]) for item in good} == {2}
    assert len([item for item in good if item.annotations]) == 1152
    turns = [sum(message["role"] == "user" for message in item.content["messages"]) for item in good]
    assert (min(turns), max(turns)) == (1, 18)
    assert sum(turns) / len(turns) == pytest.approx(2.48, abs=0.01)


def test_imagereward(tmp_path):
    found = items(sample(tmp_path, "imagereward_rankings/rankings.jsonl.gz", "jsonl"))
    pictures = Counter(len(item.content["responses"]) for item in found)
    assert (len(found), pictures) == (233, {4: 107, 6: 22, 7: 72, 8: 24, 9: 8})
    assert all(len(response["images"]) == 1 for item in found for response in item.content["responses"])
    assert sum(len(set(item.metadata["ranking"])) < len(item.metadata["ranking"]) for item in found) == 171


def test_pandalm(tmp_path):
    files = sample(tmp_path, "pandalm_testset/testset-v1.jsonl.gz", "jsonl")
    people = [f"annotator{number}" for number in (1, 2, 3)]
    rows = read(files, "jsonl", dict.fromkeys(people, "answers.better"))
    empty = [row for row in rows if row.problems]
    assert (len(rows), len(empty)) == (999, 54)  # a model said nothing, and so there is nothing to compare
    assert {each.detail for row in empty for each in row.problems} == {"is empty: there is no response to judge"}
    found = [row.item for row in rows if row.item is not None]
    assert len({item.external_id for item in found}) == len(found) == 945
    assert sum(len(item.annotations) for item in found) == 2997 - 3 * 54
    assert {tuple(each["annotator"]["id"] for each in item.annotations) for item in found} == {tuple(people)}
    assert {len(item.content["responses"]) for item in found} == {2}
    assert len({item.content["prompt"]["text"].split("\n\n")[0] for item in found}) <= 170


def test_llmbar(tmp_path):
    found = items(sample(tmp_path, "llmbar/pairs.jsonl.gz", "jsonl"))
    assert Counter(item.metadata["subset"] for item in found) == {
        "LLMBar/Natural": 100,
        "LLMBar/Adversarial/GPTInst": 92,
        "LLMBar/Adversarial/GPTOut": 47,
        "LLMBar/Adversarial/Manual": 46,
        "LLMBar/Adversarial/Neighbor": 134,
    }
    assert {len(item.content["responses"]) for item in found} == {2}
    assert {item.metadata["label"] for item in found} == {1, 2}


@pytest.mark.parametrize(
    ("name", "columns", "count"),
    [
        ("questions", {}, 80),
        ("responses", {"text": "content.responses"}, 2960),
        ("gpt4_judgements", {}, 4480),
        ("human_votes", {"model_1": "content.responses", "model_2": "content.responses"}, 7040),
    ],
)
def test_vicuna(tmp_path, name, columns, count):
    assert len(items(sample(tmp_path, f"vicuna80_qlora/{name}.jsonl.gz", "jsonl"), "jsonl", columns)) == count


def test_schema_guided_dialogues(tmp_path):
    found = items(sample(tmp_path, "schema_guided_dialogs/dialogues.jsonl.gz", "jsonl"))
    turns = [len(item.content["messages"]) for item in found]
    assert (len(found), sum(turns), max(turns)) == (512, 8066, 32)
    slots = [
        slot
        for item in found
        for more in item.metadata["messages"].values()
        for frame in more["frames"]
        for slot in frame["slots"]
    ]
    assert len(slots) == 6143
    assert {message["role"] for item in found for message in item.content["messages"]} == {"user", "assistant"}


def test_the_pictures_of_imagereward(tmp_path):
    path = Path(SAMPLES, "imagereward_rankings/1.webp")
    files = SingleFile(path, "1.webp")
    assert best_reader(files)[0][0].name == "folder"
    assert [item.content for item in items(files)] == [{"image": "picture:1.webp"}]
