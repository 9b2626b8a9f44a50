"""The house as these tests see it: its rooms in their order, its files, their syntax trees."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("capac", "world", "tests", "scripts", "bench")
PACKAGES_OF_ROOMS = ("channels",)
"""Folders of capac that hold rooms instead of being one."""
BUILT = {"__pycache__", ".venv", "build", "staticfiles", "node_modules"}


@cache
def order() -> dict[str, int]:
    """Room to its floor, from the import contracts: the ground floor is 0, siblings share a floor.

    A package of rooms stands on the floor of its lowest room; its rooms stand above each other.
    """
    floors = [names for layer in reversed(layers("capac")) for names in _inside(layer)]
    return {name: floor for floor, names in enumerate(floors) for name in names}


@cache
def layers(container: str) -> list[list[str]]:
    """The floors of a container's import contract, top first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    found = next(one for one in contracts["contracts"] if one.get("containers") == [container])
    return [[name.strip(" ()") for name in layer.split("|")] for layer in found["layers"]]


def _inside(layer: list[str]) -> list[list[str]]:
    """A floor with the floors of a package of rooms that stands on it, from below."""
    (package,) = [name for name in layer if name in PACKAGES_OF_ROOMS] or [""]
    inner = list(reversed(layers(f"capac.{package}"))) if package else [[]]
    return [[*layer, *inner[0]], *inner[1:]]


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
    if len(parts) < 3 or parts[0] != "capac":
        return ""
    return parts[2] if parts[1] in PACKAGES_OF_ROOMS and len(parts) > 3 else parts[1]


def rooms() -> dict[str, str]:
    """Every room that exists: its name and how it is imported."""
    capac = ROOT / "capac"
    found = {path.parent.name: f"capac.{path.parent.name}" for path in capac.glob("*/__init__.py")}
    for package in PACKAGES_OF_ROOMS:
        inside = (capac / package).glob("*/__init__.py")
        found |= {path.parent.name: f"capac.{package}.{path.parent.name}" for path in inside}
    return dict(sorted(found.items()))


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
