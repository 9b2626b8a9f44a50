"""How long a right lasts, and interest on late payment: worked cases, refusals by name, and a second opinion."""

from __future__ import annotations

from typing import Any

import pytest

from capac.rules.api import LANGUAGES, explain
from capac.rules.rights import rights
from tests.rules.second_opinion import rights as second
from tests.rules.test_cases import load
from tests.rules.test_mutations import changed

CASES = load("right/*/*.yaml") + load("interest/*/*.yaml")
OPEN = {"opened_on": "2026-03-15", "access_days": 400, "career_days": 700, "age": 40}
LATE = {
    "amount": "2022.03", "month": "2026-07", "decision_communicated": "2026-07-06", "conditions_met": "2026-08-03",
    "paid_on": "2026-12-01", "requested_on": "2026-12-01",
}  # fmt: skip


@pytest.mark.parametrize("row", CASES)
def test_worked_cases_come_out_as_written(row: dict[str, Any]) -> None:
    answer = explain(row["case"], "en")
    assert "error" not in answer, answer
    assert {key: answer[key] for key in row["expect"]} == row["expect"]
    if "steps" in row:
        assert [step["name"] for step in answer["steps"]] == row["steps"]
    assert row["source"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", CASES)
def test_every_step_is_a_sentence_with_its_article(row: dict[str, Any], lang: str) -> None:
    answer = explain(row["case"], lang)
    assert answer["steps"]
    for step in answer["steps"]:
        assert set(step) == {"name", "value", "because", "source"}
        assert step["source"] and step["because"].endswith(".") and "{" not in step["because"]


def refused(case: dict[str, Any]) -> tuple[str, str]:
    """Fact and field of the error, told in every language."""
    for lang in LANGUAGES:
        assert "{" not in explain(case, lang)["error"]["message"]
    error = explain(case, "en")["error"]
    return error["fact"], error["field"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"opened_on": "2025-09-01"}, ("right_opened_between_regimes",) * 2),
        ({"opened_on": "2026-07-02"}, ("on", "on")),
        ({"opened_on": None}, ("opened_on", "right.opened_on")),
        ({"opened_on": "0001-01-01"}, ("opened_on", "right.opened_on")),
        ({"access_days": None}, ("access_days", "right.access_days")),
        ({"career_days": None}, ("career_days", "right.career_days")),
        ({"career_days": -1}, ("career_days", "right.career_days")),
        ({"career_days": 1.5}, ("career_days", "right.career_days")),
        ({"career_days": True}, ("career_days", "right.career_days")),
        ({"career_days": 10**9}, ("career_days", "right.career_days")),
        ({"age": None}, ("age", "right.age")),
        ({"age": 55}, ("career_years", "right.career_years")),
        ({"unlimited": "luck"}, ("unlimited", "right.unlimited")),
        ({"shoe": 44}, ("shoe", "right.shoe")),
        ({"interruptions": [{"from": "2026-05-01", "reason": "sickness"}]}, ("to", "right.interruptions[0].to")),
        (
            {"interruptions": [{"from": "2026-05-01", "to": "2026-04-01", "reason": "sickness"}]},
            ("to", "right.interruptions[0].to"),
        ),
        ({"interruptions": [{"from": "2026-05-01", "to": "2026-06-01"}]}, ("reason", "right.interruptions[0].reason")),
        (
            {"interruptions": [{"from": "2026-05-01", "to": "2026-06-01", "reason": reason} for reason in ("sickness", "maternity")]},
            ("interruptions", "right.interruptions"),
        ),
        ({"income_guarantee": {"from": "2026-05-01", "q": "19"}}, ("s", "right.income_guarantee.s")),
    ],
)  # fmt: skip
def test_a_right_that_cannot_be_told_names_the_fact_or_the_parameter(
    change: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refused({"right": {**OPEN, **change}, "on": "2026-07-01"}) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"ground": "ar-167-4"}, ("interest_ar_167_4",) * 2),
        ({"ground": "decision-late"}, ("interest_by_onem",) * 2),
        ({"ground": "mood"}, ("ground", "interest.ground")),
        ({"amount": "0.00"}, ("amount", "interest.amount")),
        ({"amount": "-5.00"}, ("amount", "interest.amount")),
        ({"provisional_paid": "2022.04"}, ("provisional_paid", "interest.provisional_paid")),
        ({"rate": "100.01"}, ("rate", "interest.rate")),
        ({"paid_on": "2021-12-31"}, ("interest_working_days",) * 2),
        ({"decision_communicated": None}, ("decision_communicated", "interest.decision_communicated")),
        ({"decision_communicated": "9999-12-31"}, ("decision_communicated", "interest.decision_communicated")),
        ({"month": None}, ("month", "month")),
        ({"verified": "yes"}, ("verified", "interest.verified")),
        ({"iban": "x"}, ("iban", "interest.iban")),
    ],
)  # fmt: skip
def test_interest_that_cannot_be_told_names_the_fact_or_the_parameter(
    change: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refused({"interest": {**LATE, **change}}) == expected


OLD = {"opened_on": "2020-02-01", "period": 3, "allowances": 3000, "age": 58, "seniority_supplement": True}


@pytest.mark.parametrize(
    ("career", "applied", "expected"),
    [(29, "2026-02-28", "2026-02-28"), (29, "2026-06-30", "2026-06-30")],
)
def test_the_supplement_of_before_the_reform_ends_with_the_right_and_by_june_2026(
    career: int, applied: str, expected: str
) -> None:
    several = {"interruptions": [{"from": "2025-08-01", "to": "2025-12-31", "reason": "sickness"}]}
    change = several if applied > "2026-02-28" else {}
    answer = explain({"right": {**OLD, **change, "career_years": career}, "on": "2026-01-15"}, "en")
    assert answer["seniority_supplement"] == {"ends_on": expected}
    assert answer["steps"][-1]["source"] == "programme law 18.7.2025 art. 213"


def test_a_career_of_thirty_years_keeps_the_supplement_as_long_as_the_right() -> None:
    answer = explain({"right": {**OLD, "career_years": 30, "unlimited": "arts"}, "on": "2026-07-15"}, "en")
    assert (answer["ends_on"], answer["seniority_supplement"]) == (None, {"ends_on": None})
    assert refused({"right": OLD, "on": "2026-07-01"})[0] == "career_years"
    late = {**OLD, "opened_on": "2026-03-15", "career_years": 31, "career_days": 900, "access_days": 400}
    assert refused({"right": late, "on": "2026-07-01"})[0] == "seniority_supplement"


def test_the_dispute_about_the_rate_and_the_readings_stay_visible() -> None:
    answer = explain({"interest": LATE}, "en")
    doubts = {one["name"] for one in answer["parameters"] if one.get("status") == "uncertain"}
    assert doubts == {"interest_start", "interest_base", "interest_rate", "interest_days_a_year"}
    said = explain({"interest": {**LATE, "rate": "2.25"}}, "en")
    assert "interest_rate" not in {one["name"] for one in said["parameters"]}


def test_every_parameter_has_a_source_a_unit_and_a_status_and_a_doubt_has_a_note_or_no_value() -> None:
    for name, told in rights().items():
        assert told["source"] and told["unit"], name
        assert list(told["values"]) == sorted(told["values"]), name
        for value in told["values"].values():
            assert value["status"] in {"confirmed", "derived", "uncertain"}
            assert value["status"] != "uncertain" or value["value"] is None or value["note"], name


@pytest.mark.parametrize("seed", range(4))
def test_a_plain_second_opinion_agrees_on_interest(seed: int) -> None:
    for case in second.late_payments(seed, 1000):
        answer = explain({"interest": case}, "en")
        assert (answer["interest"], answer["limit"], answer["days"]) == second.interest(case), case


@pytest.mark.parametrize("seed", range(4))
def test_a_plain_second_opinion_agrees_on_the_end_and_the_phase(seed: int) -> None:
    for case in second.open_rights(seed, 1000):
        answer = explain(case, "en")
        assert (answer["ends_on"], answer["state"], answer["phase"]) == second.right(case), case


INTEREST = [
    ("interest", "late.month.next().first, late.conditions_met)", "late.month.next().first)"),
    ("interest", "max(third, late.month.next().first,", "max(third,"),
    ("interest", "(late.paid_on - starts).days", "(late.paid_on - starts).days + 1"),
    ("interest", "late.paid_on <= plus_months", "late.paid_on < plus_months"),
    ("interest", "BASIS >= late.amount_cents", "BASIS > late.amount_cents"),
]
RIGHTS = [
    ("duration", "max(0, days) // used", "days // used"),
    ("duration", "received >= int(step)", "received > int(step)"),
    ("duration", "_eve(stop.span.first, months) <= stop", "_eve(stop.span.first, months) < stop"),
    ("duration", "first = max(stop.span.first, since)", "first = stop.span.first"),
    ("duration", '+ _added(days - used.number("transition_access_days"), used)', "+ _added(days, used)"),
    ("duration", "right, used, since=starts)", "right, used, since=right.opened_on)"),
    ("duration", "on > ends_on", "on >= ends_on"),
]
"""Module, what stands there, what is put in its place: a rule changed by one word."""


@pytest.mark.parametrize("change", INTEREST, ids=str)
def test_a_changed_rule_of_interest_is_caught_by_the_second_opinion(change: tuple[str, str, str]) -> None:
    with changed(*change):
        assert any(
            (told["interest"], told["days"]) != (amount, days)
            for case in second.late_payments(7, 1500)
            for told in [explain({"interest": case}, "en")]
            for amount, _, days in [second.interest(case)]
        )


@pytest.mark.parametrize("change", RIGHTS, ids=str)
def test_a_changed_rule_of_rights_is_caught_by_the_second_opinion(change: tuple[str, str, str]) -> None:
    with changed(*change):
        assert any(
            (told["ends_on"], told["state"], told["phase"]) != second.right(case)
            for case in second.open_rights(7, 1500)
            for told in [explain(case, "en")]
        )
