"""Every format by its name, in the order in which people choose among them."""

from __future__ import annotations

from collections.abc import Mapping

from exports.formats.annotations import Annotations
from exports.formats.argilla import Argilla
from exports.formats.coco import Coco
from exports.formats.concord import Concord
from exports.formats.conll import Conll
from exports.formats.huggingface import Huggingface
from exports.formats.label_studio import LabelStudio
from exports.formats.openai import OpenaiChat, OpenaiPreference
from exports.formats.parquet import Parquet
from exports.formats.records import Format
from exports.formats.sharegpt import Sharegpt
from exports.formats.sheets import Csv, Xlsx
from exports.formats.trl import TrlPreference
from exports.formats.trl_labels import TrlReward, TrlStepwise, TrlUnpaired
from exports.formats.trl_texts import TrlCritique, TrlPrompt, TrlSft
from exports.formats.voc import Voc
from exports.formats.web_annotations import WebAnnotations
from exports.formats.yolo import Yolo

ALL: tuple[type[Format], ...] = (
    Annotations,
    Concord,
    Csv,
    Xlsx,
    Parquet,
    Huggingface,
    TrlPreference,
    TrlPrompt,
    TrlSft,
    TrlUnpaired,
    TrlReward,
    TrlStepwise,
    TrlCritique,
    OpenaiChat,
    OpenaiPreference,
    Sharegpt,
    LabelStudio,
    Argilla,
    Coco,
    Yolo,
    Voc,
    Conll,
    WebAnnotations,
)
FORMATS: Mapping[str, type[Format]] = {each.name: each for each in ALL}
