"""ONEM's own count of a month, from its own decisions and cards. Written apart from the product's rules.

Only simple months are counted: days are paid and no hours, every day stands for itself, no Saturday depends on its week, no paid
holidays are left, and a decision, be it a refusal, rules the last day. For the others ONEM goes by the data, and so do we: the count is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from world.files import Card, File
from world.marks import days_of

FRIDAY, SATURDAY, SUNDAY = 4, 5, 6
PLAIN_MARKS = {"worked", "sick", "absent", "holiday"}
LOST = {"worked", "sick", "absent"}
WORK = {"worked", "public_holiday_paid", "paid_holiday"}
"""Days that may count under art. 44, in this month or in one beside it."""


def gross_cents(file: File, card: Card, *, known: date) -> int | None:
    """What the month is worth on what ONEM knows on a day; None where the month is not simple."""
    days = days_of(card.month)
    bodies = {day: file.body_on(day, known=known) for day in days}
    amounts = {
        day: body.daily_cents if body is not None and not body.is_refusal else 0
        for day, body in bodies.items()
    }
    last = bodies[days[-1]]
    if any(body is not None and not body.pays_days for body in bodies.values()):
        return None
    if last is None or not _is_simple(card, days, _around(file, card)):
        return None
    payable = [day for day in days if day.weekday() != SUNDAY and card.marks.get(day) not in LOST]
    sundays = [day for day in days if day.weekday() == SUNDAY and card.marks.get(day) == "worked"]
    return max(0, sum(amounts[day] for day in payable) - sum(amounts[day] for day in sundays))


def _around(file: File, card: Card) -> dict[date, str]:
    """The marks of the month and of those beside it: the week of a first or last Saturday crosses the edge."""
    months = sorted(file.cards)
    place = months.index(card.month) if card.month in months else 0
    beside = [file.cards[month][-1] for month in months[max(0, place - 1) : place + 2] if file.cards[month]]
    return {day: mark for one in (*beside, card) for day, mark in one.marks.items()}


def _is_simple(card: Card, days: list[date], around: Mapping[date, str]) -> bool:
    """No mark of another kind, no Saturday that its week takes or halves, nothing left of paid holidays."""
    plain = set(card.marks.values()) <= PLAIN_MARKS and not card.left
    return plain and not any(_depends(day, around) for day in days if day.weekday() == SATURDAY)


def _depends(saturday: date, marks: Mapping[date, str]) -> bool:
    """True when the days around it decide over a Saturday: two worked, Friday and Monday lost, five lost."""
    week = [saturday - timedelta(n) for n in range(1, 7)]
    worked = sum(marks.get(day) in WORK for day in week)
    friday, monday = marks.get(saturday - timedelta(1)), marks.get(saturday + timedelta(2))
    five = all(marks.get(day) in LOST for day in week[:5])
    return worked > 1 or (friday in LOST and monday in LOST) or five
