"""The barème: from a wage to its code, and from a code, family and phase to the daily amount.

Amounts are base x multiplier, limits and bases kept at four decimals, the allowance rounded half-up to
the cent (AR 25.11.1991 art. 111, 113-115; AM 26.11.1991 art. 67, 69). The formula knows the regime of
1.3.2026 alone; rows of ONEM's table (bareme_rows.py) win over it, in both regimes, from their date on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from capac.core.money import half_up
from capac.rules import bareme_rows
from capac.rules.bareme_rows import CAPS
from capac.rules.bareme_rows import rows as rows
from capac.rules.parameters import (
    FOUR_DECIMALS,
    MissingParameterError,
    Parameter,
    causes,
    parameter,
    wage_codes,
)
from capac.rules.read_values import HIGHEST_CODE

WAGE_PHASES = ("A1", "A2", "A3")
FIXED_PHASES = ("X", "B")
OLD_FIXED_PHASE = "F"
"""The fixed amount of the second period before 1.3.2026 and in the transition."""
PER_CENT_OF_CENT = 100
BASIS = 10_000


@dataclass(frozen=True)
class Daily:
    """A daily amount in cents with the indexed base it stands on (ten-thousandths) and its parameters."""

    cents: int
    base: int
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True)
class Bound:
    """A lowest or highest amount in cents (None: not known), and whether all that it stands on is confirmed."""

    cents: int | None
    confirmed: bool = False

    @classmethod
    def of(cls, cents: int, used: tuple[Parameter, ...]) -> Bound:
        """A bound with what it stands on."""
        return cls(cents, all(one.status == "confirmed" for one in used))


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
    if found := bareme_rows.of_phase(code, family=family, phase=phase, on=on):
        return Daily(found[0].daily_cents, 0, (found[1].shown,))
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
    if found := bareme_rows.of_cause(code, cause=cause, on=on):
        return Daily(found[0].daily_cents, 0, (found[1].shown,))
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


def bounds(phase: str, *, family: str, on: date) -> tuple[Bound, Bound]:
    """Lowest and highest daily amount of a phase: of the regime of 1.3.2026, or of the first year before it.

    Raises MissingParameterError for a phase whose limit or share is not known.
    """
    if phase in FIXED_PHASES:
        only = daily_amount(HIGHEST_CODE, family=family, phase=phase, on=on)
        return Bound.of(only.cents, only.parameters), Bound.of(only.cents, only.parameters)
    if phase not in CAPS:
        raise MissingParameterError(f"daily_amount_phase_{phase}", on)
    limit, rate = parameter(CAPS[phase], on), parameter(f"percentage_{phase.lower()}", on)
    most = half_up(indexed(limit.ten_thousandths, on) * rate.number, BASIS * PER_CENT_OF_CENT)
    highest = Bound.of(most, (limit, rate, multiplier(on)))
    if phase not in WAGE_PHASES:
        return Bound(None), highest
    minimum = parameter(f"minimum_{phase.lower()}_{family}", on)
    return Bound.of(indexed_cents(minimum.ten_thousandths, on), (minimum, multiplier(on))), highest


def temporary_bounds(share: str, on: date) -> tuple[Bound, Bound]:
    """Lowest and highest daily amount of a share of temporary unemployment. Raises MissingParameterError."""
    limit, rate = parameter("limit_c", on), parameter(f"percentage_temporary_{share}", on)
    minimum = parameter(f"minimum_temporary_{share}", on)
    most = half_up(indexed(limit.ten_thousandths, on) * rate.number, BASIS * PER_CENT_OF_CENT)
    lowest = Bound.of(minimum.ten_thousandths // PER_CENT_OF_CENT, (minimum,))
    return lowest, Bound.of(most, (limit, rate, multiplier(on)))


def _within(
    base: int, limit: Parameter, *, rate: Parameter, floor: int, used: tuple[Parameter, ...], on: date
) -> Daily:
    """A share of a daily wage within a limit, not below a floor."""
    within = min(base, indexed(limit.ten_thousandths, on))
    cents = half_up(within * rate.number, BASIS * PER_CENT_OF_CENT)
    return Daily(max(cents, floor), base, (rate, limit, *used))


def fixed_cohabitant_amounts(on: date) -> frozenset[int]:
    """The fixed daily amounts of a cohabitant in the second period, in cents; empty when not known."""
    by_row = frozenset(
        found[0].daily_cents
        for phase in (*FIXED_PHASES, OLD_FIXED_PHASE)
        if (found := bareme_rows.of_phase(HIGHEST_CODE, family="B", phase=phase, on=on))
    )
    try:
        couple = parameter("cohabitant_couple_supplement", on).ten_thousandths // PER_CENT_OF_CENT
        fixed = [daily_amount(HIGHEST_CODE, family="B", phase=phase, on=on).cents for phase in FIXED_PHASES]
    except MissingParameterError:
        return by_row
    return by_row | {*fixed, fixed[1] + couple}
