"""What is installed elsewhere is whole: every file of data of the product goes into the wheel."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.house import ROOT

CODE = {".py", ".pyc"}


def shipped() -> list[str]:
    """The patterns of data in pyproject.toml."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns: list[str] = told["tool"]["setuptools"]["package-data"]["capac"]
    return patterns


def left_behind(paths: Iterable[Path]) -> list[str]:
    """Files that no pattern names. Every pattern is `**/*.ending`."""
    endings = {pattern.removeprefix("**/*") for pattern in shipped()}
    return sorted(str(path) for path in paths if path.suffix not in CODE | endings)


def test_every_file_of_data_goes_into_the_wheel() -> None:
    files = [
        path for path in (ROOT / "capac").rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    assert left_behind(files) == []
    assert all(pattern.startswith("**/*.") for pattern in shipped())


def test_a_file_that_no_pattern_names_is_found() -> None:
    assert left_behind([Path("capac/web/a.typ"), Path("capac/rules/data/a.odd")]) == [
        "capac/rules/data/a.odd"
    ]


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "capac").rglob("*.py")}
    assert [str(one) for one in sorted(folders) if not (one / "__init__.py").exists()] == []
