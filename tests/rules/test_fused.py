"""A rule that is compiled says what it says over columns, to the byte; and nobody who asks one month waits for a compiler."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from capac.core import money
from capac.rules import compiled, full_unemployment, fused, sets
from capac.rules.api import answer_table, facts_table
from capac.rules.reading import facts_of
from tests.rules.compare import DRAWS, drawn

SEED, NUMBER = 20261124, 600
NUMBERS = np.array([0, 1, 2, 99, 100, 101, 10**9, -1, -99, -101, 2**40], np.int64)
SETS = np.array([0, 1, 2**43 - 1, 2**63, 2**64 - 1, 0x5555], np.uint64)


def table(scheme: str) -> pa.RecordBatch:
    """Drawn months of a scheme, of all seasons."""
    pick = random.Random(SEED)
    return facts_table((str(n), facts_of(drawn(scheme, pick))) for n in range(NUMBER))


@pytest.fixture(scope="module", autouse=True)
def _everybody_compiled() -> Iterator[None]:
    """As for a country, however few they are."""
    with fused.compiled_from(1):
        yield


@pytest.mark.parametrize("scheme", DRAWS)
def test_the_loop_and_the_columns_give_the_same_bytes(scheme: str) -> None:
    facts = table(scheme)
    by_loop = answer_table(facts)
    with fused.compiled_from(None):
        assert by_loop.equals(answer_table(facts))
    assert by_loop["vector"].null_count < NUMBER


def test_the_rules_of_days_were_compiled() -> None:
    answer_table(table("full_unemployment"))
    assert full_unemployment.counted in {rule for rule, *_ in compiled._loops}
    assert compiled._in_columns == set()


def test_without_the_compiler_columns_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = table("voluntary_part_time")
    by_loop = answer_table(facts)
    monkeypatch.setattr(compiled, "_numba", lambda: None)
    assert answer_table(facts).equals(by_loop)


def test_a_rule_that_cannot_be_compiled_runs_over_columns(caplog: pytest.LogCaptureFixture) -> None:
    odd = fused.by_person(lambda days: np.sort(days) + len({"a", 1}))
    assert odd(np.array([3, 4])).tolist() == [5, 6]
    assert "cannot be compiled" in caplog.text
    assert odd(np.array([3, 4])).tolist() == [5, 6]


@pytest.mark.parametrize("function", [money.half_up, money.down, money.up])
def test_each_rounding_is_the_same_of_one_number(function: Callable[..., Any]) -> None:
    rounded: Callable[..., Any] = fused.by_person(function)
    for denominator in (1, 2, 100, 7):
        assert rounded(NUMBERS, denominator).tolist() == [function(int(n), denominator) for n in NUMBERS]


def test_each_operation_on_sets_is_the_same_of_one_number() -> None:
    for function in (
        sets.count,
        sets.from_first,
        lambda days: sets.holds(days, 6),
        lambda days: sets.later(days, -2),
    ):
        with fused.compiled_from(None):
            by_column = fused.by_person(function)(SETS)
        by_loop = fused.by_person(function)(SETS)
        assert by_loop.dtype == by_column.dtype
        assert by_loop.tolist() == by_column.tolist()


def test_codes_become_sets_and_what_is_no_code_is_seen() -> None:
    rows = np.zeros((3, 48), np.uint8)
    rows[0, :7] = range(7)
    rows[1, 43], rows[2, 5] = 9, 7
    marks = fused.by_person(sets.of_codes)(tuple(rows.view(np.uint64).T), sets.of_places(range(42)))
    assert [days.tolist() for days in marks.days] == [[1 << code, 0, 0] for code in range(1, 7)]
    assert marks.strange.tolist() == [False, True, True]


def test_what_is_compiled_is_kept_under_the_name_of_its_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    before = compiled._place()
    assert before.is_relative_to(tmp_path)
    (tmp_path / "compiled.py").write_text("")
    (tmp_path / "week.py").write_text("LOST_FROM = 5")
    monkeypatch.setattr(compiled, "__file__", str(tmp_path / "compiled.py"))
    assert compiled._place() != before


def test_who_asks_for_one_month_never_loads_the_compiler() -> None:
    asked = "import sys; from capac.rules import api; assert not {'numba', 'llvmlite'} & set(sys.modules)"
    run = "api.calculate(facts.month, [facts]); assert not {'numba', 'llvmlite'} & set(sys.modules)"
    case = "{'month': '2026-07', 'scheme': 'full_unemployment', 'authorisation': [{'from': '2026-01-01', 'daily_amount': '50.00', 'family': 'A'}]}"
    text = f"{asked}\nfrom capac.rules.reading import facts_of\nfacts = facts_of({case})\n{run}"
    assert subprocess.run([sys.executable, "-c", text], check=False).returncode == 0
