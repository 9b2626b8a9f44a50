"""Every figure of imported facts is the independent oracle's, on any day, from rows in any order."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from capac.warehouse import api as warehouse
from tests.warehouse import facts, imported, oracle_imported
from tests.warehouse.test_figures_agree import CLOSURES

DAYS = (date(2024, 7, 1), date(2024, 12, 31), date(2025, 1, 14), date(2025, 3, 3), date(2026, 3, 3))


def figures(folder: Path, as_of: date) -> dict[Any, Any]:
    with facts.computed(folder, as_of=as_of, closures=CLOSURES) as session:
        return facts.figures(session)


@pytest.mark.parametrize("seed", range(8))
def test_every_figure_is_the_oracles(seed: int, tmp_path: Path) -> None:
    given, as_of = imported.at_random(seed, 120), DAYS[seed % len(DAYS)]
    folder = facts.write(tmp_path, imported.as_exported(given))
    told, expected = figures(folder, as_of), oracle_imported.told(given, closures=CLOSURES, as_of=as_of)
    assert {key: row for key, row in told.items() if row != expected.get(key)} == {}
    assert told.keys() == expected.keys()


def test_every_measured_article_has_cases_in_these_facts() -> None:
    told = oracle_imported.told(imported.at_random(1, 120), closures=CLOSURES, as_of=date(2026, 3, 3))
    assert {key[0] for key in told} == set(warehouse.indicators())


def test_rows_known_later_in_any_order_change_nothing_of_a_day(tmp_path: Path) -> None:
    as_of, given = date(2025, 1, 14), imported.at_random(50, 100)
    early = {name: [row for row in rows if known(name, row, as_of)] for name, rows in given.items()}
    shuffled = {name: random.Random(1).sample(rows, len(rows)) for name, rows in given.items()}
    before = figures(facts.write(tmp_path / "early", imported.as_exported(early)), as_of)
    late = facts.write(tmp_path / "late", imported.as_exported(shuffled))
    assert figures(late, as_of) == before
    assert figures(late, date(2026, 3, 3)) != before


def known(name: str, row: dict[str, Any], as_of: date) -> bool:
    return oracle_imported._known(name, row, as_of)
