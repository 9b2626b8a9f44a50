"""A month in which nothing is authorised, or payment is refused (C2 code 00): every day outside, nothing owed."""

from __future__ import annotations

from capac.core.period import Month
from capac.rules.calculate import Calculation
from capac.rules.calendar_grid import SUNDAY
from capac.rules.steps import Steps, day_byte
from capac.rules.vector import pack
from capac.rules.why import Why


def nothing(month: Month, scheme: str) -> Calculation:
    """The calculation of such a month: all its figures are zero, and it is told like any other."""
    reasons = (Why.SUNDAY if day.weekday() == SUNDAY else Why.OUTSIDE for day in month.days)
    steps = Steps(
        month=month,
        scheme=scheme,
        segments=(),
        day_block=bytes(day_byte(why, 0) for why in reasons),
        figures=(),
        gross_cents=0,
        tax_cents=0,
        tax_rate=0,
        tax_uncertain=False,
        withheld=(),
        parameters=(),
    )
    return Calculation(scheme, month, pack(steps))
