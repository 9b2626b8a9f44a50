"""Withholding tax by scheme, family and period (annexe III AR/CIR 92, points 79 and 85).

In words. A replacement income bears one single rate, without reductions: full and voluntary part-time
unemployment when a cohabitant is not on a fixed amount of the second period, holidays of youth and
seniors and the income guarantee always; temporary unemployment bears a rate of its own, lowered at times.
Insertion allowances bear none, and for an activation allowance the employer taxes the whole wage.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from capac.core.money import down
from capac.rules import bareme
from capac.rules.facts import Segment
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
    """Whether what a segment pays is taxed, and whether that rests on a reading (17)."""

    taxed: bool
    doubted: bool = False


def liability(scheme: str, segment: Segment, on: date) -> Liability:
    """Of a segment in a scheme, by the tables of a day."""
    if scheme not in RATES:
        return Liability(taxed=False)
    if scheme not in BY_FAMILY:
        return Liability(taxed=True)
    if segment.family != "B":
        return Liability(taxed=False)
    if segment.first_year:
        return Liability(taxed=True)
    if segment.phase in bareme.FIXED_PHASES or _is_fixed(segment, on):
        return Liability(taxed=False)
    return Liability(taxed=True, doubted=True)


def _is_fixed(segment: Segment, on: date) -> bool:
    """A cohabitant's amount of the second period is not taxed (annexe III, point 79; reading 17)."""
    fixed = bareme.fixed_cohabitant_amounts(on)
    if segment.daily_cents is not None:
        return segment.daily_cents in fixed
    return segment.wage_code is None and segment.half_cents in {half_of(cents) for cents in fixed}


def rate(scheme: str, on: date) -> Parameter:
    """The rate of a scheme on a day. Raises MissingParameterError, or KeyError where nothing is taxed."""
    return parameter(RATES[scheme], on)


def shown(scheme: str, on: date, *, doubted: bool) -> list[Parameter]:
    """The parameters that stand beside a tax: the rate, and what is in doubt."""
    return [rate(scheme, on), parameter(DOUBT, on)] if doubted else [rate(scheme, on)]


def of(taxed_cents: int, basis_points: int) -> int:
    """Tax of an amount, rounded down to the cent."""
    return down(taxed_cents * basis_points, BASIS)
