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

from typing import NamedTuple

import numpy as np

from capac.core.money import half_up
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

DAY, HALF_DAY = 2, 1
DAYS_A_WEEK, HALVES_A_WEEK = 6, 12


class Halves(NamedTuple):
    """Days that hold two half-allowances, and days that hold one."""

    two: Sets
    one: Sets


class Counted(NamedTuple):
    """What the pattern gives, what is left of it before holidays with pay, and what days take beyond their own; what
    took it, in half-allowances: days that an employer pays, Saturdays, other days. `mine` are the days that count.
    """

    own: Halves
    left: Halves
    beyond: Halves
    halved: Sets
    mine: Sets
    saturdays: Saturdays
    pattern: Wide
    worked: Wide
    lost: Wide
    others: Wide


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """What the month holds for many people: a line a segment, in half-allowances."""
    grid, source = Grid(batch), priced.lines.source
    weekly = _weekly(batch)
    month = counted(grid.said, _pattern(grid, weekly))
    december = batch.month.number == week.DECEMBER
    used = for_some(
        holidays, batch.holidays_left > 0, said=grid.said, left=month.left, halved=month.halved, december=december
    )  # fmt: skip
    after = _lowered(month.left, month.halved, used.first)
    left = _lowered(after, month.halved, used.december)
    figures = {
        "pattern": month.pattern,
        "pattern_worked": month.worked,
        "pattern_saturdays": month.lost,
        "pattern_lost": month.others,
        "pattern_holidays_first": _total(month.left) - _total(after),
        "pattern_december": _total(after) - _total(left),
    }
    halves = paid(grid.of_rows(left, source), grid.of_rows(month.beyond, source), grid.of_segment[source])
    return Sheet(
        priced.lines.of(halves, by_half=np.ones(len(halves), np.bool_)),
        figures,
        {"weekly_halves": weekly[source]},
        Days(_reasons(grid.said, month, used), left.two, left.one),
    )


def _weekly(batch: Batch) -> Wide:
    """Half-allowances of a week, a segment each: Q x 12 / S, half-up (AR art. 103)."""
    q, s = batch.segments.q, batch.segments.s
    return half_up(q * HALVES_A_WEEK, s)


def _pattern(grid: Grid, weekly: Wide) -> Halves:
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
    return Halves(two, grid.batch.segments.united(once, people) & ~two)


@by_person
def counted(said: Said, pattern: Halves) -> Counted:
    """Two halves for a day of AR 44 and for a lost Saturday, one for a halved one, its own for any other day."""
    free = week.free(said)
    counts = week.considered(said, free & _days(pattern))
    mine: Sets = counts & said.month & said.inside
    own, saturdays = _of(pattern, mine), week.saturdays(said, counts)
    lost = week.lost(saturdays) & mine
    halved, by_employer = saturdays.halved & ~lost & mine, mine & week.paid_by_employer(said)
    takes = _takes(own, free, whole=lost | by_employer, half=halved)
    taken, by_saturday = _days(takes), lost | halved
    return Counted(
        own=own,
        left=Halves(own.two & ~taken, (own.one & ~taken) | (own.two & takes.one)),
        beyond=Halves(takes.two & ~_days(own), (takes.two & own.one) | (takes.one & ~_days(own))),
        halved=halved,
        mine=mine,
        saturdays=saturdays,
        pattern=_total(own),
        worked=_total(_but(_of(takes, by_employer), by_saturday)),
        lost=_total(_of(takes, by_saturday)),
        others=_total(_but(takes, by_saturday | by_employer)),
    )


@by_person
def holidays(said: Said, left: Halves, *, halved: Sets, december: bool) -> WithPay:
    """Holidays with pay go first, and what is left of them in December is taken from its end (AM art. 20)."""
    first = _covered(left, halved, week.holidays(said, _days(left)), said.holidays_left)
    rest = said.holidays_left - week.halves(first) if december else said.holidays_left * 0
    after = _lowered(left, halved, first)
    return WithPay(first, _covered(after, halved, _days(after), rest, backwards=True))


def _days(halves: Halves) -> Sets:
    """Days that hold any."""
    return halves.two | halves.one


def _of(halves: Halves, days: Sets) -> Halves:
    """What some of the days hold."""
    return Halves(halves.two & days, halves.one & days)


def _but(halves: Halves, days: Sets) -> Halves:
    """What the others hold."""
    return Halves(halves.two & ~days, halves.one & ~days)


def _total(halves: Halves) -> Wide:
    """How many half-allowances in all."""
    return DAY * sets.count(halves.two) + HALF_DAY * sets.count(halves.one)


def _takes(own: Halves, free: Sets, *, whole: Sets, half: Sets) -> Halves:
    """What each day takes away."""
    others = _of(own, ~free & ~whole & ~half)
    return Halves(whole | others.two, (half & ~whole) | others.one)


def _covered(left: Halves, halved: Sets, days: Sets, holidays: Wide, *, backwards: bool = False) -> Taken:
    """Halves of holidays with pay that cover these days: one for a halved Saturday, two for another."""
    mine = _days(left) & days
    return week.taken(mine & ~halved, mine & halved, holidays, backwards=backwards)


def _lowered(left: Halves, halved: Sets, used: Taken) -> Halves:
    """A day that is covered loses all its halves; one that is covered by half loses one (half of one is one)."""
    covered, partly = week.days(used), used.one & ~halved
    return Halves(left.two & ~covered, (left.one & ~covered) | (left.two & partly))


@by_person
def paid(left: Halves, beyond: Halves, mine: Sets) -> Wide:
    """Half-allowances of the days of one segment; what days take beyond their own comes off, never below zero."""
    halves: Wide = np.maximum(0, _total(_of(left, mine)) - _total(_of(beyond, mine)))
    return halves


def _reasons(said: Said, month: Counted, used: WithPay) -> Reasons:
    """The reason of each day: the card, the pattern, the first payable day, the Saturday rules, or holidays with pay."""
    free, mine = week.free(said), month.mine
    return (
        *week.card_reasons(said),
        (Why.NOT_IN_PATTERN, free & ~_days(month.own)),
        (Why.BEFORE_FIRST_PAYABLE, free & ~mine),
        (Why.PUBLIC_HOLIDAY, mine & said.public_holiday_paid),
        *((reason, days & mine) for reason, days in month.saturdays.reasons),
        (Why.HOLIDAY_WITH_PAY_FIRST, week.days(used.first)),
        (Why.DECEMBER_HOLIDAY, week.days(used.december)),
    )
