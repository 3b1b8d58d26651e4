"""`manage.py simulate_people`: plants a spammer, a speeder and two who copy among honest people, in many made-up
projects, and prints who of them is found and how many honest people are found with them.
"""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand

from annotation.agreement.simulated import COPIED, COPYING, QUESTIONS, SPAMMER, SPEEDER, Found, Setting, found_in
from annotation.agreement.simulated_ceiling import evidence_in, reachable

PAIR = {COPIED, COPYING}


class Command(BaseCommand):
    """See the module; nothing is written anywhere."""

    help = "Print how often planted spammers, speeders and copying pairs are found, and how often honest people are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--projects", type=int, default=100, help="Made-up projects of each kind (100).")
        parser.add_argument("--items", type=int, default=1200, help="Items of each project (1200).")
        parser.add_argument("--overlap", type=int, nargs="+", default=[3, 5, 7], help="Answers to each item (3 5 7).")
        parser.add_argument("--questions", type=int, default=1, help="Questions of each form (1).")
        parser.add_argument("--honest", type=int, default=12, help="Honest people in each project (12).")
        parser.add_argument("--kind", nargs="+", choices=list(QUESTIONS), default=list(QUESTIONS), help="Only these.")

    def handle(self, *args: Any, **options: Any) -> None:
        names = ("items", "questions", "honest")
        power = [
            self._simulated(
                Setting(kind=kind, overlap=overlap, **{name: options[name] for name in names}), options["projects"]
            )
            for kind in options["kind"]
            for overlap in options["overlap"]
        ]
        self.stdout.write("copying pairs: found, at best (known skills, others in 5% of projects), honest people named")
        for line in power:
            self.stdout.write(f"  {line}")

    def _simulated(self, setting: Setting, projects: int) -> str:
        """Prints who is found with culprits and without; the row of what is found of copying pairs."""
        planted = [found_in(setting, seed) for seed in range(projects)]
        innocent = [found_in(replace(setting, planted=()), seed) for seed in range(projects)]
        title = f"{setting.kind}, {setting.overlap} answers, {projects} projects, "
        self._section(title + "with culprits", (*detections(planted), *false_alarms(planted, setting.honest)))
        self._section(title + "honest people only", false_alarms(innocent, setting.honest))
        best = reachable([evidence_in(setting, seed) for seed in range(projects)])
        pairs = sum(any(set(pair) == PAIR for pair in one.pairs) for one in planted)
        honest = [named_in_pairs(found) for found in (planted, innocent)]
        people = setting.honest * projects
        return (
            f"{setting.kind:<10} {setting.overlap} answers: {pairs / projects:6.1%} {best:6.1%}"
            f" {honest[0] / people:6.2%} among culprits, {honest[1] / people:6.2%} among themselves"
        )

    def _section(self, title: str, lines: Iterable[str]) -> None:
        self.stdout.write(title)
        for line in lines:
            self.stdout.write(f"  {line}")


def named_in_pairs(found: list[Found]) -> int:
    """How many honest people are one of two who are said to copy."""
    return sum(len({name for pair in one.pairs for name in pair if name.startswith("honest")}) for one in found)


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
