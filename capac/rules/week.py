"""What the day grid says before any allowance is counted: which days count, which are lost, what a Saturday is.

Full unemployment, insertion allowances and voluntary part-time share it. Readings 1 to 6 of the reference
(section 13) decide where the texts are silent.
"""

from __future__ import annotations

import numpy as np

from capac.rules.grid import NOTHING, OUTSIDE, SATURDAY, SUNDAY, Bytes, Flags, Grid, Wide
from capac.rules.why import REASON_OF_CODE, Why

LOST_FROM, HALVED_FROM = 4, 2
"""Days of AR art. 44 in the week (AM art. 21): from 4 the Saturday is lost, from 2 it is halved."""
NO_RULE = 0
DECEMBER = 12


def free(grid: Grid) -> Flags:
    """Days from Monday to Saturday, inside, that nothing takes away (AR art. 100, 44-46)."""
    weekdays = grid.in_month & (grid.weekday != SUNDAY)
    unmarked = (grid.code == NOTHING) | grid.marked("holiday")
    return np.asarray(weekdays & (grid.segment != OUTSIDE) & unmarked)


def marked_reasons(grid: Grid) -> Bytes:
    """Why, before the Saturday and holiday rules: what the card says, or where the day lies."""
    why = np.full(grid.code.shape, Why.PAID, np.int8)
    for name, reason in REASON_OF_CODE.items():
        why[grid.marked(name)] = reason
    why[grid.segment == OUTSIDE] = Why.OUTSIDE
    why[:, grid.weekday == SUNDAY] = Why.SUNDAY
    why[worked_sundays(grid)] = Why.SUNDAY_WORKED
    return why


def worked_sundays(grid: Grid) -> Flags:
    """Sundays of the month that were worked inside the authorisation (AR art. 109 § 1, 1°)."""
    sundays = (grid.weekday == SUNDAY) & grid.in_month
    return np.asarray(grid.marked("worked") & sundays & (grid.segment != OUTSIDE))


def considered(grid: Grid, payable: Flags) -> Flags:
    """Days before the first payable day do not count when nothing was paid for the month before (AM art. 21)."""
    first = np.where(payable.any(axis=1), payable.argmax(axis=1), len(grid.days))
    after = np.arange(len(grid.days)) >= first[:, None]
    return np.asarray(grid.paid_before[:, None] | after)


def not_payable(grid: Grid, counts: Flags) -> Flags:
    """Days not payable for rules (b) and (c). A holiday inside counts as payable; another month only where given."""
    inside, marked = grid.segment != OUTSIDE, grid.code != NOTHING
    holiday = grid.marked("holiday") | grid.marked("paid_holiday")
    elsewhere = ~inside & (marked | grid.in_month)
    return np.asarray(counts & (elsewhere | (marked & ~holiday)))


def article_44(grid: Grid, counts: Flags) -> Flags:
    """Days not payable under AR art. 44: work, public holidays paid by the employer, paid holidays outside."""
    outside_holiday = grid.marked("paid_holiday") & (grid.segment == OUTSIDE)
    paid_by_employer = grid.marked("worked") | grid.marked("public_holiday_paid")
    return np.asarray(counts & (paid_by_employer | outside_holiday))


def saturdays(grid: Grid, counts: Flags) -> Bytes:
    """AM art. 21: why a free Saturday is lost or halved, 0 where nothing lowers it. It is lost for (a) a full-time
    wage for the week, (b) a Friday before and a Monday after that are not payable, (c) five days not payable
    before it, (d) four days of AR 44 in its week from Sunday; it is halved for two or three such days."""
    verdict = np.full(grid.code.shape, NO_RULE, np.int8)
    lost, by_44, sick = not_payable(grid, counts), article_44(grid, counts), grid.marked("sick")
    is_free = free(grid)
    for column in np.flatnonzero((grid.weekday == SATURDAY) & grid.in_month):
        week = slice(column - 5, column)
        in_week = by_44[:, column - 6 : column].sum(axis=1)
        five = lost[:, week].all(axis=1) & ~sick[:, week].all(axis=1)
        for holds, reason in (
            (in_week >= HALVED_FROM, Why.SATURDAY_HALF),
            (in_week >= LOST_FROM, Why.SATURDAY_FOUR_WORKED),
            (five, Why.SATURDAY_AFTER_FIVE),
            (lost[:, column - 1] & lost[:, column + 2], Why.SATURDAY_BETWEEN),
            (grid.full_time_week[:, column], Why.SATURDAY_FULL_PAY),
        ):
            verdict[is_free[:, column] & holds, column] = reason
    return verdict


def holidays(grid: Grid, halves: Bytes) -> Flags:
    """Holidays that no employer pays, and the Saturday after five of them (AM art. 20), where something is payable."""
    found = grid.marked("holiday") & (halves > 0)
    for column in np.flatnonzero((grid.weekday == SATURDAY) & grid.in_month):
        five = grid.marked("holiday")[:, column - 5 : column].all(axis=1)
        found[:, column] |= five & (grid.code[:, column] == NOTHING) & (halves[:, column] > 0)
    return np.asarray(found)


def taken(needs: Bytes | Wide, left: Wide) -> Wide:
    """How much of what is left each column takes, in order, until it is used up."""
    wide = needs.astype(np.int64)
    before = np.cumsum(wide, axis=1) - wide
    return np.asarray(np.clip(left[:, None] - before, 0, wide))


def taken_backwards(needs: Bytes | Wide, left: Wide) -> Wide:
    """The same from the last column to the first."""
    return taken(needs[:, ::-1], left)[:, ::-1]
