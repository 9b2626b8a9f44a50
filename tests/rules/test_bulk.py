"""Months as tables: the same answers as one by one, for good facts and for bad ones, whatever the batches."""

from __future__ import annotations

import json
import random
from typing import Any

import pyarrow as pa
import pytest

from capac.rules.bulk import answer, answers
from capac.rules.calculate import Calculation, calculate
from capac.rules.facts import CaseError
from capac.rules.facts_rows import case_of_row
from capac.rules.facts_table import GRID, SCHEMA
from capac.rules.facts_write import table_of
from capac.rules.reading import facts_of
from tests.rules.compare import DRAWS, drawn

SPOIL: dict[str, list[Any]] = {
    "month": [None],
    "scheme": [None, "pension"],
    "segments": [None, []],
    "days": [(bytes(9) + b"\x07").ljust(GRID, b"\0"), b"\xff".ljust(GRID, b"\0")],
    "paid_holiday_left_halves": [-1, 200, 2**62],
    "secondary_income_cents": [-1, 2**60],
    "children": [-1, 31],
    "other_income_cents": [-5],
    "assignment_cents": [-1, 2**60],
    "hours": [-1, None, 74_401, 2**62],
    "s": [0, -3800, None, 16_801, 2**62],
    "theoretical_cents": [-1, 10_000_001, None],
    "gross_cents": [-1, None, 2**62],
    "hourly": [-1, 0, 2**62],
    "occupations": [None, []],
}
OF_SEGMENT: dict[str, list[Any]] = {
    "daily_cents": [0, -1, 100_001, 2**62, None],
    "half_cents": [0, 2**61],
    "wage_code": [0, 100, -1, 2**62],
    "q": [0, -1, None, 16_801],
    "s": [0, None, 2**62],
    "family": ["", "Z", None],
    "first_year": [None],
    "phase": ["Q"],
    "regime": ["none", None],
}
OF_OCCUPATION: dict[str, list[Any]] = {
    "q": [0, None, 2**62],
    "s": [None, -1],
    "hours": [-1, 74_401, 2**62, 10],
    "cause": ["rain"],
    "by_day": [None, b"\xff\xff" * 31, b"\xff\x7f" + bytes(60)],
}


def rows(pick: random.Random, number: int) -> list[dict[str, Any]]:
    """Rows of all schemes."""
    cases = [drawn(pick.choice(list(DRAWS)), pick) for _ in range(number)]
    found: list[dict[str, Any]] = table_of(
        [(str(n), facts_of(case)) for n, case in enumerate(cases)]
    ).to_pylist()
    return found


def spoilt(row: dict[str, Any], pick: random.Random) -> dict[str, Any]:
    """A row with one thing wrong, or wrong for some schemes."""
    kind = pick.randrange(4)
    if kind == 0 and row["segments"]:
        return {**row, "segments": _one(row["segments"], OF_SEGMENT, pick)}
    if kind == 1 and row["occupations"]:
        return {**row, "occupations": _one(row["occupations"], OF_OCCUPATION, pick)}
    if kind == 2 and row["segments"]:
        return {**row, "segments": [*row["segments"], pick.choice(row["segments"])]}
    name = pick.choice(list(SPOIL))
    return {**row, name: pick.choice(SPOIL[name])}


def _one(
    these: list[dict[str, Any]], wrong: dict[str, list[Any]], pick: random.Random
) -> list[dict[str, Any]]:
    place, name = pick.randrange(len(these)), pick.choice(list(wrong))
    return [{**one, name: pick.choice(wrong[name])} if n == place else one for n, one in enumerate(these)]


def table(of: list[dict[str, Any]]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(of, schema=SCHEMA)


def alone(row: dict[str, Any]) -> Calculation | CaseError:
    """The answer to a row as to a single case."""
    try:
        facts = facts_of(case_of_row(row))
    except CaseError as error:
        return error
    return calculate(facts.month, [facts])[0]


def told(given: Calculation | CaseError) -> tuple[Any, ...]:
    """What an answer row must say."""
    if isinstance(given, CaseError):
        words = (
            given.message,
            given.fact,
            given.field,
            given.rule,
            json.dumps(given.arguments, sort_keys=True),
        )
        return (None,) * 8 + words
    if given.refusal:
        no = given.refusal
        words = (no.message, no.fact, no.field, no.rule, json.dumps(no.arguments, sort_keys=True))
        return (None,) * 8 + words
    sums = (given.allowances_halves, given.gross_cents, given.tax_cents, given.net_cents, given.payable_cents)
    kept = json.dumps([[one.kind, one.cents] for one in given.withheld])
    return (*sums, given.daily_cents, kept, given.vector, *(None,) * 5)


@pytest.mark.parametrize("seed", range(4))
def test_a_table_is_answered_as_each_case_alone(seed: int) -> None:
    given = rows(random.Random(seed), 400)
    assert [tuple(row.values())[1:] for row in answer(table(given)).to_pylist()] == [
        told(alone(row)) for row in given
    ]


@pytest.mark.parametrize("seed", range(8))
def test_bad_rows_are_refused_as_each_case_alone_and_the_others_are_computed(seed: int) -> None:
    pick = random.Random(seed)
    given = [spoilt(row, pick) if pick.random() < 0.6 else row for row in rows(pick, 300)]
    found = answer(table(given)).to_pylist()
    assert [row["key"] for row in found] == [row["key"] for row in given]
    assert [tuple(row.values())[1:] for row in found] == [told(alone(row)) for row in given]
    assert 60 < sum(row["refused_message"] is not None for row in found) < 200


def test_the_cut_into_batches_changes_no_byte() -> None:
    whole = table(rows(random.Random(9), 300))
    parts = [whole.slice(0, 1), whole.slice(1, 150), whole.slice(151)]
    together = pa.Table.from_batches(answers(parts, workers=3))
    assert together.combine_chunks().to_batches() == [answer(whole)]


def test_an_empty_table_has_an_empty_answer() -> None:
    assert answer(table([])).num_rows == 0
    assert list(answers([])) == []
