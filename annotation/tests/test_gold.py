"""Gold items: made, imported, put back, and marked once for each person."""

from datetime import timedelta

import pytest

from accounts.models import Event, MemberSkill, Notification, Skill
from accounts.refusals import Invalid
from annotation.actions.assignments import lock_own, skip, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.gold import CannotBeGold, GoldRow, import_gold, mark_gold_item, unmark_gold
from annotation.actions.taking_back import take_back
from annotation.models import LIVE, Annotation, Assignment, Exclusion, Gold, GoldMark, Item, Project
from annotation.queries.assignments import own_assignments
from annotation.queries.gold import feedback, gold_score, gold_scores, latest_gold, own_gold_score
from config.tests.work import content, make_items, make_project, ranking
from config.tests.world import CANARY, NOW

RIGHT = ranking(["a"], ["b"], ["c"])
WORKFLOW = {"gold": {"onboarding": 3}}


def take(project, member, limit=1):
    return claim(project=project, member=member, limit=limit, at=NOW)


def handles(assignment, order="abc"):
    """The ranking of the item's own responses in this order, in the handles that the person sees."""
    place = {own: f"r{number}" for number, own in enumerate(assignment.shown, 1)}
    return ranking(*[[place[name]] for name in order])


def submit(assignment, member, order="abc", *, at=NOW, seconds=30):
    locked = lock_own(own_assignments(member).get(pk=assignment.pk))
    return submit_annotation(assignment=locked, answers=handles(locked, order), seconds=seconds, by=member, at=at)


def golden(item, by, *, answers=RIGHT, hints=None):
    locked = Item.objects.select_for_update(of=("self",)).select_related("project").get(pk=item.pk)
    return mark_gold_item(item=locked, answers=answers, hints=hints or {}, by=by, at=NOW)


def back(item, by):
    locked = Item.objects.select_for_update(of=("self",)).select_related("project").get(pk=item.pk)
    unmark_gold(item=locked, by=by, at=NOW)


def with_workflow(project, **settings):
    Project.objects.filter(pk=project.pk).update(workflow=settings)
    project.workflow = settings
    return project


def places(item):
    states = Assignment.objects.filter(item=item, kind="annotate").values_list("state", flat=True)
    return sorted(state for state in states if state in LIVE)


@pytest.fixture
def theirs(globex):
    """Gold of an organisation that nobody of acme may ever see."""
    with globex.scope():
        made = make_project(globex, mark=f"{CANARY} ")
        items = make_items(made, 2, globex.manager, mark=f"{CANARY} ")
        golden(items[0], globex.manager, hints={"order": f"{CANARY} hint"})
    return made


@pytest.fixture
def project(acme, theirs):
    with acme.scope():
        made = make_project(acme, overlap=2)
        make_items(made, 6, acme.manager)
        yield made


@pytest.fixture
def items(project):
    return list(Item.objects.filter(project=project).order_by("position"))


def test_nobody_is_given_a_gold_item_as_ordinary_work(project, items, acme):
    golden(items[0], acme.manager)
    item = Item.objects.get(pk=items[0].pk)
    assert (item.state, item.free_places, places(item)) == ("gold", 0, [])
    assert items[0].pk not in {row.item_id for row in take(project, acme.ann, 20)}
    assert Gold.objects.get(item=item).answers == RIGHT
    assert Event.objects.get(kind="gold.marked").subject_id == item.pk


def test_who_holds_the_item_finishes_it_and_is_marked(project, items, acme):
    (mine,) = take(project, acme.ann)
    golden(mine.item, acme.manager)
    submit(mine, acme.ann, "abc")
    assert places(mine.item) == ["submitted"]
    assert [(mark.score, mark.correct) for mark in GoldMark.objects.filter(member=acme.ann)] == [(1.0, True)]


def test_answers_that_were_there_before_stay_and_are_not_marked(project, items, acme):
    (mine,) = take(project, acme.ann)
    annotation = submit(mine, acme.ann)
    golden(mine.item, acme.manager)
    assert Annotation.objects.filter(pk=annotation.pk, withdrawn_at=None).exists()
    assert not GoldMark.objects.exists()
    take_back(assignment=lock_own(own_assignments(acme.ann).get(pk=mine.pk)), by=acme.ann, at=NOW)
    submit(mine, acme.ann, "cba")
    assert not GoldMark.objects.exists()


def test_places_that_are_kept_for_somebody_close_too(project, items, acme):
    Assignment.objects.filter(item=items[0], place=1).update(reserved_for=acme.ann)
    Item.objects.filter(pk=items[0].pk).update(free_places=1)
    golden(items[0], acme.manager)
    assert places(items[0]) == []
    assert items[0].pk not in {row.item_id for row in take(project, acme.ann, 20)}


def test_gold_comes_first_where_the_project_says_so_and_to_everybody_once(project, items, acme):
    with_workflow(project, **WORKFLOW)
    for item in items[:3]:
        golden(item, acme.manager)
    for person in (acme.ann, acme.ben, acme.cleo):
        given = []
        for _ in range(6):
            for row in take(project, person):
                given.append(row.item_id)
                submit(row, person)
        assert set(given[:3]) == {item.pk for item in items[:3]}
        assert len(set(given)) == len(given)


def test_who_wrote_the_answer_is_never_given_the_item(project, items, acme):
    with_workflow(project, **WORKFLOW)
    golden(items[0], acme.ann)
    assert Exclusion.objects.get(item=items[0], member=acme.ann).reason == "gold"
    assert items[0].pk not in {row.item_id for row in take(project, acme.ann, 20)}
    assert items[0].pk in {row.item_id for row in take(project, acme.ben, 20)}


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([], "needs an answer"),
        (ranking(["a"], ["b"]), "leaves out c"),
        (ranking(["r1"], ["r2"], ["r3"]), "not one of the responses"),
        ([*RIGHT, {"question": "nothing", "on": "item", "value": {}}], "not a question"),
        ("nonsense", "must be a list"),
    ],
)
def test_answers_that_nobody_could_give_are_no_gold(project, items, acme, answers, said):
    with pytest.raises(Invalid) as refusal:
        golden(items[0], acme.manager, answers=answers)
    assert any(said in detail for _, detail in refusal.value.problems)
    assert Item.objects.get(pk=items[0].pk).state == "open"


def test_a_form_of_texts_alone_has_no_gold(acme, theirs):
    with acme.scope():
        form = {"shows": ["prompt"], "questions": [{"name": "why", "kind": "text", "title": "Why?"}]}
        project = make_project(acme, form=form)
        (item,) = make_items(project, 1, acme.manager)
        with pytest.raises(Invalid) as refusal:
            golden(item, acme.manager, answers=[{"question": "why", "on": "item", "value": {"text": "So."}}])
    assert "nothing that can be judged" in refusal.value.problems[0][1]


@pytest.mark.parametrize("hints", [{"nothing": "x"}, {"order": 3}, {"order": "x" * 2001}, {"order": "\x00"}, ["x"]])
def test_hints_are_texts_for_questions_of_the_form(project, items, acme, hints):
    with pytest.raises(Invalid) as refusal:
        golden(items[0], acme.manager, hints=hints)
    assert refusal.value.problems[0][0].startswith("/hints")


def test_a_withdrawn_item_is_no_gold(project, items, acme):
    Item.objects.filter(pk=items[0].pk).update(state="withdrawn")
    with pytest.raises(CannotBeGold):
        golden(items[0], acme.manager)


def test_a_wrong_answer_can_be_corrected_and_the_marks_given_stay(project, items, acme):
    with_workflow(project, gold={"onboarding": 1})
    golden(items[0], acme.manager)
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann, "abc")
    golden(items[0], acme.owner, answers=ranking(["c"], ["b"], ["a"]))
    (gold,) = Gold.objects.all()
    assert (gold.answers, gold.created_by) == (ranking(["c"], ["b"], ["a"]), acme.owner)
    assert GoldMark.objects.get().correct is True
    assert set(Exclusion.objects.values_list("member_id", flat=True)) == {acme.manager.pk, acme.owner.pk}


def test_only_the_first_answers_are_marked_whatever_is_submitted_later(project, items, acme):
    with_workflow(project, gold={"onboarding": 1, "feedback": "score"})
    golden(items[0], acme.manager)
    (mine,) = take(project, acme.ann)
    first = submit(mine, acme.ann, "cba")
    assert feedback(first) == {"score": 0.0, "marks": []}
    take_back(assignment=lock_own(own_assignments(acme.ann).get(pk=mine.pk)), by=acme.ann, at=NOW)
    again = submit(mine, acme.ann, "abc", at=NOW + timedelta(minutes=1))
    assert (again.pk, again.revision) == (first.pk, 2)
    assert [(mark.score, mark.correct) for mark in GoldMark.objects.all()] == [(0.0, False)]
    assert feedback(again) == {"score": 0.0, "marks": []}


def test_who_takes_answers_back_and_lets_them_expire_has_no_second_first_time(project, items, acme):
    with_workflow(project, gold={"onboarding": 2})
    golden(items[0], acme.manager)
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann, "cba")
    take_back(assignment=lock_own(own_assignments(acme.ann).get(pk=mine.pk)), by=acme.ann, at=NOW)
    Assignment.objects.filter(pk=mine.pk).update(lease_until=NOW - timedelta(days=400))
    take(project, acme.ben)  # whose claim expires it
    for row in take(project, acme.ann, 20):
        submit(row, acme.ann, "abc", at=NOW + timedelta(minutes=1))
    assert Annotation.objects.filter(member=acme.ann, item=items[0]).count() == 2
    assert [mark.correct for mark in GoldMark.objects.filter(member=acme.ann)] == [False]


def test_feedback_tells_score_and_hints_in_the_handles_shown_and_never_the_answer(acme, theirs):
    form = {
        "shows": ["prompt", "responses"],
        "questions": [
            {
                "name": "safe",
                "kind": "choice",
                "title": "Safe?",
                "scope": "responses",
                "options": [{"value": value, "title": value} for value in ("yes", "no", "maybe")],
            }
        ],
    }
    with acme.scope():
        project = with_workflow(make_project(acme, form=form), gold={"onboarding": 1, "feedback": "hints"})
        (item,) = make_items(project, 1, acme.manager)
        right = [{"question": "safe", "on": f"responses.{name}", "value": {"choices": ["no"]}} for name in "abc"]
        golden(item, acme.manager, answers=right, hints={"safe": "Think of children."})
        (mine,) = take(project, acme.ann)
        said = [
            {"question": "safe", "on": f"responses.r{number}", "value": {"choices": [value]}}
            for number, value in ((1, "no"), (2, "maybe"), (3, "no"))
        ]
        annotation = submit_annotation(
            assignment=lock_own(own_assignments(acme.ann).get(pk=mine.pk)), answers=said, seconds=3, by=acme.ann, at=NOW
        )
        told = feedback(annotation)
    marks = {mark["on"]: (mark["correct"], mark["hint"]) for mark in told["marks"]}
    assert told["score"] == pytest.approx(2 / 3)
    assert marks == {
        "responses.r1": (True, ""),
        "responses.r2": (False, "Think of children."),
        "responses.r3": (True, ""),
    }


def test_gold_comes_in_with_items_that_are_there_and_new_ones(project, items, acme):
    rows = [
        GoldRow("item-0", RIGHT, {}),
        GoldRow("item-1", RIGHT, {}, content(1)),
        GoldRow("new", RIGHT, {"order": "Look again."}, content(99)),
    ]
    kept = import_gold(project=project, rows=rows, by=acme.manager, at=NOW)
    assert len(kept) == 3
    gold = Item.objects.filter(project=project, state="gold")
    assert set(gold.values_list("external_id", flat=True)) == {"item-0", "item-1", "new"}
    assert all(places(item) == [] and item.free_places == 0 for item in gold)
    assert Event.objects.get(kind="gold.imported").data == {"items": 3}
    assert Exclusion.objects.filter(member=acme.manager, reason="gold").count() == 3


def test_importing_gold_again_corrects_it(project, items, acme):
    import_gold(project=project, rows=[GoldRow("item-0", RIGHT, {})], by=acme.manager, at=NOW)
    other = ranking(["b"], ["a", "c"])
    import_gold(project=project, rows=[GoldRow("item-0", other, {})], by=acme.manager, at=NOW)
    assert Gold.objects.get().answers == other


def test_of_gold_with_mistakes_nothing_comes_in_and_each_is_named(project, items, acme):
    rows = [
        GoldRow("item-0", RIGHT, {}),
        GoldRow("item-1", ranking(["a"]), {}),
        GoldRow("unknown", RIGHT, {}),
        GoldRow("item-2", RIGHT, {}, content(77)),
        GoldRow("bad", RIGHT, {}, {"prompt": 3}),
        GoldRow("item-0", RIGHT, {}),
    ]
    with pytest.raises(Invalid) as refusal:
        import_gold(project=project, rows=rows, by=acme.manager, at=NOW)
    pointers = {pointer for pointer, _ in refusal.value.problems}
    assert pointers >= {"/rows/2/external_id", "/rows/3/content", "/rows/5/external_id"}
    assert any(pointer.startswith("/rows/1/answers") for pointer in pointers)
    assert any(pointer.startswith("/rows/4/content") for pointer in pointers)
    assert not any(pointer.startswith("/rows/0") for pointer in pointers)
    assert not Gold.objects.exists()


def test_back_in_the_pool_an_item_has_the_places_that_its_overlap_asks_for(project, items, acme):
    (mine,) = take(project, acme.ann)
    submit(mine, acme.ann)
    golden(mine.item, acme.manager)
    back(mine.item, acme.owner)
    item = Item.objects.get(pk=mine.item_id)
    assert (item.state, item.overlap, item.submitted, item.free_places) == ("open", 2, 1, 1)
    assert places(item) == ["open", "submitted"]
    assert not Gold.objects.exists()
    assert Event.objects.get(kind="gold.unmarked").actor == acme.owner
    assert item.pk in {row.item_id for row in take(project, acme.ben, 20)}


def test_an_item_that_everybody_answered_as_gold_asks_for_nobody_more(project, items, acme):
    with_workflow(project, gold={"onboarding": 1})
    golden(items[0], acme.manager)
    for person in (acme.ann, acme.ben, acme.cleo):
        (mine,) = take(project, person)
        submit(mine, person)
    back(items[0], acme.manager)
    item = Item.objects.get(pk=items[0].pk)
    assert (item.state, item.overlap, item.submitted, item.free_places) == ("done", 3, 3, 0)
    assert places(item) == ["submitted"] * 3


def test_who_holds_a_gold_item_that_goes_back_finishes_it_as_ordinary_work(project, items, acme):
    with_workflow(project, gold={"onboarding": 1})
    golden(items[0], acme.manager)
    (mine,) = take(project, acme.ann)
    back(items[0], acme.manager)
    assert places(items[0]) == ["claimed", "open"]
    submit(mine, acme.ann)
    assert not GoldMark.objects.exists()
    item = Item.objects.get(pk=items[0].pk)
    assert (item.submitted, item.free_places, item.state) == (1, 1, "open")


def test_skips_of_a_gold_item_ask_nobody_else_and_count_only_where_the_project_says_so(project, items, acme):
    for settings, open_again in (({"requeue_skips": True}, 2), ({"requeue_skips": False}, 1)):
        with_workflow(project, gold={"onboarding": 9}, **settings)
        item = items.pop()
        golden(item, acme.manager)
        for row in take(project, acme.ann, 20):
            if row.item_id == item.pk:
                skip(assignment=lock_own(row), reason="x", by=acme.ann, at=NOW)
        assert places(item) == []
        back(item, acme.manager)
        assert places(item) == ["open"] * open_again


def test_an_item_that_is_not_gold_can_not_go_back(project, items, acme):
    with pytest.raises(CannotBeGold):
        back(items[0], acme.manager)


def answer_gold(project, items, acme, *, orders):
    """Ann answers gold items in these orders; the first is her oldest."""
    with_workflow(project, **{**project.workflow, "gold": {**project.workflow.get("gold", {}), "onboarding": 6}})
    for item in items[: len(orders)]:
        golden(item, acme.manager)
    for minute, order in enumerate(orders):
        (mine,) = take(project, acme.ann)
        submit(mine, acme.ann, order, at=NOW + timedelta(minutes=minute))


def test_the_latest_gold_is_read_newest_first_and_no_further_than_asked(project, items, acme):
    answer_gold(project, items, acme, orders=["abc", "cba", "acb", "abc"])
    latest = latest_gold(project.pk, acme.ann.pk, 3)
    assert [(row.score, row.correct) for row in latest] == [(1.0, True), (pytest.approx(2 / 3), False), (0.0, False)]
    assert len(latest_gold(project.pk, acme.ann.pk, 10)) == 4
    assert latest_gold(project.pk, acme.ben.pk, 10) == []


def test_scores_have_intervals_for_people_and_questions(project, items, acme):
    answer_gold(project, items, acme, orders=["abc", "cba", "abc", "abc"])
    (row,) = gold_scores(project)
    assert row["member"] == {"id": acme.ann.pk, "name": "Ann"}
    assert (row["n"], row["correct"], row["score"]) == (4, 3, 0.75)
    # Wilson's 95% interval of 3 in 4.
    assert (row["low"], row["high"]) == (pytest.approx(0.3006, abs=1e-4), pytest.approx(0.9544, abs=1e-4))
    assert gold_score(project, acme.ann.pk) == 0.75
    assert gold_score(project, acme.ben.pk) is None
    (question,) = row["by_question"]
    assert (question["question"], question["n"], question["score"]) == ("order", 4, 0.75)


def test_marks_of_an_item_that_is_gold_no_longer_are_kept_and_do_not_count(project, items, acme):
    answer_gold(project, items, acme, orders=["abc", "cba"])
    (wrong,) = GoldMark.objects.filter(correct=False)
    back(wrong.item, acme.manager)
    assert GoldMark.objects.count() == 2
    assert gold_scores(project)[0]["score"] == 1.0
    assert [row.correct for row in latest_gold(project.pk, acme.ann.pk, 10)] == [True]


def test_people_see_their_own_score_only_where_the_project_tells_them(project, items, acme):
    answer_gold(project, items, acme, orders=["abc", "cba"])
    assert own_gold_score(project, acme.ann) is None
    with_workflow(project, gold={"feedback": "score"})
    score = own_gold_score(project, acme.ann)
    assert (score["n"], score["correct"], score["score"]) == (2, 1, 0.5)
    assert own_gold_score(project, acme.ben)["score"] is None


def qualification(skill, **more):
    return {
        "gold": {"onboarding": 6, "gives": {"skill": str(skill.pk), "at_least": 0.8, "after": 2, "days": 30} | more}
    }


@pytest.fixture
def skill(project):
    return Skill.objects.create(name="Ranking", created_at=NOW)


def test_a_passed_qualification_gives_the_skill_until_it_expires(project, items, acme, skill):
    with_workflow(project, **qualification(skill))
    answer_gold(project, items, acme, orders=["abc", "abc"])
    held = MemberSkill.objects.get(member=acme.ann)
    passed_at = NOW + timedelta(minutes=1)
    assert (held.skill, held.level, held.earned_in) == (skill, 1.0, project.pk)
    assert (held.granted_at, held.expires_at) == (passed_at, passed_at + timedelta(days=30))
    (told,) = Notification.objects.filter(kind="skill.earned")
    assert (told.member, told.project_id, told.data["skill"]) == (acme.ann, project.pk, "Ranking")
    assert Event.objects.get(kind="skill.earned").actor == acme.ann


def test_one_answer_too_few_gives_nothing(project, items, acme, skill):
    with_workflow(project, **qualification(skill))
    answer_gold(project, items, acme, orders=["abc"])
    assert not MemberSkill.objects.exists()


def test_who_begins_badly_may_still_learn(project, items, acme, skill):
    with_workflow(project, **qualification(skill))
    answer_gold(project, items, acme, orders=["cba", "abc", "abc", "cba"])
    held = MemberSkill.objects.get(member=acme.ann)
    assert held.granted_at == NOW + timedelta(minutes=2)
    assert Notification.objects.filter(kind="skill.earned").count() == 1


def test_a_skill_that_was_set_higher_by_hand_stays(project, items, acme, skill):
    by_hand = MemberSkill.objects.create(
        member=acme.ann, skill=skill, level=1.0, granted_by=acme.manager, granted_at=NOW - timedelta(days=9)
    )
    with_workflow(project, **qualification(skill))
    answer_gold(project, items, acme, orders=["abc", "abc"])
    by_hand.refresh_from_db()
    assert (by_hand.earned_in, by_hand.granted_by) == (None, acme.manager)


def test_an_expired_skill_is_earned_anew(project, items, acme, skill):
    MemberSkill.objects.create(
        member=acme.ann, skill=skill, level=1.0, granted_at=NOW - timedelta(days=9), expires_at=NOW - timedelta(days=1)
    )
    with_workflow(project, **qualification(skill))
    answer_gold(project, items, acme, orders=["abc", "abc"])
    assert MemberSkill.objects.get().earned_in == project.pk


def test_a_skill_that_was_deleted_is_given_to_nobody(project, items, acme, skill):
    with_workflow(project, **qualification(skill))
    skill.delete()
    answer_gold(project, items, acme, orders=["abc", "abc"])
    assert not MemberSkill.objects.exists()
