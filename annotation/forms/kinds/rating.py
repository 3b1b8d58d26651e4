"""`rating`: a point on a named ordinal scale of 2 to 11 points, lowest first. Value: `{"rating": 4}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from annotation.forms.fields import Fields, is_integer
from annotation.forms.measure import Category, Measure, Unit
from annotation.forms.options import Option, option_values, read_scale
from annotation.forms.question import Common, Loss, Question, Value
from annotation.forms.target import Target


@dataclass(frozen=True, kw_only=True)
class Rating(Question):
    """Choose a point of a scale."""

    options: tuple[Option[int], ...]

    kind: ClassVar[str] = "rating"

    @classmethod
    def read(cls, common: Common, fields: Fields) -> Rating:
        return cls(**common, options=read_scale(fields))

    def settings(self) -> dict[str, Any]:
        return {"options": [option.to_json() for option in self.options]}

    def is_empty(self, value: Value) -> bool:
        return value.get("rating") is None

    def check(self, value: Fields, target: Target, *, complete: bool) -> None:
        rating = value.get("rating")
        if rating is None:
            return
        points = option_values(self.options)
        if not is_integer(rating) or rating not in points:
            value.refuse("must be one of the points " + ", ".join(map(str, points)), "rating")

    def canonical(self, value: Value, target: Target) -> dict[str, Any]:
        return {"rating": value["rating"]}

    def losses(self, newer: Question) -> Iterator[Loss]:
        """A point more or less changes what every other point means, so all ratings are concerned."""
        assert isinstance(newer, Rating)
        if option_values(self.options) != option_values(newer.options):
            yield Loss(self.name, "the points of the scale change", lambda _: True)

    def can_equal(self, equals: object) -> bool:
        return is_integer(equals) and equals in option_values(self.options)

    def meets(self, value: Value, equals: str | int) -> bool:
        rating = value.get("rating")
        return is_integer(rating) and rating == equals

    def measure(self) -> Measure:
        return Measure("ordinal", option_values(self.options))

    def judgements(self, value: Value) -> Iterator[tuple[Unit, Category]]:
        yield "", value["rating"]
