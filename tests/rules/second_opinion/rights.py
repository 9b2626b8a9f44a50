"""End of a right, phase and interest once more, written from the reference: day by day and in plain fractions."""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

DAY = timedelta(1)
HOLIDAYS = {
    date.fromisoformat(day)
    for day in [
        "2026-01-01",
        "2026-04-06",
        "2026-05-01",
        "2026-05-14",
        "2026-05-25",
        "2026-07-21",
        "2026-08-15",
        "2026-11-01",
        "2026-11-11",
        "2026-12-25",
        "2027-01-01",
        "2027-03-29",
        "2027-05-01",
        "2027-05-06",
        "2027-05-17",
        "2027-07-21",
        "2027-08-15",
        "2027-11-01",
        "2027-11-11",
        "2027-12-25",
    ]
}


def _later(day: date, months: int) -> date:
    """The same number so many months on, or the last day of that month."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _third_working_day(day: date) -> date:
    left = 3
    while left:
        day += DAY
        left -= day.weekday() < 5 and day not in HOLIDAYS
    return day


def late_payments(seed: int, number: int) -> Iterator[dict[str, Any]]:
    """Payments of 2026 and 2027, many of them near the edges."""
    draw = random.Random(seed)
    for _ in range(number):
        month = date(2026, draw.randint(1, 12), 1)
        decided = month + timedelta(draw.randint(0, 150))
        conditions = _later(month, 1) + timedelta(draw.choice([-1, 0, 2, 30, draw.randint(0, 120)]))
        edge = _later(_later(max(_third_working_day(decided), conditions), 1), 1)
        amount = draw.randint(1, 400_000)
        paid = draw.choice([0, draw.randint(0, amount), amount * 9 // 10, -(-amount * 9 // 10)])
        case = {
            "amount": f"{Decimal(amount) / 100:.2f}",
            "month": f"{month:%Y-%m}",
            "decision_communicated": str(decided),
            "conditions_met": str(conditions),
            "paid_on": str(edge + timedelta(draw.choice([-1, 0, 1, 2, draw.randint(-60, 200)]))),
            "provisional_paid": f"{Decimal(paid) / 100:.2f}",
        }
        if draw.random() < 0.9:
            case["requested_on"] = case["paid_on"]
        if draw.random() < 0.3:
            case["rate"] = f"{Decimal(draw.randint(0, 1000)) / 100:.2f}"
        yield case


def interest(case: dict[str, Any]) -> tuple[str, str, str]:
    """Amount, limit of AR 161, days. Interest is owed after two months from its own start (AR 163bis: not if < 2 months)."""
    decided, conditions, paid = (
        date.fromisoformat(case[name]) for name in ("decision_communicated", "conditions_met", "paid_on")
    )
    third = _third_working_day(decided)
    limit = max(_later(third, 1), _later(conditions, 1))
    amount, before = Fraction(case["amount"]), Fraction(case["provisional_paid"])
    in_time = paid <= _later(limit, 1)
    if in_time or before / amount >= Fraction(9, 10) or "requested_on" not in case:
        return "0.00", str(limit), "0"
    day = _later(date.fromisoformat(case["month"] + "-01"), 1)
    day = max(day, third, conditions)
    days = 0
    while day < paid:
        days, day = days + 1, day + DAY
    exact = (amount - before) * Fraction(case.get("rate", "7")) / 100 * days / 365
    cents = int(exact * 100 + Fraction(1, 2))
    return f"{Decimal(cents) / 100:.2f}", str(limit), str(days)


def open_rights(seed: int, number: int) -> Iterator[dict[str, Any]]:
    """Rights of both regimes, asked on a day of them."""
    draw = random.Random(seed)
    for _ in range(number):
        new = draw.random() < 0.5
        opened = date(2026, 3, 1) if new else date(2022, 1, 1)
        opened += timedelta(draw.randint(0, 700 if new else 1276))
        right: dict[str, Any] = {
            "opened_on": str(opened),
            "age": draw.choice([30, 54, 55, 60]),
            "career_years": draw.choice([0, 1, 4, 5, 29, 30, 31, 32, 33, 35, 40]),
            "career_days": draw.choice([0, 312, 415, 416, 1559, 1560, 9000, draw.randint(0, 2000)]),
            "access_days": draw.choice([311, 312, 400]),
            "period": draw.choice([1, 2, 3]),
            "allowances": draw.choice([0, 2495, 2496, 6239, 6240, 9000]),
        }
        if draw.random() < 0.3 and not new:
            right["applied_after_job"] = str(date(2025, 7, 1) + timedelta(draw.randint(0, 1700)))
        if draw.random() < 0.6:
            right["interruptions"] = list(_drawn_stops(opened, draw))
        first = max(opened, date(2025, 7, 1))
        on = str(first + timedelta(draw.randint(0, 1000)))
        end = end_of({"right": right, "on": on})
        if end and draw.random() < 0.3:
            on = str(max(first, date.fromisoformat(end) + timedelta(draw.randint(-1, 1))))
        yield {"right": right, "on": on}


def _drawn_stops(opened: date, draw: random.Random) -> Iterator[dict[str, str]]:
    day = opened + timedelta(draw.randint(-20, 200))
    for _ in range(draw.randint(1, 3)):
        last = day + timedelta(draw.choice([0, 30, 88, 89, 90, 91, 92, draw.randint(0, 200)]))
        reason = draw.choice(["sickness", "full_time_work", "self_employed", "maternity"])
        yield {"from": str(day), "to": str(last), "reason": reason}
        day = last + timedelta(draw.randint(1, 300))


def right(case: dict[str, Any]) -> tuple[str | None, str, str]:
    """End, state and phase. Time is walked day by day: a day of an interruption does not count."""
    told, on = case["right"], date.fromisoformat(case["on"])
    opened = date.fromisoformat(told["opened_on"])
    new = opened >= date(2026, 3, 1)
    if new and told["access_days"] < 312:
        return None, "not_open", ""
    stopped = _stopped(told)
    careers = {2026: 31, 2027: 32, 2028: 33, 2029: 34}
    needed = careers.get(opened.year, 35) if new else 30
    endless = told["age"] >= 55 and told["career_years"] >= needed
    starts = opened
    if not new:
        starts = max(date(2025, 7, 1), date.fromisoformat(told.get("applied_after_job", "2025-07-01")))
    end = None if endless else _walk(starts, _months(told, new=new), stopped)
    if end and not new:
        end = min(end, date(2030, 6, 30))
    if end and on > end:
        return str(end), "ended", ""
    state = "interrupted" if on in stopped else "open"
    phase = "" if state == "interrupted" else _phase(told, opened, on, stopped, new=new, endless=endless)
    return str(end) if end else None, state, phase


def end_of(case: dict[str, Any]) -> str | None:
    """The last day alone."""
    return right(case)[0]


def _months(told: dict[str, Any], *, new: bool) -> int:
    career: int = told["career_days"]
    added = min(12, max(0, career - 312) // 104)
    if new or (told["period"] == 1 and told["career_years"] < 5):
        return 12 + added
    if told["period"] == 1:
        return 24
    if told["period"] == 2:
        return 12
    return 9 if told["allowances"] < 2496 else 8 if told["allowances"] < 6240 else 6


def _stopped(told: dict[str, Any]) -> set[date]:
    days: set[date] = set()
    for stop in told.get("interruptions", []):
        first, last = date.fromisoformat(stop["from"]), date.fromisoformat(stop["to"])
        if stop["reason"] == "self_employed" and last < _later(first, 3) - DAY:
            continue
        days |= {first + timedelta(n) for n in range((last - first).days + 1)}
    return days


def _walk(start: date, months: int, stopped: set[date]) -> date:
    """The day on which so many months are used up, when days of an interruption use nothing."""
    left, day = (_later(start, months) - start).days, start - DAY
    while left:
        day += DAY
        left -= day not in stopped
    return day


def _phase(
    told: dict[str, Any], opened: date, on: date, stopped: set[date], *, new: bool, endless: bool
) -> str:
    if not new and told["period"] == 3:
        return "F"
    second: int = 12 + min(12, 2 + 2 * told["career_years"])
    later = [(99 * 12, "X" if endless else "B")] if new else [(second, "2A")]
    first = [(3, "A1"), (6, "A2"), (12, "A3")] if new else [(3, "11"), (6, "12"), (12, "13")]
    for months, name in first + later:
        if on <= _walk(opened, months, stopped):
            return name
    return ""
