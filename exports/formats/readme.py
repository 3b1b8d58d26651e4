"""What stands beside the files of a release: what they are, whether they arrived whole, and how to train with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from exports.formats.card import agreement, statistics, table, title
from exports.formats.records import About


class ReleaseFile(NamedTuple):
    """A file of a release: its name, the format it was written in and with what options, its bytes, its SHA-256."""

    filename: str
    format: str
    size: int
    sha256: str
    options: Mapping[str, Any] = {}


MODEL = "Qwen/Qwen3-0.6B"
"""A small model that the examples train; any other of its kind will do."""
TRAINERS: Mapping[str, tuple[str, str]] = {
    "trl_preference": ("DPO", "Directly on what people prefer."),
    "trl_sft": ("SFT", "On what people wrote or found best."),
    "trl_unpaired": ("KTO", "On responses that are good or bad by themselves."),
    "trl_reward": ("Reward", "A reward model on pairs (choose the rows `pairs`)."),
}
"""The trainer of each format that has one in TRL, best first."""


def release_readme(about: About, files: Sequence[ReleaseFile]) -> str:
    """The README of a release, in markdown."""
    parts = [
        f"# {title(about)}",
        f"Made for {about.client} on {about.created_at:%Y-%m-%d}." + (f" {about.notes}" if about.notes else ""),
        statistics(about, {}, ()),
        agreement(about),
        manifest(files),
        training(files),
        f"## Licence\n\n{about.licence or 'None is named: ask whoever gave you this data.'}",
        f"## Guidelines\n\nWhat the annotators were told:\n\n{about.guidelines}" if about.guidelines.strip() else "",
    ]
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def manifest(files: Sequence[ReleaseFile]) -> str:
    """The files, with what they must sum up to."""
    rows = [(f"`{file.filename}`", file.format, f"{file.size:,}", f"`{file.sha256}`") for file in files]
    if not rows:
        return ""
    check = (
        "```sh\nsha256sum --check <<'END'\n"
        + "".join(f"{file.sha256}  {file.filename}\n" for file in files)
        + "END\n```"
    )
    return "## Files\n\n" + table(("File", "Format", "Bytes", "SHA-256"), rows) + "\n\n" + check


def training(files: Sequence[ReleaseFile]) -> str:
    """Ten lines that train a small model on the first file that a trainer reads."""
    fitting = [file for name in TRAINERS for file in files if file.format == name and trains(file)]
    if not fitting:
        return how_to_read(files)
    trainer, why = TRAINERS[fitting[0].format]
    packed = fitting[0].filename.endswith(".zip")
    script = training_script(trainer, "train.jsonl" if packed else fitting[0].filename)
    first = f"unpack `{fitting[0].filename}`, then:" if packed else "then:"
    return f"## Training\n\n{why} `pip install trl datasets`, {first}\n\n```python\n{script}```"


def trains(file: ReleaseFile) -> bool:
    """Whether the trainer reads the file as it is: no pictures, and of ratings only pairs."""
    pairs = file.format != "trl_reward" or file.options.get("type") == "pairs"
    split = file.filename.endswith(".jsonl") or bool(file.options.get("split"))
    return pairs and split and not file.options.get("images")


def how_to_read(files: Sequence[ReleaseFile]) -> str:
    """How a folder or a table is read, where nothing here trains by itself."""
    folders = [file for file in files if file.format == "huggingface"]
    if not folders:
        return ""
    folder = folders[0].filename.removesuffix(".zip")
    return (
        "## Reading\n\nUnpack the folder; `pip install datasets`, then:\n\n```python\n"
        f"from datasets import load_dataset\n\nprint(load_dataset({folder!r}))\n```"
    )


def training_script(trainer: str, filename: str, *, model: str = MODEL, steps: int = 100) -> str:
    """A script that runs as it is, in the folder with the file."""
    kind = "AutoModelForSequenceClassification" if trainer == "Reward" else "AutoModelForCausalLM"
    head = ", num_labels=1" if trainer == "Reward" else ""
    return f"""\
import torch
from datasets import load_dataset
from transformers import {kind}, AutoTokenizer
from trl import {trainer}Config, {trainer}Trainer

data = load_dataset("json", data_files={filename!r}, split="train")
tokenizer = AutoTokenizer.from_pretrained({model!r})
model = {kind}.from_pretrained({model!r}{head})
settings = {trainer}Config(output_dir="trained", max_steps={steps}, bf16=torch.cuda.is_available())
trainer = {trainer}Trainer(model, args=settings, train_dataset=data, processing_class=tokenizer)
print(trainer.train())
"""
