"""Rules: what they look at, when they fire, and what happens then."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Event, MemberSkill, Notification, Skill
from accounts.refusals import Invalid
from annotation.actions.assignments import lock_own, skip, submit_annotation
from annotation.actions.claims import claim, claim_work
from annotation.actions.gold import mark_gold_item
from annotation.actions.people import pause_person
from annotation.actions.rules import add_rule, apply_rules, edit_rule, remove_rule
from annotation.distribution.rules import SUGGESTED
from annotation.distribution.telling import COUNTED, SENTENCES, reason_of
from annotation.models import (
    LIVE,
    Annotation,
    Assignment,
    Collector,
    Firing,
    Item,
    Pause,
    Project,
    ProjectPerson,
    Rule,
    Verdict,
)
from annotation.queries.assignments import own_assignments
from annotation.queries.rules import figure_of
from config.tests.work import make_items, make_project, ranking
from config.tests.world import CANARY, NOW, make_world

SLOW = {"collector": "seconds_per_item", "operator": "<", "threshold": 3, "window": 4, "least": 2, "action": "notify"}


def rule_of(project, by, **fields):
    return add_rule(project=project, fields={"name": "A rule", "settings": {}, **SLOW, **fields}, by=by, at=NOW)


def take(project, member, limit=1):
    return claim(project=project, member=member, limit=limit, at=NOW)


def submit(assignment, member, order="abc", *, minute=0, seconds=30, shown=False):
    """The order is one of the item's own responses, or (`shown`) of the places on the screen."""
    locked = lock_own(own_assignments(member).get(pk=assignment.pk))
    place = {own: f"r{number}" for number, own in enumerate(locked.shown, 1)}
    names = [f"r{name}" for name in order] if shown else [place[name] for name in order]
    return submit_annotation(
        assignment=locked,
        answers=ranking(*[[name] for name in names]),
        seconds=seconds,
        by=member,
        at=NOW + timedelta(minutes=minute),
    )


def work(project, member, orders, **how):
    """One item after the other, a minute each."""
    begun = Annotation.objects.filter(member=member).count()
    return [
        submit(assignment, member, order, minute=begun + number, **how)
        for number, order in enumerate(orders)
        for assignment in take(project, member)
    ]


def figure(project, member, collector, window=20):
    found = figure_of(collector, project, member, window)
    return found and (found.value, found.n)


def verdict(annotation, said, by, *, revision=1):
    place = Assignment.objects.create(
        project=annotation.project,
        item=annotation.item,
        kind="review",
        place=Assignment.objects.filter(item=annotation.item, kind="review").count() + 1,
        state="submitted",
        member=by,
        annotation=annotation,
    )
    Verdict.objects.create(
        project=annotation.project,
        item=annotation.item,
        annotation=annotation,
        assignment=place,
        revision=revision,
        verdict=said,
        created_by=by,
        created_at=NOW,
    )


def ledger_is_exact(project):
    """Every item has as many live places as its overlap, and its counters say what the ledger does."""
    for item in Item.objects.filter(project=project):
        states = list(Assignment.objects.filter(item=item, kind="annotate").values_list("state", flat=True))
        assert sum(state in LIVE for state in states) == item.overlap
        assert (item.submitted, item.free_places) == (states.count("submitted"), states.count("open"))


@pytest.fixture
def theirs(globex):
    """The same work in an organisation that nobody of acme may ever see."""
    with globex.scope():
        made = make_project(globex, mark=f"{CANARY} ")
        make_items(made, 3, globex.manager, mark=f"{CANARY} ")
        rule_of(made, globex.manager, name=CANARY)
        work(made, globex.ann, ["abc"] * 3, seconds=1)
        assert Firing.objects.count() == 1
    return made


@pytest.fixture
def project(acme, theirs):
    with acme.scope():
        made = make_project(acme, overlap=2)
        make_items(made, 12, acme.manager)
        yield made


def test_seconds_per_item_are_the_median_of_the_latest_work(project, acme):
    for number, seconds in enumerate([100, 1, 2, 9]):
        for assignment in take(project, acme.ann):
            submit(assignment, acme.ann, minute=number, seconds=seconds)
    assert figure(project, acme.ann, "seconds_per_item", 3) == (2, 3)
    assert figure(project, acme.ann, "seconds_per_item", 20) == (5.5, 4)
    assert figure(project, acme.ben, "seconds_per_item") is None


def test_agreement_is_the_mean_over_the_latest_items_that_others_answered_too(project, acme):
    work(project, acme.ben, ["abc", "cba"])
    work(project, acme.ann, ["abc", "abc", "abc"])
    assert figure(project, acme.ann, "agreement") == (0.5, 2)
    assert figure(project, acme.cleo, "agreement") is None


def test_gold_score_is_that_of_the_latest_gold_items(project, acme):
    Project.objects.filter(pk=project.pk).update(workflow={"gold": {"onboarding": 3}})
    project.refresh_from_db()
    for item in Item.objects.filter(project=project).order_by("position")[:3].select_for_update():
        item.project = project
        mark_gold_item(item=item, answers=ranking(["a"], ["b"], ["c"]), hints={}, by=acme.manager, at=NOW)
    work(project, acme.ann, ["abc", "cba", "cba"])
    assert figure(project, acme.ann, "gold_score", 2) == (0.0, 2)
    assert figure(project, acme.ann, "gold_score", 20) == (pytest.approx(1 / 3), 3)


def test_skips_in_a_row_end_with_the_next_answer(project, acme):
    work(project, acme.ann, ["abc"])
    Assignment.objects.filter(state="submitted").update(closed_at=NOW - timedelta(days=400))
    for _ in range(3):
        (mine,) = take(project, acme.ann)
        skip(assignment=lock_own(mine), reason="Too hard", by=acme.ann, at=NOW)
    assert figure(project, acme.ann, "skips_in_a_row") == (3, 4)
    assert figure(project, acme.ann, "skips_in_a_row", 2) == (2, 2)
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann)
    Assignment.objects.filter(pk=mine.pk).update(closed_at=NOW + timedelta(days=400))
    assert figure(project, acme.ann, "skips_in_a_row") == (0, 5)


def test_who_always_ranks_from_top_to_bottom_is_found_though_responses_are_shuffled(project, acme):
    work(project, acme.ann, ["123"] * 5, shown=True)
    orders = Assignment.objects.filter(member=acme.ann).values_list("shown", flat=True)
    assert len({tuple(order) for order in orders}) > 1
    assert figure(project, acme.ann, "same_answers_in_a_row") == (5, 5)


def test_who_always_puts_one_place_first_is_found_whatever_comes_after_it(project, acme):
    work(project, acme.ann, ["213", "231", "213", "231", "213"], shown=True)
    assert figure(project, acme.ann, "same_answers_in_a_row") == (5, 5)


def test_who_always_finds_the_same_response_best_is_no_suspect(project, acme):
    work(project, acme.ann, ["abc"] * 10)
    best = [
        row.assignment.shown.index("a")
        for row in Annotation.objects.filter(member=acme.ann).select_related("assignment").order_by("-submitted_at")
    ]
    expected = next((number for number, place in enumerate(best) if place != best[0]), len(best))
    assert figure(project, acme.ann, "same_answers_in_a_row") == (expected, 10)
    assert expected < 10


def test_acceptance_is_the_share_of_verdicts_that_took_the_work_as_it_was(project, acme):
    done = work(project, acme.ann, ["abc"] * 4)
    for annotation, said in zip(done, ["accepted", "corrected", "returned", "accepted"], strict=True):
        verdict(annotation, said, acme.reviewer)
    other = work(project, acme.ben, ["abc"])
    verdict(other[0], "rejected", acme.reviewer)
    assert figure(project, acme.ann, "acceptance") == (0.5, 4)


def test_of_several_verdicts_on_one_revision_the_latest_counts(project, acme):
    (done,) = work(project, acme.ann, ["abc"])
    verdict(done, "rejected", acme.reviewer)
    verdict(done, "accepted", acme.manager)
    assert figure(project, acme.ann, "acceptance") == (1.0, 1)
    verdict(done, "returned", acme.manager, revision=2)
    assert figure(project, acme.ann, "acceptance") == (0.5, 2)


def test_a_rule_fires_once_and_again_only_after_the_person_was_within(project, acme):
    rule = rule_of(project, acme.manager)
    work(project, acme.ann, ["abc"], seconds=1)
    assert not Firing.objects.exists()  # too little work to tell
    work(project, acme.ann, ["abc"] * 3, seconds=1)
    (firing,) = Firing.objects.all()
    assert (firing.rule, firing.member, firing.over_at) == (rule, acme.ann, None)
    assert firing.fired_at == NOW + timedelta(minutes=1)
    work(project, acme.ann, ["abc"] * 3, seconds=60)
    firing.refresh_from_db()
    assert firing.over_at == NOW + timedelta(minutes=5)
    work(project, acme.ann, ["abc"] * 4, seconds=1)
    assert Firing.objects.count() == 2
    assert Event.objects.filter(kind="rule.fired").count() == 2
    assert Event.objects.filter(kind="rule.over").count() == 1


def test_a_firing_has_its_evidence_as_an_event_and_tells_who_manages(project, acme):
    rule = rule_of(project, acme.manager)
    done = work(project, acme.ann, ["abc"] * 2, seconds=1)
    firing = Firing.objects.get()
    assert firing.evidence == {
        "collector": "seconds_per_item",
        "figure": 1,
        "n": 2,
        "low": None,
        "high": None,
        "operator": "<",
        "threshold": 3,
        "action": "notify",
        "sample": [str(annotation.pk) for annotation in reversed(done)],
        "done": {},
    }
    event = Event.objects.get(kind="rule.fired")
    assert (event.subject_id, event.project_id, event.data["evidence"]) == (firing.pk, project.pk, firing.evidence)
    (told,) = Notification.objects.filter(kind="rule.fired")
    assert (told.member, told.data["rule"], told.data["member"]["name"]) == (acme.manager, rule.name, "Ann")


def test_other_peoples_work_and_other_projects_are_not_looked_at(project, acme):
    rule_of(project, acme.manager)
    work(project, acme.ann, ["abc"], seconds=1)
    work(project, acme.ben, ["abc"], seconds=1)
    other = make_project(acme, name="Other", overlap=2)
    make_items(other, 2, acme.manager, start=50)
    work(other, acme.ann, ["abc"] * 2, seconds=1)
    assert not Firing.objects.exists()


def test_without_rules_a_look_costs_one_query(project, acme):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        apply_rules(project=project, member=acme.ann, at=NOW)
    assert len(queries) == 1


def test_a_look_costs_the_same_however_long_the_history_is(project, acme):
    make_items(project, 40, acme.manager, start=100)
    for rule in SUGGESTED:
        add_rule(project=project, fields={**rule, "action": "notify", "settings": {}}, by=acme.manager, at=NOW)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            apply_rules(project=project, member=acme.ann, at=NOW)
        return len(queries)

    work(project, acme.ann, ["abc"] * 3)
    early = cost()
    work(project, acme.ann, ["abc"] * 40)
    assert cost() == early


def test_a_warned_person_is_told_why_in_the_managers_words_or_in_ours(project, acme):
    rule_of(project, acme.manager, action="warn", settings={"message": "Please slow down."})
    rule_of(project, acme.manager, action="warn", threshold=2)
    work(project, acme.ann, ["abc"] * 2, seconds=1)
    told = Notification.objects.filter(kind="person.warned", member=acme.ann).order_by("id")
    ours = "Your last items usually took 1 s each, which is not what this project expects."
    assert [(row.data["because"], row.data["reason"]) for row in told] == [
        ("Please slow down.", None),
        (ours, {"collector": "seconds_per_item", "figure": 1, "detail": ours}),
    ]


def test_a_warning_for_gold_does_not_speak_of_gold():
    assert not any("gold" in text.lower() or "known" in text.lower() for text in SENTENCES.values())


def test_every_collector_has_a_sentence_and_only_those_that_a_person_can_count_say_the_figure():
    assert set(SENTENCES) == set(Collector.values)
    assert {collector for collector, text in SENTENCES.items() if "{figure}" in text} == COUNTED
    assert {collector for collector in SENTENCES if reason_of(collector, 0.25)["figure"] is not None} == COUNTED
    assert (
        reason_of("acceptance", 0.25)["detail"] == "Of your recent work that was reviewed, 25% was accepted as it was."
    )


def test_a_paused_person_is_given_nothing_new_and_finishes_what_they_hold(project, acme):
    rule_of(project, acme.manager, action="pause")
    held = take(project, acme.ann, 3)
    for assignment in held[:2]:
        submit(assignment, acme.ann, seconds=1)
    person = ProjectPerson.objects.get(project=project, member=acme.ann)
    assert person.paused == "new"
    claimed = claim_work(project=project, member=acme.ann, limit=5, at=NOW)
    assert [row.pk for row in claimed.assignments] == [held[2].pk]
    assert (claimed.because, claimed.detail) == ("paused", person.paused_because)
    assert claimed.reason == person.paused_reason == reason_of("seconds_per_item", 1)
    assert Notification.objects.filter(kind="person.paused", member=acme.ann).count() == 1


def test_a_full_pause_frees_what_the_person_holds(project, acme):
    rule_of(project, acme.manager, action="pause", settings={"pause": "full"})
    for assignment in take(project, acme.ann, 5)[:2]:
        submit(assignment, acme.ann, seconds=1)
    assert ProjectPerson.objects.get(project=project, member=acme.ann).paused == "full"
    assert not Assignment.objects.filter(member=acme.ann, state="claimed").exists()
    ledger_is_exact(project)
    assert len(take(project, acme.ben, 20)) == 12


def test_a_person_who_is_paused_in_full_is_not_paused_less(project, acme):
    work(project, acme.ann, ["abc"] * 2, seconds=1)
    person = ProjectPerson.objects.get(project=project, member=acme.ann)
    pause_person(person=person, pause=Pause.FULL, because="On leave.", by=acme.manager, at=NOW)
    rule_of(project, acme.manager, action="pause", settings={"pause": "new"})
    apply_rules(project=project, member=acme.ann, at=NOW)
    person.refresh_from_db()
    assert (person.paused, person.paused_because, person.paused_reason) == ("full", "On leave.", None)
    assert Firing.objects.get().evidence["done"]["already"] is True


def test_a_skill_is_set_up_or_down(project, acme):
    skill = Skill.objects.create(name="Careful", created_at=NOW)
    MemberSkill.objects.create(member=acme.ann, skill=skill, level=1.0, granted_at=NOW)
    rule_of(project, acme.manager, action="set_skill", settings={"skill": str(skill.pk), "level": 0.2})
    work(project, acme.ann, ["abc"] * 2, seconds=1)
    assert MemberSkill.objects.get().level == 0.2
    assert Event.objects.filter(kind="member.skill_set", subject_id=acme.ann.pk).count() == 1


def test_exactly_one_more_person_is_asked_about_the_latest_items(project, acme):
    rule_of(project, acme.manager, action="raise_overlap")
    work(project, acme.ben, ["abc"] * 3)
    done = work(project, acme.ann, ["abc"] * 2, seconds=1)
    concerned = {annotation.item_id for annotation in done}
    for item in Item.objects.filter(project=project):
        assert item.overlap == (3 if item.pk in concerned else 2)
        assert item.state == "open" or item.pk not in concerned
    ledger_is_exact(project)
    work(project, acme.ann, ["abc"] * 2, seconds=1)
    assert sum(Item.objects.filter(project=project).values_list("overlap", flat=True)) == 26
    assert Firing.objects.get().evidence["done"] == {"items": 2}
    assert concerned <= {row.item_id for row in take(project, acme.cleo, 20)}


def test_no_item_is_asked_of_more_than_a_hundred_people_and_gold_of_nobody_more(project, acme):
    rule_of(project, acme.manager, action="raise_overlap", least=3)
    done = work(project, acme.ann, ["abc"] * 2, seconds=1)
    Item.objects.filter(pk=done[0].item_id).update(overlap=100)
    item = Item.objects.select_for_update(of=("self",)).select_related("project").get(pk=done[1].item_id)
    mark_gold_item(item=item, answers=ranking(["a"], ["b"], ["c"]), hints={}, by=acme.manager, at=NOW)
    (third,) = work(project, acme.ann, ["abc"], seconds=1)
    overlaps = {pk: Item.objects.get(pk=pk).overlap for pk in (done[0].item_id, done[1].item_id, third.item_id)}
    assert overlaps == {done[0].item_id: 100, done[1].item_id: 2, third.item_id: 3}


def test_the_latest_work_goes_to_reviewers_as_soon_as_everybody_has_answered(project, acme):
    rule_of(project, acme.manager, action="review")
    work(project, acme.ben, ["abc"])
    done = work(project, acme.ann, ["abc"] * 2, seconds=1)
    asked = Assignment.objects.filter(kind="review", state="open")
    assert set(asked.values_list("annotation_id", flat=True)) == {annotation.pk for annotation in done}
    states = [Item.objects.get(pk=annotation.item_id).state for annotation in done]
    assert states == ["review", "open"]
    for assignment in take(project, acme.cleo):
        submit(assignment, acme.cleo, "cba")
    assert asked.count() == 2
    assert [Item.objects.get(pk=annotation.item_id).state for annotation in done] == ["review", "review"]
    ledger_is_exact(project)


def test_what_was_judged_already_is_not_reviewed_again(project, acme):
    rule_of(project, acme.manager, action="review")
    (first,) = work(project, acme.ann, ["abc"], seconds=1)
    Annotation.objects.filter(pk=first.pk).update(verdict="accepted")
    (second,) = work(project, acme.ann, ["abc"], seconds=1)
    asked = Assignment.objects.filter(kind="review", state="open")
    assert list(asked.values_list("annotation_id", flat=True)) == [second.pk]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"collector": "gold_score", "threshold": 1.1}, "/threshold"),
        ({"threshold": -1}, "/threshold"),
        ({"threshold": float("nan")}, "/threshold"),
        ({"collector": "skips_in_a_row", "threshold": 5}, "/threshold"),
        ({"least": 5}, "/least"),
        ({"window": 1000}, "/window"),
        ({"action": "pause", "settings": {"pause": "for ever"}}, "/settings/pause"),
        ({"action": "warn", "settings": {"message": "x" * 501}}, "/settings/message"),
        ({"action": "notify", "settings": {"pause": "new"}}, "/settings"),
        ({"action": "set_skill", "settings": {"skill": "x", "level": 0.5}}, "/settings/skill"),
        ({"settings": ["x"]}, "/settings"),
    ],
)
def test_what_can_never_come_true_is_refused(project, acme, fields, pointer):
    with pytest.raises(Invalid) as refusal:
        rule_of(project, acme.manager, **fields)
    assert pointer in {place for place, _ in refusal.value.problems}
    assert not Rule.objects.exists()


def test_a_skill_of_another_organisation_is_none_of_ours(project, acme, globex):
    with pytest.raises(Invalid):
        rule_of(project, acme.manager, action="set_skill", settings={"skill": str(globex.ann.pk), "level": 1})


def test_everything_suggested_is_accepted_as_it_is(project, acme):
    for rule in SUGGESTED:
        add_rule(project=project, fields=rule, by=acme.manager, at=NOW)
    assert Rule.objects.count() == len(SUGGESTED)


def test_a_rule_that_is_switched_off_finds_nobody_and_what_it_found_is_over(project, acme):
    rule = rule_of(project, acme.manager)
    work(project, acme.ann, ["abc"] * 2, seconds=1)
    edit_rule(rule=rule, changes={"active": False}, by=acme.manager, at=NOW)
    assert Firing.objects.get().over_at == NOW
    work(project, acme.ann, ["abc"], seconds=1)
    assert Firing.objects.count() == 1
    edit_rule(rule=rule, changes={"active": True, "name": "On again"}, by=acme.manager, at=NOW)
    work(project, acme.ann, ["abc"], seconds=1)
    assert Firing.objects.count() == 2


def test_another_name_leaves_what_was_found_standing(project, acme):
    rule = rule_of(project, acme.manager)
    work(project, acme.ann, ["abc"] * 2, seconds=1)
    edit_rule(rule=rule, changes={"name": "Speed", "threshold": 3}, by=acme.manager, at=NOW)
    assert Firing.objects.get().over_at is None


def test_another_action_begins_with_settings_of_its_own(project, acme):
    rule = rule_of(project, acme.manager, action="warn", settings={"message": "Slow down."})
    edit_rule(rule=rule, changes={"action": "pause"}, by=acme.manager, at=NOW)
    rule.refresh_from_db()
    assert (rule.action, rule.settings) == ("pause", {"message": "", "pause": "new"})


def test_a_removed_rule_leaves_what_it_found_among_the_events(project, acme):
    rule = rule_of(project, acme.manager)
    work(project, acme.ann, ["abc"] * 2, seconds=1)
    remove_rule(rule=rule, by=acme.manager, at=NOW)
    assert not Firing.objects.exists()
    assert Event.objects.filter(kind="rule.fired").count() == 1
    assert Event.objects.get(kind="rule.removed").data["name"] == "A rule"


@pytest.mark.django_db(transaction=True)
def test_items_that_somebody_else_holds_get_their_place_once_they_let_go():
    acme, _ = make_world("acme"), make_world("globex")
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=2)
        make_items(project, 3, acme.manager)
        rule_of(project, acme.manager, action="raise_overlap")
        (first,) = work(project, acme.ann, ["abc"], seconds=1)

    def finish():
        with closing(connection), acme.scope(), transaction.atomic():
            work(project, acme.ann, ["abc"], seconds=1)

    with ThreadPoolExecutor(1) as pool:
        with acme.scope(), transaction.atomic():
            Item.objects.select_for_update().get(pk=first.item_id)
            waiting = pool.submit(finish)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=1.5)
            assert Annotation.objects.filter(member=acme.ann).count() == 2  # their own submit has not waited
            assert Item.objects.get(pk=first.item_id).overlap == 2
        waiting.result(timeout=60)
    with acme.scope(), transaction.atomic():
        done = Annotation.objects.filter(member=acme.ann).values("item_id")
        assert set(Item.objects.filter(pk__in=done).values_list("overlap", flat=True)) == {3}
        ledger_is_exact(project)
