"""The facts of many people of one scheme and month, as columns: what the rules read.

A column holds one number a person, a segment or an occupation. Money is in cents, hours in hundredths, a date is
its day number, a word is its place in the list of facts.py. What is not said is NONE; an end that is not known
is OPEN. The days of a card stand day by day, so that a rule about a weekday is one operation for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from capac.core.period import Month
from capac.rules.calendar_grid import Days, days_of
from capac.rules.sets import Flags, Sets, Wide

Bytes = NDArray[np.int8]
Bits = NDArray[np.uint8]
__all__ = ["Bits", "Bytes", "Flags", "Sets", "Wide"]

NONE = int(np.iinfo(np.int64).min)
OPEN = date.max.toordinal()
NO_WORD = -1
UNKNOWN, NO, YES = -1, 0, 1


@dataclass(frozen=True)
class Table:
    """Columns of one length."""

    def rows(self, which: Any) -> Self:
        """The same table with some of its rows: a mask, or their places."""
        return replace(self, **{one.name: getattr(self, one.name)[which] for one in fields(self)})


@dataclass(frozen=True)
class Owned(Table):
    """A table whose rows belong to people; those of one person stand together, people in order."""

    person: Wide

    def __len__(self) -> int:
        return len(self.person)

    @cached_property
    def rank(self) -> Wide:
        """The place of each row among its person's."""
        starts = np.flatnonzero(np.append(True, self.person[1:] != self.person[:-1])[: len(self)])
        return np.arange(len(self)) - np.repeat(starts, np.diff(np.append(starts, len(self))))

    @cached_property
    def ranks(self) -> list[Wide]:
        """The rows that are somebody's first, second, and so on."""
        most = int(self.rank.max(initial=-1)) + 1
        return (
            [np.arange(len(self.person))]
            if most == 1
            else [np.flatnonzero(self.rank == n) for n in range(most)]
        )

    def of_people(self, keep: Flags) -> Self:
        """The rows of the people who are kept, who are numbered anew."""
        new = np.cumsum(keep) - 1
        kept = self.rows(keep[self.person])
        return replace(kept, person=new[kept.person])

    def united(self, of_rows: Sets, people: int) -> Sets:
        """Sets of the rows, as one set for each person."""
        if len(self) == people == int(self.person[-1] + 1 if people else 0) and len(self.ranks) == 1:
            return of_rows
        found = np.zeros(people, np.uint64)
        for mine in self.ranks:
            found[self.person[mine]] |= of_rows[mine]
        return found


@dataclass(frozen=True)
class Segments(Owned):
    """Stretches of authorisations (C2) with one amount."""

    first: Wide
    last: Wide
    daily: Wide
    half: Wide
    wage_code: Wide
    q: Wide
    s: Wide
    family: Bytes
    first_year: Bytes
    phase: Bytes
    regime: Bytes

    def said_alike(self) -> Flags:
        """Whether each segment goes on, the day after, with what the one before it says (a C2 renewed unchanged)."""
        same = np.zeros(len(self), np.bool_)
        same[1:] = self.person[1:] == self.person[:-1]
        if same.any():
            same[1:] &= self.first[1:] == self.last[:-1] + 1
            for one in fields(self):
                if one.name not in ("person", "first", "last"):
                    column = getattr(self, one.name)
                    same[1:] &= column[1:] == column[:-1]
        return same

    def joined(self) -> Segments:
        """Segments that follow each other and say the same, as one."""
        alike = self.said_alike()
        if not alike.any():
            return self
        starts = np.flatnonzero(~alike)
        ends = np.append(starts[1:], len(self)) - 1
        return replace(self.rows(starts), last=self.last[ends])


@dataclass(frozen=True)
class Occupations(Owned):
    """Temporary unemployment with one employer. By day: a row a day of the month, a column an occupation.

    `hours` is NONE where the hours are given by day; `rest_days` are the worked Sundays and days off, as a set.
    """

    q: Wide
    s: Wide
    hours: Wide
    cause: Bytes
    by_day: NDArray[np.int16]
    rest_days: Sets

    def rows(self, which: Any) -> Self:
        """The same with some of the occupations."""
        plain = {
            name: getattr(self, name)[which] for name in ("person", "q", "s", "hours", "cause", "rest_days")
        }
        return replace(self, **plain, by_day=self.by_day[:, which])


@dataclass(frozen=True)
class Kept(Table):
    """What must be kept back from each net. `children` NONE: no ordinary seizure."""

    children: Wide
    maintenance: Wide
    other_income: Wide
    assignment: Wide
    other_is_wage: Flags
    ex_officio: Flags
    full_recovery: Flags
    settlement: Flags


@dataclass(frozen=True)
class Card(Table):
    """What the card says: of each person the days of each code, as a set."""

    worked: Sets
    sick: Sets
    paid_holiday: Sets
    holiday: Sets
    absent: Sets
    public_holiday_paid: Sets


@dataclass(frozen=True)
class Batch:
    """People of one scheme and month. `own` are the columns of what only the scheme asks for.

    `full_pay` has bit n set where the employer paid a full-time wage for the week of the grid's Saturday n.
    """

    month: Month
    scheme: str
    segments: Segments
    card: Card
    full_pay: Bits
    paid_before: Bytes
    holidays_left: Wide
    secondary_income: Wide
    kept: Kept
    own: Mapping[str, Wide]
    occupations: Occupations | None = None

    def __len__(self) -> int:
        return len(self.paid_before)

    @cached_property
    def days(self) -> Days:
        """The days of the grid."""
        return days_of(self.month)

    @cached_property
    def was_paid_before(self) -> Flags:
        """Whether allowances were paid for the month before; where not said, the first segment tells."""
        starts = np.full(len(self), OPEN)
        first = self.segments.ranks[0] if len(self.segments) else np.zeros(0, np.int64)
        starts[self.segments.person[first]] = self.segments.first[first]
        by_segment = starts < self.month.first.toordinal()
        return np.where(self.paid_before == UNKNOWN, by_segment, self.paid_before == YES)

    @cached_property
    def touching(self) -> Flags:
        """Which segments touch the month."""
        first, last = self.month.first.toordinal(), self.month.last.toordinal()
        return (self.segments.first <= last) & (self.segments.last >= first)

    @cached_property
    def touched(self) -> Flags:
        """Whose month a segment touches."""
        found = np.zeros(len(self), np.bool_)
        found[self.segments.person[self.touching]] = True
        return found

    @cached_property
    def in_use(self) -> Wide:
        """The segments on which the month stands, in order: those that touch it, or the last one of a person."""
        last = np.append(self.segments.person[1:] != self.segments.person[:-1], True)[: len(self.segments)]
        return np.flatnonzero(self.touching | (last & ~self.touched[self.segments.person]))

    def of_people(self, keep: Flags) -> Batch:
        """The same month with some of its people."""
        return replace(
            self,
            segments=self.segments.of_people(keep),
            card=self.card.rows(keep),
            full_pay=self.full_pay[keep],
            paid_before=self.paid_before[keep],
            holidays_left=self.holidays_left[keep],
            secondary_income=self.secondary_income[keep],
            kept=self.kept.rows(keep),
            own={name: column[keep] for name, column in self.own.items()},
            occupations=self.occupations and self.occupations.of_people(keep),
        )
