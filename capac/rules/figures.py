"""The figures that a calculation remembers beside its days and amounts, each told as one step.

A stored calculation names a figure by its place in this table, and they are told in this order within
their stage: append only, and only ever within a scheme's own steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from capac.core.money import plain

HUNDREDTHS, TEN_THOUSANDTHS = 100, 10_000


class Unit(Enum):
    """How a figure is kept as a whole number, and so how it is written."""

    COUNT = "count"
    HALVES = "halves of an allowance or of a day"
    HALF_ALLOWANCES = "half-allowances"
    CENTS = "cents"
    HOURS = "hundredths of an hour"
    FOUR = "ten-thousandths"


class Stage(Enum):
    """Where in the story a figure is told."""

    COUNT = "before the number of allowances"
    MONEY = "after the number of allowances, before the gross amount"


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its unit and where it is told; `always`: even when it is zero."""

    name: str
    unit: Unit
    stage: Stage
    always: bool = False


FIGURES = (
    Figure("holidays_first", Unit.HALVES, Stage.COUNT),
    Figure("december", Unit.HALVES, Stage.COUNT),
    Figure("sundays", Unit.COUNT, Stage.COUNT),
    Figure("secondary_income", Unit.CENTS, Stage.MONEY),
    # Voluntary part-time: all in half-allowances.
    Figure("weekly_halves", Unit.HALF_ALLOWANCES, Stage.COUNT, always=True),
    Figure("pattern", Unit.HALF_ALLOWANCES, Stage.COUNT, always=True),
    Figure("pattern_worked", Unit.HALF_ALLOWANCES, Stage.COUNT),
    Figure("pattern_saturdays", Unit.HALF_ALLOWANCES, Stage.COUNT),
    Figure("pattern_lost", Unit.HALF_ALLOWANCES, Stage.COUNT),
    Figure("pattern_holidays_first", Unit.HALF_ALLOWANCES, Stage.COUNT),
    Figure("pattern_december", Unit.HALF_ALLOWANCES, Stage.COUNT),
    # Temporary unemployment: of each occupation at each amount.
    Figure("hours", Unit.HOURS, Stage.COUNT, always=True),
    Figure("hours_left_out", Unit.HOURS, Stage.COUNT),
    Figure("over_q", Unit.HOURS, Stage.COUNT),
    Figure("over_s", Unit.HOURS, Stage.COUNT),
    Figure("halves_over_s", Unit.HOURS, Stage.COUNT),
    Figure("rest_days", Unit.COUNT, Stage.COUNT),
    # Holidays of youth and seniors.
    Figure("holiday_hours", Unit.HOURS, Stage.COUNT, always=True),
    Figure("holiday_weekly_hours", Unit.HOURS, Stage.COUNT),
    Figure("paid_days_left", Unit.HALVES, Stage.COUNT),
    # Activation allowance.
    Figure("theoretical", Unit.CENTS, Stage.MONEY, always=True),
    Figure("activation_hours", Unit.HOURS, Stage.MONEY, always=True),
    Figure("activation_weekly_hours", Unit.HOURS, Stage.MONEY),
    Figure("activation_reckoned", Unit.CENTS, Stage.MONEY, always=True),
    Figure("theoretical_cap", Unit.CENTS, Stage.MONEY),
    Figure("net_wage_cap", Unit.CENTS, Stage.MONEY),
    # Income guarantee, in the order of its algorithm.
    Figure("agr_days", Unit.HALVES, Stage.MONEY, always=True),
    Figure("agr_day_amount", Unit.CENTS, Stage.MONEY),
    Figure("agr_hourly_wage", Unit.FOUR, Stage.MONEY),
    Figure("agr_full_time_wage", Unit.CENTS, Stage.MONEY),
    Figure("agr_bonus", Unit.CENTS, Stage.MONEY),
    Figure("agr_taxable", Unit.CENTS, Stage.MONEY),
    Figure("agr_wage_tax", Unit.CENTS, Stage.MONEY),
    Figure("agr_net_wage", Unit.CENTS, Stage.MONEY, always=True),
    Figure("agr_supplement", Unit.FOUR, Stage.MONEY),
    Figure("agr_guarantee", Unit.FOUR, Stage.MONEY, always=True),
    Figure("agr_1a", Unit.CENTS, Stage.MONEY, always=True),
    Figure("agr_full_time_net", Unit.CENTS, Stage.MONEY, always=True),
    Figure("agr_1b", Unit.CENTS, Stage.MONEY, always=True),
    Figure("agr_2a", Unit.CENTS, Stage.MONEY),
    Figure("agr_2b", Unit.CENTS, Stage.MONEY),
    Figure("agr_reference_wage", Unit.CENTS, Stage.MONEY),
    Figure("agr_above_four_fifths", Unit.HOURS, Stage.MONEY),
    Figure("agr_below_minimum", Unit.CENTS, Stage.MONEY),
)
UNITS = {figure.name: figure.unit.name.lower() for figure in FIGURES}
PLACE = {figure.name: place for place, figure in enumerate(FIGURES)}


def halves(count: int) -> str:
    """Halves as people count allowances: 54 is "27", 53 is "26.5"."""
    return f"{count // 2}{'.5' if count & 1 else ''}"


def decimal(value: int, scale: int) -> str:
    """A whole number of parts as a decimal: 8227 hundredths are "82.27", 6000 are "60"."""
    whole, rest = divmod(value, scale)
    places = len(str(scale)) - 1
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")


def written(value: int, unit: Unit) -> str:
    """A figure as files and interfaces write it."""
    if unit is Unit.CENTS:
        return plain(value)
    if unit is Unit.HALVES:
        return halves(value)
    if unit is Unit.HOURS:
        return decimal(value, HUNDREDTHS)
    if unit is Unit.FOUR:
        return decimal(value, TEN_THOUSANDTHS)
    return str(value)


def figure_units() -> dict[str, str]:
    """The unit of each figure by its name, as a step says it."""
    return UNITS
