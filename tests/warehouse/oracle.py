"""The figures of 8.1.2, 8.1.5 and 8.1.6 once more, in plain Python that imports nothing of the product.

Written from the contract and from the readings of the interface alone: it walks day by day, keeps lists
and counts them. Slow on purpose; what it shares with the product is nothing but the question.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

Row = Mapping[str, Any]
Key = tuple[str, int, date | None, str, int]
"""Article, year, month (None: the year), payment type ("" all), tier."""
Told = dict[str, Any]


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@cache
def holidays(year: int) -> set[date]:
    """The ten legal holidays of Belgium."""
    sunday = easter(year)
    moving = {sunday + timedelta(1), sunday + timedelta(39), sunday + timedelta(50)}
    fixed = {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}
    return moving | {date(year, month, day) for month, day in fixed}


class Office:
    """Working days, closures as known on the as-of day."""

    def __init__(self, closures: Iterable[tuple[date, date]], as_of: date) -> None:
        self.closed = {day for day, known_on in closures if known_on <= as_of}

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in holidays(day.year) and day not in self.closed

    def after(self, start: date, days: int) -> date:
        """The day on which so many working days have passed; the first day is not counted."""
        day = start
        while days:
            day += timedelta(1)
            days -= self.works(day)
        return day

    def between(self, start: date, stop: date) -> int:
        """Working days after the start, up to and including the stop."""
        return sum(self.works(start + timedelta(n)) for n in range(1, (stop - start).days + 1))


def within_the_month(start: date) -> date:
    """The same day of the next month, or its last day."""
    year, month = (start.year + 1, 1) if start.month == 12 else (start.year, start.month + 1)
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def told(
    by_hand: Iterable[Row],
    payments: Iterable[Row],
    verified: Iterable[Row],
    *,
    closures: Iterable[tuple[date, date]],
    as_of: date,
) -> dict[Key, Told]:
    """Every figure, by year and by month."""
    office = Office(closures, as_of)
    found: dict[Key, list[Told]] = defaultdict(list)
    for row in by_hand:
        stop = row["processed_on"]
        if row["received_on"] <= as_of:
            known = stop if stop and stop <= as_of else None
            start = row["received_on"]
            limits = [office.after(start, 10), within_the_month(start)]
            _clock(found, "8.1.2", "", start, known, limits, office, as_of)
    for row in payments:
        start, stop = row["document_received_on"], row["paid_on"]
        if start <= as_of:
            known = stop if stop and stop <= as_of and (row["known_on"] or stop) <= as_of else None
            for group in ("", row["payment_type"]):
                _clock(found, "8.1.5", group, start, known, [None], office, as_of)
    for told_of in _by_expense(verified).values():
        _verified(found, told_of, as_of)
    return {key: _sum(cases) for key, cases in found.items()}


def _clock(
    found: dict[Key, list[Told]],
    article: str,
    group: str,
    start: date,
    stop: date | None,
    limits: Sequence[date | None],
    office: Office,
    as_of: date,
) -> None:
    days = office.between(start, stop or as_of)
    for tier, limit in enumerate(limits, 1):
        if stop and (limit is None or stop <= limit):
            outcome = "yes"
        else:
            outcome = "no" if limit and limit < as_of else "open"
        case = {"outcome": outcome, "days": days, "stopped": stop is not None, "limit": limit}
        found[article, start.year, None, group, tier].append(case)
        found[article, start.year, start.replace(day=1), group, tier].append(case)


def _by_expense(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["id"]].append(row)
    return found


def _verified(found: dict[Key, list[Told]], rows: list[Row], as_of: date) -> None:
    if rows[0]["told_on"] > as_of:
        return
    known = [row for row in rows if row["known_on"] and row["known_on"] <= as_of]
    incident = rows[0]["technical_incident"] and rows[0]["incident_known_on"] <= as_of
    if incident:
        outcome = "out"
    elif not known:
        outcome = "open"
    else:
        last = max(known, key=lambda row: row["phase"])
        outcome = "yes" if last["finally_accepted"] else "no"
    month = rows[0]["introduction_month"]
    for key in (None, month):
        found["8.1.6", month.year, key, "", 1].append(
            {"outcome": outcome, "days": None, "stopped": False, "limit": None}
        )


def _sum(cases: list[Told]) -> Told:
    outcomes = [case["outcome"] for case in cases]
    days = sorted(case["days"] for case in cases if case["stopped"])
    waiting = [case["days"] for case in cases if not case["stopped"] and case["days"] is not None]
    missed = [case["limit"] for case in cases if case["outcome"] == "no" and case["limit"]]
    return {
        "numerator": outcomes.count("yes"),
        "denominator": outcomes.count("yes") + outcomes.count("no"),
        "still_open": outcomes.count("open"),
        "left_out": outcomes.count("out"),
        "stopped": len(days),
        "sum_days": sum(days) if days else None,
        "p80_days": _rank(days, 80),
        "p95_days": _rank(days, 95),
        "oldest_open_days": max(waiting, default=None),
        "first_missed": min(missed, default=None),
    }


def _rank(days: list[int], percent: int) -> int | None:
    """The smallest number of days within which at least so many per cent of the cases stopped."""
    return days[(percent * len(days) + 99) // 100 - 1] if days else None
