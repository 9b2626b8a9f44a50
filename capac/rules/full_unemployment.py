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
from capac.rules.grid import Bytes, Grid, Wide, build
from capac.rules.price import prices
from capac.rules.sheet import Batch, Days, Lines, Sheet
from capac.rules.why import Why

__all__ = ["count", "halves_of_lines", "prices", "sheet"]

WHOLE = 2


def sheet(batch: Batch) -> Sheet:
    """What the month holds for many people: a line a segment, in halves."""
    grid = build(batch.month, batch.people)
    days, first, december = count(grid)
    lines = batch.lines()
    halves = halves_of_lines(grid, days, lines)
    figures = {
        "holidays_first": first,
        "december": december,
        "sundays": week.worked_sundays(grid).sum(axis=1),
    }
    return Sheet(lines.of(halves), figures, days=days.of_month(grid))


def count(grid: Grid) -> tuple[Days, Wide, Wide]:
    """The whole rule, step by step, each lowering what the step before it left; and what holidays with pay
    took, by rule, in halves."""
    base = week.free(grid)
    why = week.marked_reasons(grid)
    verdict = week.saturdays(grid, week.considered(grid, base))
    halves = np.where(verdict != week.NO_RULE, verdict == Why.SATURDAY_HALF, WHOLE * base).astype(np.int8)
    why = np.where(verdict != week.NO_RULE, verdict, why)
    holidays = np.where(week.holidays(grid, halves), halves, 0)
    halves, why, first = _lowered(
        halves, why, week.taken(holidays, grid.holidays_left), Why.HOLIDAY_WITH_PAY_FIRST
    )
    left = grid.holidays_left - first if grid.month.number == week.DECEMBER else np.zeros_like(first)
    halves, why, december = _lowered(halves, why, week.taken_backwards(halves, left), Why.DECEMBER_HOLIDAY)
    return Days(halves, why), first, december


def halves_of_lines(grid: Grid, days: Days, lines: Lines) -> Wide:
    """Halves of each segment; a worked Sunday takes two of its own segment's, never below zero (AR art. 109)."""
    sundays = week.worked_sundays(grid)
    inside = grid.segment[lines.person] == lines.segment[:, None]
    total = np.where(inside, days.halves[lines.person], 0).sum(axis=1, dtype=np.int64)
    return np.asarray(np.maximum(0, total - WHOLE * (sundays[lines.person] & inside).sum(axis=1)))


def _lowered(halves: Bytes, why: Bytes, taken: Wide, reason: Why) -> tuple[Bytes, Bytes, Wide]:
    lowered = (halves - taken).astype(np.int8)
    return lowered, np.where(taken > 0, np.int8(reason), why), taken.sum(axis=1)
