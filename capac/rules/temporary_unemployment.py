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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from capac.core.money import half_up
from capac.rules import bareme
from capac.rules.facts import CaseError, Facts, Occupation, Segment
from capac.rules.grid import NOTHING, OUTSIDE, build
from capac.rules.price import price
from capac.rules.sheet import Batch, Days, Price, Sheet
from capac.rules.why import Why

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
class _Hours:
    """One occupation at one amount: hours in hundredths that count and that are left out, worked rest days."""

    counted: int
    left_out: int
    rest_days: int


def prices(facts: Facts) -> tuple[Price, ...]:
    """A price for each occupation at each amount, in the order of the occupations."""
    groups = _groups(facts)
    return tuple(
        replace(_price(group[0], facts, number), occupation=number)
        for number in range(len(facts.occupations))
        for group in groups
    )


def sheet(batch: Batch) -> Sheet:
    """A line for each occupation at each amount."""
    lines = batch.lines()
    hours = [found for facts in batch.people for found in _hours(facts)]
    flat = [one for priced in batch.prices for one in priced]
    owners = [
        batch.people[person].occupations[one.occupation]
        for person, one in zip(lines.person, flat, strict=True)
    ]
    divisor = batch.column(
        [_divisor(owner, one.segment.regime) for owner, one in zip(owners, flat, strict=True)]
    )
    counted = batch.column([one.counted for one in hours])
    rest_days = batch.column([one.rest_days for one in hours])
    halves = np.maximum(0, half_up(counted * HALVES_A_WEEK, divisor) - ALLOWANCE * rest_days)
    figures = {
        "hours": counted,
        "hours_left_out": batch.column([one.left_out for one in hours]),
        "rest_days": rest_days,
    }
    for name in set(COUNT_RULES.values()):
        mine = [COUNT_RULES[one.segment.regime] == name for one in flat]
        figures[name] = np.where(mine, divisor, 0)
    return Sheet(
        lines.of(halves, by_half=np.array([one.segment.regime == BY_HALF for one in flat], np.bool_)),
        line_figures=figures,
        days=_days(batch),
    )


def _days(batch: Batch) -> Days:
    """Why the hours of each day count or not, for those whose hours are declared by day."""
    grid = build(batch.month, batch.people)
    hours, rest, by_day = (np.zeros(grid.code.shape, np.bool_) for _ in range(3))
    place = {day: column for column, day in enumerate(grid.days)}
    for row, facts in enumerate(batch.people):
        for occupation in facts.occupations:
            if occupation.hours_by_day is not None:
                by_day[row] = True
                hours[row, [place[day] for day, found in occupation.hours_by_day.items() if found]] = True
                rest[row, [place[day] for day in _rest_days(occupation, facts)]] = True
    why = np.where(hours, Why.HOURS_COUNTED, Why.NO_HOURS)
    why[hours & (grid.code != NOTHING)] = Why.HOURS_LEFT_OUT
    why[rest] = Why.REST_DAY_WORKED
    why[grid.segment == OUTSIDE] = Why.OUTSIDE
    why = np.where(by_day, why, 0).astype(np.int8)
    return Days(np.zeros_like(why), why).of_month(grid)


def _price(segment: Segment, facts: Facts, number: int) -> Price:
    """By the C2, or by the barème of the cause that the employer declared."""

    def table(segment: Segment, facts: Facts) -> bareme.Daily:
        cause, code = facts.occupations[number].cause, segment.wage_code
        assert code is not None
        if not cause:
            raise CaseError(
                "missing", fact="cause", field=f"temporary[{number}].cause", rule="AR 25.11.1991 art. 114 § 6"
            )
        return bareme.temporary_amount(code, cause=cause, on=facts.month.last)

    return price(segment, facts, table)


def _divisor(occupation: Occupation, regime: str) -> int:
    """Weekly hours in hundredths by which the hours lost are divided."""
    divisor = occupation.q if regime in BY_OWN_HOURS else occupation.s
    assert divisor is not None, "checked before"
    return divisor


def _groups(facts: Facts) -> list[list[Segment]]:
    """Segments of the month that pay the same amount in the same regime are counted together; the last
    segment stands for a month that none touches."""
    found: dict[tuple[object, ...], list[Segment]] = {}
    for segment in facts.segments_of_month or facts.segments[-1:]:
        key = (segment.daily_cents, segment.half_cents, segment.wage_code, segment.regime)
        found.setdefault(key, []).append(segment)
    return list(found.values())


def _hours(facts: Facts) -> Iterator[_Hours]:
    """In the order of the prices."""
    groups, touching = _groups(facts), facts.segments_of_month
    for occupation in facts.occupations:
        if occupation.hours_by_day is None:
            total = (occupation.hours or 0) if touching else 0
            yield from (_Hours(total, 0, 0) for _ in groups)
            continue
        given = occupation.hours_by_day
        free, rest_days = _free(given, facts), _rest_days(occupation, facts)
        yield from (_of_group(group, given, free, rest_days=rest_days) for group in groups)


def _free(given: Mapping[date, int], facts: Facts) -> set[date]:
    """Days with hours, inside the authorisation, on which the card says nothing else."""
    inside = facts.segments_of_month
    return {day for day, hours in given.items() if hours and day not in facts.days and _covers(inside, day)}


def _rest_days(occupation: Occupation, facts: Facts) -> set[date]:
    """Sundays and days off worked between the first day whose hours count and the end of the month."""
    start = min(_free(occupation.hours_by_day or {}, facts), default=date.max)
    return {day for day in occupation.worked_rest_days if start <= day <= facts.month.last}


def _of_group(
    group: list[Segment], given: Mapping[date, int], free: set[date], *, rest_days: set[date]
) -> _Hours:
    """Hours of the group's days, those on which the card says nothing else apart, and its worked rest days."""
    mine = {day: hours for day, hours in given.items() if _covers(group, day)}
    counted = sum(hours for day, hours in mine.items() if day in free)
    return _Hours(counted, sum(mine.values()) - counted, sum(_covers(group, day) for day in rest_days))


def _covers(segments: Sequence[Segment], day: date) -> bool:
    return any(segment.first <= day and (segment.last is None or day <= segment.last) for segment in segments)
