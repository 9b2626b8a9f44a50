"""Full unemployment and insertion allowances once more, in plain Python with Decimal, written from the reference.

Imports nothing of capac.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

NOTHING, HALF, WHOLE, CENT = Decimal(0), Decimal("0.5"), Decimal(1), Decimal("0.01")
SATURDAY, SUNDAY, DECEMBER = 5, 6, 12
PAYABLE_MARKS = {None, "holiday"}
LOSING_MARKS = {"worked", "sick", "absent", "public_holiday_paid"}
PAID_BY_EMPLOYER = {"worked", "public_holiday_paid"}


def month(case: dict[str, Any]) -> dict[str, str]:
    """Allowances, gross and tax of a case whose segments carry their amounts."""
    return Sheet(case).money()


def count_shown(count: Decimal) -> str:
    """A count as it is written: 27, 26.5."""
    return str(int(count)) if count == int(count) else str(count.normalize())


def before(day: date, count: int) -> list[date]:
    """So many days before a day, the nearest first."""
    return [day - timedelta(n) for n in range(1, count + 1)]


class Sheet:
    """One month on paper: what each day is worth, then what it comes to."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.case = case
        self.first = date.fromisoformat(case["month"] + "-01")
        self.days = [d for d in map(self._after_first, range(31)) if d.month == self.first.month]
        self.marks = {date.fromisoformat(day): code for day, code in case.get("days", {}).items()}
        self.segments: list[dict[str, Any]] = case["authorisation"]
        started = date.fromisoformat(self.segments[0]["from"]) < self.first
        self.paid_before: bool = case.get("paid_in_previous_month", started)

    def _after_first(self, n: int) -> date:
        return self.first + timedelta(n)

    def inside(self, day: date) -> int | None:
        """The segment of a day."""
        for number, segment in enumerate(self.segments):
            end = segment.get("to")
            if date.fromisoformat(segment["from"]) <= day and (end is None or day <= date.fromisoformat(end)):
                return number
        return None

    def base(self, day: date) -> Decimal:
        """Before any rule about Saturdays and holidays."""
        marked = self.marks.get(day) in PAYABLE_MARKS
        return WHOLE if day.weekday() != SUNDAY and self.inside(day) is not None and marked else NOTHING

    @cached_property
    def start(self) -> date | None:
        """The first payable day."""
        return next((day for day in self.days if self.base(day)), None)

    def counts(self, day: date) -> bool:
        """Days before the first payable day are ignored when nothing was paid the month before."""
        return self.paid_before or (self.start is not None and day >= self.start)

    def lost(self, day: date) -> bool:
        """Not payable, for rules (b) and (c)."""
        if not self.counts(day):
            return False
        mark = self.marks.get(day)
        if self.inside(day) is not None:
            return mark in LOSING_MARKS
        return mark is not None or day.month == self.first.month

    def article_44(self, day: date) -> bool:
        """Paid by an employer, for the half rule and (d)."""
        mark = self.marks.get(day)
        outside_holiday = mark == "paid_holiday" and self.inside(day) is None
        return self.counts(day) and (mark in PAID_BY_EMPLOYER or outside_holiday)

    def saturday(self, day: date) -> Decimal:
        """What a payable Saturday is worth."""
        week = before(day, 5)
        paid = sum(self.article_44(d) for d in before(day, 6))
        between = self.lost(day - timedelta(1)) and self.lost(day + timedelta(2))
        five = all(map(self.lost, week)) and any(self.marks.get(d) != "sick" for d in week)
        full = {date.fromisoformat(d) for d in self.case.get("weekly_pay_full_time", [])}
        wage = any(day - timedelta(6) <= d <= day for d in full)
        if paid >= 4 or between or five or wage:
            return NOTHING
        return HALF if paid >= 2 else WHOLE

    def holiday(self, day: date) -> bool:
        """A holiday that no employer pays, or the Saturday after five of them."""
        if self.marks.get(day) == "holiday":
            return True
        five = all(self.marks.get(d) == "holiday" for d in before(day, 5))
        return day.weekday() == SATURDAY and five and day not in self.marks

    def value(self) -> dict[date, Decimal]:
        """Each day's part of an allowance, holidays with pay taken off."""
        worth = {
            d: self.saturday(d) if d.weekday() == SATURDAY and self.base(d) else self.base(d)
            for d in self.days
        }
        left = Decimal(self.case.get("paid_holiday_left", "0"))
        giving = [day for day in self.days if self.holiday(day)]
        if self.first.month == DECEMBER:
            giving += reversed(self.days)
        for day in giving:
            taken = min(left, worth[day])
            worth[day], left = worth[day] - taken, left - taken
        return worth

    def money(self) -> dict[str, str]:
        """Allowances, gross and tax."""
        worth = self.value()
        total, gross, taxed = NOTHING, NOTHING, NOTHING
        for number, segment in enumerate(self.segments):
            mine = [day for day in self.days if self.inside(day) == number]
            sundays = sum(day.weekday() == SUNDAY and self.marks.get(day) == "worked" for day in mine)
            count = max(NOTHING, sum((worth[day] for day in mine), NOTHING) - sundays)
            daily = Decimal(segment["daily_amount"])
            half = (daily / 2).quantize(CENT, ROUND_HALF_UP)
            amount = int(count) * daily + (half if count % 1 else 0)
            total, gross = total + count, gross + amount
            if segment.get("family") == "B" and segment.get("first_year"):
                taxed += amount
        return {"allowances": count_shown(total)} | self.taxed(gross, taxed)

    def taxed(self, gross: Decimal, taxed: Decimal) -> dict[str, str]:
        """Gross and tax; an insertion allowance bears none."""
        rate = Decimal(0) if self.case["scheme"] == "insertion_allowance" else Decimal("0.1009")
        tax = (taxed * rate).quantize(CENT, ROUND_DOWN)
        return {"gross": str(gross.quantize(CENT)), "tax": str(tax)}
