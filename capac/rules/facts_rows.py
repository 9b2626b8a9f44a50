"""One row of a facts table as the case that anybody could ask (reading.py): so that it is refused in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from capac.core.money import plain
from capac.core.period import Month
from capac.rules.calendar_grid import SATURDAY, WEEK, days_of
from capac.rules.facts import DAY_CODES
from capac.rules.figures import HUNDREDTHS, TEN_THOUSANDTHS, decimal, halves

Row = Mapping[str, Any]
BLOCKS = {
    "youth_holiday": "holiday_hours", "senior_holiday": "holiday_hours", "activation": "activation",
    "income_guarantee": "income_guarantee",
}  # fmt: skip


def case_of_row(row: Row) -> dict[str, Any]:
    """The case of a row as Arrow hands it to Python; what is empty is absent."""
    month = Month.of(row["month"]) if row["month"] else None
    case = {
        "month": str(month) if month else None,
        "scheme": row["scheme"],
        "authorisation": [_segment(one) for one in row["segments"] or ()],
        "days": dict(_days(month, row["days"])) if month else {},
        "paid_in_previous_month": row["paid_in_previous_month"],
        "paid_holiday_left": _halves(row["paid_holiday_left_halves"]),
        "weekly_pay_full_time": _weeks(month, row["full_pay"] or 0) if month else [],
        "secondary_income_daily": _money(row["secondary_income_cents"]),
        "withholdings": _withholdings(row),
    }
    if row["scheme"] == "temporary_unemployment":
        case["temporary"] = [_occupation(one, month) for one in row["occupations"] or ()]
    if row["scheme"] in BLOCKS:
        case[BLOCKS[row["scheme"]]] = OWN[BLOCKS[row["scheme"]]](row)
    return _said(case)


def _segment(one: Row) -> dict[str, Any]:
    return _said({
        "from": _day(one["first"]), "to": _day(one["last"]), "daily_amount": _money(one["daily_cents"]),
        "half_amount": _money(one["half_cents"]), "wage_code": one["wage_code"], "q": _hours(one["q"]),
        "s": _hours(one["s"]), "family": one["family"] or None, "first_year": one["first_year"],
        "phase": one["phase"] or None, "regime": one["regime"] or None,
    })  # fmt: skip


def _withholdings(row: Row) -> dict[str, Any]:
    seizure = _said({
        "children": row["children"], "maintenance": _money(row["maintenance_cents"] or None),
        "other_income": _money(row["other_income_cents"] or None),
        "other_income_is_wage": row["other_income_is_wage"] or None,
    })  # fmt: skip
    wanted = ("recovery_ex_officio", "full_recovery", "collective_debt_settlement")
    return _said({
        "seizure": seizure or None, "assignment": _money(row["assignment_cents"] or None),
        **{name: row[name] or None for name in wanted},
    })  # fmt: skip


def _days(month: Month, codes: bytes | None) -> list[tuple[str, str]]:
    """Days of which the card says something; a byte that is no code stays a number, which is refused."""
    named = dict(enumerate(DAY_CODES, 1))
    return [
        (str(day), named.get(code, str(code)))
        for day, code in zip(days_of(month).dates, codes or b"", strict=False)
        if code
    ]


def _weeks(month: Month, bits: int) -> list[str]:
    """The Saturdays of the weeks with a full-time wage."""
    origin = days_of(month).dates[0]
    return [str(origin + timedelta(WEEK * n + SATURDAY + 1)) for n in range(8) if bits >> n & 1]


def _occupation(one: Row, month: Month | None) -> dict[str, Any]:
    days = month.days if month else []
    rest = [str(day) for day in days if (one["rest_days"] or 0) >> (day.day - 1) & 1]
    by_day = None
    if one["by_day"] is not None:
        numbers = memoryview(one["by_day"]).cast("h").tolist()
        by_day = {str(day): _hours(hours) for day, hours in zip(days, numbers, strict=False) if hours}
    return _said({
        "q": _hours(one["q"]), "s": _hours(one["s"]), "hours": _hours(one["hours"]), "hours_by_day": by_day,
        "cause": one["cause"] or None, "worked_rest_days": rest or None,
    })  # fmt: skip


def _holiday_hours(row: Row) -> dict[str, Any]:
    left = row["paid_days_left_halves"]
    return _said({"hours": _hours(row["hours"]), "s": _hours(row["s"]), "paid_days_left": _halves(left)})


def _activation(row: Row) -> dict[str, Any]:
    return _said({
        "theoretical": _money(row["theoretical_cents"]), "s": _hours(row["s"]), "hours": _hours(row["hours"]),
        "net_wage": _money(row["net_wage_cents"]),
    })  # fmt: skip


def _income_guarantee(row: Row) -> dict[str, Any]:
    return _said({
        "gross_wage": _money(row["gross_cents"]), "hours_paid": _hours(row["hours"]),
        "monthly_wage": _money(row["monthly_cents"]), "hourly_wage": _four(row["hourly"]),
        "absence_hours": _hours(row["absence_hours"]), "not_payable_days": _halves(row["not_payable_halves"]),
        "old_scheme": bool(row["old_scheme"]) or None,
    })  # fmt: skip


OWN = {"holiday_hours": _holiday_hours, "activation": _activation, "income_guarantee": _income_guarantee}


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _day(day: date | None) -> str | None:
    return None if day is None else str(day)


def _money(cents: int | None) -> str | None:
    return None if cents is None else plain(cents)


def _halves(count: int | None) -> str | None:
    return None if count is None else str(count) if count < 0 else halves(count)


def _hours(hundredths: int | None) -> str | None:
    return _decimal(hundredths, HUNDREDTHS)


def _four(value: int | None) -> str | None:
    return _decimal(value, TEN_THOUSANDTHS)


def _decimal(value: int | None, scale: int) -> str | None:
    """What is below zero keeps its sign, and is refused."""
    if value is None:
        return None
    return f"-{decimal(-value, scale)}" if value < 0 else decimal(value, scale)
