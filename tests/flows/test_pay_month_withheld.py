"""Tax and what is kept back at source: carried once, compared beside gross, and held where it does not agree."""

from __future__ import annotations

import pytest

from capac.debt import api as debt
from capac.payment import api as payment
from capac.payment.models import Hold, Payment
from capac.people import api as people
from capac.work import api as work
from tests import world
from tests.flows import paying
from tests.flows.paying import DAILY, JULY, WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


def july(calendar: Calendar, **authorisation: str) -> people.Client:
    """Amina, authorised with modules, has handed in a card without events; it is the first of August."""
    amina = paying.authorise("amina", **authorisation)  # type: ignore[arg-type]
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    return amina


def test_a_recovery_ex_officio_keeps_ten_per_cent_of_gross(calendar: Calendar) -> None:
    recovery = (
        "<S06><recoveryExOfficio><percent>10</percent><from>2026-07-01</from></recoveryExOfficio></S06>"
    )
    amina = july(calendar, modules=recovery)
    paying.prepared(calculations=1, payments=1, prepared=1)
    row = Payment.objects.get()
    assert row.withheld == [["recovery_ex_officio", 20220]]
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, 0, WHOLE_JULY - 20220, "prepared")]


def test_maintenance_is_kept_and_a_rise_pays_only_the_rest(calendar: Calendar) -> None:
    amina = july(calendar, modules=paying.retention("maintenance", "150.00"))
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    paying.authorise(
        "amina", world.body("2026-07-01", dailyAmount="80.00"), sequence=2,
        modules=paying.retention("maintenance", "150.00"),
    )  # fmt: skip
    paying.prepared(calculations=1, payments=1, prepared=1)
    rise = 27 * 511
    assert paying.payments(amina) == [
        ("2026-07", WHOLE_JULY, 0, WHOLE_JULY - 15000, "settled"),
        ("2026-07", rise, 0, rise, "prepared"),
    ]


def test_a_seizure_that_has_ended_before_the_usual_day_of_payment_keeps_nothing(calendar: Calendar) -> None:
    amina = july(calendar, modules=paying.retention("maintenance", "150.00", last="2026-07-31"))
    paying.prepared(calculations=1, payments=1, prepared=1)
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "prepared")]


def test_maintenance_without_amount_waits_for_us(calendar: Calendar) -> None:
    amina = july(calendar, modules=paying.retention("maintenance"))
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "fact_missing", "us")]


def test_a_withholding_that_differs_while_gross_does_not_holds_the_month(calendar: Calendar) -> None:
    amina = july(calendar)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    paying.authorise("amina", sequence=2, modules=paying.retention("maintenance", "150.00"))
    paying.prepared(calculations=1, holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "withholding_differs", "us")]
    assert Hold.objects.get().arguments == {"owed": "15000", "carried": "0", "kind": "maintenance"}
    assert len(paying.payments(amina)) == 1
    paying.prepared()
    calendar.at("2026-08-21")
    payment.accept_hold(Hold.objects.get().pk, staff=world.staff("pol"), because=world.because("pol"))
    paying.prepared()
    assert paying.holds(amina) == []


def test_a_tax_that_differs_while_gross_does_not_holds_the_month(calendar: Calendar) -> None:
    amina = july(calendar)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    cohabitant = world.body("2026-07-01", code="01/43BA1", firstYear="true")
    paying.authorise("amina", cohabitant, sequence=2)
    paying.prepared(calculations=1, holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "tax_differs", "us")]
    calendar.at("2026-08-25")
    paying.authorise("amina", sequence=3)
    paying.prepared(calculations=1, holds_lifted=1, empty=1)
    assert (paying.holds(amina), work.queue()) == ([], [])


def test_a_rise_that_owes_less_tax_than_was_kept_is_held(calendar: Calendar) -> None:
    amina = paying.authorise("amina", world.body("2026-07-01", code="01/43BA1", firstYear="true"))
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    tax = 20402
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, tax, WHOLE_JULY - tax, "settled")]
    calendar.at("2026-08-20")
    paying.authorise("amina", world.body("2026-07-01", dailyAmount="75.00"), sequence=2)
    paying.prepared(calculations=1, holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "tax_differs", "us")]
    hold = Hold.objects.get()
    payment.accept_hold(hold.pk, staff=world.staff("pol"), because=world.because("pol", "settled by hand"))
    paying.prepared(payments=1, prepared=1)
    assert paying.payments(amina)[1] == ("2026-07", 27 * 11, 0, 27 * 11, "prepared")


def test_a_lower_month_of_a_cohabitant_is_a_debt_and_its_tax_agrees_in_proportion(calendar: Calendar) -> None:
    amina = paying.authorise("amina", world.body("2026-07-01", code="01/43BA1", firstYear="true"))
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    paying.hand_in(amina, JULY, {"2026-07-06": "sick", "2026-07-07": "sick"})
    paying.prepared(calculations=1, claims=1, empty=1)
    assert paying.holds(amina) == []
    [owed] = debt.debts_of(amina.pk)
    assert owed.cents == 2 * DAILY
    calendar.at("2026-08-25")
    paying.hand_in(amina)
    paying.prepared(calculations=1, claims=1, empty=1)
    assert (paying.holds(amina), len(paying.payments(amina))) == ([], 1)
