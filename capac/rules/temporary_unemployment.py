"""Temporary unemployment (C2 prefixes 02, 04, 06 and, beside the income guarantee, 57): hours become allowances.

In words. The hours lost in the month become allowances, counted for each occupation and each amount:
hours x 6 / Q for a full-timer and for a part-timer with rights (AR art. 106), hours x 6 / S for one who
also receives the income guarantee (art. 107), both to the nearest half; hours x 12 / S half-allowances to
the nearest whole for a voluntary part-timer (art. 108). Each Sunday or habitual day off that was worked
between the first day of temporary unemployment and the end of the month takes one allowance away (art.
109). The hours of a day on which the card says something else are left out, whatever it says (reading 9).
A total of hours without its days is taken as the employer declared it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from capac.core.money import half_up
from capac.rules import bareme, sets
from capac.rules.batch import NO_WORD, NONE, Batch, Flags, Occupations, Owned, Sets, Wide
from capac.rules.facts import REGIMES, CaseError
from capac.rules.grid import Grid
from capac.rules.parameters import causes
from capac.rules.price import Asked, Priced, price
from capac.rules.sheet import Days, Sheet
from capac.rules.why import Why

ALLOWANCE, HALVES_A_WEEK = 2, 12
OUTSIDE = -1
BY_OWN_HOURS = ("full_time", "part_time_with_rights")
"""Regimes that divide by the worker's own weekly hours; the others divide by those of a full-timer."""
BY_HALF = "voluntary_part_time"
COUNT_RULES = {
    "full_time": "over_q", "part_time_with_rights": "over_q", "part_time_with_rights_and_agr": "over_s",
    "voluntary_part_time": "halves_over_s",
}  # fmt: skip
"""The figure under which the divisor of a regime is told."""


@dataclass(frozen=True)
class _Groups(Owned):
    """Segments of a month that pay the same amount in the same regime are counted together: the first of each."""

    source: Wide


@dataclass(frozen=True)
class _Hours:
    """A line each: hours in hundredths that count and that are left out, worked rest days."""

    counted: Wide
    left_out: Wide
    rest_days: Wide


def lines(batch: Batch) -> Priced:
    """A line for each occupation at each amount, in the order of the occupations."""
    occupations, (groups, _) = _occupations(batch), _groups(batch)
    owner, group = _pairs(occupations, groups)
    return price(
        batch, groups.source[group], table=_table, occupation=occupations.rank[owner], beside=_causes(occupations, owner)
    )  # fmt: skip


def sheet(batch: Batch, priced: Priced) -> Sheet:
    """Hours made allowances, a line for each occupation at each amount."""
    occupations, (groups, of_segment) = _occupations(batch), _groups(batch)
    owner, group = _pairs(occupations, groups)
    regime = batch.segments.regime[priced.lines.source]
    divisor = np.where(_is_of(regime, BY_OWN_HOURS), occupations.q[owner], occupations.s[owner])
    grid = Grid(batch)
    rest = _rest_days(grid, occupations)
    days = _days_of_groups(grid, groups, of_segment)[group]
    hours = _hours(grid, occupations, rest=rest, owner=owner, days=days)
    halves = np.maximum(0, half_up(hours.counted * HALVES_A_WEEK, divisor) - ALLOWANCE * hours.rest_days)
    return Sheet(
        priced.lines.of(halves, by_half=_is_of(regime, (BY_HALF,))),
        line_figures=_figures(hours, divisor, regime),
        days=_days(grid, occupations, rest),
    )


def _occupations(batch: Batch) -> Occupations:
    assert batch.occupations is not None, "temporary unemployment has occupations"
    return batch.occupations


def _groups(batch: Batch) -> tuple[_Groups, Wide]:
    """The groups of each person, and of each segment the number of its group, or OUTSIDE."""
    rows, segments = batch.in_use, batch.segments
    of_segment = np.full(len(segments), OUTSIDE, np.int64)
    if len(rows) == len(batch):
        of_segment[rows] = np.arange(len(rows))
        return _Groups(segments.person[rows], rows), of_segment
    keys = np.stack([
        column[rows] for column in (
            segments.person, segments.daily, segments.half, segments.wage_code, segments.regime.astype(np.int64)
        )
    ], axis=1)  # fmt: skip
    _, first, place = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    of_segment[rows] = number[place.reshape(-1)]
    source = rows[first[order]]
    return _Groups(segments.person[source], source), of_segment


def _pairs(occupations: Occupations, groups: _Groups) -> tuple[Wide, Wide]:
    """Each occupation with each group of its person: the places of both."""
    begins = np.searchsorted(groups.person, occupations.person)
    counts = np.searchsorted(groups.person, occupations.person, side="right") - begins
    owner = np.repeat(np.arange(len(occupations)), counts)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, begins[owner] + within


def _table(asked: Asked) -> bareme.Daily:
    """The barème of the cause that the employer declared; `beside` is the occupation and the cause's place."""
    number, cause = divmod(asked.beside, CAUSE_ROOM)
    if cause == 0:
        raise CaseError(
            "missing", fact="cause", field=f"temporary[{number}].cause", rule="AR 25.11.1991 art. 114 § 6"
        )
    return bareme.temporary_amount(asked.code, cause=tuple(causes())[cause - 1], on=asked.on)


CAUSE_ROOM = 64


def _causes(occupations: Occupations, owner: Wide) -> Wide:
    """What the table is asked beside the code: the cause, and where there is none, in which occupation."""
    cause = occupations.cause.astype(np.int64)
    number = np.where(cause == NO_WORD, occupations.rank, 0)
    return (number * CAUSE_ROOM + cause + 1)[owner]


def _days_of_groups(grid: Grid, groups: _Groups, of_segment: Wide) -> Sets:
    """The days of the month that lie in the segments of each group."""
    days = np.zeros(len(groups), np.uint64)
    used = of_segment != OUTSIDE
    np.bitwise_or.at(days, of_segment[used], grid.of_segment[used] & grid.month)
    return days


def _rest_days(grid: Grid, occupations: Occupations) -> Sets:
    """Sundays and days off that were worked from the first day whose hours count on: inside, on which the card says
    nothing else."""
    free = _with_hours(grid, occupations) & (grid.inside & ~grid.marked)[occupations.person]
    return np.asarray(occupations.rest_days & sets.from_first(free))


def _with_hours(grid: Grid, occupations: Occupations) -> Sets:
    """Days on which hours were lost."""
    return np.asarray(sets.of_rows((occupations.by_day > 0).T) << np.uint64(grid.days.month.start))


def _hours(grid: Grid, occupations: Occupations, *, rest: Sets, owner: Wide, days: Sets) -> _Hours:
    """Hours of each line's days, those on which the card says nothing else apart, and its worked rest days; a total
    of hours without its days stands as it was declared, where the authorisation touches the month."""
    person = occupations.person[owner]
    counted, in_all = (_sum(grid, occupations, owner, on) for on in (days & ~grid.marked[person], days))
    declared = np.where(grid.batch.touched[person], occupations.hours[owner], 0)
    is_total = occupations.hours[owner] != NONE
    return _Hours(
        counted=np.where(is_total, declared, counted),
        left_out=np.where(is_total, 0, in_all - counted),
        rest_days=np.where(is_total, 0, sets.count(rest[owner] & days)),
    )


def _sum(grid: Grid, occupations: Occupations, owner: Wide, days: Sets) -> Wide:
    """The hours of some days, a line each."""
    mine = sets.rows_of(days, grid.days.month).T
    return np.asarray((occupations.by_day[:, owner] * mine).sum(axis=0, dtype=np.int64))


def _figures(hours: _Hours, divisor: Wide, regime: NDArray[np.int8]) -> dict[str, Wide]:
    """What is told of each line: its hours, and its divisor under the name of its regime."""
    told = {"hours": hours.counted, "hours_left_out": hours.left_out, "rest_days": hours.rest_days}
    for name in set(COUNT_RULES.values()):
        regimes = tuple(one for one, rule in COUNT_RULES.items() if rule == name)
        told[name] = np.where(_is_of(regime, regimes), divisor, 0)
    return told


def _is_of(regime: NDArray[np.int8], names: tuple[str, ...]) -> Flags:
    return np.isin(regime, [REGIMES.index(name) for name in names])


def _days(grid: Grid, occupations: Occupations, rest: Sets) -> Days:
    """Why the hours of each day count or not, for those whose hours are declared by day."""
    people, nothing = len(grid.batch), np.zeros(len(grid.batch), np.uint64)
    hours = occupations.united(_with_hours(grid, occupations), people)
    whose = np.zeros(people, np.bool_)
    whose[occupations.person[occupations.hours == NONE]] = True
    reasons = (
        (Why.NO_HOURS, nothing | grid.month),
        (Why.HOURS_COUNTED, hours),
        (Why.HOURS_LEFT_OUT, hours & grid.marked),
        (Why.REST_DAY_WORKED, occupations.united(rest, people)),
        (Why.OUTSIDE, ~grid.inside),
    )
    return Days(reasons, nothing, nothing, whose=whose)
