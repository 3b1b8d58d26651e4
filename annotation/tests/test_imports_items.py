"""Putting items into a project: everything or nothing, each once, and never over people's work."""

import time

import pytest
from django.db import connection, transaction
from uuid_utils.compat import uuid4

from accounts.models import Event
from accounts.refusals import Invalid
from annotation.actions.items import HAS_WORK, Fate, NewItem, add_items, place_items
from annotation.models import Assignment, Item
from annotation.tests.long_work import content, make_project, row
from config.tests.world import NOW


def fates(outcomes) -> list[str]:
    return [outcome.fate for outcome in outcomes]


def test_an_item_comes_with_its_open_places_and_the_next_position(acme, globex):
    project = make_project(acme, overlap=3)
    with acme.scope():
        first = add_items(project=project, rows=[row("a"), row("b")], by=acme.manager, at=NOW)
        add_items(project=project, rows=[row("c", source="web")], by=acme.manager, at=NOW)
        items = list(Item.objects.order_by("position"))
        assert [(item.external_id, item.position) for item in items] == [("a", 1), ("b", 2), ("c", 3)]
        assert [outcome.item_id for outcome in first] == [items[0].pk, items[1].pk]
        assert (items[2].content, items[2].metadata) == (content(), {"source": "web"})
        assert {(item.free_places, item.overlap, item.submitted, item.state) for item in items} == {(3, 3, 0, "open")}
        for item in items:
            places = Assignment.objects.filter(item=item, state="open", kind="annotate", member=None)
            assert sorted(places.values_list("place", flat=True)) == [1, 2, 3]
        assert Event.objects.filter(kind="items.added").count() == 2
    with globex.scope():
        assert not Item.objects.exists()


def test_the_same_rows_again_change_nothing(acme, globex):
    project = make_project(acme)
    with acme.scope():
        add_items(project=project, rows=[row("a", n=1), row("b")], by=acme.manager, at=NOW)
        before = list(Item.objects.order_by("pk").values())
        assert fates(place_items(project, [row("b"), row("a", n=1)], at=NOW)) == ["skipped", "skipped"]
        assert list(Item.objects.order_by("pk").values()) == before
        assert Assignment.objects.count() == 6


def test_changed_content_without_work_is_a_new_version_of_the_item(acme, globex):
    project = make_project(acme)
    with acme.scope():
        add_items(project=project, rows=[row("a"), row("b")], by=acme.manager, at=NOW)
        assert fates(place_items(project, [row("a", "Changed?"), row("b", kept="only")], at=NOW)) == ["updated"] * 2
        first, second = Item.objects.order_by("position")
        assert (first.content["prompt"]["text"], first.content_version) == ("Changed?", 2)
        assert (second.metadata, second.content_version) == ({"kept": "only"}, 1)
        assert Assignment.objects.count() == 6


@pytest.mark.parametrize("state", ["claimed", "submitted", "skipped", "returned", "expired"])
def test_an_item_that_somebody_has_worked_on_is_never_overwritten(acme, globex, state):
    project = make_project(acme)
    with acme.scope():
        add_items(project=project, rows=[row("a"), row("b")], by=acme.manager, at=NOW)
        item = Item.objects.get(external_id="a")
        Assignment.objects.filter(item=item, place=1).update(state=state, member=acme.ann)
        outcomes = place_items(project, [row("a", "Changed?"), row("b", "Changed?")], at=NOW)
        assert fates(outcomes) == ["refused", "updated"]
        assert [problem.detail for problem in outcomes[0].problems] == [HAS_WORK]
        item.refresh_from_db()
        assert (item.content, item.content_version) == (content(), 1)
        with pytest.raises(Invalid), transaction.atomic():
            add_items(project=project, rows=[row("c"), row("a", "Changed?")], by=acme.manager, at=NOW)
        assert not Item.objects.filter(external_id="c").exists()


def test_one_bad_row_keeps_all_of_a_call_out_and_every_problem_is_named(acme, globex):
    project = make_project(acme)
    bad = [
        row("a"),
        NewItem("b", {"prompt": {"text": "No responses"}}),
        NewItem("", content()),
        NewItem("d", content(), {"x": "\x00"}),
        NewItem("e", content(), {"x": "a" * 70_000}),
        row("a"),
        NewItem("f", content() | {"image": str(uuid4())}),
        NewItem("g\x00", content()),
        NewItem("h", content(), {"half": "\ud800"}),
    ]
    with acme.scope():
        with pytest.raises(Invalid) as refused, transaction.atomic():
            add_items(project=project, rows=bad, by=acme.manager, at=NOW)
        assert sorted({pointer for pointer, _ in refused.value.problems}) == [
            "/items/1/content/responses",
            "/items/2/external_id",
            "/items/3/metadata",
            "/items/4/metadata",
            "/items/5/external_id",
            "/items/6/content",
            "/items/7/external_id",
            "/items/8/metadata",
        ]
        assert not Item.objects.exists()
        assert not Event.objects.filter(kind="items.added").exists()


def test_a_backslash_in_metadata_is_no_nul(acme, globex):
    project = make_project(acme)
    with acme.scope():
        assert fates(place_items(project, [NewItem("a", content(), {"path": "C:\\u0000"})], at=NOW)) == [Fate.CREATED]
        assert Item.objects.get().metadata == {"path": "C:\\u0000"}


def test_the_same_external_id_of_another_project_or_organisation_is_another_item(acme, globex):
    project, other, foreign = make_project(acme), make_project(acme, name="Other"), make_project(globex)
    with globex.scope():
        assert fates(place_items(foreign, [row("a", "CANARY-GLOBEX")], at=NOW)) == [Fate.CREATED]
    with acme.scope():
        assert fates(place_items(project, [row("a")], at=NOW)) == [Fate.CREATED]
        assert fates(place_items(other, [row("a")], at=NOW)) == [Fate.CREATED]


def test_the_number_of_queries_does_not_grow_with_the_rows(acme, globex, django_assert_num_queries):
    project = make_project(acme)
    with acme.scope():
        place_items(project, [row("first")], at=NOW)  # the form is read once per process
        for rows in ([row("a")], [row(f"b{n}") for n in range(50)]):
            with django_assert_num_queries(3):
                place_items(project, rows, at=NOW)


def test_speed_of_a_thousand_items(acme, globex, capsys):
    project = make_project(acme)
    rows = [row(str(number), f"Question {number}?" * 20) for number in range(1000)]
    with acme.scope():
        started = time.perf_counter()
        place_items(project, rows, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - started
        assert Assignment.objects.count() == 3000
    with capsys.disabled():
        print(f"\n1,000 items with 3 places each: {1000 / seconds:,.0f} items/s")
