"""Those for whom the files are made read them as they are: `datasets`, and TRL's trainers on a model of a few thousand
parameters, made here, for one step.

They need libraries that the product does not: `make test-clients` installs them beside it and runs this file.
"""

from __future__ import annotations

import copy
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from annotation.forms import parse_form
from annotation.tests.forms_cases import ASSET, POINTS, answer, form_json
from exports.formats.concord import Concord
from exports.formats.huggingface import Huggingface
from exports.formats.readme import training_script
from exports.formats.records import ItemRecord, MediaRecord
from exports.formats.registry import FORMATS
from exports.tests.recorded import Recorded, about, annotation, files, item

datasets = pytest.importorskip("datasets")
torch = pytest.importorskip("torch")
tokenizers = pytest.importorskip("tokenizers")
transformers = pytest.importorskip("transformers")
trl = pytest.importorskip("trl")

pytestmark = pytest.mark.clients
os.environ["HF_HUB_OFFLINE"] = "1"

HELPFUL = {"name": "helpful", "kind": "rating", "title": "Helpful?", "scope": "responses", "options": POINTS}
ORDER = {"name": "order", "kind": "ranking", "title": "Order"}
WRITE = {"name": "write", "kind": "text", "title": "Write"}
FORM = parse_form(form_json(ORDER, HELPFUL, WRITE))
ROWS = 8
TEMPLATE = (
    "{% for message in messages %}<{{ message.role }}>"
    "{% if message.content is string %}{{ message.content }}"
    "{% else %}{% for part in message.content %}{{ part.text or '' }}{% endfor %}{% endif %}"
    "{{ eos_token }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)


def answered(number: int, *, images: tuple[str, ...] = (), talk: bool = False, split: str = "") -> ItemRecord:
    """An item with a ranking, ratings and a text of one person."""
    asks = {"text": f"What is {number} and {number}?", **({"images": list(images)} if images else {})}
    history: list[Any] = [
        {"id": "m1", "role": "user", "text": "Can you add?"},
        {"id": "m2", "role": "assistant", "text": "Yes."},
        {"id": "m3", "role": "user", "text": str(asks["text"])},
    ]
    responses: list[Any] = [{"id": "a", "text": f"It is {2 * number}."}, {"id": "b", "text": "No idea."}]
    answers = [
        answer("order", {"ranks": [["a"], ["b"]]}),
        answer("helpful", {"rating": 5}, "responses.a"),
        answer("helpful", {"rating": 1}, "responses.b"),
        answer("write", {"text": f"{number} and {number} is {2 * number}."}),
    ]
    content: dict[str, Any] = {"messages": history} if talk else {"prompt": asks}
    return item(number, {**content, "responses": responses}, annotation(number, answers), split=split)


def picture() -> bytes:
    """A small red picture."""
    image = pytest.importorskip("PIL.Image")
    written = io.BytesIO()
    image.new("RGB", (8, 6), (255, 0, 0)).save(written, "PNG")
    return written.getvalue()


def folder(path: Path, format: str, *records: ItemRecord, **options: Any) -> Path:  # noqa: A002
    """The files of a format, on the disk."""
    pixels = picture()
    media = MediaRecord(
        id=ASSET, filename="a.png", media_type="image/png", width=8, height=6, size=len(pixels), sha256=""
    )
    kind = FORMATS[format]
    made = kind(kind.read_options(FORM, options), FORM)
    data = Recorded(about(FORM, licence="CC-BY-4.0", items=len(records)), records, [media], {ASSET: pixels})
    for name, held in files(made, data).items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(held)
    return path


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """A tokenizer of single bytes, without anything from elsewhere."""
    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    special = ["<pad>", "<end>"]
    vocabulary = {token: number for number, token in enumerate([*special, *alphabet])}
    made = tokenizers.Tokenizer(tokenizers.models.BPE(vocab=vocabulary, merges=[]))
    made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = tokenizers.decoders.ByteLevel()
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=made, pad_token="<pad>", eos_token="<end>")
    fast.chat_template = TEMPLATE
    return fast


def config(tokenizer: Any) -> Any:
    return transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=512,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        num_labels=1,
    )


def one_step(name: str, model: Any, tokenizer: Any, rows: Any, path: Path) -> Any:
    """What a trainer says after one step."""
    settings = getattr(trl, f"{name}Config")(
        output_dir=str(path / "trained"),
        max_steps=1,
        per_device_train_batch_size=2,
        report_to=[],
        use_cpu=True,
        bf16=False,
        save_strategy="no",
        disable_tqdm=True,
    )
    trainer = getattr(trl, f"{name}Trainer")(model, args=settings, train_dataset=rows, processing_class=tokenizer)
    return trainer.train()


def model(kind: str, tokenizer: Any, path: Path) -> Any:
    """A model with random weights, from the disk, as models come: a trainer may load it once more to compare with."""
    torch.manual_seed(0)
    getattr(transformers, f"LlamaFor{kind}")(config(tokenizer)).save_pretrained(path)
    tokenizer.save_pretrained(path)
    return getattr(transformers, f"AutoModelFor{kind}").from_pretrained(path, dtype="float32")


@pytest.mark.parametrize("talk", [False, True], ids=["standard", "conversational"])
@pytest.mark.parametrize(
    ("trainer", "format", "options"),
    [
        ("Reward", "trl_preference", {"question": "order", "margin": True}),
        ("Reward", "trl_preference", {"question": "order", "prompt": "implicit"}),
        ("Reward", "trl_reward", {"type": "pairs"}),
        ("DPO", "trl_preference", {"question": "order"}),
        ("DPO", "trl_preference", {"question": "order", "prompt": "implicit"}),
        ("SFT", "trl_sft", {"question": "write"}),
        ("SFT", "trl_sft", {"question": "write", "type": "prompt_completion"}),
        ("KTO", "trl_unpaired", {"question": "helpful"}),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else value,
)
def test_a_trainer_takes_a_step_on_the_file_as_it_is(
    tmp_path: Path,
    tokenizer: Any,
    trainer: str,
    format: str,  # noqa: A002
    options: dict[str, Any],
    talk: bool,
) -> None:
    records = [answered(number, talk=talk) for number in range(ROWS)]
    [written] = folder(tmp_path / "data", format, *records, **options).iterdir()
    rows = datasets.load_dataset("json", data_files=str(written), split="train", cache_dir=str(tmp_path / "cache"))
    trained = model("SequenceClassification" if trainer == "Reward" else "CausalLM", tokenizer, tmp_path / "model")
    before = {name: value.clone() for name, value in trained.named_parameters()}
    said = one_step(trainer, trained, tokenizer, rows, tmp_path)
    assert said.global_step == 1
    assert said.training_loss > 0
    assert any(not torch.equal(before[name], value) for name, value in trained.named_parameters()), "nothing was learnt"


def test_the_script_of_a_readme_runs_as_it_stands(tmp_path: Path, tokenizer: Any) -> None:
    records = [answered(number) for number in range(ROWS)]
    folder(tmp_path, "trl_preference", *records, question="order")
    model("CausalLM", tokenizer, tmp_path / "model")
    script = training_script("DPO", "preferences.jsonl", model="model", steps=1)
    environment = {
        **os.environ,
        "HF_HOME": str(tmp_path / "home"),
        "CUDA_VISIBLE_DEVICES": "",
        "ACCELERATE_USE_CPU": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "global_step=1" in ran.stdout
    assert len([line for line in script.splitlines() if line]) == 10


VISION_TEMPLATE = (
    "{% for message in messages %}<{{ message.role }}>"
    "{% if message.content is string %}{{ message.content }}"
    "{% else %}{% for part in message.content %}"
    "{% if part.type == 'image' %}<image>{% else %}{{ part.text or '' }}{% endif %}"
    "{% endfor %}{% endif %}<end>{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)


def seeing(tokenizer: Any) -> tuple[Any, Any]:
    """A LLaVA of one layer with random weights, and what makes its inputs."""
    words = copy.deepcopy(tokenizer)
    words.add_special_tokens({"additional_special_tokens": ["<image>"]})
    eyes = transformers.CLIPImageProcessor(size={"shortest_edge": 8}, crop_size={"height": 8, "width": 8})
    processor = transformers.LlavaProcessor(
        image_processor=eyes,
        tokenizer=words,
        patch_size=4,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=VISION_TEMPLATE,
    )
    torch.manual_seed(0)
    sight = transformers.CLIPVisionConfig(
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=8,
        patch_size=4,
        projection_dim=16,
    )
    settings = transformers.LlavaConfig(
        vision_config=sight, text_config=config(words), image_token_index=words.convert_tokens_to_ids("<image>")
    )
    return transformers.LlavaForConditionalGeneration(settings), processor


def test_a_vision_model_takes_a_step_on_messages_with_their_pictures(tmp_path: Path, tokenizer: Any) -> None:
    records = [answered(number, images=(ASSET,)) for number in range(ROWS)]
    path = folder(tmp_path / "set", "huggingface", *records, table="trl_sft", question="write", images=True)
    rows = datasets.load_dataset(str(path), split="train", cache_dir=str(tmp_path / "cache"))
    assert rows[0]["images"][0].size == (8, 6)
    trained, processor = seeing(tokenizer)
    before = trained.model.multi_modal_projector.linear_1.weight.clone()
    said = one_step("SFT", trained, processor, rows, tmp_path)
    assert said.global_step == 1
    assert said.training_loss > 0
    assert not torch.equal(before, trained.model.multi_modal_projector.linear_1.weight), "no picture was looked at"


def test_datasets_loads_the_folder_with_its_splits(tmp_path: Path) -> None:
    records = [answered(number, split="test" if number % 4 == 0 else "train") for number in range(ROWS)]
    path = folder(tmp_path / "set", "huggingface", *records)
    loaded = datasets.load_dataset(str(path), cache_dir=str(tmp_path / "cache"))
    assert {split: len(rows) for split, rows in loaded.items()} == {"train": 6, "test": 2}
    row = loaded["test"][0]
    assert row["content"]["prompt"]["text"] == "What is 0 and 0?"
    assert row["answers"]["order"] == [["a"], ["b"]]
    assert row["answers"]["helpful"] == [{"on": "responses.a", "value": 5}, {"on": "responses.b", "value": 1}]


def test_datasets_reads_the_card(tmp_path: Path) -> None:
    path = folder(tmp_path, "huggingface", answered(1))
    card = pytest.importorskip("huggingface_hub").DatasetCard.load(path / "README.md")
    assert card.data.license == "cc-by-4.0"
    assert card.data.pretty_name == "Sky"
    assert card.data.size_categories == ["n<1K"]


def test_shards_are_one_data_set(tmp_path: Path) -> None:
    long = [item(number, {"prompt": {"text": "x" * 600_000}}, annotation(1, [])) for number in range(5)]
    path = folder(tmp_path / "set", "huggingface", *long, shard_mib=1)
    assert sorted(file.name for file in (path / "data").iterdir()) == [
        f"train-0000{number}-of-00003.parquet" for number in range(3)
    ]
    loaded = datasets.load_dataset(str(path), split="train", cache_dir=str(tmp_path / "cache"))
    assert loaded["position"] == list(range(5))


def test_pictures_are_pictures(tmp_path: Path) -> None:
    records = [answered(number, images=(ASSET,)) for number in range(ROWS)]
    path = folder(tmp_path / "set", "huggingface", *records, table="trl_preference", question="order", images=True)
    rows = datasets.load_dataset(str(path), split="train", cache_dir=str(tmp_path / "cache"))
    assert isinstance(rows.features["images"].feature, datasets.Image)
    assert rows[0]["images"][0].size == (8, 6)
    assert rows[0]["images"][0].getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize(("table", "key"), [("trl_preference", "prompt"), ("trl_sft", "messages")])
def test_rows_with_pictures_are_filled_as_vision_trainers_fill_them(tmp_path: Path, table: str, key: str) -> None:
    question = {"trl_preference": "order", "trl_sft": "write"}[table]
    path = folder(
        tmp_path / "set", "huggingface", answered(1, images=(ASSET,)), table=table, question=question, images=True
    )
    [row] = datasets.load_dataset(str(path), split="train", cache_dir=str(tmp_path / "cache"))
    assert trl.data_utils.is_conversational({key: row[key]})
    filled = trl.data_utils.prepare_multimodal_messages(row[key], images=row["images"])
    shown = [part for message in filled for part in message["content"] if part["type"] == "image"]
    assert [part["image"].size for part in shown] == [(8, 6)]


def test_parquet_opens_in_pandas(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    folder(tmp_path, "parquet", *(answered(number) for number in range(3)))
    frame = pandas.read_parquet(tmp_path / "annotations.parquet")
    assert list(frame["position"]) == [0, 1, 2]


def test_the_formats_for_other_programs_are_json_that_datasets_reads(tmp_path: Path) -> None:
    assert {Concord.name, Huggingface.name} <= set(FORMATS)
    for format in ("openai_chat", "sharegpt", "openai_preference"):  # noqa: A001
        question = "order" if format == "openai_preference" else "write"
        [written] = folder(tmp_path / format, format, answered(1), question=question).iterdir()
        rows = datasets.load_dataset("json", data_files=str(written), split="train", cache_dir=str(tmp_path / "cache"))
        assert len(rows) == 1
