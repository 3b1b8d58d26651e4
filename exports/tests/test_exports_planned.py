"""Work at the size of a project although PostgreSQL takes the tables for empty.

It does so when it analysed them before what is in them was committed. A join planned for one row in each table takes
hours for a few thousand.
"""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from annotation.actions.items import Fate, add_items, place_items
from annotation.models import Assignment
from annotation.tests.long_work import bucket, caller, make_project, row
from config.tests.database import owner_connection
from config.tests.world import NOW, make_world
from exports.actions.exports import build_export
from exports.tests.answered import answer_everything

pytestmark = pytest.mark.usefixtures("bucket")

ITEMS = 1500
ROWS = [row(f"i{n}") for n in range(ITEMS)]


def fill(world, project):
    """Everybody answers everything."""
    for first in range(0, ITEMS, 1000):
        add_items(project=project, rows=ROWS[first : first + 1000], by=world.manager, at=NOW)
    for place, person in enumerate((world.ann, world.ben, world.cleo), 1):
        answer_everything(project, person, place)


@pytest.fixture
def filled(transactional_db):
    """A project whose tables the planner takes for empty."""
    make_world("globex")
    acme = make_world("acme")
    project = make_project(acme)
    with acme.scope(), transaction.atomic():
        fill(acme, project)
        transaction.set_rollback(True)
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute("ANALYZE")
    with acme.scope(), transaction.atomic():
        fill(acme, project)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '3s'")
    yield acme, project
    connection.close()


def test_an_export_is_no_slower(filled):
    acme, project = filled
    manager = caller(acme)
    export_id = manager.post(f"projects/{project.pk}/exports", {"format": "annotations"}).json()["id"]
    with acme.scope():
        build_export(export_id, now=timezone.now)
    assert manager.get(f"exports/{export_id}").json()["done"] == 3 * ITEMS


def test_importing_again_is_no_slower(filled):
    acme, project = filled
    with acme.scope(), transaction.atomic():
        assert {outcome.fate for outcome in place_items(project, ROWS[:1000], at=NOW)} == {Fate.SKIPPED}
        changed = [row(f"i{n}", "Changed?") for n in range(1000)]
        assert {outcome.fate for outcome in place_items(project, changed, at=NOW)} == {Fate.REFUSED}
        Assignment.objects.update(state="open", member=None)
        assert {outcome.fate for outcome in place_items(project, changed, at=NOW)} == {Fate.UPDATED}


__all__ = ["bucket"]
