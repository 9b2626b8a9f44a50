"""What holds for every month, and the second opinion."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capac.core.money import parse
from capac.core.period import Month
from capac.rules.api import deadline_on, explain
from capac.rules.facts import DAY_CODES
from tests.rules.second_opinion import plain

MONTHS = [Month(2026, 1).plus(n) for n in range(12)]
SEED = 20261123


def made(pick: random.Random) -> dict[str, Any]:
    """A month with edge cases weighted: dense weeks, starts inside the month, holidays left, worked Sundays."""
    month = pick.choice(MONTHS)
    first = month.first + timedelta(pick.choice([-40, -1, 0, 0, 1, 5, 9, 17]))
    segments: list[dict[str, Any]] = [segment(pick, first)]
    if pick.random() < 0.4:
        change = month.first + timedelta(pick.randrange(2, 27))
        if change > first:
            segments[0]["to"] = str(change - timedelta(pick.choice([1, 1, 3])))
            segments.append(segment(pick, change))
            if segments[0]["to"] < segments[0]["from"]:
                segments = segments[1:]
    days = {
        str(month.first + timedelta(n)): pick.choice(DAY_CODES)
        for n in range(-8, 40)
        if pick.random() < pick.choice([0.05, 0.3, 0.7])
    }
    case: dict[str, Any] = {
        "month": str(month),
        "scheme": "full_unemployment",
        "authorisation": segments,
        "days": days,
    }
    if pick.random() < 0.3:
        case["paid_holiday_left"] = pick.choice(["0.5", "1", "2.5", "6", "20"])
    if pick.random() < 0.3:
        case["paid_in_previous_month"] = pick.random() < 0.5
    if pick.random() < 0.2:
        case["weekly_pay_full_time"] = [str(month.first + timedelta(pick.randrange(28)))]
    return case


def segment(pick: random.Random, first: date) -> dict[str, Any]:
    family = pick.choice("ANB")
    amount = f"{pick.randrange(29, 106)}.{pick.randrange(100):02d}"
    return {"from": str(first), "daily_amount": amount, "family": family, "first_year": True}


def test_the_second_opinion_agrees_on_5000_months() -> None:
    pick = random.Random(SEED)
    for number in range(5000):
        case = made(pick)
        ours, theirs = explain(case), plain.month(case)
        assert {key: ours.get(key) for key in theirs} == theirs, (SEED, number, case)


@pytest.mark.prove
def test_the_second_opinion_agrees_on_200000_months() -> None:
    pick = random.Random(SEED + 1)
    for number in range(200_000):
        case = made(pick)
        ours, theirs = explain(case), plain.month(case)
        assert {key: ours.get(key) for key in theirs} == theirs, (SEED + 1, number, case)


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_amounts_are_never_negative_and_parts_sum_to_the_whole(seed: int) -> None:
    case = made(random.Random(seed))
    case["withholdings"] = {
        "seizure": {"children": seed % 4, "maintenance": "120.00"},
        "recovery_ex_officio": True,
        "assignment": "80.00",
    }
    answer = explain(case)
    gross, tax, net, payable = (parse(answer[key]) for key in ("gross", "tax", "net", "payable"))
    withheld = [parse(item["amount"]) for item in answer["withheld"]]
    assert min(gross, tax, net, payable, *withheld, 0) == 0
    assert gross == tax + net
    assert net == payable + sum(withheld)
    assert tax * 10_000 <= gross * 1009


@given(st.integers(0, 2**32), st.integers(1, 27))
@settings(max_examples=150, deadline=None)
def test_a_month_split_in_two_segments_of_one_amount_equals_one_but_for_halves(seed: int, at: int) -> None:
    case = made(random.Random(seed))
    one = {**case["authorisation"][0], "from": "2025-01-01", "daily_amount": "60.00"}
    one.pop("to", None)
    cut = Month.parse(case["month"]).first + timedelta(at)
    days = {
        day: code
        for day, code in case["days"].items()
        if date.fromisoformat(day).weekday() < 5 and code != "worked"
    }
    whole = {**case, "authorisation": [one], "days": days}
    split = {**whole, "authorisation": [{**one, "to": str(cut - timedelta(1))}, {**one, "from": str(cut)}]}
    assert explain(whole)["allowances"] == explain(split)["allowances"]
    assert explain(whole)["gross"] == explain(split)["gross"]


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)))
def test_calendar_deadlines_keep_the_day_number_or_the_months_last_day(start: date) -> None:
    target = Month.of(start).plus(2)
    assert deadline_on("am-92-2-1", start) == date(
        target.year, target.number, min(start.day, target.last.day)
    )


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)))
def test_prescription_ends_three_years_after_a_quarter_begins(start: date) -> None:
    last = deadline_on("claim-prescription", start)
    after = last + timedelta(1)
    assert (after.day, after.month % 3) == (1, 1)
    assert timedelta(3 * 365) < after - start <= timedelta(3 * 366 + 93)


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)))
def test_a_revision_binds_from_a_first_of_the_month_never_earlier_than_its_own(start: date) -> None:
    binds = deadline_on("ar-151", start)
    assert binds in {Month.of(start).first, Month.of(start).next().first}
