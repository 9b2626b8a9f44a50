"""The month of a declaration and what it says of each day: hours in hundredths by code of the nature of the day."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import cast

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
_TEXTS = etree.XPath(".//NatureOfDay/*/text()", smart_strings=False)
"""Day, code and hours of every day, one after the other: three texts each, as the schema has shown."""


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
            "impossible_date", form, period, field="RefStartingDate", suffix=faults.INVALID
        ) from error
    month = Month.of(first)
    if first != month.first or last != month.last:
        name = "RefStartingDate" if first != month.first else "RefEndingDate"
        raise faults.fault("month_not_whole", form, period, field=name, suffix=faults.INVALID)
    if first > min(clock.today(), workdays.LAST):
        raise faults.fault(
            "declared_month_to_come",
            form,
            period,
            field="RefStartingDate",
            suffix=faults.OUTSIDE,
            month=str(month),
        )
    earliest = closed_before(clock.today())
    if month < earliest:
        raise faults.fault("closed_month", form, period, field="RefStartingDate", suffix=faults.OUTSIDE, month=str(month), earliest=str(earliest)
        )  # fmt: skip
    return month


def read_days(
    worker: etree._Element, form: str, month: Month, *, risks: tuple[str, ...]
) -> dict[str, dict[str, int]]:
    """Hours by day ("2026-07-02") and code. Raises MessageFaultError."""
    days: dict[str, dict[str, int]] = {}
    known = _days(month)
    most = LOST_A_DAY_HUNDREDTHS if form == TEMPORARY else DAY_HUNDREDTHS
    allowed = {f"5.{int(risk)}" for risk in risks} if form == TEMPORARY else None
    told = iter(cast("list[str]", _TEXTS(worker)))
    for place, (day, code, hours) in enumerate(zip(told, told, told, strict=True)):
        day, code = day.strip(), code.strip()
        if day not in known:
            raise _fault(
                "declared_day_outside_month", form, worker, place=place, day=day[2:], month=str(month)
            )
        by_code = days.setdefault(known[day], {})
        if code in by_code:
            raise _fault("declared_day_twice", form, worker, place=place, day=day[2:])
        by_code[code] = int(hours)
        if sum(by_code.values()) > most:
            raise _fault("declared_hours_out_of_range", form, worker, place=place, value=hours)
        if allowed is not None and code not in allowed:
            raise _fault("code_without_risk", form, worker, place=place, value=code)
    return days


@cache
def _days(month: Month) -> dict[str, str]:
    """Each day of a month, as a form writes it and as we keep it."""
    return {f"--{day:%m-%d}": str(day) for day in month.days}


_FAULTS = {
    "declared_day_outside_month": ("DayIndicator", faults.OUTSIDE),
    "declared_day_twice": ("DayIndicator", faults.INVALID),
    "declared_hours_out_of_range": ("HoursNumber", faults.OUTSIDE),
    "code_without_risk": ("DayNatureCode", faults.FORBIDDEN),
}


def _fault(
    reason: str, form: str, worker: etree._Element, *, place: int, **arguments: str
) -> MessageFaultError:
    """A fault of one of the days, the first having place 0."""
    field, suffix = _FAULTS[reason]
    node = list(worker.iter("NatureOfDay"))[place]
    return faults.fault(reason, form, node, field=field, suffix=suffix, **arguments)
