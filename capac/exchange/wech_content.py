"""What only one form says, in the units of the rules: money in cents, hours in hundredths, hourly wages in
ten-thousandths of a euro. Zones and limits are those of ONSS's glossary 2023/3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from capac.core.money import half_up
from capac.exchange import wech_faults as faults

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


def read_content(worker: etree._Element, form: str) -> Content:
    """What the form's own block says. Raises MessageFaultError."""
    return _READERS[form](worker, form)


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


def _temporary(worker: etree._Element, form: str) -> Content:
    """The wage on which the allowance is based."""
    base = next(worker.iter("CalculationBaseAllowance"))
    cents, hourly = _number(base, "RemunerationBasisAmount"), _number(base, _HOURLY)
    if (cents is None) == (hourly is None):
        raise faults.fault("wage_unclear", form, base, field="RemunerationBasisAmount", suffix=faults.ABSENT)
    return _said(
        wage_unit=_number(base, "RemunerationTimeUnit"),
        wage_cycle=_number(base, "Cycle"),
        wage_cents=cents,
        wage_hourly=hourly,
    )


def _part_time(worker: etree._Element, form: str) -> Content:
    """The gross wage of the month and the full-time wage it is a part of."""
    theory = next(worker.iter("TheoreticalSalary"))
    monthly, hourly = (_number(theory, f"{unit}TheoreticalSalaryAmount") for unit in ("Monthly", "Hourly"))
    if (monthly is None) == (hourly is None):
        raise faults.fault(
            "wage_unclear", form, theory, field="MonthlyTheoreticalSalaryAmount", suffix=faults.ABSENT
        )
    refused = next(worker.iter("OccupationRefused"), None)
    return _said(
        gross_cents=_salary(worker),
        monthly_cents=monthly,
        hourly=hourly,
        refused=None if refused is None else refused.text == "1",
    )


def _activation(worker: etree._Element, form: str) -> Content:
    """The net wage of the month, the hours for which wage is due, and the allowance as the employer reckoned it."""
    allowance = next(worker.iter("WorkAllowance"), None)
    hours = _number(allowance, "HadSalaryHoursNumber") if allowance is not None else None
    wage = _salary(worker)
    if hours and not wage:
        raise faults.fault(
            "hours_without_wage", form, worker, field="HadSalaryHoursNumber", suffix=faults.OUTSIDE
        )
    since = next(worker.iter("UninterruptedOcStartingDate"), None)
    return _said(
        net_wage_cents=wage,
        hours=hours,
        allowance=_number(allowance, "WorkAllowanceAmount") if allowance is not None else None,
        since=None if since is None else since.text,
    )


def _holidays(worker: etree._Element, form: str) -> Content:
    """Nothing beside the days."""
    del worker, form
    return {}


_HOURLY = "PieceTaskServicesCommissionRemunerationBasisAmount"
_READERS: dict[str, Callable[[etree._Element, str], Content]] = {
    "WECH505": _temporary,
    "WECH506": _part_time,
    "WECH508": _activation,
    "WECH510": _holidays,
}


def _salary(worker: etree._Element) -> int:
    return int(next(worker.iter("ExactSalaryAmount")).text or 0)


def _number(node: etree._Element, name: str) -> int | None:
    text = node.findtext(name)
    return int(text) if text else None


def _said(**facts: Any) -> Content:
    """Only what was said."""
    return {name: value for name, value in facts.items() if value is not None}
