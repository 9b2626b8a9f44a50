"""The staircase of every scheme: each step in its unit, a minus only before what is taken off."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from capac.rules import api as rules
from capac.web.words import stairs

TEMPORARY: dict[str, Any] = {
    "month": "2026-07",
    "scheme": "temporary_unemployment",
    "authorisation": [{"from": "2026-01-01", "daily_amount": "69.13", "regime": "full_time"}],
    "temporary": [{"q": "38", "s": "38", "hours": "60", "cause": "economic"}],
}
HOLIDAYS: dict[str, Any] = {
    "month": "2026-07",
    "scheme": "youth_holiday",
    "authorisation": [{"from": "2026-04-01", "daily_amount": "70.00"}],
    "holiday_hours": {"hours": "40", "s": "38", "paid_days_left": "3"},
}
GUARANTEE: dict[str, Any] = {
    "month": "2026-04",
    "scheme": "income_guarantee",
    "authorisation": [{"from": "2026-01-01", "daily_amount": "66.31", "family": "A", "q": "19", "s": "38"}],
    "income_guarantee": {"gross_wage": "1450.23", "hours_paid": "82.27", "monthly_wage": "1450.23"},
}
ACTIVATION: dict[str, Any] = {
    "month": "2026-07",
    "scheme": "activation",
    "activation": {"theoretical": "500.00", "s": "38", "hours": "160", "net_wage": "490.00"},
}


def told(case: dict[str, Any], lang: str) -> dict[str, tuple[str, str]]:
    """Kind and value of each step by name, the amounts' spaces made plain."""
    answer = rules.explain(case, lang)
    steps = [(one["name"], one["value"], one["because"], one["source"]) for one in answer["steps"]]
    with translation.override(lang):
        found = stairs(steps, lang)
    return {one["name"]: (one["kind"], one["shown"].replace("\u00a0", " ")) for one in found}


def test_hours_are_hours_and_allowances_a_number() -> None:
    found = told(TEMPORARY, "fr")
    assert found["hours"] == ("plain", "60 h")
    assert found["over_q"] == ("plain", "38 h")
    assert found["allowances"] == ("sum", "9,5")
    assert found["gross"] == ("sum", "656,74 €")
    assert found["tax"] == ("less", "− 175,67 €")
    assert found["payable"] == ("sum", "481,07 €")


@pytest.mark.parametrize(("lang", "hours"), [("nl", "60 uur"), ("de", "60 Std."), ("en", "60 h")])
def test_hours_are_named_in_each_language(lang: str, hours: str) -> None:
    assert told(TEMPORARY, lang)["hours"] == ("plain", hours)


def test_holidays_with_pay_are_taken_off() -> None:
    found = told(HOLIDAYS, "fr")
    assert (found["holiday_hours"], found["paid_days_left"]) == (("plain", "40 h"), ("less", "− 3"))
    assert found["allowances"] == ("sum", "3,5")


def test_the_guarantee_takes_nothing_off_before_its_tax_and_keeps_four_decimals() -> None:
    found = told(GUARANTEE, "nl")
    assert found["agr_hourly_wage"] == ("plain", "€ 17,6142")
    assert found["agr_supplement"] == ("plain", "€ 111,8070")
    assert found["agr_days"] == ("plain", "26")
    assert found["agr_1a"] == ("plain", "€ 573,25")
    assert found["equivalent_days"] == ("plain", "8,5")
    assert [name for name, (kind, _) in found.items() if kind == "less"] == ["tax"]
    assert told(GUARANTEE, "en")["agr_hourly_wage"] == ("plain", "€17.6142")
    assert told(GUARANTEE, "fr")["agr_guarantee"][1].replace("\u202f", " ") == "1 835,8670 €"


def test_what_caps_an_activation_is_taken_off() -> None:
    found = told(ACTIVATION, "fr")
    assert found["activation_reckoned"] == ("plain", "526,32 €")
    assert (found["theoretical_cap"], found["net_wage_cap"]) == (("less", "− 26,32 €"), ("less", "− 10,00 €"))
