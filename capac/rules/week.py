"""What the days say before any allowance is counted: which days count, which are lost, what a Saturday is.

Full unemployment, insertion allowances and voluntary part-time share it. Readings 1 to 6 of the reference
(section 13) decide where the texts are silent. Each rule is of one person's days; it holds of columns as it stands.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from capac.rules import sets
from capac.rules.batch import Wide
from capac.rules.grid import Said, marked
from capac.rules.sets import Sets
from capac.rules.why import REASON_OF_CODE, Why

LOST_FROM, HALVED_FROM = 4, 2
"""Days of AR art. 44 in the week (AM art. 21): from 4 the Saturday is lost, from 2 it is halved."""
DECEMBER = 12
WEEKS, WEEK, SIX_DAYS = 6, 7, np.uint64(0b111111)
"""The grid's Saturday n is its day 7n + 6; the six days before it are the rest of its week."""
Reasons = tuple[tuple[Why, Sets], ...]
"""Sets of days with their reason; where two hold the same day, the later one speaks."""


class Saturdays(NamedTuple):
    """Free Saturdays that are lost, by reason, and those that are halved (AM art. 21)."""

    full_pay: Sets
    between: Sets
    after_five: Sets
    four_worked: Sets
    halved: Sets

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


def lost(saturdays: Saturdays) -> Sets:
    """Those that are lost, whatever the reason."""
    return saturdays.full_pay | saturdays.between | saturdays.after_five | saturdays.four_worked


def free(said: Said) -> Sets:
    """Days from Monday to Saturday, inside, that nothing takes away (AR art. 100, 44-46)."""
    return said.month & ~said.sundays & said.inside & (~marked(said) | said.holiday)


def card_reasons(said: Said) -> Reasons:
    """Why, before the Saturday and holiday rules: what the card says, or where the day lies."""
    everybody = np.full(len(said.inside), said.month)
    return (
        (Why.PAID, everybody),
        *((reason, getattr(said, name)) for name, reason in REASON_OF_CODE.items()),
        (Why.OUTSIDE, ~said.inside),
        (Why.SUNDAY, everybody & said.sundays),
        (Why.SUNDAY_WORKED, worked_sundays(said)),
    )


def worked_sundays(said: Said) -> Sets:
    """Sundays of the month that were worked inside the authorisation (AR art. 109 § 1, 1°)."""
    return said.worked & said.inside & said.sundays


def considered(said: Said, payable: Sets) -> Sets:
    """Days before the first payable day do not count when nothing was paid for the month before (AM art. 21)."""
    found: Sets = sets.where(said.was_paid_before, sets.ALL, sets.from_first(payable))
    return found


def not_payable(said: Said, counts: Sets) -> Sets:
    """Days not payable for rules (b) and (c). A holiday inside counts as payable; another month only where given."""
    holiday = said.holiday | said.paid_holiday
    elsewhere = ~said.inside & (marked(said) | said.month)
    return counts & (elsewhere | (marked(said) & ~holiday))


def article_44(said: Said, counts: Sets) -> Sets:
    """Days not payable under AR art. 44: work, public holidays paid by the employer, paid holidays outside."""
    return counts & (paid_by_employer(said) | (said.paid_holiday & ~said.inside))


def paid_by_employer(said: Said) -> Sets:
    """Days of AR 44 of the card: work, and public holidays that the employer pays."""
    return said.worked | said.public_holiday_paid


def saturdays(said: Said, counts: Sets) -> Saturdays:
    """AM art. 21: why a free Saturday is lost or halved. It is lost for (a) a full-time wage for the week, (b) a
    Friday before and a Monday after that are not payable, (c) five days not payable before it, (d) four days of
    AR 44 in its week from Sunday; it is halved for two or three such days."""
    missing, mine = not_payable(said, counts), free(said) & said.saturdays
    five = five_before(missing) & ~five_before(said.sick)
    worked = article_44(said, counts)
    return Saturdays(
        full_pay=mine & full_pay(said),
        between=mine & sets.later(missing, 1) & sets.later(missing, -2),
        after_five=mine & five,
        four_worked=mine & after_worked(worked, LOST_FROM),
        halved=mine & after_worked(worked, HALVED_FROM),
    )


def five_before(days: Sets) -> Sets:
    """Days before which five days in a row are in the set."""
    two = days & sets.later(days, 1)
    four = two & sets.later(two, 2)
    return sets.later(four & sets.later(days, 4), 1)


def after_worked(worked: Sets, least: int) -> Sets:
    """Saturdays whose week, from Sunday, holds so many days of a set."""
    found = worked & sets.NONE
    if sets.some(worked):
        for n in range(WEEKS):
            in_week = worked >> np.uint64(WEEK * n) & SIX_DAYS
            found = found | sets.chosen(sets.count(in_week) >= least, WEEK * n + WEEK - 1)
    return found


def full_pay(said: Said) -> Sets:
    """Saturdays of weeks with a full-time wage."""
    found = said.inside & sets.NONE
    if sets.some(said.full_pay):
        for n in range(WEEKS):
            found = found | sets.chosen((said.full_pay >> n & 1) != 0, WEEK * n + WEEK - 1)
    return found


def holidays(said: Said, payable: Sets) -> Sets:
    """Holidays that no employer pays, and the Saturday after five of them (AM art. 20), where something is payable."""
    after = five_before(said.holiday) & ~marked(said) & said.saturdays
    return (said.holiday | after) & payable


class Taken(NamedTuple):
    """Days of which holidays with pay took two halves, and one."""

    two: Sets
    one: Sets


class WithPay(NamedTuple):
    """What holidays with pay took: first, before unpaid ones, and in December, from its end (AM art. 20)."""

    first: Taken
    december: Taken


def days(taken: Taken) -> Sets:
    """Days of which something was taken."""
    return taken.two | taken.one


def halves(taken: Taken) -> Wide:
    """How many halves were taken in all."""
    return 2 * sets.count(taken.two) + sets.count(taken.one)


def taken(two: Sets, one: Sets, left: Wide, *, backwards: bool = False) -> Taken:
    """What days that need two halves, and one, take of what is left, in order, until it is used up."""
    open_days = sets.where(left > 0, two | one, sets.NONE)
    took_two = took_one = open_days & sets.NONE
    if sets.some(open_days):
        for place in range(sets.WIDTH - 1, -1, -1) if backwards else range(sets.WIDTH):
            if sets.some(sets.holds(open_days, place)):
                needs = 2 * sets.holds(two, place) + sets.holds(one, place)
                takes = np.minimum(needs, left)
                left = left - takes
                took_two = took_two | sets.chosen(takes == 2, place)
                took_one = took_one | sets.chosen(takes == 1, place)
    return Taken(took_two, took_one)
