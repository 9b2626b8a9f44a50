"""What the documents say is what the code does."""

from __future__ import annotations

import ast
import re
from itertools import product as pairs
from pathlib import Path

import pytest
from django.apps import apps

from scripts.make_docs import pages
from tests.architecture.house import ROOT, dotted, files, shown, tree

DOCS = ROOT / "docs"
VARIABLE = re.compile(r"CAPAC_[A-Z0-9_]+|DATABASE_URL|DJANGO_SETTINGS_MODULE|CI|WORLD_[A-Z_]+")
PREFIXES = {"CAPAC_CITIZEN", "CAPAC_STAFF"}
"""Not variables themselves: providers.py adds what each of their endpoints is called."""


def variables(code: ast.Module) -> set[str]:
    """Variables of the environment that a file names, in full or by a prefix and an ending."""
    named, endings, mailboxes = set(), set(), set()
    for node in ast.walk(code):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and VARIABLE.fullmatch(node.value):
            named.add(node.value)
        elif isinstance(node, ast.JoinedStr) and len(node.values) == 2:
            last = node.values[1]
            if isinstance(last, ast.Constant) and re.fullmatch(r"_[A-Z_]+", str(last.value)):
                endings.add(str(last.value))
        elif isinstance(node, ast.Call) and dotted(node.func).endswith("channels"):
            names = [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
            mailboxes |= {f"CAPAC_{name.upper()}_URL" for name in names}
    found = named - PREFIXES
    if named & PREFIXES:
        found |= {prefix + ending for prefix, ending in pairs(named & PREFIXES, endings)}
    return found | mailboxes


def first_cells(pattern: str) -> set[str]:
    """First cells of the tables of docs/operations.md."""
    text = (DOCS / "operations.md").read_text(encoding="utf-8")
    return set(re.findall(rf"^\| `({pattern})` \|", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("path", "text"), pages().items(), ids=lambda one: one.name if isinstance(one, Path) else ""
)
def test_a_generated_page_is_as_the_code_says(path: Path, text: str) -> None:
    assert path.read_text(encoding="utf-8") == text, f"run `make docs`: {shown(path)} is old"


def test_no_page_of_the_law_is_left_of_a_rule_that_is_gone() -> None:
    generated = {path.name for path in pages() if path.parent == DOCS / "law"}
    assert {path.name for path in (DOCS / "law").iterdir()} == generated


def test_operations_explains_every_variable_that_is_read_and_no_other() -> None:
    read: set[str] = set()
    for path in files(".py", under=("capac", "world", "scripts", "bench")):
        read |= variables(tree(path))
    assert first_cells("[A-Z_]+") == read | {"CI"}


def test_a_variable_that_is_read_is_found() -> None:
    code = 'x = os.environ.get("CAPAC_X")\np = "CAPAC_STAFF"\ny = text(f"{p}_SCOPE")\nchannels("onem")'
    assert variables(ast.parse(code)) == {"CAPAC_X", "CAPAC_STAFF_SCOPE", "CAPAC_ONEM_URL"}


def test_operations_explains_every_job_of_the_schedule() -> None:
    from capac.records.api import schedule

    assert first_cells("[a-z_]+") == {job.job for job in schedule()}


def test_the_glossary_names_every_model_and_its_table() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    cells = {
        word.strip() for line in text.splitlines() for cell in line.split("|") for word in cell.split(",")
    }
    ours = [one for one in apps.get_models() if one.__module__.startswith("capac.")]
    assert [one.__name__ for one in ours if one.__name__ not in cells] == []
    assert [one._meta.db_table for one in ours if one._meta.db_table not in cells] == []


def test_the_glossary_has_the_four_languages_of_every_notion() -> None:
    rows = [
        line.split("|")[1:5]
        for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    assert [row for row in rows if not all(cell.strip() for cell in row)] == []


def test_every_decision_has_its_number_its_date_and_a_page_of_reasons() -> None:
    found = sorted((DOCS / "decisions").glob("*.md"))
    assert [path.name[:4] for path in found] == [f"{n:04d}" for n in range(1, len(found) + 1)]
    for path in found:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} ")
        assert "**Decided** 20" in text
        assert 5 <= len(text.splitlines()) <= 40


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=shown)
def test_links_of_documents_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link
