"""Between one person's facts and the columns of many: in for whoever has facts, out where one must be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from capac.core.period import Month
from capac.rules.batch import (
    NO_WORD,
    NONE,
    OPEN,
    UNKNOWN,
    Batch,
    Bytes,
    Card,
    Flags,
    Kept,
    Occupations,
    Segments,
    Wide,
)
from capac.rules.calendar_grid import days_of, weeks_of
from capac.rules.facts import (
    DAY_CODES,
    INSERTION_FAMILIES,
    PHASE_CODES,
    REGIMES,
    Facts,
    Segment,
    Seizure,
    Withholdings,
    own_names,
)
from capac.rules.parameters import causes


def gather(month: Month, scheme: str, people: Sequence[Facts]) -> Batch:
    """The columns of people of one scheme and month, whose facts were checked."""
    return Batch(
        month=month,
        scheme=scheme,
        segments=segments_of([facts.segments or _whole(month) for facts in people]),
        card=_card(month, people),
        full_pay=np.array([weeks_of(month, facts.weekly_pay_full_time) for facts in people], np.uint8),
        paid_before=_bytes(_three(facts.paid_in_previous_month) for facts in people),
        holidays_left=_wide(facts.paid_holiday_left_halves for facts in people),
        secondary_income=_wide(facts.secondary_income_cents for facts in people),
        kept=_kept([facts.withholdings for facts in people]),
        own=_own(scheme, people),
        occupations=_occupations(month, people) if scheme == "temporary_unemployment" else None,
    )


def _whole(month: Month) -> tuple[Segment, ...]:
    """An authorisation that may be left out (activation) covers the month."""
    return (Segment(month.first, month.last),)


def segments_of(people: Sequence[tuple[Segment, ...]]) -> Segments:
    """The segments of people, as columns."""
    flat = [segment for segments in people for segment in segments]
    return Segments(
        person=_owners(people),
        first=_wide(one.first.toordinal() for one in flat),
        last=_wide(OPEN if one.last is None else one.last.toordinal() for one in flat),
        daily=_wide(one.daily_cents for one in flat),
        half=_wide(one.half_cents for one in flat),
        wage_code=_wide(one.wage_code for one in flat),
        q=_wide(one.q for one in flat),
        s=_wide(one.s for one in flat),
        family=_words((one.family for one in flat), INSERTION_FAMILIES),
        first_year=_bytes(_three(one.first_year) for one in flat),
        phase=_words((one.phase for one in flat), PHASE_CODES),
        regime=_words((one.regime for one in flat), REGIMES),
    )


def _card(month: Month, people: Sequence[Facts]) -> Card:
    """What each card says; days outside the grid change nothing."""
    place = {day: row for row, day in enumerate(days_of(month).dates)}
    said = {name: [0] * len(people) for name in DAY_CODES}
    for person, facts in enumerate(people):
        for day, name in facts.days.items():
            if day in place:
                said[name][person] |= 1 << place[day]
    return Card(**{name: np.array(days, np.uint64) for name, days in said.items()})


def _kept(wanted: Sequence[Withholdings]) -> Kept:
    seizures = [one.seizure or Seizure() for one in wanted]
    return Kept(
        children=_wide(one.children for one in seizures),
        maintenance=_wide(one.maintenance_cents for one in seizures),
        other_income=_wide(one.other_income_cents for one in seizures),
        assignment=_wide(one.assignment_cents for one in wanted),
        other_is_wage=_flags(one.other_income_is_wage for one in seizures),
        ex_officio=_flags(one.recovery_ex_officio for one in wanted),
        full_recovery=_flags(one.full_recovery for one in wanted),
        settlement=_flags(one.collective_debt_settlement for one in wanted),
    )


def _own(scheme: str, people: Sequence[Facts]) -> dict[str, Wide]:
    blocks = [facts.own for facts in people]
    return {name: _wide(block[name] for block in blocks) for name in own_names(scheme)}


def _occupations(month: Month, people: Sequence[Facts]) -> Occupations:
    flat = [one for facts in people for one in facts.occupations]
    by_day = np.zeros((month.last.day, len(flat)), np.int16)
    rest_days, start = np.zeros(len(flat), np.uint64), days_of(month).month.start
    for column, one in enumerate(flat):
        for day, hours in (one.hours_by_day or {}).items():
            by_day[day.day - 1, column] = hours
        for day in one.worked_rest_days:
            if Month.of(day) == month:
                rest_days[column] |= np.uint64(1 << (start + day.day - 1))
    return Occupations(
        person=_owners([facts.occupations for facts in people]),
        q=_wide(one.q for one in flat),
        s=_wide(one.s for one in flat),
        hours=_wide(one.hours for one in flat),
        cause=_words((one.cause for one in flat), tuple(causes())),
        by_day=by_day,
        rest_days=rest_days,
    )


def _owners(owned: Sequence[Sequence[Any]]) -> Wide:
    return np.repeat(np.arange(len(owned)), [len(one) for one in owned])


def _wide(values: Iterable[int | bool | None]) -> Wide:
    return np.array([NONE if value is None else int(value) for value in values], np.int64)


def _flags(values: Iterable[bool]) -> Flags:
    return np.array(list(values), np.bool_)


def _bytes(values: Iterable[int]) -> Bytes:
    return np.array(list(values), np.int8)


def _three(value: bool | None) -> int:
    return UNKNOWN if value is None else int(value)


def _words(values: Iterable[str], known: Sequence[str]) -> Bytes:
    place = {word: number for number, word in enumerate(known)} | {"": NO_WORD}
    return np.array([place[value] for value in values], np.int8)
