"""`manage.py replay --labels FILE`: what the workflow makes of answers that a crowd really gave.

The file is CSV, plain or gzipped, with a header: the item, the worker, their label and the true one, in columns called
`item` or `task`, `worker`, `label` or `response`, and `truth` or `gold`. Everybody in it becomes a member, and claims
and submits like anybody else, but only the items that they have a label for. It is worked through twice:

- fixed overlap and majority: every item is answered by as many people as each of `--overlaps` in turn;
- adaptive overlap and posterior: every item is answered by `--least` people, and by one more at a time until its answer
  is as probable as each of `--confidences` in turn, while habits are learnt from what has come in so far.

Printed are the accuracy of the final answers against the labels spent, and how many labels are saved where both are as
accurate. Items that nothing decides count as their most frequent or most probable label; a tie between n as 1/n right.
"""

import csv
import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.actions.clients import create_client
from accounts.actions.members import add_placeholder
from accounts.models import Member
from accounts.tenancy import organisation_scope
from annotation.actions.assignments import lock_own, submit_annotation
from annotation.actions.claims import claim
from annotation.actions.items import NewItem, add_items
from annotation.actions.people import set_person
from annotation.actions.places import exclude
from annotation.actions.projects import create_project
from annotation.actions.settling import settle
from annotation.actions.truth import learn_habits
from annotation.actions.workflow import change_overlap, set_workflow
from annotation.agreement.deciding import posteriors
from annotation.distribution import Resolve, Stop, Workflow
from annotation.forms import Answers, parse_form
from annotation.models import Annotation, Item, Project, Resolution
from annotation.queries.forms import current_form
from annotation.queries.heard import own_answers
from annotation.queries.truth import habits_of
from annotation.queries.workflow import workflow_of
from config.management.benches import bench_organisation

COLUMNS = {"item": ("item", "task"), "worker": ("worker",), "label": ("label", "response"), "truth": ("truth", "gold")}
AT_ONCE = 20
"""How many items somebody takes at a time; a quarter of it where what the others say decides what is asked next."""


@dataclass(frozen=True)
class Crowd:
    """What workers said: `labels[worker][item]`, and `truth[item]`."""

    labels: dict[str, dict[str, str]]
    truth: dict[str, str]

    @property
    def categories(self) -> list[str]:
        """Every label there is."""
        given = chain.from_iterable(own.values() for own in self.labels.values())
        return sorted({*self.truth.values(), *given})

    @property
    def most(self) -> int:
        """How many workers labelled an item at most."""
        return max(Counter(chain.from_iterable(self.labels.values())).values())


@dataclass(frozen=True, slots=True)
class Point:
    """After `labels` had been given: the share of right final answers, and the share of items that have one."""

    setting: float
    labels: int
    accuracy: float
    decided: float


class Command(BaseCommand):
    """Prints two curves and the saving."""

    help = "Replay a real crowd's labels through the workflow: accuracy against labels spent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--labels", required=True, type=Path, help="CSV of items, workers, labels and the truth")
        parser.add_argument("--sample", type=int, help="so many items, drawn at random, instead of all")
        parser.add_argument("--least", type=int, default=2, help="people who answer every item")
        parser.add_argument("--overlaps", type=int, nargs="+", default=[1, 3, 5, 7, 10])
        parser.add_argument("--confidences", type=float, nargs="+", default=[0.8, 0.9, 0.95, 0.99])
        parser.add_argument("--learn-every", type=int, default=200, help="labels between learning habits anew")
        parser.add_argument("--seed", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        crowd = read_crowd(options["labels"], sample=options["sample"], seed=options["seed"])
        labels = sum(map(len, crowd.labels.values()))
        self.stdout.write(f"{len(crowd.truth):,} items, {len(crowd.labels):,} workers, {labels:,} labels")
        replay = Replay(crowd, seed=options["seed"])
        with organisation_scope(replay.organisation):
            fixed = self._print("fixed overlap, majority", "people", replay.fixed(options["overlaps"]))
            adaptive = replay.adaptive(options["confidences"], options["least"], options["learn_every"])
            found = self._print("adaptive overlap, posterior", "confidence", adaptive)
        for line in savings(fixed, found):
            self.stdout.write(line)

    def _print(self, title: str, setting: str, points: Iterator[Point]) -> list[Point]:
        self.stdout.write(f"\n{title}\n{setting:>12} {'labels':>8} {'accuracy':>9} {'decided':>8}")
        found = []
        for point in points:
            self.stdout.write(f"{point.setting:>12g} {point.labels:>8,} {point.accuracy:>9.4f} {point.decided:>8.3f}")
            found.append(point)
        return found


def read_crowd(path: Path, *, sample: int | None = None, seed: int = 0) -> Crowd:
    """The labels of a file, or of some of its items. Raises `CommandError` for one without the columns."""
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="") as file:
        reader = csv.DictReader(file)
        names = {
            column: next((name for name in known if name in (reader.fieldnames or ())), "")
            for column, known in COLUMNS.items()
        }
        if missing := [column for column, name in names.items() if not name]:
            raise CommandError(f"{path} has no column for: {', '.join(missing)}")
        rows = [{column: row[name] for column, name in names.items()} for row in reader]
    truth = {row["item"]: row["truth"] for row in rows}
    if sample is not None and sample < len(truth):
        truth = {item: truth[item] for item in random.Random(seed).sample(sorted(truth), sample)}  # noqa: S311
    labels: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["item"] in truth:
            labels.setdefault(row["worker"], {})[row["item"]] = row["label"]
    return Crowd(labels, truth)


def savings(fixed: Sequence[Point], adaptive: Sequence[Point]) -> Iterator[str]:
    """For each fixed overlap of several people: with how many labels the other way is at least as accurate."""
    yield ""
    for point in fixed:
        if point.setting == 1:
            continue
        reached = [other for other in adaptive if other.accuracy >= point.accuracy]
        if not reached:
            yield f"accuracy {point.accuracy:.4f} (majority of {point.setting:g}) is not reached by posterior"
            continue
        best = min(reached, key=lambda other: other.labels)
        saved = 1 - best.labels / point.labels
        yield (
            f"accuracy {point.accuracy:.4f}: {point.labels:,} labels by majority of {point.setting:g}, "
            f"{best.labels:,} by posterior at {best.setting:g} ({best.accuracy:.4f}): {saved:+.0%} saved"
        )


class Replay:
    """An organisation of its own in which a crowd works."""

    def __init__(self, crowd: Crowd, *, seed: int = 0) -> None:
        self.crowd = crowd
        self.seed = seed
        self.random = random.Random(seed)  # noqa: S311 - an order that can be repeated
        self.organisation, self.owner = bench_organisation()
        self.workers: dict[str, Member] = {}
        with organisation_scope(self.organisation), transaction.atomic():
            for name in sorted(crowd.labels):
                self.workers[name] = add_placeholder(key=name, name=name, by=self.owner, at=timezone.now())

    def fixed(self, overlaps: Sequence[int]) -> Iterator[Point]:
        """A point for each overlap, rising; every item is answered by so many people as have a label for it."""
        rising = sorted({min(overlap, self.crowd.most) for overlap in overlaps})
        project = self._project("Fixed", overlap=rising[0], workflow=Workflow(resolve=Resolve("majority")))
        for overlap in rising:
            with transaction.atomic():
                locked = Project.objects.select_for_update().get(pk=project.pk)
                change_overlap(project=locked, overlap=overlap, by=self.owner, at=timezone.now())
            self._work(project, learn_every=None)
            yield self._point(project, overlap)

    def adaptive(self, confidences: Sequence[float], least: int, learn_every: int) -> Iterator[Point]:
        """A point for each confidence, rising; people go on where the one before had left off."""
        rising = sorted(confidences)
        workflow = self._at(Workflow(most_overlap=self.crowd.most), rising[0])
        project = self._project("Adaptive", overlap=least, workflow=workflow)
        for confidence in rising:
            workflow = self._at(workflow, confidence)
            with transaction.atomic():
                locked = Project.objects.select_for_update().get(pk=project.pk)
                set_workflow(project=locked, workflow=workflow, by=self.owner, at=timezone.now())
            self._settle_all(project)
            self._work(project, learn_every=learn_every)
            yield self._point(project, confidence)

    def _at(self, workflow: Workflow, confidence: float) -> Workflow:
        return replace(workflow, stop=Stop("posterior", confidence), resolve=Resolve("posterior", confidence))

    def _project(self, name: str, *, overlap: int, workflow: Workflow) -> Project:
        """A project of all items, in an order of its own, which each worker may claim their own items of."""
        at = timezone.now()
        options = [{"value": category, "title": category} for category in self.crowd.categories]
        question = {"name": "label", "kind": "choice", "title": "Label", "options": options}
        form = parse_form({"shows": ["text"], "questions": [question]})
        items = sorted(self.crowd.truth)
        random.Random(self.seed).shuffle(items)  # noqa: S311
        with transaction.atomic():
            client = create_client(name=name, by=self.owner, at=at)
            project = create_project(
                client=client, name=name, form=form, guidelines="", overlap=overlap, by=self.owner, at=at
            )
            set_workflow(project=project, workflow=workflow, by=self.owner, at=at)
            for start in range(0, len(items), 1000):
                rows = [NewItem(item, {"text": item}) for item in items[start : start + 1000]]
                add_items(project=project, rows=rows, by=self.owner, at=at)
            grants = {"annotate": True, "review": False, "adjudicate": False}
            for worker in self.workers.values():
                set_person(project=project, member=worker, grants=grants, by=self.owner, at=at)
            self._bar_strangers(project, at=at)
        return project

    def _bar_strangers(self, project: Project, *, at: datetime) -> None:
        """See to it that nobody is given an item that they have no label for."""
        ids = dict(Item.objects.filter(project=project).values_list("external_id", "pk"))
        for name, own in self.crowd.labels.items():
            exclude([ids[item] for item in ids if item not in own], self.workers[name].pk, reason="manager", at=at)

    def _work(self, project: Project, *, learn_every: int | None) -> None:
        """Everybody in turn takes some items and submits them, until nobody is given anything."""
        since, idle = 0, 0
        limit = AT_ONCE // 4 if learn_every else AT_ONCE
        left = self._left(project)
        while idle < 2:
            given = 0
            left = +left
            for name in self.random.sample(sorted(left), len(left)):
                own = self._take_turn(project, name, limit)
                given, since, left[name] = given + own, since + own, left[name] - own
                if learn_every and since >= learn_every:
                    since = 0
                    learn_habits(project.pk, at=timezone.now())
            idle = 0 if given else idle + 1
            if not given and (not learn_every or not learn_habits(project.pk, at=timezone.now()).again):
                return

    def _left(self, project: Project) -> Counter[str]:
        """How many items each worker who has any left could still be given."""
        left = Counter({name: len(own) for name, own in self.crowd.labels.items()})
        members = {worker.pk: name for name, worker in self.workers.items()}
        with transaction.atomic():
            done = Annotation.objects.filter(project=project).values_list("member_id", flat=True)
            left.subtract(members[member] for member in done)
        return +left

    def _take_turn(self, project: Project, name: str, limit: int) -> int:
        worker, own = self.workers[name], self.crowd.labels[name]
        with transaction.atomic():
            places = claim(project=project, member=worker, limit=limit, at=timezone.now())
            for place in places:
                value = {"choices": [own[place.item.external_id]]}
                submit_annotation(
                    assignment=lock_own(place),
                    answers=[{"question": "label", "on": "item", "value": value}],
                    seconds=1,
                    by=worker,
                    at=timezone.now(),
                )
        return len(places)

    def _settle_all(self, project: Project) -> None:
        """Look at everything under the new confidence, also at what people agree on, as if it had been so all along."""
        with transaction.atomic():
            begun = Item.objects.filter(project=project, submitted__gt=0).order_by("pk")
            ids = list(begun.values_list("pk", flat=True))
        for pk in ids:
            with transaction.atomic():
                Item.objects.select_for_update(no_key=True).get(pk=pk)
                settle(pk, at=timezone.now())

    def _point(self, project: Project, setting: float) -> Point:
        with transaction.atomic():
            project.refresh_from_db()
            rows = Resolution.objects.filter(project=project, replaced_at=None).select_related("item")
            final = {row.item.external_id: [_label(row.answers)] for row in rows}
            answers = final | {item: best for item, best in likeliest(project).items() if item not in final}
            labels = Annotation.objects.filter(project=project).count()
        right = sum(self.crowd.truth[item] in best and 1 / len(best) for item, best in answers.items())
        items = len(self.crowd.truth)
        return Point(setting, labels, right / items, len(final) / items)


def likeliest(project: Project) -> dict[str, list[str]]:
    """The most probable label of every item that has answers, or all the most frequent ones where nothing is decided by
    a probability.
    """
    form = current_form(project)
    habits = habits_of(project, form) if workflow_of(project).by_posterior else {}
    said: defaultdict[str, dict[str, Answers]] = defaultdict(dict)
    for row in Annotation.objects.filter(project=project, withdrawn_at=None).select_related("item"):
        said[row.item.external_id][str(row.member_id)] = own_answers(row)
    found = {}
    for item, answers in said.items():
        scores: Mapping[Any, float] = Counter(map(_label, answers.values()))
        if habits:
            (scores,) = posteriors(form, answers, habits).values()
        found[item] = [label for label, score in scores.items() if score == max(scores.values())]
    return found


def _label(answers: Answers) -> str:
    return str(answers[0]["value"]["choices"][0])
