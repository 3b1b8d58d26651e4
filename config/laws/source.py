"""What a law looks at: one module, as its syntax tree and its place in the project."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

PACKAGES = ("accounts", "annotation", "config", "exports")


@dataclass(frozen=True)
class Source:
    """One module. `path` counts from the project's root: `accounts/actions/tokens.py`."""

    path: PurePosixPath
    tree: ast.Module

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        return cls(PurePosixPath(path), ast.parse(text))

    @property
    def app(self) -> str:
        """`accounts`, `annotation`, `exports` or `config`."""
        return self.path.parts[0]

    @property
    def layer(self) -> str:
        """What follows the app in the path: `actions`, `api`, `tasks`, …"""
        return PurePosixPath(self.path.parts[1]).stem

    @property
    def is_product(self) -> bool:
        """Whether this is neither a test nor a migration."""
        return not {"tests", "migrations"} & set(self.path.parts)


Finding: TypeAlias = tuple[ast.AST, str]
Law: TypeAlias = Callable[[Source], Iterator[Finding]]


@dataclass(frozen=True)
class Violation:
    """A law that a line breaks."""

    law: str
    path: PurePosixPath
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.law}: {self.text}"


def sources(root: Path) -> Iterator[Source]:
    """Every module of the product below the project's root, in order."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            source = Source(PurePosixPath(path.relative_to(root)), ast.parse(path.read_text()))
            if source.is_product:
                yield source


def words(node: ast.AST) -> list[str]:
    """The names along a dotted expression, calls seen through: `A.objects.filter(…).update` gives them all."""
    if isinstance(node, ast.Attribute):
        return [*words(node.value), node.attr]
    if isinstance(node, ast.Call):
        return words(node.func)
    return [node.id] if isinstance(node, ast.Name) else []


def classes(source: Source) -> Iterator[tuple[ast.ClassDef, set[str]]]:
    """Every class with the last words of its bases: `models.Model` counts as `Model`, `Manager[T]` as `Manager`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            bases = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
            yield node, {words(base)[-1] for base in bases if words(base)}


def calls(source: Source) -> Iterator[tuple[ast.Call, list[str]]]:
    """Every call with the names along its function."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            yield node, words(node.func)
