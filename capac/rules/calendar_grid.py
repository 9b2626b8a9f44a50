"""Which days a month's grid holds: from the Sunday that begins its first week to the Monday after its last
Saturday, because the Saturday rules look across the edge of the month (AM 26.11.1991 art. 21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from capac.core.period import Month

SUNDAY, SATURDAY, WEEK = 6, 5, 7


@dataclass(frozen=True)
class Days:
    """The days in order. `weekday` counts from Monday, 0; `month` is where the month stands among them."""

    dates: tuple[date, ...]
    weekday: NDArray[np.int8]
    month: slice

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Per day: it belongs to the month."""
        found = np.zeros(len(self.dates), np.bool_)
        found[self.month] = True
        return found

    @property
    def saturdays(self) -> list[int]:
        """The places of the month's Saturdays; the grid's Saturday n stands at 7n + 6."""
        inside = self.inside
        return [place for place in range(WEEK - 1, len(self.dates), WEEK) if inside[place]]


def weeks_of(month: Month, days: Iterable[date]) -> int:
    """The weeks that hold some days, a bit for each Saturday of the grid; a week runs from Sunday to Saturday."""
    grid, bits = days_of(month).dates, 0
    for day in days:
        if grid[0] <= day <= grid[-1]:
            saturday = day + timedelta((SATURDAY - day.weekday()) % WEEK)
            bits |= 1 << ((saturday - grid[0]).days // WEEK)
    return bits


def saturdays_of(month: Month, weeks: int) -> tuple[date, ...]:
    """The inverse: the Saturdays of those weeks."""
    first = days_of(month).dates[0] + timedelta(WEEK - 1)
    return tuple(first + timedelta(WEEK * n) for n in range(weeks.bit_length()) if weeks >> n & 1)


@cache
def days_of(month: Month) -> Days:
    """The days of a month's grid."""
    first = month.first - timedelta((month.first.weekday() + 1) % WEEK)
    saturdays_edge = month.last + timedelta((SATURDAY - month.last.weekday()) % WEEK)
    last = saturdays_edge + timedelta(2)
    dates = tuple(first + timedelta(n) for n in range((last - first).days + 1))
    start = (month.first - first).days
    return Days(
        dates, np.array([day.weekday() for day in dates], np.int8), slice(start, start + month.last.day)
    )
