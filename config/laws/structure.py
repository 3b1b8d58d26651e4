"""Laws of shape: what a module may be called, hold and be made of."""

import ast
from collections.abc import Iterator

from config.laws.source import Finding, Source, classes, words

NAMELESS = frozenset({"utils", "util", "helpers", "helper", "misc", "common", "tools", "services", "managers"})
ENVIRONMENT = ("config/env.py", "config/celery.py", "config/wsgi.py")
"""The last two name the settings module, as Django asks."""
LONGEST_MODULE = 500
LONGEST_FUNCTION = 60


def no_nameless_modules(source: Source) -> Iterator[Finding]:
    """A module is named for what it holds, so that one word finds everything."""
    for part in source.path.parts:
        if part.removesuffix(".py") in NAMELESS:
            yield source.tree, f"“{part}” says nothing about what is inside"


def no_service_classes(source: Source) -> Iterator[Finding]:
    """Writes are functions in `actions/`; only Django's own managers are called so."""
    for node, bases in classes(source):
        is_manager = any(base.endswith("Manager") for base in bases)
        if node.name.endswith(("Service", "Helper", "Util", "Utils")) or (
            node.name.endswith("Manager") and not is_manager
        ):
            yield node, f"{node.name} groups functions that have no state; write functions"


def no_signals(source: Source) -> Iterator[Finding]:
    """What happens stands where it is called. Only an app's `ready()` may register for a library's hooks."""
    allowed = _inside_ready(source)
    for node in ast.walk(source.tree):
        if node in allowed or not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
        names = [f"{module}.{alias.name}".lstrip(".") for alias in node.names]
        for name in names:
            if name.startswith("django.dispatch") or "signals" in name.split("."):
                yield node, f"{name} is imported outside of an app's ready()"


def _inside_ready(source: Source) -> set[ast.AST]:
    if source.path.name != "apps.py":
        return set()
    ready = (node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef) and node.name == "ready")
    return {inner for node in ready for inner in ast.walk(node)}


def no_save_overrides(source: Source) -> Iterator[Finding]:
    """A model holds fields and constraints; saving one does nothing else."""
    if source.layer not in {"models", "tenancy"}:
        return
    for node, _ in classes(source):
        for method in node.body:
            if isinstance(method, ast.FunctionDef) and method.name in {"save", "delete", "asave", "adelete"}:
                yield method, f"{node.name} overrides {method.name}()"


def no_feature_flags(source: Source) -> Iterator[Finding]:
    """What is merged is on."""
    for node in ast.walk(source.tree):
        name = words(node)[-1] if isinstance(node, ast.Name | ast.Attribute) and words(node) else ""
        if name.startswith(("FEATURE_", "feature_flag", "flag_set", "flag_is_active")):
            yield node, f"{name} is a feature flag"


def one_place_reads_the_environment(source: Source) -> Iterator[Finding]:
    """What another machine would change is read in `config/env.py`, whose refusals name the variable.

    The supervisor of `make run` prepares the environment of others, so it is free to touch its own.
    """
    if str(source.path) in ENVIRONMENT or source.layer == "embedded":
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and tuple(words(node)[-2:]) in {("os", "environ"), ("os", "getenv")}:
            yield node, f"the environment is read in {ENVIRONMENT[0]} alone"


def modules_stay_readable(source: Source) -> Iterator[Finding]:
    """A module that outgrows one screenful of ideas becomes a package."""
    lines = max((getattr(node, "end_lineno", 0) for node in source.tree.body), default=0)
    if lines > LONGEST_MODULE:
        yield source.tree, f"{lines} lines, more than {LONGEST_MODULE}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield node, f"{node.name} has {length} lines, more than {LONGEST_FUNCTION}"
