"""What the product imports is what its requirements name; every lock file holds hashes."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, product, tree

FIRST_WORD = re.compile(r"^([A-Za-z0-9_.-]+)", re.MULTILINE)


def named(text: str) -> set[str]:
    """Distributions that a requirements file names."""
    return {name.lower().replace("_", "-") for name in FIRST_WORD.findall(re.sub(r"(?m)^[#-].*", "", text))}


def imported(code: ast.Module) -> set[str]:
    """Top modules that a file imports, the standard library's and our own left out."""
    found = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            found |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found - set(sys.stdlib_module_names) - {"capac"}


def missing(modules: set[str], wanted: set[str]) -> set[str]:
    """Modules whose distribution is not named."""
    homes = packages_distributions()
    return {
        name
        for name in modules
        if not {one.lower().replace("_", "-") for one in homes.get(name, [])} & wanted
    }


def test_the_product_imports_only_what_it_requires() -> None:
    modules = {name for path in product(migrations=True) for name in imported(tree(path))}
    texts = (ROOT / name for name in ("requirements.in", "requirements-spark.in"))
    assert (
        missing(modules, {one for path in texts for one in named(path.read_text(encoding="utf-8"))}) == set()
    )
    assert missing(imported(ast.parse("import pytest, django, os")), {"django"}) == {"pytest"}


@pytest.mark.parametrize(
    "name", ["requirements", "requirements-dev", "requirements-spark", "requirements-bench"]
)
def test_everything_required_is_locked_with_its_hashes(name: str) -> None:
    wanted = named((ROOT / f"{name}.in").read_text(encoding="utf-8"))
    text = (ROOT / f"{name}.lock").read_text(encoding="utf-8")
    locked = {block.split("==")[0].lower(): block for block in re.split(r"\n(?=\w)", text.strip())}
    assert wanted <= {re.sub(r"\[.*", "", one) for one in locked}
    assert [one for one, block in locked.items() if "--hash=sha256:" not in block] == []
    assert not re.search(r"https?://", text)


def test_both_lock_files_name_the_same_versions() -> None:
    versions = [
        dict(
            re.findall(
                r"(?m)^([\w.-]+)(?:\[[^\]]*\])?==([\w.]+)",
                Path(ROOT / f"{name}.lock").read_text(encoding="utf-8"),
            )
        )
        for name in ("requirements", "requirements-dev")
    ]
    assert versions[0].items() <= versions[1].items()
