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
from capac.rules import sets, week
from capac.rules.batch import Batch, Sets, Wide
from capac.rules.grid import Grid
from capac.rules.price import Priced
from capac.rules.price import all_segments as lines
from capac.rules.sheet import Days, Sheet
from capac.rules.week import Reasons, Saturdays, Taken
from capac.rules.why import Why

__all__ = ["lines", "sheet"]

DAY, HALF_DAY = 2, 1
DAYS_A_WEEK, HALVES_A_WEEK = 6, 12


@dataclass(frozen=True)
class _Halves:
    """Days that hold two half-allowances, and days that hold one."""

    two: Sets
    one: Sets

    @property
    def days(self) -> Sets:
        """Days that hold any."""
        return np.asarray(self.two | self.one)

    def of(self, days: Sets) -> _Halves:
        """What some of the days hold."""
        return _Halves(self.two & days, self.one & days)

    @property
    def total(self) -> Wide:
        """How many half-allowances in all."""
        return DAY * sets.count(self.two) + HALF_DAY * sets.count(self.one)

    def in_segments(self, grid: Grid, rows: Wide) -> Wide:
        """How many of them lie in each segment."""
        return _Halves(grid.in_segments(self.two, rows), grid.in_segments(self.one, rows)).total


@dataclass(frozen=True)
class _Month:
    """What the pattern gives, what is left of it, what days take beyond their own, and the reason of each day.

    `halved` are the Saturdays of which the week before costs one.
    """

    own: _Halves
    left: _Halves
    beyond: _Halves
    halved: Sets
    why: Reasons


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """What the month holds for many people: a line a segment, in half-allowances."""
    grid = Grid(batch)
    weekly = _weekly(batch)
    before, figures = _taken_off(grid, _pattern(grid, weekly))
    month, first, december = _holidays(grid, before)
    source = priced.lines.source
    worth = month.left.in_segments(grid, source) - month.beyond.in_segments(grid, source)
    return Sheet(
        priced.lines.of(np.maximum(0, worth), by_half=np.ones(len(worth), np.bool_)),
        {**figures, "pattern_holidays_first": first, "pattern_december": december},
        {"weekly_halves": weekly[source]},
        Days(month.why, month.left.two, month.left.one),
    )


def _weekly(batch: Batch) -> Wide:
    """Half-allowances of a week, a segment each: Q x 12 / S, half-up (AR art. 103)."""
    q, s = batch.segments.q, batch.segments.s
    return half_up(q * HALVES_A_WEEK, s)


def _pattern(grid: Grid, weekly: Wide) -> _Halves:
    """One half a day from Monday to Saturday, what is over again from Monday; none outside the authorisation."""
    weekday = grid.days.weekday
    up_to = [
        sets.of_places(np.flatnonzero(weekday < days).tolist()) & grid.weekdays
        for days in range(DAYS_A_WEEK + 1)
    ]
    first_days = np.array(up_to, np.uint64)
    mine, people = grid.of_segment, len(grid.batch)
    once = first_days[np.minimum(weekly, DAYS_A_WEEK)] & mine
    twice = first_days[np.clip(weekly - DAYS_A_WEEK, 0, DAYS_A_WEEK)] & mine
    two = grid.batch.segments.united(twice, people)
    return _Halves(two, grid.batch.segments.united(once, people) & ~two)


def _taken_off(grid: Grid, pattern: _Halves) -> tuple[_Month, dict[str, Wide]]:
    """Two halves for a day of AR 44 and for a lost Saturday, one for a halved one, its own for any other day."""
    free = week.free(grid)
    counts = week.considered(grid, free & pattern.days)
    mine = counts & grid.month & grid.inside
    own = pattern.of(mine)
    saturdays = week.saturdays(grid, counts)
    lost, halved = saturdays.lost & mine, saturdays.halved & ~saturdays.lost & mine
    by_employer = mine & week.paid_by_employer(grid)
    takes = _takes(own, free, whole=lost | by_employer, half=halved)
    month = _Month(
        own=own,
        left=_Halves(own.two & ~takes.days, (own.one & ~takes.days) | (own.two & takes.one)),
        beyond=_Halves(takes.two & ~own.days, (takes.two & own.one) | (takes.one & ~own.days)),
        halved=halved,
        why=_why(grid, own, mine=mine, saturdays=saturdays),
    )
    return month, _figures(
        own, takes, by_employer=by_employer & ~(lost | halved), saturdays=np.asarray(lost | halved)
    )


def _takes(own: _Halves, free: Sets, *, whole: Sets, half: Sets) -> _Halves:
    """What each day takes away."""
    others = own.of(~free & ~whole & ~half)
    return _Halves(whole | others.two, (half & ~whole) | others.one)


def _why(grid: Grid, own: _Halves, *, mine: Sets, saturdays: Saturdays) -> Reasons:
    """The reason of each day: the card, the pattern, the first payable day, or the Saturday rules."""
    free = week.free(grid)
    return (
        *week.card_reasons(grid),
        (Why.NOT_IN_PATTERN, free & ~own.days),
        (Why.BEFORE_FIRST_PAYABLE, free & ~mine),
        (Why.PUBLIC_HOLIDAY, mine & grid.card.public_holiday_paid),
        *((reason, days & mine) for reason, days in saturdays.reasons),
    )


def _holidays(grid: Grid, month: _Month) -> tuple[_Month, Wide, Wide]:
    """Holidays with pay go first, and what is left of them in December is taken from its end (AM art. 20).

    A day of them covers a day of the pattern, half a day a halved Saturday. Returns also the
    half-allowances that each rule took.
    """
    left = grid.batch.holidays_left
    used = _covered(month, week.holidays(grid, month.left.days), left)
    month, first = _lowered(month, used, Why.HOLIDAY_WITH_PAY_FIRST)
    if grid.batch.month.number != week.DECEMBER:
        return month, first, np.zeros_like(first)
    rest = left - used.halves
    used = _covered(month, month.left.days, rest, backwards=True)
    month, december = _lowered(month, used, Why.DECEMBER_HOLIDAY)
    return month, first, december


def _covered(month: _Month, days: Sets, left: Wide, *, backwards: bool = False) -> Taken:
    """Halves of days with pay that cover these days: one for a halved Saturday, two for another."""
    mine = month.left.days & days
    return week.taken(mine & ~month.halved, mine & month.halved, left, backwards=backwards)


def _lowered(month: _Month, used: Taken, reason: Why) -> tuple[_Month, Wide]:
    """A day that is covered loses all its halves; one that is covered by half loses one (half of one is one)."""
    partly = used.one & ~month.halved
    wholly = used.days & ~partly
    before = month.left
    left = _Halves(before.two & ~used.days, (before.one & ~used.days) | (before.two & partly))
    lost = before.of(wholly).total + sets.count(partly)
    return replace(month, left=left, why=(*month.why, (reason, used.days))), lost


def _figures(own: _Halves, takes: _Halves, *, by_employer: Sets, saturdays: Sets) -> dict[str, Wide]:
    """What the month holds, and what each rule took before holidays, in half-allowances."""
    return {
        "pattern": own.total,
        "pattern_worked": takes.of(by_employer).total,
        "pattern_saturdays": takes.of(saturdays).total,
        "pattern_lost": takes.of(~(saturdays | by_employer)).total,
    }
