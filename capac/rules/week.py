"""What the day grid says before any allowance is counted: which days count, which are lost, what a Saturday is.

Full unemployment, insertion allowances and voluntary part-time share it. Readings 1 to 6 of the reference
(section 13) decide where the texts are silent.
"""

from __future__ import annotations

import numpy as np

from capac.rules.batch import Bytes, Flags, Wide
from capac.rules.calendar_grid import WEEK
from capac.rules.grid import CODE, NOTHING, Grid
from capac.rules.why import REASON_OF_CODE, Why

LOST_FROM, HALVED_FROM = 4, 2
"""Days of AR art. 44 in the week (AM art. 21): from 4 the Saturday is lost, from 2 it is halved."""
NO_RULE = 0
DECEMBER = 12
REASONS = np.array(
    [Why.PAID, *(REASON_OF_CODE[name] for name in sorted(CODE, key=CODE.__getitem__))], np.int8
)
"""What the card says, as a reason."""


def free(grid: Grid) -> Flags:
    """Days from Monday to Saturday, inside, that nothing takes away (AR art. 100, 44-46)."""
    unmarked = (grid.code == NOTHING) | grid.marked("holiday")
    return np.asarray(unmarked & grid.inside & grid.weekdays)


def marked_reasons(grid: Grid) -> Bytes:
    """Why, before the Saturday and holiday rules: what the card says, or where the day lies."""
    why = REASONS[grid.code]
    np.copyto(why, np.int8(Why.OUTSIDE), where=~grid.inside)
    np.copyto(why, np.int8(Why.SUNDAY), where=grid.sunday)
    np.copyto(why, np.int8(Why.SUNDAY_WORKED), where=worked_sundays(grid))
    return why


def worked_sundays(grid: Grid) -> Flags:
    """Sundays of the month that were worked inside the authorisation (AR art. 109 § 1, 1°)."""
    return np.asarray(grid.marked("worked") & grid.inside & (grid.sunday & grid.in_month))


def considered(grid: Grid, payable: Flags) -> Flags:
    """Days before the first payable day do not count when nothing was paid for the month before (AM art. 21)."""
    counts = np.ones(payable.shape, np.bool_)
    new = np.flatnonzero(~grid.batch.was_paid_before)
    counts[:, new] = np.logical_or.accumulate(payable[:, new], axis=0)
    return counts


def not_payable(grid: Grid, counts: Flags) -> Flags:
    """Days not payable for rules (b) and (c). A holiday inside counts as payable; another month only where given."""
    marked = grid.code != NOTHING
    holiday = grid.marked("holiday") | grid.marked("paid_holiday")
    elsewhere = ~grid.inside & (marked | grid.in_month)
    return np.asarray(counts & (elsewhere | (marked & ~holiday)))


def article_44(grid: Grid, counts: Flags) -> Flags:
    """Days not payable under AR art. 44: work, public holidays paid by the employer, paid holidays outside."""
    outside_holiday = grid.marked("paid_holiday") & ~grid.inside
    paid_by_employer = grid.marked("worked") | grid.marked("public_holiday_paid")
    return np.asarray(counts & (paid_by_employer | outside_holiday))


def saturdays(grid: Grid, counts: Flags) -> Bytes:
    """AM art. 21: why a free Saturday is lost or halved, 0 where nothing lowers it. It is lost for (a) a full-time
    wage for the week, (b) a Friday before and a Monday after that are not payable, (c) five days not payable
    before it, (d) four days of AR 44 in its week from Sunday; it is halved for two or three such days."""
    verdict = np.full(grid.code.shape, NO_RULE, np.int8)
    lost, by_44, sick = not_payable(grid, counts), article_44(grid, counts), grid.marked("sick")
    is_free = free(grid)
    for place in grid.days.saturdays:
        week = slice(place - 5, place)
        in_week = by_44[place - 6 : place].sum(axis=0, dtype=np.int8)
        five = lost[week].all(axis=0) & ~sick[week].all(axis=0)
        for holds, reason in (
            (in_week >= HALVED_FROM, Why.SATURDAY_HALF),
            (in_week >= LOST_FROM, Why.SATURDAY_FOUR_WORKED),
            (five, Why.SATURDAY_AFTER_FIVE),
            (lost[place - 1] & lost[place + 2], Why.SATURDAY_BETWEEN),
            ((grid.batch.full_pay >> place // WEEK & 1).astype(np.bool_), Why.SATURDAY_FULL_PAY),
        ):
            verdict[place, is_free[place] & holds] = reason
    return verdict


def holidays(grid: Grid, halves: Bytes) -> Flags:
    """Holidays that no employer pays, and the Saturday after five of them (AM art. 20), where something is payable."""
    holiday = grid.marked("holiday")
    found = holiday & (halves > 0)
    for place in grid.days.saturdays:
        five = holiday[place - 5 : place].all(axis=0)
        found[place] |= five & (grid.code[place] == NOTHING) & (halves[place] > 0)
    return found


def taken(needs: Bytes, left: Wide) -> Bytes:
    """How much of what is left each day takes, in order, until it is used up."""
    found = np.zeros_like(needs)
    some = np.flatnonzero(left > 0)
    if len(some):
        mine = needs[:, some].astype(np.int64)
        before = np.cumsum(mine, axis=0) - mine
        found[:, some] = np.clip(left[some] - before, 0, mine)
    return found


def taken_backwards(needs: Bytes, left: Wide) -> Bytes:
    """The same from the last day to the first."""
    return taken(needs[::-1], left)[::-1]
