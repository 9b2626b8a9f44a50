"""The month of a declaration and what it says of each day: hours in hundredths by code of the nature of the day."""

from __future__ import annotations

from datetime import date
from functools import cache

from lxml import etree

from capac.core import clock, workdays
from capac.core.period import Month
from capac.exchange import wech_faults as faults
from capac.exchange.faults import MessageFaultError
from capac.rules import api as rules

DAY_HUNDREDTHS = 24_00
LOST_A_DAY_HUNDREDTHS = 14_00
"""Hours of temporary unemployment of one day together (glossary 2023/3, zone 00180)."""
TEMPORARY = "WECH505"


@cache
def closed_before(today: date) -> Month:
    """The first month that can still be claimed: what is older has lapsed (AL 28.12.1944 art. 7 § 13)."""
    month = Month.of(today).plus(-3 * 12 - 3)
    while rules.deadline_on("claim-prescription", month.last) < today:
        month = month.next()
    return month


def read_month(worker: etree._Element, form: str) -> Month:
    """The month of the reference period: whole, begun, and not closed. Raises MessageFaultError."""
    period = next(worker.iter("ReferencePeriod"))
    try:
        first = date.fromisoformat((period.findtext("RefStartingDate") or "").strip())
        last = date.fromisoformat((period.findtext("RefEndingDate") or "").strip())
    except ValueError as error:
        raise faults.fault(
            form, "impossible_date", period, "RefStartingDate", suffix=faults.INVALID
        ) from error
    month = Month.of(first)
    if first != month.first or last != month.last:
        name = "RefStartingDate" if first != month.first else "RefEndingDate"
        raise faults.fault(form, "month_not_whole", period, name, suffix=faults.INVALID)
    if first > min(clock.today(), workdays.LAST):
        raise faults.fault(
            form, "declared_month_to_come", period, "RefStartingDate", suffix=faults.OUTSIDE, month=str(month)
        )
    earliest = closed_before(clock.today())
    if month < earliest:
        raise faults.fault(
            form, "closed_month", period, "RefStartingDate", suffix=faults.OUTSIDE, month=str(month), earliest=str(earliest)
        )  # fmt: skip
    return month


def read_days(
    worker: etree._Element, form: str, month: Month, *, risks: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    """Hours by day ("2026-07-02") and code. Raises MessageFaultError."""
    days: dict[str, dict[str, int]] = {}
    valid = _days(month)
    most = LOST_A_DAY_HUNDREDTHS if form == TEMPORARY else DAY_HUNDREDTHS
    allowed = {f"5.{int(risk)}" for risk in risks} if form == TEMPORARY else None
    for nature in worker.iter("NatureOfDay"):
        told, code, hours = (
            str(nature[0].text).strip(),
            str(nature[1].text).strip(),
            int(str(nature[2].text)),
        )
        if told not in valid:
            raise _fault(form, nature, "DayIndicator", "day_outside_month", day=told[2:], month=str(month))
        by_code = days.setdefault(valid[told], {})
        if code in by_code:
            raise _fault(form, nature, "DayIndicator", "day_twice", day=told[2:])
        by_code[code] = hours
        if sum(by_code.values()) > most:
            raise _fault(form, nature, "HoursNumber", "declared_hours_out_of_range", value=str(hours))
        if allowed is not None and code not in allowed:
            raise _fault(form, nature, "DayNatureCode", "code_without_risk", value=code)
    return days


@cache
def _days(month: Month) -> dict[str, str]:
    """Each day of a month, as a form writes it and as we keep it."""
    return {f"--{day:%m-%d}": str(day) for day in month.days}


_SUFFIXES = {
    "day_outside_month": faults.OUTSIDE,
    "day_twice": faults.INVALID,
    "declared_hours_out_of_range": faults.OUTSIDE,
    "code_without_risk": faults.FORBIDDEN,
}


def _fault(form: str, node: etree._Element, field: str, reason: str, **arguments: str) -> MessageFaultError:
    return faults.fault(form, reason, node, field, suffix=_SUFFIXES[reason], **arguments)
