"""The options of formats: what each one is called, what it may be, and what it is where nobody says so.

A format names its options once. Forms are drawn from them (`to_json`), and what somebody chose is read with them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from annotation.forms import Form, Problem, Question
from annotation.forms.fields import is_integer
from annotation.forms.problems import below

Kind = Literal["choice", "flag", "number", "text", "questions", "columns"]
COLUMNS = "columns"
LONGEST_TEXT = 2_000


class BadOptions(ValueError):
    """Options that a format can't be written with; pointers go into the options, such as `/rows`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.pointer or '/'}: {problem.detail}" for problem in problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a format.

    `choices` are (value, title): of a choice what may be chosen, of questions those that fit, of columns all that there
    may be. A number lies between `low` and `high`. `questions` with `several` is a list of names, without it one name.
    """

    name: str
    title: str
    kind: Kind
    default: Any
    choices: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    several: bool = False

    def to_json(self) -> dict[str, Any]:
        """As the API shows it."""
        return {
            "name": self.name,
            "kind": self.kind,
            "title": self.title,
            "choices": [{"value": value, "title": title} for value, title in self.choices],
            "default": self.default,
        }

    def problem(self, value: object) -> str:
        """What is wrong with a value; "" when nothing is."""
        return CHECKS[self.kind](self, value)


def choice(name: str, title: str, *choices: tuple[str, str]) -> Option:
    """One of several (value, title); the first one where nobody chooses."""
    return Option(name=name, title=title, kind="choice", default=choices[0][0], choices=choices)


def flag(name: str, title: str, *, default: bool = False) -> Option:
    """Yes or no."""
    return Option(name=name, title=title, kind="flag", default=default)


def number(name: str, title: str, *, low: int, high: int, default: int) -> Option:
    """A whole number between `low` and `high`, both included."""
    return Option(name=name, title=title, kind="number", default=default, low=low, high=high)


def text(name: str, title: str, *, default: str = "") -> Option:
    """A short text."""
    return Option(name=name, title=title, kind="text", default=default)


def question(name: str, title: str, form: Form, fits: Callable[[Question], bool]) -> Option:
    """One question of the form, of those that fit; where there is only one, it goes without saying."""
    fitting = fitting_questions(form, fits)
    default = fitting[0][0] if len(fitting) == 1 else ""
    return Option(name=name, title=title, kind="questions", default=default, choices=fitting)


def questions(name: str, title: str, form: Form, fits: Callable[[Question], bool]) -> Option:
    """Several questions of the form; all that fit where nobody chooses."""
    fitting = fitting_questions(form, fits)
    default = [value for value, _ in fitting]
    return Option(name=name, title=title, kind="questions", default=default, choices=fitting, several=True)


def columns(names: Iterable[str]) -> Option:
    """The columns to write, in the order in which they are chosen; all where nobody chooses."""
    known = tuple((name, name) for name in dict.fromkeys(names))
    return Option(name=COLUMNS, title="Columns", kind="columns", default=[], choices=known, several=True)


def chosen_columns(options: Mapping[str, Any], there: Sequence[str]) -> list[str]:
    """Those of the columns that are there which are to be written. A name stands for all that begin with it and a
    full stop too: `safe` for `safe.1` and `safe.2`.
    """
    chosen = options.get(COLUMNS) or ()
    if not chosen:
        return list(there)
    found = [each for name in chosen for each in there if each == name or each.startswith(f"{name}.")]
    return list(dict.fromkeys(found))


def refuse_columns(options: Mapping[str, Any], there: Collection[str]) -> None:
    """Raise `BadOptions` for chosen columns that are not among these, which the other options leave."""
    if problems := list(_strange(options.get(COLUMNS) or (), there)):
        raise BadOptions(problems)


def _strange(chosen: Iterable[Any], there: Collection[str]) -> Iterator[Problem]:
    for number, name in enumerate(chosen):
        if name not in there:
            yield Problem(f"/{COLUMNS}/{number}", f"This must be a column of these rows: {', '.join(there)}.")


def fitting_questions(form: Form, fits: Callable[[Question], bool]) -> tuple[tuple[str, str], ...]:
    """The (name, title) of the questions that fit, in the order of the form."""
    return tuple((each.name, each.title) for each in form.questions if fits(each))


def read_options(options: Sequence[Option], given: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every option, given or default. Raises `BadOptions`."""
    known = {option.name: option for option in options}
    problems = [Problem(below("", name), unknown(known)) for name in given if name not in known]
    chosen = {name: given.get(name, option.default) for name, option in known.items()}
    for name, value in chosen.items():
        if known[name].kind == "columns" and isinstance(value, list):
            problems += _strange(value, [each for each, _ in known[name].choices])
        if detail := known[name].problem(value):
            problems.append(Problem(below("", name), detail))
    if problems:
        raise BadOptions(problems)
    return chosen


def unknown(known: Mapping[str, Option]) -> str:
    """What to say of an option that there is not."""
    if not known:
        return "This format has no options."
    return "This format has no such option; it has: " + ", ".join(known) + "."


def _choice(option: Option, value: object) -> str:
    names = [name for name, _ in option.choices]
    return "" if value in names else "This must be one of: " + ", ".join(names) + "."


def _flag(_: Option, value: object) -> str:
    return "" if isinstance(value, bool) else "This must be true or false."


def _number(option: Option, value: object) -> str:
    fits = isinstance(value, int) and is_integer(value) and option.low <= value <= option.high
    return "" if fits else f"This must be a whole number from {option.low} to {option.high}."


def _text(_: Option, value: object) -> str:
    fits = isinstance(value, str) and len(value) <= LONGEST_TEXT
    return "" if fits else f"This must be a text of at most {LONGEST_TEXT} characters."


def _questions(option: Option, value: object) -> str:
    names = [name for name, _ in option.choices]
    if option.several:
        fits = isinstance(value, list) and bool(value) and all(each in names for each in value)
        what = "names of questions of the form"
    else:
        fits, what = value in names, "a question of the form"
    return "" if fits else f"This must be {what} that fit{'' if option.several else 's'}: {', '.join(names) or 'none'}."


def _columns(_: Option, value: object) -> str:
    fits = isinstance(value, list) and len({repr(each) for each in value}) == len(value)
    return "" if fits else "This must be a list of names of columns, each once."


CHECKS: dict[Kind, Callable[[Option, object], str]] = {
    "choice": _choice,
    "flag": _flag,
    "number": _number,
    "text": _text,
    "questions": _questions,
    "columns": _columns,
}
