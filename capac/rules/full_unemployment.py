"""Full unemployment, full-time (C2 prefix 01): how many allowances a month holds, day by day.

In words. Every day from Monday to Saturday inside the authorisation counts (AR art. 100), unless it was
worked, spent sick, absent, or covered by holiday pay or by the employer. A Saturday is lost, or halved,
by what the week before it holds (AM art. 21). Unpaid holidays are paid, but holidays with pay go first
(AM art. 20), and those left in December are taken from the end of the month. A worked Sunday takes
one allowance away (AR art. 109). Days are counted in halves: 2 is a whole allowance.

Readings where the texts are silent: docs/decisions and the reference, section 13.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from capac.rules.grid import NOTHING, OUTSIDE, SATURDAY, SUNDAY, Bytes, Flags, Grid, Wide

WHOLE = 2
LOST_FROM, HALVED_FROM = 4, 2
"""Days of AR art. 44 in the week (AM art. 21): from 4 the Saturday is lost, from 2 it is halved."""


class Why(IntEnum):
    """Why a day of the month is paid, halved or not. The numbers are stored: never renumber them."""

    PAID = 1
    SUNDAY = 2
    OUTSIDE = 3
    WORKED = 4
    SICK = 5
    PAID_HOLIDAY = 6
    ABSENT = 7
    PUBLIC_HOLIDAY = 8
    HOLIDAY = 9
    SATURDAY_FULL_PAY = 10
    SATURDAY_BETWEEN = 11
    SATURDAY_AFTER_FIVE = 12
    SATURDAY_FOUR_WORKED = 13
    SATURDAY_HALF = 14
    HOLIDAY_WITH_PAY_FIRST = 15
    DECEMBER_HOLIDAY = 16
    SUNDAY_WORKED = 17


REASON_OF_CODE = {
    "worked": Why.WORKED,
    "sick": Why.SICK,
    "paid_holiday": Why.PAID_HOLIDAY,
    "absent": Why.ABSENT,
    "public_holiday_paid": Why.PUBLIC_HOLIDAY,
    "holiday": Why.HOLIDAY,
}


@dataclass(frozen=True)
class Days:
    """Per person and column: halves and why. Per person: halves taken for holidays, by rule."""

    halves: Bytes
    why: Bytes
    holidays_first: Wide
    december: Wide


def count(grid: Grid) -> Days:
    """The whole rule, step by step; each step lowers what the step before it left."""
    why = _marked_reasons(grid)
    halves = _base(grid)
    halves, why = _saturdays(grid, halves, why)
    halves, why, first = _holidays_with_pay_first(grid, halves, why)
    halves, why, december = _december(grid, halves, why, grid.holidays_left - first)
    return Days(halves, why, first, december)


def worked_sundays(grid: Grid) -> Flags:
    """Sundays of the month that were worked inside the authorisation (AR art. 109 § 1, 1°)."""
    sundays = (grid.weekday == SUNDAY) & grid.in_month
    return np.asarray(grid.marked("worked") & sundays & (grid.segment != OUTSIDE))


def _base(grid: Grid) -> Bytes:
    """Two halves for each day from Monday to Saturday, inside, that nothing takes away (AR art. 100, 44-46)."""
    weekdays = grid.in_month & (grid.weekday != SUNDAY)
    free = (grid.code == NOTHING) | grid.marked("holiday")
    return np.asarray(WHOLE * (weekdays & (grid.segment != OUTSIDE) & free), np.int8)


def _marked_reasons(grid: Grid) -> Bytes:
    """Why, before the Saturday and holiday rules: what the card says, or where the day lies."""
    why = np.full(grid.code.shape, Why.PAID, np.int8)
    for name, reason in REASON_OF_CODE.items():
        why[grid.marked(name)] = reason
    why[grid.segment == OUTSIDE] = Why.OUTSIDE
    why[:, grid.weekday == SUNDAY] = Why.SUNDAY
    why[worked_sundays(grid)] = Why.SUNDAY_WORKED
    return why


def _considered(grid: Grid) -> Flags:
    """Days before the first payable day do not count when nothing was paid for the month before (AM art. 21)."""
    payable = _base(grid) > 0
    first = np.where(payable.any(axis=1), payable.argmax(axis=1), len(grid.days))
    after = np.arange(len(grid.days)) >= first[:, None]
    return np.asarray(grid.paid_before[:, None] | after)


def _not_payable(grid: Grid) -> Flags:
    """Days not payable for rules (b) and (c). A holiday inside counts as payable; another month only where given."""
    inside, marked = grid.segment != OUTSIDE, grid.code != NOTHING
    holiday = grid.marked("holiday") | grid.marked("paid_holiday")
    elsewhere = ~inside & (marked | grid.in_month)
    return np.asarray(_considered(grid) & (elsewhere | (marked & ~holiday)))


def _article_44(grid: Grid) -> Flags:
    """Days not payable under AR art. 44: work, public holidays paid by the employer, paid holidays outside."""
    outside_holiday = grid.marked("paid_holiday") & (grid.segment == OUTSIDE)
    paid_by_employer = grid.marked("worked") | grid.marked("public_holiday_paid")
    return np.asarray(_considered(grid) & (paid_by_employer | outside_holiday))


def _saturdays(grid: Grid, halves: Bytes, why: Bytes) -> tuple[Bytes, Bytes]:
    """AM art. 21: a payable Saturday is lost for (a) a full-time wage for the week, (b) a Friday before and a
    Monday after that are not payable, (c) five days not payable before it, (d) four days of AR 44 in its
    week from Sunday; it is halved for two or three such days."""
    halves, why = halves.copy(), why.copy()
    lost, article_44, sick = _not_payable(grid), _article_44(grid), grid.marked("sick")
    for column in np.flatnonzero((grid.weekday == SATURDAY) & grid.in_month):
        week = slice(column - 5, column)
        in_week = article_44[:, column - 6 : column].sum(axis=1)
        five = lost[:, week].all(axis=1) & ~sick[:, week].all(axis=1)
        rules = (
            (in_week >= HALVED_FROM, Why.SATURDAY_HALF, 1),
            (in_week >= LOST_FROM, Why.SATURDAY_FOUR_WORKED, 0),
            (five, Why.SATURDAY_AFTER_FIVE, 0),
            (lost[:, column - 1] & lost[:, column + 2], Why.SATURDAY_BETWEEN, 0),
            (grid.full_time_week[:, column], Why.SATURDAY_FULL_PAY, 0),
        )
        payable = halves[:, column] == WHOLE
        for holds, reason, left in rules:
            halves[payable & holds, column] = left
            why[payable & holds, column] = reason
    return halves, why


def _holidays_with_pay_first(grid: Grid, halves: Bytes, why: Bytes) -> tuple[Bytes, Bytes, Wide]:
    """AM art. 20: while holidays with pay are left, holiday days and the Saturday after five become such days."""
    holiday = grid.marked("holiday") & (halves > 0)
    for column in np.flatnonzero((grid.weekday == SATURDAY) & grid.in_month):
        five = grid.marked("holiday")[:, column - 5 : column].all(axis=1)
        holiday[:, column] |= five & (grid.code[:, column] == NOTHING) & (halves[:, column] > 0)
    taken = _take(np.where(holiday, halves, 0), grid.holidays_left)
    return _lowered(halves, why, taken, Why.HOLIDAY_WITH_PAY_FIRST)


def _december(grid: Grid, halves: Bytes, why: Bytes, left: Wide) -> tuple[Bytes, Bytes, Wide]:
    """AM art. 20: holidays with pay still left are taken from the payable days of December, from the 31st back."""
    december = 12
    if grid.month.number != december:
        return halves, why, np.zeros_like(left)
    taken = _take(halves[:, ::-1], left)[:, ::-1]
    return _lowered(halves, why, taken, Why.DECEMBER_HOLIDAY)


def _take(halves: Bytes | Wide, left: Wide) -> Wide:
    """How much each column gives, in order, until `left` is used up."""
    wide = halves.astype(np.int64)
    before = np.cumsum(wide, axis=1) - wide
    return np.asarray(np.clip(left[:, None] - before, 0, wide))


def _lowered(halves: Bytes, why: Bytes, taken: Wide, reason: Why) -> tuple[Bytes, Bytes, Wide]:
    lowered = (halves - taken).astype(np.int8)
    return lowered, np.where(taken > 0, np.int8(reason), why), taken.sum(axis=1)
