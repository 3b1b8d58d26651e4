"""Label Studio's results as answers: https://labelstud.io/guide/task_format and the pages of the control tags.

What a result can't say here is lost by name, and nothing is guessed: a span whose text is another one than the item
has at that place is left out rather than put where nobody marked anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotation.imports.asking import Asked, Json, identifier
from annotation.imports.foreign import Lost
from annotation.imports.label_studio.config import CONTROLS, SHAPES, UNKNOWN_CONTROLS
from annotation.imports.label_studio.content import Shown, as_text
from annotation.imports.label_studio.plan import Plan
from annotation.imports.label_studio.shapes import Misdrawn, drawn
from annotation.imports.label_studio.stretches import located

OBJECT_OF = {
    "labels": "text",
    "text": "text",
    "hypertextlabels": "hypertext",
    "hypertext": "hypertext",
    "paragraphlabels": "messages",
    "paragraphs": "messages",
}
"""What spans of a type lie on."""
SPANS = ("labels", "hypertextlabels", "paragraphlabels")
BARE_SPANS = ("text", "hypertext", "paragraphs")
UNPLACED = "_"
"""The bucket of a ranker for what was left where it was."""


class Answering:
    """The answers that the results of one annotation or prediction are."""

    def __init__(self, plan: Plan, shown: Shown) -> None:
        self.plan = plan
        self.shown = shown
        self.lost: list[Lost] = []
        self._values: dict[tuple[str, str], Json] = {}
        self._said: list[Mapping[str, Any]] = []

    def answers(self, results: object) -> list[Json]:
        """In the order in which the results came."""
        rows = [row for row in results if isinstance(row, dict)] if isinstance(results, list) else []
        marked = {as_text(row.get("id")) for row in rows if is_mark(row)} - {""}
        for row in with_labels(rows):
            self._take(row, marked)
        self._finish_dialogue()
        for question in {name for name, _ in self._values}:
            asked = next(asked for asked in self.plan.questions.values() if asked.name == question)
            asked.answered += 1
        return [{"question": name, "on": on, "value": value} for (name, on), value in self._values.items()]

    def _take(self, row: Json, marked: set[Any]) -> None:
        row = self._completed(row)
        tag, value = row.get("type"), row.get("value")
        if not isinstance(tag, str):
            self._lose("results without a type")
        elif tag in UNKNOWN_CONTROLS:
            self._lose(UNKNOWN_CONTROLS[tag], as_text(row.get("from_name")))
        elif not isinstance(value, dict) or not isinstance(row.get("from_name"), str) or not row["from_name"]:
            self._lose("results of unknown kinds", tag)
        elif tag in WRITTEN and (as_text(row.get("id")) in marked or is_mark({**row, "type": "", "value": value})):
            self._lose("answers about single regions", as_text(row["from_name"]))
        elif handler := HANDLERS.get(tag.removesuffix("labels") if tag in SHAPE_TAGS else tag):
            self._lose_extras(row)
            handler(self, row, value)
        else:
            self._lose("results of unknown kinds", tag)

    def _completed(self, row: Json) -> Json:
        """A result with what JSON_MIN leaves to the config: what it is about, and whether it was written."""
        control = self.plan.control(as_text(row.get("from_name")))
        if control and "to_name" not in row:
            row = {**row, "to_name": next(iter(control.to_names), "")}
        if control and row.get("type") == "choices" and CONTROLS.get(control.tag) == "text":
            row = {**row, "type": "textarea", "value": {"text": as_dict(row.get("value")).get("choices")}}
        if control and row.get("type") == "number" and self.plan.kind(control) == "rating":
            row = {**row, "type": "rating", "value": {"rating": as_dict(row.get("value")).get("number")}}
        if as_text(row.get("type")) in WRITTEN:
            self.plan.meet(as_text(row.get("to_name")), self.shown.data)
        return row

    def _lose_extras(self, row: Json) -> None:
        if row.get("parentID"):
            self._lose("regions inside of regions")
        if isinstance(meta := row.get("meta"), dict) and any(meta.values()):
            self._lose("notes on regions", as_text(row["from_name"]))

    def _lose(self, what: str, detail: str = "") -> None:
        self.lost.append(Lost(what, self.shown.where, detail))

    def _say(self, name: str, on: str, value: Json) -> None:
        """The answer to a question; a later one stands for the earlier."""
        self._values[name, on] = value

    def _on(self, row: Json, asked: Asked) -> str:
        """What a question is answered about: the one response that it names, where it is asked of each of them."""
        place = self.shown.places.get(as_text(row.get("to_name")), ("item", 0))[0]
        return place if asked.scope == "responses" and place.startswith("responses.") else "item"

    def choices(self, row: Json, value: Json) -> None:
        given = as_list(value.get("choices"))
        asked = self.plan.question(row["from_name"], "choice", as_text(row.get("to_name")))
        paths = [[*map(str, choice)] if isinstance(choice, list) else [str(choice)] for choice in given]
        if paths:
            asked.needs(multiple=len(paths) > 1)
            picked = [asked.path(path) if len(path) > 1 else asked.option(path[0]) for path in paths]
            self._say(asked.name, self._on(row, asked), asked.choices(picked))

    def taxonomy(self, row: Json, value: Json) -> None:
        paths = [[str(step) for step in as_list(path)] for path in as_list(value.get("taxonomy"))]
        asked = self.plan.question(row["from_name"], "choice", as_text(row.get("to_name")))
        if paths := [path for path in paths if path]:
            asked.needs(multiple=len(paths) > 1)
            self._say(asked.name, "item", asked.choices([asked.path(path) for path in paths]))

    def rating(self, row: Json, value: Json) -> None:
        given = value.get("rating")
        if isinstance(given, bool) or not isinstance(given, int | float):
            self._lose("results of unknown kinds", "a rating that is no number")
            return
        asked = self.plan.question(row["from_name"], "rating", as_text(row.get("to_name")))
        for point in {1, 5, int(given)} if not asked.points else {int(given)}:
            asked.rate(point)
        self._say(asked.name, self._on(row, asked), asked.rating(given))

    def textarea(self, row: Json, value: Json) -> None:
        texts = [as_text(text) for text in as_list(value.get("text")) if as_text(text).strip()]
        asked = self.plan.question(row["from_name"], "text", as_text(row.get("to_name")))
        if len(texts) > 1:
            self._lose("the borders between several texts of one answer", row["from_name"])
        if texts:
            self._say(asked.name, self._on(row, asked), {"text": "\n\n".join(texts)})

    def written(self, row: Json, value: Json) -> None:
        """A number or a date, as it is written."""
        given = value.get(row["type"])
        asked = self.plan.question(row["from_name"], "text", as_text(row.get("to_name")))
        if text := f"{given:g}" if isinstance(given, float) and given == int(given) else as_text(given):
            self._say(asked.name, "item", {"text": text})

    def spans(self, row: Json, value: Json) -> None:
        if "channel" in value or "original_length" in row:
            self._lose("stretches of sound", row["from_name"])
            return
        if "x" in value or "points" in value:
            self.regions(row, value)
            return
        to_name = as_text(row.get("to_name"))
        self.plan.subject(to_name, OBJECT_OF[row["type"]])
        asked = self.plan.question(row["from_name"], "spans", to_name)
        labels = [asked.option(label) for label in labels_of(row, value)]
        asked.needs(multiple=len(labels) > 1)
        found, problems = located(self.shown, to_name.removeprefix("$"), value)
        for problem in problems:
            self._lose(problem, f"{as_text(value.get('text'))[:80]!r}")
        for on, start, end in found:
            place = self._values.setdefault((asked.name, on), {"spans": []})
            place["spans"].append({"start": start, "end": end, "labels": labels})

    def regions(self, row: Json, value: Json) -> None:
        to_name = as_text(row.get("to_name"))
        self.plan.subject(to_name, "image")
        asked = self.plan.question(row["from_name"], "regions", to_name)
        labels = [asked.option(label) for label in labels_of(row, value)]
        asked.needs(multiple=len(labels) > 1)
        try:
            region, losses = drawn(row, value)
        except Misdrawn as error:
            self._lose(error.what, error.detail)
            return
        for what in losses:
            self._lose(what, row["from_name"])
        asked.draws(region["shape"])
        on, image = self.shown.places.get(to_name.removeprefix("$"), ("item", 0))
        image += row["item_index"] if isinstance(row.get("item_index"), int) else 0
        place = self._values.setdefault((asked.name, on), {"regions": []})
        place["regions"].append({**region, "labels": labels, **({"image": image} if image else {})})

    def pairwise(self, row: Json, value: Json) -> None:
        control = self.plan.control(row["from_name"])
        names = control.to_names if control else tuple(as_text(row.get("to_name")).split(","))
        side = {"left": 0, "right": 1}.get(as_text(value.get("selected")))
        if len(names) != 2 or side is None:
            self._lose("preferences between unknown things", row["from_name"])
            return
        for name in names:
            self.plan.subject(name, "text")
        self.plan.compare(names)
        asked = self.plan.question(row["from_name"], "preference")
        place = self.shown.places.get(names[side], ("", 0))[0]
        preferred = place.removeprefix("responses.") or identifier(names[side])
        self._say(asked.name, "item", {"preferred": preferred})

    def ranker(self, row: Json, value: Json) -> None:
        """One list in order, or the entries of several buckets."""
        given = value.get("ranker", value.get("list"))
        lists = given if isinstance(given, dict) else {"": given}
        self.plan.subject(as_text(row.get("to_name")), "list")
        entries = {name: [identifier(entry) for entry in as_list(listed)] for name, listed in lists.items()}
        control = self.plan.control(row["from_name"])
        in_buckets = (
            bool(control.options) if control else any(name not in ("", "rank", row["from_name"]) for name in lists)
        )
        if in_buckets:
            self._buckets(row, entries)
        else:
            self._order(row, [entry for listed in entries.values() for entry in listed])

    def _buckets(self, row: Json, entries: Mapping[str, Sequence[str]]) -> None:
        asked = self.plan.question(row["from_name"], "choice", as_text(row.get("to_name")))
        asked.scope = "responses"
        for name, listed in entries.items():
            if name == UNPLACED:
                continue
            if len(listed) > 1:
                self._lose("the order inside of buckets", f"{row['from_name']}: {name}")
            for entry in listed:
                self._say(asked.name, f"responses.{entry}", asked.choices([asked.option(name)]))

    def _order(self, row: Json, order: Sequence[str]) -> None:
        asked = self.plan.question(row["from_name"], "ranking")
        if set(order) != set(self.shown.response_ids()):
            self._lose("rankings of other things than the item's responses", row["from_name"])
            return
        self._say(asked.name, "item", {"ranks": [[entry] for entry in order]})

    def chat(self, row: Json, value: Json) -> None:
        """One message of a conversation that was held while annotating."""
        said = value.get("chatmessage")
        if isinstance(said, dict):
            self.plan.subject(as_text(row.get("to_name")), "messages")
            self._said.append({**said, "from_name": row["from_name"]})

    def _finish_dialogue(self) -> None:
        """The messages as turns: what the user says, and what is answered to it."""
        if not self._said:
            return
        asked = self.plan.question(self._said[0]["from_name"], "dialogue")
        turns: list[Json] = []
        for said in self._said:
            role, text = said.get("role"), as_text(said.get("content"))
            if role == "user":
                turns.append({"id": f"t{len(turns) + 1}", "prompt": {"text": text}, "responses": []})
            elif role == "assistant" and turns and not turns[-1]["responses"] and text:
                turns[-1]["responses"].append({"id": "r1", "text": text, "source": "model"})
            else:
                self._lose("messages that answer nothing", f"{role}: {text[:80]}")
        if answered := [turn for turn in turns if turn["responses"]]:
            asked.settings["max_turns"] = min(50, max(len(answered), asked.settings.get("max_turns", 10)))
            self._say(asked.name, "item", {"turns": answered})
        if len(answered) < len(turns):
            self._lose("messages without an answer", f"{len(turns) - len(answered)}")


def is_mark(row: Json) -> bool:
    """Whether a result is a region or a span, about which others may say something."""
    value = row.get("value")
    placed = isinstance(value, dict) and (
        "x" in value or "points" in value or "start" in value or "globalOffsets" in value
    )
    return placed or as_text(row.get("type")) in UNKNOWN_CONTROLS


def with_labels(rows: Sequence[Json]) -> list[Json]:
    """Bare shapes and their labels, which may come as two results with one id, as one."""
    labels = {
        as_text(row.get("id")): row
        for row in rows
        if row.get("type") == "labels" and "start" not in as_dict(row.get("value"))
    }
    merged = []
    for row in rows:
        other = labels.get(as_text(row.get("id"))) if as_text(row.get("type")) in SHAPES else None
        if other is not None:
            value = {**as_dict(row.get("value")), "labels": as_dict(other.get("value")).get("labels")}
            merged.append({**row, "from_name": other.get("from_name"), "value": value})
        elif row is not labels.get(as_text(row.get("id"))) or not has_shape(rows, row):
            merged.append(row)
    return merged


def has_shape(rows: Sequence[Json], row: Json) -> bool:
    """Whether a bare shape with the same id is among the results."""
    return any(other.get("id") == row.get("id") and as_text(other.get("type")) in SHAPES for other in rows)


def labels_of(row: Json, value: Json) -> list[str]:
    """The labels of a region or span; what has none is called as the control is."""
    given = value.get(row["type"]) or value.get("labels")
    return list(dict.fromkeys(as_text(label) for label in as_list(given))) or [as_text(row["from_name"])]


def as_list(value: object) -> list[Any]:
    """A list, or the one entry that stands for it."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_dict(value: object) -> Json:
    """An object, or none."""
    return value if isinstance(value, dict) else {}


WRITTEN = ("choices", "taxonomy", "rating", "textarea", "number", "datetime")
SHAPE_TAGS = {f"{shape}labels" for shape in SHAPES} | set(SHAPES)
HANDLERS: dict[str, Callable[[Answering, Json, Json], None]] = {
    "choices": Answering.choices,
    "taxonomy": Answering.taxonomy,
    "rating": Answering.rating,
    "textarea": Answering.textarea,
    "number": Answering.written,
    "datetime": Answering.written,
    "pairwise": Answering.pairwise,
    "ranker": Answering.ranker,
    "list": Answering.ranker,
    "chatmessage": Answering.chat,
    **dict.fromkeys((*SPANS, *BARE_SPANS), Answering.spans),
    **dict.fromkeys(SHAPES, Answering.regions),
}
