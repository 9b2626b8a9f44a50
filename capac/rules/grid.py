"""The days of a month for many people, as sets (sets.py): what the card says, and in which segment each day lies."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np

from capac.rules import sets
from capac.rules.batch import Batch, Bits, Flags, Wide
from capac.rules.calendar_grid import SATURDAY, SUNDAY
from capac.rules.fused import mapped
from capac.rules.sets import Sets

Days = TypeVar("Days", bound=Sets | tuple[Sets, ...])


class Said(NamedTuple):
    """What is said of the days of one person, or of many, a column each: by the card, the authorisation, the calendar
    (`month`, `sundays` and `saturdays` are the same for all). `full_pay` has bit n set for the grid's Saturday n.
    """

    worked: Sets
    sick: Sets
    paid_holiday: Sets
    holiday: Sets
    absent: Sets
    public_holiday_paid: Sets
    inside: Sets
    full_pay: Bits
    was_paid_before: Flags
    holidays_left: Wide
    month: np.uint64
    sundays: np.uint64
    saturdays: np.uint64


def marked(said: Said) -> Sets:
    """Days of which the card says something."""
    return said.worked | said.sick | said.paid_holiday | said.holiday | said.absent | said.public_holiday_paid


class Grid:
    """Sets of each person; those of the calendar are the same for all."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.card, self.days = batch, batch.card, batch.days
        places = range(self.days.month.start, self.days.month.stop)
        weekday = self.days.weekday
        self.month = sets.of_places(places)
        self.sundays = sets.of_places(n for n in places if weekday[n] == SUNDAY)
        self.saturdays = sets.of_places(n for n in places if weekday[n] == SATURDAY)
        self.weekdays = self.month & ~self.sundays

    @cached_property
    def said(self) -> Said:
        """All of it, as a rule by person reads it."""
        card, batch = self.card, self.batch
        return Said(
            card.worked, card.sick, card.paid_holiday, card.holiday, card.absent, card.public_holiday_paid, self.inside,
            batch.full_pay, batch.was_paid_before, batch.holidays_left, self.month, self.sundays, self.saturdays,
        )  # fmt: skip

    @cached_property
    def marked(self) -> Sets:
        """Days of which the card says something."""
        return marked(self.said)

    @cached_property
    def of_segment(self) -> Sets:
        """The days of each segment, a row a segment."""
        segments, width = self.batch.segments, len(self.days.dates)
        origin = self.days.dates[0].toordinal()
        first, last = (
            np.clip(segments.first - origin, 0, width),
            np.clip(segments.last - origin, -1, width - 1),
        )
        return sets.span(first, last)

    @cached_property
    def inside(self) -> Sets:
        """Days that lie in a segment."""
        return self.batch.segments.united(self.of_segment, len(self.batch))

    def of_rows(self, days: Days, rows: Wide) -> Days:
        """Sets of each person, as those of each of these segments."""
        if len(rows) == len(self.batch) == len(self.of_segment):
            return days
        owners = self.batch.segments.person[rows]
        found: Days = mapped(days, lambda column: column[owners])
        return found
