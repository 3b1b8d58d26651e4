"""The item browser: what each filter finds, in every order, page by page, and what nobody else finds."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from accounts.api.pages import cursor_at
from accounts.queries.pseudonyms import pseudonym_id
from accounts.refusals import Invalid
from accounts.tenancy import organisation_scope
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.bulk import prioritise, send_to_review, withdraw
from annotation.actions.claims import claim
from annotation.actions.counting import count_items
from annotation.actions.items import NewItem, add_items, place_items
from annotation.actions.reserving import reserve
from annotation.forms.kinds.choice import OTHER
from annotation.forms.searching import scope_of, search_query
from annotation.models import Annotation, Item
from annotation.queries.assignments import shown_content
from annotation.queries.browse import SORTS, filtered_items, search_items
from annotation.tests.judging import answer, in_handles, judged_project, say, take, theirs
from annotation.tests.long_work import caller, make_project
from config.tests import work
from config.tests.world import NOW

TEXTS = {
    "plain": "The quick brown fox jumps over the lazy dog",
    "accents": "Le café d’Agnès — ﬁn",
    "chinese": "今天天氣很好，我們去公園散步",
    "japanese": "東京タワーに行きました",
    "korean": "한국어를 공부합니다",
    "thai": "สวัสดีครับ",
    "arabic": "السَّلَامُ عَلَيْكُم يا أحمد",
    "hindi": "हिन्दी भाषा",
}
NO_ITEM = UUID(int=7)


def item(external_id: str, text: str, **metadata: Any) -> NewItem:
    responses = [{"id": letter, "text": f"Answer {letter}"} for letter in "ab"]
    return NewItem(external_id, {"prompt": {"text": text}, "responses": responses}, metadata)


@pytest.fixture
def project(acme, globex):
    """Items in every script, and the same ones at globex."""
    for world in (globex, acme):
        project = make_project(world)
        with world.scope(), transaction.atomic():
            rows = [item(name, text, script=name, of={"no": 1}) for name, text in TEXTS.items()]
            add_items(project=project, rows=rows, by=world.manager, at=NOW)
    return project


def found(world, project, **query: Any) -> list[str]:
    with world.scope(), transaction.atomic():
        rows = filtered_items(project, {name.replace("__", "."): value for name, value in query.items()})
        return sorted(rows.values_list("external_id", flat=True))


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("quick fox", "plain"),
        ("FOX Quick", "plain"),
        ("jump", "plain"),
        ("cafe agnes", "accents"),
        ("fin", "accents"),
        ("公園", "chinese"),
        ("天氣很好", "chinese"),
        ("氣", "chinese"),
        ("步", "chinese"),
        ("步公", None),
        ("雨", None),
        ("タワー", "japanese"),
        ("공부", "korean"),
        ("국어", "korean"),
        ("สวัสดี", "thai"),
        ("السلام", "arabic"),
        ("احمد", "arabic"),
        ("हिन्दी", "hindi"),
        ("it's a fox' & ! | :* \\", None),
        ("fox cat", None),
        ("fo", None),
    ],
)
def test_words_are_found_as_people_type_them_in_every_script(acme, project, q, name):
    assert found(acme, project, q=q) == [name] * (name is not None)


def test_an_external_id_is_found_as_words(acme, project):
    with acme.scope(), transaction.atomic():
        add_items(project=project, rows=[item("Row-0042/b", "x")], by=acme.manager, at=NOW)
    assert found(acme, project, q="row-0042/b") == found(acme, project, q="0042") == ["Row-0042/b"]


def test_metadata_is_found_by_its_value_or_one_of_a_list(acme, project):
    with acme.scope(), transaction.atomic():
        rows = [
            item("m1", "x", no=3, ok=True, tags=["a", "b"], note="it's"),
            item("m2", "x", no=4, ok=False, tags=["b"], note="x" * 500),
        ]
        add_items(project=project, rows=rows, by=acme.manager, at=NOW)
    for name, value, expected in [
        ("no", "3", ["m1"]),
        ("ok", "true", ["m1"]),
        ("ok", "false", ["m2"]),
        ("tags", "a", ["m1"]),
        ("tags", "b", ["m1", "m2"]),
        ("note", "it's", ["m1"]),
        ("note", "x" * 500, ["m2"]),
        ("note", "x", []),
        ("script", "thai", ["thai"]),
        ("of", "1", []),
    ]:
        assert found(acme, project, **{f"metadata__{name}": value}) == expected
    assert found(acme, project, metadata__tags="b", q="m1") == ["m1"]


def test_changed_content_is_found_by_its_new_words_alone(acme, project):
    with acme.scope(), transaction.atomic():
        row = item("plain", "A slow green turtle", colour="green")
        assert [outcome.fate for outcome in place_items(project, [row], at=NOW)] == ["updated"]
    assert found(acme, project, q="turtle") == found(acme, project, metadata__colour="green") == ["plain"]
    assert found(acme, project, q="quick fox") == found(acme, project, metadata__script="plain") == []


def test_an_item_of_very_many_words_is_found_by_the_first_of_them(acme, project):
    long = " ".join(f"word{number}" for number in range(40_000))
    with acme.scope(), transaction.atomic():
        add_items(project=project, rows=[item("long", long)], by=acme.manager, at=NOW)
    assert found(acme, project, q="word77") == ["long"]


def test_nobody_finds_words_of_another_organisation_or_another_client(acme, globex, project):
    words = search_query(scope_of(project.pk), "fox")
    assert search_query(scope_of(project.pk), "fox").startswith("'")
    with acme.scope(), transaction.atomic():
        assert len(search_items(project.pk, words, most=10)) == 1
    with globex.scope(), transaction.atomic():
        assert search_items(project.pk, words, most=10) == []
    clients = [client.pk for client in acme.clients]
    for client, expected in zip(clients, (1, 0), strict=True):
        with organisation_scope(acme.organisation.pk, (client,)), transaction.atomic():
            assert len(search_items(project.pk, words, most=10)) == expected
            assert Item.objects.count() == expected * len(TEXTS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM door_search_items(%s, %s::tsquery, 10)", [project.pk, words])
        assert cursor.fetchone() == (0,)


# Filters


@pytest.fixture
def worked(acme, globex):
    """Six items: two agreed on, one disputed and judged, one begun, one gold, one withdrawn; Cleo has one assigned."""
    theirs(globex)
    with acme.scope():
        project = judged_project(acme, overlap=2, items=6, review={"percent": 0})
        answer(project, acme.ann, "abc", items=3)
        answer(project, acme.ben, "abc", items=2)
        (held,) = claim(project=project, member=acme.ben, limit=1, at=NOW)
        submit_annotation(assignment=lock_own(held), answers=in_handles(held, "cba"), seconds=1, by=acme.ben, at=NOW)
        items = list(Item.objects.filter(project=project).order_by("position"))
        send_to_review(project=project, item_ids=[items[2].pk], by=acme.manager, at=NOW)
        for place, verdict in zip(take(project, acme.reviewer), ("accepted", "rejected"), strict=True):
            say(place, acme.reviewer, verdict)
        claim(project=project, member=acme.cleo, limit=1, at=NOW)
        Item.objects.filter(pk=items[4].pk).update(state="gold", priority=1, line=1)
        withdraw(project=project, item_ids=[items[5].pk], by=acme.manager, at=NOW)
        prioritise(project=project, item_ids=[items[0].pk], priority=2, by=acme.manager, at=NOW)
        yield project


def numbers(world, project, **query):
    """The items found, by their numbers."""
    return [int(name.removeprefix("item-")) for name in found(world, project, **query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [0, 1, 2, 3, 4, 5]),
        ({"state": "done"}, [0, 1]),
        ({"state": "gold,withdrawn"}, [4, 5]),
        ({"answers": "2"}, [0, 1]),
        ({"answers": "..1"}, [2, 3, 4, 5]),
        ({"answers": "1..2"}, [0, 1, 2]),
        ({"agreement": "1"}, [0, 1]),
        ({"agreement": "0.5..1"}, [0, 1]),
        ({"agreement": "0..0.4"}, []),
        ({"priority": "1.."}, [0, 4]),
        ({"priority": "-1..0"}, [1, 2, 3, 5]),
        ({"gold": "true"}, [4]),
        ({"gold": "false"}, [0, 1, 2, 3, 5]),
        ({"verdict": "accepted"}, [2]),
        ({"verdict": "rejected"}, [2]),
        ({"verdict": "corrected"}, []),
        ({"verdict": "none"}, [0, 1]),
        ({"q": "question 3"}, [3]),
        ({"state": "done", "q": "question", "priority": "0"}, [1]),
    ],
)
def test_each_filter_finds_its_items(acme, worked, query, expected):
    assert numbers(acme, worked, **query) == expected


def test_items_are_found_by_who_answered_them_and_for_whom_they_are_kept(acme, worked):
    assert numbers(acme, worked, member=str(acme.ann.pk)) in ([0, 1], [0, 1, 2])
    assert numbers(acme, worked, member=str(acme.cleo.pk)) == []
    (held,) = numbers(acme, worked, assigned=str(acme.cleo.pk))
    assert numbers(acme, worked, assigned="true") == [held]
    assert numbers(acme, worked, assigned="false") == [number for number in range(6) if number != held]
    reserve(
        project=worked,
        member_ids=[acme.ann.pk],
        item_ids=[Item.objects.get(external_id="item-3").pk],
        per_item=1,
        how="share",
        by=acme.manager,
        at=NOW,
    )
    assert 3 in numbers(acme, worked, assigned=str(acme.ann.pk))


def test_items_are_found_by_their_ids_and_by_all_of_several_people(acme, worked):
    rows = dict(Item.objects.filter(project=worked).values_list("external_id", "pk"))
    chosen = ",".join(str(rows[f"item-{number}"]) for number in (1, 4))
    assert numbers(acme, worked, ids=f"{chosen},{NO_ITEM}") == [1, 4]
    assert numbers(acme, worked, ids=chosen, state="done") == [1]
    assert numbers(acme, worked, member=f"{acme.ann.pk},{acme.ben.pk}") == [0, 1]
    assert numbers(acme, worked, member=f"{acme.ann.pk},{acme.cleo.pk}") == []


SAFE = [{"value": value, "title": value} for value in ("yes", "it's", "no")]
ASKED = {
    "shows": ["prompt", "responses"],
    "questions": [
        {"name": "safe", "kind": "choice", "title": "Safe?", "scope": "responses", "options": SAFE, "other": True},
        {
            "name": "good",
            "kind": "rating",
            "title": "Good?",
            "options": [{"value": n, "title": str(n)} for n in (1, 2)],
        },
    ],
}


def said(question: str, *options: str | int) -> str:
    return json.dumps([question, *options])


@pytest.fixture
def asked(acme):
    """Four items: people differ about the first three, and in the second not about the one that both call no."""
    with acme.scope():
        project = work.make_project(acme, form=ASKED, overlap=2)
        work.make_items(project, 4, acme.manager)
        people = {
            acme.ann: [("yes no no", 1), ("no no other", 1), ("yes no no", 2), ("it's no no", 1)],
            acme.ben: [("no no no", 1), ("no no it's", 1), ("no yes no", 1), ("it's no no", 1)],
        }
        for person, answers in people.items():
            for held, (words, rating) in zip(
                claim(project=project, member=person, limit=4, at=NOW), answers, strict=True
            ):
                locked = lock_own(held)
                handles = shown_content(locked).handles()
                given = [
                    {"question": "safe", "on": handles[f"responses.{letter}"], "value": chosen(word)}
                    for letter, word in zip("abc", words.split(), strict=True)
                ]
                given.append({"question": "good", "on": "item", "value": {"rating": rating}})
                submit_annotation(assignment=locked, answers=given, seconds=1, by=person, at=NOW)
        yield project


def chosen(word):
    return {"choices": [], "other": "Perhaps."} if word == "other" else {"choices": [word]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (said("safe", "yes"), [0, 2]),
        (said("safe", "it's"), [1, 3]),
        (said("safe", "it's", "it's"), [3]),
        (said("safe", "yes", "no"), [0, 2]),
        (said("safe", "no", "yes"), [0, 2]),
        (said("safe", "yes", "it's"), []),
        (said("safe", "it's", "no"), []),
        (said("safe", OTHER), [1]),
        (said("safe", OTHER, "it's"), [1]),
        (said("good", 1), [0, 1, 2, 3]),
        (said("good", 1, 2), [2]),
        (said("good", "1"), []),
        (said("gone", "yes"), []),
        (said("safe", 'yes") || true'), []),
    ],
)
def test_items_are_found_by_what_people_said_on_their_own(acme, asked, query, expected):
    assert numbers(acme, asked, said=query) == expected


def test_what_a_reviewer_corrected_is_found_by_what_its_author_said(acme, asked):
    row = Annotation.objects.get(item__external_id="item-0", member=acme.ann)
    row.independent_answers, row.answers = row.answers, []
    row.save()
    count_items([row.item_id])
    assert numbers(acme, asked, said=said("safe", "yes", "no")) == [0, 2]
    row.withdrawn_at = NOW
    row.save()
    second = Item.objects.get(external_id="item-2")
    Item.objects.filter(pk=second.pk).update(state="gold")
    count_items([row.item_id, second.pk])
    assert numbers(acme, asked, said=said("safe", "yes", "no")) == []


def test_a_filter_that_finds_very_many_finds_the_same(acme, worked, monkeypatch):
    queries = [
        {"q": "question"},
        {"member": str(acme.ann.pk)},
        {"verdict": "none"},
        {"assigned": "true"},
        {"assigned": "false"},
        {"q": "answer", "member": str(acme.ben.pk), "state": "done"},
    ]
    before = [numbers(acme, worked, **query) for query in queries]
    monkeypatch.setattr("annotation.queries.browse.MOST_IDS", 0)
    assert [numbers(acme, worked, **query) for query in queries] == before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "lost"),
        ("state", ""),
        ("answers", "many"),
        ("answers", "1.5"),
        ("answers", ".."),
        ("agreement", "1..2..3"),
        ("certainty", "sure"),
        ("priority", "99999999999"),
        ("member", "ann"),
        ("ids", "one"),
        ("ids", ""),
        ("said", "safe"),
        ("said", '["safe"]'),
        ("said", '["safe", "a", "b", "c"]'),
        ("said", '["safe", true]'),
        ("said", '["safe", ["yes"]]'),
        ("said", '["safe", "\\u0000"]'),
        ("said", '["\\ud800", "yes"]'),
        ("said", '{"safe": "yes"}'),
        ("verdict", "good"),
        ("gold", "yes"),
        ("assigned", "me"),
        ("q", "!!!"),
        ("q", "x" * 501),
        ("metadata.", "x"),
        ("metadata.a", "\x00"),
        ("metadata.\x00", "a"),
        ("sort", "colour"),
        ("project__client__name", "Initech"),
        ("id", "1"),
    ],
)
def test_what_is_no_filter_is_refused_with_its_name(acme, worked, name, value):
    with pytest.raises(Invalid) as refusal:
        filtered_items(worked, {name: value})
    assert [pointer for pointer, _ in refusal.value.problems] == [f"/{name}"]


# Order and pages


@pytest.mark.parametrize("sort", [sign + name for name in SORTS for sign in ("", "-")])
def test_every_order_gives_every_item_once_page_by_page(acme, worked, sort):
    Item.objects.filter(external_id="item-3").update(due_at=NOW)
    Item.objects.filter(external_id="item-1").update(due_at=NOW)
    browser, rows, query = caller(acme), [], {"sort": sort, "limit": 2}
    while True:
        answer = browser.get(f"projects/{worked.pk}/items", **query).json()
        rows += answer["results"]
        if answer["next"] is None:
            break
        query["cursor"] = answer["next"]
    assert sorted(row["external_id"] for row in rows) == [f"item-{number}" for number in range(6)]
    field = {"answers": "submitted", "updated": "updated_at", "due": "due_at"}.get(sort.strip("-"), sort.strip("-"))
    known = [row[field] for row in rows if row[field] is not None]
    assert known == sorted(known, reverse=sort.startswith("-"))
    assert [row[field] for row in rows][len(known) :] == [None] * (6 - len(known)), "what is not known comes last"


def test_a_row_says_what_the_browser_shows(acme, worked):
    (row,) = caller(acme).get(f"projects/{worked.pk}/items", q="question 0").json()["results"]
    assert row["excerpt"] == "Question 0?"
    assert (row["priority"], row["line"], row["agreement"], row["gold"], row["due_at"]) == (2, 2, 1.0, False, None)
    (row,) = caller(acme).get(f"projects/{worked.pk}/items", gold="true").json()["results"]
    assert row["gold"] is True


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "W10",
        cursor_at("position", 1),
        cursor_at("agreement", 1.0, "x"),
        cursor_at("position", "a", NO_ITEM),
        cursor_at("position", True, NO_ITEM),
        cursor_at("updated", 1, NO_ITEM),
        cursor_at("position", None, 1),
        cursor_at("agreement", None, 2**63),
        cursor_at("priority", 2**40, NO_ITEM),
        cursor_at([], {}, None),
    ],
)
def test_a_cursor_of_another_order_or_of_nobody_is_refused(acme, worked, cursor):
    for sort in ("position", "agreement", "-updated"):
        if sort == "agreement" or "WyJwb3NpdGlvbiIsMV0" not in cursor:
            answer = caller(acme).get(f"projects/{worked.pk}/items", sort=sort, cursor=cursor)
            assert answer.status_code == 400, answer.content


def test_items_are_counted_exactly_up_to_a_bound(acme, worked, monkeypatch):
    browser, path = caller(acme), f"projects/{worked.pk}/items/count"
    assert browser.get(path).json() == {"count": 6, "exact": True}
    assert browser.get(path, state="done,gold").json()["count"] in (2, 3)
    assert browser.get(path, q="question", state="done").json() == {"count": 2, "exact": True}
    monkeypatch.setattr("annotation.queries.browse.MOST_COUNTED", 3)
    assert browser.get(path, q="question").json() == {"count": 3, "exact": False}
    assert browser.get(path, colour="red").status_code == 400


def test_an_item_counts_as_updated_when_its_state_changes_and_not_when_it_is_claimed(acme, worked):
    before = dict(Item.objects.filter(project=worked).values_list("pk", "updated_at"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE annotation_item SET updated_at = %s", [NOW])
        cursor.execute("UPDATE annotation_item SET begun_no = 5, free_places = 1 WHERE external_id = 'item-3'")
        cursor.execute("UPDATE annotation_item SET priority = 2 WHERE external_id = 'item-1'")
    rows = dict(Item.objects.filter(project=worked).values_list("external_id", "updated_at"))
    assert rows["item-3"] == NOW
    assert rows["item-1"] != NOW
    assert len(before) == 6


# Who sees what


def test_a_client_finds_items_by_pseudonyms_alone(acme, globex):
    with acme.scope(), transaction.atomic():
        worked = judged_project(acme, items=2, review={"percent": 0})
        answer(worked, acme.ann, "abc", items=2)
    browser, path = caller(acme, acme.client), f"projects/{worked.pk}/items"
    behind = browser.get(path, member=str(pseudonym_id(acme.ann.pk))).json()["results"]
    assert {row["external_id"] for row in behind} >= {"item-0", "item-1"}
    assert browser.get(path, member=str(acme.ann.pk)).json()["results"] == []
    assert browser.get(path, assigned=str(acme.cleo.pk)).json()["results"] == []


def test_a_blind_reviewer_does_not_learn_whose_items_are_whose(acme, worked):
    worked.workflow = {"review": {"percent": 100, "blind": True}}
    worked.save()
    path = f"projects/{worked.pk}/items"
    assert caller(acme, acme.reviewer).get(path, member=str(acme.ann.pk)).json()["results"] == []
    assert caller(acme).get(path, member=str(acme.ann.pk)).json()["results"] != []


def test_nobody_outside_sees_items(acme, globex):
    with acme.scope(), transaction.atomic():
        project = judged_project(acme, items=1)
    for path in ("items", "items/count", "views"):
        assert caller(globex).get(f"projects/{project.pk}/{path}").status_code == 404
        assert caller(acme, globex.manager).get(f"projects/{project.pk}/{path}").status_code == 404
        assert caller(acme, acme.ann).get(f"projects/{project.pk}/{path}").status_code == 403
