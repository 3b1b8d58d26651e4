"""What a pass over a project hears: everybody's own answers, and of the content what figures need."""

from datetime import timedelta

import pytest

from annotation.actions.gold import mark_gold_item
from annotation.models import Item
from annotation.queries.heard import CHUNK, heard_items
from annotation.tests.judging import answer, fresh, judged_project, own, say, take, theirs
from config.tests.work import make_items
from config.tests.world import NOW


@pytest.fixture
def project(acme, globex):
    theirs(globex)
    with acme.scope():
        yield judged_project(acme, overlap=2, review={"percent": 100}, gold={"onboarding": 1})


def orders(heard):
    return [given.answers for given in heard.given]


def test_items_come_by_position_with_what_each_person_said(acme, project):
    first = answer(project, acme.ann, "abc", items=2)
    answer(project, acme.ben, "cab")
    one, two = heard_items(project)
    assert [one.external_id, two.external_id] == ["item-0", "item-1"]
    assert orders(one) == [own("abc"), own("cab")]
    given = one.given[0]
    assert (given.annotation, given.person, given.at) == (str(first[0].pk), str(acme.ann.pk), NOW)
    assert (given.seconds, given.form_version, given.number, given.gold) == (5, 1, 1, None)
    assert sorted(given.shown) == ["a", "b", "c"]
    assert [each.number for each in (one.given[0], two.given[0])] == [1, 2]
    assert one.models == {"a": "m1", "b": "m1", "c": "m1"}
    assert one.lengths == {"a": 9, "b": 9, "c": 9}
    assert one.texts == {"prompt": 11, "responses.a": 9, "responses.b": 9, "responses.c": 9}
    assert one.characters == 11 + 27
    assert one.agreement == fresh(Item.objects.get(pk=one.item)).agreement is not None


def test_items_without_answers_are_heard_only_when_everything_is_asked_for(acme, project):
    answer(project, acme.ann, "abc")
    assert len(list(heard_items(project))) == 1
    assert [len(heard.given) for heard in heard_items(project, whole=True)] == [1, 0, 0]


def test_a_period_ends_before_its_end(acme, project):
    for hours in range(3):
        answer(project, acme.ann, "abc", at=NOW + timedelta(hours=hours))
    since, until = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    assert [heard.position for heard in heard_items(project, since=since, until=until)] == [2]


def test_what_a_reviewer_changed_or_asked_for_anew_is_heard_as_it_was_said_first(acme, project):
    answer(project, acme.ann, "abc")
    answer(project, acme.ben, "cab")
    places = {place.annotation.member_id: place for place in take(project, acme.reviewer, limit=2)}
    handles = places[acme.ann.pk]
    say(handles, acme.reviewer, "returned")
    say(places[acme.ben.pk], acme.reviewer, "rejected")
    (heard,) = heard_items(project)
    assert orders(heard) == [own("abc")], "the returned ones as they were; the rejected ones count no more"
    answer(project, acme.ann, "bca")
    (heard,) = heard_items(project)
    assert orders(heard) == [own("abc")]


def test_gold_is_heard_with_the_share_that_was_right(acme, project):
    item = Item.objects.get(project=project, position=1)
    mark_gold_item(item=item, answers=own("abc"), hints={}, by=acme.manager, at=NOW)
    answer(project, acme.ann, "abc", items=3)
    (heard,) = [heard for heard in heard_items(project) if heard.gold]
    assert (heard.item, [given.gold for given in heard.given]) == (str(item.pk), [1.0])


def test_however_many_items_there_are_it_is_one_query(acme, project, django_assert_num_queries):
    make_items(project, CHUNK, acme.manager, start=3)
    with django_assert_num_queries(1):
        assert len(list(heard_items(project, whole=True))) == CHUNK + 3
