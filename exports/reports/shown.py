"""How figures are written for people: the same number everywhere in as many digits as it is worth."""

from __future__ import annotations

from datetime import datetime
from typing import Any

NOTHING = "–"


def coefficient(value: float | None) -> str:
    """Three decimals, as coefficients are published."""
    return NOTHING if value is None else _minus(f"{value:.3f}")


def difference(value: float | None) -> str:
    """The same, with its sign."""
    return NOTHING if value is None else _minus(f"{value:+.3f}")


def between(low: float | None, high: float | None) -> str:
    """An interval of coefficients."""
    return NOTHING if low is None or high is None else f"{coefficient(low)} to {coefficient(high)}"


def share(value: float | None) -> str:
    """A share from 0 to 1 as a percentage."""
    return NOTHING if value is None else _minus(f"{100 * value:.1f}%")


def shares(low: float | None, high: float | None) -> str:
    """An interval of shares."""
    return NOTHING if low is None or high is None else f"{share(low)} to {share(high)}"


def whole(value: float | None) -> str:
    """A count."""
    return NOTHING if value is None else f"{value:,.0f}"


def plain(value: float | None) -> str:
    """A number of another unit, such as seconds: whole where it is, else one decimal."""
    if value is None:
        return NOTHING
    return _minus(f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}")


def chance(value: float | None) -> str:
    """A probability; tiny ones are not worth their digits."""
    if value is None:
        return NOTHING
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def moment(text: str) -> str:
    """An ISO 8601 time."""
    at = datetime.fromisoformat(text)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def day(text: str) -> str:
    """The day of one."""
    at = datetime.fromisoformat(text)
    return f"{at.day} {at:%B %Y}"


def hours(seconds: float) -> str:
    """Working time."""
    return f"{seconds / 3600:,.1f} h"


def category(value: Any, titles: dict[Any, str]) -> str:
    """A category by its title."""
    return titles.get(value) or titles.get(str(value)) or str(value)


def _minus(text: str) -> str:
    return text.replace("-", "−")
