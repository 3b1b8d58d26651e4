"""A report of a project that was heard, with everything that a report can have."""

from typing import Any
from uuid import UUID

from exports.reports.report import assemble
from exports.reports.section import Beside, Section, compare
from exports.tests.heard import FORM, MODELS, NOW, PEOPLE, heard_project

PROJECT = {"id": str(UUID(int=77)), "name": "Ayuda — полезность 助けになる"}
CLIENT = {"id": str(UUID(int=78)), "name": "Umbrella"}


def known(person: str) -> dict[str, Any]:
    return {"id": person, "name": PEOPLE[person]}


def figure(name: str, value: float | None, question: str | None = None, **more: Any) -> dict[str, Any]:
    shape = {"low": None, "high": None, "n": 180, "chance": None, "stands_out": False, "reason": None, "evidence": {}}
    return {"figure": name, "question": question, "value": value} | shape | more


def people_rows() -> list[dict[str, Any]]:
    items = [str(UUID(int=10_000 + n)) for n in range(1, 6)]
    rows = []
    for place, person in enumerate(PEOPLE):
        odd = place == 3
        figures = [
            figure(
                "gold",
                0.95 - 0.12 * place,
                low=0.85 - 0.15 * place,
                high=0.99 - 0.05 * place,
                n=24,
                evidence={"k": 22 - 3 * place, "items": items},
            ),
            figure("agreement", 0.86 - 0.07 * place, low=0.82 - 0.08 * place, high=0.9 - 0.06 * place),
            figure("spammer_score", 0.71 - 0.18 * place, "verdict"),
            figure(
                "too_fast",
                0.02 if not odd else 0.21,
                chance=0.4 if not odd else 1e-9,
                stands_out=odd,
                evidence={"items": items},
            ),
            figure("position_bias", 0.51, "better", chance=0.7),
            figure("drift", 0.01, chance=0.8),
            figure("self_consistency", None, n=0, reason="Nobody was asked again."),
        ]
        own = {"annotations": 180 - place, "median_seconds": 52.0 - 9 * place, "figures": figures}
        rows.append({"member": known(person), **own})
    return rows


def pairs() -> list[dict[str, Any]]:
    two = list(PEOPLE)[:2]
    shape = {"question": "verdict", "value": 0.02, "n": 110, "chance": 0.61, "stands_out": False, "evidence": {}}
    return [{"members": [known(person) for person in two], **shape}]


def models() -> dict[str, Any]:
    strengths = ((0.62, 0.31, 0.93), (0.05, -0.26, 0.36), (-0.67, -0.99, -0.35))
    names = MODELS[::-1]
    board = [
        {
            "model": name,
            "strength": strength,
            "low": low,
            "high": high,
            "wins": 190 - 60 * place,
            "losses": 70 + 60 * place,
            "ties": 0,
            "n": 260,
            "win_rate": (190 - 60 * place) / 260,
            "rate_low": 0.67 - 0.2 * place,
            "rate_high": 0.78 - 0.18 * place,
        }
        for place, (name, (strength, low, high)) in enumerate(zip(names, strengths, strict=True))
    ]
    question = {
        "question": "better",
        "kind": "preference",
        "leaderboard": board,
        "wins": [[0, 95, 95], [40, 0, 90], [30, 40, 0]],
        "ties": [[0] * 3] * 3,
        "over_time": [
            {
                "from": f"2026-11-{day:02}T00:00:00Z",
                "models": [
                    {"model": name, "strength": s + 0.1 * week, "low": s - 0.4, "high": s + 0.5, "n": 130}
                    for name, (s, _, _) in zip(names, strengths, strict=True)
                ],
            }
            for week, day in enumerate((2, 9))
        ],
        "lean": {"position": 0.11, "position_error": 0.09, "length": 0.42, "length_error": 0.2, "n": 702},
        "changes": [
            {"from_model": "tuned@2", "to_model": "tuned@3", "difference": 0.57, "low": 0.2, "high": 0.94, "n": 135}
        ],
    }
    rates = [
        {
            "model": name,
            "question": "safe",
            "category": "no",
            "failing": k,
            "n": 150,
            "share": k / 150,
            "low": k / 200,
            "high": k / 100,
            "threshold": 0.02 if k != 9 else None,
            "verdict": verdict,
        }
        for name, k, verdict in zip(names, (1, 9, 24), ("undecided", "undecided", "fail"), strict=True)
    ]
    scores = [
        {
            "name": "reward-model",
            "version": "4",
            "n": 480,
            "pearson": 0.61,
            "spearman": 0.58,
            "low": 0.52,
            "high": 0.64,
            "against": "quality",
        }
    ]
    return {"questions": [question], "rates": rates, "scores": scores}


def sample_section(items: int = 240, seed: int = 6) -> dict[str, Any]:
    section = Section(FORM)
    for heard in heard_project(items, seed):
        section.hear(heard)
    truth = {"verdict": {"decided": 201, "tied": 33, "needs_review": 41, "expected_accuracy": 0.94, "labels_saved": 96}}
    return section.to_json(PROJECT, known, Beside(people=people_rows(), pairs=pairs(), models=models(), truth=truth))


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
