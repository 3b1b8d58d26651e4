"""What every question has, whatever its kind; each kind is a subclass in its own module of `kinds/`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypedDict

from annotation.forms.fields import Fields
from annotation.forms.measure import Category, Measure, Unit
from annotation.forms.target import Scope, Target

SCOPES: tuple[Scope, ...] = ("item", "responses", "turns")
SHOWN_FOR: dict[Scope, tuple[str, ...]] = {"item": (), "turns": ("messages",)}
"""What must be shown for a question of a scope, where that is not the key of the same name."""
Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """Show a question only where an earlier one was answered so."""

    question: str
    equals: str | int

    def to_json(self) -> dict[str, Any]:
        return {"question": self.question, "equals": self.equals}


@dataclass(frozen=True, slots=True)
class Loss:
    """What an edited form can no longer say: `used_by(value)` tells whether an answer's value says it."""

    question: str
    detail: str
    used_by: Callable[[Value], bool]


class Common(TypedDict):
    """The keys that every question has."""

    name: str
    title: str
    help: str
    scope: Scope
    required: bool
    when: Condition | None


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One question of a form. `scope` says what is asked about: the item, each of its responses, turns or texts."""

    name: str
    title: str
    help: str
    scope: Scope
    required: bool
    when: Condition | None

    kind: ClassVar[str]
    scopes: ClassVar[tuple[Scope, ...]] = SCOPES
    fewest_responses: ClassVar[int] = 0
    most_responses: ClassVar[int | None] = None
    on_images: ClassVar[bool] = False
    """Whether it is answered on images of its target."""
    writes: ClassVar[bool] = False
    """Whether it makes content of its own, and may begin from very little."""
    compares: ClassVar[bool] = False
    """Whether its values order responses, and so can become preference pairs."""

    @classmethod
    @abstractmethod
    def read(cls, common: Common, fields: Fields) -> Question:
        """The question from its JSON; problems go to `fields`."""

    @abstractmethod
    def settings(self) -> dict[str, Any]:
        """The kind's own keys, canonical: every key present."""

    @abstractmethod
    def is_empty(self, value: Value) -> bool:
        """Whether a well-formed value says nothing, and so counts as no answer."""

    @abstractmethod
    def check(self, value: Fields, target: Target, *, complete: bool) -> None:
        """Note what is wrong with a value; a draft (`complete=False`) may have gaps, not nonsense."""

    @abstractmethod
    def canonical(self, value: Value, target: Target) -> dict[str, Any]:
        """The one way to write a valid value: same meaning, same bytes."""

    @abstractmethod
    def losses(self, newer: Question) -> Iterator[Loss]:
        """What `newer`, a question of the same kind and scope, can no longer say."""

    def renamed(self, value: Value, mapping: Mapping[str, str]) -> Value:
        """The value with response ids replaced; most kinds name no responses."""
        return value

    def one_must_be_shown(self) -> tuple[str, ...]:
        """The content keys of which a form must show one for this question; none where it can do without."""
        if self.fewest_responses:
            return ("responses",)
        return SHOWN_FOR.get(self.scope, (self.scope,))

    def asset_ids(self, value: Value) -> Iterator[str]:
        """The assets that an object of any shape names as a value; most kinds name none."""
        return iter(())

    def can_equal(self, equals: object) -> bool:
        """Whether a `when` may wait for this value; kinds without short values can't be waited for."""
        return False

    def meets(self, value: Value, equals: str | int) -> bool:
        """Whether a value (of any shape) is the one a `when` waits for."""
        return False

    def measure(self) -> Measure | None:
        """How people's answers are compared; None for kinds that have no coefficient."""
        return None

    def judgements(self, value: Value) -> Iterator[tuple[Unit, Category]]:
        """What a canonical value says about each unit, in the categories of `measure()`."""
        return iter(())

    def comparisons(self, value: Value, responses: Sequence[str]) -> Iterator[tuple[str, str, int]]:
        """The pairs of the item's responses that a canonical value compares: (a, b, 1 if a is better, 0 if tied)."""
        return iter(())

    def columns(self, value: Value, responses: Sequence[str]) -> dict[str, Any]:
        """What an export adds beside a canonical value about an item with these responses."""
        return {}

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kind": self.kind,
            "title": self.title,
            "help": self.help,
            "scope": self.scope,
            "required": self.required,
            "when": self.when.to_json() if self.when else None,
            **self.settings(),
        }
