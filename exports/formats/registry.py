"""Every format by its name, in the order in which people choose among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from exports.formats.records import Format

PLACES: Mapping[str, str] = {
    "annotations": "annotations:Annotations",
    "concord": "concord:Concord",
    "csv": "sheets:Csv",
    "xlsx": "sheets:Xlsx",
    "parquet": "parquet:Parquet",
    "huggingface": "huggingface:Huggingface",
    "trl_preference": "trl:TrlPreference",
    "trl_prompt": "trl_texts:TrlPrompt",
    "trl_sft": "trl_texts:TrlSft",
    "trl_unpaired": "trl_labels:TrlUnpaired",
    "trl_reward": "trl_labels:TrlReward",
    "trl_stepwise": "trl_labels:TrlStepwise",
    "trl_critique": "trl_texts:TrlCritique",
    "openai_chat": "openai:OpenaiChat",
    "openai_preference": "openai:OpenaiPreference",
    "sharegpt": "sharegpt:Sharegpt",
    "label_studio": "label_studio:LabelStudio",
    "argilla": "argilla:Argilla",
    "coco": "coco:Coco",
    "yolo": "yolo:Yolo",
    "voc": "voc:Voc",
    "conll": "conll:Conll",
    "web_annotations": "web_annotations:WebAnnotations",
    "freeze": "freeze:Freeze",
}
OFFERED = tuple(name for name in PLACES if name != "freeze")
"""What people choose among; a freeze is what a release is made of."""


class Formats(Mapping[str, type[Format]]):
    """Loads a format when it is asked for: Arrow alone takes 30 MiB, which whoever writes lines does not need."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def __getitem__(self, name: str) -> type[Format]:
        if name not in self._names:
            raise KeyError(name)
        module, _, kind = PLACES[name].partition(":")
        found: type[Format] = getattr(import_module(f"exports.formats.{module}"), kind)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


FORMATS = Formats(OFFERED)
KINDS = Formats(tuple(PLACES))
