"""Laws of reading and writing rows: who may, where, and what is never changed."""

import ast
import re
from collections.abc import Iterator

from config.laws.source import Finding, Source, calls, words

ALWAYS_WRITES = frozenset({"bulk_create", "bulk_update", "get_or_create", "update_or_create"})
WRITES_WITHOUT_POSITIONS = frozenset({"create", "update", "delete", "save"})
"""Of a row or queryset these take names only; a dictionary's, hash's or store's methods take positions."""
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
SQL = re.compile(
    r"\b(INSERT\s+INTO|DELETE\s+FROM|TRUNCATE|MERGE\s+INTO|UPDATE\s+(?!OF\b|SKIP\b|NOWAIT\b)[\w{}]+(\s+\w+)?\s+SET)\b"
)
KEPT_FOREVER = frozenset({"Event", "GuidelinesVersion", "ItemVersion", "Revision", "SupportSession"})
CHANGES = frozenset({"update", "delete", "bulk_update", "update_or_create", "save"})
EVENTS = "accounts/actions/events.py"


def writes_are_actions(source: Source) -> Iterator[Finding]:
    """Every write is a named function in `actions/`; the tenancy machinery under the models is not one."""
    if source.layer in {"actions", "tenancy", "laws", "embedded"}:
        return
    for node, names in calls(source):
        if _is_write(node, names):
            yield node, f"{'.'.join(names[-3:])}(…) writes outside of actions/"
    for text in ast.walk(source.tree):
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and (found := SQL.search(text.value)):
            yield text, f"SQL that says {found[1]} stands outside of actions/"


def _is_write(node: ast.Call, names: list[str]) -> bool:
    name = names[-1] if len(names) > 1 else ""
    if name in ALWAYS_WRITES:
        return True
    if name not in WRITES_WITHOUT_POSITIONS or node.args:
        return False
    return bool(node.keywords) or name in {"delete", "save"}


def reads_are_queries(source: Source) -> Iterator[Finding]:
    """Every read of an app lives in its `queries/`.

    Actions read what they change, Django's admin reads by itself, and `found(…)`, which finds and refuses in one
    expression, is told where to look.
    """
    if source.app == "config" or source.layer in {"actions", "admin", "models", "queries", "tenancy"}:
        return
    allowed = set(_where_to_look(source))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and node not in allowed:
            yield node, f"{'.'.join(words(node))} is asked outside of queries/"


def _where_to_look(source: Source) -> Iterator[ast.AST]:
    """The first argument of each `found(…)`; where that is a variable, what the same function assigned to it."""
    for function in ast.walk(source.tree):
        if not isinstance(function, ast.FunctionDef | ast.Module):
            continue
        given = [node.args[0] for node in _calls_of("found", function) if node.args]
        names = {argument.id for argument in given if isinstance(argument, ast.Name)}
        assigned = (node for node in ast.walk(function) if isinstance(node, ast.Assign))
        given += [node.value for node in assigned if set(words(node.targets[0])) & names]
        for argument in given:
            yield from ast.walk(argument)


def _calls_of(name: str, tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and words(node.func)[-1:] == [name]:
            yield node


def history_is_kept(source: Source) -> Iterator[Finding]:
    """Events, revisions and support sessions are added, never changed; PostgreSQL refuses it too."""
    for node, names in calls(source):
        if names and names[0] in KEPT_FOREVER and names[-1] in CHANGES:
            yield node, f"{names[0]} rows are never changed"


def one_place_writes_events(source: Source) -> Iterator[Finding]:
    """`record_event` is the one writer of events, in the transaction of what happened."""
    if str(source.path) == EVENTS:
        return
    for node, names in calls(source):
        if names == ["Event"] or (names[:2] == ["Event", "objects"] and names[-1] in {"create", "bulk_create"}):
            yield node, f"an Event is written by record_event() in {EVENTS} alone"
