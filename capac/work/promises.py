"""The promise of a work item, from the one entry of the contract that sets its norm.

It is the last day of the norm's first limit (of "95 % within 10 days, 100 % within a month" the tenth
day), counted in the office calendar as known when the item is opened.
"""

from __future__ import annotations

from datetime import date, datetime

from capac.commitments import api as commitments
from capac.core.clock import BRUSSELS
from capac.core.workdays import Calendar


def promised(norm: str, since: datetime, *, calendar: Calendar) -> date | None:
    """The day promised for something that waits since a moment; None for an item without norm.

    Raises KeyError for a norm that the contract does not have.
    """
    if not norm:
        return None
    start = since.astimezone(BRUSSELS).date()
    indicator = commitments.indicator(norm, contract=commitments.contract_on(start))
    return min(commitments.promise(indicator, start, calendar=calendar), default=None)
