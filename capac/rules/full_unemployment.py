"""Full unemployment, full-time (C2 prefix 01): how many allowances a month holds, day by day.

In words. Every day from Monday to Saturday inside the authorisation counts (AR art. 100), unless it was
worked, spent sick, absent, or covered by holiday pay or by the employer. A Saturday is lost, or halved,
by what the week before it holds (AM art. 21). Unpaid holidays are paid, but holidays with pay go first
(AM art. 20), and those left in December are taken from the end of the month. A worked Sunday takes
one allowance away (AR art. 109). Days are counted in halves: 2 is a whole allowance.

Readings where the texts are silent: docs/decisions and the reference, section 13.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from capac.rules import sets, week
from capac.rules.batch import Batch, Sets, Wide
from capac.rules.grid import Grid
from capac.rules.price import Priced
from capac.rules.price import all_segments as lines
from capac.rules.sheet import Days, Lines, Sheet
from capac.rules.week import Reasons, Taken
from capac.rules.why import Why

__all__ = ["lines", "sheet"]

WHOLE = 2


@dataclass(frozen=True)
class _Month:
    """Days that count whole, and half, and the reason of each day of the month."""

    whole: Sets
    half: Sets
    why: Reasons


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """What the month holds for many people: a line a segment, in halves."""
    grid = Grid(batch)
    month, first, december = _counted(grid)
    figures = {
        "holidays_first": first,
        "december": december,
        "sundays": sets.count(week.worked_sundays(grid)),
    }
    days = Days(month.why, month.whole & grid.month, month.half & grid.month)
    return Sheet(priced.lines.of(_of_lines(grid, month, priced.lines)), figures, days=days)


def _counted(grid: Grid) -> tuple[_Month, Wide, Wide]:
    """The whole rule, step by step, each lowering what the step before it left; and what holidays with pay
    took, by rule, in halves."""
    base = week.free(grid)
    saturdays = week.saturdays(grid, week.considered(grid, base))
    lowered = saturdays.lost | saturdays.halved
    month = _Month(
        base & ~lowered, saturdays.halved & ~saturdays.lost, (*week.card_reasons(grid), *saturdays.reasons)
    )
    holidays, left = week.holidays(grid, month.whole | month.half), grid.batch.holidays_left
    first = week.taken(month.whole & holidays, month.half & holidays, left)
    month = _lowered(month, first, Why.HOLIDAY_WITH_PAY_FIRST)
    if grid.batch.month.number != week.DECEMBER:
        return month, first.halves, np.zeros_like(left)
    december = week.taken(month.whole, month.half, left - first.halves, backwards=True)
    return _lowered(month, december, Why.DECEMBER_HOLIDAY), first.halves, december.halves


def _of_lines(grid: Grid, month: _Month, lines: Lines) -> Wide:
    """Halves of each segment; a worked Sunday takes two of its own segment's, never below zero (AR art. 109)."""
    whole, half, sundays = (
        sets.count(grid.in_segments(days, lines.source))
        for days in (month.whole, month.half, week.worked_sundays(grid))
    )
    return np.asarray(np.maximum(0, WHOLE * whole + half - WHOLE * sundays))


def _lowered(month: _Month, taken: Taken, reason: Why) -> _Month:
    """What is left where holidays with pay took something, and why."""
    whole = month.whole & ~taken.days
    half = (month.half & ~taken.one) | (month.whole & taken.one)
    return replace(month, whole=whole, half=half, why=(*month.why, (reason, taken.days)))
