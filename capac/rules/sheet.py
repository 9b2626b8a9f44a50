"""What goes into a scheme's rule and what comes out of it, for many people at once, as columns.

A batch is the people of one scheme with their amounts. A sheet is what the rule says of them: lines (a
segment, or an occupation in a segment, with what it pays), figures that are told, and days where the
scheme has a day grid. Everything after it (tax, withholdings, steps) is the same for every scheme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from capac.core.money import half_up
from capac.core.period import Month
from capac.rules.facts import Facts, Segment
from capac.rules.grid import Bytes, Flags, Grid, Wide
from capac.rules.parameters import Parameter
from capac.rules.steps import ALONE

HALVES = 2


@dataclass(frozen=True)
class Price:
    """What one allowance, and half of one, is worth in a segment, in cents; whether it is taxed, and whether
    that is in doubt; the parameters that gave it."""

    segment: Segment
    daily: int
    half: int
    taxed: bool = False
    doubted: bool = False
    parameters: tuple[Parameter, ...] = ()
    occupation: int = ALONE


@dataclass(frozen=True)
class Lines:
    """Columns of one length, a line each: whose, of which segment (its place), halves, amounts in cents.

    Lines of one person stand together, people in order. `by_half`: the halves are half-allowances.
    """

    person: Wide
    segment: Wide
    daily: Wide
    half: Wide
    halves: Wide
    by_half: Flags
    gross: Wide

    def of(self, halves: Wide, *, by_half: Flags | None = None) -> Lines:
        """The same lines with so many halves: whole allowances at the daily amount and one half at its own,
        or every half at the half amount."""
        alone = self.by_half if by_half is None else by_half
        whole = halves // HALVES * self.daily + (halves & 1) * self.half
        return replace(self, halves=halves, by_half=alone, gross=np.where(alone, halves * self.half, whole))


@dataclass(frozen=True)
class Days:
    """Per person and day: halves and why; 0 all along for a person whose days were not looked at."""

    halves: Bytes
    why: Bytes

    def of_month(self, grid: Grid) -> Days:
        """The days of the month alone."""
        inside = grid.in_month
        return Days(self.halves[:, inside], self.why[:, inside])


@dataclass(frozen=True)
class Sheet:
    """What a rule says of a batch. Figures by name: one a person, or one a line."""

    lines: Lines
    figures: Mapping[str, Wide] = field(default_factory=dict)
    line_figures: Mapping[str, Wide] = field(default_factory=dict)
    days: Days | None = None


@dataclass(frozen=True)
class Batch:
    """People of one scheme and month; `prices` are theirs, in the order of their lines."""

    month: Month
    people: Sequence[Facts]
    prices: Sequence[Sequence[Price]]

    def lines(self) -> Lines:
        """A line for each price, with nothing counted yet. The segment is the price's place among its person's."""
        counts = [len(priced) for priced in self.prices]
        flat = [price for priced in self.prices for price in priced]
        person = np.repeat(np.arange(len(counts)), counts)
        places = [place for priced in self.prices for place in range(len(priced))]
        nothing = np.zeros(len(flat), np.int64)
        return Lines(
            person=person,
            segment=np.array(places, np.int64),
            daily=np.array([price.daily for price in flat], np.int64),
            half=np.array([price.half for price in flat], np.int64),
            halves=nothing,
            by_half=np.zeros(len(flat), np.bool_),
            gross=nothing,
        )

    def column(self, values: Sequence[int]) -> Wide:
        """Whole numbers, one a person or a line, as a column."""
        return np.array(values, np.int64)


def half_of(daily: int) -> int:
    """Half of an amount in cents, half-up (AR art. 103)."""
    return half_up(daily, HALVES)


def totals(lines: Lines, values: Wide, people: int) -> Wide:
    """The sum of a column of lines for each person."""
    summed = np.zeros(people, np.int64)
    np.add.at(summed, lines.person, values)
    return summed
