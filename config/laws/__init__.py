"""The laws of the design that nothing else keeps: each a small check over the syntax of the product's modules.

`python -m config.laws` prints what is broken. Layers between modules are import-linter's (`pyproject.toml`); the rings
of tenancy are system checks, row policies and a lint of the schema (`accounts.tenancy`). `config/tests/test_laws.py`
shows every machine a small broken example.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from config.laws import moments, structure, tenancy, vocabulary, writing
from config.laws.source import Law, Source, Violation, sources

LAWS: dict[str, Law] = {
    "nameless module": structure.no_nameless_modules,
    "service class": structure.no_service_classes,
    "signal": structure.no_signals,
    "save override": structure.no_save_overrides,
    "feature flag": structure.no_feature_flags,
    "environment": structure.one_place_reads_the_environment,
    "too long": structure.modules_stay_readable,
    "write outside actions": writing.writes_are_actions,
    "read outside queries": writing.reads_are_queries,
    "changed history": writing.history_is_kept,
    "event by hand": writing.one_place_writes_events,
    "clock": moments.the_clock_is_read_outside,
    "name of a time": moments.times_are_called_at,
    "task signature": moments.tasks_survive_newer_callers,
    "event without time": moments.events_are_given_their_time,
    "spelling": vocabulary.british_spelling,
    "choices": vocabulary.choices_use_the_words,
    "noun": vocabulary.models_use_the_words,
    "cache key": tenancy.cache_keys_carry_the_organisation,
    "object store": tenancy.one_module_talks_to_the_store,
    "door": tenancy.doors_are_queries,
    "second manager": tenancy.no_raw_managers,
}

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("object store", "annotation/buckets.py"): "it signs requests to the stores of clients, never to ours",
    ("object store", "annotation/roles.py"): "it asks a token service for keys to the stores of clients",
    ("clock", "annotation/roles.py"): "borrowed keys run out by the world's clock, whoever asks for them",
    ("clock", "accounts/models/users.py"): "Django's createsuperuser and allauth make users without a time",
    ("write outside actions", "accounts/models/users.py"): "create_user is Django's contract with its own commands",
    ("write outside actions", "config/management/answered.py"): "it makes a past up, to be measured",
    ("write outside actions", "config/management/commands/bench.py"): "it makes a long history up, to be measured",
    ("write outside actions", "config/management/commands/bench_export.py"): "it makes a past up, to be measured",
    ("write outside actions", "config/management/commands/bench_import.py"): "it measures against plain SQL",
    ("write outside actions", "config/management/commands/bench_items.py"): "it makes a past up, to be measured",
    ("write outside actions", "config/management/commands/bench_quality.py"): "it makes a past up, to be measured",
    ("write outside actions", "config/management/commands/bench_report.py"): "it makes a past up, to be measured",
    ("write outside actions", "accounts/forms.py"): "allauth hands its sign-up form the user to complete",
}


def violations(found: Iterable[Source]) -> Iterator[Violation]:
    """What breaks a law in these modules, documented exceptions aside."""
    for source in found:
        for name, law in LAWS.items():
            if (name, str(source.path)) not in EXCEPTIONS:
                yield from broken(name, law, source)


def broken(name: str, law: Law, source: Source) -> Iterator[Violation]:
    """What breaks one law in one module."""
    for node, text in law(source):
        yield Violation(name, source.path, getattr(node, "lineno", 1), text)


def unneeded_exceptions(root: Path) -> list[tuple[str, str]]:
    """Exceptions that nothing needs any more."""
    by_path = {source.path: source for source in sources(root)}
    return [
        (name, path)
        for name, path in EXCEPTIONS
        if not (source := by_path.get(PurePosixPath(path))) or not list(LAWS[name](source))
    ]
