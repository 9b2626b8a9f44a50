"""Three calendars that are never mixed, each with a running index of its open days.

office  Monday to Friday less the ten legal holidays and the institution's closures (passed in)
legal   every day but Sundays and the ten legal holidays (the working days of social law)
bank    TARGET: closed on Saturdays, Sundays and the six closing days of the euro system

The holidays are shipped data (data/*.yaml, 1990 to 2060); office closures are dated rows of
`people` and come in as a value with a version, so that a deadline can be recomputed as known.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Kind = Literal["office", "legal", "bank"]
FIRST, LAST = date(1990, 1, 1), date(2060, 12, 31)
SATURDAY, SUNDAY = 5, 6
_DATA = Path(__file__).parent / "data"


class CalendarError(ValueError):
    """A day outside the years that the shipped calendars cover."""


@dataclass(frozen=True)
class Calendar:
    """Open days of one kind. `version` names the data and closures that made it."""

    kind: Kind
    version: str
    open_days: tuple[date, ...]

    def is_open(self, day: date) -> bool:
        """True when the day is a working day of this calendar."""
        place = self.index(day)
        return place > 0 and self.open_days[place - 1] == day

    def index(self, day: date) -> int:
        """How many open days there are from the first covered day up to and including this one."""
        if not FIRST <= day <= LAST:
            raise CalendarError(f"{day} lies outside {FIRST.year}-{LAST.year}, the years of the calendars")
        return bisect_right(self.open_days, day)

    def add(self, day: date, days: int) -> date:
        """The open day so many open days after (or before, below zero) a day that is not itself counted."""
        if days == 0:
            return day
        before = bisect_left(self.open_days, day) if days < 0 else self.index(day)
        place = before + days - (days > 0)
        if not (FIRST <= day <= LAST and 0 <= place < len(self.open_days)):
            raise CalendarError(f"{days} working days from {day} lie outside {FIRST.year}-{LAST.year}")
        return self.open_days[place]

    def next_open(self, day: date) -> date:
        """The day itself when open, else the first open day after it."""
        return day if self.is_open(day) else self.add(day, 1)

    def count(self, first: date, last: date) -> int:
        """Open days after `first` up to and including `last`; below zero when last is earlier."""
        return self.index(last) - self.index(first)


def office(closures: Iterable[date] = (), version: str = "") -> Calendar:
    """Monday to Friday less legal holidays and the closures given; `version` names those closures."""
    return _office(frozenset(closures), version)


@cache
def legal() -> Calendar:
    """Every day but Sundays and legal holidays."""
    closed = _all_legal()
    days = tuple(d for d in _every_day() if d.weekday() != SUNDAY and d not in closed)
    return Calendar("legal", f"legal/{_edition('legal_holidays')}", days)


@cache
def bank() -> Calendar:
    """The TARGET calendar of the euro system."""
    closed = {day for year in _table("target_closing_days").values() for day in year}
    days = tuple(d for d in _every_day() if d.weekday() < SATURDAY and d not in closed)
    return Calendar("bank", f"bank/{_edition('target_closing_days')}", days)


def legal_holidays(year: int) -> tuple[date, ...]:
    """The ten legal holidays of a year (law of 4.1.1974, royal decree of 18.4.1974), in date order."""
    table = _table("legal_holidays")
    if year not in table:
        raise CalendarError(f"no legal holidays are loaded for {year}")
    return tuple(table[year])


@cache
def _office(closures: frozenset[date], version: str) -> Calendar:
    closed = _all_legal() | closures
    days = tuple(d for d in _every_day() if d.weekday() < SATURDAY and d not in closed)
    suffix = f"+{version}" if version else ""
    return Calendar("office", f"office/{_edition('legal_holidays')}{suffix}", days)


@cache
def _all_legal() -> frozenset[date]:
    return frozenset(day for year in _table("legal_holidays").values() for day in year)


@cache
def _every_day() -> tuple[date, ...]:
    return tuple(FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1))


@cache
def _file(name: str) -> dict[str, object]:
    loaded: dict[str, object] = yaml.load((_DATA / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return loaded


def _table(name: str) -> dict[int, list[date]]:
    years = _file(name)["years"]
    assert isinstance(years, dict)
    return years


def _edition(name: str) -> str:
    return str(_file(name)["edition"])
