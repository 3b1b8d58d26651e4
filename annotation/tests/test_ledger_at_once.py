"""Fifty people at once, each on a connection of their own: the ledger stays exact, and nobody is stuck."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.actions.members import add_member
from accounts.models import Role
from accounts.refusals import Refused
from annotation.actions import bulk
from annotation.actions.adding_up import add_up_counts
from annotation.actions.adjudication import resolve
from annotation.actions.assignments import lock_own, renew, skip, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.disputes import claim_disputed
from annotation.actions.people import release_person, set_person
from annotation.actions.places import free_stale_places
from annotation.actions.reviews import Saying, judge, lock_reviews
from annotation.actions.taking_back import take_back
from annotation.actions.tallies import add_up_tallies
from annotation.actions.workflow import change_overlap
from annotation.models import Assignment, Item, Project, ProjectPerson
from annotation.tests.judging import in_handles, own
from annotation.tests.ledger import check_ledger
from config.tests.work import make_items, make_project
from config.tests.world import CANARY, NOW, person

PEOPLE, JUDGES, STEPS, ITEMS = 42, 7, 8, 40
WORKFLOW = {"most_overlap": 4, "enough_agreement": 0.7, "review": {"percent": 50}, "adjudication": {"below": 0.6}}


class Worker:
    """One person with a mind of their own."""

    def __init__(self, project, member, seed):
        self.project, self.member = project, member
        self.mood = random.Random(seed)  # no secret

    def act(self):
        getattr(self, self.mood.choices(["work", "look", "skip", "regret"], [6, 2, 1, 1])[0])()

    def mine(self, *states):
        rows = Assignment.objects.filter(project=self.project, member=self.member, kind="annotate", state__in=states)
        return list(rows.order_by("id"))

    def work(self):
        held = claim(project=self.project, member=self.member, limit=self.mood.randint(1, 3), at=NOW)
        for assignment in held[: self.mood.randint(0, 3)]:
            locked = lock_own(assignment)
            answers = in_handles(locked, self.mood.choice(["abc", "cba", "bac"]))
            submit_annotation(assignment=locked, answers=answers, seconds=2, by=self.member, at=NOW)

    def look(self):
        renew(member=self.member, ids=[row.pk for row in self.mine("claimed")] or [self.project.pk])

    def skip(self):
        for assignment in self.mine("claimed", "returned")[:1]:
            skip(assignment=lock_own(assignment), reason="Unclear", by=self.member, at=NOW)

    def regret(self):
        for assignment in self.mine("submitted")[-1:]:
            take_back(assignment=lock_own(assignment), by=self.member, at=NOW)


class Judge(Worker):
    """Somebody who reviews and adjudicates."""

    def act(self):
        getattr(self, self.mood.choice(["review", "adjudicate"]))()

    def review(self):
        for place in claim_disputed(project=self.project, member=self.member, task="review", limit=1, at=NOW)[:1]:
            verdict = self.mood.choices(["accepted", "corrected", "returned", "rejected"], [4, 2, 1, 1])[0]
            answers = own(self.mood.choice(["abc", "cab"])) if verdict == "corrected" else None
            review = lock_reviews([place.pk], self.member)[place.pk]
            reason = "" if verdict == "accepted" else "careless"
            judge(review=review, saying=Saying(verdict, reason=reason, answers=answers), by=self.member, at=NOW)

    def adjudicate(self):
        for place in claim_disputed(project=self.project, member=self.member, task="adjudicate", limit=1, at=NOW):
            resolve(place=place, answers=own("abc"), reason="ambiguous_item", by=self.member, at=NOW)


class Manager(Worker):
    """The one who turns everything over while the others work."""

    def act(self):
        getattr(self, self.mood.choice(["release", "another_overlap", "withdraw", "restore", "expire", "add_up"]))()

    def release(self):
        people = list(ProjectPerson.objects.filter(project=self.project, annotate=True).order_by("id"))
        release_person(person=self.mood.choice(people), by=self.member, at=NOW)

    def another_overlap(self):
        project = Project.objects.select_for_update(no_key=True).get(pk=self.project.pk)
        change_overlap(project=project, overlap=self.mood.randint(1, 3), by=self.member, at=NOW)

    def some(self):
        ids = list(Item.objects.filter(project=self.project).values_list("pk", flat=True))
        return self.mood.sample(ids, 3)

    def withdraw(self):
        bulk.withdraw(project=self.project, item_ids=self.some(), by=self.member, at=NOW)

    def restore(self):
        bulk.restore(project=self.project, item_ids=self.some(), by=self.member, at=NOW)

    def expire(self):
        held = Assignment.objects.filter(project=self.project, state="claimed").order_by("id")
        chosen = list(held.select_for_update(of=("self",), skip_locked=True)[:5])
        Assignment.objects.filter(pk__in=[row.pk for row in chosen]).update(lease_until=NOW.replace(year=2000))
        free_stale_places(self.project)

    def add_up(self):
        add_up_tallies()
        add_up_counts(at=NOW)


def people_of(world, project, count, grants, name):
    """So many new members who may do this in the project."""
    found = []
    for number in range(count):
        user = person(f"{name}{number}@{world.slug}.example")
        member = add_member(user=user, role=Role.REVIEWER, by=world.manager, at=NOW)
        set_person(project=project, member=member, grants=grants, by=world.manager, at=NOW)
        found.append(member)
    return found


@pytest.mark.django_db(transaction=True)
def test_fifty_people_who_do_everything_at_once_leave_an_exact_ledger(acme, globex):
    with globex.scope(), transaction.atomic():
        make_items(make_project(globex, mark=f"{CANARY} "), 3, globex.manager, mark=f"{CANARY} ")
    with acme.scope(), transaction.atomic():
        project = make_project(acme, overlap=2)
        project.workflow = WORKFLOW
        project.save()
        make_items(project, ITEMS, acme.manager)
        grants = {"annotate": True, "review": False, "adjudicate": False}
        judging = {"annotate": False, "review": True, "adjudicate": True}
        workers = [Worker(project, each, n) for n, each in enumerate(people_of(acme, project, PEOPLE, grants, "w"))]
        judges = [Judge(project, each, n) for n, each in enumerate(people_of(acme, project, JUDGES, judging, "j"))]
    everybody = [*workers, *judges, Manager(project, acme.manager, 0)]

    def live(worker):
        for _ in range(STEPS):
            with acme.scope():
                try:
                    with transaction.atomic():
                        worker.act()
                except Refused:
                    pass
        connection.close()

    with ThreadPoolExecutor(len(everybody)) as pool:
        for job in [pool.submit(live, worker) for worker in everybody]:
            job.result()
    with acme.scope(), transaction.atomic():
        check_ledger(project)
        assert Item.objects.filter(project=project).exclude(submitted=0).count() > ITEMS // 2
