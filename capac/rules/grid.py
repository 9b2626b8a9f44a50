"""The day grid of many people: what the card says, and in which segment each day lies.

Rows are the days of the month's grid (calendar_grid.py), columns are people, so that what is true of a
weekday is one row.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from capac.rules.batch import Batch, Bytes, Flags, Wide
from capac.rules.calendar_grid import SATURDAY, SUNDAY, Days
from capac.rules.facts import DAY_CODES

Places = NDArray[np.int16]

__all__ = ["CODE", "NOTHING", "OUTSIDE", "SATURDAY", "SUNDAY", "Grid"]

NOTHING, OUTSIDE = 0, -1
CODE = {name: number for number, name in enumerate(DAY_CODES, 1)}


class Grid:
    """`code` is what the card says (0 nothing); `inside` whether a day lies in a segment, `segment` in which."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.code: Bytes = batch.code
        self._marked: dict[str, Flags] = {}

    @property
    def days(self) -> Days:
        """The days, which are the rows."""
        return self.batch.days

    @cached_property
    def in_month(self) -> Flags:
        """The days of the month, as a column that stands beside every person."""
        return self.days.inside[:, None]

    @cached_property
    def sunday(self) -> Flags:
        """The Sundays, likewise."""
        return np.asarray(self.days.weekday == SUNDAY)[:, None]

    @cached_property
    def weekdays(self) -> Flags:
        """The days of the month from Monday to Saturday, likewise."""
        return np.asarray(self.in_month & ~self.sunday)

    @cached_property
    def inside(self) -> Flags:
        """Whether each day lies in a segment of its person."""
        return np.asarray(self.segment != OUTSIDE)

    @cached_property
    def segment(self) -> Places:
        """The place of each day's segment among its person's, or OUTSIDE."""
        segments, size = self.batch.segments, self.code.shape
        origin = self.days.dates[0].toordinal()
        first = np.clip(segments.first - origin, 0, size[0]).astype(np.int8)
        last = np.clip(segments.last - origin, -1, size[0]).astype(np.int8)
        row = np.arange(size[0], dtype=np.int8)[:, None]
        found = np.full(size, OUTSIDE, np.int16)
        for rank, mine in enumerate(segments.ranks):
            covered = (row >= first[mine]) & (row <= last[mine])
            if len(mine) == size[1]:
                np.copyto(found, rank, where=covered)
            else:
                owners = segments.person[mine]
                found[:, owners] = np.where(covered, np.int16(rank), found[:, owners])
        return found

    def marked(self, name: str) -> Flags:
        """Where the card says this."""
        if name not in self._marked:
            self._marked[name] = self.code == CODE[name]
        return self._marked[name]

    def of_segments(self, values: Bytes, rows: Wide) -> Wide:
        """What some segments hold of a grid of small numbers: the sum over the days of each."""
        segments = self.batch.segments
        total = np.zeros(len(segments), np.int64)
        for rank, mine in enumerate(segments.ranks):
            owners = segments.person[mine]
            everybody = len(mine) == values.shape[1]
            of, where = (values, self.segment) if everybody else (values[:, owners], self.segment[:, owners])
            total[mine] = (of * (where == rank)).sum(axis=0, dtype=np.int16)
        return np.asarray(total[rows])
