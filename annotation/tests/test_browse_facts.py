"""Filters on what people said, held against reading every answer; and the counts that a project's figures tell."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import permutations, product

import pytest
from django.db import connection, transaction

from accounts.models import Event
from accounts.tenancy import organisation_scope
from annotation.actions.counting import count_items
from annotation.actions.items import NewItem, add_items
from annotation.actions.recounting import check_counts
from annotation.actions.truth import due_projects, learn_habits
from annotation.agreement.facts import any_of
from annotation.models import Annotation, Assignment, Habits, Item, ItemFacts, ModelScore, Project, Tally
from annotation.queries.browse import filtered_items
from annotation.queries.truth import project_truth
from annotation.tests.judging import answer, fresh, judged_project, theirs
from config.tests.client import client_for
from config.tests.work import make_project
from config.tests.world import NOW

OPTIONS = ["yes", "no", "it's"]
FORM = {
    "shows": ["prompt", "responses"],
    "questions": [
        {"name": "order", "kind": "ranking", "title": "Order", "ties": True},
        {
            "name": "kinds",
            "kind": "choice",
            "title": "Kinds",
            "multiple": True,
            "options": [{"value": value} for value in OPTIONS],
        },
        {
            "name": "quality",
            "kind": "rating",
            "title": "Quality",
            "scope": "responses",
            "options": [{"value": value} for value in (1, 2, 3)],
        },
        {
            "name": "safe",
            "kind": "choice",
            "title": "Safe?",
            "options": [{"value": value} for value in ("yes", "no")],
        },
    ],
}
MODELS = ["chat@1", "chat@2", ""]
FIRST_DAY = date(2026, 1, 20)
ITEMS = 25


def said_at_random(draw):
    """One person's answers to everything."""
    levels = [draw.randrange(3) for _ in "abc"]
    ranks = [[letter for letter, level in zip("abc", levels, strict=True) if level == each] for each in range(3)]
    return [
        {"question": "order", "on": "item", "value": {"ranks": [rank for rank in ranks if rank]}},
        {"question": "kinds", "on": "item", "value": {"choices": draw.sample(OPTIONS, draw.randrange(3))}},
        {"question": "safe", "on": "item", "value": {"choices": [draw.choice(["yes", "no"])]}},
        *(
            {"question": "quality", "on": f"responses.{letter}", "value": {"rating": draw.choice([1, 2, 3])}}
            for letter in "abc"
        ),
    ]


def fill(world, project, draw):
    """Items of which some are gold, answered by up to three people: taken back, returned, corrected, helped."""
    for number in range(ITEMS):
        responses = [{"id": letter, "text": letter, "model": draw.choice(MODELS)} for letter in "abc"]
        rows = [NewItem(f"item-{number}", {"prompt": {"text": f"{number}?"}, "responses": responses})]
        add_items(project=project, rows=rows, by=world.manager, at=NOW)
    items = list(Item.objects.filter(project=project))
    for item in items:
        places = Assignment.objects.filter(item=item).order_by("place")
        for place, member in zip(places, (world.ann, world.ben, world.cleo), strict=True):
            if draw.random() < 0.8:
                give(place, member, draw)
    gold = draw.sample(items, 3)
    Item.objects.filter(pk__in=[item.pk for item in gold]).update(state="gold")
    Item.objects.filter(pk__in=[item.pk for item in items[:8]]).update(agreement=1)
    count_items([item.pk for item in items])


def give(place, member, draw):
    own = said_at_random(draw)
    rows = [(row["question"], row["on"]) for row in own]
    corrected, withdrawn = draw.random() < 0.3, draw.random() < 0.2
    Annotation.objects.create(
        project=place.project,
        item=place.item,
        assignment=place,
        member=member,
        form_version=1,
        answers=said_at_random(draw) if corrected else own,
        independent_answers=own if corrected else None,
        aided=draw.sample(rows, draw.randrange(3)),
        withdrawn_at=NOW if withdrawn else None,
        verdict=draw.choice(["returned", "rejected"]) if withdrawn else "",
        submitted_at=datetime(2026, 1, 20, draw.randrange(24), 59, tzinfo=UTC) + timedelta(draw.randrange(80)),
    )


def read(project):
    """The project's items, each with what people said of it on their own, {(person, question, target): value}, and the
    days of the answers that count.
    """
    items = list(Item.objects.filter(project=project).prefetch_related("annotations"))
    for item in items:
        item.days = [row.submitted_at.date() for row in item.annotations.all() if row.withdrawn_at is None]
        item.heard = {} if item.state == "gold" else dict(heard(item.annotations.all()))
    return items


def heard(rows):
    for row in rows:
        if row.withdrawn_at is None or (row.verdict == "returned" and row.independent_answers is not None):
            for each in row.answers if row.independent_answers is None else row.independent_answers:
                if [each["question"], each["on"]] not in row.aided:
                    yield (row.member_id, each["question"], each["on"]), each["value"]


def chose(value, option):
    return option in value.get("choices", []) or value.get("rating") == option


def somebody_said(question, option, item):
    return any(asked == question and chose(value, option) for (_, asked, _), value in item.heard.items())


def two_differed(question, one, other, item):
    rows = [(who, on, value) for (who, asked, on), value in item.heard.items() if asked == question]
    return any(
        who != whom and on == at and chose(value, one) and chose(another, other)
        for (who, on, value), (whom, at, another) in permutations(rows, 2)
    )


def was_judged(question, most, model, item):
    models = {f"responses.{row['id']}": row["model"] for row in item.content["responses"]}
    return any(
        asked == question and models.get(on) == model and value["rating"] <= most
        for (_, asked, on), value in item.heard.items()
    )


def preferred(question, better, worse, item):
    models = {row["id"]: row["model"] for row in item.content["responses"]}
    pairs = [(one, other) for one, other in permutations("abc", 2) if models[one] and models[other]]
    pairs = [(one, other) for one, other in pairs if models[one] != models[other]]
    pairs = [pair for pair in pairs if better in (None, models[pair[0]]) and worse in (None, models[pair[1]])]
    places = []
    for who, asked, _ in item.heard:
        if asked == question == "order":
            ranks = item.heard[who, "order", "item"]["ranks"]
            places.append({response: place for place, rank in enumerate(ranks) for response in rank})
    if question == "quality":
        for member in {who for who, *_ in item.heard}:
            rated = {on[-1]: -value["rating"] for (who, asked, on), value in item.heard.items()
                     if (who, asked) == (member, "quality")}  # fmt: skip
            places.append(rated)
    return any(one in own and other in own and own[one] < own[other] for own in places for one, other in pairs)


def was_answered(first, last, item):
    return any((first is None or day >= first) and (last is None or day <= last) for day in item.days)


def cases():
    """Every filter with what it finds, by reading the answers one by one."""
    yield from cases_of_options()
    for model, most in product(MODELS[:2], (1, 2)):
        yield {"judged": ["quality", f"<={most}", model]}, partial(was_judged, "quality", most, model)
    pairs = [("chat@1", "chat@2"), ("chat@2", "chat@1"), ("chat@2", None), (None, "chat@2")]
    for question, pair in product(("order", "quality", "kinds"), pairs):
        yield {"won": [question, *pair]}, partial(preferred, question, *pair)
    for ends in [(0, 0), (3, 30), (None, 12), (40, None), (200, None), (30, 3)]:
        first, last = (None if end is None else FIRST_DAY + timedelta(end) for end in ends)
        yield {"answered": f"{first or ''}..{last or ''}"}, partial(was_answered, first, last)


def cases_of_options():
    for question, options in (("kinds", OPTIONS), ("quality", [1, 2, 3]), ("gone", ["yes"])):
        for option in options:
            yield {"said": [question, option]}, partial(somebody_said, question, option)
        for one, other in product(options, options):
            yield {"said": [question, one, other]}, partial(two_differed, question, one, other)


def numbers(world, project, **query):
    with world.scope(), transaction.atomic():
        sent = {name: json.dumps(value) if isinstance(value, list) else value for name, value in query.items()}
        return sorted(item.position for item in filtered_items(project, sent))


@pytest.fixture
def projects(acme, globex):
    """The same question asked in two organisations, by other people with other answers."""
    made = {}
    for name, world, seed in (("acme", acme, 1), ("globex", globex, 2)):
        with world.scope(), transaction.atomic():
            made[name] = make_project(world, form=FORM, overlap=3)
            fill(world, made[name], random.Random(seed))
    return made


@pytest.mark.parametrize("most", [5_000, 0], ids=["few", "many"])
def test_every_filter_finds_what_reading_all_answers_finds(acme, globex, projects, monkeypatch, most):
    monkeypatch.setattr("annotation.queries.browse.MOST_IDS", most)
    some = 0
    for world, project in ((acme, projects["acme"]), (globex, projects["globex"])):
        with world.scope():
            items = read(project)
        for query, holds in cases():
            expected = sorted(item.position for item in items if holds(item))
            assert numbers(world, project, **query) == expected, query
            some += 0 < len(expected) < len(items)
    assert some > 50


def test_what_named_people_said_is_theirs_alone(acme, projects):
    project = projects["acme"]
    with acme.scope():
        items = read(project)
        stand = set(Annotation.objects.filter(withdrawn_at=None).values_list("item_id", "member_id"))
    for member, option in product((acme.ann, acme.ben), OPTIONS):
        expected = [
            item.position
            for item in items
            if (item.pk, member.pk) in stand and chose(item.heard.get((member.pk, "kinds", "item"), {}), option)
        ]
        assert numbers(acme, project, said=["kinds", option], member=str(member.pk)) == sorted(expected)
        assert numbers(acme, project, said=["kinds", option, "no"], member=str(member.pk)) == [], "two people"


def test_filters_are_all_asked_for_together(acme, projects):
    project = projects["acme"]
    said, judged = ["kinds", "yes"], ["quality", "<=2", "chat@1"]
    both = numbers(acme, project, said=said, judged=judged)
    assert both == sorted({*numbers(acme, project, said=said)} & {*numbers(acme, project, judged=judged)}) != []


def test_nobody_finds_by_the_facts_of_others(acme, globex, projects):
    for reader, owner, project in ((acme, globex, projects["globex"]), (globex, acme, projects["acme"])):
        for query in ({"said": ["kinds", "yes"]}, {"answered": "2000-01-01.."}):
            assert numbers(owner, project, **query)
            assert numbers(reader, project, **query) == []
    path = f"/api/v1/acme/projects/{projects['acme'].pk}/items"
    said = {"said": '["kinds", "yes"]'}
    assert client_for(acme.client).get(path, said).json()["results"]
    with acme.scope(), transaction.atomic():
        Project.objects.filter(pk=projects["acme"].pk).update(client=acme.clients[1])
    assert client_for(acme.client).get(path, said).status_code == 404
    wanted = any_of(projects["acme"].pk, [("said", "kinds", "yes")])
    for client, found in ((acme.clients[0], False), (acme.clients[1], True)):
        assert bool(through_the_door(acme, projects["acme"], wanted, client)) == found, "the door asks for the wall"


def through_the_door(world, project, wanted, client):
    with organisation_scope(world.organisation.pk, (client.pk,)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT item_id FROM door_find_items(%s, %s::tsquery, 10)", [project.pk, wanted])
        return cursor.fetchall()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("answered", ".."),
        ("answered", "2026-13-01"),
        ("answered", "2026-02-30.."),
        ("answered", "today"),
        ("answered", "2026-01-01..2026-01-02..2026-01-03"),
        ("answered", "٢٠٢٦-01-01"),
        ("truth", "safe"),
        ("truth", '["safe"]'),
        ("truth", '["safe", "unsure"]'),
        ("truth", '["safe", ["tied"]]'),
        ("truth", '[1, "tied"]'),
        ("truth", "[" * 400),
        ("said", "[" * 400),
    ],
)
def test_what_is_no_filter_is_refused_at_its_name(acme, projects, name, value):
    reply = client_for(acme.manager).get(f"/api/v1/acme/projects/{projects['acme'].pk}/items", {name: value})
    assert reply.status_code == 400, value
    assert [error["pointer"] for error in reply.json()["errors"]] == [f"/{name}"]


def test_several_scores_and_verdicts_of_an_item_are_one_item(acme, projects, monkeypatch):
    """More rows than are asked for at once may be of fewer items."""
    project = projects["acme"]
    with acme.scope(), transaction.atomic():
        for item in Item.objects.filter(project=project):
            for response in "abc":
                ModelScore.objects.create(
                    organisation_id=project.organisation_id, project=project, item=item, response=response,
                    name="reward", version="1", value=item.position, scored_at=NOW,
                )  # fmt: skip
        Annotation.objects.filter(project=project, withdrawn_at=None).update(verdict="accepted")
        judged = Annotation.objects.filter(project=project, verdict="accepted").values_list("item__position", flat=True)
        expected = sorted(set(judged))
    monkeypatch.setattr("annotation.queries.browse.MOST_IDS", ITEMS)
    for low, high in [(None, None), (None, 20), (24, None)]:
        between = [place for place in range(1, ITEMS + 1) if (low or 0) <= place <= (high or ITEMS)]
        assert numbers(acme, project, score=["reward", "1", low, high]) == between
    assert numbers(acme, project, verdict="accepted") == expected


# How far questions are decided


@pytest.mark.parametrize("by", ["posterior", "majority"])
@pytest.mark.parametrize("most", [5_000, 0], ids=["few", "many"])
def test_as_many_items_are_found_as_the_figures_of_the_project_tell(acme, projects, monkeypatch, most, by):
    monkeypatch.setattr("annotation.queries.browse.MOST_IDS", most)
    project = projects["acme"]
    told = {"decided": 0, "tied": 0, "review": 0}
    assert numbers(acme, project, truth=["safe", "decided"]) == [], "nothing has been learnt"
    with acme.scope():
        Project.objects.filter(pk=project.pk).update(workflow={"resolve": {"by": by, "confidence": 0.8}})
        learn_habits(project.pk, at=NOW)
        (figures,) = [row for row in project_truth(fresh(project))["questions"] if row["question"] == "safe"]
    found = {state: numbers(acme, project, truth=["safe", state]) for state in told}
    assert {state: len(rows) for state, rows in found.items()} == {
        "decided": figures["decided"],
        "tied": figures["tied"],
        "review": figures["needs_review"],
    }
    assert found["decided"]
    assert found["tied"]
    assert len({place for rows in found.values() for place in rows}) == sum(map(len, found.values()))
    assert numbers(acme, project, truth=["gone", "tied"]) == []
    if by == "majority":
        with acme.scope():
            tied = {item.position: is_tied(item) for item in read(project)}
        assert all(tied[place] for place in found["tied"])
        assert not any(tied[place] for place in found["decided"])


def is_tied(item):
    given = [value["choices"] for (_, asked, _), value in item.heard.items() if asked == "safe"]
    return given.count(["yes"]) == given.count(["no"])


def test_an_item_whose_responses_are_in_different_states_is_found_by_each(acme, projects):
    project = projects["acme"]
    with acme.scope():
        Project.objects.filter(pk=project.pk).update(workflow={"resolve": {"by": "majority"}})
        learn_habits(project.pk, at=NOW)
    decided, tied = (set(numbers(acme, project, truth=["quality", state])) for state in ("decided", "tied"))
    assert decided & tied


def test_what_was_learnt_before_items_were_found_by_it_is_learnt_again_even_where_work_is_over(acme, projects):
    project = projects["acme"]
    with acme.scope():
        learn_habits(project.pk, at=NOW)
        Project.objects.filter(pk=project.pk).update(state="finished")
        assert project.pk not in due_projects(at=NOW)
        Habits.objects.filter(project=project).update(states=None, answers=None)
        count_tallies(project)
        assert project.pk in due_projects(at=NOW)


def count_tallies(project):
    """The answers of these tests were not submitted, so nobody has counted them."""
    Tally.objects.create(project=project, subject="annotate", state="submitted", n=50, day=NOW.date())


# Facts that are wrong


@pytest.mark.django_db(transaction=True)
def test_facts_that_are_wrong_are_told_of_and_set_right(acme, globex):
    theirs(globex)
    with acme.scope():
        with transaction.atomic():
            project = judged_project(acme, overlap=3, items=4)
            for member, order in ((acme.ann, "abc"), (acme.ben, "bac")):
                answer(project, member, order, items=4)
        assert check_counts(project.pk, at=NOW)
        with transaction.atomic():
            right = dict(ItemFacts.objects.values_list("item_id", "facts"))
            wrong = list(right)[:2]
            ItemFacts.objects.filter(item_id=wrong[0]).update(facts="")
            ItemFacts.objects.filter(item_id=wrong[1]).delete()
        assert not check_counts(project.pk, at=NOW)
        with transaction.atomic():
            (event,) = Event.objects.filter(kind="agreement.miscounted")
            assert (event.data["wrong"], event.data["misfound"]) == (0, 2)
            assert set(event.data["items"]) == set(map(str, wrong))
            assert dict(ItemFacts.objects.values_list("item_id", "facts")) == right
        assert check_counts(project.pk, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_items_from_before_get_their_facts_without_alarm_and_from_where_it_was_left(acme, monkeypatch):
    with acme.scope():
        with transaction.atomic():
            project = judged_project(acme, overlap=3, items=4)
            answer(project, acme.ann, "abc", items=4)
            right = dict(ItemFacts.objects.values_list("item_id", "facts"))
            ItemFacts.objects.all().delete()
            Project.objects.update(counted_at=None)
        killed = iter([False, True])
        monkeypatch.setattr("annotation.actions.recounting.AT_ONCE", 2)
        whole = count_items

        def count_some(ids):
            if next(killed):
                raise KeyboardInterrupt
            whole(ids)

        with monkeypatch.context() as patch:
            patch.setattr("annotation.actions.recounting.count_items", count_some)
            with pytest.raises(KeyboardInterrupt):
                check_counts(project.pk, at=NOW)
        with transaction.atomic():
            assert ItemFacts.objects.count() == 2
        assert not check_counts(project.pk, at=NOW)
        with transaction.atomic():
            assert dict(ItemFacts.objects.values_list("item_id", "facts")) == right
            assert not Event.objects.filter(kind="agreement.miscounted").exists()
