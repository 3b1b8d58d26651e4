"""Items that were there before the item browser: the migration gives them what newer ones get when they are made."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from annotation.actions.items import NewItem, add_items
from annotation.forms.prompts import prompt_key
from annotation.models import Item
from annotation.queries.browse import filtered_items
from annotation.tests.judging import theirs
from annotation.tests.long_work import make_project, row
from config.tests.database import owner_connection
from config.tests.world import NOW, make_world


@pytest.mark.django_db(transaction=True)
def test_items_from_before_are_found_by_their_words_and_know_their_prompt():
    theirs(make_world("globex"))
    acme = make_world("acme")
    project = make_project(acme)
    with acme.scope(), transaction.atomic():
        add_items(project=project, rows=[row("old", "Why are foxes red?", split="train")], by=acme.manager, at=NOW)
    migration = import_module("annotation.migrations.0007_item_browser_words")
    with owner_connection(connection.settings_dict["NAME"]) as owner, owner.transaction():
        owner.execute("SET LOCAL app.migrating = 'on'")
        owner.execute("DELETE FROM annotation_itemtext")
        owner.execute("UPDATE annotation_item SET prompt_key = ''")
        migration.read_old_items(None, SimpleNamespace(connection=owner))
    with acme.scope(), transaction.atomic():
        (item,) = filtered_items(project, {"q": "foxes", "metadata.split": "train"})
        assert item.prompt_key == prompt_key({"prompt": {"text": "Why are foxes red?"}})
        assert item.updated_at == item.created_at
        assert Item.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_items_from_before_are_found_by_the_models_behind_their_responses():
    theirs(make_world("globex"))
    acme = make_world("acme")
    project = make_project(acme)
    responses = [{"id": "a", "text": "A", "model": "it's \\ v1"}, {"id": "b", "text": "B", "model": "chat@2"}]
    content = {"prompt": {"text": "Why?"}, "responses": responses}
    rows = [NewItem("old", content), row("of nobody", "Why are foxes red?")]
    with acme.scope(), transaction.atomic():
        add_items(project=project, rows=rows, by=acme.manager, at=NOW)
    migration = import_module("annotation.migrations.0028_items_of_models")
    with owner_connection(connection.settings_dict["NAME"]) as owner, owner.transaction():
        owner.execute("SET LOCAL app.migrating = 'on'")
        owner.execute("UPDATE annotation_itemtext SET document = ''")
        migration.read_old_items(None, SimpleNamespace(connection=owner))
    with acme.scope(), transaction.atomic():
        (item,) = filtered_items(project, {"model": '["it\'s \\\\ v1", "chat@2"]'})
        assert item.external_id == "old"
