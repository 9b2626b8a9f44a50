"""What a scheme's rule says of a batch, as columns: lines, figures that are told, and days where it has a grid.

A line is a segment, or an occupation in a segment, with what it is worth and what it pays. Everything after
it (tax, withholdings, steps) is the same for every scheme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from capac.core.money import half_up
from capac.rules import sets
from capac.rules.batch import Flags, Owned, Wide
from capac.rules.fused import by_person
from capac.rules.parameters import Parameter
from capac.rules.sets import Sets
from capac.rules.why import Why

HALVES = 2


class Shown:
    """Sets of parameters by number, so that a column can say which parameters stand behind each line."""

    def __init__(self) -> None:
        self.sets: list[tuple[Parameter, ...]] = []
        self._numbers: dict[tuple[Parameter, ...], int] = {}
        self._seen: dict[int, tuple[tuple[Parameter, ...], int]] = {}
        self.of(())

    def of(self, parameters: tuple[Parameter, ...]) -> int:
        """The number of a set; each parameter stands in it once, where it was first named. The empty set is 0."""
        if id(parameters) not in self._seen:
            once = tuple(dict.fromkeys(parameters))
            if once not in self._numbers:
                self._numbers[once] = len(self.sets)
                self.sets.append(once)
            self._seen[id(parameters)] = parameters, self._numbers[once]
        return self._seen[id(parameters)][1]

    def both(self, first: Wide, second: Wide) -> Wide:
        """Two columns of sets as one: what stands in the first, then what the second adds."""
        if not second.any():
            return first
        if not first.any():
            return second
        size = len(self.sets)
        pair = first * size + second
        joined = np.zeros(size * size, np.int64)
        for one in np.flatnonzero(np.bincount(pair, minlength=len(joined))).tolist():
            joined[one] = self.of((*self.sets[one // size], *self.sets[one % size]))
        return np.asarray(joined[pair])

    def where(self, holds: Flags, parameters: tuple[Parameter, ...], *, beside: Wide) -> Wide:
        """Sets to which some parameters are added where it holds."""
        if not parameters or not holds.any():
            return beside
        return self.both(beside, np.where(holds, self.of(parameters), 0))


@dataclass(frozen=True)
class Lines(Owned):
    """`source` is the row of the segment. `daily` and `half` are what one allowance, and half of one, is worth, in
    cents; `taxed` whether it bears tax and `doubted` whether that rests on a reading; `shown` the number of the set
    of parameters behind it. `by_half`: the halves are half-allowances, each worth `half`.
    """

    source: Wide
    occupation: Wide
    daily: Wide
    half: Wide
    taxed: Flags
    doubted: Flags
    shown: Wide
    halves: Wide
    by_half: Flags
    gross: Wide

    def of(self, halves: Wide, *, by_half: Flags | None = None) -> Lines:
        """The same lines with so many halves."""
        alone = self.by_half if by_half is None else by_half
        gross = np.where(alone, halves * self.half, worth(halves, self.daily, self.half))
        return replace(self, halves=halves, by_half=alone, gross=gross)

    def of_person(self, column: Wide) -> Wide:
        """A column of people, as one of their lines."""
        return np.asarray(column[self.person])

    def totals(self, values: Wide, people: int) -> Wide:
        """The sum of a column of lines for each person."""
        if len(self) == people:
            return values
        summed = np.zeros(people, np.int64)
        np.add.at(summed, self.person, values)
        return summed


@dataclass(frozen=True)
class Days:
    """Per person: days by reason (where two hold the same day, the later one speaks), those that count two halves,
    and one. `whose` days were looked at; None: everybody's.
    """

    reasons: Sequence[tuple[Why, Sets]]
    two: Sets
    one: Sets
    whose: Flags | None = None

    def rows(self, month: slice) -> NDArray[np.uint8]:
        """A row a person, a byte a day of the month: reason x REASONS + halves; zeros for a person not looked at."""
        numbers, days = zip(*self.reasons, strict=True)
        words = spoken(days, tuple(map(int, numbers)), two=self.two, one=self.one, start=month.start)
        found = np.stack(words, axis=1).view(np.uint8)[:, : month.stop - month.start]
        return found if self.whose is None else found * self.whose[:, None]


@by_person
def spoken(
    reasons: tuple[Sets, ...], numbers: tuple[int, ...], *, two: Sets, one: Sets, start: int
) -> tuple[Any, ...]:
    """The bytes of the days of one person, eight a number; of two reasons for a day the later one speaks."""
    said = a = b = c = d = e = two & sets.NONE
    for n in range(len(reasons) - 1, -1, -1):
        mine, number = reasons[n] & ~said, numbers[n]
        said = said | mine
        a = a | sets.where(number & 1, mine, sets.NONE)
        b = b | sets.where(number & 2, mine, sets.NONE)
        c = c | sets.where(number & 4, mine, sets.NONE)
        d = d | sets.where(number & 8, mine, sets.NONE)
        e = e | sets.where(number & 16, mine, sets.NONE)
    return sets.to_bytes((one, two, a, b, c, d, e), start)


@dataclass(frozen=True)
class Sheet:
    """What a rule says of a batch. Figures by name: one a person, or one a line."""

    lines: Lines
    figures: Mapping[str, Wide] = field(default_factory=dict)
    line_figures: Mapping[str, Wide] = field(default_factory=dict)
    days: Days | None = None


def worth(halves: Wide, daily: Wide, half: Wide) -> Wide:
    """Whole allowances at the daily amount, and one half at its own."""
    return halves // HALVES * daily + (halves & 1) * half


def half_of(daily: Wide) -> Wide:
    """Half of amounts in cents, half-up (AR art. 103)."""
    return half_up(daily, HALVES)
