"""What only one form says, in the units of the rules: money in cents, hours in hundredths, hourly wages in
ten-thousandths of a euro. Zones and limits are those of ONSS's glossary 2023/3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from capac.core.money import half_up
from capac.exchange import wech_faults as faults
from capac.exchange.wech_told import Told

Content = dict[str, Any]
WEEKS = 4
BASES_CENTS = {
    "003": (500_00, 750_00, 1000_00, 1100_00),
    "007": (900_00, 1100_00),
    "010": (125_00, 250_00, 500_00),
    "011": (125_00, 250_00, 500_00),
    "012": (700_00,),
    "020": (350_00, 800_00),
    "021": (600_00, 750_00),
}
"""Full-time amounts of a month by risk of WECH508 (zone 00531). The other risks know none."""


def read_content(told: Told) -> Content:
    """What the form's own block says. Raises MessageFaultError."""
    return _READERS[told.form](told)


def theoretical_cents(risk: str, *, ten_thousandths: int, hours: int, s: int) -> int | None:
    """The full-time amount from which an allowance was reckoned: base x hours / (4 x S), at most the base.

    Rounded half up at four decimals (or two, for a contract under two months; zone 00531). None where no
    amount of the risk gives it.
    """
    for base in BASES_CENTS.get(risk, ()):
        exact = half_up(base * 100 * hours, WEEKS * s)
        whole = half_up(base * hours, WEEKS * s) * 100
        if ten_thousandths in {min(exact, base * 100), min(whole, base * 100)}:
            return base
    return None


def _temporary(told: Told) -> Content:
    """The wage on which the allowance is based."""
    cents, hourly = told.number("RemunerationBasisAmount"), told.number(_HOURLY)
    if (cents is None) == (hourly is None):
        raise told.fault(
            "wage_unclear", "RemunerationBasisAmount", faults.ABSENT, at="CalculationBaseAllowance"
        )
    return _said(
        wage_unit=told.number("RemunerationTimeUnit"),
        wage_cycle=told.number("Cycle"),
        wage_cents=cents,
        wage_hourly=hourly,
    )


def _part_time(told: Told) -> Content:
    """The gross wage of the month and the full-time wage it is a part of."""
    monthly, hourly = (told.number(f"{unit}TheoreticalSalaryAmount") for unit in ("Monthly", "Hourly"))
    if (monthly is None) == (hourly is None):
        raise told.fault(
            "wage_unclear", "MonthlyTheoreticalSalaryAmount", faults.ABSENT, at="TheoreticalSalary"
        )
    refused = told.texts.get("OccupationRefused")
    return _said(
        gross_cents=_salary(told),
        monthly_cents=monthly,
        hourly=hourly,
        refused=None if refused is None else refused == "1",
    )


def _activation(told: Told) -> Content:
    """The net wage of the month, the hours for which wage is due, and the allowance as the employer reckoned it."""
    hours, wage = told.number("HadSalaryHoursNumber"), _salary(told)
    if hours and not wage:
        raise told.fault("hours_without_wage", "HadSalaryHoursNumber", faults.OUTSIDE)
    return _said(
        net_wage_cents=wage,
        hours=hours,
        allowance=told.number("WorkAllowanceAmount"),
        since=told.texts.get("UninterruptedOcStartingDate"),
    )


def _holidays(_told: Told) -> Content:
    """Nothing beside the days."""
    return {}


_HOURLY = "PieceTaskServicesCommissionRemunerationBasisAmount"
_READERS: dict[str, Callable[[Told], Content]] = {
    "WECH505": _temporary,
    "WECH506": _part_time,
    "WECH508": _activation,
    "WECH510": _holidays,
}


def _salary(told: Told) -> int:
    return told.number("ExactSalaryAmount") or 0


def _said(**facts: Any) -> Content:
    """Only what was said."""
    return {name: value for name, value in facts.items() if value is not None}
