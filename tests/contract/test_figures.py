"""Counts become figures: verdicts in integers, norms and calendar with their version, everything else not measurable."""

from __future__ import annotations

from datetime import date

import pytest

from capac.commitments import api as commitments
from capac.contract import api as contract
from capac.flows.refresh_indicators import refresh_indicators
from tests import world
from tests.warehouse import live

pytestmark = pytest.mark.django_db
TODAY, NEW_YEARS_EVE = date(2027, 3, 3), date(2026, 12, 31)
JULY = date(2026, 7, 1)


def figure(
    indicator_id: str, *, as_of: date = TODAY, year: int | None = 2026, group: str = ""
) -> contract.Figure:
    (found,) = [
        one
        for one in contract.figures(as_of=as_of, year=year)
        if (one.id, one.group) == (indicator_id, group)
    ]
    return found


def c2s(in_time: int, late: int) -> None:
    """So many C2 of July 2026, treated on the tenth working day or in September."""
    for n in range(in_time):
        live.by_hand(f"C2-{n}", JULY, date(2026, 7, 15))
    for n in range(late):
        live.by_hand(f"C2-late-{n}", JULY, date(2026, 9, 1))
    refresh_indicators(who="test")


def verdict(*, as_of: date = TODAY) -> tuple[str, list[bool | None]]:
    told = figure("8.1.2", as_of=as_of)
    return told.verdict, [tier.met for tier in told.tiers]


def test_before_the_first_refresh_there_are_no_figures() -> None:
    assert contract.figures(as_of=TODAY) == []
    assert contract.latest(as_of=TODAY) == []
    assert contract.sheet("8.1.2", as_of=TODAY) is None


def test_exactly_the_norm_is_met_and_one_case_less_is_not() -> None:
    c2s(19, 1)
    assert verdict() == ("partly_met", [True, False])


def test_below_the_norm_is_not_met() -> None:
    c2s(18, 1)
    assert verdict() == ("not_met", [False, False])


def test_all_in_time_is_met_after_the_year_and_in_progress_within_it() -> None:
    c2s(3, 0)
    assert verdict() == ("met", [True, True])
    assert verdict(as_of=NEW_YEARS_EVE) == ("in_progress", [True, True])
    assert verdict(as_of=date(2027, 1, 1)) == ("met", [True, True])


def test_a_case_still_within_its_tier_keeps_the_year_in_progress() -> None:
    live.by_hand("C2-1", date(2026, 12, 28), None)
    refresh_indicators(who="test")
    assert verdict(as_of=date(2027, 1, 5)) == ("in_progress", [None, None])
    assert verdict(as_of=date(2027, 1, 13)) == ("in_progress", [False, None])
    assert verdict(as_of=date(2027, 1, 29)) == ("not_met", [False, False])


def test_a_figure_names_its_norm_its_calendar_and_its_day() -> None:
    c2s(2, 1)
    told = figure("8.1.2")
    assert (told.role, told.norm_status, told.norm_version) == ("monitoring", "after_term", 2)
    assert (told.calendar_version, told.as_of, told.measured) == ("office/2026-11-23", TODAY, True)
    assert [(tier.norm_bp, tier.within) for tier in told.tiers] == [
        (9500, commitments.Within(10, "working_day")),
        (10000, commitments.Within(1, "month")),
    ]
    assert [(tier.numerator, tier.denominator, tier.open, tier.late) for tier in told.tiers] == [
        (2, 3, 0, 1)
    ] * 2
    assert [tier.first_missed for tier in told.tiers] == [date(2026, 7, 15), date(2026, 8, 1)]
    assert (told.stopped, told.mean_days, told.p80_days, told.p95_days) == (3, "21.00", 43, 43)
    assert told.oldest_open_days is None


def test_payments_are_told_by_type_and_have_no_norm() -> None:
    client = world.client().pk
    live.paid(client, JULY, received=date(2026, 7, 31), settled=date(2026, 8, 4))
    live.paid(client, date(2026, 8, 1), received=date(2026, 8, 31))
    refresh_indicators(who="test")
    whole, part = figure("8.1.5"), figure("8.1.5", group="full_unemployment")
    assert whole.tiers == part.tiers
    assert [(tier.numerator, tier.denominator, tier.open, tier.norm_bp, tier.met) for tier in part.tiers] == [
        (1, 1, 1, None, None)
    ]
    assert (part.verdict, part.mean_days, part.p80_days, part.p95_days) == ("no_norm", "2.00", 2, 2)
    assert part.oldest_open_days == 129


def test_an_acceptance_known_later_is_in_progress_until_onem_has_said_all() -> None:
    client = world.client().pk
    payments = [
        live.paid(client, date(2026, month, 1), received=date(2026, month, 28), settled=date(2026, month, 28))
        for month in (6, 7)
    ]
    first, second = (live.told(one, date(2026, 8, 1), on=date(2026, 9, 15)) for one in payments)
    live.decided(first, "accepted", known=date(2027, 1, 11))
    live.decided(second, "accepted", known=date(2027, 2, 11))
    refresh_indicators(who="test")
    early, late = figure("8.1.6", as_of=date(2027, 2, 10)), figure("8.1.6")
    assert [(one.verdict, one.tiers[0].numerator, one.tiers[0].open) for one in (early, late)] == [
        ("in_progress", 1, 1),
        ("met", 2, 0),
    ]


UNMEASURED = {
    "7.1.1", "8.1.1", "8.1.3", "9.2.1", "10.1.3", "10.2.1", "10.2.2", "10.2.3", "10.3.1", "11.1.1", "11.2.1", "13.1.1",
    "13.3.1", "14.1.1", "14.2.1", "16.4.1", "16.5.1", "16.6.4c", "16.6.4d",
}  # fmt: skip
"""Programmes, plans, milestones, reports and the State's own time limits: no fact of an import tells them."""


def test_every_indicator_of_the_contract_is_listed_and_what_has_a_fact_is_measured() -> None:
    refresh_indicators(who="test")
    told = contract.figures(as_of=TODAY, year=2025)
    assert [one.id for one in told] == [one.id for one in commitments.indicators()]
    assert {one.id for one in told if not one.measured} == UNMEASURED
    without_norm = {
        "1.2.1",
        "2.1.1",
        "2.1.2",
        "2.1.3",
        "2.2.1",
        "2.4.1",
        "2.4.2",
        "2.5.2",
        "2.5.3",
        "6.1.1",
        "8.1.5",
    }
    for one in told:
        assert one.verdict == ("no_norm" if one.id in without_norm else "not_measurable"), one.id
        assert {tier.met for tier in one.tiers} <= {None}
    emails = next(one for one in told if one.id == "2.5.1")
    assert (emails.role, emails.norm_status, emails.norm_version) == ("binding", "defined", 1)


def test_a_measured_indicator_without_a_case_is_not_measurable_after_its_year() -> None:
    refresh_indicators(who="test")
    assert figure("8.1.2").verdict == "not_measurable"
    assert figure("8.1.2", year=2027).verdict == "in_progress"


def test_without_a_year_the_as_of_days_year_is_told() -> None:
    refresh_indicators(who="test")
    assert {one.year for one in contract.figures(as_of=TODAY)} == {2027}


def test_a_year_before_the_first_contract_is_refused() -> None:
    refresh_indicators(who="test")
    with pytest.raises(contract.YearError, match="no contract holds in 2021: the first one begins in 2022"):
        contract.figures(as_of=TODAY, year=2021)


def test_the_latest_year_with_a_counted_case_stands_first() -> None:
    live.by_hand("C2-1", date(2025, 3, 3), date(2025, 3, 4))
    live.by_hand("C2-2", JULY, date(2026, 7, 2))
    live.by_hand("C2-3", date(2027, 3, 2))
    refresh_indicators(who="test")
    assert [(one.id, one.year) for one in contract.latest(as_of=TODAY)] == [("8.1.2", 2026)]
    sheet = contract.sheet("8.1.2", as_of=TODAY)
    assert sheet is not None
    assert (sheet.figure.year, sheet.years) == (2026, (2025, 2026))
    earlier = contract.sheet("8.1.2", as_of=TODAY, year=2025)
    assert earlier is not None
    assert (earlier.figure.role, [row.month for row in earlier.months]) == ("binding", [date(2025, 3, 1)] * 2)


def test_a_sheet_of_what_is_not_measured_is_refused() -> None:
    with pytest.raises(KeyError):
        contract.sheet("16.4.1", as_of=TODAY)
    with pytest.raises(KeyError):
        contract.definition("16.4.1")


def test_a_payment_that_came_back_stays_paid_and_was_paid_before() -> None:
    paid = live.paid(world.client().pk, JULY, received=date(2026, 7, 31), settled=date(2026, 8, 4))
    paid.state, paid.ended_at = "returned", live.noon(date(2026, 8, 10))
    paid.save()
    refresh_indicators(who="test")
    days = (date(2026, 8, 3), date(2026, 8, 4), date(2026, 8, 9), date(2026, 8, 10), TODAY)
    told = [figure("8.1.5", as_of=day) for day in days]
    assert [(one.tiers[0].numerator, one.tiers[0].open) for one in told] == [(0, 1)] + [(1, 0)] * 4
    assert told[-1].mean_days == "2.00"
