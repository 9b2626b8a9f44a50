"""The day grid: person x day, from the Sunday that begins the month's first week to the Monday after its
last Saturday, because the Saturday rules look across the edge of the month (AM 26.11.1991 art. 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from capac.core.period import Month
from capac.rules.facts import DAY_CODES, Facts

Bytes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Wide = NDArray[np.int64]
Places = NDArray[np.int16]

NOTHING = 0
CODE = {name: number for number, name in enumerate(DAY_CODES, 1)}
SUNDAY, SATURDAY = 6, 5
OUTSIDE = -1


@dataclass(frozen=True)
class Grid:
    """Columns are days. `code` is what the card says (0 nothing), `segment` the index of the segment or -1."""

    month: Month
    days: tuple[date, ...]
    code: Bytes
    segment: Places
    paid_before: Flags
    full_time_week: Flags
    holidays_left: Wide

    @property
    def in_month(self) -> Flags:
        """Per column: the day belongs to the month."""
        return np.array([Month.of(day) == self.month for day in self.days])

    @property
    def weekday(self) -> Wide:
        """Per column: 0 is Monday."""
        return np.array([day.weekday() for day in self.days])

    def marked(self, name: str) -> Flags:
        """Where the card says this."""
        return np.asarray(self.code == CODE[name])


def columns(month: Month) -> tuple[date, ...]:
    """The days of the grid."""
    first = month.first - timedelta((month.first.weekday() + 1) % 7)
    saturdays_edge = month.last + timedelta((SATURDAY - month.last.weekday()) % 7)
    last = saturdays_edge + timedelta(2)
    return tuple(first + timedelta(n) for n in range((last - first).days + 1))


def build(month: Month, people: Sequence[Facts]) -> Grid:
    """The grid of many people for one month."""
    days = columns(month)
    place = {day: column for column, day in enumerate(days)}
    shape = (len(people), len(days))
    code, segment = np.zeros(shape, np.int8), np.full(shape, OUTSIDE, np.int16)
    full_time = np.zeros(shape, np.bool_)
    for row, facts in enumerate(people):
        _place_segments(segment[row], facts, days[0])
        for day, name in facts.days.items():
            if day in place:
                code[row, place[day]] = CODE[name]
        for day in facts.weekly_pay_full_time:
            _mark_week(full_time[row], day, place)
    return Grid(
        month,
        days,
        code,
        segment,
        np.array([facts.was_paid_before for facts in people], np.bool_),
        full_time,
        np.array([facts.paid_holiday_left_halves for facts in people], np.int64),
    )


def _place_segments(row: Places, facts: Facts, origin: date) -> None:
    for number, segment in enumerate(facts.segments):
        first = max(0, (segment.first - origin).days)
        last = len(row) if segment.last is None else (segment.last - origin).days + 1
        row[first : max(first, last)] = number


def _mark_week(row: Flags, day: date, place: dict[date, int]) -> None:
    """The week runs from Sunday to Saturday; its Saturday is marked. A week of another month marks nothing."""
    if abs(day.toordinal() - next(iter(place)).toordinal()) > len(place):
        return
    saturday = day + timedelta((SATURDAY - day.weekday()) % 7)
    if saturday in place:
        row[place[saturday]] = True
