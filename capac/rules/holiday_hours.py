"""Youth and senior holidays (C2 prefixes 21 and 22): hours become allowances.

In words. The hours of youth or senior holidays of the month x 6 / S, less the holidays with pay that are
still left, to the nearest half and never below zero (AR art. 78bis, 131ter; the quotient stays exact,
reading 10). The daily amount is frozen at the first such day of the year: where the C2 does not say it,
it is that of the day on which the segment begins.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from capac.core.money import half_up
from capac.rules import bareme
from capac.rules.batch import Batch
from capac.rules.price import Asked, Priced, only_segment, price
from capac.rules.sheet import Sheet

HALVES_A_WEEK = 12


def lines(batch: Batch) -> Priced:
    """The one amount of the month."""
    source, several = only_segment(batch, rule="AR 25.11.1991 art. 131ter")
    return price(batch, source, table=_table, beside=batch.segments.first[source]).but(several)


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """One line a person."""
    hours, weekly, left = (batch.own[name] for name in ("hours", "s", "paid_days_left_halves"))
    halves = half_up(np.maximum(0, hours * HALVES_A_WEEK - left * weekly), weekly)
    figures = {"holiday_hours": hours, "holiday_weekly_hours": weekly, "paid_days_left": left}
    return Sheet(priced.lines.of(np.where(batch.touched, halves, 0)), figures)


def _table(asked: Asked) -> bareme.Daily:
    return bareme.holiday_amount(asked.code, date.fromordinal(asked.beside))
