"""Full unemployment once more, in plain Python with Decimal, written from the reference. Imports nothing of capac."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

CENT, HALF = Decimal("0.01"), Decimal("0.5")
PAYABLE_MARKS = {None, "holiday"}


def month(case: dict[str, Any]) -> dict[str, str]:
    """Allowances, gross and tax of a case whose segments carry their amounts."""
    first = date.fromisoformat(case["month"] + "-01")
    days = [first + timedelta(n) for n in range(31) if (first + timedelta(n)).month == first.month]
    marks = {date.fromisoformat(day): code for day, code in case.get("days", {}).items()}
    segments = case["authorisation"]
    before = case.get("paid_in_previous_month", date.fromisoformat(segments[0]["from"]) < first)

    def inside(day: date) -> int | None:
        for number, segment in enumerate(segments):
            end = segment.get("to")
            if date.fromisoformat(segment["from"]) <= day and (end is None or day <= date.fromisoformat(end)):
                return number
        return None

    def base(day: date) -> Decimal:
        fine = day.weekday() != 6 and inside(day) is not None and marks.get(day) in PAYABLE_MARKS
        return Decimal(1) if fine else Decimal(0)

    start = next((day for day in days if base(day)), None)

    def counts(day: date) -> bool:
        return before or (start is not None and day >= start)

    def lost(day: date) -> bool:
        if not counts(day):
            return False
        mark = marks.get(day)
        if inside(day) is not None:
            return mark in {"worked", "sick", "absent", "public_holiday_paid"}
        return mark is not None or day.month == first.month

    def article_44(day: date) -> bool:
        mark = marks.get(day)
        return counts(day) and (
            mark in {"worked", "public_holiday_paid"} or (mark == "paid_holiday" and inside(day) is None)
        )

    value = {day: base(day) for day in days}
    full = {date.fromisoformat(day) for day in case.get("weekly_pay_full_time", [])}
    for day in (d for d in days if d.weekday() == 5 and value[d]):
        week = [day - timedelta(n) for n in range(1, 6)]
        paid = sum(article_44(d) for d in [*week, day - timedelta(6)])
        if paid in (2, 3):
            value[day] = HALF
        between = lost(day - timedelta(1)) and lost(day + timedelta(2))
        five = all(lost(d) for d in week) and any(marks.get(d) != "sick" for d in week)
        wage = any(day - timedelta(6) <= d <= day for d in full)
        if paid >= 4 or between or five or wage:
            value[day] = Decimal(0)
    left = Decimal(case.get("paid_holiday_left", "0"))
    for day in days:
        five_holidays = day.weekday() == 5 and all(
            marks.get(day - timedelta(n)) == "holiday" for n in range(1, 6)
        )
        if marks.get(day) == "holiday" or (five_holidays and day not in marks):
            taken = min(left, value[day])
            value[day], left = value[day] - taken, left - taken
    if first.month == 12:
        for day in reversed(days):
            taken = min(left, value[day])
            value[day], left = value[day] - taken, left - taken
    return _money(case, days, marks, value, inside)


def _money(
    case: dict[str, Any], days: list[date], marks: dict[date, str], value: dict[date, Decimal], inside: Any
) -> dict[str, str]:
    total, gross, taxed = Decimal(0), Decimal(0), Decimal(0)
    for number, segment in enumerate(case["authorisation"]):
        count = sum((value[d] for d in days if inside(d) == number), Decimal(0))
        sundays = sum(
            1 for d in days if d.weekday() == 6 and marks.get(d) == "worked" and inside(d) == number
        )
        count = max(Decimal(0), count - sundays)
        daily = Decimal(segment["daily_amount"])
        half = (daily / 2).quantize(CENT, ROUND_HALF_UP)
        amount = int(count) * daily + (half if count % 1 else 0)
        total, gross = total + count, gross + amount
        if segment["family"] == "B" and segment["first_year"]:
            taxed += amount
    tax = (taxed * Decimal("0.1009")).quantize(CENT, ROUND_DOWN)
    shown = str(int(total)) if total == int(total) else str(total)
    return {"allowances": shown, "gross": str(gross.quantize(CENT)), "tax": str(tax)}
