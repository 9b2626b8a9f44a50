"""What only one scheme asks for: every fault names its fact and field, in four languages, and the others are computed."""

from __future__ import annotations

from typing import Any

import pytest

from capac.core.period import Month
from capac.rules.api import LANGUAGES, calculate, explain
from capac.rules.facts import Activation, Facts, HolidayHours, IncomeGuarantee, Occupation, Segment

JOB = {"q": "38", "s": "38", "hours": "60", "cause": "economic"}
DAYS = {"q": "38", "s": "38", "hours_by_day": {"2026-07-06": "7.6"}}
CT = {"month": "2026-07", "scheme": "temporary_unemployment", "authorisation": [{"from": "2026-01-01", "daily_amount": "69.13", "regime": "full_time"}], "temporary": [JOB]}  # fmt: skip
TPV = {"month": "2026-07", "scheme": "voluntary_part_time", "authorisation": [{"from": "2026-01-01", "daily_amount": "74.89", "family": "N", "q": "24", "s": "38"}]}  # fmt: skip
VJ = {"month": "2026-07", "scheme": "youth_holiday", "authorisation": [{"from": "2026-04-01", "daily_amount": "70.00"}], "holiday_hours": {"hours": "40", "s": "38", "paid_days_left": "3"}}  # fmt: skip
ACTIVATION = {"month": "2026-07", "scheme": "activation", "activation": {"theoretical": "500.00", "s": "38", "hours": "76"}}  # fmt: skip
AGR = {"month": "2026-07", "scheme": "income_guarantee", "authorisation": [{"from": "2026-01-01", "daily_amount": "66.31", "family": "A", "q": "19", "s": "38"}], "income_guarantee": {"gross_wage": "1450.23", "hours_paid": "82.27", "monthly_wage": "1450.23"}}  # fmt: skip
INSERTION = {"month": "2026-07", "scheme": "insertion_allowance", "authorisation": [{"from": "2026-03-01", "daily_amount": "51.56"}]}  # fmt: skip
TWO = [
    {"from": "2026-01-01", "to": "2026-07-12", "daily_amount": "69.13", "regime": "full_time"},
    {"from": "2026-07-13", "daily_amount": "70.00", "regime": "full_time"},
]


def seg(case: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The case with its segment changed."""
    return {**case, "authorisation": [{**case["authorisation"][0], **changed}]}


def job(**changed: Any) -> dict[str, Any]:
    return {**CT, "temporary": [{**JOB, **changed}]}


def by_day(days: Any, **changed: Any) -> dict[str, Any]:
    return {**CT, "temporary": [{**DAYS, "hours_by_day": days, **changed}]}


def own(case: dict[str, Any], name: str, **changed: Any) -> dict[str, Any]:
    return {**case, name: {**case[name], **changed}}


def without(case: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in case.items() if key != name}


WRONG = [
    (seg(TPV, q=None), "q", "authorisation[0].q"),
    (seg(TPV, s=None), "s", "authorisation[0].s"),
    (seg(TPV, q="38.01"), "q", "authorisation[0].q"),
    (seg(TPV, q="169"), "q", "authorisation[0].q"),
    (seg(TPV, daily_amount=None), "daily_amount", "authorisation[0].daily_amount"),
    (seg(TPV, daily_amount=None, wage_code="43"), "phase", "authorisation[0].phase"),
    (seg(TPV, family=None), "family", "authorisation[0].family"),
    (seg(TPV, family="B"), "first_year", "authorisation[0].first_year"),
    ({**seg(TPV, daily_amount=None, half_amount="37.45"), "secondary_income_daily": "20.00"}, "daily_amount", "authorisation.daily_amount"),
    ({**TPV, "temporary": [JOB]}, "temporary", "temporary"),
    (seg(CT, regime=None), "regime", "authorisation[0].regime"),
    (seg(CT, regime="half_time"), "regime", "authorisation[0].regime"),
    (seg(CT, daily_amount=None, half_amount="34.57"), "daily_amount", "authorisation[0].daily_amount"),
    (seg(CT, family="P"), "family", "authorisation[0].family"),
    (without(CT, "temporary"), "temporary", "temporary"),
    ({**CT, "temporary": []}, "temporary", "temporary"),
    ({**CT, "temporary": {}}, "temporary", "temporary"),
    ({**CT, "temporary": [60]}, "temporary[0]", "temporary[0]"),
    (job(q=None), "q", "temporary[0].q"),
    ({**seg(CT, regime="part_time_with_rights_and_agr"), "temporary": [{**JOB, "s": None}]}, "s", "temporary[0].s"),
    ({**seg(CT, regime="voluntary_part_time"), "temporary": [{**JOB, "s": None}]}, "s", "temporary[0].s"),
    (job(q="0"), "q", "temporary[0].q"),
    (job(hours=None), "hours", "temporary[0].hours"),
    (job(hours="-1"), "hours", "temporary[0].hours"),
    (job(hours=60), "hours", "temporary[0].hours"),
    (job(hours="744.01"), "hours", "temporary[0].hours"),
    (job(hours="99999"), "hours", "temporary[0].hours"),
    (job(hours="60,5"), "hours", "temporary[0].hours"),
    ({**CT, "temporary": [job(hours="400")["temporary"][0]] * 2}, "hours", "temporary"),
    (job(hours_by_day={}), "hours", "temporary[0].hours"),
    (job(cause="boredom"), "cause", "temporary[0].cause"),
    (job(colour="red"), "colour", "temporary[0].colour"),
    (job(worked_rest_days=["2026-07-12"]), "hours_by_day", "temporary[0].hours_by_day"),
    (job(worked_rest_days="2026-07-12"), "worked_rest_days", "temporary[0].worked_rest_days"),
    ({**CT, "authorisation": TWO}, "hours_by_day", "temporary[0].hours_by_day"),
    (by_day({"2026-08-01": "7.6"}), "hours_by_day", "temporary[0].hours_by_day.2026-08-01"),
    (by_day({"2026-07-01": "24.01"}), "hours_by_day", "temporary[0].hours_by_day.2026-07-01"),
    (by_day({"2026-07-01": "-7.6"}), "hours_by_day", "temporary[0].hours_by_day.2026-07-01"),
    (by_day({"July 1": "7.6"}), "hours_by_day", "temporary[0].hours_by_day.July 1"),
    (by_day([]), "hours_by_day", "temporary[0].hours_by_day"),
    ({**seg(CT, daily_amount=None, wage_code="64"), "temporary": [{**JOB, "cause": None}]}, "cause", "temporary[0].cause"),
    (without(VJ, "holiday_hours"), "holiday_hours", "holiday_hours"),
    (own(VJ, "holiday_hours", hours=None), "hours", "holiday_hours.hours"),
    (own(VJ, "holiday_hours", s=None), "s", "holiday_hours.s"),
    (own(VJ, "holiday_hours", paid_days_left=None), "paid_days_left", "holiday_hours.paid_days_left"),
    (own(VJ, "holiday_hours", paid_days_left="2.3"), "paid_days_left", "holiday_hours.paid_days_left"),
    (own(VJ, "holiday_hours", hours="745"), "hours", "holiday_hours.hours"),
    ({**VJ, "authorisation": [{**one, "regime": None} for one in TWO]}, "authorisation", "authorisation"),
    ({**VJ, "authorisation": []}, "authorisation", "authorisation"),
    (without(ACTIVATION, "activation"), "activation", "activation"),
    (own(ACTIVATION, "activation", theoretical=None), "theoretical", "activation.theoretical"),
    (own(ACTIVATION, "activation", theoretical="100000.01"), "theoretical", "activation.theoretical"),
    (own(ACTIVATION, "activation", s="0.00"), "s", "activation.s"),
    (own(ACTIVATION, "activation", hours=None), "hours", "activation.hours"),
    (own(ACTIVATION, "activation", hours="744.5"), "hours", "activation.hours"),
    (own(ACTIVATION, "activation", net_wage="-5"), "net_wage", "activation.net_wage"),
    (own(ACTIVATION, "activation", scheme_code=""), "scheme_code", "activation.scheme_code"),
    (own(ACTIVATION, "activation", bonus="1"), "bonus", "activation.bonus"),
    ({**ACTIVATION, "secondary_income_daily": "20.00"}, "secondary_income_daily", "secondary_income_daily"),
    ({**ACTIVATION, "income_guarantee": {}}, "income_guarantee", "income_guarantee"),
    (without(AGR, "income_guarantee"), "income_guarantee", "income_guarantee"),
    (own(AGR, "income_guarantee", gross_wage=None), "gross_wage", "income_guarantee.gross_wage"),
    (own(AGR, "income_guarantee", hours_paid=None), "hours_paid", "income_guarantee.hours_paid"),
    (own(AGR, "income_guarantee", monthly_wage=None), "monthly_wage", "income_guarantee.monthly_wage"),
    (own(AGR, "income_guarantee", monthly_wage="0"), "monthly_wage", "income_guarantee.monthly_wage"),
    (own(AGR, "income_guarantee", hourly_wage="1000.0001"), "hourly_wage", "income_guarantee.hourly_wage"),
    (own(AGR, "income_guarantee", hourly_wage="17.61425"), "hourly_wage", "income_guarantee.hourly_wage"),
    (own(AGR, "income_guarantee", hours_paid="800"), "hours_paid", "income_guarantee.hours_paid"),
    (own(AGR, "income_guarantee", absence_hours="800"), "absence_hours", "income_guarantee.absence_hours"),
    (own(AGR, "income_guarantee", not_payable_days="half"), "not_payable_days", "income_guarantee.not_payable_days"),
    (own(AGR, "income_guarantee", old_scheme="no"), "old_scheme", "income_guarantee.old_scheme"),
    (own(AGR, "income_guarantee", gross_wage="99999999999"), "gross_wage", "income_guarantee.gross_wage"),
    (seg(AGR, q=None), "q", "authorisation[0].q"),
    (seg(AGR, family="B"), "first_year", "authorisation[0].first_year"),
    (seg(AGR, family=None), "family", "authorisation[0].family"),
    ({**AGR, "secondary_income_daily": "20.00"}, "secondary_income_daily", "secondary_income_daily"),
    (seg(INSERTION, daily_amount=None, wage_code="43", phase="A1"), "daily_amount", "authorisation[0].daily_amount"),
    (seg(INSERTION, family="Q"), "family", "authorisation[0].family"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "fact", "field"), WRONG, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_wrong_case_names_its_field(case: dict[str, Any], fact: str, field: str) -> None:
    messages = set()
    for lang in LANGUAGES:
        error = explain(case, lang)["error"]
        assert (error["fact"], error["field"]) == (fact, field)
        assert error["message"]
        messages.add(error["message"])
    assert len(messages) == len(LANGUAGES)


@pytest.mark.parametrize(
    "case", [TPV, CT, VJ, ACTIVATION, AGR, INSERTION], ids=lambda case: str(case["scheme"])
)
def test_the_cases_that_are_spoilt_here_are_good(case: dict[str, Any]) -> None:
    assert "error" not in explain(case)


@pytest.mark.parametrize("missing", ["gross_wage", "hours_paid"])
def test_a_month_of_2024_is_refused_by_what_is_not_known_of_it(missing: str) -> None:
    """E-AGR2: the bonus and tax of 2024 are not known."""
    error = explain({**AGR, "month": "2024-04"}, "en")["error"]
    assert (error["fact"], error["rule"]) == ("work_bonus", "docs/coverage.md")
    assert (
        explain({**own(AGR, "income_guarantee", **{missing: None}), "month": "2024-04"})["error"]["fact"]
        == missing
    )


def test_the_share_of_medical_force_majeure_is_refused_by_its_name() -> None:
    case = {
        **seg(CT, daily_amount=None, wage_code="64"),
        "temporary": [{**JOB, "cause": "medical_force_majeure"}],
    }
    assert explain(case)["error"]["fact"] == "percentage_temporary_medical_force_majeure"


def test_one_whose_facts_are_bad_is_refused_alone_among_all_schemes() -> None:
    month, segment = Month(2026, 7), Segment(Month(2026, 1).first, None, daily_cents=6913, regime="full_time")
    good = Occupation(q=3800, s=3800, hours=6000)
    people = [
        Facts(month, "temporary_unemployment", (segment,), occupations=(good,)),
        Facts(month, "temporary_unemployment", (segment,), occupations=(Occupation(s=3800, hours=6000),)),
        Facts(month, "youth_holiday", (segment,)),
        Facts(month, "activation", ()),
        Facts(month, "income_guarantee", (segment,)),
        Facts(month, "gold", (segment,)),
        Facts(month, "activation", (), activation=Activation(50000, 3800, 7600)),
        Facts(month, "senior_holiday", (segment,), holiday_hours=HolidayHours(4000, 3800, 6)),
        Facts(month, "activation", (), activation=Activation(10**15, 3800, 7600)),
        Facts(month, "income_guarantee", (segment,), income_guarantee=IncomeGuarantee(1, 1, 1)),
    ]
    said = calculate(month, people)
    assert [one.refusal.fact if one.refusal else one.gross_cents for one in said] == [
        65674, "q", "holiday_hours", "activation", "family", "scheme", 25000, 24196, "theoretical", "family"
    ]  # fmt: skip
