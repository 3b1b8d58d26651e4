"""Whatever people do, in whatever order: the ledger stays exact, no item is lost, and counts equal a recount."""

import os
from itertools import count
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.refusals import Refused
from annotation.actions import bulk
from annotation.actions.adjudication import resolve
from annotation.actions.assignments import lock_own, skip, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.disputes import claim_disputed
from annotation.actions.gold import mark_gold_item, unmark_gold
from annotation.actions.people import pause_person, release_person, remove_person, set_person
from annotation.actions.places import free_stale_places
from annotation.actions.reserving import reserve, unreserve
from annotation.actions.reviews import Saying, judge, lock_reviews
from annotation.actions.taking_back import take_back
from annotation.actions.workflow import change_overlap
from annotation.models import Assignment, Item, ProjectPerson
from annotation.tests.judging import EVERYTHING, in_handles, own, theirs
from annotation.tests.ledger import check_ledger
from config.tests.work import make_items, make_project
from config.tests.world import NOW

ORDERS = st.sampled_from(["abc", "bca", "cab", "acb"])
VERDICTS = st.sampled_from(["accepted", "corrected", "returned", "rejected"])
ANNOTATORS = ("ann", "ben", "cleo", "reviewer")
PEOPLE = st.sampled_from(ANNOTATORS)
JUDGES = st.sampled_from(["reviewer", "manager", "owner"])
WORKFLOWS = st.fixed_dictionaries(
    {},
    optional={
        "most_overlap": st.integers(1, 4),
        "review": st.fixed_dictionaries({"percent": st.sampled_from([0, 50, 100])}),
        "adjudication": st.fixed_dictionaries({"below": st.sampled_from([None, 0.5, 1.0])}),
        "mode": st.sampled_from(["pool", "mixed"]),
        "requeue_skips": st.booleans(),
        "gold": st.fixed_dictionaries({"onboarding": st.integers(0, 1), "percent": st.sampled_from([0, 50])}),
    },
)


EXAMPLES = int(os.environ.get("LEDGER_EXAMPLES", "8"))
"""More of them are tried by whoever changes the ledger: `LEDGER_EXAMPLES=200 make test`."""


class Ledger(RuleBasedStateMachine):
    """A project of one organisation, in which four people answer and three judge."""

    world: Any = None
    numbers = count()

    @initialize(workflow=WORKFLOWS, overlap=st.integers(1, 3))
    def begin(self, workflow, overlap):
        self.project = make_project(self.world, name=f"Project {next(self.numbers)}", overlap=overlap)
        self.project.workflow = workflow
        self.project.save()
        for name in (*ANNOTATORS, "manager", "owner"):
            self.admit(name)
        self.add(2)

    def admit(self, name):
        grants = {**EVERYTHING, "annotate": name in ANNOTATORS}
        member = getattr(self.world, name)
        set_person(project=self.project, member=member, grants=grants, by=self.world.manager, at=NOW)

    def try_to(self, work):
        """Do something that the ledger may refuse; what it refuses leaves no trace."""
        try:
            with transaction.atomic():
                return work()
        except Refused:
            return None

    def mine(self, name, *states, kind="annotate"):
        rows = Assignment.objects.filter(project=self.project, member=getattr(self.world, name), kind=kind)
        return rows.filter(state__in=states).order_by("claimed_at", "id")

    @rule(number=st.integers(1, 3))
    def add(self, number):
        start = Item.objects.filter(project=self.project).count()
        make_items(self.project, number, self.world.manager, start=start)

    @rule(name=PEOPLE, limit=st.integers(1, 3))
    def claim_some(self, name, limit):
        member = getattr(self.world, name)
        self.try_to(lambda: claim(project=self.project, member=member, limit=limit, at=NOW))

    @rule(name=PEOPLE, order=ORDERS)
    def submit(self, name, order):
        row = self.mine(name, "claimed", "returned").first()
        if row:
            self.answer(row, order)

    @rule(name=PEOPLE, order=ORDERS)
    def submit_late(self, name, order):
        row = self.mine(name, "expired").first()
        if row:
            self.try_to(lambda: self.answer(row, order))

    def answer(self, row, order):
        locked = lock_own(row)
        submit_annotation(
            assignment=locked, answers=in_handles(locked, order), seconds=3, by=locked.member, at=NOW
        )  # fmt: skip

    @rule(name=PEOPLE)
    def skip_one(self, name):
        row = self.mine(name, "claimed", "returned").first()
        if row:
            skip(assignment=lock_own(row), reason="Unclear", by=row.member, at=NOW)

    @rule(number=st.integers(1, 3))
    def let_leases_run_out(self, number):
        held = Assignment.objects.filter(project=self.project, state="claimed").order_by("id")[:number]
        Assignment.objects.filter(pk__in=list(held.values_list("pk", flat=True))).update(
            lease_until=NOW.replace(year=2000)
        )
        free_stale_places(self.project)

    @rule(name=PEOPLE)
    def take_one_back(self, name):
        row = self.mine(name, "submitted").last()
        if row:
            self.try_to(lambda: take_back(assignment=lock_own(row), by=row.member, at=NOW))

    @rule(name=JUDGES, verdict=VERDICTS, order=ORDERS)
    def review(self, name, verdict, order):
        judge_of = getattr(self.world, name)
        places = self.try_to(
            lambda: claim_disputed(project=self.project, member=judge_of, task="review", limit=1)
        )  # fmt: skip
        if places:
            self.try_to(lambda: self.give(places[0], judge_of, verdict, order))

    def give(self, place, judge_of, verdict, order):
        review = lock_reviews([place.pk], judge_of)[place.pk]
        answers = own(order) if verdict == "corrected" else None
        saying = Saying(verdict, reason="" if verdict == "accepted" else "careless", answers=answers)
        judge(review=review, saying=saying, by=judge_of, at=NOW)

    @rule(name=JUDGES, order=ORDERS)
    def adjudicate(self, name, order):
        judge_of = getattr(self.world, name)
        places = self.try_to(
            lambda: claim_disputed(project=self.project, member=judge_of, task="adjudicate", limit=1)
        )  # fmt: skip
        if places:
            said = {"answers": own(order), "reason": "ambiguous_item"}
            self.try_to(lambda: resolve(place=places[0], by=judge_of, at=NOW, **said))

    @rule(name=PEOPLE)
    def release(self, name):
        person = self.person(name)
        if person:
            release_person(person=person, by=self.world.manager, at=NOW)

    @rule(name=PEOPLE)
    def remove_and_admit_again(self, name):
        person = self.person(name)
        if person:
            remove_person(person=person, by=self.world.manager, at=NOW)
        self.admit(name)

    @rule(name=PEOPLE, pause=st.sampled_from(["", "new", "full"]))
    def pause(self, name, pause):
        person = self.person(name)
        if person:
            pause_person(person=person, pause=pause, because="", by=self.world.manager, at=NOW)

    def person(self, name):
        return ProjectPerson.objects.filter(project=self.project, member=getattr(self.world, name)).first()

    @rule(overlap=st.integers(1, 4))
    def another_overlap(self, overlap):
        self.project.refresh_from_db()
        change_overlap(project=self.project, overlap=overlap, by=self.world.manager, at=NOW)

    def some(self, number):
        """One of the project's items, locked."""
        rows = list(Item.objects.filter(project=self.project).order_by("position").values_list("pk", flat=True))
        locked = Item.objects.select_related("project").select_for_update(of=("self",), no_key=True)
        return locked.get(pk=rows[number % len(rows)])

    @rule(number=st.integers(0, 9), priority=st.integers(-1, 2))
    def prioritise(self, number, priority):
        settings = {"priority": priority, "by": self.world.manager, "at": NOW}
        bulk.prioritise(project=self.project, item_ids=[self.some(number).pk], **settings)

    @rule(number=st.integers(0, 9))
    def withdraw(self, number):
        bulk.withdraw(project=self.project, item_ids=[self.some(number).pk], by=self.world.manager, at=NOW)

    @rule(number=st.integers(0, 9))
    def restore(self, number):
        bulk.restore(project=self.project, item_ids=[self.some(number).pk], by=self.world.manager, at=NOW)

    @rule(number=st.integers(0, 9))
    def send_to_review(self, number):
        bulk.send_to_review(project=self.project, item_ids=[self.some(number).pk], by=self.world.manager, at=NOW)

    @rule(number=st.integers(0, 9), name=PEOPLE)
    def assign(self, number, name):
        said = {"per_item": None, "how": "each", "by": self.world.manager, "at": NOW}
        member = getattr(self.world, name)
        item = self.some(number)
        self.try_to(lambda: reserve(project=self.project, member_ids=[member.pk], item_ids=[item.pk], **said))

    @rule(name=PEOPLE)
    def unassign(self, name):
        member = getattr(self.world, name)
        unreserve(project=self.project, member_ids=[member.pk], item_ids=None, by=self.world.manager, at=NOW)

    @rule(number=st.integers(0, 9))
    def make_gold(self, number):
        gold = {"answers": own("abc"), "hints": {}, "by": self.world.manager, "at": NOW}
        self.try_to(lambda: mark_gold_item(item=self.some(number), **gold))

    @rule(number=st.integers(0, 9))
    def unmake_gold(self, number):
        self.try_to(lambda: unmark_gold(item=self.some(number), by=self.world.manager, at=NOW))

    @invariant()
    def the_ledger_is_exact(self):
        if hasattr(self, "project"):
            check_ledger(self.project)


def test_the_ledger_is_exact_whatever_people_do_in_whatever_order(acme, globex):
    theirs(globex)
    examples = settings(
        max_examples=EXAMPLES,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    with acme.scope():
        Ledger.world = acme
        run_state_machine_as_test(Ledger, settings=examples)
        Ledger.world = None
