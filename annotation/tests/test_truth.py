"""What is true, and who stands out: simulated people whose habits are known."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.agreement.contests import Contest, Contests, bradley_terry, leaning
from annotation.agreement.habits import told_by_others
from annotation.agreement.people import (
    collusion,
    drift,
    entropy,
    longest_run,
    position_bias,
    self_consistency,
    spammer_score,
    standing_out,
    tail,
    too_fast,
)
from annotation.agreement.ranks import circular_triads, top_agreement
from annotation.agreement.truth import Labels, dawid_skene, majority, numbered

ANSWERS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 2)),
    min_size=1,
    max_size=40,
    unique_by=lambda answer: answer[:2],
)


def crowd(
    *, items: int, people: int, each: int, accuracy: tuple[float, float], seed: int = 0
) -> tuple[Labels, list[int]]:
    """People of different accuracy, each of whose answers is right with that probability and else anything."""
    draw = np.random.default_rng(seed)
    true = draw.integers(0, 3, items)
    able = draw.uniform(*accuracy, people)
    item = np.repeat(np.arange(items), each)
    person = np.concatenate([draw.choice(people, each, replace=False) for _ in range(items)])
    right = draw.random(len(item)) < able[person]
    answer = np.where(right, true[item], draw.integers(0, 3, len(item)))
    return Labels(item, person, answer, items, people, 3), true.tolist()


def share_right(labels: object, true: list[int]) -> float:
    return float((np.asarray(labels) == np.array(true)).mean())


def test_with_few_answers_each_shrunk_habits_do_better_than_a_majority_and_plain_ones_do_worse() -> None:
    right = np.zeros(3)
    for seed in range(6):
        labels, true = crowd(items=300, people=300, each=5, accuracy=(0.4, 0.95), seed=seed)
        shrunk, plain = dawid_skene(labels).labels(), dawid_skene(labels, shrinkage=0).labels()
        votes = labels.votes()
        decided = majority(votes)
        tied = (decided < 0) & (votes[np.arange(300), true] == votes.max(axis=1))
        by_majority = share_right(decided, true) + 0.5 * float(tied.mean())
        right += [share_right(shrunk, true), by_majority, share_right(plain, true)]
    assert right[0] > right[1] > right[2]


def test_a_tie_is_a_tie_and_an_item_without_answers_is_unknown() -> None:
    labels = Labels(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([0, 1, 1]), 3, 2, 2)
    assert majority(labels.votes()).tolist() == [-1, 1, -1]
    found = dawid_skene(labels)
    assert found.labels().tolist()[1:] == [1, -1]
    assert found.posterior[2].tolist() == [0, 0]


def test_weighted_votes_are_counted_by_their_weight() -> None:
    labels = Labels(np.array([0, 0, 0]), np.array([0, 1, 2]), np.array([0, 0, 1]), 1, 3, 2)
    assert majority(labels.votes(np.array([0.2, 0.2, 0.9]))).tolist() == [1]


@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_truth_does_not_depend_on_the_order_of_people_or_answers(
    answers: list[tuple[int, int, int]], mood: object
) -> None:
    labels, names = numbered(answers, categories=range(3))
    shuffled = [(item, 4 - person, category) for item, person, category in answers]
    mood.shuffle(shuffled)
    others, other_names = numbered(shuffled, categories=range(3))
    one = dict(zip(names.items, dawid_skene(labels).posterior.tolist(), strict=True))
    other = dict(zip(other_names.items, dawid_skene(others).posterior.tolist(), strict=True))
    for item, posterior in one.items():
        assert other[item] == pytest.approx(posterior, abs=1e-6)


@given(ANSWERS)
def test_probabilities_add_up_and_more_rounds_never_explain_less(answers: list[tuple[int, int, int]]) -> None:
    labels, _ = numbered(answers, categories=range(3))
    found = dawid_skene(labels)
    assert found.posterior.sum(axis=1) == pytest.approx(1)
    assert found.confusion.sum(axis=2) == pytest.approx(1)
    plain = [dawid_skene(labels, shrinkage=0, tolerance=0, most_rounds=rounds).likelihood for rounds in (1, 3, 9)]
    assert plain == pytest.approx(sorted(plain), abs=1e-9)


def test_going_on_from_an_earlier_truth_ends_at_the_same_one_sooner() -> None:
    labels, _ = crowd(items=200, people=20, each=4, accuracy=(0.5, 0.9))
    first = dawid_skene(labels, tolerance=1e-12)
    again = dawid_skene(labels, tolerance=1e-12, start=first.posterior)
    assert again.rounds < first.rounds
    assert again.posterior == pytest.approx(first.posterior, abs=1e-4)


@pytest.mark.parametrize("each", [2, 3, 10])
def test_by_the_answers_of_others_nobody_looks_better_than_they_are(each: int) -> None:
    labels, true = crowd(items=400, people=40, each=each, accuracy=(0.5, 0.8))
    assumed = 0.01 * np.ones((3, 3))
    own = dawid_skene(labels, assumed=assumed)
    others = told_by_others(labels, own, assumed=assumed)
    right = float((labels.category == np.array(true)[labels.item]).mean())
    flattered, modest = own.accuracy().mean(), others.accuracy().mean()
    assert modest < right + 0.02
    assert modest < right < flattered + 0.02
    assert modest < flattered
    if each == 10:
        assert modest == pytest.approx(right, abs=0.05)


def played(strengths: list[float], games: int, *, ties: float = 0, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Games between models of known strengths; `ties` is Davidson's ν."""
    draw = np.random.default_rng(seed)
    wins, tied = np.zeros((len(strengths),) * 2), np.zeros((len(strengths),) * 2)
    for i, j in combinations(range(len(strengths)), 2):
        chances = np.array(
            [np.exp(strengths[i]), np.exp(strengths[j]), ties * np.exp((strengths[i] + strengths[j]) / 2)]
        )
        first, second, both = draw.multinomial(games, chances / chances.sum())
        wins[i, j], wins[j, i], tied[i, j], tied[j, i] = first, second, both, both
    return wins, tied


def test_strengths_are_found_again_with_honest_errors() -> None:
    true = np.array([1.0, 0.4, -0.2, -1.2])
    inside = 0
    for seed in range(40):
        found = bradley_terry(*played(true.tolist(), 200, ties=0.5, seed=seed))
        assert found is not None
        inside += sum(low <= strength <= high for strength, (low, high) in zip(true, found.intervals(), strict=True))
        assert found.tie == pytest.approx(np.log(0.5), abs=0.4)
    assert 0.9 <= inside / 160 <= 0.99, "95% intervals hold the truth about 95% of the time"


def test_a_model_that_never_lost_has_a_strength_and_models_never_compared_have_none() -> None:
    found = bradley_terry(np.array([[0.0, 9.0], [0.0, 0.0]]))
    assert found is not None
    assert np.isfinite(found.strength).all()
    assert found.wins(0, 1) > 0.9
    assert bradley_terry(np.zeros((3, 3))) is None


def test_ties_alone_say_that_models_are_equal() -> None:
    found = bradley_terry(np.zeros((2, 2)), np.array([[0.0, 5.0], [5.0, 0.0]]))
    assert found is not None
    assert found.strength == pytest.approx([0, 0])


def test_place_and_length_are_told_apart_from_strength() -> None:
    draw = np.random.default_rng(3)
    strengths, contests = [0.8, 0.0, -0.8], []
    for _ in range(6000):
        first, second = draw.choice(3, 2, replace=False)
        length = float(draw.normal())
        chance = 1 / (1 + np.exp(-(strengths[first] - strengths[second] + 0.5 + 0.3 * length)))
        contests.append(Contest(int(first), int(second), float(draw.random() < chance), length))
    found = leaning(Contests(contests), 3)
    assert found is not None
    assert abs(found.position - 0.5) < 3 * found.position_error < 0.2
    assert abs(found.length - 0.3) < 3 * found.length_error < 0.2
    assert leaning(Contests([Contest(0, 1, 0.5)]), 2) is None


def test_spammers_score_nothing_whatever_they_answer() -> None:
    assert spammer_score(np.eye(4)) == 1
    assert spammer_score(np.full((4, 4), 0.25)) == 0
    assert spammer_score(np.array([[1.0, 0.0], [1.0, 0.0]])) == 0, "always the same answer"
    assert spammer_score(np.array([[0.0, 1.0], [1.0, 0.0]])) == 1, "always wrong tells as much as always right"


def test_an_answer_is_too_fast_when_nobody_could_have_read_and_hardly_anybody_is_as_fast() -> None:
    assert too_fast(5, characters=300, usual=8)
    assert not too_fast(5, characters=30, usual=8)
    assert not too_fast(10, characters=300, usual=8)


def test_runs_and_variety() -> None:
    assert longest_run(["a", "a", "b", "b", "b", "a"]) == 3
    assert longest_run([]) == 0
    assert entropy(["a", "b", "a", "b"]) == 1
    assert (entropy(["a", "a"]), entropy([])) == (0, 0)


def test_a_place_is_preferred_beyond_chance_or_not() -> None:
    found = position_bias(80, 100)
    assert found is not None
    assert (found.figure, found.answers) == (0.8, 100)
    assert found.chance < 1e-6
    assert position_bias(52, 100).chance > 0.7  # type: ignore[union-attr]
    assert position_bias(20, 100).chance < 1e-6  # type: ignore[union-attr]
    assert position_bias(0, 0) is None


def test_a_pair_that_copies_is_found_among_honest_people_and_honest_ones_are_not() -> None:
    draw = np.random.default_rng(7)
    true = draw.integers(0, 4, 300)
    answers = [np.where(draw.random(300) < 0.75, true, draw.integers(0, 4, 300)) for _ in range(12)]
    answers[11] = np.where(draw.random(300) < 0.9, answers[10], answers[11])
    able = [float((given == true).mean()) for given in answers]
    pairs = list(combinations(range(12), 2))
    found = [collusion(int((answers[i] == answers[j]).sum()), 300, able[i], able[j], 4) for i, j in pairs]
    named = standing_out([finding.chance for finding in found if finding])
    assert [pair for pair, stands in zip(pairs, named, strict=True) if stands] == [(10, 11)]
    assert collusion(0, 0, 0.5, 0.5, 4) is None


def test_a_share_that_falls_from_week_to_week_is_drift() -> None:
    found = drift((90, 100), (60, 100))
    assert found is not None
    assert found.figure == pytest.approx(-0.3)
    assert found.chance < 1e-5
    assert drift((5, 5), (5, 5)).chance == 1  # type: ignore[union-attr]
    assert drift((0, 0), (5, 5)) is None


def test_the_same_item_twice() -> None:
    assert self_consistency([("a", "a"), ("a", "b")]).figure == 0.5  # type: ignore[union-attr]
    assert self_consistency([]) is None


def test_of_many_tests_those_stand_out_that_benjamini_and_hochberg_say() -> None:
    chances = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    assert standing_out(chances) == [True] * 4 + [False] * 11, "the example of their paper"
    assert standing_out([]) == []


@pytest.mark.parametrize(("hits", "trials", "share", "expected"), [
    (8, 10, 0.5, 0.0546875), (0, 10, 0.5, 1.0), (10, 10, 0.1, 1e-10), (60, 100, 0.5, 0.028443967),
])  # fmt: skip
def test_the_tail_of_the_binomial(hits: int, trials: int, share: float, expected: float) -> None:
    assert tail(hits, trials, share) == pytest.approx(expected, rel=1e-6)


def test_the_tail_is_the_same_however_it_is_summed() -> None:
    assert tail(620, 1000, 0.6) == pytest.approx(tail(621, 1001, 0.6), rel=0.05)


def test_circles_of_preferences_and_tops_of_orders() -> None:
    assert circular_triads({("a", "b"): 1, ("b", "c"): 1, ("c", "a"): 1}) == (1, 1)
    assert circular_triads({("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1}) == (0, 1)
    assert circular_triads({("a", "b"): 1, ("b", "c"): 1}) == (0, 0)
    assert top_agreement([[["a"], ["b"]], [["a"], ["b"]], [["b"], ["a"]]]) == pytest.approx(1 / 3)
    assert top_agreement([[["a", "b"]], [["a", "b"]]]) == 0, "a tie on top is nobody's top"
    assert top_agreement([[["a"]]]) is None
