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
from capac.rules.grid import OUTSIDE, SUNDAY, Bytes, Flags, Grid, Wide, build
from capac.rules.price import prices
from capac.rules.sheet import Batch, Days, Lines, Sheet
from capac.rules.why import LOST_SATURDAYS, Why

__all__ = ["prices", "sheet"]

DAY, HALF_DAY = 2, 1
DAYS_A_WEEK, HALVES_A_WEEK = 6, 12


@dataclass(frozen=True)
class _Month:
    """Per person and day of the grid: its own halves, what is left of them, what is taken beyond them, and why."""

    own: Bytes
    left: Bytes
    beyond: Bytes
    why: Bytes


def sheet(batch: Batch) -> Sheet:
    """What the month holds for many people: a line a segment, in half-allowances."""
    grid = build(batch.month, batch.people)
    lines = batch.lines()
    weekly = _weekly(batch)
    pattern = _pattern(grid, lines, weekly)
    before = _taken_off(grid, pattern)
    month, first, december = _holidays(grid, before)
    halves = _of_lines(grid, month, lines)
    by_holidays = {"pattern_holidays_first": first, "pattern_december": december}
    return Sheet(
        lines.of(halves, by_half=np.ones(len(halves), np.bool_)),
        _figures(grid, before) | by_holidays,
        {"weekly_halves": weekly},
        Days(month.left, month.why).of_month(grid),
    )


def _weekly(batch: Batch) -> Wide:
    """Half-allowances of a week, a line each: Q x 12 / S, half-up (AR art. 103)."""
    segments = [price.segment for priced in batch.prices for price in priced]
    q = batch.column([segment.q or 0 for segment in segments])
    s = batch.column([segment.s or 0 for segment in segments])
    return half_up(q * HALVES_A_WEEK, s)


def _pattern(grid: Grid, lines: Lines, weekly: Wide) -> Bytes:
    """One half a day from Monday to Saturday, what is over again from Monday; none outside the authorisation."""
    weekday = grid.weekday
    by_line = weekly[:, None] // DAYS_A_WEEK + (weekday < weekly[:, None] % DAYS_A_WEEK)
    by_line[:, (weekday == SUNDAY) | ~grid.in_month] = 0
    pattern = np.zeros(grid.code.shape, np.int64)
    np.add.at(pattern, lines.person, np.where(_inside(grid, lines), by_line, 0))
    return pattern.astype(np.int8)


def _inside(grid: Grid, lines: Lines) -> Flags:
    """Per line and day: the day lies in the line's segment."""
    return np.asarray(grid.segment[lines.person] == lines.segment[:, None])


def _taken_off(grid: Grid, pattern: Bytes) -> _Month:
    """Two halves for a day of AR 44 and for a lost Saturday, one for a halved one, its own for any other day."""
    free = week.free(grid)
    counts = week.considered(grid, free & (pattern > 0))
    mine = counts & grid.in_month & (grid.segment != OUTSIDE)
    own = np.where(mine, pattern, 0)
    verdict = np.where(mine, week.saturdays(grid, counts), week.NO_RULE)
    takes = np.where(free, 0, own)
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
    covers = np.where(month.why == Why.SATURDAY_HALF, HALF_DAY, DAY) * (month.left > 0)
    used = week.taken(np.where(week.holidays(grid, month.left), covers, 0), grid.holidays_left)
    month, first = _lowered(month, used, covers, reason=Why.HOLIDAY_WITH_PAY_FIRST)
    rest = grid.holidays_left - used.sum(axis=1)
    if grid.month.number != week.DECEMBER:
        return month, first, np.zeros_like(first)
    covers = np.where(month.left > 0, covers, 0)
    used = week.taken_backwards(covers, rest)
    month, december = _lowered(month, used, covers, reason=Why.DECEMBER_HOLIDAY)
    return month, first, december


def _lowered(month: _Month, used: Wide, covers: Wide, *, reason: Why) -> tuple[_Month, Wide]:
    """Each day loses the part of its halves that is covered; half of one half counts as one (half-up)."""
    lost = half_up(month.left * used, np.maximum(covers, 1))
    why = np.where(used > 0, np.int8(reason), month.why)
    return replace(month, left=(month.left - lost).astype(np.int8), why=why), lost.sum(axis=1)


def _of_lines(grid: Grid, month: _Month, lines: Lines) -> Wide:
    """Half-allowances of each segment, never below zero."""
    worth = month.left.astype(np.int64) - month.beyond
    total = np.where(_inside(grid, lines), worth[lines.person], 0).sum(axis=1)
    return np.asarray(np.maximum(0, total))


def _figures(grid: Grid, month: _Month) -> dict[str, Wide]:
    """What the month holds, and what each rule took before holidays, in half-allowances."""
    takes = month.own.astype(np.int64) - month.left + month.beyond
    saturdays = np.isin(month.why, (*LOST_SATURDAYS, Why.SATURDAY_HALF))
    by_employer = ~saturdays & _paid_by_employer(grid)
    return {
        "pattern": month.own.sum(axis=1, dtype=np.int64),
        "pattern_worked": np.where(by_employer, takes, 0).sum(axis=1),
        "pattern_saturdays": np.where(saturdays, takes, 0).sum(axis=1),
        "pattern_lost": np.where(saturdays | by_employer, 0, takes).sum(axis=1),
    }
