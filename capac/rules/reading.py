"""Reading a case from JSON: known fields only, strict types, every fault with its field's name."""

from __future__ import annotations

from datetime import date
from typing import Any

from capac.rules.checks import check, check_scheme
from capac.rules.facts import DAY_CODES, CaseError, Facts
from capac.rules.read_schemes import RULES, block
from capac.rules.read_segments import segments
from capac.rules.read_values import (
    a_date,
    a_month,
    an_amount,
    an_object,
    boolean,
    dates,
    days_in_halves,
    optional,
)
from capac.rules.read_withholdings import withholdings

COMMON = {
    "month", "scheme", "authorisation", "days", "paid_in_previous_month", "paid_holiday_left",
    "weekly_pay_full_time", "secondary_income_daily", "withholdings",
}  # fmt: skip


def facts_of(case: Any) -> Facts:
    """The facts of one case. Raises CaseError naming the first field that is wrong."""
    body = an_object(case, "case", COMMON | set(RULES))
    month = a_month(body.get("month"))
    scheme = _scheme(body.get("scheme"))
    facts = Facts(
        month=month,
        scheme=scheme,
        segments=segments(body.get("authorisation", []), scheme),
        days=_days(body.get("days", {})),
        paid_in_previous_month=boolean(body, "paid_in_previous_month"),
        paid_holiday_left_halves=days_in_halves(body.get("paid_holiday_left", "0"), "paid_holiday_left"),
        weekly_pay_full_time=dates(body.get("weekly_pay_full_time", []), "weekly_pay_full_time"),
        secondary_income_cents=optional(body, "secondary_income_daily", an_amount),
        withholdings=withholdings(body.get("withholdings", {})),
        **block(body, scheme),
    )
    check(facts)
    return facts


def _scheme(value: Any) -> str:
    if not isinstance(value, str):
        raise CaseError("missing", fact="scheme", field="scheme", rule="AR 25.11.1991")
    check_scheme(value)
    return value


def _days(value: Any) -> dict[date, str]:
    if not isinstance(value, dict):
        raise CaseError("not_an_object", fact="days", field="days")
    days = {}
    for day, code in value.items():
        if not isinstance(code, str) or code not in DAY_CODES:
            raise CaseError(
                "day_code", fact="days", field=f"days.{day}", rule="AR 25.11.1991 art. 71", value=str(code)
            )
        days[a_date(day, f"days.{day}")] = code
    return days
