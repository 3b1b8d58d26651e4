"""The item browser: what each filter finds, in every order, page by page, and what nobody else finds."""

from typing import Any

import pytest
from django.db import transaction

from annotation.actions.items import NewItem, add_items
from annotation.queries.browse import filtered_items
from annotation.tests.long_work import make_project
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
