"""Label Studio's labeling config for a form: what its page shows and asks (https://labelstud.io/tags).

Each question is a control of its own name. What is asked of each response or document is one control for each, with
its number behind the name. A question about regions of several shapes is `Labels` with a bare tool for each shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from annotation.forms import Form, Question
from annotation.forms.kinds import Choice, Dialogue, Preference, Ranking, Rating, Regions, Spans, Text
from annotation.forms.options import Option, option_values

TOOLS = {"box": "Rectangle", "rotated_box": "Rectangle", "polygon": "Polygon", "point": "KeyPoint", "line": "Vector"}
"""What draws each shape."""
OTHER, UNSURE = "_other", "unsure"
STRENGTH = "_strength"
NEITHER = "_neither"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the data set shows at most: so many responses and documents, and pictures in a prompt."""

    responses: int = 0
    documents: int = 0
    prompt_images: bool = False
    prompt_texts: bool = True


class Page:
    """The tags for a form."""

    def __init__(self, form: Form, shown: Shown) -> None:
        self.form = form
        self.shown = shown
        self.chats = any(isinstance(each, Dialogue) for each in form.questions)
        self.ranks = any(isinstance(each, Ranking) for each in form.questions)

    def xml(self) -> str:
        """The whole config."""
        rows = [*self._subjects(), *(row for question in self.form.questions for row in self._asked(question))]
        return "\n".join(["<View>", *(f"  {row}" for row in rows), "</View>", ""])

    def _subjects(self) -> Iterator[str]:
        """What is shown, in the order of the form."""
        for key in self.form.shows:
            yield from SUBJECTS[key](self)

    def prompt(self) -> Iterator[str]:
        if self.shown.prompt_texts:
            yield tag("Text", name=self.name("prompt"), value="$prompt")
        if self.shown.prompt_images:
            yield tag("Image", name=self.name("prompt_images"), valueList="$prompt_images")

    def messages(self) -> Iterator[str]:
        yield tag(
            "Paragraphs",
            name=self.name("messages"),
            value="$messages",
            layout="dialogue",
            nameKey="role",
            textKey="text",
        )

    def text(self) -> Iterator[str]:
        yield tag("Text", name=self.name("text"), value="$text")

    def image(self) -> Iterator[str]:
        yield tag("Image", name=self.name("image"), value="$image")

    def context(self) -> Iterator[str]:
        for number in range(self.shown.documents):
            yield tag("Text", name=self.name(f"context_{number + 1}"), value=f"$context[{number}].text")

    def responses(self) -> Iterator[str]:
        if self.ranks:
            yield tag("List", name=self.name("responses"), value="$responses", title="Responses")
        for number in range(self.shown.responses):
            yield tag("Text", name=self.name(f"response_{number + 1}"), value=f"$responses[{number}].body")

    def name(self, subject: str) -> str:
        """A subject's name, which no question has."""
        return f"{subject}_shown" if self.form.question(subject) else subject

    def targets(self, question: Question) -> list[tuple[str, str]]:
        """The controls that ask a question and what each is about: one, or one for each response or document."""
        if question.scope in ("responses", "context"):
            count = self.shown.responses if question.scope == "responses" else self.shown.documents
            subject = "response" if question.scope == "responses" else "context"
            return [(f"{question.name}_{number}", self.name(f"{subject}_{number}")) for number in range(1, count + 1)]
        return [(question.name, self._subject_of(question))]

    def _subject_of(self, question: Question) -> str:
        """What a question about the item, or about one of its texts, is put on."""
        if question.scope in ("text", "prompt", "messages"):
            return self.name(question.scope)
        if isinstance(question, Regions):
            return self.name("image" if "image" in self.form.shows else "prompt_images")
        if isinstance(question, Ranking):
            return self.name("responses")
        first = self.form.shows[0]
        if first == "prompt" and not self.shown.prompt_texts:
            return self.name("prompt_images")
        return self.name({"context": "context_1", "responses": "response_1"}.get(first, first))

    def _asked(self, question: Question) -> Iterator[str]:
        if question.scope == "turns":
            return
        for number, (name, subject) in enumerate(self.targets(question), 1):
            several = question.scope in ("responses", "context")
            yield tag("Header", value=f"{question.title} ({number})" if several else question.title)
            begin, end = self._condition(question)
            yield from begin
            yield from CONTROLS[question.kind](self, question, name, subject)
            yield from end

    def _condition(self, question: Question) -> tuple[Sequence[str], Sequence[str]]:
        """Where a question waits for a choice, what stands around it."""
        awaited = self.form.question(question.when.question) if question.when else None
        if not isinstance(awaited, Choice) or awaited.scope != "item" or question.when is None:
            return (), ()
        condition = {"visibleWhen": "choice-selected", "whenTagName": awaited.name}
        return [opening("View", **condition, whenChoiceValue=str(question.when.equals))], ["</View>"]

    def choice(self, question: Choice, name: str, subject: str) -> Iterator[str]:
        required = required_of(question)
        if any(option.parent for option in question.options):
            yield opening("Taxonomy", name=name, toName=subject, **required)
            yield from branches(question.options, "")
            yield "</Taxonomy>"
        else:
            pick = "multiple" if question.multiple else "single"
            yield opening("Choices", name=name, toName=subject, choice=pick, **required)
            yield from (leaf("Choice", option) for option in question.options)
            if question.unsure:
                yield tag("Choice", value=UNSURE)
            yield "</Choices>"
        if question.other:
            yield tag("TextArea", name=f"{name}{OTHER}", toName=subject, maxSubmissions="1")

    def rating(self, question: Rating, name: str, subject: str) -> Iterator[str]:
        """Stars count from 1; any other scale is a number between its ends."""
        points = option_values(question.options)
        if is_stars(question):
            yield tag("Rating", name=name, toName=subject, maxRating=str(points[-1]), **required_of(question))
        else:
            ends = {"min": str(points[0]), "max": str(points[-1]), "step": "1"}
            yield tag("Number", name=name, toName=subject, **ends, **required_of(question))

    def written(self, question: Text, name: str, subject: str) -> Iterator[str]:
        yield tag("TextArea", name=name, toName=subject, maxSubmissions="1", editable="true", **required_of(question))

    def ranking(self, question: Ranking, name: str, subject: str) -> Iterator[str]:
        yield tag("Ranker", name=name, toName=subject)

    def preference(self, question: Preference, name: str, subject: str) -> Iterator[str]:
        """Which side, and beside it what Label Studio's comparison has no word for."""
        both = f"{self.name('response_1')},{self.name('response_2')}"
        yield tag("Pairwise", name=name, toName=both)
        if len(question.strengths) > 1:
            most = str(len(question.strengths))
            yield tag("Rating", name=f"{name}{STRENGTH}", toName=self.name("response_1"), maxRating=most)
        if question.tie or question.both_bad:
            yield opening("Choices", name=f"{name}{NEITHER}", toName=self.name("response_1"), choice="single")
            yield from (tag("Choice", value=reason) for reason in ("tie", "both_bad") if getattr(question, reason))
            yield "</Choices>"

    def spans(self, question: Spans, name: str, subject: str) -> Iterator[str]:
        control = "ParagraphLabels" if question.scope == "messages" else "Labels"
        pick = {"choice": "multiple"} if question.multiple else {}
        yield opening(control, name=name, toName=subject, **pick, **required_of(question))
        yield from (leaf("Label", option) for option in question.options)
        yield f"</{control}>"

    def regions(self, question: Regions, name: str, subject: str) -> Iterator[str]:
        if question.scope == "responses":
            return
        tools = tools_of(question)
        control = f"{tools[0]}Labels" if len(tools) == 1 else "Labels"
        pick = {"choice": "multiple"} if question.multiple else {}
        yield opening(control, name=name, toName=subject, **pick, **required_of(question))
        yield from (leaf("Label", option) for option in question.options)
        yield f"</{control}>"
        if len(tools) > 1:
            yield from (tag(tool, name=f"{name}_{tool.lower()}", toName=subject) for tool in tools)

    def dialogue(self, question: Dialogue, name: str, subject: str) -> Iterator[str]:
        yield tag("Chat", name=name, value=f"${chat_key(self.form)}")


def chat_key(form: Form) -> str:
    """The key of the data that a conversation begins from: none that is shown already."""
    return "chat_begins" if "messages" in form.shows else "messages"


def is_stars(question: Rating) -> bool:
    """Whether a scale counts from 1 upwards."""
    points = option_values(question.options)
    return list(points) == list(range(1, len(points) + 1))


def tools_of(question: Regions) -> list[str]:
    """The tools that draw a question's shapes, each once."""
    return list(dict.fromkeys(TOOLS[shape] for shape in question.shapes))


def required_of(question: Question) -> dict[str, str]:
    """The attribute of what has to be answered."""
    return {"required": "true"} if question.required else {}


def branches(options: Sequence[Option[str]], parent: str) -> Iterator[str]:
    """The options of a hierarchy below one of them."""
    for option in options:
        if option.parent == parent:
            below = list(branches(options, option.value))
            if below:
                yield opening("Choice", value=option.value)
                yield from below
                yield "</Choice>"
            else:
                yield tag("Choice", value=option.value)


def leaf(name: str, option: Option[str]) -> str:
    """One thing to pick: answers say its value, people read its title."""
    alias = {"alias": option.value} if option.title != option.value else {}
    colour = {"background": option.colour} if option.colour else {}
    key = {"hotkey": option.key} if option.key else {}
    return tag(name, value=option.title, **alias, **key, **colour)


def opening(element: str, **attributes: str) -> str:
    """A tag that others stand in."""
    return f"<{element}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}>"


def tag(element: str, **attributes: str) -> str:
    """A tag of its own."""
    return f"{opening(element, **attributes)[:-1]}/>"


SUBJECTS = {
    "prompt": Page.prompt,
    "messages": Page.messages,
    "text": Page.text,
    "image": Page.image,
    "context": Page.context,
    "responses": Page.responses,
}
CONTROLS: dict[str, Callable[[Page, Any, str, str], Iterator[str]]] = {
    "choice": Page.choice,
    "rating": Page.rating,
    "text": Page.written,
    "ranking": Page.ranking,
    "preference": Page.preference,
    "spans": Page.spans,
    "regions": Page.regions,
    "dialogue": Page.dialogue,
}
