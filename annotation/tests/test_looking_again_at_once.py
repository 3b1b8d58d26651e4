"""Passes through a project's items while its people work and its settings change: the ledger stays exact, each item is
decided by the settings that were the last, and nobody is stuck.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.refusals import Refused
from annotation.actions import looking_again
from annotation.actions.looking_again import look_at, run_settling
from annotation.actions.workflow import set_workflow
from annotation.distribution import parse_workflow
from annotation.models import Assignment, Habits, Item, JobState, Project, Settling
from annotation.tests.ledger import check_ledger
from annotation.tests.test_ledger_at_once import Judge, Manager, Worker, people_of
from config.tests.work import make_items, make_project

PEOPLE, JUDGES, STEPS, ITEMS = 14, 3, 8, 24
SETTINGS = [
    {"most_overlap": most, "enough_agreement": agreement, "resolve": {"by": by}, "adjudication": {"below": 0.6}}
    for most, agreement, by in ((4, 0.9, "none"), (2, 0.1, "majority"), (4, 0.5, "posterior"), (3, 0.0, "majority"))
]


class Changeable(Manager):
    """A manager who can't decide how the work should go, and whose habits of people change with the weather."""

    def act(self):
        getattr(
            self, self.mood.choice(["other_settings", "other_settings", "everything", "expire", "another_overlap"])
        )()

    def other_settings(self):
        project = Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)
        set_workflow(
            project=project, workflow=parse_workflow(self.mood.choice(SETTINGS)), by=self.member, at=timezone.now()
        )

    def everything(self):
        project = Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)
        look_at(Item.objects.filter(project=project).values_list("pk", flat=True), project=project, at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_people_work_while_two_workers_look_again_at_what_they_decided(acme, monkeypatch):
    monkeypatch.setattr(looking_again, "AT_ONCE", 4)
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=2)
        project.workflow = SETTINGS[0]
        project.save()
        make_items(project, ITEMS, acme.manager)
        grants = {"annotate": True, "review": False, "adjudicate": False}
        judging = {"annotate": False, "review": True, "adjudicate": True}
        people = [Worker(project, each, n) for n, each in enumerate(people_of(acme, project, PEOPLE, grants, "w"))]
        people += [Judge(project, each, n) for n, each in enumerate(people_of(acme, project, JUDGES, judging, "j"))]
        people += [Changeable(project, acme.manager, n) for n in range(2)]

    def live(one):
        for _ in range(STEPS):
            with acme.scope():
                try:
                    with transaction.atomic():
                        one.act()
                except Refused:
                    pass
        connection.close()

    def look_again(number):
        for _ in range(2 * STEPS):
            with acme.scope():
                with transaction.atomic():
                    jobs = list(Settling.objects.order_by("created_at").values_list("pk", flat=True))
                for job in jobs[number::2] + jobs:
                    run_settling(job, now=timezone.now)
        connection.close()

    with ThreadPoolExecutor(len(people) + 2) as pool:
        jobs = [pool.submit(live, one) for one in people] + [pool.submit(look_again, n) for n in range(2)]
        for job in jobs:
            job.result()
    look_again(0)
    with acme.scope(), transaction.atomic():
        check_ledger(project)
        passes = Settling.objects.filter(project=project)
        assert set(passes.values_list("state", flat=True)) <= {JobState.DONE, JobState.CANCELLED}
        assert passes.filter(state=JobState.DONE, changed__gt=0).exists(), "something was decided otherwise"
        assert Assignment.objects.filter(project=project, top_up=True, state="withdrawn").exists(), "and not asked for"
        assert not Habits.objects.exists()
