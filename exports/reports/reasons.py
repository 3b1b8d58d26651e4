"""Why a coefficient is not good: what in the figures speaks for it, the strongest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotation.agreement.questions import Agreement
from exports.reports.levels import FEW_ITEMS, GOOD

LOPSIDED = 0.8
"""The share of one category from which chance agrees nearly always, so that alpha is low however alike people judge."""
CONFUSED = 0.25
"""The share of all differences that makes a pair of categories worth a look."""
ONE_PERSON = 0.03
"""How much alpha must rise without a person for them to be named."""
TIED = 0.3

Figures = Mapping[str, Any]
Reason = dict[str, Any]


def reasons(found: Agreement, figures: Figures) -> list[Reason]:
    """Each with the figure it rests on; nothing where agreement is good, or nobody could agree yet."""
    if not found.items or (found.alpha is not None and found.alpha >= GOOD):
        return []
    looks = (_lopsided(found), _confused(figures), _one_person(found, figures), _few(found), _ties(figures))
    return [reason for reason in looks if reason]


def _lopsided(found: Agreement) -> Reason | None:
    if not found.prevalence:
        return None
    category, share = max(found.prevalence, key=lambda each: each[1])
    if share < LOPSIDED:
        return None
    return {"because": "prevalence", "category": category, "share": share, "percent": found.percent}


def _confused(figures: Figures) -> Reason | None:
    """Of two categories alone there is only one pair."""
    pair = figures.get("confused")
    if not pair or len(figures["categories"]) < 3 or pair["share"] < CONFUSED:
        return None
    return {"because": "confused", **pair}


def _one_person(found: Agreement, figures: Figures) -> Reason | None:
    """Whose absence would raise alpha most; among two people there is nobody left to agree."""
    people = figures.get("people") or []
    without = [(each["alpha_without"], each["person"]) for each in people if each["alpha_without"] is not None]
    if found.alpha is None or len(people) < 3 or not without:
        return None
    alpha, person = max(without)
    return {"because": "person", "person": person, "alpha": alpha} if alpha - found.alpha >= ONE_PERSON else None


def _few(found: Agreement) -> Reason | None:
    return {"because": "few_items", "items": found.items} if found.items < FEW_ITEMS else None


def _ties(figures: Figures) -> Reason | None:
    ties = figures.get("ties")
    return {"because": "ties", "share": ties} if ties is not None and ties >= TIED else None
