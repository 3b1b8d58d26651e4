"""Tables of any kind as items: what each column probably is, and a row as an item once that is settled.

A column's target is one of those of `annotation.imports.foreign.Columns`. Several columns may share one: the texts of
a prompt or a text are joined by a blank line, context documents and responses follow one another, and the first,
second … column of answers to a question are the answers of a first, second … person.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from accounts.safe_json import UnsafeJson, loads
from annotation.forms import Problem
from annotation.forms.fields import is_number
from annotation.forms.form import CONTENT_KEYS
from annotation.forms.identifiers import IDENTIFIER
from annotation.forms.problems import below, unstorable
from annotation.imports.foreign import PICTURE, Column, Columns, picture
from annotation.imports.items import ITEM_KEYS, ItemRow, derived_id, item_from_json
from annotation.imports.messages import read_chat
from annotation.imports.pictures import ENDINGS

Row = Mapping[str, Any]
Json = dict[str, Any]

MOST_SAMPLES = 5
LONGEST_SAMPLE = 200
MOST_COLUMNS = 1000
LONGEST_CELL = 1 << 20
"""In code points."""
DEEPEST = 64

IDS = (
    *("external_id", "id", "uid", "uuid", "guid", "item_id", "example_id", "sample_id", "task_id"),
    *("dialogue_id", "conversation_id", "idx", "index"),
)
CERTAIN_IDS = IDS[:2]
"""These are ids even where they repeat: then the rows are told so, and nothing is imported twice by another name."""
MESSAGES = ("messages", "conversation", "conversations", "dialogue", "chat", "turns")
PROMPTS = ("prompt", "instruction", "question", "query", "input", "problem", "user_prompt", "prompt_text")
TEXTS = (
    *("text", "sentence", "document", "passage", "body", "content", "article", "review", "comment", "utterance"),
    "caption",
)
CONTEXTS = ("context", "contexts", "documents", "background", "evidence", "reference_text", "system_prompt")
IMAGES = ("image", "img", "picture", "photo", "image_url", "image_path", "img_url", "picture_url", "image_file")
RESPONSES = re.compile(
    r"(?:model_?)?(?:response|completion|output|answer|reply|candidate|generation|continuation)s?"
    r"(?:_?(?:[a-h]|\d{1,2}))?|chosen|rejected"
)
PICTURE_TEXT = re.compile(
    r"(?:https?://\S+?|[^\n\"<>|?*]+?)(?:" + "|".join(map(re.escape, sorted(ENDINGS))) + r")(?:\?\S*)?", re.IGNORECASE
)
"""A path or an address of a picture and nothing else."""


def propose(columns: Mapping[str, Sequence[Any]]) -> list[Column]:
    """Where each column would go by its name and by some of its values, those of the first rows."""
    targets = {name: _target(name, values) for name, values in columns.items()}
    _one_id(targets, columns)
    _pictures_of_prompt(targets, columns)
    _pictures_to_compare(targets)
    _something_to_show(targets, columns)
    return [Column(name, targets[name], _samples(values)) for name, values in columns.items()]


def _target(name: str, values: Sequence[Any]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
    given = [value for value in values if value not in (None, "")]
    if plain in CERTAIN_IDS or (plain in IDS and len(set(map(repr, given))) == len(given) > 0):
        return "external_id"
    if plain in ("suggestions", "annotations"):
        return plain if all(map(_has_answers, given)) else "metadata"
    if plain in IMAGES or (given and all(isinstance(value, str) and is_picture(value) for value in given)):
        return "content.responses" if RESPONSES.fullmatch(plain) else "content.image"
    if RESPONSES.fullmatch(plain):
        return "content.responses" if any(map(_shows, given)) or not given else "metadata"
    for names, target in ((MESSAGES, "messages"), (CONTEXTS, "context"), (PROMPTS, "prompt"), (TEXTS, "text")):
        if plain in names:
            return f"content.{target}" if any(map(_shows, given)) or not given else "metadata"
    return "metadata"


def _has_answers(value: Any) -> bool:
    """Whether a value may be a list of suggestions or annotations as we have them, and not as others do."""
    if isinstance(value, str):
        return value.lstrip().startswith("[") and '"answers"' in value
    return isinstance(value, list) and all(isinstance(each, dict) and "answers" in each for each in value)


def target_alone(name: str, value: Any) -> str:
    """Where a column goes that was met once; to be an id takes more than that."""
    target = _target(name, [value])
    return "metadata" if target == "external_id" and name not in CERTAIN_IDS else target


def _shows(value: Any) -> bool:
    """Whether a value can be something that people look at; numbers and flags are about it."""
    return isinstance(value, str | list | dict)


def is_picture(value: Any) -> bool:
    """Whether a value is the place of a picture, or a list of such."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(each, str) and is_picture(each) for each in value)
    if not isinstance(value, str) or len(value) > LONGEST_CELL:
        return False
    if value.startswith((PICTURE, "data:image/")):
        return True
    return len(value) <= 2000 and PICTURE_TEXT.fullmatch(value) is not None


def _one_id(targets: dict[str, str], columns: Mapping[str, Sequence[Any]]) -> None:
    """Of several columns that could be the id the most telling one is."""
    ids = [name for name, target in targets.items() if target == "external_id"]
    best = min(ids, key=lambda name: IDS.index(re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")), default="")
    targets.update({name: "metadata" for name in ids if name != best})


def _pictures_to_compare(targets: dict[str, str]) -> None:
    """An item is about one image; several are there to be compared."""
    images = [name for name, target in targets.items() if target == "content.image"]
    if len(images) > 1:
        targets.update(dict.fromkeys(images, "content.responses"))


def _pictures_of_prompt(targets: dict[str, str], columns: Mapping[str, Sequence[Any]]) -> None:
    """Lists of pictures beside a prompt belong to it, as in what vision models are trained on."""
    if "content.prompt" not in targets.values():
        return
    for name, values in columns.items():
        given = [value for value in values if value not in (None, "", [])]
        if name.strip().lower() == "images" and given and all(isinstance(v, list) and is_picture(v) for v in given):
            targets[name] = "content.prompt"


def _something_to_show(targets: dict[str, str], columns: Mapping[str, Sequence[Any]]) -> None:
    """A table without a name that is known is about its longest texts."""
    if any(target.startswith("content.") for target in targets.values()):
        return
    lengths = {
        name: sum(len(value) for value in values if isinstance(value, str) and " " in value.strip())
        for name, values in columns.items()
        if targets[name] == "metadata"
    }
    longest = max(lengths, key=lambda name: lengths[name], default="")
    if lengths.get(longest):
        targets[longest] = "content.text"


def _samples(values: Iterable[Any]) -> tuple[str, ...]:
    shown: list[str] = []
    for value in values:
        if value not in (None, "") and len(shown) < MOST_SAMPLES:
            text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode(errors="replace")
            shown.append(text if len(text) <= LONGEST_SAMPLE else text[: LONGEST_SAMPLE - 1] + "…")
    return tuple(shown)


def settled(columns: Columns, proposed: Iterable[Column]) -> Columns:
    """Where each column goes: as somebody said, and otherwise as proposed."""
    return {**{column.name: column.target for column in proposed}, **columns}


def row_id(row: Row) -> str:
    """The external id of a row that names none: the same for the same values, in whatever order."""
    return derived_id(orjson.dumps(row, option=orjson.OPT_SORT_KEYS, default=repr))


def item_from_columns(
    row: Row, columns: Columns, *, fallback_id: str, place: Callable[[str], str] = str
) -> ItemRow | list[Problem]:
    """A row as an item, or what keeps it from being one; pointers begin with the column or go into the item.

    Values are JSON, and None counts as absent. A column that `columns` does not name goes into the metadata. `place`
    says where a picture lies that a cell names.
    """
    shaping = _Shaping(place)
    for name, value in row.items():
        target = columns.get(name, "metadata")
        if value is None or target == "ignore":
            continue
        if detail := trouble(value):
            shaping.problems.append(Problem(below("", name), detail))
        else:
            shaping.take(name, target, value)
    whole = shaping.to_json()
    if shaping.problems:
        return shaping.problems
    item = item_from_json(whole, fallback_id=fallback_id)
    if isinstance(item, ItemRow) and (annotations := shaping.annotations()):
        return replace(item, annotations=annotations)
    return item


def trouble(value: Any, depth: int = 0) -> str:
    """Why a value can't be kept; empty when it can."""
    if isinstance(value, str):
        if len(value) > LONGEST_CELL:
            return f"is longer than {LONGEST_CELL >> 20} MiB"
        return "holds characters that can't be stored" if unstorable(value) else ""
    if isinstance(value, int):
        return "" if -(2**63) <= value < 2**63 else "is an integer that does not fit into 64 bits"
    if isinstance(value, float):
        return "" if math.isfinite(value) else "is not a finite number"
    if depth > DEEPEST:
        return f"is nested deeper than {DEEPEST} levels"
    inside: Iterable[Any] = ()
    if isinstance(value, Mapping):
        inside = (*value, *value.values())
    elif isinstance(value, list):
        inside = value
    return next((detail for each in inside if (detail := trouble(each, depth + 1))), "")


@dataclass
class _Cell:
    name: str
    value: Any


class _Shaping:
    """A row on its way to our own shape; each target takes its columns in their order."""

    def __init__(self, place: Callable[[str], str]) -> None:
        self.problems: list[Problem] = []
        self._place = place
        self._content: defaultdict[str, list[_Cell]] = defaultdict(list)
        self._whole: Json = {}
        self._metadata: Json = {}
        self._annotations: list[Json] = []
        self._answers: defaultdict[str, list[_Cell]] = defaultdict(list)

    def take(self, name: str, target: str, value: Any) -> None:
        """One cell. Nothing is no text; only as a response it is something, which cannot be judged."""
        if value == "" and target.startswith("content.") and target != "content.responses":
            return
        if target.startswith("content."):
            self._content[target.removeprefix("content.")].append(_Cell(name, value))
        elif target.startswith("answers."):
            self._answers[target.removeprefix("answers.")].append(_Cell(name, value))
        elif target == "external_id":
            self._whole[target] = int(value) if isinstance(value, float) and value.is_integer() else value
        elif target == "suggestions":
            self._whole[target] = self._list(name, value)
        elif target == "annotations":
            self._annotations += read_annotations(self._list(name, value), below("", name), self.problems)
        elif name == "metadata" and isinstance(given := self._parsed(name, value), dict):
            self._metadata.update(given)
        else:
            self._metadata[name] = value

    def to_json(self) -> Json:
        """The item in our own shape."""
        content = {key: SHAPES[key](self, self._content[key]) for key in CONTENT_KEYS if key in self._content}
        return {**self._whole, "content": content, "metadata": self._metadata}

    def annotations(self) -> list[Json]:
        """What people answered: whole annotations, and answers in columns of their own."""
        people: defaultdict[int, list[Json]] = defaultdict(list)
        names: dict[int, str] = {}
        for question, cells in self._answers.items():
            for number, cell in enumerate(cells):
                names.setdefault(number, cell.name)
                people[number].append({"question": question, "on": "item", "value": answer_value(cell.value)})
        return [
            *self._annotations,
            *(annotation(answers, who=names[number]) for number, answers in sorted(people.items())),
        ]

    def text(self, cells: Sequence[_Cell]) -> Any:
        """Texts one below the other; what is no text is left to be refused."""
        if len(cells) == 1:
            return _as_text(cells[0].value)
        return "\n\n".join(str(_as_text(cell.value)) for cell in cells)

    def prompt(self, cells: Sequence[_Cell]) -> Any:
        """Texts, with the pictures that lists name; a chat or a prompt in our own shape is left as it is."""
        shown = [cell for cell in cells if isinstance(cell.value, list) and is_picture(cell.value)]
        texts = [cell for cell in cells if cell not in shown]
        if len(texts) == 1 and isinstance(given := texts[0].value, list | dict) and not shown:
            return given
        images = [self._picture(cell.name, each) for cell in shown for each in cell.value]
        return {**({"text": self.text(texts)} if texts else {}), **({"images": images} if images else {})}

    def messages(self, cells: Sequence[_Cell]) -> Any:
        messages: list[Json] = []
        for cell in cells:
            chat = read_chat(self._list(cell.name, cell.value), first=len(messages) + 1)
            self.problems += [Problem(below("", cell.name) + each.pointer, each.detail) for each in chat.problems]
            messages += chat.messages
            if chat.more:
                self._metadata.setdefault("messages", {}).update(chat.more)
        return messages

    def image(self, cells: Sequence[_Cell]) -> Any:
        if len(cells) > 1:
            self.problems.append(Problem(below("", cells[1].name), f"is an image beside {cells[0].name}; map one"))
        return self._picture(cells[0].name, cells[0].value)

    def context(self, cells: Sequence[_Cell]) -> Any:
        documents: list[Any] = []
        for cell in cells:
            rows = given if isinstance(given := self._several(cell), list) else [given]
            documents += [
                {"title": cell.name[:500], "text": row} if isinstance(row, str) else row for row in rows if row
            ]
        return documents

    def responses(self, cells: Sequence[_Cell]) -> Any:
        if len(cells) == 1 and isinstance(given := self._several(cells[0]), list):
            return [self._response(cells[0].name, each) for each in given]
        return [
            {"id": cell.name, **response} if IDENTIFIER.fullmatch(cell.name) else response
            for cell in cells
            if isinstance(response := self._response(cell.name, cell.value), dict)
        ]

    def _response(self, name: str, value: Any) -> Any:
        """A text, a picture, or a chat of which the response is what the model says."""
        if value == "":
            self.problems.append(Problem(below("", name), "is empty: there is no response to judge"))
        if isinstance(value, str):
            alone = is_picture(value) and not re.search(r"\s", value)
            return {"images": [self._picture(name, value)]} if alone else {"text": value}
        if isinstance(value, list):
            chat = read_chat(value)
            self.problems += [Problem(below("", name) + each.pointer, each.detail) for each in chat.problems]
            return {"text": "\n\n".join(message["text"] for message in chat.messages if message["role"] != "user")}
        return value if isinstance(value, dict) else {"text": _as_text(value)}

    def _several(self, cell: _Cell) -> Any:
        """A list where there is one. As JSON in a cell only under a name in the plural: models write JSON, too."""
        given = self._parsed(cell.name, cell.value) if cell.name.lower().endswith("s") else cell.value
        return given if isinstance(given, list) else cell.value

    def _picture(self, name: str, value: Any) -> Any:
        if not isinstance(value, str):
            self.problems.append(Problem(below("", name), "names no picture"))
            return None
        found = value.strip()
        if found.startswith((PICTURE, "data:")) or "://" in found:
            return picture(found.removeprefix(PICTURE))
        return picture(self._place(found))

    def _parsed(self, name: str, value: Any) -> Any:
        """A list or an object; in some tables they are JSON in a cell."""
        if not isinstance(value, str) or value.lstrip()[:1] not in ("[", "{"):
            return value
        try:
            return loads(value.encode())
        except UnsafeJson:
            return value

    def _list(self, name: str, value: Any) -> list[Any]:
        given = self._parsed(name, value)
        if isinstance(given, list):
            return given
        self.problems.append(Problem(below("", name), "must be a list"))
        return []


SHAPES: dict[str, Callable[[_Shaping, Sequence[_Cell]], Any]] = {
    "prompt": _Shaping.prompt,
    "messages": _Shaping.messages,
    "text": _Shaping.text,
    "image": _Shaping.image,
    "context": _Shaping.context,
    "responses": _Shaping.responses,
}


def _as_text(value: Any) -> Any:
    """Numbers and flags as they are written; lists and objects are no texts."""
    if isinstance(value, bool) or is_number(value):
        return orjson.dumps(value).decode()
    return value


def answer_value(given: Any) -> Json:
    """A cell as an answer: a number is a rating, a text or a list of texts chooses, an object says it all."""
    if isinstance(given, dict):
        return given
    if is_number(given):
        return {"rating": given}
    return {"choices": [str(_as_text(each)) for each in (given if isinstance(given, list) else [given])]}


def annotation(answers: Sequence[Json], *, who: str) -> Json:
    """What somebody answered of whom no more than a name is known."""
    return {
        "annotator": {"id": who, "name": who, "email": ""},
        "answers": list(answers),
        "submitted_at": None,
        "seconds": None,
        "state": "submitted",
    }


def read_annotations(given: Any, pointer: str, problems: list[Problem]) -> list[Json]:
    """What people answered elsewhere, from JSON of strangers in our own shape (see `annotation.imports.foreign`)."""
    if not isinstance(given, list):
        problems.append(Problem(pointer, "must be a list"))
        return []
    found = []
    for number, each in enumerate(given):
        who = each.get("annotator") if isinstance(each, dict) else None
        if not isinstance(who, dict) or not isinstance(who.get("id"), str) or not isinstance(each.get("answers"), list):
            problems.append(Problem(below(pointer, number), "must have an annotator with an id, and a list of answers"))
            continue
        person = {key: str(who.get(key) or "") for key in ("id", "name", "email")}
        times = {key: each.get(key) for key in ("submitted_at", "seconds")}
        state = each.get("state") or "submitted"
        found.append({"annotator": person, "answers": each["answers"], **times, "state": state})
    return found


def is_own_shape(row: Any) -> bool:
    """Whether a JSON object says by itself what is content and what is not."""
    return isinstance(row, dict) and isinstance(row.get("content"), dict) and row.keys() <= {*ITEM_KEYS, "id"}
