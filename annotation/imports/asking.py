"""The questions that a foreign file asks, gathered while it is read: the form that can hold all of its answers.

Other tools know a question by any text; here it needs a machine name, and an option a short value. Both are made from
what the file says and from nothing else, so that the same file asks the same questions, always. No framework.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotation.forms import Form, answer_problems, visible_places
from annotation.forms.options import COLOURS, FARTHEST, KEY, MOST_OPTIONS, MOST_POINTS
from annotation.imports.foreign import Lost

Json = dict[str, Any]

BELOW = " > "
"""What stands between the steps of a way through a hierarchy."""
LONGEST_VALUE = 100
LONGEST_NAME = 64
LONGEST_TITLE = 200
NO_NAME = re.compile(r"[^a-z0-9_-]+")
COLOUR_NAMES = {"grey": "gray", "purple": "violet", "magenta": "pink", "darkgreen": "green", "darkblue": "blue"}


def machine_name(foreign: str) -> str:
    """A name as our questions have them, from any text."""
    plain = unicodedata.normalize("NFKD", foreign).encode("ascii", "ignore").decode().lower()
    name = NO_NAME.sub("_", plain).strip("_-")
    if not name:
        return f"question_{digest(foreign)}"
    return (name if name[0].isalpha() else f"q_{name}")[:LONGEST_NAME]


def identifier(foreign: object) -> str:
    """An id as our responses and documents have them, from any text."""
    text = "_".join(shown(foreign).split())
    return text if 0 < len(text) <= LONGEST_VALUE else f"id_{digest(str(foreign))}"


def option_value(given: object) -> str:
    """An option's value from any text: one line of at most 100 characters, the end of a longer one as a digest."""
    text = shown(given)
    if len(text) <= LONGEST_VALUE:
        return text or "(empty)"
    return f"{text[: LONGEST_VALUE - 9].rstrip()} {digest(str(given))}"


def shown(given: object) -> str:
    """A text on one line, of characters that can be seen."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(given)).split())


def digest(text: str) -> str:
    """Eight characters that tell long texts apart."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:8]


def colour(given: str) -> str:
    """The colour of our palette with this name, if there is one."""
    name = given.strip().lower()
    name = COLOUR_NAMES.get(name, name)
    return name if name in COLOURS else ""


@dataclass
class Asked:
    """One question; `settings` are those of its kind, `points` the ratings that were given or offered.

    `answered` counts the people's answers: a question that some left out can't be required.
    """

    name: str
    kind: str
    scope: str = "item"
    title: str = ""
    help: str = ""
    required: bool = False
    when: Json | None = None
    settings: Json = field(default_factory=dict)
    options: dict[str, Json] = field(default_factory=dict)
    points: set[int] = field(default_factory=set)
    titles: dict[int, str] = field(default_factory=dict)
    answered: int = 0

    @property
    def final_kind(self) -> str:
        """What it can be asked as: scales of too many points and too many options are written instead."""
        too_wide = self.points and not 2 <= self._width() <= MOST_POINTS
        too_far = any(abs(point) > FARTHEST for point in self.points)
        if self.kind == "rating" and (too_wide or too_far or not self.points):
            return "text"
        return "text" if self.kind == "choice" and len(self.options) > MOST_OPTIONS else self.kind

    def _width(self) -> int:
        return max(self.points) - min(self.points) + 1

    def option(self, given: object, *, title: str = "", parent: str = "", key: str = "", hue: str = "") -> str:
        """The value that stands for something to pick, which is offered from now on."""
        value = option_value(given)
        if value not in self.options:
            taken = {option["key"] for option in self.options.values()}
            free = key.lower() if KEY.fullmatch(key.lower()) and key.lower() not in taken else ""
            self.options[value] = {
                "value": value,
                "title": (title or shown(given))[:LONGEST_TITLE] or value,
                "key": free,
                "colour": colour(hue),
                **({"parent": parent} if parent else {}),
            }
        return value

    def path(self, steps: Sequence[object]) -> str:
        """The value of an option in a hierarchy, which is offered with all those above it from now on.

        It names the whole way, because one name may stand in several branches; a step that does so already is itself.
        """
        value = whole = ""
        for step in map(str, steps):
            before = f"{whole}{BELOW}" if whole else ""
            own = step.removeprefix(before)
            whole = before + own
            value = self.option(whole, title=shown(own), parent=value)
        return value

    def rate(self, point: int, title: str = "") -> int:
        """A point of the scale, which reaches there from now on."""
        self.points.add(point)
        if title:
            self.titles[point] = title
        return point

    def needs(self, **settings: bool) -> None:
        """Something that an answer makes use of, and so has to be allowed."""
        self.settings.update({name: True for name, needed in settings.items() if needed})

    def rating(self, point: float) -> Json:
        """The value that says this point."""
        return {"rating": int(point)} if self.final_kind == "rating" else {"text": f"{point:g}"}

    def choices(self, values: Sequence[str]) -> Json:
        """The value that picks these options."""
        if self.final_kind == "choice":
            return {"choices": list(dict.fromkeys(values))}
        return {"text": "\n".join(self.options[value]["title"] for value in dict.fromkeys(values))}

    def draws(self, shape: str) -> None:
        """A shape that has to be allowed."""
        shapes = self.settings.setdefault("shapes", [])
        if shape not in shapes:
            shapes.append(shape)

    def to_json(self) -> Json:
        """The question as our forms have it."""
        kind = self.final_kind
        return {
            "name": self.name,
            "kind": kind,
            "title": shown(self.title)[:LONGEST_TITLE] or self.name,
            "help": self.help[:5000],
            "scope": self.scope,
            "required": self.required,
            "when": self.when,
            **(self.settings if kind == self.kind else {}),
            **self._choices(kind),
        }

    def _choices(self, kind: str) -> Json:
        if kind in ("choice", "spans", "regions"):
            return {"options": list(self.options.values())}
        if kind == "rating":
            scale = range(min(self.points), max(self.points) + 1)
            return {"options": [{"value": point, "title": self.titles.get(point, str(point))} for point in scale]}
        return {}


class Asking:
    """The questions of a file in the order in which they are met; each by whatever the file calls it."""

    def __init__(self) -> None:
        self.questions: dict[str, Asked] = {}

    def ask(self, foreign: str, kind: str, **more: Any) -> Asked:
        """The question of that name and kind; asked from now on if it was not."""
        known = self.questions.get(foreign)
        if known is None:
            known = self.questions[foreign] = Asked(self._free(machine_name(foreign)), kind, **more)
        elif known.kind != kind:
            return self.ask(f"{foreign}_{kind}", kind, **more)
        return known

    def _free(self, name: str) -> str:
        taken = {asked.name for asked in self.questions.values()}
        number, free = 2, name
        while free in taken:
            free, number = f"{name[: LONGEST_NAME - 4]}_{number}", number + 1
        return free

    def to_json(self, shows: Iterable[str]) -> Json:
        """The form; questions that offer nothing to pick can't be asked and stay away."""
        able = [asked for asked in self.questions.values() if askable(asked)]
        names = [asked.name for asked in able]
        questions = [asked.to_json() for asked in able]
        for place, question in enumerate(questions):
            if question["when"] and question["when"]["question"] not in names[:place]:
                question["when"] = None
        return {"version": 1, "shows": list(shows), "questions": questions}


def askable(asked: Asked) -> bool:
    """Whether there is something to pick, and to draw, where a question is about that."""
    if asked.kind == "regions" and not asked.settings.get("shapes"):
        return False
    return bool(asked.options) or asked.kind not in ("choice", "spans", "regions")


def kept(
    form: Form | None, content: Mapping[str, Any], answers: Sequence[Json], where: str
) -> tuple[list[Json], list[Lost]]:
    """The answers that the form can hold, and what is lost with the others."""
    if form is None:
        return list(answers), []
    good, lost = [], []
    for answer in answers:
        if found := answer_problems(form, content, [answer], complete=False):
            detail = f"{answer['question']} on {answer['on']}: {found[0].detail}"
            lost.append(Lost("answers that no question can hold", where, detail))
        else:
            good.append(answer)
    given = {(answer["question"], answer["on"]): answer["value"] for answer in good}
    shown_now = set(visible_places(form, content, given))
    hidden = [place for place in given if place not in shown_now]
    lost.extend(Lost("answers to questions that were not asked", where, f"{name} on {on}") for name, on in hidden)
    return [answer for answer in good if (answer["question"], answer["on"]) in shown_now], lost
