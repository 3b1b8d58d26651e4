"""From what people have to what an item is: one JSON object or one text becomes one item.

Our own shape is `{"external_id", "content", "metadata", "suggestions"}`. Taken as well are flat
objects, whose keys beside the content go into the metadata: `{"prompt": "…", "responses": ["…", {"text": "…",
"model": "…"}], "score": 3}`, chats as most trainers write them, `{"messages": [{"role": "user", "content": "…"}]}`, and
`{"text": "…"}`.

Here things are only put into shape. Whether the content is right is asked later, of `annotation.forms`.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from string import ascii_lowercase
from typing import Any

from annotation.forms import Problem
from annotation.forms.form import CONTENT_KEYS
from annotation.forms.problems import below

Json = dict[str, Any]

ITEM_KEYS = ("external_id", "content", "metadata", "suggestions", "annotations", "gold")
RESPONSE_KEYS = ("id", "text", "images", "source", "model")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item as it goes into a project; `content` as in the design, §5, not yet checked.

    `suggestions` as in `annotation.imports.suggestions`. `annotations` are what people answered elsewhere (see
    `annotation.imports.foreign`), `gold` is `{"answers": […], "hints": {}}`, the right answers. `more` is what only our
    own full file knows of an item (see `annotation.imports.full`).
    """

    external_id: str
    content: Mapping[str, Any]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    suggestions: Sequence[Any] = ()
    annotations: Sequence[Any] = ()
    gold: Mapping[str, Any] | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


def derived_id(data: bytes) -> str:
    """The external id of a row that names none: the same for the same bytes, so importing twice doubles nothing."""
    return f"sha256-{hashlib.sha256(data).hexdigest()[:40]}"


def item_from_text(text: str) -> ItemRow:
    """A text as the prompt of an item."""
    return ItemRow(derived_id(text.encode()), {"prompt": {"text": text}})


def item_from_json(value: object, *, fallback_id: str) -> ItemRow | list[Problem]:
    """One JSON value as an item, or what keeps it from being one; pointers go into the value."""
    if not isinstance(value, dict):
        return [Problem("", "must be an object")]
    problems: list[Problem] = []
    id_key = next((key for key in ("external_id", "id") if value.get(key) is not None), None)
    external_id = _external_id(value, id_key, problems) or fallback_id
    metadata = _metadata(value, problems)
    if "content" in value:
        content = value["content"]
        strange = [key for key in value if key not in (*ITEM_KEYS, id_key)]
        known = "is not known beside content; known are: external_id, metadata, suggestions"
        problems.extend(Problem(below("", key), known) for key in strange)
    else:
        content = {key: value[key] for key in CONTENT_KEYS if key in value}
        rest = {key: value[key] for key in value if key not in (*CONTENT_KEYS, *ITEM_KEYS, id_key)}
        _merge(metadata, rest, "", problems)
    shaped = _content(content, metadata, problems)
    suggestions = _suggestions(value, problems)
    return problems or ItemRow(external_id, shaped, metadata, suggestions)


def _external_id(value: Json, key: str | None, problems: list[Problem]) -> str:
    if key is None:
        return ""
    given = value[key]
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str) or not given.strip():
        problems.append(Problem(below("", key), "must be a text or a whole number"))
        return ""
    return given


def _metadata(value: Json, problems: list[Problem]) -> Json:
    given = value.get("metadata")
    if given is None:
        return {}
    if not isinstance(given, dict):
        problems.append(Problem("/metadata", "must be an object"))
        return {}
    return dict(given)


def _suggestions(value: Json, problems: list[Problem]) -> Sequence[Any]:
    given = value.get("suggestions")
    if given is not None and not isinstance(given, list):
        problems.append(Problem("/suggestions", "must be a list"))
        return ()
    return given or ()


def _merge(metadata: Json, more: Json, pointer: str, problems: list[Problem]) -> None:
    for key, value in more.items():
        if key in metadata:
            problems.append(Problem(below(pointer, key), "stands in metadata too"))
        else:
            metadata[key] = value


def _content(content: object, metadata: Json, problems: list[Problem]) -> Json:
    if not isinstance(content, dict):
        problems.append(Problem("/content", "must be an object"))
        return {}
    given = {key: value for key, value in content.items() if value is not None}
    if not given:
        problems.append(Problem("", "holds nothing to show; it may hold: " + ", ".join(CONTENT_KEYS)))
    if isinstance(given.get("prompt"), list) and "messages" not in given:  # some trainers call a chat so
        given["messages"] = given.pop("prompt")
    shaped = {key: SHAPES[key](value) if key in SHAPES else value for key, value in given.items()}
    if isinstance(responses := shaped.get("responses"), list):
        shaped["responses"] = [_response(response, metadata, problems) for response in responses]
    return shaped


def _messages(value: object) -> object:
    return _with_ids(map(_message, value), _numbered("m")) if isinstance(value, list) else value


def _context(value: object) -> object:
    documents = [value] if isinstance(value, str) else value
    return _with_ids(map(_block, documents), _numbered("c")) if isinstance(documents, list) else documents


def _responses(value: object) -> object:
    return _with_ids(map(_block, value), _lettered()) if isinstance(value, list) else value


def _block(entry: object) -> object:
    """Text alone, or an object whose text some call `content`."""
    if isinstance(entry, str):
        return {"text": entry}
    if isinstance(entry, dict) and "text" not in entry and isinstance(entry.get("content"), str):
        return {"text" if key == "content" else key: value for key, value in entry.items()}
    return entry


def _message(entry: object) -> object:
    """A message whose content is a text or, as some write it, a list of text parts."""
    if isinstance(entry, dict) and "text" not in entry and isinstance(parts := entry.get("content"), list):
        texts = [part.get("text") for part in parts if isinstance(part, dict) and part.get("type") == "text"]
        if len(texts) == len(parts) and all(isinstance(text, str) for text in texts):
            return _block({**entry, "content": "".join(map(str, texts))})
    return _block(entry)


def _response(response: object, metadata: Json, problems: list[Problem]) -> object:
    """A response; what it carries besides (a score, a seed) is kept in the metadata under `responses` and its id."""
    if not isinstance(response, dict):
        return response
    more = {key: value for key, value in response.items() if key not in RESPONSE_KEYS}
    if more:
        of_responses = metadata.setdefault("responses", {})
        if isinstance(of_responses, dict):
            _merge(of_responses, {str(response["id"]): more}, "/metadata/responses", problems)
        else:
            problems.append(Problem("/metadata/responses", "must be an object"))
    return {key: value for key, value in response.items() if key in RESPONSE_KEYS and value is not None}


def _with_ids(entries: "map[object]", names: Iterator[str]) -> list[object]:
    """The entries with an id each: their own (a number becomes a text), or the first of `names` that is free."""
    rows = list(entries)
    taken = {str(row["id"]) for row in rows if isinstance(row, dict) and row.get("id") is not None}
    free = (name for name in names if name not in taken)
    return [_with_id(row, free) for row in rows]


def _with_id(row: object, free: Iterator[str]) -> object:
    if not isinstance(row, dict):
        return row
    given = row.get("id")
    if given is None:
        given = next(free)
    elif isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    return {**row, "id": given}


def _numbered(prefix: str) -> Iterator[str]:
    return (f"{prefix}{number}" for number in count(1))


def _lettered() -> Iterator[str]:
    """a, b, … z, aa, ab, …"""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


SHAPES: dict[str, Callable[[object], object]] = {
    "prompt": _block,
    "messages": _messages,
    "context": _context,
    "responses": _responses,
}
"""What puts each key of the content into shape; what it does not recognise it leaves as it is."""
