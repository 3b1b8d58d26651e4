"""Transcripts of HH-RLHF: pairs of conversations of which one was preferred, and red-team conversations.

A transcript is one text with turns after `\\n\\nHuman:` and `\\n\\nAssistant:`. Of a pair the turns that both share are
the conversation and the rest of each is a response; a red-team transcript is a conversation, and what is known about
it is metadata.

Source: Bai et al. 2022, arXiv:2204.05862; Ganguli et al. 2022, arXiv:2209.07858; https://github.com/anthropics/hh-rlhf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from annotation.forms import Problem
from annotation.imports.columns import trouble
from annotation.imports.foreign import Columns, Files, ForeignRow, Reader
from annotation.imports.items import ItemRow, item_from_json
from annotation.imports.json_array import is_json, json_files, json_records
from annotation.imports.pairs import CHOSEN, REJECTED, pair, pair_form, preference
from annotation.imports.table import beginning, first_records

TURN = re.compile(r"\n\n(Human|Assistant):")
ROLES = {"Human": "user", "Assistant": "assistant"}
TRANSCRIPT = "transcript"
ROWS_LOOKED_AT = 20

Turn = tuple[str, str]
"""Who speaks, and the text as it stands behind the colon."""


def read_turns(transcript: str) -> list[Turn]:
    """The turns of a transcript; none when it does not begin with one."""
    before, *parts = TURN.split(transcript)
    return [] if before.strip() else list(zip(parts[::2], parts[1::2], strict=True))


def _item(row: Mapping[str, Any], fallback_id: str) -> ItemRow | list[Problem]:
    if detail := trouble(row):
        return [Problem("", detail)]
    if isinstance(row.get(TRANSCRIPT), str):
        return _conversation(row, fallback_id)
    if isinstance(row.get(CHOSEN), str) and isinstance(row.get(REJECTED), str):
        return _pair(row, fallback_id)
    return [Problem("", "is neither a pair of transcripts nor a transcript")]


def _conversation(row: Mapping[str, Any], fallback_id: str) -> ItemRow | list[Problem]:
    turns = read_turns(row[TRANSCRIPT])
    metadata = {key: value for key, value in row.items() if key != TRANSCRIPT and value is not None}
    problems = _empty(turns, TRANSCRIPT)
    return problems or item_from_json(
        {"content": {"messages": _messages(turns)}, "metadata": metadata}, fallback_id=fallback_id
    )


def _pair(row: Mapping[str, Any], fallback_id: str) -> ItemRow | list[Problem]:
    chosen, rejected = read_turns(row[CHOSEN]), read_turns(row[REJECTED])
    problems = [*_empty(chosen, CHOSEN), *_empty(rejected, REJECTED)]
    if problems:
        return problems
    shared = _shared(chosen, rejected)
    responses = pair({"text": _response(chosen[shared:])}, {"text": _response(rejected[shared:])})
    metadata = {key: value for key, value in row.items() if key not in (CHOSEN, REJECTED) and value is not None}
    content = {"messages": _messages(chosen[:shared]), "responses": responses}
    item = item_from_json({"content": content, "metadata": metadata}, fallback_id=fallback_id)
    return replace(item, annotations=[preference()]) if isinstance(item, ItemRow) else item


def _empty(turns: list[Turn], key: str) -> list[Problem]:
    if not turns:
        return [Problem(f"/{key}", "must begin with a turn of Human or Assistant")]
    return [
        Problem(f"/{key}", f"turn {number} is empty") for number, (_, text) in enumerate(turns, 1) if not text.strip()
    ]


def _shared(chosen: list[Turn], rejected: list[Turn]) -> int:
    """How many turns both begin with alike, with one left for each."""
    most = min(len(chosen), len(rejected)) - 1
    return next((at for at in range(most) if chosen[at] != rejected[at]), most)


def _messages(turns: list[Turn]) -> list[dict[str, str]]:
    return [{"role": ROLES[speaker], "text": text.strip()} for speaker, text in turns]


def _response(turns: list[Turn]) -> str:
    """One answer as it is; of several turns the transcript goes on."""
    if len(turns) == 1 and turns[0][0] == "Assistant":
        return turns[0][1].strip()
    return "".join(f"\n\n{speaker}:{text}" for speaker, text in turns).strip()


def _read(files: Files, _: Columns) -> Iterator[ForeignRow]:
    for record in json_records(files):
        row = record.value
        if isinstance(row, Problem):
            found: ItemRow | list[Problem] = [row]
        elif isinstance(row, Mapping):
            found = _item(row, record.fallback_id)
        else:
            found = [Problem("", "must be an object")]
        problems = found if isinstance(found, list) else []
        yield ForeignRow(record.where, None if isinstance(found, list) else found, problems)


def _is_transcript(value: Any) -> bool:
    return isinstance(value, str) and bool(read_turns(value))


def _kind(files: Files) -> str:
    """What most of the first objects are: pairs, transcripts or neither."""
    names = json_files(files)
    if not names or not is_json(beginning(files, names[0])):
        return ""
    rows = [
        each.value for each in first_records(files, json_records, ROWS_LOOKED_AT) if isinstance(each.value, Mapping)
    ]
    pairs = sum(_is_transcript(row.get(CHOSEN)) and _is_transcript(row.get(REJECTED)) for row in rows)
    transcripts = sum(_is_transcript(row.get(TRANSCRIPT)) for row in rows)
    if 2 * max(pairs, transcripts) <= len(rows):
        return ""
    return CHOSEN if pairs >= transcripts else TRANSCRIPT


def _form(files: Files) -> Mapping[str, Any] | None:
    return pair_form("messages") if _kind(files) == CHOSEN else None


READER = Reader(
    name="hh_rlhf",
    title="HH-RLHF transcripts",
    detect=lambda files: 0.95 if _kind(files) else 0,
    read=_read,
    form=_form,
)
