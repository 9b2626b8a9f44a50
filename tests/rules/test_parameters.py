"""The dated parameters against what ONEM published, and complete at every date on which one changes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

from capac.core.money import plain
from capac.rules import bareme, parameters
from capac.rules.parameters import MissingParameterError, parameter

STATUSES = {"confirmed", "derived", "uncertain"}
FIRST_INDEX, INDEXES_BEFORE = date(2022, 1, 1), 20
HIGHEST_WAGE, LOWEST_WAGE = 9_000_0000, 10_0000
MONTHS_OF_2026 = date(2026, 3, 1)


def test_the_multiplier_is_a_power_of_1_02_at_each_step() -> None:
    values = parameters.told("index_multiplier")["values"]
    for n, value in enumerate(values.values(), INDEXES_BEFORE):
        power = (Decimal("1.02") ** n).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        assert value["value"] == str(power)


@pytest.mark.parametrize(
    ("limit", "on", "printed"),
    [
        (limit, on, printed)
        for limit, told in parameters.published()["monthly_limits"].items()
        for on, printed in told.items()
    ],
)
def test_a_limit_times_26_is_the_published_monthly_wage(limit: str, on: date, printed: str) -> None:
    daily = bareme.indexed(parameter(limit, on).ten_thousandths, on)
    assert plain((daily * 26 + 50) // 100) == printed


def test_amounts_of_other_schemes_that_follow_from_a_base_are_that_base_times_the_index() -> None:
    told = parameters.published()["elsewhere"][MONTHS_OF_2026]
    assert told["Dispensation for childcare"]["amount"] == plain(bareme.indexed_cents(8_6200, MONTHS_OF_2026))
    lowest = told["Youth and senior holidays, lowest (code J/S)"]["amount"]
    assert lowest == plain(bareme.holiday_amount(1, MONTHS_OF_2026).cents)


@pytest.mark.parametrize("phase", ["A1", "A2", "A3", "X", "B"])
@pytest.mark.parametrize("family", ["A", "N", "B"])
def test_the_bounds_of_each_phase_are_the_published_ones(phase: str, family: str) -> None:
    bounds = parameters.published()["full_unemployment"][MONTHS_OF_2026]["phases"][phase][family]
    found = [
        plain(bareme.daily_amount(code, family=family, phase=phase, on=MONTHS_OF_2026).cents)
        for code in (1, 99)
    ]
    assert found == [bounds[0], bounds[-1]]


def test_percentages_of_the_limits_give_the_published_highest_amounts_before_2026() -> None:
    for on, told in parameters.published()["full_unemployment"].items():
        if on < MONTHS_OF_2026:
            highest = [told["phases"][name]["N"][1] for name in ("months 1-3", "months 4-6", "months 7-12")]
            limits = (("limit_c", 65), ("limit_c", 60), ("limit_b", 60))
            found = [
                bareme.indexed(parameter(name, on).ten_thousandths, on) * share for name, share in limits
            ]
            assert [plain((amount + 5000) // 10_000) for amount in found] == highest


@pytest.mark.parametrize(
    ("on", "highest"),
    [
        ("2022-01-01", "72.44 66.87 62.32"), ("2022-03-01", "73.89 68.21 63.57"), ("2022-05-01", "75.37 69.57 64.84"),
        ("2022-08-01", "76.88 70.96 66.14"), ("2022-11-01", "78.41 72.38 67.46"), ("2022-12-01", "79.98 73.83 68.81"),
        ("2023-07-01", "80.86 74.64 69.57"), ("2023-11-01", "82.48 76.13 70.96"), ("2024-05-01", "84.13 77.66 72.38"),
        ("2025-02-01", "85.81 79.21 73.82"), ("2026-03-01", "87.52 80.79 75.30"),
    ],
)  # fmt: skip
def test_the_highest_amounts_of_the_first_year_before_2026_follow_the_index(on: str, highest: str) -> None:
    """Months 1-3, 4-6 and 7-12 of before 1.3.2026 and the transition, at every index date (65 % C, 60 % C, 60 % B)."""
    for family in ("A", "N", "B"):
        found = [
            bareme.bounds(phase, family=family, on=date.fromisoformat(on)) for phase in ("11", "12", "13")
        ]
        assert [plain(most.cents or 0) for _, most in found] == highest.split()
        assert [least.cents for least, _ in found] == [None] * 3


def test_every_value_has_a_status_a_source_and_dates_in_order() -> None:
    for name in parameters.names():
        told = parameters.told(name)
        assert told["source"] and told["unit"], name
        assert list(told["values"]) == sorted(told["values"]), name
        for value in told["values"].values():
            assert value["status"] in STATUSES
            assert value["value"] is not None or value["status"] == "uncertain"


def known_since(name: str, on: date) -> date | None:
    """Since when a parameter holds on a day; None when it is refused, and then by its own name."""
    try:
        return parameter(name, on).since
    except MissingParameterError as error:
        return None if (error.name, error.on) == (name, on) else date.max


@pytest.mark.parametrize("on", parameters.dates(), ids=str)
def test_at_every_change_a_parameter_is_known_or_refused_by_its_name(on: date) -> None:
    for day in (on - timedelta(1), on):
        assert [name for name in parameters.names() if (known_since(name, day) or day) > day] == []
