"""The one promised date of a work item, and the order in which items are worked.

The promise is the last day of the first limit of what sets it (of "95 % within 10 days, 100 % within a month" the
tenth day), counted in the office calendar as known when the item is opened: an entry of the contract, or a time
limit of the law that is counted from the day since which the item waits.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from capac.commitments import api as commitments
from capac.core.clock import BRUSSELS
from capac.core.workdays import Calendar
from capac.rules import api as rules
from capac.work.kinds import BY_ANALOGY

MOST_AHEAD = 15
"""How many days hardship brings an item forward at most. Our own, see docs/decisions/0034."""


def promised(norm: str, since: datetime, *, calendar: Calendar) -> date:
    """The day promised for something that waits since a moment.

    Raises KeyError for what neither the contract nor the law knows, or for a norm without a limit.
    """
    return min(_limits(norm, _day(since), calendar))


def renewed(norm: str, since: datetime, *, today: date, calendar: Calendar) -> date:
    """The new date for a promise that will not be kept: the norm's next limit, else the limit read by analogy from today.

    Of "95 % within 10 days, 100 % within a month" the second promise is the month.
    """
    later = [day for day in _limits(norm, _day(since), calendar) if day > calendar.add(today, 1)]
    return min(later, default=min(_limits(BY_ANALOGY, today, calendar)))


def placed_on(due_on: date, without_income_since: date | None) -> date:
    """The day by which an item takes its place in the queue.

    It is the promise, brought forward by one day for each day that the client will have been without income when the
    promise falls due, by MOST_AHEAD at most.
    """
    if without_income_since is None:
        return due_on
    days = (due_on - without_income_since).days
    return due_on - timedelta(min(max(days, 0), MOST_AHEAD))


def _limits(norm: str, start: date, calendar: Calendar) -> tuple[date, ...]:
    if norm[:1].isalpha():
        return (rules.deadline_on(norm, start, conditions_met=start, calendar=calendar),)
    found = commitments.promise(
        commitments.indicator(norm, contract=commitments.contract_on(start)), start, calendar=calendar
    )
    if not found:
        raise KeyError(f"{norm} prints no limit")
    return found


def _day(since: datetime) -> date:
    return since.astimezone(BRUSSELS).date()
