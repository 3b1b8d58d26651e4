"""What goes into a file: whose answers, to which items, under which names, in which splits."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from accounts.refusals import Invalid
from annotation.forms import Form, Problem
from annotation.models import Project
from annotation.queries.browse import checked, filtered_items
from exports.formats.divided import sizes
from exports.formats.options import BadOptions, read_options
from exports.formats.records import SPLITS, Format

Options = dict[str, Any]

ANSWERS = ("all", "accepted", "resolutions")
IDS = "ids"
PEOPLE = (IDS, "pseudonyms", "none")
SELECTION = ("item_ids", "query")
COMMON = ("answers", "people", "split", *SELECTION)
MOST_NAMED = 10_000
LONGEST_SEED = 100


class Wanted(NamedTuple):
    """Options as they are kept: those that every file has, and the format's own."""

    common: Options
    own: Options


def read_wanted(given: Mapping[str, Any], form: Form, kind: type[Format], *, names: bool) -> Wanted:
    """The options of an export with every default filled in; without `names` nobody's id may be in it.

    Raises `Invalid` with pointers such as `/options/rows`.
    """
    common = read_common({name: given[name] for name in given if name in COMMON}, names=names)
    return Wanted(common, read_own({name: given[name] for name in given if name not in COMMON}, form, kind))


def read_own(given: Mapping[str, Any], form: Form, kind: type[Format]) -> Options:
    """A format's own options, and how large its files may be."""
    files = sizes(kind)
    named = {option.name for option in files}
    try:
        return read_options(files, {name: given[name] for name in given if name in named}) | kind.read_options(
            form, {name: given[name] for name in given if name not in named}
        )
    except BadOptions as bad:
        raise Invalid(problems=_below("/options", bad.problems)) from None


def read_common(given: Mapping[str, Any], *, names: bool, below: str = "/options") -> Options:
    """The options that every file and every release has; `below` is where they stand in the request."""
    chosen = {"answers": "all", "people": "ids" if names else "pseudonyms", "split": None} | dict(given)
    if problems := list(_problems(chosen, names=names)):
        raise Invalid(problems=_below(below, problems))
    if "query" in chosen:
        try:
            checked(chosen["query"])
        except Invalid as refusal:
            told = [Problem(pointer, detail) for pointer, detail in refusal.problems]
            raise Invalid(problems=_below(f"{below}/query", told)) from None
    return chosen


def selected(project: Project, options: Options) -> list[UUID] | None:
    """The items that options are about, None for all."""
    if "item_ids" in options:
        return [UUID(pk) for pk in options["item_ids"]]
    if "query" in options:
        return list(filtered_items(project, options["query"]).values_list("pk", flat=True))
    return None


def _below(place: str, problems: list[Problem]) -> list[Problem]:
    return [Problem(place + problem.pointer, problem.detail) for problem in problems]


def _problems(chosen: Mapping[str, Any], *, names: bool) -> Iterator[Problem]:
    if chosen["answers"] not in ANSWERS:
        yield Problem("/answers", f"One of {', '.join(ANSWERS)}.")
    if chosen["people"] not in PEOPLE:
        yield Problem("/people", f"One of {', '.join(PEOPLE)}.")
    elif chosen["people"] == "ids" and not names:
        yield Problem("/people", "Who answered is not told here: pseudonyms or none.")
    if chosen["split"] is not None and (detail := _split_problem(chosen["split"])):
        yield Problem("/split", detail)
    if "item_ids" in chosen:
        yield from _named_problems(chosen["item_ids"])
    if "query" in chosen and not isinstance(chosen["query"], dict):
        yield Problem("/query", "Filters by name.")
    if all(name in chosen for name in SELECTION):
        yield Problem("/query", "Either items or a query.")


def _split_problem(split: object) -> str:
    if not isinstance(split, dict) or set(split) - {*SPLITS, "seed"}:
        return 'Shares such as {"train": 0.8, "validation": 0.1, "test": 0.1, "seed": "1"}.'
    shares = [split.get(name, 0) for name in SPLITS]
    if not all(isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= 1 for share in shares):
        return "Each share is a number from 0 to 1."
    if abs(sum(shares) - 1) > 1e-9:
        return "The shares must add up to 1."
    seed = split.get("seed", "")
    return "" if isinstance(seed, str) and len(seed) <= LONGEST_SEED else f"A seed has at most {LONGEST_SEED} letters."


def _named_problems(named: object) -> Iterator[Problem]:
    if not isinstance(named, list) or not 1 <= len(named) <= MOST_NAMED:
        yield Problem("/item_ids", f"1 to {MOST_NAMED} ids of items.")
        return
    for number, pk in enumerate(named):
        if not _is_id(pk):
            yield Problem(f"/item_ids/{number}", "This must be the id of an item.")


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False
