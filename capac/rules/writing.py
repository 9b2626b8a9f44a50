"""Facts as the case that reads back to them: the inverse of reading.py, for proofs that are recomputed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from capac.core.money import plain
from capac.rules.facts import (
    Activation,
    Facts,
    HolidayHours,
    IncomeGuarantee,
    Occupation,
    Segment,
    Seizure,
    Withholdings,
)
from capac.rules.figures import HUNDREDTHS, TEN_THOUSANDTHS, decimal, halves
from capac.rules.read_schemes import BLOCKS


def case_of(facts: Facts) -> dict[str, Any]:
    """The case of one person's month: facts_of(case_of(facts)) is facts. What is not known is absent; what cannot be
    true stays what it is, so that reading.py refuses it."""
    return _known({
        "month": str(facts.month),
        "scheme": facts.scheme,
        "authorisation": [_segment(one) for one in facts.segments],
        "days": {str(day): code for day, code in sorted(facts.days.items())},
        "paid_in_previous_month": facts.paid_in_previous_month,
        "paid_holiday_left": _halves(facts.paid_holiday_left_halves),
        "weekly_pay_full_time": [str(day) for day in facts.weekly_pay_full_time],
        "secondary_income_daily": _amount(facts.secondary_income_cents),
        "withholdings": _withholdings(facts.withholdings),
        **_block(facts),
    })  # fmt: skip


def _segment(one: Segment) -> dict[str, Any]:
    return _known({
        "from": _day(one.first),
        "to": _day(one.last),
        "daily_amount": _amount(one.daily_cents),
        "half_amount": _amount(one.half_cents),
        "wage_code": one.wage_code,
        "q": _hours(one.q),
        "s": _hours(one.s),
        "family": one.family or None,
        "first_year": one.first_year,
        "phase": one.phase or None,
        "regime": one.regime or None,
    })  # fmt: skip


def _withholdings(kept: Withholdings) -> dict[str, Any]:
    return _known({
        "seizure": kept.seizure and _seizure(kept.seizure),
        "assignment": _amount(kept.assignment_cents or None),
        "recovery_ex_officio": kept.recovery_ex_officio or None,
        "full_recovery": kept.full_recovery or None,
        "collective_debt_settlement": kept.collective_debt_settlement or None,
    })  # fmt: skip


def _seizure(one: Seizure) -> dict[str, Any]:
    return _known({
        "children": one.children,
        "maintenance": _amount(one.maintenance_cents),
        "other_income": _amount(one.other_income_cents),
        "other_income_is_wage": one.other_income_is_wage,
    })  # fmt: skip


def _block(facts: Facts) -> dict[str, Any]:
    """The field of the scheme that no other has."""
    name = BLOCKS.get(facts.scheme)
    if name is None:
        return {}
    if name == "temporary":
        return {name: [_occupation(one) for one in facts.occupations]}
    block = getattr(facts, name)
    return {name: block and _known(WRITTEN[name](block))}


def _occupation(one: Occupation) -> dict[str, Any]:
    by_day = one.hours_by_day
    return _known({
        "q": _hours(one.q),
        "s": _hours(one.s),
        "hours": _hours(one.hours),
        "hours_by_day": None if by_day is None else {str(day): _hours(n) for day, n in sorted(by_day.items())},
        "cause": one.cause or None,
        "worked_rest_days": [str(day) for day in one.worked_rest_days],
    })  # fmt: skip


def _holiday_hours(one: HolidayHours) -> dict[str, Any]:
    return {
        "hours": _hours(one.hours),
        "s": _hours(one.s),
        "paid_days_left": _halves(one.paid_days_left_halves),
    }


def _activation(one: Activation) -> dict[str, Any]:
    return {
        "theoretical": _amount(one.theoretical_cents),
        "s": _hours(one.s),
        "hours": _hours(one.hours),
        "net_wage": _amount(one.net_wage_cents),
        "scheme_code": one.scheme_code or None,
    }


def _guarantee(one: IncomeGuarantee) -> dict[str, Any]:
    return {
        "gross_wage": _amount(one.gross_cents),
        "hours_paid": _hours(one.hours),
        "monthly_wage": _amount(one.monthly_cents),
        "hourly_wage": _parts(one.hourly, TEN_THOUSANDTHS),
        "absence_hours": _hours(one.absence_hours),
        "not_payable_days": _halves(one.not_payable_halves),
        "old_scheme": bool(one.old_scheme),
    }


WRITTEN: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "holiday_hours": _holiday_hours, "activation": _activation, "income_guarantee": _guarantee
}  # fmt: skip


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)


def _amount(cents: int | None) -> str | None:
    return None if cents is None else plain(cents)


def _hours(hundredths: int | None) -> str | None:
    return _parts(hundredths, HUNDREDTHS)


def _parts(number: int | None, scale: int) -> str | None:
    """A whole number of hundredths or ten-thousandths as a decimal; below zero it keeps its sign, and is refused."""
    if number is None:
        return None
    return f"-{decimal(-number, scale)}" if number < 0 else decimal(number, scale)


def _halves(count: int | None) -> str | None:
    if count is None:
        return None
    return str(count) if count < 0 else halves(count)
