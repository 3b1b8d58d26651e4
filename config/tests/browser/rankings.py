"""Rankings that people give in the journeys, and what must come of them: computed here once more, in the plainest way.

A ranking is written as one digit for each response in the importer's order, 1 for the best: `2113`.
"""

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from typing import Any

from config.demo import questions

PEOPLE = ("anna", "ben", "chloe")
# One row of each person for each item. The last but one is tied by all, the third has a split pair (2 and 3).
GIVEN = {
    "anna": ("1234", "1123", "2113", "4321", "1111", "1324"),
    "ben": ("1243", "1223", "1213", "4312", "1111", "2314"),
    "chloe": ("2134", "1132", "3121", "4321", "1111", "4123"),
}


def rows(count: int = 6) -> list[dict[str, Any]]:
    """Real questions with four plain responses each, in the shape that imports take."""
    found = [row for row in questions() if all(map(is_plain, [row["question"], *row["responses"]]))]
    return [_row(row) for row in found if len(set(row["responses"])) == 4][:count]


def is_plain(text: str) -> bool:
    """Whether Markdown shows the text exactly as it is written."""
    return not set(text) & set("*_`#<>[]()$\\~|&") and "www." not in text and "://" not in text


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    title, text = row["passages"][0]
    return {
        "external_id": row["external_id"],
        "content": {
            "prompt": {"text": row["question"]},
            "context": [{"id": "c1", "title": title, "text": text}],
            "responses": [
                {"id": f"m{n}", "text": response, "source": "model", "model": f"qa-{n}"}
                for n, response in enumerate(row["responses"], 1)
            ],
        },
        "metadata": {"preference": row["preference"]},
    }


def jsonl(items: Sequence[Mapping[str, Any]]) -> bytes:
    """The items as the file that people upload."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items).encode()


def ranks(digits: str) -> dict[str, int]:
    """`2113` as the rank of each response id."""
    return {f"m{n}": int(digit) for n, digit in enumerate(digits, 1)}


def levels(digits: str) -> list[list[str]]:
    """`2113` as the API writes it: best first, tied responses together."""
    return [
        [response for response, rank in ranks(digits).items() if rank == level]
        for level in sorted(set(ranks(digits).values()))
    ]


def votes(digits: Sequence[str], one: str, other: str) -> tuple[int, int, int]:
    """How many put `one` first, how many `other`, and how many neither."""
    orders = [ranks(each)[one] - ranks(each)[other] for each in digits]
    return sum(order < 0 for order in orders), sum(order > 0 for order in orders), sum(order == 0 for order in orders)


def expected_pairs(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The merged preference file: for each pair that a majority orders, one row; items and pairs in their order."""
    found = []
    for number, item in enumerate(items):
        texts = {response["id"]: response["text"] for response in item["content"]["responses"]}
        for one, other in combinations(texts, 2):
            first, second, tied = votes([GIVEN[person][number] for person in PEOPLE], one, other)
            if first == second:
                continue
            chosen, rejected = (one, other) if first > second else (other, one)
            found.append(
                {
                    "prompt": item["content"]["prompt"]["text"],
                    "chosen": texts[chosen],
                    "rejected": texts[rejected],
                    "votes_for": max(first, second),
                    "votes_against": min(first, second),
                    "votes_tied": tied,
                    "agreement": max(first, second) / (first + second),
                    "external_id": item["external_id"],
                    "chosen_id": chosen,
                    "rejected_id": rejected,
                }
            )
    return found


def expected_counts(items: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many pairs are written, split and tied by all."""
    found = {"rows": 0, "pairs_split": 0, "pairs_tied": 0}
    for number, _ in enumerate(items):
        for one, other in combinations(ranks("1111"), 2):
            first, second, _ = votes([GIVEN[person][number] for person in PEOPLE], one, other)
            kind = "rows" if first != second else "pairs_split" if first else "pairs_tied"
            found[kind] += 1
    return found


def alpha(people: Sequence[str], items: int = 6) -> Fraction:
    """Krippendorff's alpha of the rankings as preferences in pairs, interval metric.

    From the definition: 1 - observed / expected, where observed is the mean squared difference of two people on one
    pair of responses and expected that of any two judgements at all. Each judgement counts in both directions, since
    "a before b" is also "b after a".
    """
    units: list[list[int]] = []
    for number in range(items):
        for one, other in combinations(ranks("1111"), 2):
            orders = [ranks(GIVEN[person][number])[one] - ranks(GIVEN[person][number])[other] for person in people]
            signs = [(order > 0) - (order < 0) for order in orders]
            units += [signs, [-sign for sign in signs]]
    everything = [value for unit in units for value in unit]
    count = len(everything)
    observed = sum(Fraction(_differences(unit), len(unit) - 1) for unit in units) / count
    expected = Fraction(_differences(everything), count * (count - 1))
    return 1 - observed / expected


def _differences(values: Sequence[int]) -> int:
    """The squared differences of all ordered pairs, added up."""
    return sum((one - other) ** 2 for one, other in permutations(values, 2))
