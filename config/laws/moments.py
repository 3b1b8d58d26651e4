"""Laws of time: it is passed in, and its columns say so."""

import ast
from collections.abc import Iterator

from config.laws.source import Finding, Source, calls, words

CLOCKS = frozenset(
    {
        ("timezone", "now"),
        ("timezone", "localtime"),
        ("timezone", "localdate"),
        ("datetime", "now"),
        ("datetime", "utcnow"),
        ("datetime", "today"),
        ("date", "today"),
        ("time", "time"),
        ("time", "time_ns"),
    }
)
READS_THE_CLOCK = frozenset({"api", "pages", "admin", "tasks", "management", "middleware"})
MOMENTS = frozenset({"at", "lease_until"})


def the_clock_is_read_outside(source: Source) -> Iterator[Finding]:
    """Time is passed in as `at`. Only the edges read the clock: requests, tasks, commands and the project itself."""
    if source.app == "config" or source.layer in READS_THE_CLOCK:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and tuple(words(node)[-2:]) in CLOCKS:
            yield node, f"{'.'.join(words(node))} is read here; take `at` from the caller"


def times_are_called_at(source: Source) -> Iterator[Finding]:
    """A moment's column ends in `_at`; `lease_until` is a lease's end and `at` an event's whole meaning."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Call):
            continue
        if words(node.value.func)[-1:] != ["DateTimeField"] or source.layer != "models":
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        name = words(target)[-1]
        if not name.endswith("_at") and name not in MOMENTS:
            yield node, f"{name} is a time and must end in _at"


def tasks_survive_newer_callers(source: Source) -> Iterator[Finding]:
    """A task takes ids by keyword and `**_`, so that an older worker survives a newer caller."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef) and any(_makes_task(decorator) for decorator in node.decorator_list):
            given = node.args
            if given.kwarg is None:
                yield node, f"{node.name} must take **_"
            # A bound task's first argument is the task.
            if [argument for argument in (*given.posonlyargs, *given.args) if argument.arg != "self"]:
                yield node, f"{node.name} must take its arguments by keyword"


def _makes_task(decorator: ast.expr) -> bool:
    return words(decorator)[-1:] in (["shared_task"], ["task"])


def events_are_given_their_time(source: Source) -> Iterator[Finding]:
    """What is recorded happened at the caller's `at`."""
    for node, names in calls(source):
        if names[-1:] == ["record_event"] and "at" not in {keyword.arg for keyword in node.keywords}:
            yield node, "record_event(…) without at="
