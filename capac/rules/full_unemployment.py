"""Full unemployment, full-time (C2 prefix 01): how many allowances a month holds, day by day.

In words. Every day from Monday to Saturday inside the authorisation counts (AR art. 100), unless it was
worked, spent sick, absent, or covered by holiday pay or by the employer. A Saturday is lost, or halved,
by what the week before it holds (AM art. 21). Unpaid holidays are paid, but holidays with pay go first
(AM art. 20), and those left in December are taken from the end of the month. A worked Sunday takes
one allowance away (AR art. 109). Days are counted in halves: 2 is a whole allowance.

Readings where the texts are silent: docs/decisions and the reference, section 13.
"""

from __future__ import annotations

import numpy as np

from capac.rules import week
from capac.rules.batch import Batch, Bytes, Wide
from capac.rules.grid import Grid
from capac.rules.price import Priced
from capac.rules.price import all_segments as lines
from capac.rules.sheet import Days, Lines, Sheet
from capac.rules.why import Why

__all__ = ["count", "halves_of_lines", "lines", "sheet"]

WHOLE = 2


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """What the month holds for many people: a line a segment, in halves."""
    grid = Grid(batch)
    days, first, december = count(grid)
    figures = {
        "holidays_first": first,
        "december": december,
        "sundays": week.worked_sundays(grid).sum(axis=0, dtype=np.int64),
    }
    halves = halves_of_lines(grid, days, priced.lines)
    return Sheet(priced.lines.of(halves), figures, days=days.of_month(batch))


def count(grid: Grid) -> tuple[Days, Wide, Wide]:
    """The whole rule, step by step, each lowering what the step before it left; and what holidays with pay
    took, by rule, in halves."""
    base = week.free(grid)
    why = week.marked_reasons(grid)
    verdict = week.saturdays(grid, week.considered(grid, base))
    decided = verdict != week.NO_RULE
    halves = base.astype(np.int8) * np.int8(WHOLE)
    np.copyto(halves, (verdict == Why.SATURDAY_HALF).astype(np.int8), where=decided)
    np.copyto(why, verdict, where=decided)
    holidays = week.holidays(grid, halves) * halves
    left = grid.batch.holidays_left
    halves, why, first = _lowered(halves, why, week.taken(holidays, left), Why.HOLIDAY_WITH_PAY_FIRST)
    left = left - first if grid.batch.month.number == week.DECEMBER else np.zeros_like(first)
    halves, why, december = _lowered(halves, why, week.taken_backwards(halves, left), Why.DECEMBER_HOLIDAY)
    return Days(halves, why), first, december


def halves_of_lines(grid: Grid, days: Days, lines: Lines) -> Wide:
    """Halves of each segment; a worked Sunday takes two of its own segment's, never below zero (AR art. 109)."""
    total = grid.of_segments(days.halves, lines.source)
    sundays = week.worked_sundays(grid).astype(np.int8)
    return np.asarray(np.maximum(0, total - WHOLE * grid.of_segments(sundays, lines.source)))


def _lowered(halves: Bytes, why: Bytes, taken: Bytes, reason: Why) -> tuple[Bytes, Bytes, Wide]:
    """What is left where something was taken, why, and how much each person lost."""
    if not taken.any():
        return halves, why, np.zeros(halves.shape[1], np.int64)
    return halves - taken, np.where(taken > 0, np.int8(reason), why), taken.sum(axis=0, dtype=np.int64)
