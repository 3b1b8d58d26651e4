"""What is left for a person falls by one with every item, whichever comes: no database needed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.distribution.gold import gold_is_due, gold_to_come
from annotation.distribution.workflow import GoldPlan


def counted(plan, given_, others, seed):
    """The same by going through the items one by one."""
    gold = 0
    for number in range(given_, given_ + 10_000):
        if gold_is_due(plan, number, seed):
            gold += 1
        elif others == 1:
            return gold
        else:
            others -= 1
    raise AssertionError


@settings(max_examples=300, deadline=None)
@given(
    onboarding=st.integers(0, 5),
    percent=st.integers(1, 50),
    given_=st.integers(0, 60),
    others=st.integers(1, 150),
    seed=st.text(min_size=1, max_size=4),
)
def test_the_gold_to_come_is_what_going_through_the_items_finds(onboarding, percent, given_, others, seed):
    plan = GoldPlan(onboarding=onboarding, percent=percent)
    assert gold_to_come(plan, given_, others, seed) == counted(plan, given_, others, seed)


@settings(max_examples=60, deadline=None)
@given(percent=st.integers(1, 50), others=st.integers(1, 60), seed=st.text(min_size=1, max_size=4))
def test_with_every_item_there_is_one_less(percent, others, seed):
    plan = GoldPlan(onboarding=2, percent=percent)
    left = []
    number = 0
    while others:
        left.append(others + gold_to_come(plan, number, others, seed))
        others -= not gold_is_due(plan, number, seed)
        number += 1
    assert left == list(range(left[0], 0, -1))


def test_without_a_rate_only_the_onboarding_comes():
    assert gold_to_come(GoldPlan(onboarding=5), 2, 100, "x") == 3
    assert gold_to_come(GoldPlan(onboarding=5), 9, 100, "x") == 0
    assert gold_to_come(GoldPlan(percent=10), 0, 0, "x") == 0


def test_people_can_not_tell_each_other_where_gold_stands():
    plan = GoldPlan(percent=10)
    places = {
        seed: tuple(number for number in range(100) if gold_is_due(plan, number, seed)) for seed in map(str, range(50))
    }
    assert len(set(places.values())) == 50
    assert all(len(found) == 10 for found in places.values())
    first = [found[0] for found in places.values()]
    assert len(set(first)) >= 8  # of the ten places of the first stretch
