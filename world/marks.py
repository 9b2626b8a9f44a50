"""What a month's card says of an ordinary person, drawn by chance and always the same for one seed.

The mix is an assumption (most months hold no event; work, sickness and holidays each in one of ten).
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from world.files import Card

MONTHS = ("2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02")
EVENTS = {"": 70, "worked": 10, "sick": 8, "holiday": 8, "paid_holiday": 2, "absent": 1, "worked_sunday": 1}
SENT = {0: 62, 1: 16, 3: 9, 5: 6, 8: 3, 20: 2, 45: 1}
"""Days after the penultimate working day on which the card is confirmed, with their weights."""
MISSING_PERMILLE = 12
SUNDAY, SATURDAY = 6, 5


def days_of(month: str) -> list[date]:
    """Every day of a month written 2026-07."""
    year, number = int(month[:4]), int(month[5:])
    return [date(year, number, n + 1) for n in range(calendar.monthrange(year, number)[1])]


def penultimate_weekday(month: str) -> date:
    """The last day but one from Monday to Friday: from then on a card can be confirmed."""
    return [day for day in days_of(month) if day.weekday() < SATURDAY][-2]


def ordinary(rng: Random, month: str, *, first: date) -> tuple[Card, ...]:
    """The card of a month, or none where the person forgets it. Events fall on or after the first day authorised."""
    if rng.randrange(1000) < MISSING_PERMILLE:
        return ()
    event = rng.choices([*EVENTS], [*EVENTS.values()])[0]
    sent = penultimate_weekday(month) + timedelta(rng.choices([*SENT], [*SENT.values()])[0])
    left = str(rng.randint(1, 8)) if event == "paid_holiday" or _december(rng, month) else ""
    possible = [day for day in days_of(month) if day >= first]
    return (Card(month, 1, sent, _marks(rng, event, possible) if event else {}, left),)


def spread(told: Mapping[str, list[date]]) -> dict[date, str]:
    """Marks from code to days, as a scenario writes them: a holiday or sickness from one day to another."""
    found: dict[date, str] = {}
    for code, days in told.items():
        is_span = code in {"sick", "holiday", "absent", "paid_holiday"} and len(days) == 2
        for day in _between(days[0], days[1]) if is_span else days:
            found[day] = code
    return found


def _marks(rng: Random, event: str, possible: list[date]) -> dict[date, str]:
    if event == "worked_sunday":
        sundays = [day for day in possible if day.weekday() == SUNDAY]
        return {rng.choice(sundays): "worked"} if sundays else {}
    weekdays = [day for day in possible if day.weekday() < SATURDAY]
    if not weekdays:
        return {}
    if event == "worked":
        return dict.fromkeys(sorted(rng.sample(weekdays, min(len(weekdays), rng.randint(1, 6)))), "worked")
    start = rng.randrange(len(weekdays))
    return dict.fromkeys(weekdays[start : start + rng.randint(2, 6)], event)


def _december(rng: Random, month: str) -> bool:
    """One in five still has paid holidays in December."""
    return month.endswith("-12") and rng.randrange(5) == 0


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]
