"""Person-months as a payment body has them, drawn as columns: the mix of schemes of a normal year, days by the dice.

Synthetic. The shares follow published monthly means: full unemployment some 62 in 100 (of which voluntary part-time 4),
temporary unemployment 26, and 12 of others, whose split is our assumption.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from capac.core.period import Month
from capac.rules.calendar_grid import SUNDAY, days_of
from capac.rules.facts_table import GRID, MONTH, OCCUPATION, SCHEMA, SEGMENT

OF = Month(2026, 7)
MIX = {
    "full_unemployment": 56, "temporary_unemployment": 26, "voluntary_part_time": 6, "income_guarantee": 5,
    "insertion_allowance": 3, "youth_holiday": 2, "activation": 2,
}  # fmt: skip
SEIZED, SECOND_SEGMENT, BY_CODE, MARKED = 0.07, 0.08, 0.4, 0.08
DAILY = np.array([3480, 4154, 5011, 5640, 6204, 6913, 6959, 7489, 9256])


def mixed(number: int, seed: int = 2026) -> pa.RecordBatch:
    """So many rows of all schemes, shuffled."""
    pick = np.random.default_rng(seed)
    parts = [scheme(name, number * share // 100, pick) for name, share in MIX.items()]
    whole = pa.Table.from_batches(parts).combine_chunks().to_batches()[0]
    return whole.take(pa.array(pick.permutation(len(whole))))


def scheme(name: str, number: int, pick: np.random.Generator) -> pa.RecordBatch:
    """So many rows of one scheme."""
    days = pick.random(number) < 0.5
    given: dict[str, Any] = {
        "key": pa.array(np.arange(number)).cast(pa.string()),
        "month": pa.array([OF.first], pa.date32()).take(pa.array(np.zeros(number, np.int64))),
        "scheme": pa.array([name]).take(pa.array(np.zeros(number, np.int64))),
        "segments": _segments(name, number, pick),
        "days": _bytes(_card(number, pick), GRID),
        "full_pay": pa.array(np.zeros(number, np.uint8)),
        "paid_in_previous_month": pa.array(days, mask=pick.random(number) < 0.9),
        "paid_holiday_left_halves": pa.array(np.where(pick.random(number) < 0.05, 6, 0)),
        "children": pa.array(pick.integers(0, 4, number), mask=pick.random(number) >= SEIZED),
        **_own(name, number, pick),
    }
    columns = [given.get(one.name, pa.nulls(number, one.type)) for one in SCHEMA]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def _card(number: int, pick: np.random.Generator) -> np.ndarray[Any, Any]:
    """What the card says of each day of the grid; nobody marks most days."""
    grid = np.zeros((number, GRID), np.uint8)
    width = len(days_of(OF).dates)
    marks = pick.random((number, width)) < MARKED
    grid[:, :width] = np.where(marks, pick.choice(np.array([1, 1, 1, 2, 4, 5], np.uint8), (number, width)), 0)
    return grid


def _segments(name: str, number: int, pick: np.random.Generator) -> pa.ListArray:
    """One segment that began before, or two with another amount each from some day of the month on."""
    several = name in ("full_unemployment", "voluntary_part_time", "insertion_allowance")
    twice = (pick.random(number) < SECOND_SEGMENT) & several
    owner = np.repeat(np.arange(number), 1 + twice)
    second = np.append(False, owner[1:] == owner[:-1])[: len(owner)]
    cut = pick.integers(2, OF.last.day, number)[owner] + _day(OF.first) - 1
    first = np.where(second, cut, _day(OF.first) - 200)
    ends = ~second & twice[owner]
    by_code = (pick.random(len(owner)) < BY_CODE) & (name in ("full_unemployment", "voluntary_part_time"))
    size, none = len(owner), np.ones(len(owner), np.bool_)
    hours = name in ("voluntary_part_time", "income_guarantee")
    words = {
        "family": pa.array(["A", "N", "B"]).take(pa.array(pick.integers(0, 3, size))),
        "phase": pa.array(["A1", "A2", "A3"]).take(pa.array(pick.integers(0, 3, size))),
        "regime": pa.array(["full_time", "part_time_with_rights"]).take(pa.array(pick.integers(0, 2, size))),
    }
    flat = pa.StructArray.from_arrays([
        pa.array(first.astype(np.int32)).cast(pa.date32()),
        pa.array((cut - 1).astype(np.int32), mask=~ends).cast(pa.date32()),
        pa.array(pick.choice(DAILY, size), mask=by_code), pa.nulls(size, pa.int64()),
        pa.array(pick.integers(20, 100, size), mask=~by_code),
        pa.array(pick.integers(8, 30, size) * 100, mask=none & (not hours)),
        pa.array(np.full(size, 3800), mask=none & (not hours)), words["family"],
        pa.array(pick.random(size) < 0.5), words["phase"],
        words["regime"] if name == "temporary_unemployment" else pa.nulls(size, pa.string()),
    ], fields=list(SEGMENT))  # fmt: skip
    return pa.ListArray.from_arrays(_offsets(1 + twice), flat)


def _own(name: str, number: int, pick: np.random.Generator) -> dict[str, pa.Array]:
    """What only one scheme asks for."""
    hours, full = pa.array(pick.integers(400, 8000, number)), pa.array(np.full(number, 3800))
    if name == "temporary_unemployment":
        return {"occupations": _occupations(number, pick)}
    if name == "youth_holiday":
        return {"hours": hours, "s": full, "paid_days_left_halves": pa.array(pick.integers(0, 8, number))}
    if name == "activation":
        return {"hours": hours, "s": full, "theoretical_cents": pa.array(np.full(number, 50_000))}
    if name == "income_guarantee":
        wages = pick.integers(60_000, 160_000, number)
        return {"hours": hours, "gross_cents": pa.array(wages), "monthly_cents": pa.array(wages)}
    return {}


def _occupations(number: int, pick: np.random.Generator) -> pa.ListArray:
    """One employer, for some two, with hours on some weekdays."""
    counts = 1 + (pick.random(number) < 0.03)
    size = int(counts.sum())
    hours = np.zeros((size, MONTH), "<i2")
    weekday = np.array([day.weekday() != SUNDAY for day in OF.days])
    drawn = (pick.random((size, OF.last.day)) < 0.3) & weekday
    hours[:, : OF.last.day] = np.where(drawn, 760, 0)
    q = pa.array(np.full(size, 3800))
    flat = pa.StructArray.from_arrays([
        q, q, pa.nulls(size, pa.int64()), pa.nulls(size, pa.string()),
        _bytes(hours.view(np.uint8).reshape(size, -1), 2 * MONTH), pa.array(np.zeros(size, np.int32)),
    ], fields=list(OCCUPATION))  # fmt: skip
    return pa.ListArray.from_arrays(_offsets(counts), flat)


def _bytes(rows: np.ndarray[Any, Any], width: int) -> pa.Array:
    return pa.Array.from_buffers(
        pa.binary(width), len(rows), [None, pa.py_buffer(np.ascontiguousarray(rows))]
    )


def _offsets(counts: np.ndarray[Any, Any]) -> pa.Array:
    return pa.array(np.append(0, np.cumsum(counts)).astype(np.int32))


def _day(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()
