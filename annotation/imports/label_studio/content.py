"""A task's data as the content of an item: each object of the plan where it has its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from annotation.imports.asking import Json, identifier
from annotation.imports.foreign import Lost, picture
from annotation.imports.label_studio.config import REPEATED, UNSHOWN, Subject, at_path, owner_of, top_of
from annotation.imports.label_studio.plan import GUESSED, PROMPTS, TEXTS, Plan, is_picture

USERS = ("user", "human", "customer", "client", "prompter", "person", "patient", "caller")
ASSISTANTS = ("assistant", "ai", "bot", "agent", "gpt", "model", "chatbot", "operator", "doctor", "support")
ROLES = {"system": "system", "tool": "tool", "function": "tool", **dict.fromkeys(USERS, "user")} | dict.fromkeys(
    ASSISTANTS, "assistant"
)


@dataclass
class Shown:
    """An item's content and metadata, and where results find what they are about.

    `places` has for each object what answers call it and, of an image, its index; `texts` the text at each such place,
    `turns` the ids of the messages.
    """

    where: str
    data: Mapping[str, Any] = field(default_factory=dict)
    content: Json = field(default_factory=dict)
    metadata: Json = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    turns: list[str] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    def lose(self, what: str, detail: str = "") -> None:
        self.lost.append(Lost(what, self.where, detail))

    def response_ids(self) -> list[str]:
        return [response["id"] for response in self.content.get("responses", ())]


def shown_by(plan: Plan, data: Mapping[str, Any], where: str) -> Shown:
    """What an item shows of a task's data; the rest of it is metadata."""
    shown, used = Shown(where, data), set()
    for thing in list(plan.subjects.values()):
        for name, path, value in instances(thing, data, plan):
            if value is None:
                continue
            if place_value(shown, plan, thing, name, value):
                used.add(path)
    if not shown.content and (key := likeliest(data)):
        used.add(key)
        show_fallback(shown, data[key])
    shown.metadata |= {key: value for key, value in data.items() if key not in used}
    return shown


def instances(thing: Subject, data: Mapping[str, Any], plan: Plan) -> Iterator[tuple[str, str, object]]:
    """The names, keys and values that an object stands for in this task: one, or one for each repetition."""
    if thing.repeats:
        path = series_of(data) if thing.repeats == GUESSED else thing.repeats
        entries = at_path(data, path)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            value = at_path(entry, thing.path) if thing.path else first_picture(entry) or entry
            yield REPEATED.sub(str(index), thing.name), top_of(path), value
    elif thing.path:
        yield thing.name, top_of(thing.path) if thing.path not in data else thing.path, at_path(data, thing.path)
    elif not plan.configured:
        key = guessed_key(thing, data)
        yield thing.name, key, data.get(key)


def series_of(data: Mapping[str, Any]) -> str:
    """The key of the first list of pictures."""
    lists = {key: value for key, value in data.items() if isinstance(value, list)}
    return next((key for key, value in lists.items() if value and all(map(first_picture, value))), "")


def first_picture(entry: object) -> str | None:
    """The picture that the entry of a list is, or has."""
    values = entry.values() if isinstance(entry, dict) else [entry]
    return next((str(value) for value in values if is_picture(value)), None)


def guessed_key(thing: Subject, data: Mapping[str, Any]) -> str:
    """The key of what an object shows where no config says it: its own name, or the likeliest of its kind."""
    if thing.name in data:
        return thing.name
    if thing.kind == "image":
        return next((key for key, value in data.items() if is_picture(value)), "")
    if thing.kind in TEXTS:
        return likeliest({key: value for key, value in data.items() if not is_picture(value)}) or ""
    return next((key for key, value in data.items() if is_list_of_objects(value)), "")


def likeliest(data: Mapping[str, Any]) -> str | None:
    """The key under which there most probably is what people looked at."""
    texts = {key: value for key, value in data.items() if isinstance(value, str) and value.strip()}
    preferred = ("text", *PROMPTS, "content", "image", "body", "title")
    named = [key for key in preferred if key in texts]
    return next(iter([*named, *sorted(texts, key=lambda key: -len(texts[key]))]), None)


def is_list_of_objects(value: object) -> bool:
    """Whether a value looks like turns or candidates."""
    return isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)


def show_fallback(shown: Shown, value: str) -> None:
    """Show the one thing that was found where nothing is known."""
    if is_picture(value):
        shown.content["image"] = picture(value.lstrip("/"))
    else:
        shown.content["text"] = shown.texts["text"] = value


def place_value(shown: Shown, plan: Plan, thing: Subject, name: str, value: object) -> bool:
    """Put a value where its object belongs; False where it can't be shown."""
    place = plan.places.get(thing.name, "")
    if value == []:
        return True
    if thing.kind in UNSHOWN or not place:
        shown.lose(UNSHOWN.get(thing.kind, "further dialogues"), name)
        return False
    if thing.kind == "image":
        return place_image(shown, place, name, value)
    if thing.kind == "list":
        return place_candidates(shown, value)
    if thing.kind == "messages":
        return place_messages(shown, thing, value)
    return place_text(shown, thing, place, name, value)


def place_image(shown: Shown, place: str, name: str, value: object) -> bool:
    """A picture, or several of them."""
    places = [path_of(as_text(entry)) for entry in (value if isinstance(value, list) else [value])]
    images = [picture(each) for each in places if each]
    if not images:
        return False
    if place == "responses":
        on = add_response(shown, {"id": identifier(name), "images": images})
        shown.places[name] = (on, 0)
    elif place == "image" and len(images) == 1:
        shown.content["image"] = images[0]
        shown.places[name] = ("item", 0)
    else:
        together = shown.content.setdefault("prompt", {}).setdefault("images", [])
        shown.places[name] = ("item", len(together))
        together.extend(images)
    return True


def path_of(address: str) -> str:
    """Where a picture is: Label Studio's own files by their path below its data, others by their address."""
    return address.rpartition("/local-files/?d=")[2].lstrip("/")


def place_text(shown: Shown, thing: Subject, place: str, name: str, value: object) -> bool:
    """A text; of a hypertext its words."""
    text = as_text(value)
    if thing.kind == "hypertext" and "<" in text:
        text = words_of(text)
        shown.lose("the formatting of hypertexts", name)
    if not text:
        return False
    on, owner = place, owner_of(shown.data, thing.path)
    given = identifier(owner["id"]) if isinstance(owner.get("id"), str | int) else ""
    if place == "responses":
        on = add_response(shown, {"id": given or identifier(name), "text": text, **said_of(owner)})
    elif place == "context":
        documents = shown.content.setdefault("context", [])
        documents.append({"id": given or identifier(name), "title": as_text(owner.get("title", name)), "text": text})
        on = f"context.{documents[-1]['id']}"
    elif place == "prompt":
        shown.content.setdefault("prompt", {})["text"] = text
    else:
        shown.content["text"] = text
    shown.places[name] = (on, 0)
    shown.texts[on] = text
    return True


def add_response(shown: Shown, response: Json) -> str:
    """One more candidate; returns what answers call it."""
    if response["id"] not in shown.response_ids():
        shown.content.setdefault("responses", []).append(response)
    return f"responses.{response['id']}"


def said_of(row: Mapping[str, Any]) -> Json:
    """Where a candidate comes from, where it says so."""
    return {key: row[key] for key in ("source", "model") if isinstance(row.get(key), str) and len(row[key]) <= 100}


def place_candidates(shown: Shown, value: object) -> bool:
    """The entries of a list: `{"id", "title", "body", "html"}`."""
    entries = value if isinstance(value, list) else []
    for index, entry in enumerate(entries):
        row = entry if isinstance(entry, dict) else {"body": entry}
        given = row.get("id")
        name = identifier(index if given is None else given)
        text = as_text(row.get("body")) or words_of(as_text(row.get("html"))) or as_text(row.get("title"))
        said = said_of(row)
        on = add_response(shown, {"id": name, "text": text, **said})
        shown.texts[on] = text
        more = {
            key: value for key, value in row.items() if key not in ("id", "body", *said) and value not in (text, name)
        }
        if more:
            shown.metadata.setdefault("responses", {})[name] = more
    return bool(entries)


def place_messages(shown: Shown, thing: Subject, value: object) -> bool:
    """The turns of a dialogue; who speaks is kept in the metadata where that is more than a role."""
    turns = value if isinstance(value, list) else [value] if isinstance(value, str) else []
    strangers: list[str] = []
    authors = {}
    for index, turn in enumerate(turns, 1):
        row = turn if isinstance(turn, dict) else {thing.text_key: turn}
        author, text = as_text(row.get(thing.name_key)), as_text(row.get(thing.text_key))
        role = role_of(author, strangers)
        name = identifier(row["id"]) if isinstance(row.get("id"), str) else f"m{index}"
        shown.turns.append(name)
        if author and author.lower() != role:
            authors[name] = author
        if text:
            shown.content.setdefault("messages", []).append({"id": name, "role": role, "text": text})
            shown.texts[f"messages.{name}"] = text
    if authors:
        shown.metadata["authors"] = authors
    shown.places[thing.name] = ("messages", 0)
    return isinstance(value, list | str)


def role_of(author: str, strangers: list[str]) -> str:
    """The role of who speaks; of two strangers the first one asks and the others answer."""
    known = ROLES.get(author.strip().lower())
    if known:
        return known
    if author not in strangers:
        strangers.append(author)
    return "user" if strangers.index(author) == 0 else "assistant"


def as_text(value: object) -> str:
    """A value as it was shown."""
    if value is None or isinstance(value, dict | list):
        return ""
    return value if isinstance(value, str) else str(value)


class Words(HTMLParser):
    """The text nodes of a hypertext, one after the other, as the page counts them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("script", "style", "head")
        if tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "head") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def words_of(html: str) -> str:
    """The text of a hypertext."""
    words = Words()
    words.feed(html)
    words.close()
    return "".join(words.parts)
