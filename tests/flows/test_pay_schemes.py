"""The month in every scheme: what is paid to the cent, what is waited for and of whom, what a correction changes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import pytest_django

from capac.core.period import Month
from capac.debt import api as debt
from capac.flows.month_facts import month_facts
from capac.payment.models import Payment
from capac.people import api as people
from tests import onss, world
from tests.flows import paying
from tests.flows.declaring import JULY, correct, days, declare, take_back
from tests.flows.paying import Calendar

pytestmark = pytest.mark.django_db
SIXTY = days(750, 6, 7, 8, 9, 10, 13, 14, 15)
"""60 hours of July."""


@pytest.fixture(autouse=True)
def keys(settings: pytest_django.Settings) -> None:
    settings.ONSS = onss.keys()


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


def authorised(code: str, name: str = "amina", *, modules: str = "", **s04: str) -> people.Client:
    """A C2 of this code since July, without weekly hours unless told."""
    return paying.authorise(
        name, world.body("2026-07-01", code=code, **{"Q": "", "S": "", **s04}), modules=modules
    )


def states(client: people.Client) -> list[tuple[str, int, int, str]]:
    """Scheme, gross, tax and state of a client's payments."""
    rows = Payment.objects.filter(client=client).order_by("pk")
    return [(row.scheme, row.gross_cents, row.tax_cents, row.state) for row in rows]


def owed(client: people.Client) -> list[tuple[str, int]]:
    """Scheme and cents of the open debts."""
    return [(one.scheme, one.cents) for one in debt.debts_of(client.pk) if one.state == "open"]


@pytest.mark.parametrize(
    ("code", "q", "gross", "tax"),
    [
        ("02/70.A0", 3800, 656_74, 175_67),
        ("06/70.A0", 3800, 656_74, 175_67),
        ("04/70.A0", 1900, 656_83, 175_70),
    ],
)
def test_hours_of_temporary_unemployment_are_paid(
    calendar: Calendar, code: str, q: int, gross: int, tax: int
) -> None:
    amina = authorised(code, dailyAmount="69.13")
    paying.hand_in(amina)
    calendar.at("2026-08-02")
    declare("WECH505", days=SIXTY, q=q)
    paying.prepared(calculations=1, payments=1, prepared=1)
    assert states(amina) == [("temporary_unemployment", gross, tax, "prepared")]
    assert paying.holds(amina) == []


def test_the_employer_is_waited_for_once_a_card_asks_and_the_client_once_hours_are_declared(
    calendar: Calendar,
) -> None:
    amina = authorised("02/70.A0", dailyAmount="69.13")
    bram = authorised("02/70.A0", "bram", dailyAmount="69.13")
    chloe = authorised("02/70.A0", "chloe", dailyAmount="69.13")
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    declare("WECH505", "bram", days=SIXTY, ticket="03400000BRAM1")
    paying.prepared(holds_opened=2, empty=1)
    assert paying.holds(amina) == [("2026-07", "declaration_missing", "employer")]
    assert paying.holds(bram) == [("2026-07", "card_missing", "client")]
    assert paying.holds(chloe) == []
    calendar.at("2026-08-05")
    declare("WECH505", days=SIXTY)
    paying.hand_in(bram)
    paying.prepared(calculations=2, payments=2, holds_lifted=2, prepared=1)
    assert states(amina) == states(bram) == [("temporary_unemployment", 656_74, 175_67, "prepared")]
    paying.prepared()


def test_a_declaration_corrected_upwards_is_paid_downwards_claimed_and_taken_back_whole(
    calendar: Calendar,
) -> None:
    amina = authorised("02/70.A0", dailyAmount="69.13")
    paying.hand_in(amina)
    calendar.at("2026-08-02")
    declare("WECH505", days=SIXTY)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-10")
    correct("WECH505", days={**SIXTY, **days(760, 16)})
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1), on="2026-08-12")
    # 67.60 h x 6 / 38 = 10.67, so 10.5 allowances: one more; 26.75 % of 725.87 are 194.17.
    assert states(amina)[1] == ("temporary_unemployment", 69_13, 18_50, "settled")
    calendar.at("2026-08-20")
    correct("WECH505", days=days(750, 6, 7), ticket="03400000JULY4")
    paying.prepared(calculations=1, claims=1, empty=1)
    # 15 h x 6 / 38 = 2.37, so 2.5 allowances: 172.83 of the 725.87 that were paid remain.
    assert owed(amina) == [("temporary_unemployment", 725_87 - 172_83)]
    paying.prepared()
    calendar.at("2026-08-25")
    take_back("WECH505")
    paying.prepared(calculations=1, claims=1, empty=1)
    assert owed(amina) == [("temporary_unemployment", 725_87)]
    paying.prepared()


def test_hours_on_a_day_of_the_card_are_left_out_and_a_worked_sunday_costs_one(calendar: Calendar) -> None:
    amina = authorised("02/70.A0", dailyAmount="69.13")
    paying.hand_in(amina, JULY, {"2026-07-07": "sick", "2026-07-19": "worked"})
    calendar.at("2026-08-02")
    declare("WECH505", days=days(760, 6, 7, 8))
    paying.prepared(calculations=1, payments=1, prepared=1)
    # 15.20 h x 6 / 38 = 2.4, so 2.5 allowances, less one for the Sunday.
    assert states(amina) == [("temporary_unemployment", 69_13 + 34_57, 27_73, "prepared")]


def test_a_month_of_guarantee_with_temporary_unemployment_has_two_schemes(calendar: Calendar) -> None:
    amina = authorised("57/43AA1", dailyAmount="66.31", Q="19", S="38")
    paying.hand_in(amina)
    calendar.at("2026-08-02")
    part: dict[str, Any] = {"cents": 145_023, "theoretical": 145_023, "q": 1900, "s": 3800}
    hours = {**days(400, *range(1, 4), code="1"), **days(389, *range(6, 24), code="1")}
    declare("WECH506", days={day: told for day, told in hours.items() if day.weekday() < 5}, **part)
    known = month_facts(Month(2026, 7), [amina.pk], known=paying.moment("2026-08-02T05:00"))
    assert list(known) == [(amina.pk, "income_guarantee")]
    declare("WECH505", days=days(380, 27, 28), ticket="03400000LOST1", q=1900)
    paying.prepared(calculations=2, payments=2, prepared=1)
    found = {scheme: gross for scheme, gross, _, _ in states(amina)}
    # 7.60 h x 6 / 38 = 1.2, so one allowance.
    assert found["temporary_unemployment"] == 66_31
    guarantee = month_facts(Month(2026, 7), [amina.pk], known=paying.moment("2026-08-02T05:00"))
    facts = guarantee[amina.pk, "income_guarantee"].facts
    assert facts is not None and facts.income_guarantee is not None
    assert facts.income_guarantee.not_payable_halves == 2


def test_the_guarantee_of_the_reference_is_paid_and_its_document_is_waited_for(calendar: Calendar) -> None:
    amina = authorised("57/43AA1", dailyAmount="66.31", Q="19", S="38")
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "declaration_missing", "employer")]
    calendar.at("2026-08-02")
    hours = {
        **days(748, *range(1, 4), code="1"),
        **days(748, 6, 7, 8, 9, 10, 13, 14, code="1"),
        **days(747, 15, code="1"),
    }
    declare("WECH506", days=hours, cents=145_023, theoretical=145_023, q=1900)
    paying.prepared(calculations=1, payments=1, holds_lifted=1, prepared=1)
    assert states(amina) == [("income_guarantee", 573_25, 57_84, "prepared")]


def test_weekly_hours_that_differ_are_ours_to_clear_up(calendar: Calendar) -> None:
    amina = authorised("57/43AA1", dailyAmount="66.31", Q="19", S="38")
    paying.hand_in(amina)
    calendar.at("2026-08-02")
    declare("WECH506", days=days(400, 1, code="1"), q=2000)
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "weekly_hours_differ", "us")]


def test_a_voluntary_part_timer_is_paid_half_allowances_and_needs_his_weekly_hours(
    calendar: Calendar,
) -> None:
    amina = authorised("03/43NA1", dailyAmount="74.89", Q="24", S="38")
    bram = authorised("03/43NA1", "bram", dailyAmount="74.89")
    paying.hand_in(amina)
    paying.hand_in(bram)
    calendar.at("2026-08-01")
    paying.prepared(calculations=1, payments=1, holds_opened=1, prepared=1)
    assert states(amina) == [("voluntary_part_time", 1310_75, 0, "prepared")]
    assert paying.holds(bram) == [("2026-07", "weekly_hours_missing", "onem")]


def test_an_insertion_allowance_of_a_privileged_cohabitant_bears_no_tax(calendar: Calendar) -> None:
    amina = authorised("01/43P0", dailyAmount="28.38")
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.prepared(calculations=1, payments=1, prepared=1)
    assert states(amina) == [("insertion_allowance", 766_26, 0, "prepared")]


@pytest.mark.parametrize(
    ("code", "risk", "scheme"), [("21/##J0", "001", "youth_holiday"), ("22/##S0", "002", "senior_holiday")]
)
def test_holidays_of_the_young_and_of_seniors(calendar: Calendar, code: str, risk: str, scheme: str) -> None:
    amina = authorised(code, dailyAmount="70.00")
    calendar.at("2026-08-02")
    declare("WECH510", days=days(800, 6, 7, 8, 9, 10, code="3.4"), risks=(risk,))
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "paid_holidays_unknown", "client")]
    paying.hand_in(amina, JULY, left=6)
    paying.prepared(calculations=1, payments=1, holds_lifted=1, prepared=1)
    assert states(amina) == [(scheme, 245_00, 24_72, "prepared")]


def test_an_activation_is_paid_under_its_right_alone(calendar: Calendar) -> None:
    right = "<S29><right><risk>003</risk><from>2026-07-01</from></right></S29>"
    amina = authorised("02/70.A0", dailyAmount="69.13", modules=right)
    bram = authorised("02/70.A0", "bram", dailyAmount="69.13")
    calendar.at("2026-08-02")
    work: dict[str, Any] = {"days": {}, "hours": 7600, "allowance": 250_0000, "cents": 1900_00}
    declare("WECH508", **work)
    declare("WECH508", "bram", ticket="03400000BRAM1", **work)
    paying.prepared(calculations=1, payments=1, holds_opened=1, prepared=1)
    assert states(amina) == [("activation", 250_00, 0, "prepared")]
    assert paying.holds(bram) == [("2026-07", "declared_not_authorised", "onem")]


def test_a_month_paid_in_one_scheme_and_authorised_in_another_is_claimed_back_there(
    calendar: Calendar,
) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-10")
    paying.authorise("amina", world.body("2026-07-01", code="02/70.A0", dailyAmount="69.13"), sequence=2)
    declare("WECH505", days=SIXTY)
    paying.prepared(calculations=2, payments=1, claims=1, prepared=1)
    assert owed(amina) == [("full_unemployment", paying.WHOLE_JULY)]
    assert states(amina)[1] == ("temporary_unemployment", 656_74, 175_67, "prepared")
    paying.prepared()


def test_a_seizure_over_two_schemes_of_a_month_is_for_a_person(calendar: Calendar) -> None:
    amina = authorised(
        "57/43AA1", dailyAmount="66.31", Q="19", S="38", modules=paying.retention("seizure", "900.00")
    )
    paying.hand_in(amina)
    calendar.at("2026-08-02")
    declare("WECH506", days=days(400, 1, code="1"), q=1900, cents=40_000, theoretical=145_023)
    declare("WECH505", days=days(380, 27), ticket="03400000LOST1", q=1900)
    paying.prepared(holds_opened=2, empty=1)
    assert {reason for _, reason, _ in paying.holds(amina)} == {"withheld_from_two"}


def test_facts_of_declarations_are_as_known_at_the_moment(calendar: Calendar) -> None:
    amina = authorised("02/70.A0", dailyAmount="69.13")
    paying.hand_in(amina)
    calendar.at("2026-08-02")
    declare("WECH505", days=SIXTY)
    calendar.at("2026-08-10")
    take_back("WECH505")
    key, july = (amina.pk, "temporary_unemployment"), Month(2026, 7)
    early = month_facts(july, [amina.pk], known=paying.moment("2026-08-09T05:00"))[key]
    late = month_facts(july, [amina.pk], known=paying.moment("2026-08-11T05:00"))[key]
    assert early.facts is not None and early.facts.occupations[0].hours_by_day == {
        date(2026, 7, number): 750 for number in (6, 7, 8, 9, 10, 13, 14, 15)
    }
    assert (early.owes_nothing, late.owes_nothing, late.stops) == (False, True, ())


def test_a_declaration_that_moves_to_another_month_is_claimed_back_there_and_waits_for_its_right_here(
    calendar: Calendar,
) -> None:
    amina = authorised("02/70.A0", dailyAmount="69.13")
    paying.hand_in(amina)
    calendar.at("2026-08-02")
    declare("WECH505", days=SIXTY)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-10")
    june = date(2026, 6, 1)
    correct("WECH505", month=june, days=days(750, 2, 3, month=june))
    paying.prepared(calculations=1, claims=1, holds_opened=1, empty=1)
    assert owed(amina) == [("temporary_unemployment", 656_74)]
    assert paying.holds(amina) == [("2026-06", "declared_not_authorised", "onem")]


def test_a_declaration_is_read_twice_and_paid_once(calendar: Calendar) -> None:
    amina = authorised("02/70.A0", dailyAmount="69.13")
    paying.hand_in(amina)
    calendar.at("2026-08-02")
    declare("WECH505", days=SIXTY)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-06")
    correct("WECH505", days=SIXTY)
    paying.prepared()
    assert states(amina) == [("temporary_unemployment", 656_74, 175_67, "settled")]
