"""`manage.py simulate_people`: plants a spammer, a speeder and two who copy among honest people, in many made-up
projects, and prints who of them is found and how many honest people are found with them.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand

from annotation.agreement.simulated import COPIED, COPYING, QUESTIONS, SPAMMER, SPEEDER, Found, Setting, found_in

PAIR = {COPIED, COPYING}


class Command(BaseCommand):
    """See the module; nothing is written anywhere."""

    help = "Print how often planted spammers, speeders and copying pairs are found, and how often honest people are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--projects", type=int, default=100, help="Made-up projects of each kind (100).")
        parser.add_argument("--items", type=int, default=1200, help="Items of each project (1200).")
        parser.add_argument("--overlap", type=int, default=5, help="Answers to each item (5).")
        parser.add_argument("--honest", type=int, default=12, help="Honest people in each project (12).")

    def handle(self, *args: Any, **options: Any) -> None:
        for kind in QUESTIONS:
            for planted in (True, False):
                setting = Setting(
                    kind=kind,
                    planted=planted,
                    items=options["items"],
                    overlap=options["overlap"],
                    honest=options["honest"],
                )
                found = [found_in(setting, seed) for seed in range(options["projects"])]
                title = f"{kind}, {len(found)} projects, " + ("with culprits" if planted else "honest people only")
                self.stdout.write(title)
                for line in (*(detections(found) if planted else ()), *false_alarms(found, options["honest"])):
                    self.stdout.write(f"  {line}")


def detections(found: list[Found]) -> Iterable[str]:
    """Of how many projects each culprit was found, and by which figures."""
    for person, only in ((SPAMMER, None), (SPEEDER, "too_fast")):
        by = [{figure for name, figure in one.people if name == person and only in (None, figure)} for one in found]
        figures = Counter(figure for own in by for figure in own)
        named = ", ".join(f"{figure} {times}" for figure, times in figures.most_common())
        yield f"{person} found: {share(sum(map(bool, by)), len(found))} ({named})"
    pairs = sum(any(set(pair) == PAIR for pair in one.pairs) for one in found)
    yield f"copying pair found: {share(pairs, len(found))}"


def false_alarms(found: list[Found], honest: int) -> Iterable[str]:
    """How many honest people, and pairs of which not both copy, stand out by any figure."""
    innocent = [{(name, figure) for name, figure in one.people if name.startswith("honest")} for one in found]
    figures = Counter(figure for own in innocent for _, figure in own)
    named = ", ".join(f"{figure} {times}" for figure, times in figures.most_common())
    people = sum(len({name for name, _ in own}) for own in innocent)
    yield f"honest people found: {share(people, honest * len(found))}" + (f" ({named})" if named else "")
    pairs = sum(set(pair) != PAIR for one in found for pair in one.pairs)
    yield f"other pairs found: {share(pairs, sum(one.honest_pairs for one in found))}"


def share(times: int, of: int) -> str:
    """How many of how many."""
    return f"{times} of {of}" + (f", {times / of:.1%}" if of else "")
