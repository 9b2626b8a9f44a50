"""The coverage table keeps its word at every date on which anything changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from capac.rules import coverage, parameters
from capac.rules.api import SCHEMES, explain, opens

AMOUNT = {"daily_amount": "50.00"}
BASE = {"from": "2005-01-01", "family": "B", "first_year": True, "q": "19", "s": "38", "regime": "full_time"}
OWN: dict[str, dict[str, Any]] = {
    "temporary_unemployment": {"temporary": [{"q": "38", "s": "38", "hours": "60", "cause": "economic"}]},
    "youth_holiday": {"holiday_hours": {"hours": "40", "s": "38", "paid_days_left": "0"}},
    "senior_holiday": {"holiday_hours": {"hours": "40", "s": "38", "paid_days_left": "0"}},
    "activation": {"activation": {"theoretical": "500.00", "s": "38", "hours": "76"}},
    "income_guarantee": {
        "income_guarantee": {"gross_wage": "1000.00", "hours_paid": "82.33", "hourly_wage": "14.0000"}
    },
}
DATES = sorted({day for on in parameters.dates() for day in (on, on - timedelta(1))})


def case(scheme: str, on: date, amount: dict[str, str]) -> dict[str, Any]:
    """A month of a scheme that pays something taxed."""
    return {"month": f"{on:%Y-%m}", "scheme": scheme, "authorisation": [BASE | amount]} | OWN.get(scheme, {})


@pytest.mark.parametrize("on", DATES, ids=str)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_called_present_is_computed_and_what_is_missing_is_refused_by_its_name(
    scheme: str, on: date
) -> None:
    known = coverage.with_amounts(scheme, on.replace(day=1))
    answer = explain(case(scheme, on, AMOUNT), "en")
    if known.status == "missing":
        assert answer["error"]["fact"] == known.name
        assert known.name in answer["error"]["message"]
        return
    assert "error" not in answer
    doubts = {one["name"] for one in answer["parameters"] if one.get("status") == "uncertain"}
    assert known.status != "uncertain" or known.name in doubts


@pytest.mark.parametrize("on", DATES, ids=str)
@pytest.mark.parametrize("scheme", coverage.TABLES)
def test_a_wage_code_gives_an_amount_exactly_where_the_table_says_so(scheme: str, on: date) -> None:
    start = {"from": str(on)} if scheme in {"youth_holiday", "senior_holiday"} else {}
    asked = case(scheme, on, {"wage_code": "43", "phase": "A1"} | start)
    known = coverage.from_wage(scheme, on)
    assert known is not None
    answer = explain(asked, "en")
    whole = "missing" not in {known.status, coverage.with_amounts(scheme, on.replace(day=1)).status}
    assert ("error" not in answer) is whole


@pytest.mark.parametrize("prefix", parameters.prefixes())
def test_a_prefix_opens_a_scheme_that_is_computed_or_says_why_not(prefix: str) -> None:
    found = opens(prefix)
    assert (found.scheme in SCHEMES) is (not found.refusal)


def test_every_prefix_of_the_brief_is_there() -> None:
    computed = {"01", "02", "03", "04", "05", "06", "21", "22", "57", "58"}
    refused = {"00", "09", "10", "11", "12", "27", "98", "99", *(str(n) for n in range(70, 80))}
    assert {prefix for prefix in parameters.prefixes() if opens(prefix).scheme} == computed
    assert {prefix for prefix in parameters.prefixes() if opens(prefix).refusal} == refused
    with pytest.raises(KeyError):
        opens("13")
