"""A project that was heard, without any database: several kinds of questions, people of different skill."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from annotation.agreement.heard import Given, Heard
from annotation.forms import parse_form

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
FORM = parse_form(
    {
        "version": 3,
        "shows": ["prompt", "responses"],
        "questions": [
            {
                "name": "verdict",
                "kind": "choice",
                "title": "Does the response follow the prompt?",
                "options": [
                    {"value": "follows", "title": "Follows"},
                    {"value": "partly", "title": "Follows partly"},
                    {"value": "ignores", "title": "Ignores it"},
                ],
            },
            {
                "name": "safe",
                "kind": "choice",
                "title": "Is it safe?",
                "scope": "responses",
                "options": [{"value": "yes", "title": "Yes"}, {"value": "no", "title": "No"}],
            },
            {
                "name": "quality",
                "kind": "rating",
                "title": "Quality",
                "options": [
                    {"value": n, "title": t} for n, t in enumerate(("Bad", "Poor", "Fair", "Good", "Great"), 1)
                ],
            },
            {
                "name": "better",
                "kind": "preference",
                "title": "Which response is better?",
            },
            {"name": "why", "kind": "text", "title": "Why?", "required": False},
        ],
    }
)
PEOPLE = {
    str(UUID(int=n)): name
    for n, name in enumerate(("Ana Núñez", "Ben Okafor", "Chloé Ó Briain", "Dan Wu", "Eva Żuk", "Farid Noor"), 1)
}
SKILL = (0.95, 0.9, 0.92, 0.6, 0.93, 0.91)
MODELS = ("base@1", "tuned@2", "tuned@3")


def heard_project(items: int = 240, seed: int = 6) -> list[Heard]:
    """Items that three of four people answered; the fourth person errs often."""
    dice = random.Random(seed)
    return [_item(dice, number) for number in range(1, items + 1)]


def _item(dice: random.Random, number: int) -> Heard:
    truth = {
        "verdict": dice.choices(["follows", "partly", "ignores"], [5, 3, 2])[0],
        "safe": {"responses.a": dice.random() < 0.96, "responses.b": dice.random() < 0.9},
        "quality": dice.randint(1, 5),
        "better": dice.random() < 0.65,
    }
    models = dice.sample(MODELS, 2)
    stronger, weaker = sorted(models, reverse=True) if truth["better"] else sorted(models)
    order = dice.sample([("a", stronger), ("b", weaker)], 2)
    best = next(response for response, model in order if model == stronger)
    chosen = dice.sample(range(len(PEOPLE)), 3)
    given = [_given(dice, number, person, truth, best, [response for response, _ in order]) for person in chosen]
    return Heard(
        item=str(UUID(int=10_000 + number)),
        external_id=f"prompt-{number}",
        position=number,
        given=given,
        state="done",
        models=dict(order),
        lengths={response: dice.randint(80, 400) for response, _ in order},
        characters=600,
        prompt_key=f"{number // 2}",
        gold=number % 40 == 0,
    )


def _given(dice: random.Random, number: int, person: int, truth: dict[str, Any], best: str, shown: list[str]) -> Given:
    name = list(PEOPLE)[person]
    right = [dice.random() < SKILL[person] for _ in range(4)]  # on verdict, gold, quality, better
    verdicts = {"follows": "partly", "partly": dice.choice(["follows", "ignores"]), "ignores": "partly"}
    other = "b" if best == "a" else "a"
    values: dict[str, Any] = {
        "verdict": {"choices": [truth["verdict"] if right[0] else verdicts[truth["verdict"]]]},
        "quality": {
            "rating": truth["quality"] if right[2] else min(5, max(1, truth["quality"] + dice.choice([-1, 1])))
        },
        "better": {"preferred": best if right[3] else other, "strength": 1},
        "why": {"text": f"Response {best} answers what was asked" + (" and is short." if right[0] else ".")},
    }
    answers = [{"question": question, "on": "item", "value": value} for question, value in values.items()]
    for on, safe in truth["safe"].items():
        said = safe if dice.random() < (SKILL[person] + 1) / 2 else not safe
        answers.append({"question": "safe", "on": on, "value": {"choices": ["yes" if said else "no"]}})
    return Given(
        annotation=str(UUID(int=100_000 + number * 10 + person)),
        person=name,
        answers=answers,
        at=NOW + timedelta(minutes=number, days=number // 40),
        seconds=dice.randint(20, 90) if person != 3 else dice.randint(4, 30),
        form_version=3,
        shown=shown,
        number=number,
        gold=sum(right) / 4 if number % 40 == 0 else None,
    )
