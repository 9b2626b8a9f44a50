"""The days of a month for many people, as sets (sets.py): what the card says, and in which segment each day lies."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from capac.rules import sets
from capac.rules.batch import Batch, Wide
from capac.rules.calendar_grid import SATURDAY, SUNDAY
from capac.rules.sets import Sets


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
    def marked(self) -> Sets:
        """Days of which the card says something."""
        card = self.card
        return np.asarray(
            card.worked
            | card.sick
            | card.paid_holiday
            | card.holiday
            | card.absent
            | card.public_holiday_paid
        )

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

    def in_segments(self, days: Sets, rows: Wide) -> Sets:
        """Of a set of each person, the days that lie in some segments, a row a segment."""
        if len(rows) == len(days) == len(self.of_segment):
            return np.asarray(days & self.of_segment)
        return np.asarray(days[self.batch.segments.person[rows]] & self.of_segment[rows])
