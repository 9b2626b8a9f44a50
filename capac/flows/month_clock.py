"""The dates of a month: from when its card can be filled, when it is usually paid, until when it must be.

Three clocks, never mixed: the office calendar for the card and the run, the bank's for the transfer, and the law's
limit, counted in office days (AR 25.11.1991 art. 161).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from capac.core.period import Month
from capac.core.workdays import Calendar, bank
from capac.exchange import api as exchange
from capac.payment import api as payment
from capac.rules import api as rules

PAPER = "paper"


def fill_from(month: Month, calendar: Calendar, *, early: date | None = None) -> date:
    """The second-last working day of the month: the first on which its card is confirmed (art. 71ter).

    Or the day from which the month may be paid before its end, where ONEM's committee allows it.
    """
    usual = calendar.add(calendar.add(month.next().first, -1), -1)
    return usual if early is None else min(early, usual)


def is_too_early(
    card: payment.Card,
    month: Month,
    calendar: Calendar,
    *,
    segments: Iterable[exchange.Segment],
    early: date | None = None,
) -> bool:
    """A paper card handed in while days of its month were still to come, so that it says nothing of them (AM art. 41).

    Not so where the right had ended by then, nor from the day on which a month may be paid early (art. 161). An electronic one is confirmed in ONEM's application, which lets
    nobody do it before the day.
    """
    if card.channel != PAPER or card.received_on >= fill_from(month, calendar, early=early):
        return False
    ends = (min(segment.last or month.last, month.last) for segment in segments if not segment.refusal)
    return max(ends, default=month.first) > card.received_on


def usual_day(month: Month, today: date, calendar: Calendar, *, early: date | None = None) -> date:
    """The day on which a month that is complete today is usually paid: the bank's first day after its run.

    A month is payable from the first of the next, or from a day that was allowed before its end (`early`); its run is
    prepared and released on an office day.
    """
    run = calendar.next_open(max(today, early or month.next().first))
    return bank().add(run, 1)


def last_day(month: Month, *, notified_on: date, complete_on: date, calendar: Calendar) -> date:
    """The last day to pay (art. 161): everything is there, and the month is over, on the later of the two days."""
    met = max(complete_on, month.next().first)
    return rules.deadline_on("ar-161", notified_on, conditions_met=met, calendar=calendar)
