"""When a place that was opened because people were uncertain is not wanted any more: rules for all items."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotation.distribution import Answered, ItemFacts, Resolve, Step, Stop, Workflow, next_step
from annotation.distribution.workflow import Adjudication

SHARES = st.none() | st.floats(0, 1)
WORKFLOWS = st.builds(
    Workflow,
    most_overlap=st.none() | st.integers(1, 6),
    enough_agreement=st.floats(0, 1),
    stop=st.builds(Stop, st.sampled_from(["agreement", "posterior"]), st.floats(0.5, 0.999)),
    resolve=st.builds(Resolve, st.sampled_from(["none", "majority", "posterior"])),
    adjudication=st.builds(Adjudication, below=st.none() | st.floats(0, 1)),
)


@st.composite
def items(draw: st.DrawFn, least: int = 0) -> ItemFacts:
    """An item that some have answered, at `least` so many, and of whose waiting places some are spare."""
    waiting, answered = draw(st.integers(0, 3)), draw(st.integers(least, 4))
    return ItemFacts(
        waiting=waiting,
        places=waiting + answered,
        answered=[Answered(key=str(n), member=str(n), number=n + 1, judged=True) for n in range(answered)],
        agreement=draw(SHARES),
        settled=draw(st.booleans()),
        adjudicator_asked=draw(st.booleans()),
        certainty=draw(SHARES),
        uncounted=draw(SHARES),
        decided=draw(st.none() | st.booleans()),
        spare=draw(st.integers(0, waiting)),
    )


@given(items(), WORKFLOWS)
def test_all_that_is_waited_for_goes_or_nothing_and_only_where_somebody_has_answered(
    item: ItemFacts, workflow: Workflow
) -> None:
    decision = next_step(item, workflow)
    assert decision.withdrawn in (0, item.spare)
    if decision.withdrawn:
        assert item.answered
        assert item.spare == item.waiting
        assert decision.step not in (Step.WAIT, Step.TOP_UP)
    else:
        assert (decision.step == Step.WAIT) == (item.waiting > 0)


@given(items(least=1), WORKFLOWS)
def test_spare_places_go_exactly_where_nobody_would_be_asked_without_them_and_leave_the_item_there(
    item: ItemFacts, workflow: Workflow
) -> None:
    item = replace(item, spare=item.waiting)
    without = replace(item, waiting=0, spare=0, places=item.places - item.spare)
    afterwards, decision = next_step(without, workflow), next_step(item, workflow)
    if not item.spare:
        return
    if afterwards.step == Step.TOP_UP:
        assert (decision.step, decision.withdrawn) == (Step.WAIT, 0), "what was asked for in this moment stays"
    else:
        assert decision == replace(afterwards, withdrawn=item.spare), "nobody is asked again at once"


@given(items(), WORKFLOWS)
def test_what_somebody_has_begun_is_waited_for(item: ItemFacts, workflow: Workflow) -> None:
    begun = replace(item, waiting=item.waiting + 1, places=item.places + 1)
    assert next_step(begun, workflow).step == Step.WAIT
    assert next_step(begun, workflow).withdrawn == 0
