"""Who must be looked at alone before a month is computed: anybody whose facts are not plainly in order.

A screen only sorts. Whoever it holds back is read as a single case is (reading.py), which refuses with a reason or
passes; so it may hold back too many, and never lets through what that reading refuses (a test draws facts to see).
"""

from __future__ import annotations

import numpy as np

from capac.rules.batch import NO_WORD, NONE, UNKNOWN, Batch, Bytes, Flags, Occupations, Owned, Segments, Wide
from capac.rules.check_schemes import (
    FOUR,
    HOURS_A_DAY,
    MAX_HOURLY,
    WEEKS,
    WITHOUT_SECONDARY_INCOME,
)
from capac.rules.checks import BY_FAMILY, BY_HOURS
from capac.rules.facts import (
    FAMILIES,
    INSERTION_FAMILIES,
    MAX_DAILY_CENTS,
    MAX_MONTH_CENTS,
    MOST_SEGMENTS,
    PHASE_CODES,
    REGIMES,
)
from capac.rules.parameters import causes
from capac.rules.read_values import HIGHEST_CODE, HOURS_A_WEEK
from capac.rules.read_withholdings import MOST_CHILDREN
from capac.rules.temporary_unemployment import BY_OWN_HOURS

MOST_HALVES = 198
"""No count of days of a case is written with three figures."""


def suspects(batch: Batch) -> Flags:
    """Per person: held back."""
    held = _common(batch) | _of(batch, batch.segments, ~_segments_in_order(batch))
    many = np.bincount(batch.segments.person, minlength=len(batch))
    held |= (many == 0) | (many > MOST_SEGMENTS)
    for name, (low, high) in LIMITS.get(batch.scheme, {}).items():
        held |= ~_within(batch.own[name], low, _most_hours(batch) if high is None else high)
    if batch.scheme == "income_guarantee":
        held |= ~_optional(batch.own["not_payable_halves"], 0, MOST_HALVES)
        held |= _of(batch, batch.segments, ~_wage_in_order(batch))
    if batch.scheme == "activation":
        held |= ~_optional(batch.own["net_wage_cents"], 0, MAX_MONTH_CENTS)
    if batch.occupations is not None:
        held |= _jobs(batch, batch.occupations)
    return held


LIMITS: dict[str, dict[str, tuple[int, int | None]]] = {
    "youth_holiday": {"hours": (0, None), "s": (1, HOURS_A_WEEK), "paid_days_left_halves": (0, MOST_HALVES)},
    "senior_holiday": {"hours": (0, None), "s": (1, HOURS_A_WEEK), "paid_days_left_halves": (0, MOST_HALVES)},
    "activation": {"theoretical_cents": (0, MAX_MONTH_CENTS), "hours": (0, None), "s": (1, HOURS_A_WEEK)},
    "income_guarantee": {
        "gross_cents": (0, MAX_MONTH_CENTS), "hours": (0, None), "absence_hours": (0, None), "old_scheme": (0, 1),
    },
}  # fmt: skip
"""What a scheme cannot do without, with its bounds; None: the hours of the month."""


def _common(batch: Batch) -> Flags:
    """Counts, codes of the card, a secondary income and withholdings."""
    kept, money = batch.kept, (0, MAX_MONTH_CENTS)
    held = ~_within(batch.holidays_left, 0, MOST_HALVES) | ~_optional(kept.children, 0, MOST_CHILDREN)
    for amount in (kept.maintenance, kept.other_income, kept.assignment):
        held |= ~_within(amount, *money)
    held |= (
        (kept.children == NONE) & (kept.maintenance == 0) & ((kept.other_income != 0) | kept.other_is_wage)
    )
    if batch.scheme in WITHOUT_SECONDARY_INCOME:
        return np.asarray(held | (batch.secondary_income != NONE))
    return np.asarray(held | ~_optional(batch.secondary_income, *money))


def _segments_in_order(batch: Batch) -> Flags:
    """Per segment: dates, amounts, words and weekly hours that its scheme can use."""
    one, scheme = batch.segments, batch.scheme
    ahead = np.zeros(len(one), np.bool_)
    ahead[1:] = (one.person[1:] == one.person[:-1]) & (one.first[1:] <= one.last[:-1])
    good = (one.first > 0) & (one.last >= one.first) & ~ahead
    for amount in (one.daily, one.half):
        good &= _optional(amount, 1, MAX_DAILY_CENTS)
    good &= _optional(one.wage_code, 1, HIGHEST_CODE)
    for hours in (one.q, one.s):
        good &= _optional(hours, 1, HOURS_A_WEEK)
    good &= _word(one.phase, len(PHASE_CODES)) & _word(one.regime, len(REGIMES))
    families = INSERTION_FAMILIES if scheme == "insertion_allowance" else FAMILIES
    good &= _word(one.family, len(families))
    if scheme in BY_FAMILY:
        good &= one.family != NO_WORD
        good &= (one.family != FAMILIES.index("B")) | (one.first_year != UNKNOWN)
    if scheme in BY_HOURS:
        good &= (one.q != NONE) & (one.s != NONE) & (one.q <= one.s)
    if scheme == "temporary_unemployment":
        good &= one.regime != NO_WORD
    return np.asarray(good & _has_amount(one, scheme))


def _has_amount(one: Segments, scheme: str) -> Flags:
    """A daily amount, or what the barème is asked with; a half amount is looked at alone."""
    if scheme == "activation":
        return np.ones(len(one), np.bool_)
    asked = (one.wage_code != NONE) & (scheme != "insertion_allowance")
    if scheme in BY_FAMILY:
        asked &= one.phase != NO_WORD
    if scheme == "voluntary_part_time":
        asked |= one.half != NONE
    return np.asarray((one.daily != NONE) | asked)


def _wage_in_order(batch: Batch) -> Flags:
    """Per segment: the wage of the income guarantee gives an hourly wage above zero and within bounds."""
    one, own = batch.segments, {name: column[batch.segments.person] for name, column in batch.own.items()}
    said = np.maximum(own["hourly"], 0)
    monthly = np.clip(own["monthly_cents"], 0, MAX_MONTH_CENTS)
    hourly = np.where(own["hourly"] == NONE, monthly * FOUR * FOUR // (WEEKS * np.maximum(one.q, 1)), said)
    bounded = (hourly > 0) & (hourly <= MAX_HOURLY) & _optional(own["monthly_cents"], 0, MAX_MONTH_CENTS)
    return np.asarray(
        bounded & (np.where(bounded, hourly, 0) * np.maximum(one.s, 0) * WEEKS * 2 >= FOUR * FOUR)
    )


def _jobs(batch: Batch, jobs: Occupations) -> Flags:
    """Per person: an occupation is missing what its regime divides by, or its hours are not those of a month."""
    most = _most_hours(batch)
    own = _of(
        batch, batch.segments, np.isin(batch.segments.regime, [REGIMES.index(name) for name in BY_OWN_HOURS])
    )
    other = _of(
        batch, batch.segments, ~np.isin(batch.segments.regime, [REGIMES.index(name) for name in BY_OWN_HOURS])
    )
    good = (jobs.q != NONE) | ~own[jobs.person]
    good &= (jobs.s != NONE) | ~other[jobs.person]
    good &= (
        _optional(jobs.q, 1, HOURS_A_WEEK)
        & _optional(jobs.s, 1, HOURS_A_WEEK)
        & _optional(jobs.hours, 0, most)
    )
    good &= _word(jobs.cause, len(causes())) & ((jobs.by_day >= 0) & (jobs.by_day <= HOURS_A_DAY)).all(axis=0)
    alone = np.bincount(batch.segments.person, minlength=len(batch))[jobs.person] == 1
    good &= (jobs.hours == NONE) | (alone & (jobs.rest_days == 0))
    total = np.zeros(len(batch), np.int64)
    hours = np.where(
        jobs.hours == NONE, jobs.by_day.sum(axis=0, dtype=np.int64), np.clip(jobs.hours, 0, most + 1)
    )
    np.add.at(total, jobs.person, hours)
    nobody = np.bincount(jobs.person, minlength=len(batch)) == 0
    return np.asarray(_of(batch, jobs, ~good) | (total > most) | nobody)


def _of(batch: Batch, owned: Owned, rows: Flags) -> Flags:
    """Whose rows some are."""
    found = np.zeros(len(batch), np.bool_)
    found[owned.person[rows]] = True
    return found


def _most_hours(batch: Batch) -> int:
    return len(batch.month.days) * HOURS_A_DAY


def _within(values: Wide, low: int, high: int) -> Flags:
    return np.asarray((values >= low) & (values <= high))


def _optional(values: Wide, low: int, high: int) -> Flags:
    return np.asarray((values == NONE) | _within(values, low, high))


def _word(numbers: Bytes, known: int) -> Flags:
    return np.asarray((numbers >= NO_WORD) & (numbers < known))
