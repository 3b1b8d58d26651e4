"""How figures are written for people: the same number everywhere in as many digits as it is worth, as their language
writes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from exports.reports.spoken import grouped, language, say

NOTHING = "–"


def coefficient(value: float | None) -> str:
    """Three decimals, as coefficients are published."""
    return NOTHING if value is None else grouped(f"{value:.3f}")


def difference(value: float | None) -> str:
    """The same, with its sign."""
    return NOTHING if value is None else signed(value, 3)


def signed(value: float, decimals: int) -> str:
    """A number with its sign; one that is nothing in so many decimals has both."""
    rounded = round(value, decimals)
    return grouped(f"{rounded:+,.{decimals}f}") if rounded else f"±{grouped(f'{0:.{decimals}f}')}"


def between(low: float | None, high: float | None) -> str:
    """An interval of coefficients."""
    if low is None or high is None:
        return NOTHING
    return say("interval", low=coefficient(low), high=coefficient(high))


def share(value: float | None) -> str:
    """A share from 0 to 1 as a percentage."""
    return NOTHING if value is None else percentage(f"{100 * value:.1f}")


def percentage(number: str) -> str:
    """A number of hundredths with its sign, which Spanish keeps apart."""
    return grouped(number) + ("\u00a0%" if language() == "es" else "%")


def shares(low: float | None, high: float | None) -> str:
    """An interval of shares."""
    return NOTHING if low is None or high is None else say("interval", low=share(low), high=share(high))


def whole(value: float | None) -> str:
    """A count."""
    return NOTHING if value is None else grouped(f"{value:,.0f}")


def plain(value: float | None) -> str:
    """A number of another unit, such as seconds: whole where it is, else one decimal."""
    if value is None:
        return NOTHING
    return grouped(f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}")


def tick(value: float, *, signed: bool = False) -> str:
    """A mark on an axis."""
    return grouped(f"{value:+.3g}" if signed and value else f"{value:.3g}")


def chance(value: float | None) -> str:
    """A probability; tiny ones are not worth their digits."""
    if value is None:
        return NOTHING
    return f"< {grouped('0.001')}" if value < 0.001 else grouped(f"{value:.3f}")


def moment(text: str) -> str:
    """An ISO 8601 time."""
    at = datetime.fromisoformat(text)
    return say("document.moment", day=at.day, month=_month(at), year=at.year, time=f"{at:%H:%M}")


def day(text: str) -> str:
    """The day of one."""
    at = datetime.fromisoformat(text)
    return say("document.day", day=at.day, month=_month(at), year=at.year)


def _month(at: datetime) -> str:
    return say("document.months").split()[at.month - 1]


def hours(seconds: float) -> str:
    """Working time."""
    return f"{grouped(f'{seconds / 3600:,.1f}')} h"


def category(value: Any, titles: dict[Any, str]) -> str:
    """A category by its title."""
    return titles.get(value) or titles.get(str(value)) or str(value)
