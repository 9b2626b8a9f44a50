"""Withholding tax by scheme, family and period (annexe III AR/CIR 92, points 79 and 85).

In words. A replacement income bears one single rate, without reductions: full and voluntary part-time
unemployment when a cohabitant is not on a fixed amount of the second period, holidays of youth and
seniors and the income guarantee always; temporary unemployment bears a rate of its own, lowered at times.
Insertion allowances bear none, and for an activation allowance the employer taxes the whole wage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from capac.core.money import down
from capac.rules import bareme
from capac.rules.batch import NONE, YES, Flags, Segments, Wide
from capac.rules.facts import INSERTION_FAMILIES, PHASE_CODES
from capac.rules.parameters import Parameter, parameter
from capac.rules.sheet import half_of

BASIS = 10_000
RATES = {
    "full_unemployment": "tax_rate_full_unemployment",
    "voluntary_part_time": "tax_rate_full_unemployment",
    "temporary_unemployment": "tax_rate_temporary_unemployment",
    "youth_holiday": "tax_rate_holidays",
    "senior_holiday": "tax_rate_holidays",
    "income_guarantee": "tax_rate_income_guarantee",
}
"""The dated rate of each scheme; a scheme that is not here bears none."""
BY_FAMILY = ("full_unemployment", "voluntary_part_time")
DOUBT = "tax_rate_cohabitant_after_first_year"


@dataclass(frozen=True)
class Liability:
    """Per segment: whether what it pays is taxed, and whether that rests on a reading (17)."""

    taxed: Flags
    doubted: Flags


def liability(scheme: str, segments: Segments, on: date) -> Liability:
    """Of segments in a scheme, by the tables of a day."""
    nobody = np.zeros(len(segments), np.bool_)
    if scheme not in BY_FAMILY:
        return Liability(nobody if scheme not in RATES else ~nobody, nobody)
    cohabitant = segments.family == INSERTION_FAMILIES.index("B")
    first_year = segments.first_year == YES
    phases = [PHASE_CODES.index(phase) for phase in bareme.FIXED_PHASES]
    fixed = np.isin(segments.phase, phases) | _is_fixed(segments, on)
    taxed = cohabitant & (first_year | ~fixed)
    return Liability(taxed, taxed & ~first_year)


def _is_fixed(segments: Segments, on: date) -> Flags:
    """A cohabitant's amount of the second period is not taxed (annexe III, point 79; reading 17)."""
    fixed = np.array(sorted(bareme.fixed_cohabitant_amounts(on)), np.int64)
    by_half = (segments.daily == NONE) & (segments.wage_code == NONE) & np.isin(segments.half, half_of(fixed))
    return np.asarray(np.isin(segments.daily, fixed) | by_half)


def rate(scheme: str, on: date) -> Parameter:
    """The rate of a scheme on a day. Raises MissingParameterError, or KeyError where nothing is taxed."""
    return parameter(RATES[scheme], on)


def shown(scheme: str, on: date, *, doubted: bool) -> list[Parameter]:
    """The parameters that stand beside a tax: the rate, and what is in doubt."""
    return [rate(scheme, on), parameter(DOUBT, on)] if doubted else [rate(scheme, on)]


def of(taxed_cents: Wide, basis_points: int) -> Wide:
    """Tax of amounts, rounded down to the cent."""
    return down(taxed_cents * basis_points, BASIS)
