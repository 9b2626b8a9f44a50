"""A month as weeks of days for the month grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import get_day_names

from capac.core.period import Month, in_full

LOOKS = {0: ("not", "–"), 1: ("half", "½"), 2: ("whole", "1")}
LOST = "saturday_"
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Cell:
    """One day as it is shown: its number, sign, look and reason."""

    day: date
    number: int
    date: str
    sign: str
    look: str
    because: str


def weekdays(lang: str) -> list[dict[str, str]]:
    """Monday to Sunday: short and full name."""
    short, long = get_day_names("abbreviated", locale=lang), get_day_names("wide", locale=lang)
    return [{"short": short[n].strip("."), "name": long[n]} for n in range(DAYS_A_WEEK)]


def weeks(month: Month, cells: Mapping[date, Cell]) -> list[list[Cell | None]]:
    """Whole weeks from Monday; days of other months are empty."""
    first = month.first - timedelta(month.first.weekday())
    rows = -(-((month.last - first).days + 1) // DAYS_A_WEEK)
    return [
        [cells.get(first + timedelta(DAYS_A_WEEK * row + n)) for n in range(DAYS_A_WEEK)]
        for row in range(rows)
    ]


def explained(days: Sequence[tuple[date, int, str, str]], lang: str) -> dict[date, Cell]:
    """Cells of a calculated month: (day, halves, why, sentence)."""
    return {day: _cell(day, halves, why, because, lang) for day, halves, why, because in days}


def _cell(day: date, halves: int, why: str, because: str, lang: str) -> Cell:
    look, sign = LOOKS[halves]
    if halves == 0 and why.startswith(LOST):
        look, sign = "lost", "0"
    return Cell(day, day.day, in_full(day, lang), sign, look, because)
