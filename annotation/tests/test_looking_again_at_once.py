"""Passes through a project's items while its people work and its settings change: the ledger stays exact, each item is
decided by the settings that were the last, and nobody is stuck.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.refusals import Refused
from annotation.actions import looking_again
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.looking_again import look_at, run_settling
from annotation.actions.workflow import set_workflow
from annotation.distribution import parse_workflow
from annotation.models import Assignment, Item, JobState, Project, Settling
from annotation.queries.settlings import undisturbed
from annotation.tests.judging import in_handles
from annotation.tests.ledger import check_ledger
from annotation.tests.test_ledger_at_once import Judge, Manager, Worker, people_of
from config.tests.work import make_items, make_project
from config.tests.world import NOW

PEOPLE, JUDGES, STEPS, ITEMS = 14, 3, 8, 24
SETTINGS = [
    {"most_overlap": most, "enough_agreement": agreement, "resolve": {"by": by}, "adjudication": {"below": 0.6}}
    for most, agreement, by in ((4, 0.9, "none"), (2, 0.1, "majority"), (4, 0.5, "posterior"), (3, 0.0, "majority"))
]


NOBODY_MORE = {"most_overlap": 1, "resolve": {"by": "majority"}}


def change(project, settings, *, by):
    set_workflow(project=project, workflow=parse_workflow(settings), by=by, at=timezone.now())


class Fickle(Manager):
    """Who can't decide how the work should go, and looks at everything as if habits had been learnt anew."""

    def act(self):
        getattr(
            self, self.mood.choice(["other_settings", "other_settings", "everything", "expire", "another_overlap"])
        )()

    def other_settings(self):
        project = Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)
        change(project, self.mood.choice(SETTINGS), by=self.member)

    def everything(self):
        project = Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)
        look_at(Item.objects.filter(project=project).values_list("pk", flat=True), project=project, at=timezone.now())


def everybody(world, project):
    """Those who answer, those who judge, and two managers; two have differed on every item before the others come."""
    annotate = {"annotate": True, "review": False, "adjudicate": False}
    judging = {"annotate": False, "review": True, "adjudicate": True}
    for worker, order in zip(people_of(world, project, 2, annotate, "first"), ("abc", "cba"), strict=True):
        for place in claim(project=project, member=worker, limit=ITEMS, at=NOW):
            answers = in_handles(place, order)
            submit_annotation(assignment=lock_own(place), answers=answers, seconds=2, by=worker, at=NOW)
    workers = [Worker(project, each, n) for n, each in enumerate(people_of(world, project, PEOPLE, annotate, "w"))]
    judges = [Judge(project, each, n) for n, each in enumerate(people_of(world, project, JUDGES, judging, "j"))]
    return [*workers, *judges, *(Fickle(project, world.manager, n) for n in range(2))]


def live(world, one):
    for _ in range(STEPS):
        with world.scope(), suppress(Refused), transaction.atomic():
            one.act()
    connection.close()


def look_again(world, number):
    """What a worker does with the hints that it gets, and with some that another one got."""
    with world.scope():
        for _ in range(2 * STEPS):
            with transaction.atomic():
                jobs = list(Settling.objects.order_by("created_at").values_list("pk", flat=True))
            for job in jobs[number::2] + jobs:
                run_settling(job, now=timezone.now)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_people_work_while_two_workers_look_again_at_what_they_decided(acme, monkeypatch):
    monkeypatch.setattr(looking_again, "AT_ONCE", 4)
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=2)
        project.workflow = SETTINGS[0]
        project.save()
        make_items(project, ITEMS, acme.manager)
        people = everybody(acme, project)
        assert Assignment.objects.filter(project=project, top_up=True, state="open").count() == ITEMS
    with ThreadPoolExecutor(len(people) + 2) as pool:
        begun = [pool.submit(live, acme, one) for one in people] + [pool.submit(look_again, acme, n) for n in range(2)]
        for each in begun:
            each.result()
    with acme.scope(), transaction.atomic():
        change(Project.objects.get(pk=project.pk), NOBODY_MORE, by=acme.manager)
    look_again(acme, 0)
    with acme.scope(), transaction.atomic():
        check_ledger(project)
        nobody_is_asked_in_vain(Project.objects.get(pk=project.pk))
        passes = Settling.objects.filter(project=project)
        assert set(passes.values_list("state", flat=True)) <= {JobState.DONE, JobState.CANCELLED}
        assert passes.filter(state=JobState.DONE, changed__gt=0).exists(), "something was decided otherwise"


def nobody_is_asked_in_vain(project):
    """Where no more than one answer is wanted, no item waits only for one that was asked for in doubt."""
    ids = Item.objects.filter(project=project).values_list("pk", flat=True)
    for item in undisturbed(ids).filter(state="open", submitted__gt=0):
        places = Assignment.objects.filter(item=item, kind="annotate", state="open")
        spare = places.filter(top_up=True, reserved_for=None).count()
        assert spare < places.count() or item.overlap - spare < project.overlap
