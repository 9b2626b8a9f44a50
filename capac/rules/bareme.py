"""The barème: from a wage to its code, and from a code, family and phase to the daily amount.

Amounts are base x multiplier, limits and bases kept at four decimals, the allowance rounded half-up to
the cent (AR 25.11.1991 art. 111, 113-115; AM 26.11.1991 art. 67, 69). Regime of 1.3.2026 only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from capac.core.money import half_up
from capac.rules.parameters import (
    FOUR_DECIMALS,
    MissingParameterError,
    Parameter,
    causes,
    parameter,
    wage_codes,
)

WAGE_PHASES = ("A1", "A2", "A3")
FIXED_PHASES = ("X", "B")
CAPS = {"A1": "limit_a1", "A2": "limit_a2", "A3": "limit_b"}
PER_CENT_OF_CENT = 100
BASIS = 10_000


@dataclass(frozen=True)
class Daily:
    """A daily amount in cents with the indexed base it stands on (ten-thousandths) and its parameters."""

    cents: int
    base: int
    parameters: tuple[Parameter, ...]


def multiplier(on: date) -> Parameter:
    """The index multiplier when it is settled. Raises MissingParameterError when it is not."""
    found = parameter("index_multiplier", on)
    if found.status == "uncertain":
        raise MissingParameterError("index_multiplier", on)
    return found


def indexed(base: int, on: date) -> int:
    """A base amount of ten-thousandths times the multiplier, four decimals, half-up."""
    return half_up(base * multiplier(on).ten_thousandths, FOUR_DECIMALS)


def indexed_cents(base: int, on: date) -> int:
    """A base amount of ten-thousandths times the multiplier, to the cent, half-up."""
    return half_up(base * multiplier(on).ten_thousandths, FOUR_DECIMALS * PER_CENT_OF_CENT)


def code_of(daily_wage: int, on: date) -> int:
    """The wage code of a daily wage in ten-thousandths: the last bracket whose lower limit is not above it.

    A wage under code 1 takes code 1.
    """
    reached = [code for code, (low, _) in wage_codes(on).items() if indexed(low, on) <= daily_wage]
    return max(reached, default=1)


def daily_amount(code: int, *, family: str, phase: str, on: date) -> Daily:
    """The daily amount of a wage code. Raises MissingParameterError, or KeyError for an unknown code."""
    if phase in FIXED_PHASES:
        fixed = parameter(f"fixed_{phase}_{family}", on)
        return Daily(indexed_cents(fixed.ten_thousandths, on), 0, (fixed, multiplier(on)))
    if phase not in WAGE_PHASES:
        raise MissingParameterError(f"daily_amount_phase_{phase}", on)
    base = indexed(wage_codes(on)[code][1], on)
    limit, rate = parameter(CAPS[phase], on), parameter(f"percentage_{phase.lower()}", on)
    minimum = parameter(f"minimum_{phase.lower()}_{family}", on)
    floor = indexed_cents(minimum.ten_thousandths, on)
    return _within(base, limit, rate=rate, floor=floor, used=(minimum, multiplier(on)), on=on)


def temporary_amount(code: int, *, cause: str, on: date) -> Daily:
    """The daily amount of temporary unemployment: a share by cause, one limit, the same for all families.

    Raises MissingParameterError, or KeyError for an unknown code (AR art. 114 § 6, 115 § 4).
    """
    base, limit = indexed(wage_codes(on)[code][1], on), parameter("limit_c", on)
    share = causes()[cause]["share"]
    rate = parameter(f"percentage_temporary_{share}", on)
    minimum = parameter(f"minimum_temporary_{share}", on)
    floor = minimum.ten_thousandths // PER_CENT_OF_CENT
    return _within(base, limit, rate=rate, floor=floor, used=(minimum, multiplier(on)), on=on)


def holiday_amount(code: int, on: date) -> Daily:
    """The daily amount of youth and senior holidays on the day that freezes it (AR art. 131ter).

    Raises MissingParameterError, or KeyError for an unknown code.
    """
    base, limit = indexed(wage_codes(on)[code][1], on), parameter("limit_ax", on)
    rate, minimum = parameter("percentage_holidays", on), parameter("minimum_holidays", on)
    floor = indexed_cents(minimum.ten_thousandths, on)
    return _within(base, limit, rate=rate, floor=floor, used=(minimum, multiplier(on)), on=on)


def _within(
    base: int, limit: Parameter, *, rate: Parameter, floor: int, used: tuple[Parameter, ...], on: date
) -> Daily:
    """A share of a daily wage within a limit, not below a floor."""
    within = min(base, indexed(limit.ten_thousandths, on))
    cents = half_up(within * rate.number, BASIS * PER_CENT_OF_CENT)
    return Daily(max(cents, floor), base, (rate, limit, *used))


def fixed_cohabitant_amounts(on: date) -> frozenset[int]:
    """The fixed daily amounts of a cohabitant in the second period, in cents; empty when not known."""
    try:
        fixed = [
            indexed_cents(parameter(f"fixed_{phase}_B", on).ten_thousandths, on) for phase in FIXED_PHASES
        ]
        supplement = parameter("cohabitant_couple_supplement", on).ten_thousandths // PER_CENT_OF_CENT
    except MissingParameterError:
        return frozenset()
    return frozenset([*fixed, fixed[1] + supplement])
