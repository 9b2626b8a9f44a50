"""The page that explains a month: answers exactly, names what is wrong, keeps what was typed, stores nothing."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

pytestmark = pytest.mark.django_db

JULY = {
    "month": "2026-07",
    "segments": "1",
    "segment-0-from": "2026-07-01",
    "segment-0-daily_amount": "74,89",
    "segment-0-family": "B",
    "segment-0-first_year": "yes",
}


def sent(lang: str = "en", **facts: str) -> str:
    """The page after sending July with other facts; a fact that is empty is left out."""
    form = {key: value for key, value in {**JULY, **facts}.items() if value}
    answer = Client(headers={"accept-language": lang}).post("/explain/", form)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_whole_month_is_answered_to_the_cent() -> None:
    page = sent()
    assert '<p class="amount">€1,818.01</p>' in page
    assert "27 × €74.89 = €2,022.03" in page
    assert "− €204.02" in page
    assert "There is something to correct" not in page


@pytest.mark.parametrize(
    ("lang", "amount"), [("fr", "1\u202f818,01\u00a0€"), ("nl", "€\u00a01.818,01"), ("de", "1.818,01\u00a0€")]
)
def test_the_answer_is_in_the_readers_language(lang: str, amount: str) -> None:
    page = sent(lang)
    assert f'<p class="amount">{amount}</p>' in page
    assert f'<html lang="{lang}">' in page


def test_what_is_asked_is_not_kept() -> None:
    client = Client()
    client.post("/explain/", JULY)
    assert Session.objects.count() == 0
    assert set(client.cookies) <= {"csrftoken"}


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("month", "July", "Month: “July” is not a month. Write year and month as 2026-07."),
        ("month", "9999-12", "Month: “9999-12” is not a month. Write year and month as 2026-07."),
        ("segment-0-from", "2026-02-30", "It begins on: “2026-02-30” is not a date. Write year, month and day as 2026-07-01."),
        ("segment-0-daily_amount", "74,8x", "Daily amount, in euro: “74,8x” is not an amount. Write it as 74,89."),
        ("segment-0-daily_amount", "-5", "Daily amount, in euro: “-5” is not an amount. Write it as 74,89."),
        ("segment-0-family", "Z", "Family category: Choose one of the answers given."),
        ("segment-0-half_amount", "1,2,3", "Half amount, in euro: “1,2,3” is not an amount. Write it as 74,89."),
        ("segment-0-wage_code", "1000", "Wage code: “1000” is not a number from 0 to 99."),
        ("paid_holiday_left", "2,7", "Days of paid holiday you have left: “2,7” is not a number of days. Write it as 3 or 2,5."),
        ("secondary_income", "much", "Income beside your benefits, in euro a day: “much” is not an amount. Write it as 74,89."),
        ("children", "two", "Dependent children: “two” is not a number from 0 to 99."),
        ("maintenance", "x", "Maintenance to pay in this month, in euro: “x” is not an amount. Write it as 74,89."),
        ("assignment", "x", "Part of my benefits that I made over to somebody, in euro: “x” is not an amount. Write it as 74,89."),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_kept(field: str, typed: str, told: str) -> None:
    page = sent(**{field: typed})
    assert f'<a href="#{field}">{told}</a>' in page
    assert page.count('class="error"') == 1
    assert '<p class="amount">' not in page
    if field != "segment-0-family":
        assert f'value="{typed}"' in page
        assert f'aria-describedby="{field}-' in page


@pytest.mark.parametrize(
    ("facts", "field", "told"),
    [
        ({"segment-0-from": ""}, "segment-0-from", "It begins on: Fill this in."),
        ({"segment-0-family": ""}, "segment-0-family", "Family category: Choose an answer."),
        ({"segment-0-daily_amount": ""}, "segment-0-daily_amount", "Daily amount, in euro: Write the daily amount of your C2, or its wage code and phase below."),
        ({"segment-0-first_year": ""}, "segment-0-first_year", "Are you in your first twelve months?: Choose an answer: in category B the tax depends on it."),
        ({"segment-0-daily_amount": "", "segment-0-wage_code": "64"}, "segment-0-phase", "Phase: A wage code needs its phase: it stands beside it on your C2."),
        ({"seizure": "yes"}, "children", "Dependent children: Say how many children you have; 0 when you have none."),
        ({"other_income": "500"}, "other_income", "Other income in this month, in euro: This matters only with a seizure or maintenance. Fill that in, or empty this."),
        ({"segment-0-to": "2026-06-01"}, "segment-0-to", "It ends on: “It ends on” falls before the start of the segment."),
        ({"segment-0-daily_amount": "2000"}, "segment-0-daily_amount", "Daily amount, in euro: The amount of “Daily amount, in euro” must be above 0 and at most 1000."),
        ({"month": "2026-10", "segment-0-daily_amount": "", "segment-0-wage_code": "64", "segment-0-phase": "A1"}, "month", "An amount of the law (index_multiplier) is not settled for this month. Write the daily amount of your C2 instead of the wage code, or choose an earlier month."),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_said_where_it_stands(
    facts: dict[str, str], field: str, told: str
) -> None:
    page = sent(**facts)
    assert f'<a href="#{field}">{told}</a>' in page
    assert '<p class="amount">' not in page


def test_several_faults_are_told_at_once() -> None:
    page = sent(**{"segment-0-from": "", "segment-0-daily_amount": "x", "children": "y"})
    assert page.count('class="error"') == 3
    assert page.count('<li><a href="#') == 3


def test_a_wage_code_and_phase_stand_for_the_amount() -> None:
    page = sent(**{"month": "2026-04", "segment-0-from": "2026-04-01", "segment-0-daily_amount": "", "segment-0-family": "N", "segment-0-wage_code": "64", "segment-0-phase": "A1"})  # fmt: skip
    assert "26 × €74.89 = €1,947.14" in page
    assert '<p class="amount">€1,947.14</p>' in page


def test_two_amounts_in_one_month() -> None:
    second = {
        "segments": "2",
        "segment-1-from": "2026-07-16",
        "segment-1-daily_amount": "70",
        "segment-1-family": "N",
    }
    page = sent(**second)
    assert "13 × €74.89 = €973.57" in page
    assert "14 × €70.00 = €980.00" in page


def test_two_amounts_that_overlap_are_refused_at_the_second() -> None:
    second = {
        "segments": "2",
        "segment-0-to": "2026-07-20",
        "segment-1-from": "2026-07-16",
        "segment-1-daily_amount": "70",
        "segment-1-family": "N",
    }
    page = sent(**second)
    assert '<a href="#segment-1-from">It begins on: Two segments overlap' in page


def test_an_amount_is_added_and_removed_without_losing_the_others() -> None:
    client = Client(headers={"accept-language": "en"})
    more = client.post("/explain/", {**JULY, "add": "1"}).content.decode()
    assert 'name="segment-1-from"' in more
    assert 'value="74,89"' in more
    assert '<p class="amount">' not in more
    less = client.post("/explain/", {**JULY, "segments": "2", "drop": "1"}).content.decode()
    assert 'name="segment-1-from"' not in less
    assert 'value="74,89"' in less


def test_days_of_another_month_count_for_the_saturday_beside_them() -> None:
    """The Saturday of 1 August is lost after five days of July that cannot be paid."""
    week = {f"day-2026-07-{day}": "absent" for day in range(27, 32)}
    august = {"month": "2026-08", "segment-0-from": "2026-07-01"}
    assert "Saturday lost: it follows five days that cannot be paid." not in sent(**august)
    assert "Saturday lost: it follows five days that cannot be paid." in sent(**august, **week)


def test_seizure_maintenance_and_the_rest_are_reckoned() -> None:
    """Reading 14: 1 800 net leaves 1 599 after an ordinary seizure, maintenance first out of the same part."""
    march = {"month": "2024-03", "segment-0-from": "2024-01-01", "segment-0-daily_amount": "72", "segment-0-family": "N", "day-2024-03-29": "sick"}  # fmt: skip
    seized = {"seizure": "yes", "children": "0"}
    assert '<p class="amount">€1,800.00</p>' in sent(**march)
    assert '<p class="amount">€1,599.00</p>' in sent(**march, **seized)
    assert '<p class="amount">€1,682.00</p>' in sent(**march, **{**seized, "children": "1"})
    both = sent(**march, **seized, maintenance="150")
    assert '<p class="amount">€1,599.00</p>' in both
    assert both.count("− €150.00") == 1
    assert '<p class="amount">€0.00</p>' in sent(**march, collective_debt_settlement="yes")
    assert '<p class="amount">€1,620.00</p>' in sent(**march, recovery_ex_officio="yes")


def test_a_day_that_nobody_can_choose_is_refused() -> None:
    page = sent(**{"day-2026-07-07": "drunk"})
    assert "“drunk” is not a day code" in page
    assert '<p class="amount">' not in page


def test_a_page_without_script_tells_every_reason() -> None:
    page = sent(**{"day-2026-07-07": "worked"})
    assert "<dt>7</dt>" in page
    assert "You worked." in page


def test_another_language_keeps_what_was_typed() -> None:
    client = Client(headers={"accept-language": "en"})
    typed = client.post("/explain/", {**JULY, "segment-0-daily_amount": "70,01", "language": "nl"})
    page = typed.content.decode()
    assert '<html lang="nl">' in page
    assert 'value="70,01"' in page
    assert '<p class="amount">' not in page
    assert client.cookies["capac_language"].value == "nl"
    answered = client.post("/explain/", {**JULY, "language": "de", "answered": "1"}).content.decode()
    assert '<p class="amount">1.818,01\u00a0€</p>' in answered
