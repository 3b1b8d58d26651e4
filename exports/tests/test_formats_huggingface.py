"""The folder for Hugging Face's hub, and the README of a release."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from annotation.tests.forms_cases import ASSET, CONTENT, ORDER, answer, full_answers, make_form
from exports.formats import huggingface
from exports.formats.huggingface import Huggingface
from exports.formats.options import BadOptions
from exports.formats.readme import ReleaseFile, release_readme, training_script
from exports.formats.records import ItemRecord, MediaRecord
from exports.tests.recorded import Recorded, about, annotation, files, item

FORM = make_form()
PICTURE = MediaRecord(id=ASSET, filename="x.png", media_type="image/png", width=2, height=1, size=4, sha256="0" * 64)
SEEN = {**CONTENT, "prompt": {"text": "What is it?", "images": [ASSET]}}
AGREEMENT = [
    {"question": "order", "on": "item", "title": "Order | them", "alpha": 0.71234, "low": 0.6, "high": 0.8, "items": 9,
     "annotations": 27},
    {"question": "why", "on": "item", "title": "Why?", "alpha": None, "reason": "Texts have none."},
]  # fmt: skip


def written(*records: ItemRecord, said: dict[str, Any] | None = None, **options: Any) -> dict[str, bytes]:
    format = Huggingface(Huggingface.read_options(FORM, options), FORM)  # noqa: A001
    data = Recorded(about(FORM, **(said or {})), records, [PICTURE], {ASSET: b"\x89PNG"})
    return files(format, data)


def test_the_folder_has_a_shard_and_a_card() -> None:
    held = written(item(1, CONTENT, annotation(1, full_answers())))
    assert list(held) == ["data/train-00000-of-00001.parquet", "README.md"]
    front = yaml.safe_load(held["README.md"].decode().split("---")[1])
    assert front["configs"] == [
        {"config_name": "default", "data_files": [{"split": "train", "path": "data/train-*.parquet"}]}
    ]
    assert front["pretty_name"] == "Sky"


def test_shards_end_at_their_size_and_say_how_many_there_are(monkeypatch: Any) -> None:
    monkeypatch.setattr(huggingface, "MEBIBYTE", 1000)
    records = [item(number, {"prompt": {"text": "x" * 400}}, annotation(1, []), split="train") for number in range(5)]
    held = written(*records, item(9, CONTENT, split="test"), shard_mib=1)
    tables = {path: pq.read_table(io.BytesIO(data)).num_rows for path, data in held.items() if path.endswith("parquet")}
    assert tables == {
        "data/train-00000-of-00003.parquet": 2,
        "data/train-00001-of-00003.parquet": 2,
        "data/train-00002-of-00003.parquet": 1,
        "data/test-00000-of-00001.parquet": 0,
    }


def test_a_row_may_be_what_a_trainer_reads_with_pictures_in_it() -> None:
    record = item(1, SEEN, annotation(1, full_answers()))
    held = written(record, table="trl_preference", question=ORDER["name"], images=True)
    table = pq.read_table(io.BytesIO(held["data/train-00000-of-00001.parquet"]))
    assert table.column_names[:3] == ["prompt", "chosen", "rejected"]
    assert table.to_pylist()[0]["images"] == [{"bytes": b"\x89PNG", "path": f"{ASSET}.png"}]
    features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
    assert features["images"] == [{"_type": "Image"}]
    assert features["votes_for"] == {"dtype": "int64", "_type": "Value"}


def test_answers_may_have_their_pictures_too() -> None:
    held = written(item(1, SEEN, annotation(1, full_answers())), images=True)
    [row] = pq.read_table(io.BytesIO(held["data/train-00000-of-00001.parquet"])).to_pylist()
    assert row["images"] == [{"bytes": b"\x89PNG", "path": f"{ASSET}.png"}]
    assert row["content"]["prompt"]["images"] == [ASSET]


def test_the_options_of_what_a_row_is_are_those_of_that_format() -> None:
    assert Huggingface.read_options(FORM, {}) == {
        "table": "annotations",
        "shard_mib": 400,
        "images": False,
        "columns": [],
    }
    chosen = Huggingface.read_options(FORM, {"table": "trl_preference", "rows": "kemeny"})
    assert (chosen["rows"], chosen["question"]) == ("kemeny", ORDER["name"])
    assert Huggingface.read_options(FORM, chosen) == chosen
    with pytest.raises(BadOptions) as refusal:
        Huggingface.read_options(FORM, {"rows": "kemeny"})
    assert [problem.pointer for problem in refusal.value.problems] == ["/rows"]
    names = [option.name for option in Huggingface.options(FORM)]
    assert names[:2] == ["table", "shard_mib"]
    assert len(names) == len(set(names))


def test_the_card_tells_figures_columns_agreement_licence_and_guidelines() -> None:
    said = {"licence": "CC-BY-4.0", "agreement": AGREEMENT, "items": 1234, "release": 3, "project": "Sky: a | b"}
    card = written(item(1, CONTENT, annotation(1, full_answers())), said=said)["README.md"].decode()
    front = yaml.safe_load(card.split("---")[1])
    assert (front["license"], front["pretty_name"]) == ("cc-by-4.0", "Sky: a | b, release 3")
    assert "| Items | 1,234 |" in card
    assert "| Order \\| them | item | 0.712 | 0.600 to 0.800 | 9 | 27 |" in card
    assert "| Why? | item | Texts have none. | – |" in card
    assert "| `answers` | {order, safe, quality, why} |" in card
    assert card.endswith("## Guidelines\n\nWhat the annotators were told:\n\nBe kind.\n")


def test_a_licence_of_ones_own_is_an_other_one() -> None:
    card = written(item(1, CONTENT), said={"licence": "Only for\nAcme (2026)"})["README.md"].decode()
    front = yaml.safe_load(card.split("---")[1])
    assert (front["license"], front["license_name"]) == ("other", "Only for Acme (2026)")


def test_what_was_left_out_stands_in_the_card() -> None:
    stray = annotation(1, [answer("gone", {"rating": 1})])
    card = written(item(1, CONTENT, stray))["README.md"].decode()
    assert "| Left out: answers to questions that the form no longer has | 1 |" in card


def test_the_same_records_give_the_same_folder() -> None:
    record = item(1, SEEN, annotation(1, full_answers()))
    assert written(record, images=True) == written(record, images=True)


def test_the_readme_of_a_release_trains_on_its_first_file_that_can() -> None:
    def made(*released: ReleaseFile) -> str:
        return release_readme(about(FORM, release=2, agreement=AGREEMENT, licence="MIT"), released)

    pairs = ReleaseFile("sky.jsonl", "trl_preference", 10, "a" * 64)
    ratings = ReleaseFile("ratings.jsonl", "trl_reward", 10, "b" * 64)
    readme = made(ReleaseFile("all.zip", "concord", 1, "c" * 64), ratings, pairs)
    assert training_script("DPO", "sky.jsonl") in readme
    assert f"{'a' * 64}  sky.jsonl\n" in readme
    assert "# Sky, release 2" in readme
    assert "0.712" in readme
    assert "```python" not in made(ratings), "mean ratings are no pairs"
    assert training_script("Reward", "ratings.jsonl") in made(ratings._replace(options={"type": "pairs"}))
    split = pairs._replace(filename="sky.zip", options={"split": {"train": 1}})
    assert training_script("DPO", "train.jsonl") in made(split)
    assert "load_dataset('set')" in made(ReleaseFile("set.zip", "huggingface", 1, "d" * 64))


@pytest.mark.parametrize("trainer", ["DPO", "SFT", "KTO", "Reward"])
def test_the_script_is_python_of_ten_lines(trainer: str) -> None:
    script = training_script(trainer, "it's.jsonl")
    compile(script, "script", "exec")
    assert len([line for line in script.splitlines() if line]) == 10
