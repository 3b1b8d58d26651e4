"""Quality reports: of one moment, the same in every file, and telling nobody's name to a client."""

import json

import httpx
import pytest
from django.db import transaction
from django.utils import timezone

from annotation.queries.agreement import agreement
from annotation.tests.long_work import caller, make_project
from config.tests.work import make_items
from config.tests.world import CANARY
from exports.actions import reports as actions
from exports.tests.answered import answer

pytestmark = [pytest.mark.usefixtures("bucket"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def acme(db):
    from config.tests.world import make_world

    return make_world("acme")


@pytest.fixture
def globex(db):
    from config.tests.world import make_world

    return make_world("globex", mark=f"{CANARY} ")


@pytest.fixture
def manager(acme):
    return caller(acme)


def answered(world, project, count=6):
    """Items that three people put in order, not always alike."""
    orders = (["a"], ["b"], ["c"]), (["b"], ["a"], ["c"]), (["c"], ["b"], ["a"])
    with world.scope(), transaction.atomic():
        make_items(project, count, world.manager, mark="")
        for number in range(count):
            for place, member in enumerate((world.ann, world.ben, world.cleo)):
                answer(project, member, *orders[place * (number % 3 == 0)], minute=number)


@pytest.fixture
def project(acme, globex):
    answered(globex, make_project(globex, mark=f"{CANARY} "), 2)
    project = make_project(acme, name="Ayuda — полезность 助けになる")
    answered(acme, project)
    return project


def work(world, report_id):
    with world.scope():
        actions.build_report(report_id, now=timezone.now)


def made(world, who, address, **given):
    """A report, done."""
    reply = who.post(f"{address}/reports", given)
    assert reply.status_code == 202, reply.content
    work(world, reply.json()["id"])
    report = who.get(f"reports/{reply.json()['id']}").json()
    assert (report["state"], report["error"]) == ("done", None), report
    return report


def content(who, report):
    reply = who.get(f"reports/{report['id']}/content")
    assert reply.status_code == 200, reply.content
    return reply.json()


def file(who, report, kind):
    reply = who.get(f"reports/{report['id']}/download", **{"as": kind})
    assert reply.status_code == 200, reply.content
    return httpx.get(reply.json()["url"]).raise_for_status().content


def test_a_report_says_what_the_project_says(acme, project, manager):
    report = made(acme, manager, f"projects/{project.pk}")
    assert (report["done"], report["total"], report["people"], report["project_id"]) == (6, 6, "names", str(project.pk))
    shown = content(manager, report)
    assert shown["scope"]["client"]["name"] == "Umbrella"
    (section,) = shown["projects"]
    assert section["counts"] | {"seconds": 0} == {
        "items": 6, "answered": 6, "overlapped": 6, "annotations": 18, "people": 3, "gold": 0, "seconds": 0,
    }  # fmt: skip
    with acme.scope(), transaction.atomic():
        live = agreement(project)
    for row, found in zip(section["questions"], live, strict=True):
        assert {name: row[name] for name in ("question", "alpha", "low", "high", "percent", "items", "reason")} == {
            name: found[name] for name in ("question", "alpha", "low", "high", "percent", "items", "reason")
        }
    assert CANARY not in json.dumps(shown)
