"""Legal time limits. A deadline never moves off a weekend or a holiday; working days do not count their start."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import yaml

from capac.core.period import Month, plus_months
from capac.core.workdays import Calendar, office
from capac.rules.parameters import DATA

MONTHS_A_QUARTER, MONTHS_A_YEAR = 3, 12


def rules() -> tuple[str, ...]:
    """The names of the rules."""
    return tuple(_table())


def entry(rule: str) -> dict[str, Any]:
    """Calendar, article and sentences of a rule. Raises KeyError."""
    found: dict[str, Any] = _table()[rule]
    return found


def needs_two_dates(rule: str) -> bool:
    """The payment limit counts from two events; every other rule from one day."""
    return bool(entry(rule)["unit"] == "payment")


def deadline_on(
    rule: str, start: date, *, conditions_met: date | None = None, calendar: Calendar | None = None
) -> date:
    """The last day (for ar-151: the first day that binds). `calendar` is the office calendar to count with.

    Raises KeyError for an unknown rule and CalendarError outside the calendars' years.
    """
    law, working = entry(rule), calendar or office()
    unit, n = law["unit"], law["n"]
    if unit == "months":
        return plus_months(start, n)
    if unit == "month_end":
        return Month.of(start).plus(n).last
    if unit == "days":
        return start + timedelta(n)
    if unit == "working_days":
        return working.add(start, n)
    if unit == "working_days_and_month":
        return plus_months(working.add(start, n), 1)
    if unit == "day_of_month":
        return Month.of(start).plus(n).first.replace(day=law["day"])
    if unit == "quarter_years":
        return _after_quarter(start, n)
    if unit == "year_month_end":
        return Month(start.year + n, law["month"]).last
    if unit == "binding":
        return _binding(start, n, working)
    return plus_months(max(working.add(start, n), conditions_met or start), 1)


def _after_quarter(day: date, years: int) -> date:
    """The eve of the day so many years after the first day of the next quarter."""
    quarter = (day.month - 1) // MONTHS_A_QUARTER
    after = Month(day.year, quarter * MONTHS_A_QUARTER + 1).plus(MONTHS_A_QUARTER)
    return after.plus(years * MONTHS_A_YEAR).first - timedelta(1)


def _binding(notified: date, days: int, working: Calendar) -> date:
    """The first of the month of notification when it came in time for the next theoretical payment date."""
    payment = Month.of(notified).next().first
    in_time = notified < working.add(payment, -days)
    return Month.of(notified).first if in_time else payment


@cache
def _table() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.load(
        (DATA / "deadlines.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return loaded
