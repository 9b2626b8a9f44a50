"""What the days say before any allowance is counted: which days count, which are lost, what a Saturday is.

Full unemployment, insertion allowances and voluntary part-time share it. Readings 1 to 6 of the reference
(section 13) decide where the texts are silent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from capac.rules import sets
from capac.rules.batch import Wide
from capac.rules.calendar_grid import WEEK
from capac.rules.grid import Grid
from capac.rules.sets import Sets
from capac.rules.why import REASON_OF_CODE, Why

LOST_FROM, HALVED_FROM = 4, 2
"""Days of AR art. 44 in the week (AM art. 21): from 4 the Saturday is lost, from 2 it is halved."""
DECEMBER = 12
Reasons = tuple[tuple[Why, Sets], ...]
"""Sets of days with their reason; where two hold the same day, the later one speaks."""


@dataclass(frozen=True)
class Saturdays:
    """Free Saturdays that are lost, by reason, and those that are halved (AM art. 21)."""

    full_pay: Sets
    between: Sets
    after_five: Sets
    four_worked: Sets
    halved: Sets

    @property
    def lost(self) -> Sets:
        """Those that are lost, whatever the reason."""
        return np.asarray(self.full_pay | self.between | self.after_five | self.four_worked)

    @property
    def reasons(self) -> Reasons:
        """Each with its reason; where several hold, that of the first rule."""
        return (
            (Why.SATURDAY_HALF, self.halved),
            (Why.SATURDAY_FOUR_WORKED, self.four_worked),
            (Why.SATURDAY_AFTER_FIVE, self.after_five),
            (Why.SATURDAY_BETWEEN, self.between),
            (Why.SATURDAY_FULL_PAY, self.full_pay),
        )


def free(grid: Grid) -> Sets:
    """Days from Monday to Saturday, inside, that nothing takes away (AR art. 100, 44-46)."""
    return np.asarray(grid.weekdays & grid.inside & (~grid.marked | grid.card.holiday))


def card_reasons(grid: Grid) -> Reasons:
    """Why, before the Saturday and holiday rules: what the card says, or where the day lies."""
    said = tuple((reason, getattr(grid.card, name)) for name, reason in REASON_OF_CODE.items())
    everybody = np.full(len(grid.batch), grid.month)
    return (
        (Why.PAID, everybody),
        *said,
        (Why.OUTSIDE, ~grid.inside),
        (Why.SUNDAY, everybody & grid.sundays),
        (Why.SUNDAY_WORKED, worked_sundays(grid)),
    )


def worked_sundays(grid: Grid) -> Sets:
    """Sundays of the month that were worked inside the authorisation (AR art. 109 § 1, 1°)."""
    return np.asarray(grid.card.worked & grid.inside & grid.sundays)


def considered(grid: Grid, payable: Sets) -> Sets:
    """Days before the first payable day do not count when nothing was paid for the month before (AM art. 21)."""
    return np.where(grid.batch.was_paid_before, ~np.uint64(0), sets.from_first(payable))


def not_payable(grid: Grid, counts: Sets) -> Sets:
    """Days not payable for rules (b) and (c). A holiday inside counts as payable; another month only where given."""
    holiday = grid.card.holiday | grid.card.paid_holiday
    elsewhere = ~grid.inside & (grid.marked | grid.month)
    return np.asarray(counts & (elsewhere | (grid.marked & ~holiday)))


def article_44(grid: Grid, counts: Sets) -> Sets:
    """Days not payable under AR art. 44: work, public holidays paid by the employer, paid holidays outside."""
    paid_by_employer = grid.card.worked | grid.card.public_holiday_paid
    return np.asarray(counts & (paid_by_employer | (grid.card.paid_holiday & ~grid.inside)))


def saturdays(grid: Grid, counts: Sets) -> Saturdays:
    """AM art. 21: why a free Saturday is lost or halved. It is lost for (a) a full-time wage for the week, (b) a
    Friday before and a Monday after that are not payable, (c) five days not payable before it, (d) four days of
    AR 44 in its week from Sunday; it is halved for two or three such days."""
    lost, mine = not_payable(grid, counts), free(grid) & grid.saturdays
    five = five_before(lost) & ~five_before(grid.card.sick)
    halved, four = _worked_week(grid, article_44(grid, counts))
    return Saturdays(
        full_pay=mine & _full_pay(grid),
        between=mine & sets.later(lost, 1) & sets.later(lost, -2),
        after_five=mine & five,
        four_worked=mine & four,
        halved=mine & halved,
    )


def five_before(days: Sets) -> Sets:
    """Days before which five days in a row are in the set."""
    if not days.any():
        return days
    two = days & sets.later(days, 1)
    four = two & sets.later(two, 2)
    return sets.later(four & sets.later(days, 4), 1)


def _worked_week(grid: Grid, by_44: Sets) -> tuple[Sets, Sets]:
    """Saturdays whose week, from Sunday, holds two days of AR 44, and four."""
    halved, four = np.zeros_like(by_44), np.zeros_like(by_44)
    if not by_44.any():
        return halved, four
    for place in grid.days.saturdays:
        in_week = np.bitwise_count(by_44 & sets.of_places(range(place - 6, place)))
        halved |= sets.chosen(in_week >= HALVED_FROM, place)
        four |= sets.chosen(in_week >= LOST_FROM, place)
    return halved, four


def _full_pay(grid: Grid) -> Sets:
    """Saturdays of weeks with a full-time wage."""
    found, bits = np.zeros(len(grid.batch), np.uint64), grid.batch.full_pay
    if bits.any():
        for place in grid.days.saturdays:
            found |= sets.chosen((bits >> place // WEEK & 1).astype(np.bool_), place)
    return found


def holidays(grid: Grid, payable: Sets) -> Sets:
    """Holidays that no employer pays, and the Saturday after five of them (AM art. 20), where something is payable."""
    saturdays = five_before(grid.card.holiday) & ~grid.marked & grid.saturdays
    return np.asarray((grid.card.holiday | saturdays) & payable)


@dataclass(frozen=True)
class Taken:
    """Days of which holidays with pay took two halves, and one."""

    two: Sets
    one: Sets

    @property
    def days(self) -> Sets:
        """Days of which something was taken."""
        return np.asarray(self.two | self.one)

    @property
    def halves(self) -> Wide:
        """How many halves were taken in all."""
        return 2 * sets.count(self.two) + sets.count(self.one)


def taken(two: Sets, one: Sets, left: Wide, *, backwards: bool = False) -> Taken:
    """What days that need two halves, and one, take of what is left, in order, until it is used up."""
    found = Taken(np.zeros_like(two), np.zeros_like(two))
    some = np.flatnonzero((left > 0) & ((two | one) != 0))
    if not len(some):
        return found
    two, one, left = two[some], one[some], left[some]
    mine = Taken(np.zeros_like(two), np.zeros_like(two))
    places = range(sets.WIDTH - 1, -1, -1) if backwards else range(sets.WIDTH)
    for place in (n for n in places if sets.holds(two | one, n).any()):
        needs = 2 * sets.holds(two, place) + sets.holds(one, place)
        takes = np.minimum(needs, left)
        left = left - takes
        mine = Taken(mine.two | sets.chosen(takes == 2, place), mine.one | sets.chosen(takes == 1, place))
    found.two[some], found.one[some] = mine.two, mine.one
    return found


def paid_by_employer(grid: Grid) -> Sets:
    """Days of AR 44 of the card: work, and public holidays that the employer pays."""
    return np.asarray(grid.card.worked | grid.card.public_holiday_paid)
