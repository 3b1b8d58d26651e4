"""Whatever people do, in whatever order: the ledger stays exact, no item is lost, and counts equal a recount."""

import os
from itertools import count
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
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
from annotation.actions.items import NewItem, add_items
from annotation.actions.people import pause_person, release_person, remove_person, set_person
from annotation.actions.places import free_stale_places
from annotation.actions.reserving import reserve, unreserve
from annotation.actions.reviews import Saying, judge, lock_reviews
from annotation.actions.taking_back import take_back
from annotation.actions.workflow import change_overlap
from annotation.models import Assignment, Item, ProjectPerson
from annotation.tests.judging import EVERYTHING, in_handles, own, theirs
from annotation.tests.ledger import check_ledger
from config.tests.work import content, make_project
from config.tests.world import NOW

ORDERS = st.sampled_from(["abc", "bca", "cab", "acb"])
VERDICTS = st.sampled_from(["accepted", "corrected", "returned", "rejected"])
ANNOTATORS = ("ann", "ben", "cleo", "reviewer")
PEOPLE = st.sampled_from(ANNOTATORS)
JUDGES = st.sampled_from(["reviewer", "manager", "owner"])
PAUSES = st.sampled_from(["", "new", "full"])
MANAGING = [
    "add",
    "another_overlap",
    "prioritise",
    "withdraw",
    "restore",
    "send_to_review",
    "assign",
    "make_gold",
    "unmake_gold",
]
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
"""More of them are tried by whoever changes the ledger, and made short: `LEDGER_EXAMPLES=200 make test`."""
PHASES = [Phase.generate, Phase.shrink] if "LEDGER_EXAMPLES" in os.environ else [Phase.generate]


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

    def add(self, number):
        start = Item.objects.filter(project=self.project).count()
        responses = [{"id": letter, "text": letter, "model": f"m-{letter}"} for letter in "abc"]
        rows = [NewItem(f"item-{n}", content(n) | {"responses": responses}) for n in range(start, start + number)]
        add_items(project=self.project, rows=rows, by=self.world.manager, at=NOW)

    def claim_some(self, name, limit):
        member = getattr(self.world, name)
        self.try_to(lambda: claim(project=self.project, member=member, limit=limit, at=NOW))

    def submit(self, name, order):
        row = self.mine(name, "claimed", "returned").first()
        if row:
            self.answer(row, order)

    def submit_late(self, name, order):
        row = self.mine(name, "expired").first()
        if row:
            self.try_to(lambda: self.answer(row, order))

    def answer(self, row, order):
        locked = lock_own(row)
        submit_annotation(
            assignment=locked, answers=in_handles(locked, order), seconds=3, by=locked.member, at=NOW
        )  # fmt: skip

    def skip_one(self, name):
        row = self.mine(name, "claimed", "returned").first()
        if row:
            skip(assignment=lock_own(row), reason="Unclear", by=row.member, at=NOW)

    def let_leases_run_out(self, number):
        held = Assignment.objects.filter(project=self.project, state="claimed").order_by("id")[:number]
        Assignment.objects.filter(pk__in=list(held.values_list("pk", flat=True))).update(
            lease_until=NOW.replace(year=2000)
        )
        free_stale_places(self.project)

    def take_one_back(self, name):
        row = self.mine(name, "submitted").last()
        if row:
            self.try_to(lambda: take_back(assignment=lock_own(row), by=row.member, at=NOW))

    def review(self, name, verdict, order):
        judge_of = getattr(self.world, name)
        places = self.try_to(
            lambda: claim_disputed(project=self.project, member=judge_of, task="review", limit=1, at=NOW)
        )  # fmt: skip
        if places:
            self.try_to(lambda: self.give(places[0], judge_of, verdict, order))

    def give(self, place, judge_of, verdict, order):
        review = lock_reviews([place.pk], judge_of)[place.pk]
        answers = own(order) if verdict == "corrected" else None
        saying = Saying(verdict, reason="" if verdict == "accepted" else "careless", answers=answers)
        judge(review=review, saying=saying, by=judge_of, at=NOW)

    def adjudicate(self, name, order):
        judge_of = getattr(self.world, name)
        places = self.try_to(
            lambda: claim_disputed(project=self.project, member=judge_of, task="adjudicate", limit=1, at=NOW)
        )  # fmt: skip
        if places:
            said = {"answers": own(order), "reason": "ambiguous_item"}
            self.try_to(lambda: resolve(place=places[0], by=judge_of, at=NOW, **said))

    def release(self, name):
        person = self.person(name)
        if person:
            release_person(person=person, by=self.world.manager, at=NOW)

    def remove_and_admit_again(self, name):
        person = self.person(name)
        if person:
            remove_person(person=person, by=self.world.manager, at=NOW)
        self.admit(name)

    def pause(self, name, pause):
        person = self.person(name)
        if person:
            pause_person(person=person, pause=pause, because="", by=self.world.manager, at=NOW)

    def person(self, name):
        return ProjectPerson.objects.filter(project=self.project, member=getattr(self.world, name)).first()

    def another_overlap(self, overlap):
        self.project.refresh_from_db()
        change_overlap(project=self.project, overlap=overlap, by=self.world.manager, at=NOW)

    def some(self, number):
        """One of the project's items, locked."""
        rows = list(Item.objects.filter(project=self.project).order_by("position").values_list("pk", flat=True))
        locked = Item.objects.select_related("project").select_for_update(of=("self",), no_key=True)
        return locked.get(pk=rows[number % len(rows)])

    def prioritise(self, number, priority):
        settings = {"priority": priority, "by": self.world.manager, "at": NOW}
        bulk.prioritise(project=self.project, item_ids=[self.some(number).pk], **settings)

    def withdraw(self, number):
        bulk.withdraw(project=self.project, item_ids=[self.some(number).pk], by=self.world.manager, at=NOW)

    def restore(self, number):
        bulk.restore(project=self.project, item_ids=[self.some(number).pk], by=self.world.manager, at=NOW)

    def send_to_review(self, number):
        bulk.send_to_review(project=self.project, item_ids=[self.some(number).pk], by=self.world.manager, at=NOW)

    def assign(self, number, name):
        said = {"per_item": None, "how": "each", "by": self.world.manager, "at": NOW}
        member = getattr(self.world, name)
        item = self.some(number)
        self.try_to(lambda: reserve(project=self.project, member_ids=[member.pk], item_ids=[item.pk], **said))

    def unassign(self, name):
        member = getattr(self.world, name)
        unreserve(project=self.project, member_ids=[member.pk], item_ids=None, by=self.world.manager, at=NOW)

    def make_gold(self, number):
        gold = {"answers": own("abc"), "hints": {}, "by": self.world.manager, "at": NOW}
        self.try_to(lambda: mark_gold_item(item=self.some(number), **gold))

    def unmake_gold(self, number):
        self.try_to(lambda: unmark_gold(item=self.some(number), by=self.world.manager, at=NOW))

    @rule(name=PEOPLE, limit=st.integers(1, 3), order=ORDERS)
    def work(self, name, limit, order):
        self.claim_some(name, limit)
        for _ in range(limit):
            self.submit(name, order)

    @rule(name=PEOPLE, limit=st.integers(1, 3), order=ORDERS)
    def work_more(self, name, limit, order):
        self.work(name, limit, order)

    @rule(name=PEOPLE, limit=st.integers(1, 3), late=st.booleans(), order=ORDERS)
    def dawdle(self, name, limit, late, order):
        self.claim_some(name, limit)
        self.let_leases_run_out(limit)
        if late:
            self.submit_late(name, order)

    @rule(name=PEOPLE, what=st.sampled_from(["claim_some", "skip_one", "take_one_back"]))
    def change_ones_mind(self, name, what):
        self.claim_some(name, 2)
        if what != "claim_some":
            getattr(self, what)(name)

    @rule(name=JUDGES, verdicts=st.lists(VERDICTS, min_size=1, max_size=3), order=ORDERS)
    def judge_work(self, name, verdicts, order):
        for verdict in verdicts:
            self.review(name, verdict, order)
        self.adjudicate(name, order)

    @rule(name=PEOPLE, what=st.sampled_from(["release", "remove_and_admit_again", "pause", "unassign"]), how=PAUSES)
    def manage_people(self, name, what, how):
        getattr(self, what)(name, *([how] if what == "pause" else []))
        if what == "pause" and how == "full":
            self.pause(name, "")

    @rule(what=st.sampled_from(MANAGING), number=st.integers(0, 9), name=PEOPLE)
    def manage_items(self, what, number, name):
        if what == "add":
            self.add(1 + number % 3)
        elif what == "another_overlap":
            self.another_overlap(1 + number % 4)
        elif what == "prioritise":
            self.prioritise(number, number % 4 - 1)
        elif what == "assign":
            self.assign(number, name)
        else:
            getattr(self, what)(number)

    @invariant()
    def the_ledger_is_exact(self):
        if hasattr(self, "project"):
            check_ledger(self.project)


def test_the_ledger_is_exact_whatever_people_do_in_whatever_order(acme, globex):
    theirs(globex)
    examples = settings(
        max_examples=EXAMPLES,
        stateful_step_count=20,
        phases=PHASES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    with acme.scope():
        Ledger.world = acme
        run_state_machine_as_test(Ledger, settings=examples)
        Ledger.world = None
