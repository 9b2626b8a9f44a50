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
from capac.rules import bareme
from capac.rules.batch import NO_WORD, NONE, Batch, Flags, Occupations, Owned, Wide
from capac.rules.facts import REGIMES, CaseError
from capac.rules.grid import NOTHING, OUTSIDE, Grid
from capac.rules.parameters import causes
from capac.rules.price import Asked, Priced, price
from capac.rules.sheet import Days, Sheet
from capac.rules.why import Why

Numbers = NDArray[np.int32]

ALLOWANCE, HALVES_A_WEEK = 2, 12
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
    day_group = _group_of_day(grid, of_segment)[:, occupations.person]
    rest = occupations.rest_days & _begun(grid, occupations, day_group)
    hours = _hours(grid, occupations, day_group=day_group, rest=rest, owner=owner, group=group)
    halves = np.maximum(0, half_up(hours.counted * HALVES_A_WEEK, divisor) - ALLOWANCE * hours.rest_days)
    return Sheet(
        priced.lines.of(halves, by_half=_is_of(regime, (BY_HALF,))),
        line_figures=_figures(hours, divisor, regime),
        days=_days(grid, occupations, rest),
    )


def _occupations(batch: Batch) -> Occupations:
    assert batch.occupations is not None, "temporary unemployment has occupations"
    return batch.occupations


def _groups(batch: Batch) -> tuple[_Groups, Numbers]:
    """The groups of each person, and of each segment the number of its group, or OUTSIDE."""
    rows, segments = batch.in_use, batch.segments
    of_segment = np.full(len(segments), OUTSIDE, np.int32)
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


def _group_of_day(grid: Grid, of_segment: Numbers) -> Numbers:
    """The group of each day of the month, or OUTSIDE."""
    begins = np.searchsorted(grid.batch.segments.person, np.arange(len(grid.batch))).astype(np.int32)
    place = grid.segment[grid.days.month]
    found = of_segment[np.minimum(begins + place, len(of_segment) - 1)]
    return np.where(place == OUTSIDE, np.int32(OUTSIDE), found)


def _begun(grid: Grid, occupations: Occupations, day_group: Numbers) -> Flags:
    """Days from the first whose hours count, for each occupation: inside, on which the card says nothing else."""
    bare = grid.code[grid.days.month][:, occupations.person] == NOTHING
    free = (occupations.by_day > 0) & bare & (day_group != OUTSIDE)
    return np.logical_or.accumulate(free, axis=0)


def _hours(
    grid: Grid, occupations: Occupations, *, day_group: Numbers, rest: Flags, owner: Wide, group: Wide
) -> _Hours:
    """Hours of each line's days, those on which the card says nothing else apart, and its worked rest days; a total
    of hours without its days stands as it was declared, where the authorisation touches the month."""
    mine = day_group[:, owner] == group
    bare = grid.code[grid.days.month][:, occupations.person[owner]] == NOTHING
    by_day = occupations.by_day[:, owner]
    in_all = (by_day * mine).sum(axis=0, dtype=np.int64)
    counted = (by_day * (mine & bare)).sum(axis=0, dtype=np.int64)
    declared = np.where(grid.batch.touched[occupations.person], occupations.hours, 0)[owner]
    is_total = occupations.hours[owner] != NONE
    return _Hours(
        counted=np.where(is_total, declared, counted),
        left_out=np.where(is_total, 0, in_all - counted),
        rest_days=np.where(is_total, 0, (rest[:, owner] & mine).sum(axis=0)),
    )


def _figures(hours: _Hours, divisor: Wide, regime: NDArray[np.int8]) -> dict[str, Wide]:
    """What is told of each line: its hours, and its divisor under the name of its regime."""
    told = {"hours": hours.counted, "hours_left_out": hours.left_out, "rest_days": hours.rest_days}
    for name in set(COUNT_RULES.values()):
        regimes = tuple(one for one, rule in COUNT_RULES.items() if rule == name)
        told[name] = np.where(_is_of(regime, regimes), divisor, 0)
    return told


def _is_of(regime: NDArray[np.int8], names: tuple[str, ...]) -> Flags:
    return np.isin(regime, [REGIMES.index(name) for name in names])


def _days(grid: Grid, occupations: Occupations, rest: Flags) -> Days:
    """Why the hours of each day count or not, for those whose hours are declared by day."""
    month = grid.days.month
    code, inside = grid.code[month], grid.inside[month]
    hours, worked = np.zeros(code.shape, np.bool_), np.zeros(code.shape, np.bool_)
    by_day = np.zeros(code.shape[1], np.bool_)
    for mine in occupations.ranks:
        owners = occupations.person[mine]
        hours[:, owners] |= occupations.by_day[:, mine] > 0
        worked[:, owners] |= rest[:, mine]
        by_day[owners] |= occupations.hours[mine] == NONE
    why = np.where(hours, np.int8(Why.HOURS_COUNTED), np.int8(Why.NO_HOURS))
    np.copyto(why, np.int8(Why.HOURS_LEFT_OUT), where=hours & (code != NOTHING))
    np.copyto(why, np.int8(Why.REST_DAY_WORKED), where=worked)
    np.copyto(why, np.int8(Why.OUTSIDE), where=~inside)
    why *= by_day
    return Days(np.zeros_like(why), why)
