"""Facts as the case that reads back to them: the inverse of reading.py, for proofs that are recomputed elsewhere."""

from __future__ import annotations

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
from capac.rules.figures import halves
from capac.rules.read_schemes import BLOCKS

HUNDRED, TEN_THOUSAND = 100, 10_000


def case_of(facts: Facts) -> dict[str, Any]:
    """The case of one person's month: facts_of(case_of(facts)) is facts. What is not known is absent."""
    return {
        "month": str(facts.month),
        "scheme": facts.scheme,
        "authorisation": [_segment(one) for one in facts.segments],
        "days": {str(day): code for day, code in sorted(facts.days.items())},
        "paid_holiday_left": halves(facts.paid_holiday_left_halves),
        "weekly_pay_full_time": [str(day) for day in facts.weekly_pay_full_time],
        "withholdings": _withholdings(facts.withholdings),
        **_known(
            paid_in_previous_month=facts.paid_in_previous_month,
            secondary_income_daily=_amount(facts.secondary_income_cents),
        ),
        **_block(facts),
    }


def _segment(one: Segment) -> dict[str, Any]:
    return {
        "from": str(one.first),
        **_known(
            to=str(one.last) if one.last else None,
            daily_amount=_amount(one.daily_cents),
            half_amount=_amount(one.half_cents),
            family=one.family or None,
            first_year=one.first_year,
            wage_code=one.wage_code,
            phase=one.phase or None,
            q=_hours(one.q),
            s=_hours(one.s),
            regime=one.regime or None,
        ),
    }


def _withholdings(kept: Withholdings) -> dict[str, Any]:
    flags = {
        name: True
        for name in ("recovery_ex_officio", "full_recovery", "collective_debt_settlement")
        if getattr(kept, name)
    }
    return {
        **_known(seizure=_seizure(kept.seizure), assignment=_amount(kept.assignment_cents or None)),
        **flags,
    }


def _seizure(one: Seizure | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "maintenance": plain(one.maintenance_cents),
        "other_income": plain(one.other_income_cents),
        "other_income_is_wage": one.other_income_is_wage,
        **_known(children=one.children),
    }


def _block(facts: Facts) -> dict[str, Any]:
    """The field of the scheme that no other has."""
    name = BLOCKS.get(facts.scheme)
    if name == "temporary":
        return {name: [_occupation(one) for one in facts.occupations]}
    if name == "holiday_hours" and facts.holiday_hours is not None:
        return {name: _holiday_hours(facts.holiday_hours)}
    if name == "activation" and facts.activation is not None:
        return {name: _activation(facts.activation)}
    if name == "income_guarantee" and facts.income_guarantee is not None:
        return {name: _guarantee(facts.income_guarantee)}
    return {}


def _occupation(one: Occupation) -> dict[str, Any]:
    by_day = one.hours_by_day
    return {
        "worked_rest_days": [str(day) for day in one.worked_rest_days],
        **_known(
            q=_hours(one.q),
            s=_hours(one.s),
            hours=_hours(one.hours),
            hours_by_day=None
            if by_day is None
            else {str(day): _hours(n) for day, n in sorted(by_day.items())},
            cause=one.cause or None,
        ),
    }


def _holiday_hours(one: HolidayHours) -> dict[str, Any]:
    return {
        "hours": _hours(one.hours),
        "s": _hours(one.s),
        "paid_days_left": halves(one.paid_days_left_halves),
    }


def _activation(one: Activation) -> dict[str, Any]:
    return {
        "theoretical": plain(one.theoretical_cents),
        "s": _hours(one.s),
        "hours": _hours(one.hours),
        **_known(net_wage=_amount(one.net_wage_cents), scheme_code=one.scheme_code or None),
    }


def _guarantee(one: IncomeGuarantee) -> dict[str, Any]:
    left = one.not_payable_halves
    return {
        "gross_wage": plain(one.gross_cents),
        "hours_paid": _hours(one.hours),
        "absence_hours": _hours(one.absence_hours),
        "old_scheme": one.old_scheme,
        **_known(
            monthly_wage=_amount(one.monthly_cents),
            hourly_wage=_parts(one.hourly, TEN_THOUSAND),
            not_payable_days=None if left is None else halves(left),
        ),
    }


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _amount(cents: int | None) -> str | None:
    return None if cents is None else plain(cents)


def _hours(hundredths: int | None) -> str | None:
    return _parts(hundredths, HUNDRED)


def _parts(number: int | None, of: int) -> str | None:
    """A whole number of hundredths or ten-thousandths as a decimal."""
    if number is None:
        return None
    whole, rest = divmod(number, of)
    return f"{whole}.{rest:0{len(str(of)) - 1}d}"
