"""Another institution's contract is data: a folder beside the first, and SELECTs of its cases. No code changes.

The wordings of several institutions stand in tests/commitments/others. Those that our facts measure tell the figures
of the article whose cases they share; of every other one its reading says why it cannot be measured.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from capac.commitments import api as commitments
from capac.commitments import load
from capac.contract import api as contract
from capac.warehouse import selects
from tests.warehouse import facts, imported

OTHERS = Path(__file__).parents[1] / "commitments" / "others"
MEASURED: dict[str, str] = yaml.load(
    (OTHERS / "ipss" / "measured.yaml").read_bytes(), Loader=yaml.CSafeLoader
)
TODAY = date(2026, 3, 3)


@pytest.fixture
def given() -> dict[str, facts.Rows]:
    return facts.at_random(3, 80) | imported.as_exported(imported.at_random(3, 80))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAPAC_NOW", str(TODAY))


def selects_of(folder: Path) -> Path:
    """The staging, marts and tests as they are; each measured wording with the SELECT of its article, under its number."""
    for layer in ("staging", "marts", "tests"):
        shutil.copytree(selects.FOLDER / layer, folder / layer)
    (folder / "indicators").mkdir()
    for number, article in MEASURED.items():
        text = (selects.FOLDER / "indicators" / f"{article}.sql").read_text(encoding="utf-8")
        (folder / "indicators" / f"{number}.sql").write_text(
            text.replace(f"'{article}'", f"'{number}'"), encoding="utf-8"
        )
    return folder


def told(figures: list[contract.Figure]) -> dict[tuple[str, str], tuple[Any, ...]]:
    return {(one.id, one.group): (one.tiers, one.mean_days, one.p80_days, one.p95_days, one.oldest_open_days, one.verdict)
            for one in figures}  # fmt: skip


def test_the_26_wordings_stand_beside_the_first_contract(tmp_path: Path, shared: Path) -> None:
    shutil.copytree(OTHERS / "ipss", tmp_path / "ipss")
    shutil.copytree(load.DATA / "2022-2025", tmp_path / "2022-2025")
    other, first = load.contracts(tmp_path)
    assert (other.id, first.id, len(first.indicators)) == ("ipss", "2022-2025", len(commitments.indicators()))
    assert [one.row for one in other.indicators] == sorted(one.row or 0 for one in other.indicators)
    assert {one.row for one in other.indicators} == set(range(1, 27))
    printed = (shared / "domain" / "facts.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (\d+) \| (.+?) \| .+ \| .+ \| .+ \|$", printed.split("### 4.2")[1].split("### 4.3")[0], re.M
    )
    assert [(str(number), text) for number, text in enumerate(other.lines, 1)] == rows
    assert all(other.lines[(one.row or 0) - 1] == one.sentence.text for one in other.indicators)


def test_each_wording_is_measured_or_says_why_it_is_not() -> None:
    (other,) = load.contracts(OTHERS)
    unmeasured = [one for one in other.indicators if one.id not in MEASURED]
    assert len(unmeasured) == 19
    assert all(one.interpretation[-1].why.startswith("Not measurable: ") for one in unmeasured)


@pytest.mark.django_db
def test_its_figures_are_those_of_the_articles_whose_cases_it_shares(
    given: dict[str, facts.Rows], tmp_path: Path, clock: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts.built(monkeypatch, given)
    ours = told(contract.figures(as_of=TODAY, year=2024))
    (other,) = load.contracts(OTHERS)
    found = selects.models(selects_of(tmp_path / "models"))
    monkeypatch.setattr(commitments, "contracts", lambda: (other,))
    monkeypatch.setattr(selects, "models", lambda: found)
    facts.built(monkeypatch, given)
    theirs = told(contract.figures(as_of=TODAY, year=2024))
    assert {
        number: figure for (number, group), figure in theirs.items() if number in MEASURED and not group
    } == {number: ours[article, ""] for number, article in MEASURED.items()}
    assert {key[0]: figure[-1] for key, figure in theirs.items() if key[0] not in MEASURED} == {
        one.id: "not_measurable" for one in other.indicators if one.id not in MEASURED
    }
