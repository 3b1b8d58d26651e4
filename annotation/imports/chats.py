"""Conversations that models are trained on, one object each, in JSON, JSON Lines or Parquet.

Taken are OpenAI's fine-tuning examples (`messages`, with `tools`) and preferences (`input`, `preferred_output`,
`non_preferred_output`), ShareGPT (`conversations`), and what TRL calls conversational or standard data: `prompt` or
none, with `completion`, or with `chosen` and `rejected`, each a text or messages. Of a pair the first messages that
both share are the conversation, what follows is the response, and which one was chosen is an answer. Everything else
that an object holds is metadata.

Source: OpenAI API, fine-tuning and preference optimization guides; TRL, "Dataset formats and types"; LLaMA-Factory,
data/README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotation.forms import Problem
from annotation.imports.columns import row_id, trouble
from annotation.imports.files import names_ending
from annotation.imports.foreign import PICTURE, Columns, Files, ForeignRow, Reader, picture
from annotation.imports.items import ItemRow, item_from_json
from annotation.imports.json_array import is_json, json_files, json_records
from annotation.imports.messages import ROLE_KEYS, Chat, place_of, read_chat, show_pictures
from annotation.imports.pairs import CHOSEN, REJECTED, pair, pair_form, preference
from annotation.imports.parquet import ENDINGS as PARQUET
from annotation.imports.parquet import is_parquet, parquet_records
from annotation.imports.pictures import Pictures
from annotation.imports.table import Record, beginning, finder, first_records

Json = dict[str, Any]

CHATS = ("messages", "conversations", "conversation")
SETTINGS = ("system", "system_prompt")
IDS = ("external_id", "id")
PICTURES = ("images", "image")
ROWS_LOOKED_AT = 20


@dataclass
class _Reading:
    """An object being read; the keys that nobody takes are metadata."""

    row: Mapping[str, Any]
    taken: set[str] = field(default_factory=set)
    content: Json = field(default_factory=dict)
    metadata: Json = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    annotations: Sequence[Json] = ()

    def take(self, key: str) -> Any:
        """The value under a key, which is no metadata then."""
        self.taken.add(key)
        return self.row.get(key)

    def chat(self, key: str, value: Any, *, first: int = 1) -> Chat:
        """The messages of a value that stands under a key; a text is what the model answered."""
        if isinstance(value, str):
            value = {"role": "assistant", "content": value}
        chat = read_chat([value] if isinstance(value, Mapping) else value, first=first)
        self.problems += [Problem(f"/{key}{each.pointer}", each.detail) for each in chat.problems]
        return chat

    def show(self, *chats: Chat) -> None:
        """The messages before any response, behind what the model is told for all of them."""
        told = [text for key in SETTINGS if isinstance(text := self.take(key), str) and text]
        messages = [{"id": "system", "role": "system", "text": text} for text in told[:1]]
        for chat in chats:
            messages += chat.messages
            self.keep("messages", chat.more)
        if messages:
            self.content["messages"] = messages

    def keep(self, key: str, more: Mapping[str, Any]) -> None:
        """What parts of the content carry besides, under their ids."""
        if more:
            self.metadata.setdefault(key, {}).update(more)


def read_object(
    row: Mapping[str, Any], *, fallback_id: str, place: Callable[[str], str] = str
) -> ItemRow | list[Problem]:
    """One conversation as an item, or what keeps it from being one; pointers go into the object."""
    reading = _Reading(row)
    next(read for known, read in SHAPES if known(row))(reading)
    if reading.problems:
        return reading.problems
    identifier = next((reading.take(key) for key in IDS if row.get(key) is not None), None)
    rest = {key: value for key, value in row.items() if key not in reading.taken and value is not None}
    _resolve(reading.content, place)
    metadata = {**rest, **reading.metadata}
    whole = {"external_id": identifier, "content": reading.content, "metadata": metadata}
    item = item_from_json(whole, fallback_id=fallback_id)
    return replace(item, annotations=reading.annotations) if isinstance(item, ItemRow) else item


def _read_preference(reading: _Reading) -> None:
    """OpenAI's: the input is a request with its own settings."""
    given = reading.take("input")
    given = given if isinstance(given, Mapping) else {"messages": given}
    before = reading.chat("input/messages", given.get("messages"))
    reading.show(before)
    reading.metadata |= {key: value for key, value in given.items() if key != "messages" and value is not None}
    first = len(before.messages) + 1
    chosen = reading.chat("preferred_output", reading.take("preferred_output"), first=first)
    rejected = reading.chat("non_preferred_output", reading.take("non_preferred_output"), first=first)
    _compare(reading, chosen, rejected, 0)


def _read_pair(reading: _Reading) -> None:
    """TRL's and LLaMA-Factory's: the prompt is a text, messages, or what both conversations begin with."""
    before = _before(reading)
    first = len(before.messages) + 1
    chosen = reading.chat(CHOSEN, reading.take(CHOSEN), first=first)
    rejected = reading.chat(REJECTED, reading.take(REJECTED), first=first)
    rest = _show_pictures(reading, [before] if before.awaited else [chosen, rejected])
    both = 0 if before.messages else _both(chosen.messages, rejected.messages)
    reading.show(before, _part(chosen, slice(both)))
    _drop_repeated_prompt(reading)
    _compare(reading, chosen, rejected, both)
    _add_pictures(reading, rest)


def _read_completion(reading: _Reading) -> None:
    before = _before(reading)
    completion = reading.chat("completion", reading.take("completion"), first=len(before.messages) + 1)
    rest = _show_pictures(reading, [before])
    reading.show(before)
    reading.content["responses"] = [_response(reading, "completion", completion, 0)]
    _add_pictures(reading, rest)


def _read_messages(reading: _Reading) -> None:
    before = _before(reading)
    rest = _show_pictures(reading, [before])
    reading.show(before)
    _add_pictures(reading, rest)


def _before(reading: _Reading) -> Chat:
    """The conversation of an object, if it names one; a prompt that is a text stands alone."""
    for key in ("prompt", *CHATS):
        if isinstance(value := reading.row.get(key), list):
            return reading.chat(key, reading.take(key))
        if key == "prompt" and isinstance(value, str) and value:
            reading.content["prompt"] = {"text": reading.take(key)}
    return Chat()


def _both(chosen: Sequence[Json], rejected: Sequence[Json]) -> int:
    """How many messages two conversations begin with alike; each has one left at least."""
    most = min(len(chosen), len(rejected)) - 1
    return next((at for at in range(most) if chosen[at] != rejected[at]), max(most, 0))


def _part(chat: Chat, part: slice) -> Chat:
    messages = chat.messages[part]
    ids = [message["id"] for message in messages]
    return Chat(messages, {key: chat.more[key] for key in ids if key in chat.more})


def _drop_repeated_prompt(reading: _Reading) -> None:
    """Some name the first message once more as the prompt."""
    texts = [message["text"] for message in reading.content.get("messages", ())]
    if reading.content.get("prompt", {}).get("text") in texts:
        del reading.content["prompt"]


def _compare(reading: _Reading, chosen: Chat, rejected: Chat, both: int) -> None:
    if not reading.problems:
        responses = [_response(reading, name, chat, both) for name, chat in ((CHOSEN, chosen), (REJECTED, rejected))]
        reading.content["responses"] = pair(*responses)
        reading.annotations = [preference()]


def _response(reading: _Reading, name: str, chat: Chat, first: int) -> Json:
    """What a conversation ends with, from a message on; several messages stand below each other."""
    messages = chat.messages[first:]
    if not any(message["text"].strip() or message.get("images") for message in messages):
        reading.problems.append(Problem(f"/{name}", "holds no response"))
    more = [chat.more[message["id"]] for message in messages if message["id"] in chat.more]
    reading.keep("responses", {name: {"messages": more}} if more else {})
    alone = len(messages) == 1
    texts = [message["text"] if alone else f"{message['role']}: {message['text']}" for message in messages]
    images = [image for message in messages for image in message.get("images", ())]
    return {"id": name, "text": "\n\n".join(texts), **({"images": images} if images else {})}


def _show_pictures(reading: _Reading, chats: Sequence[Chat]) -> Sequence[str]:
    """Give the pictures of the object to the messages that await them; those left over come back."""
    given = [each for key in PICTURES for each in _listed(reading.row.get(key))]
    places = [place for each in given if (place := place_of(each))]
    if not places or len(places) < len(given):
        return ()
    reading.taken.update(PICTURES)
    left = [show_pictures(chat, places) for chat in chats]
    return left[0]


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value] if value else ()


def _add_pictures(reading: _Reading, places: Sequence[str]) -> None:
    """Pictures that no message asks for belong to the prompt, or to what a person said first."""
    if not places:
        return
    messages = reading.content.get("messages", ())
    of_user = next((message for message in messages if message["role"] == "user"), None)
    shown = reading.content.setdefault("prompt", {}) if of_user is None else of_user
    shown.setdefault("images", []).extend(map(picture, places))


def _resolve(content: Json, place: Callable[[str], str]) -> None:
    """Say of every picture where it lies."""
    for block in [content.get("prompt", {}), *content.get("messages", ()), *content.get("responses", ())]:
        if "images" in block:
            block["images"] = [picture(place(each.removeprefix(PICTURE))) for each in block["images"]]


def _is_chat(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, Mapping) and bool(each.keys() & set(ROLE_KEYS)) for each in value)
    )


def _is_answer(value: Any) -> bool:
    return isinstance(value, str) or _is_chat([value] if isinstance(value, Mapping) else value)


def _is_preference(row: Mapping[str, Any]) -> bool:
    return {"input", "preferred_output", "non_preferred_output"} <= row.keys()


def _is_pair(row: Mapping[str, Any]) -> bool:
    return _is_answer(row.get(CHOSEN)) and _is_answer(row.get(REJECTED))


def _is_completion(row: Mapping[str, Any]) -> bool:
    return _is_chat(row.get("prompt")) and _is_answer(row.get("completion"))


def _is_conversation(row: Mapping[str, Any]) -> bool:
    return any(_is_chat(row.get(key)) for key in ("prompt", *CHATS))


SHAPES: tuple[tuple[Callable[[Mapping[str, Any]], bool], Callable[[_Reading], None]], ...] = (
    (_is_preference, _read_preference),
    (_is_pair, _read_pair),
    (_is_completion, _read_completion),
    (_is_conversation, _read_messages),
)
"""What an object is and how it is read; the first that fits counts."""


def is_chat_object(row: Any) -> bool:
    """Whether an object is one of those read here; ours say themselves what is content and what are responses."""
    own = isinstance(row, Mapping) and not row.keys() & {"responses", "content"}
    return own and any(known(row) for known, _ in SHAPES)


def _records(files: Files) -> Iterator[Record]:
    parquet = [name for name in names_ending(files, *PARQUET) if is_parquet(files, name)]
    return parquet_records(files) if parquet else json_records(files)


def _read(files: Files, _: Columns) -> Iterator[ForeignRow]:
    pictures = Pictures(files)
    for record in _records(files):
        found = _item(record, pictures)
        if isinstance(found, ItemRow):
            yield ForeignRow(record.where, found, (), record.lost)
        else:
            yield ForeignRow(record.where, None, found, record.lost)


def _item(record: Record, pictures: Pictures) -> ItemRow | list[Problem]:
    row = record.value
    if isinstance(row, Problem):
        return [row]
    if not is_chat_object(row):
        return [Problem("", "is no conversation that is known here")]
    if detail := trouble(row):
        return [Problem("", detail)]
    return read_object(
        row,
        fallback_id=record.fallback_id or row_id(row),
        place=finder(pictures, near=record.file),
    )


def _beginning(files: Files) -> Sequence[Record]:
    names = json_files(files)
    if not any(is_parquet(files, name) for name in names_ending(files, *PARQUET)) and not (
        names and is_json(beginning(files, names[0]))
    ):
        return ()
    return first_records(files, _records, ROWS_LOOKED_AT)


def _detect(files: Files) -> float:
    rows = _beginning(files)
    return 0.9 if rows and 2 * sum(is_chat_object(row.value) for row in rows) > len(rows) else 0


def _form(files: Files) -> Mapping[str, Any] | None:
    """Only what was preferred is an answer."""
    compared = any(
        is_chat_object(record.value) and (_is_preference(record.value) or _is_pair(record.value))
        for record in _beginning(files)
    )
    return pair_form("prompt", "messages") if compared else None


READER = Reader(name="chats", title="Conversations (OpenAI, ShareGPT, TRL)", detect=_detect, read=_read, form=_form)
