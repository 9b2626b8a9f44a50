"""The house as these tests see it: its rooms in their order, its files, their syntax trees."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("capac", "world", "tests", "scripts", "bench")
BUILT = {"__pycache__", ".venv", "build", "staticfiles", "node_modules"}


@cache
def order() -> dict[str, int]:
    """Room to its floor, from the import contract: the ground floor is 0, siblings share a floor."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(one for one in contracts["contracts"] if one["type"] == "layers")["layers"]
    floors = reversed([[name.strip(" ()") for name in layer.split("|")] for layer in layers])
    return {name: floor for floor, names in enumerate(floors) for name in names}


def uphill(lower: str, higher: str) -> bool:
    """True when the second room is not below the first: it may not be used by it."""
    return lower != higher and order()[higher] >= order()[lower]


@cache
def files(*suffixes: str, under: tuple[str, ...] = CODE) -> tuple[Path, ...]:
    """Every file of ours with one of these endings."""
    found = [path for folder in under for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    return tuple(sorted(path for path in found if path.is_file() and not BUILT & set(path.parts)))


def is_migration(path: Path) -> bool:
    """Written by Django."""
    return path.parent.name == "migrations"


def room_of(path: Path) -> str:
    """The room of a file of capac; empty for one that lies beside the rooms."""
    parts = path.relative_to(ROOT).parts
    return parts[1] if len(parts) > 2 and parts[0] == "capac" else ""


def shown(path: Path) -> str:
    """The path as a fault names it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def product(*, migrations: bool = False) -> Iterator[Path]:
    """The Python files of capac."""
    for path in files(".py", under=("capac",)):
        if migrations or not is_migration(path):
            yield path


def dotted(node: ast.AST) -> str:
    """`a.b.c` of a chain of attributes; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else node.attr
    return ""
