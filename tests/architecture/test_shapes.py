"""Shapes: short files, short functions, honest names, the same anatomy in every room."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.architecture.house import (
    PACKAGES_OF_ROOMS,
    files,
    is_migration,
    product,
    room_of,
    rooms,
    shown,
    tree,
)

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEST = 300, 40, 60
"""A test may be longer by the rows that it expects."""
NO_NAMES = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "misc",
    "service",
    "services",
    "signals",
    "manager",
}
PURE = ("core", "rules", "commitments", "launcher")
PAGES_AND_PLAIN = {"cli", "config", "web", "flows", "launcher", "core", *PACKAGES_OF_ROOMS}
"""Rooms without a front door: they are the top, each of their files is one (core, launcher), or they hold rooms."""
PURE_BANNED = {"django", "procrastinate", "psycopg", "httpx", "capac.records", "capac.people"}


def too_long(paths: Iterable[Path], most: int = LONGEST_FILE) -> list[str]:
    """Files with more lines than a reader holds."""
    counted = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{shown(path)} has {lines} lines" for path, lines in counted.items() if lines > most]


def long_functions(code: ast.Module, most: int = LONGEST_FUNCTION) -> list[str]:
    """Functions of more lines than fit a screen; their docstring and a table that they return are not counted."""
    found = []
    for node in ast.walk(code):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first, last = node.body[0], node.body[-1]
            lines = _lines(node) - (_lines(first) if isinstance(first, ast.Expr) else 0)
            if isinstance(last, ast.Return) and isinstance(last.value, ast.Dict | ast.List | ast.Tuple):
                lines -= _lines(last)
            if lines > most:
                found.append(f"{node.name} has {lines} lines")
    return found


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


def ill_named(paths: Iterable[Path]) -> list[str]:
    """Files and folders whose name says nothing of what they do."""
    return [shown(path) for path in paths if NO_NAMES & {part.split(".")[0] for part in path.parts}]


def positional(code: ast.Module) -> list[str]:
    """Functions that take more than three arguments by place."""
    found = []
    for node in code.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            taken = [one.arg for one in [*node.args.posonlyargs, *node.args.args]]
            if len(taken) > 3:
                found.append(f"{node.name}({', '.join(taken)})")
    return found


def untold(door: ModuleType) -> list[str]:
    """What a front door offers without saying what it is. A dataclass's own signature says nothing."""
    silent = []
    for name in door.__all__:
        one = getattr(door, name)
        if inspect.isfunction(one) or inspect.isclass(one):
            told = one.__dict__.get("__doc__") if inspect.isclass(one) else one.__doc__
            if not told or str(told).startswith((f"{name}(", f"{one.__name__}(")):
                silent.append(name)
    return silent


def impure(code: ast.Module) -> list[str]:
    """Imports of Django, the database or the rooms above."""
    named = [
        name
        for node in ast.walk(code)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        )
    ]
    return [name for name in named if any(name == b or name.startswith(f"{b}.") for b in PURE_BANNED)]


def test_no_file_of_code_is_longer_than_300_lines(tmp_path: Path) -> None:
    assert too_long(path for path in files(".py", ".html", ".sql", ".js") if not is_migration(path)) == []
    (tmp_path / "long.py").write_text("x = 1\n" * 301, encoding="utf-8")
    assert too_long([tmp_path / "long.py"]) == ["long.py has 301 lines"]


def test_no_function_is_longer_than_40_lines() -> None:
    found = {
        shown(path): long_functions(tree(path), LONGEST_TEST if "tests" in path.parts else LONGEST_FUNCTION)
        for path in files(".py")
        if not is_migration(path)
    }
    assert {path: names for path, names in found.items() if names} == {}
    assert long_functions(ast.parse("def f():\n" + "    x = 1\n" * 40)) == ["f has 41 lines"]


def test_no_name_hides_what_a_file_does() -> None:
    assert ill_named(files(".py", ".html", ".sql", ".js", ".css", ".yaml")) == []
    assert ill_named([Path("capac/payment/services.py"), Path("capac/utils/x.py")]) != []


def test_no_function_takes_more_than_three_arguments_by_place() -> None:
    found = {shown(path): positional(tree(path)) for path in product() if room_of(path) not in {"web"}}
    assert {path: names for path, names in found.items() if names} == {}
    assert positional(ast.parse("def pay(a, b, c, d): ...\ndef _x(a, b, c, d): ...")) == ["pay(a, b, c, d)"]


@pytest.mark.parametrize("room", rooms())
def test_a_room_says_what_it_is_and_has_its_door(room: str) -> None:
    module = import_module(rooms()[room])
    assert (module.__doc__ or "").strip(), f"{room}/__init__.py says nothing"
    if room not in PAGES_AND_PLAIN:
        door = import_module(f"{rooms()[room]}.api")
        assert sorted(door.__all__, key=str.lower)
        assert untold(door) == []


def test_a_silent_offer_is_found() -> None:
    from dataclasses import dataclass

    @dataclass
    class Silent:
        x: int

    door = ModuleType("door")
    door.__dict__.update(__all__=["Silent", "quiet"], Silent=Silent, quiet=lambda: 1)
    assert untold(door) == ["Silent", "quiet"]


def test_the_pure_rooms_know_neither_django_nor_the_database() -> None:
    found = {
        shown(path): impure(tree(path)) for room in PURE for path in files(".py", under=(f"capac/{room}",))
    }
    found.pop("capac/launcher/server.py")  # The starter asks its own server whether it answers.
    assert {path: names for path, names in found.items() if names} == {}
    assert impure(ast.parse("from django.db import models\nimport capac.people.api")) == [
        "django.db",
        "capac.people.api",
    ]


def test_there_are_no_signals_and_no_generic_keys() -> None:
    banned = re.compile(
        r"\b(django\.\w+(\.\w+)*\.signals|django\.dispatch|GenericForeignKey|GenericRelation)\b"
    )
    assert [shown(path) for path in product() if banned.search(path.read_text(encoding="utf-8"))] == []
    assert banned.search("from django.db.models.signals import post_save")
