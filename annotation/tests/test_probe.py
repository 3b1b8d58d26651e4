"""Whether more data would help, on texts of which it is known."""

from __future__ import annotations

import json
import random
import sys
from typing import Any

import pytest

from annotation.agreement.probe import Pair, probe
from annotation.agreement.reasons import Code, Reason

WORDS = [f"word{number}" for number in range(300)]
GOOD = set(WORDS[::3])


def goodness(text: list[str]) -> int:
    return sum(word in GOOD for word in text)


def pairs(count: int, *, prompts: int = 60, noise: float = 0.1, people: int = 3, told: bool = True) -> list[Pair]:
    """People prefer the text with more good words, and each errs in a share of cases."""
    lot = random.Random(7)
    made = []
    for number in range(count):
        first, second = (lot.choices(WORDS, k=30) for _ in "ab")
        better = (
            sum(word in GOOD for word in first) > sum(word in GOOD for word in second) if told else lot.random() < 0.5
        )
        votes = [better if lot.random() > noise else not better for _ in range(people)]
        said = sum(votes), people - sum(votes)
        made.append(Pair(f"prompt {number % prompts}", " ".join(first), " ".join(second), *said))
    return made


def found(given: list[Pair]) -> dict[str, Any]:
    curve = probe(given)
    json.dumps(curve, allow_nan=False)
    return curve


def test_what_can_be_learnt_is_learnt_towards_the_ceiling_of_people() -> None:
    curve = found(pairs(2000))
    assert (curve["pairs"], curve["prompts"], curve["judgements"], curve["reason"]) == (2000, 60, 6000, None)
    assert curve["human"]["value"] == pytest.approx(0.9**2 + 0.1**2, abs=0.02), "two who err in a tenth of cases each"
    accuracy = [point["accuracy"] for point in curve["points"]]
    assert [point["pairs"] for point in curve["points"]] == [100, 200, 400, 800, 1600]
    assert accuracy == sorted(accuracy)
    assert 0.75 < accuracy[-1] < 0.9
    assert all(point["low"] < point["accuracy"] < point["high"] for point in curve["points"])
    assert curve["gain"]["low"] > 0, "and more would help"


def test_where_nothing_can_be_learnt_nothing_is_claimed() -> None:
    curve = found(pairs(600, told=False, noise=0, people=1))
    assert curve["points"][-1]["low"] < 0.5 < curve["points"][-1]["high"]
    assert curve["human"] is None, "nobody judged what another one judged"
    assert curve["gain"]["low"] < 0 < curve["gain"]["high"]


def test_words_of_a_prompt_seen_before_are_no_proof() -> None:
    """Each prompt has its own better word: whoever trained on the prompt would know it, others can't."""
    lot = random.Random(3)
    made = []
    for number in range(600):
        prompt = number % 40
        one, other = f"aaa{prompt}", f"bbb{prompt}"
        first = lot.random() < 0.5
        texts = (one, other) if first else (other, one)
        made.append(Pair(str(prompt), texts[0], texts[1], int(first), int(not first)))
    assert found(made)["points"][-1]["accuracy"] < 0.65


def test_the_side_of_a_response_does_not_matter() -> None:
    given = pairs(300)
    turned = [Pair(pair.prompt, pair.second, pair.first, pair.for_second, pair.for_first) for pair in given]
    assert found(given)["points"] == found(turned)["points"]


def test_reasons_stand_in_for_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found([])["reason"] == Reason(Code.TOO_FEW_TEXTS, 0, 100).to_json()
    assert found(pairs(200, prompts=3))["reason"] == Reason(Code.TOO_FEW_PROMPTS, 3, 20).to_json()
    same = [Pair(str(number), "same", "same", 1, 0) for number in range(300)]
    assert found(same)["pairs"] == 0
    monkeypatch.setitem(sys.modules, "sklearn", None)
    curve = found(pairs(300))
    assert (curve["reason"], curve["points"]) == (Reason(Code.NOT_INSTALLED).to_json(), [])
    assert curve["human"] is not None, "which needs no library"
