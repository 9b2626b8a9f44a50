"""What holds a month, whose turn it is, and what lifts it."""

from __future__ import annotations

from datetime import date

import pytest

from capac.debt import api as debt
from capac.payment import api as payment
from capac.payment.models import Calculation, Hold, Payment
from capac.people import api as people
from capac.work import api as work
from tests import world
from tests.flows import paying
from tests.flows.paying import DAILY, JULY, WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db
REFUSED = "<S52><reason>not_available</reason></S52>"


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


def retention(kind: str, amount: str = "", *, first: str = "2026-06-01", last: str = "") -> str:
    """One retention of S05."""
    given = f"<amount>{amount}</amount>" if amount else ""
    end = f"<to>{last}</to>" if last else ""
    return (
        f"<S05><retention><kind>{kind}</kind><creditorReference>HJ/1</creditorReference>{given}"
        f"<children>0</children><from>{first}</from>{end}</retention></S05>"
    )


def july(calendar: Calendar, **authorisation: str) -> people.Client:
    """Amina, authorised with modules, has handed in a card without events; it is the first of August."""
    amina = paying.authorise("amina", **authorisation)  # type: ignore[arg-type]
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    return amina


def test_without_account_nothing_is_paid_until_it_is_known(calendar: Calendar) -> None:
    amina = paying.authorise("amina", account=False)
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.prepared(calculations=1, holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "account_missing", "client")]
    calendar.at("2026-08-10")
    people.change_account(
        amina.pk, world.account_of("amina"), holder="Amina Baert", since=date(2026, 8, 10), source="test"
    )
    paying.prepared(payments=1, holds_lifted=1, prepared=1)
    assert (paying.holds(amina), paying.holds(amina, "lifted")) == (
        [],
        [("2026-07", "account_missing", "client")],
    )


def test_a_refusal_holds_only_a_month_for_which_something_was_asked(calendar: Calendar) -> None:
    amina = paying.authorise("amina", world.body("2026-07-01", code="00"), modules=REFUSED)
    bram = paying.authorise("bram", world.body("2026-07-01", code="00"), modules=REFUSED)
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "refused", "onem")]
    assert Hold.objects.get().arguments == {"code": "not_available"}
    assert paying.holds(bram) == []
    assert not Calculation.objects.exists()
    calendar.at("2026-08-05")
    paying.authorise("amina", sequence=2)
    paying.prepared(calculations=1, payments=1, holds_lifted=1, prepared=1)
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "prepared")]


def test_a_card_without_authorisation_waits_for_onem(calendar: Calendar) -> None:
    bram = world.client("bram")
    paying.hand_in(bram)
    calendar.at("2026-08-01")
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(bram) == [("2026-07", "not_authorised", "onem")]
    calendar.at("2026-08-06")
    paying.authorise("bram")
    paying.prepared(calculations=1, payments=1, holds_lifted=1, prepared=1)


def test_another_scheme_in_the_month_waits_for_us(calendar: Calendar) -> None:
    amina = paying.authorise("amina", world.body("2026-07-01", code="02/43A0"))
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "scheme_not_computed", "us")]
    [item] = work.queue()
    assert (item.kind, item.client_id) == ("payment_held", amina.pk)
    assert item.arguments == {
        "reason": "scheme_not_computed", "month": "2026-07", "scheme": "full_unemployment", "code": "02/43A0",
    }  # fmt: skip


def test_after_a_death_a_person_decides(calendar: Calendar) -> None:
    amina = july(calendar)
    people.note_death(amina.pk, date(2026, 7, 30))
    paying.prepared(calculations=1, holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "deceased", "us")]
    [item] = work.queue()
    assert item.arguments["on"] == "2026-07-30"
    hold = Hold.objects.get()
    with pytest.raises(payment.HoldError, match="not_allowed"):
        payment.accept_hold(hold.pk, staff=world.staff("agnes"), because=world.because("agnes"))
    calendar.at("2026-08-10")
    payment.accept_hold(
        hold.pk, staff=world.staff("pol"), because=world.because("pol", "the heirs are known")
    )
    assert work.queue() == []
    paying.prepared(payments=1, prepared=1)
    calendar.at("2026-09-01")
    paying.prepared()
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "prepared")]


def test_a_death_known_after_payment_is_a_case_too(calendar: Calendar) -> None:
    amina = july(calendar)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    people.note_death(amina.pk, date(2026, 7, 10))
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "deceased", "us")]
    assert debt.debts_of(amina.pk) == []
    paying.prepared()


def test_days_of_a_sanction_and_days_outside_are_not_paid(calendar: Calendar) -> None:
    modules = (
        "<S10><sanction><from>2026-07-06</from><to>2026-07-07</to></sanction></S10>"
        "<S11><period><from>2026-07-30</from><to>2026-08-02</to><reason>abroad</reason></period></S11>"
    )
    amina = july(calendar, modules=modules)
    paying.prepared(calculations=1, payments=1, prepared=1)
    assert paying.payments(amina) == [("2026-07", 23 * DAILY, 0, 23 * DAILY, "prepared")]


def test_a_guardian_receives_the_month(calendar: Calendar) -> None:
    other = world.account_of("chloe")
    guardian = f"<S35><holder>Me Durand</holder><account>{other}</account><from>2026-07-10</from></S35>"
    july(calendar, modules=guardian)
    paying.prepared(calculations=1, payments=1, prepared=1)
    row = Payment.objects.get()
    assert (row.iban, row.holder, row.transfer_cents) == (other, "Me Durand", WHOLE_JULY)


def test_a_debt_mediator_receives_all_of_it_and_nothing_else_is_kept(calendar: Calendar) -> None:
    other = world.account_of("chloe")
    settlement = (
        "<S06><recoveryExOfficio><percent>10</percent><from>2026-07-01</from></recoveryExOfficio>"
        f"<collectiveDebtSettlement><holder>Me Durand</holder><account>{other}</account><from>2026-07-10</from>"
        "</collectiveDebtSettlement></S06>"
    )
    amina = july(calendar, modules=settlement)
    paying.prepared(calculations=1, payments=1, prepared=1)
    row = Payment.objects.get()
    assert (row.iban, row.transfer_cents, row.withheld) == (other, WHOLE_JULY, [])
    [month] = payment.months_of(amina.pk)
    assert (month.payable_cents, month.withheld) == (0, (("collective_debt_settlement", WHOLE_JULY),))
    paying.prepared()


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
    amina = july(calendar, modules=retention("maintenance", "150.00"))
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    paying.authorise(
        "amina", world.body("2026-07-01", dailyAmount="80.00"), sequence=2,
        modules=retention("maintenance", "150.00"),
    )  # fmt: skip
    paying.prepared(calculations=1, payments=1, prepared=1)
    rise = 27 * 511
    assert paying.payments(amina) == [
        ("2026-07", WHOLE_JULY, 0, WHOLE_JULY - 15000, "settled"),
        ("2026-07", rise, 0, rise, "prepared"),
    ]


def test_a_seizure_that_has_ended_before_the_usual_day_of_payment_keeps_nothing(calendar: Calendar) -> None:
    amina = july(calendar, modules=retention("maintenance", "150.00", last="2026-07-31"))
    paying.prepared(calculations=1, payments=1, prepared=1)
    assert paying.payments(amina) == [("2026-07", WHOLE_JULY, 0, WHOLE_JULY, "prepared")]


def test_maintenance_without_amount_waits_for_us(calendar: Calendar) -> None:
    amina = july(calendar, modules=retention("maintenance"))
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "fact_missing", "us")]


def test_a_withholding_that_differs_while_gross_does_not_holds_the_month(calendar: Calendar) -> None:
    amina = july(calendar)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    paying.authorise("amina", sequence=2, modules=retention("maintenance", "150.00"))
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
