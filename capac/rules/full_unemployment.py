"""Full unemployment, full-time (C2 prefix 01): how many allowances a month holds, day by day.

In words. Every day from Monday to Saturday inside the authorisation counts (AR art. 100), unless it was
worked, spent sick, absent, or covered by holiday pay or by the employer. A Saturday is lost, or halved,
by what the week before it holds (AM art. 21). Unpaid holidays are paid, but holidays with pay go first
(AM art. 20), and those left in December are taken from the end of the month. A worked Sunday takes
one allowance away (AR art. 109). Days are counted in halves: 2 is a whole allowance.

Readings where the texts are silent: docs/decisions and the reference, section 13.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from capac.rules import sets, week
from capac.rules.batch import Batch, Sets, Wide
from capac.rules.fused import by_person, for_some
from capac.rules.grid import Grid, Said
from capac.rules.price import Priced
from capac.rules.price import all_segments as lines
from capac.rules.sheet import Days, Sheet
from capac.rules.week import Reasons, Saturdays, Taken, WithPay
from capac.rules.why import Why

__all__ = ["lines", "sheet"]

WHOLE = 2


class Counted(NamedTuple):
    """Days that count whole, and half, by the card and the Saturday rules; worked Sundays."""

    whole: Sets
    half: Sets
    saturdays: Saturdays
    sundays: Sets


class Paid(NamedTuple):
    """Days that are paid whole, and half, and the worked Sundays that take something away."""

    whole: Sets
    half: Sets
    sundays: Sets


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """What the month holds for many people: a line a segment, in halves."""
    grid = Grid(batch)
    month = counted(grid.said)
    december = batch.month.number == week.DECEMBER
    used = for_some(
        holidays, batch.holidays_left > 0, said=grid.said, whole=month.whole, half=month.half, december=december
    )  # fmt: skip
    whole, half = _less(*_less(month.whole, month.half, used.first), used.december)
    figures = {
        "holidays_first": week.halves(used.first),
        "december": week.halves(used.december),
        "sundays": sets.count(month.sundays),
    }
    source = priced.lines.source
    mine = grid.of_rows(Paid(whole, half, month.sundays), source)
    halves = paid(mine, grid.of_segment[source])
    days = Days(_reasons(grid.said, month, used), whole & grid.month, half & grid.month)
    return Sheet(priced.lines.of(halves), figures, days=days)


@by_person
def counted(said: Said) -> Counted:
    """What a month holds before holidays with pay, each step lowering what the step before it left."""
    base = week.free(said)
    saturdays = week.saturdays(said, week.considered(said, base))
    lost = week.lost(saturdays)
    whole, half = base & ~(lost | saturdays.halved), saturdays.halved & ~lost
    return Counted(whole, half, saturdays, week.worked_sundays(said))


@by_person
def holidays(said: Said, whole: Sets, *, half: Sets, december: bool) -> WithPay:
    """Holidays with pay go before unpaid ones; those left in December are taken from its end (AM art. 20)."""
    unpaid, left = week.holidays(said, whole | half), said.holidays_left
    first = week.taken(whole & unpaid, half & unpaid, left)
    rest = left - week.halves(first) if december else left * 0
    whole, half = _less(whole, half, first)
    return WithPay(first, week.taken(whole, half, rest, backwards=True))


def _less(whole: Sets, half: Sets, taken: Taken) -> tuple[Sets, Sets]:
    """What is left, whole and half, where holidays with pay took something."""
    return whole & ~week.days(taken), (half & ~taken.one) | (whole & taken.one)


def _reasons(said: Said, month: Counted, used: WithPay) -> Reasons:
    """Why each day counts, or does not."""
    return (
        *week.card_reasons(said),
        *month.saturdays.reasons,
        (Why.HOLIDAY_WITH_PAY_FIRST, week.days(used.first)),
        (Why.DECEMBER_HOLIDAY, week.days(used.december)),
    )


@by_person
def paid(days: Paid, mine: Sets) -> Wide:
    """Halves of the days of one segment; a worked Sunday takes two of them, never below zero (AR art. 109)."""
    counted = WHOLE * sets.count(days.whole & mine) + sets.count(days.half & mine)
    halves: Wide = np.maximum(0, counted - WHOLE * sets.count(days.sundays & mine))
    return halves
