"""What holds a month, whose turn it is, and what lifts it."""

from __future__ import annotations

from datetime import date

import pytest

from capac.debt import api as debt
from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment.models import Calculation, Hold, Payment
from capac.people import api as people
from capac.rules import api as rules
from capac.work import api as work
from tests import world
from tests.flows import paying
from tests.flows.paying import DAILY, WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db
REFUSED = "<S52><reason>not_available</reason></S52>"


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


def test_a_code_that_nothing_computes_waits_for_us(calendar: Calendar) -> None:
    amina = paying.authorise("amina", world.body("2026-07-01", code="09/43A0"))
    paying.hand_in(amina)
    calendar.at("2026-08-01")
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "scheme_not_computed", "us")]
    [item] = work.queue()
    assert (item.kind, item.client_id) == ("payment_held", amina.pk)
    assert item.arguments == {
        "reason": "scheme_not_computed", "month": "2026-07", "scheme": "full_unemployment", "code": "09/43A0",
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


def test_a_figure_of_the_law_that_is_not_known_waits_for_us(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seizure scale of 2027 is not published yet."""
    january = date(2027, 1, 1)
    calendar.at("2027-01-29")
    amina = paying.authorise(
        "amina", world.body("2027-01-01"), modules=paying.retention("seizure", "1200.00")
    )
    paying.hand_in(amina, january)
    calendar.at("2027-02-01")
    paying.prepared(holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2027-01", "parameter_missing", "us")]
    assert Hold.objects.get().arguments["name"] == "seizure_scale"
    calendar.at("2027-02-02")
    assert prepare_payments(who="pay_month")["candidates"] == 0
    monkeypatch.setattr(rules, "parameters_version", lambda: "rules-of-another-edition")
    assert prepare_payments(who="pay_month")["candidates"] == 1
    assert paying.holds(amina) == [("2027-01", "parameter_missing", "us")]


def test_other_figures_of_the_law_compute_the_months_again(
    calendar: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    july(calendar)
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    calendar.at("2026-08-20")
    assert prepare_payments(who="pay_month")["candidates"] == 0
    monkeypatch.setattr(rules, "parameters_version", lambda: "rules-of-another-edition")
    assert prepare_payments(who="pay_month")["candidates"] == 1
    assert Calculation.objects.count() == 1
