"""Laws of tenancy that the code shows by itself; checks, policies and the schema lint are in `accounts.tenancy`."""

import ast
import re
from collections.abc import Iterator

from config.laws.source import Finding, Source, calls, words

CACHE_CALLS = frozenset({"get", "set", "add", "delete", "incr", "decr", "touch", "get_or_set", "get_many", "set_many"})
STORAGE = "annotation/storage.py"
STORE_CLIENTS = frozenset({"boto3", "botocore"})


def cache_keys_carry_the_organisation(source: Source) -> Iterator[Finding]:
    """A key is made by `cache_key(…)`, which raises without an organisation. The project's own pages have none."""
    if source.app == "config":
        return
    keys = set(_names_of_keys(source))
    for node, names in calls(source):
        if len(names) == 2 and names[0] == "cache" and names[1] in CACHE_CALLS:
            key = node.args[0] if node.args else None
            if not (_makes_key(key) or (isinstance(key, ast.Name) and key.id in keys)):
                yield node, f"{'.'.join(names)}(…) is given a key that cache_key(…) did not make"


def _makes_key(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and words(node.func) == ["cache_key"]


def _names_of_keys(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign) and _makes_key(node.value):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def one_module_talks_to_the_store(source: Source) -> Iterator[Finding]:
    """Keys of objects are made and checked in one module, which nothing goes around."""
    if str(source.path) == STORAGE:
        return
    for node in ast.walk(source.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(name.partition(".")[0] in STORE_CLIENTS for name in names):
            yield node, f"the object store is reached through {STORAGE} alone"


def doors_are_queries(source: Source) -> Iterator[Finding]:
    """The closed list of questions across organisations is asked by named queries, never in passing."""
    if source.layer in {"queries", "tenancy", "laws"}:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"\bdoor_\w+\(", node.value):
            yield node, "a door is opened outside of queries/"


def no_raw_managers(source: Source) -> Iterator[Finding]:
    """A second manager on a tenant's model would be a way around the filter."""
    if source.layer != "models":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.Assign) and isinstance(inner.value, ast.Call) and _is_manager(inner.value):
                    yield inner, f"{node.name} has a manager of its own"


def _is_manager(call: ast.Call) -> bool:
    name = (words(call) or [""])[-1]
    return name.endswith("Manager") or name in {"from_queryset", "as_manager"}
