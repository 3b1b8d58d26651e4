"""Splits: nothing that is trained on is tested with, and everybody gets the same ones."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotation.forms.prompts import prompt_key
from exports.formats.splits import group_of, split_of

SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1, "seed": "1"}
texts = st.text(alphabet="abß 　ﬁA", min_size=1, max_size=6)
responses = st.lists(st.builds(lambda text: {"id": "a", "text": text}, texts), max_size=1)
contents = st.one_of(
    st.builds(lambda text, given: {"prompt": {"text": text}, "responses": given}, texts, responses),
    st.builds(lambda text: {"messages": [{"id": "m", "role": "user", "text": text}]}, texts),
    st.builds(lambda text: {"text": text}, texts),
)
parts = st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any)


def shares_of(numbers, seed):
    named = zip(("train", "validation", "test"), numbers, strict=True)
    return {name: number / sum(numbers) for name, number in named} | {"seed": seed}


@given(st.lists(contents, max_size=40), parts, st.text(max_size=3))
def test_no_prompt_is_in_two_splits(items, numbers, seed):
    shares = shares_of(numbers, seed)
    splits: dict[str, set[str]] = {}
    for content in items:
        splits.setdefault(prompt_key(content) or group_of(content), set()).add(split_of(content, shares))
    assert all(len(each) == 1 for each in splits.values())
    assert all(shares[name] for each in splits.values() for name in each)


def test_the_shares_hold_on_the_average_and_another_seed_deals_anew():
    items = [{"prompt": {"text": f"Question {n}?"}} for n in range(5000)]
    dealt = [split_of(content, SHARES) for content in items]
    assert {name: round(n / 5000, 1) for name, n in Counter(dealt).items()} == {
        "train": 0.8,
        "validation": 0.1,
        "test": 0.1,
    }
    assert dealt != [split_of(content, SHARES | {"seed": "2"}) for content in items]
    assert [split_of(content, SHARES) for content in items[::-1]] == dealt[::-1]


def test_a_prompt_keeps_its_split_whatever_its_responses_and_its_spelling():
    first = {"prompt": {"text": "Why  is the sky BLUE?"}, "responses": [{"id": "a", "text": "Air."}]}
    second = {"messages": [{"id": "m", "role": "user", "text": "why is the sky blue?"}]}
    assert all(
        split_of(first, SHARES | {"seed": str(n)}) == split_of(second, SHARES | {"seed": str(n)}) for n in range(50)
    )
