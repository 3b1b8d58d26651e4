"""A report of a project that was heard, with everything that a report can have."""

import random
from typing import Any
from uuid import UUID

from annotation.agreement.evaluation import Scores
from annotation.agreement.heard import Heard
from exports.reports.changes import compare
from exports.reports.learnt import Compared, Texts
from exports.reports.report import assemble
from exports.reports.section import Section, Wanted
from exports.tests.heard import FORM, NOW, PEOPLE, heard_project

PROJECT = {"id": str(UUID(int=77)), "name": "Ayuda — полезность 助けになる"}
CLIENT = {"id": str(UUID(int=78)), "name": "Umbrella"}


def known(person: str) -> dict[str, Any]:
    return {"id": person, "name": PEOPLE[person]}


def scores_of(heard: Heard) -> Scores:
    """A reward model that likes later versions, with some noise."""
    dice = random.Random(heard.position)
    values = {response: float(model[-1]) + dice.gauss(0, 1) for response, model in heard.models.items()}
    return {("reward-model", "4"): values}


def texts_of(items: list[str]) -> Texts:
    """Responses that say which of them is better in a word that few of them have."""
    for item in items:
        dice = random.Random(item)
        words = [f"w{dice.randint(1, 30)}" for _ in range(20)]
        yield item, {"a": " ".join(words), "b": " ".join(reversed(words)) + " indeed" * dice.randint(0, 3)}


def sample_section(items: int = 240, seed: int = 6) -> dict[str, Any]:
    section = Section(FORM)
    for heard in heard_project(items, seed):
        section.hear(heard, scores_of(heard))
    told = Compared(FORM)
    for heard in heard_project(items, seed):
        told.hear(heard)
    thresholds = {("safe", "no"): 0.083}  # which one model fails only with all of the items
    return section.to_json(
        PROJECT,
        known,
        Wanted(by="majority", thresholds=thresholds, labels_saved=96, probe=told.curves(texts_of(told.items))),
    )


def sample_report() -> dict[str, Any]:
    """As it is read by somebody who may know people, compared with a report of half the items."""
    section = sample_section()
    compare(section, [sample_section(120)])
    return assemble(
        pk=str(UUID(int=79)),
        made_at=NOW,
        scope={"client": CLIENT, "since": None, "until": None, "release": None},
        people="names",
        previous={"id": str(UUID(int=80)), "made_at": "2026-10-26T09:00:00Z"},
        sections=[section],
    )
