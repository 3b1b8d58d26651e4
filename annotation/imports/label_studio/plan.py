"""How the tasks of one Label Studio project become items: which part of the content each object is, and what is asked.

A plan begins with the labeling config, where there is one, and learns the rest from the tasks: exports come without
their config, and answers may say what an older config offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from annotation.forms import Form, InvalidForm, parse_form
from annotation.forms.form import CONTENT_KEYS
from annotation.forms.options import MOST_POINTS
from annotation.imports.asking import Asked, Asking, Json
from annotation.imports.foreign import Lost
from annotation.imports.label_studio.config import (
    CONTROLS,
    REPEATED,
    SHAPES,
    UNKNOWN_CONTROLS,
    UNSHOWN,
    Config,
    Control,
    Subject,
    parse_config,
)

TEXTS = ("text", "hypertext")
PROMPTS = ("prompt", "question", "instruction", "query", "input", "task")
"""What people call the text that responses answer."""
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff")
JUDGED = re.compile(r"(responses|answers|completions|candidates|replies)\[\d+\]")
"""The path of an entry of the list of what is judged."""
NUMBERED = re.compile(r"(.+?)\d+")
"""A name that is one of several: `page_0`."""
GUESSED = "?"
"""The list that something stands in where no config says which."""
NO_CONFIG = Config((), ())


class Plan(Asking):
    """What the tasks show and ask; `tell(…)` and `settle()` are for whoever learns, the rest for whoever reads."""

    def __init__(self, config: Config = NO_CONFIG) -> None:
        super().__init__()
        self.configured = bool(config.subjects)
        self.subjects: dict[str, Subject] = {shown.name: shown for shown in config.subjects}
        self.controls: dict[str, Control] = {control.name: control for control in config.controls}
        self.compared: list[str] = []
        self.places: dict[str, str] = {}
        self.seen: set[str] = set()
        self.annotations = 0
        self.targets: dict[str, str] = {}
        self.each: set[str] = set()
        self.lost: list[Lost] = []
        self.form: Form | None = None
        self.compared += [name for control in config.controls if control.tag == "pairwise" for name in control.to_names]
        self.settle()
        for control in config.controls:
            self.lost.extend(self._offer(control))
        self.settle()

    def control(self, from_name: str) -> Control | None:
        """The config's control that gave a result; one in a repeater by any of its numbers."""
        return self.controls.get(from_name) or repeated(self.controls, from_name)

    def subject(self, to_name: str, kind: str) -> Subject:
        """What a result is about; from now on it is there, where no config said so."""
        name = to_name.removeprefix("$")
        known = self.subjects.get(name) or repeated(self.subjects, name)
        if known is None:
            series = NUMBERED.fullmatch(name) if kind == "image" else None
            known = Subject(f"{series[1]}{{{{idx}}}}", kind, "", GUESSED) if series else Subject(name, kind, "")
            self.subjects[known.name] = known
            self.settle()
        return known

    def meet(self, to_name: str, data: Mapping[str, object]) -> None:
        """Note what a written answer is about, where it is something of the data and no config said so."""
        name = to_name.removeprefix("$")
        if not self.configured and name in data and name not in self.subjects:
            value = data[name]
            kind = "messages" if isinstance(value, list) else "image" if is_picture(value) else "text"
            self.subject(name, kind)

    def question(self, from_name: str, kind: str, to_name: str = "") -> Asked:
        """The question that a result answers."""
        control = self.control(from_name)
        foreign = from_name
        if control and control.repeats and kind in ("regions", "spans"):
            foreign = REPEATED.sub("", control.name).rstrip("_-") or control.name
        elif not control and (thing := repeated(self.subjects, to_name)) and (series := NUMBERED.fullmatch(from_name)):
            foreign = series[1].rstrip("_-") or thing.name
        if of_several := self._of_several(from_name, to_name or next(iter(control.to_names if control else ()), "")):
            foreign = of_several
        asked = self.ask(foreign, kind, title=(control and control.title) or foreign, settings=usual(kind))
        if of_several:
            self.each.add(asked.name)
        if to_name:
            self.targets.setdefault(asked.name, to_name.removeprefix("$"))
        return asked

    def _of_several(self, from_name: str, to_name: str) -> str:
        """What questions are called together that are asked of each response, or document, by itself: `fair_1`."""
        place = self.places.get(to_name.removeprefix("$"), "")
        series = NUMBERED.fullmatch(from_name) if place in ("responses", "context") else None
        return series[1].rstrip("_-") if series else ""

    def compare(self, names: Iterable[str]) -> None:
        """These objects are responses of which one is preferred."""
        for name in names:
            if name not in self.compared:
                self.compared.append(name)
                self.settle()

    def _offer(self, control: Control) -> Iterator[Lost]:
        """Ask what a control asks; nothing where answers of its kind can't be kept."""
        if what := UNKNOWN_CONTROLS.get(control.tag):
            yield Lost(f"questions for {what}", control.name, f"the control <{control.tag}>")
        elif control.per_region:
            yield Lost("questions about single regions", control.name)
        elif unshown := self._unshown(control):
            yield Lost(f"questions about {unshown}", control.name)
        elif CONTROLS[control.tag] not in ("regions", "spans") and control.repeats:
            yield Lost(
                "questions asked once for each repetition", control.name, "they are asked where they are answered"
            )
        elif not (control.tag in SHAPES and self._labelled_elsewhere(control)):
            self._ask(control)
            if control.conditioned:
                yield Lost("conditions of questions", control.name, "the question is always asked")
            if control.attributes.get("value", "").startswith("$"):
                yield Lost(
                    "options that differ from task to task", control.name, "what was chosen is offered everywhere"
                )

    def _unshown(self, control: Control) -> str:
        """What a control marks, where that is nothing that can be shown here."""
        kinds = [self.subjects[name].kind for name in control.to_names if name in self.subjects]
        marks = CONTROLS[control.tag] in ("regions", "spans")
        return next((UNSHOWN[kind] for kind in kinds if marks and kind in UNSHOWN), "")

    def _labelled_elsewhere(self, control: Control) -> bool:
        """Whether the labels of bare shapes come from a control of their own."""
        return any(
            other.tag == "labels" and set(other.to_names) & set(control.to_names) for other in self.controls.values()
        )

    def _ask(self, control: Control) -> None:
        kind = self.kind(control)
        asked = self.question(control.name, kind, control.to_names[0] if control.to_names else "")
        asked.required = control.required
        if control.when and (awaited := self.questions.get(control.when[0])) and awaited.kind == "choice":
            asked.when = {"question": awaited.name, "equals": awaited.option(control.when[1])}
        if kind == "preference":
            self.compare(control.to_names)
        elif kind == "rating":
            low, high = bounds_of(control) or (1, scale_of(control))
            for point in range(low, high + 1):
                asked.rate(point)
        elif kind != "ranking":
            asked.scope = "responses" if control.tag == "ranker" else asked.scope
            self._offer_options(asked, control)

    def kind(self, control: Control) -> str:
        if control.tag == "labels" and self._draws(control):
            return "regions"
        if control.tag == "number" and bounds_of(control):
            return "rating"
        if control.tag == "ranker" and control.options:
            return "choice"
        return CONTROLS[control.tag]

    def _draws(self, control: Control) -> bool:
        """Whether labels are put on shapes of an image."""
        return any(self.subjects[name].kind == "image" for name in control.to_names if name in self.subjects)

    def _offer_options(self, asked: Asked, control: Control) -> None:
        for path, attributes in control.options:
            if asked.kind == "choice" and len(path) > 1:
                asked.path(path)
            else:
                asked.option(
                    path[-1],
                    title=attributes.get("title") or attributes.get("value", ""),
                    key=attributes.get("hotkey", ""),
                    hue=attributes.get("background", ""),
                )
        if asked.kind == "choice" and control.tag != "ranker":
            asked.needs(multiple=control.tag == "taxonomy" or control.attributes.get("choice") == "multiple")
        if asked.kind == "regions":
            for tag, shape in SHAPES.items():
                if control.tag.startswith(tag) or (control.tag == "labels" and tag in self._bare_tags(control)):
                    asked.draws(shape)
            if control.tag in SHAPES:
                asked.option(control.name)

    def _bare_tags(self, control: Control) -> set[str]:
        """The shapes without labels of their own that are drawn on the same image."""
        return {
            other.tag
            for other in self.controls.values()
            if other.tag in SHAPES and set(other.to_names) & set(control.to_names)
        }

    def settle(self) -> None:
        """Give every object its place in the content, and every question its scope."""
        apart = [shown for shown in self.subjects.values() if shown.name not in self.compared]
        self.places = dict.fromkeys(self.compared, "responses")
        self.places |= {shown.name: "responses" for shown in apart if shown.kind == "list"}
        texts = [shown for shown in apart if shown.kind in TEXTS]
        self.places |= {shown.name: "responses" for shown in texts if JUDGED.match(shown.path)}
        self._place_texts([shown for shown in texts if not JUDGED.match(shown.path)])
        images = [shown for shown in apart if shown.kind == "image"]
        alone = len(images) == 1 and not (images[0].repeats or images[0].many)
        self.places |= {shown.name: "image" if alone or shown.path == "image" else "prompt" for shown in images}
        talks = [shown.name for shown in apart if shown.kind == "messages"]
        self.places |= dict.fromkeys(talks[:1], "messages")
        for asked in self.questions.values():
            asked.scope = self._scope(asked)

    def _place_texts(self, texts: Sequence[Subject]) -> None:
        """What is called so is the prompt or the text; else the first one is, and the others are its context."""
        answered = "responses" in self.places.values()
        self.places |= {shown.name: "context" for shown in texts}
        called = {shown.path: shown.name for shown in texts if shown.path in ("text", "prompt")}
        self.places |= {name: path for path, name in called.items()}
        if texts and not called:
            main = min(texts, key=lambda shown: not (answered and {shown.name, shown.path} & set(PROMPTS)))
            self.places[main.name] = "prompt" if answered else "text"

    def _scope(self, asked: Asked) -> str:
        to_name = self.targets.get(asked.name, "")
        known = self.subjects.get(to_name) or repeated(self.subjects, to_name)
        place = self.places.get(known.name, "") if known else ""
        if asked.kind == "spans":
            return place if place in ("text", "prompt", "context", "responses", "messages") else "text"
        if asked.kind == "regions" and place == "responses":
            return "responses"
        if asked.name in self.each and place == "responses":
            return "responses"
        return asked.scope if asked.kind == "choice" else "item"

    def finish(self) -> None:
        """Whatever there was to learn is known: make the form."""
        for asked in self.questions.values():
            everybody = 0 < self.annotations <= asked.answered or not self.annotations
            asked.required = asked.required and everybody and asked.scope == "item"
        self.settle()
        made = self.to_json(self.shows())
        try:
            self.form = parse_form(made) if made["questions"] else None
        except InvalidForm:
            self.form = None

    def shows(self) -> list[str]:
        """What a form has to show: whatever is in the tasks, or by the config would be."""
        keys = set(self.seen or self.places.values())
        scopes = {"spans": None, "ranking": "responses", "preference": "responses"}
        for asked in self.questions.values():
            keys |= {scopes.get(asked.kind) or asked.scope}
        return [key for key in CONTENT_KEYS if key in keys] or ["text"]


def is_picture(value: object) -> bool:
    """Whether a value looks like the address of a picture."""
    return isinstance(value, str) and value.lower().partition("?")[0].endswith(PICTURES)


Tag = TypeVar("Tag", Subject, Control)


def repeated(tags: Mapping[str, Tag], name: str) -> Tag | None:
    """The tag inside a repeater whose name with a number in it is this one."""
    for pattern, tag in tags.items():
        parts = REPEATED.split(pattern)
        if len(parts) > 1 and re.fullmatch(r"\d+".join(map(re.escape, parts)), name):
            return tag
    return None


def usual(kind: str) -> Json:
    """The settings of a new question of a kind: as Label Studio's page behaves."""
    settings: dict[str, Json] = {"spans": {"snap": "character"}, "ranking": {"ties": False}}
    return settings.get(kind, {})


def bounds_of(control: Control) -> tuple[int, int] | None:
    """The ends of the scale that a number with a least and a greatest value is."""
    given = [control.attributes.get(key, "") for key in ("min", "max")]
    if control.tag != "number" or not all(re.fullmatch(r"-?\d{1,3}", end) for end in given):
        return None
    low, high = map(int, given)
    return (low, high) if 1 <= high - low < MOST_POINTS else None


def scale_of(control: Control) -> int:
    """The points of a rating, 5 where nothing is said."""
    given = control.attributes.get("maxrating", "5")
    return int(given) if given.isdigit() and 2 <= int(given) <= 100 else 5


def form_of_config(xml: str | bytes) -> tuple[Json, list[Lost]]:
    """The form that asks what a labeling config asks, and what of the config can't be asked; raises `Unreadable`."""
    plan = Plan(parse_config(xml))
    plan.finish()
    return plan.to_json(plan.shows()), plan.lost
