"""What is known of the law: for a scheme and a day, whether a month can be computed, and how certain it is.

Two questions: with the amounts in the case, and from a wage code. The answer names the parameter that is
missing, or the weakest status among those used. The page docs/coverage.md is written from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from capac.rules import bareme, parameters, tax
from capac.rules.facts import FAMILIES, PHASES
from capac.rules.income_guarantee import parameters_of
from capac.rules.parameters import MissingParameterError, Parameter, causes

ORDER = ("confirmed", "derived", "uncertain", "missing")


@dataclass(frozen=True)
class Known:
    """A status of ORDER, and the parameter that is missing or that makes it weaker than confirmed."""

    status: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.status} ({self.name})" if self.name else self.status


def with_amounts(scheme: str, on: date) -> Known:
    """A month whose amounts stand in the case: its tax, and what its own rule needs."""
    return weakest(lambda: _own(scheme, on) + _tax(scheme, on))


def from_wage(scheme: str, on: date) -> Known | None:
    """A month whose amount comes from a wage code; None where a scheme has no such amount."""
    table = TABLES.get(scheme)
    return weakest(lambda: table(on)) if table else None


def weakest(of: Callable[[], list[Parameter]]) -> Known:
    """The weakest of the parameters that a computation uses, or the one that is missing."""
    try:
        used = of()
    except MissingParameterError as error:
        return Known("missing", error.name)
    worst = max(used, key=lambda one: ORDER.index(one.status), default=None)
    return (
        Known("confirmed")
        if worst is None or worst.status == "confirmed"
        else Known(worst.status, worst.name)
    )


def full_table(on: date) -> list[Parameter]:
    """Everything that any wage code, family and phase of full unemployment needs."""
    code = min(parameters.wage_codes(on))
    return [
        used
        for phase in PHASES
        for family in FAMILIES
        for used in bareme.daily_amount(code, family=family, phase=phase, on=on).parameters
    ]


def _temporary_table(on: date) -> list[Parameter]:
    """Every cause whose share of the wage is known; one that is not is refused alone."""
    code = min(parameters.wage_codes(on))
    known = [name for name, cause in causes().items() if cause["share"] != "medical_force_majeure"]
    return [used for name in known for used in bareme.temporary_amount(code, cause=name, on=on).parameters]


def _holiday_table(on: date) -> list[Parameter]:
    return list(bareme.holiday_amount(min(parameters.wage_codes(on)), on).parameters)


def _tax(scheme: str, on: date) -> list[Parameter]:
    return [tax.rate(scheme, on)] if scheme in tax.RATES else []


def _own(scheme: str, on: date) -> list[Parameter]:
    return list(parameters_of(on)) if scheme == "income_guarantee" else []


TABLES: dict[str, Callable[[date], list[Parameter]]] = {
    "full_unemployment": full_table,
    "voluntary_part_time": full_table,
    "income_guarantee": full_table,
    "temporary_unemployment": _temporary_table,
    "youth_holiday": _holiday_table,
    "senior_holiday": _holiday_table,
}
