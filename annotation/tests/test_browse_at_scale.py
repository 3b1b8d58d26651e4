"""How the item browser is answered: every order and every filter from an index, whatever the planner believes.

Plans, not times: those are for `manage.py bench_items`.
"""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from annotation.actions.items import NewItem, add_items
from annotation.forms.searching import scope_of, search_query
from annotation.models import Item
from annotation.queries.browse import SORTS, Place, filtered_items, sorted_page
from annotation.tests.judging import theirs
from annotation.tests.long_work import make_project
from config.tests.database import owner_connection
from config.tests.world import NOW, make_world

ITEMS = 3000
INDEXES = {
    "position": "annotation_item_position",
    "agreement": "annotation_item_agreements",
    "certainty": "annotation_item_certainties",
    "answers": "annotation_item_answered",
    "due": "annotation_item_due",
    "priority": "annotation_item_priorities",
    "updated": "annotation_item_updated",
}


def fill(world, project):
    for start in range(0, ITEMS, 1000):
        rows = [
            NewItem(
                f"item-{number}",
                {
                    "prompt": {"text": f"Common words of number{number}"},
                    "responses": [{"id": "a", "text": "x"}, {"id": "b", "text": "y"}],
                },
                {"no": number},
            )
            for number in range(start, start + 1000)
        ]
        add_items(project=project, rows=rows, by=world.manager, at=NOW)
    answered = Item.objects.filter(project=project, position__lt=ITEMS / 2)
    answered.update(agreement=0.5, certainty=0.9, due_at=NOW, submitted=2)


@pytest.fixture
def filled(transactional_db, request):
    """Items of two projects, analysed before they were there, or when they are."""
    theirs(make_world("globex"))
    acme = make_world("acme")
    project = make_project(acme, overlap=1)
    if request.param == "unknown":
        with owner_connection(connection.settings_dict["NAME"]) as owner:
            owner.execute("ANALYZE")
    with acme.scope(), transaction.atomic():
        fill(acme, project)
    if request.param == "analysed":
        with owner_connection(connection.settings_dict["NAME"]) as owner:
            owner.execute("VACUUM ANALYZE annotation_item, annotation_itemtext")
    with acme.scope(), transaction.atomic():
        yield project


def plans(work):
    """The plans of the queries for items that some work asks."""
    with CaptureQueriesContext(connection) as asked:
        work()
    found = [query["sql"] for query in asked.captured_queries if '"annotation_item"."position"' in query["sql"]]
    explained = []
    with connection.cursor() as cursor:
        for sql in found:
            presorted = any("enable_sort = off" in query["sql"] for query in asked.captured_queries)
            cursor.execute(f"SET LOCAL enable_sort = {'off' if presorted else 'on'}")
            cursor.execute(f"EXPLAIN {sql}")
            explained.append("\n".join(line for (line,) in cursor.fetchall()))
    assert explained
    return explained


@pytest.mark.parametrize("filled", ["unknown", "analysed"], indirect=True)
@pytest.mark.parametrize("sort", SORTS)
def test_every_order_is_read_from_its_index_at_any_depth(filled, sort):
    for name in (sort, f"-{sort}"):
        _, end = sorted_page(filled, {"sort": name}, limit=1000)
        for after in (None, end):
            first, *_ = plans(lambda name=name, after=after: sorted_page(filled, {"sort": name}, after=after, limit=20))
            assert INDEXES[sort] in first, first
            assert "Seq Scan on annotation_item" not in first
            assert "Sort" not in re.sub("Incremental Sort|Sort Key", "", first), first
            if after is not None:
                assert "Index Cond" in first
                assert "ROW(" in first, first


@pytest.mark.parametrize("filled", ["unknown", "analysed"], indirect=True)
def test_a_search_that_finds_few_asks_for_these_by_their_ids(filled):
    for query in ({"q": "number77"}, {"metadata.no": "78"}):
        for sort in ("position", "-updated", "agreement"):
            for plan in plans(lambda query=query, sort=sort: sorted_page(filled, {**query, "sort": sort}, limit=20)):
                assert "= ANY (" in plan, plan
                assert "Seq Scan on annotation_item" not in plan, plan


@pytest.mark.parametrize("filled", ["analysed"], indirect=True)
def test_a_search_that_finds_very_many_puts_them_into_a_table_of_hashes(filled, monkeypatch):
    monkeypatch.setattr("annotation.queries.browse.MOST_IDS", 100)
    assert filtered_items(filled, {"q": "common"}).count() == ITEMS
    (plan, *_) = plans(lambda: sorted_page(filled, {"q": "common"}, limit=20))
    assert "hashed SubPlan" in plan, plan
    assert "annotation_item_position" in plan, plan


@pytest.mark.parametrize("filled", ["unknown", "analysed"], indirect=True)
def test_words_are_looked_up_in_their_index(filled):
    """As the role of the doors sees the table: for anybody else row policies keep the index out of reach."""
    words = search_query(scope_of(filled.pk), "number77 common")
    question = (
        "EXPLAIN SELECT item_id FROM annotation_itemtext WHERE organisation_id IS NOT DISTINCT FROM "
        "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid) "
        "AND project_id = %s AND document @@ %s::tsquery"
    )
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute("SET ROLE concord_door")
        config = owner.execute("SELECT proconfig FROM pg_proc WHERE proname = 'door_search_items'").fetchone()
        assert "enable_seqscan=off" in config[0]
        owner.execute("SET enable_seqscan = off")
        plan = "\n".join(line for (line,) in owner.execute(question, [filled.pk, words]))
        assert "annotation_itemtext_words" in plan, plan
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(question, [filled.pk, words])
        assert "annotation_itemtext_words" not in "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("filled", ["analysed"], indirect=True)
def test_a_deep_page_goes_on_exactly_where_the_page_before_ended(filled):
    seen, after = [], None
    while True:
        rows, after = sorted_page(filled, {"sort": "-agreement"}, after=after, limit=700)
        seen += [row.pk for row in rows]
        if after is None:
            break
        assert isinstance(after, Place)
    assert len(seen) == len(set(seen)) == ITEMS
