"""The month of a declaration and what it says of each day: hours in hundredths by code of the nature of the day."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import cast

from lxml import etree

from capac.core import clock, workdays
from capac.core.period import Month
from capac.exchange import wech_faults as faults
from capac.exchange.faults import MessageFaultError
from capac.exchange.wech_told import Told
from capac.rules import api as rules

DAY_HUNDREDTHS = 24_00
LOST_A_DAY_HUNDREDTHS = 14_00
"""Hours of temporary unemployment of one day together (glossary 2023/3, zone 00180)."""
MOST_IN_A_ROW = 6
TEMPORARY = "WECH505"
MONTHS = 1000
"""So many periods are remembered as whole months or none."""
_TEXTS = etree.XPath(".//NatureOfDay/*/text()", smart_strings=False)
"""Day, code and hours of every day, one after the other: three texts each, as the schema has shown."""


@cache
def closed_before(today: date) -> Month:
    """The first month that can still be claimed: what is older has lapsed (AL 28.12.1944 art. 7 § 13)."""
    month = Month.of(today).plus(-3 * 12 - 3)
    while rules.deadline_on("claim-prescription", month.last) < today:
        month = month.next()
    return month


def read_month(told: Told) -> Month:
    """The month of the reference period: whole, begun, and not closed. Raises MessageFaultError."""
    first, last = told.text("RefStartingDate"), told.text("RefEndingDate")
    month = _whole(first, last)
    if month is None:
        raise _not_whole(told, first, last)
    today = clock.today()
    if month.first > min(today, workdays.LAST):
        raise told.fault("declared_month_to_come", "RefStartingDate", faults.OUTSIDE, month=str(month))
    earliest = closed_before(today)
    if month < earliest:
        raise told.fault(
            "closed_month", "RefStartingDate", faults.OUTSIDE, month=str(month), earliest=str(earliest)
        )
    return month


@lru_cache(maxsize=MONTHS)
def _whole(first: str, last: str) -> Month | None:
    """The month that a period is, from its first day to its last; None for any other period."""
    try:
        month = Month.of(date.fromisoformat(first))
        return month if (first, last) == (str(month.first), str(month.last)) else None
    except ValueError:
        return None


def _not_whole(told: Told, first: str, last: str) -> MessageFaultError:
    try:
        month = Month.of(date.fromisoformat(first))
        date.fromisoformat(last)
    except ValueError:
        return told.fault("impossible_date", "RefStartingDate", faults.INVALID)
    name = "RefStartingDate" if first != str(month.first) else "RefEndingDate"
    return told.fault("month_not_whole", name, faults.INVALID)


def read_days(told: Told, month: Month, *, risks: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Hours by day ("2026-07-02") and code. Raises MessageFaultError."""
    days: dict[str, dict[str, int]] = {}
    known = _days(month)
    most = LOST_A_DAY_HUNDREDTHS if told.form == TEMPORARY else DAY_HUNDREDTHS
    allowed = {f"5.{int(risk)}" for risk in risks} if told.form == TEMPORARY else None
    texts = iter(cast("list[str]", _TEXTS(told.element)))
    for place, (day, code, hours) in enumerate(zip(texts, texts, texts, strict=True)):
        day, code = day.strip(), code.strip()
        if day not in known:
            raise _fault("declared_day_outside_month", told, place, day=day[2:], month=str(month))
        by_code = days.setdefault(known[day], {})
        if code in by_code:
            raise _fault("declared_day_twice", told, place, day=day[2:])
        by_code[code] = int(hours)
        if sum(by_code.values()) > most:
            raise _fault("declared_hours_out_of_range", told, place, value=hours)
        if allowed is not None and code not in allowed:
            raise _fault("code_without_risk", told, place, value=code)
    if told.form == TEMPORARY:
        _check_in_a_row(told, list(days))
    return days


def _check_in_a_row(told: Told, days: list[str]) -> None:
    """At most six days of temporary unemployment in a row (zone 00179). Whether a Sunday between them breaks the row
    is not told: seven calendar days in a row are too many by either reading, and only those are refused."""
    row = sum(1 << int(day[8:]) for day in days)
    for _ in range(MOST_IN_A_ROW):
        row &= row >> 1
    if row:
        raise _fault("too_many_days_in_a_row", told, 0, most=str(MOST_IN_A_ROW))


@cache
def _days(month: Month) -> dict[str, str]:
    """Each day of a month, as a form writes it and as we keep it."""
    return {f"--{day:%m-%d}": str(day) for day in month.days}


_FAULTS = {
    "declared_day_outside_month": ("DayIndicator", faults.OUTSIDE),
    "declared_day_twice": ("DayIndicator", faults.INVALID),
    "declared_hours_out_of_range": ("HoursNumber", faults.OUTSIDE),
    "code_without_risk": ("DayNatureCode", faults.FORBIDDEN),
    "too_many_days_in_a_row": ("DayNatureCode", faults.OUTSIDE),
}


def _fault(reason: str, told: Told, place: int, **arguments: str) -> MessageFaultError:
    """A fault of one of the days, the first having place 0."""
    field, suffix = _FAULTS[reason]
    node = list(told.element.iter("NatureOfDay"))[place]
    return faults.fault(reason, told.form, node, field=field, suffix=suffix, **arguments)
