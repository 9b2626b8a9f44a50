"""A month in which nothing is authorised, or payment is refused (C2 code 00): every day outside, nothing owed."""

from __future__ import annotations

from capac.core.period import Month
from capac.rules.calculate import Calculation
from capac.rules.full_unemployment import Why
from capac.rules.grid import SUNDAY
from capac.rules.vector import Steps, pack


def nothing(month: Month, scheme: str) -> Calculation:
    """The calculation of such a month: all its figures are zero, and it is told like any other."""
    days = tuple((Why.SUNDAY if day.weekday() == SUNDAY else Why.OUTSIDE, 0) for day in month.days)
    steps = Steps(
        month=month,
        segments=(),
        days=days,
        holidays_first_halves=0,
        december_halves=0,
        sundays=0,
        secondary_cents=0,
        gross_cents=0,
        tax_cents=0,
        tax_uncertain=False,
        withheld=(),
        parameters=(),
    )
    return Calculation(scheme, month, steps, pack(steps))
