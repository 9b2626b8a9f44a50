"""Youth and senior holidays (C2 prefixes 21 and 22): hours become allowances.

In words. The hours of youth or senior holidays of the month x 6 / S, less the holidays with pay that are
still left, to the nearest half and never below zero (AR art. 78bis, 131ter; the quotient stays exact,
reading 10). The daily amount is frozen at the first such day of the year: where the C2 does not say it,
it is that of the day on which the segment begins.
"""

from __future__ import annotations

import numpy as np

from capac.core.money import half_up
from capac.rules import bareme
from capac.rules.facts import Facts, HolidayHours, Segment
from capac.rules.price import only_segment, price
from capac.rules.sheet import Batch, Price, Sheet

HALVES_A_WEEK = 12


def prices(facts: Facts) -> tuple[Price, ...]:
    """The one amount of the month."""
    return (price(only_segment(facts, rule="AR 25.11.1991 art. 131ter"), facts, _table),)


def sheet(batch: Batch) -> Sheet:
    """One line a person."""
    given = [_given(facts) for facts in batch.people]
    hours = batch.column([one.hours for one in given])
    weekly = batch.column([one.s for one in given])
    left = batch.column([one.paid_days_left_halves for one in given])
    inside = np.array([bool(facts.segments_of_month) for facts in batch.people])
    halves = half_up(np.maximum(0, hours * HALVES_A_WEEK - left * weekly), weekly)
    figures = {"holiday_hours": hours, "holiday_weekly_hours": weekly, "paid_days_left": left}
    return Sheet(batch.lines().of(np.where(inside, halves, 0)), figures)


def _given(facts: Facts) -> HolidayHours:
    assert facts.holiday_hours is not None, "checked before"
    return facts.holiday_hours


def _table(segment: Segment, _: Facts) -> bareme.Daily:
    assert segment.wage_code is not None
    return bareme.holiday_amount(segment.wage_code, segment.first)
