"""Voluntary part-time, full unemployment (C2 prefix 03): half-allowances by a weekly pattern.

In words. A week holds Q x 12 / S half-allowances, to the nearest whole (AR art. 103). They are laid out
one a day from Monday to Saturday, what is over again from Monday. A month holds those of its days. From
it two are taken for each day that an employer pays, whatever the pattern gives that day, a Sunday too,
and for each Saturday that the week before it costs; one for a Saturday that it halves; any other day that
cannot be paid (sickness, leave, absence) loses its own (AR art. 104, 109 § 2). Holidays with pay go before
unpaid ones, a day of them for a day of the pattern. Days before the first payable day are neither counted
nor deducted when nothing was paid for the month before (reading 8). Nothing goes below zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from capac.core.money import half_up
from capac.rules import week
from capac.rules.batch import Batch, Bytes, Flags, Wide
from capac.rules.calendar_grid import SUNDAY
from capac.rules.grid import Grid
from capac.rules.price import Priced
from capac.rules.price import all_segments as lines
from capac.rules.sheet import Days, Sheet
from capac.rules.why import LOST_SATURDAYS, Why

__all__ = ["lines", "sheet"]

DAY, HALF_DAY = 2, 1
DAYS_A_WEEK, HALVES_A_WEEK = 6, 12


@dataclass(frozen=True)
class _Month:
    """Per day of the grid and person: its own halves, what is left of them, what is taken beyond them, and why."""

    own: Bytes
    left: Bytes
    beyond: Bytes
    why: Bytes


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """What the month holds for many people: a line a segment, in half-allowances."""
    grid = Grid(batch)
    weekly = _weekly(batch)
    before = _taken_off(grid, _pattern(grid, weekly))
    month, first, december = _holidays(grid, before)
    worth = grid.of_segments(month.left - month.beyond, priced.lines.source)
    by_holidays = {"pattern_holidays_first": first, "pattern_december": december}
    return Sheet(
        priced.lines.of(np.maximum(0, worth), by_half=np.ones(len(worth), np.bool_)),
        _figures(grid, before) | by_holidays,
        {"weekly_halves": weekly[priced.lines.source]},
        Days(month.left, month.why).of_month(batch),
    )


def _weekly(batch: Batch) -> Wide:
    """Half-allowances of a week, a segment each: Q x 12 / S, half-up (AR art. 103)."""
    q, s = batch.segments.q, batch.segments.s
    return half_up(q * HALVES_A_WEEK, s)


def _pattern(grid: Grid, weekly: Wide) -> Bytes:
    """One half a day from Monday to Saturday, what is over again from Monday; none outside the authorisation."""
    weekday, segments = grid.days.weekday[:, None], grid.batch.segments
    pattern = np.zeros(grid.code.shape, np.int8)
    for rank, mine in enumerate(segments.ranks):
        owners = segments.person[mine]
        whole, over = weekly[mine] // DAYS_A_WEEK, weekly[mine] % DAYS_A_WEEK
        week = (whole + (np.arange(SUNDAY + 1)[:, None] < over)).astype(np.int8)
        pattern[:, owners] += week[weekday[:, 0]] * (grid.segment[:, owners] == rank)
    return pattern * grid.weekdays


def _taken_off(grid: Grid, pattern: Bytes) -> _Month:
    """Two halves for a day of AR 44 and for a lost Saturday, one for a halved one, its own for any other day."""
    free = week.free(grid)
    counts = week.considered(grid, free & (pattern > 0))
    mine = counts & grid.in_month & grid.inside
    own = np.where(mine, pattern, np.int8(0))
    verdict = np.where(mine, week.saturdays(grid, counts), np.int8(week.NO_RULE))
    takes = np.where(free, np.int8(0), own)
    takes[verdict != week.NO_RULE] = DAY
    takes[verdict == Why.SATURDAY_HALF] = HALF_DAY
    takes[mine & _paid_by_employer(grid)] = DAY
    lost = np.minimum(own, takes)
    return _Month(own, own - lost, takes - lost, _why(grid, own=own, mine=mine, verdict=verdict))


def _paid_by_employer(grid: Grid) -> Flags:
    """Days of AR 44 of the card: work, and public holidays that the employer pays."""
    return np.asarray(grid.marked("worked") | grid.marked("public_holiday_paid"))


def _why(grid: Grid, *, own: Bytes, mine: Flags, verdict: Bytes) -> Bytes:
    """The reason of each day: the card, the pattern, the first payable day, or the Saturday rules."""
    why = week.marked_reasons(grid)
    bare = week.free(grid)
    why[bare & (own == 0)] = Why.NOT_IN_PATTERN
    why[bare & ~mine] = Why.BEFORE_FIRST_PAYABLE
    why[mine & grid.marked("public_holiday_paid")] = Why.PUBLIC_HOLIDAY
    return np.where(verdict != week.NO_RULE, verdict, why)


def _holidays(grid: Grid, month: _Month) -> tuple[_Month, Wide, Wide]:
    """Holidays with pay go first, and what is left of them in December is taken from its end (AM art. 20).

    A day of them covers a day of the pattern, half a day a halved Saturday. Returns also the
    half-allowances that each rule took.
    """
    left = grid.batch.holidays_left
    covers = np.where(month.why == Why.SATURDAY_HALF, np.int8(HALF_DAY), np.int8(DAY)) * (month.left > 0)
    used = week.taken(covers * week.holidays(grid, month.left), left)
    month, first = _lowered(month, used, covers, reason=Why.HOLIDAY_WITH_PAY_FIRST)
    if grid.batch.month.number != week.DECEMBER:
        return month, first, np.zeros_like(first)
    rest = left - used.sum(axis=0, dtype=np.int64)
    covers = covers * (month.left > 0)
    used = week.taken_backwards(covers, rest)
    month, december = _lowered(month, used, covers, reason=Why.DECEMBER_HOLIDAY)
    return month, first, december


def _lowered(month: _Month, used: Bytes, covers: Bytes, *, reason: Why) -> tuple[_Month, Wide]:
    """Each day loses the part of its halves that is covered; half of one half counts as one (half-up)."""
    if not used.any():
        return month, np.zeros(used.shape[1], np.int64)
    lost = half_up(month.left.astype(np.int64) * used, np.maximum(covers, 1).astype(np.int64))
    why = np.where(used > 0, np.int8(reason), month.why)
    return replace(month, left=(month.left - lost).astype(np.int8), why=why), lost.sum(axis=0)


def _figures(grid: Grid, month: _Month) -> dict[str, Wide]:
    """What the month holds, and what each rule took before holidays, in half-allowances."""
    takes = month.own - month.left + month.beyond
    saturdays = np.isin(month.why, (*LOST_SATURDAYS, Why.SATURDAY_HALF))
    by_employer = ~saturdays & _paid_by_employer(grid)
    of = {
        "pattern": month.own,
        "pattern_worked": takes * by_employer,
        "pattern_saturdays": takes * saturdays,
        "pattern_lost": takes * ~(saturdays | by_employer),
    }
    return {name: values.sum(axis=0, dtype=np.int64) for name, values in of.items()}
