"""What holds for every month of every scheme, and for every time limit."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capac.core.money import parse
from capac.core.period import Month
from capac.rules.api import deadline_on
from tests.rules.compare import DRAWS, asked, drawn, ours

FEW = settings(max_examples=60, deadline=None)
SEEDS = st.integers(0, 2**32)


def figures(case: dict[str, Any]) -> dict[str, Any]:
    """The figures of one case."""
    return ours([case])[0]


@pytest.mark.parametrize("scheme", DRAWS)
@given(SEEDS)
@FEW
def test_amounts_are_never_negative_and_parts_sum_to_the_whole(scheme: str, seed: int) -> None:
    pick = random.Random(seed)
    answer = figures(drawn(scheme, pick) | {"withholdings": asked(pick)})
    gross, tax, net, payable = (parse(answer[key]) for key in ("gross", "tax", "net", "payable"))
    withheld = [parse(amount) for _, amount in answer["withheld"]]
    assert min(gross, tax, net, payable, *withheld, 0) == 0
    assert gross == tax + net
    assert net == payable + sum(withheld)
    assert tax * 10_000 <= gross * 2675


@pytest.mark.parametrize("scheme", [name for name in DRAWS if name != "activation"])
@given(SEEDS, st.integers(1, 27))
@FEW
def test_a_month_split_in_two_segments_of_one_amount_equals_one(scheme: str, seed: int, at: int) -> None:
    case = drawn(scheme, random.Random(seed))
    whole = {**case["authorisation"][0], "from": "2025-01-01"}
    whole.pop("to", None)
    cut = Month.parse(case["month"]).first + timedelta(at)
    parts = [{**whole, "to": str(cut - timedelta(1))}, {**whole, "from": str(cut)}]
    assert figures({**case, "authorisation": [whole]}) == figures({**case, "authorisation": parts})


def test_people_of_all_schemes_computed_together_are_computed_as_alone() -> None:
    pick = random.Random(5)
    cases = [drawn(scheme, pick) | {"month": "2026-07"} for scheme in DRAWS for _ in range(40)]
    for case in cases:
        for job in case.get("temporary", []):
            job.pop("worked_rest_days", None)
            if "hours_by_day" in job:
                job["hours_by_day"] = {
                    f"2026-07-{day[-2:]}": hours for day, hours in job["hours_by_day"].items()
                }
    pick.shuffle(cases)
    assert ours(cases) == [figures(case) for case in cases]


@given(SEEDS)
@FEW
def test_the_order_of_occupations_changes_nothing_but_their_order(seed: int) -> None:
    pick = random.Random(seed)
    case = drawn("temporary_unemployment", pick)
    one, other = figures(case), figures({**case, "temporary": case["temporary"][::-1]})
    assert other == one | {"by_occupation": one["by_occupation"][::-1]}


@given(SEEDS)
@FEW
def test_the_order_of_segments_and_of_days_changes_nothing(seed: int) -> None:
    case = drawn("voluntary_part_time", random.Random(seed))
    days = dict(reversed(case["days"].items()))
    assert figures({**case, "authorisation": case["authorisation"][::-1], "days": days}) == figures(case)


@given(SEEDS, st.integers(0, 999))
@FEW
def test_more_hours_of_temporary_unemployment_never_pay_less(seed: int, more: int) -> None:
    case = drawn("temporary_unemployment", random.Random(seed))
    case |= {"authorisation": case["authorisation"][:1], "withholdings": {}}
    job = {"q": "38", "s": "38", "hours": f"{seed % 300}.{seed % 100:02d}"}
    longer = job | {
        "hours": f"{seed % 300 + more // 100}.{99 if seed % 100 + more % 100 > 99 else seed % 100 + more % 100:02d}"
    }
    shorter, higher = (figures({**case, "temporary": [one]}) for one in (job, longer))
    assert parse(shorter["gross"]) <= parse(higher["gross"])


@given(SEEDS, st.integers(1, 500))
@FEW
def test_a_higher_wage_never_raises_the_income_guarantee(seed: int, euros: int) -> None:
    case = drawn("income_guarantee", random.Random(seed))
    wage = case["income_guarantee"]
    higher = wage | {"gross_wage": f"{int(wage['gross_wage'][:-3]) + euros}.00"}
    assert parse(figures({**case, "income_guarantee": higher})["gross"]) <= parse(figures(case)["gross"])


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
