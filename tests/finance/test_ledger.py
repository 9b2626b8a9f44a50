"""The ledger follows payments, debts and ONEM's outcomes: exact balances, once, and again from nothing."""

from __future__ import annotations

import pytest
from django.db.models import F, Sum

from capac.finance import api as finance
from capac.finance.check import disagreeing, unbooked
from capac.finance.from_payments import UnknownStateError, position
from capac.finance.models import Entry, Line
from capac.flows import balances
from capac.flows.check_all import check_all
from capac.flows.pay_month import prepare_payments
from capac.payment import api as payment
from capac.payment.models import Payment
from capac.payment.states import PAYMENTS
from capac.people import api as people
from tests import world
from tests.finance.books import comes_out_the_same_from_nothing, posted
from tests.flows import paying
from tests.flows.paying import DAILY, WHOLE_JULY, Calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    return Calendar(monkeypatch)


@pytest.fixture
def amina(acts: Calendar) -> people.Client:
    """Amina has been paid for July."""
    acts.at("2026-07-30")
    client = paying.authorise("amina", world.body("2026-07-01", code="01/43BA1", firstYear="false"))
    paying.hand_in(client)
    acts.at("2026-08-01")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    acts.at("2026-08-05")
    return client


def tax_of(client: people.Client) -> int:
    return Payment.objects.get(client=client).tax_cents


def test_a_payment_made_is_charged_to_onem_and_stands_on_the_bank(amina: people.Client) -> None:
    tax = tax_of(amina)
    assert posted() == {
        "1000": -(WHOLE_JULY - tax),
        **({"2100": -tax} if tax else {}),
        "6000": WHOLE_JULY,
    }
    assert list(Entry.objects.values_list("event", flat=True).order_by("pk")) == [
        "released",
        "filed",
        "settled",
    ]
    assert str(Entry.objects.get(event="settled").day) == "2026-08-04"
    assert (finance.check(), check_all(who="test")) == ([], [])


def test_posting_twice_writes_nothing_twice(amina: people.Client) -> None:
    first = posted()
    lines = Line.objects.count()
    assert posted() == first
    assert Line.objects.count() == lines
    comes_out_the_same_from_nothing()


def test_what_is_only_prepared_is_not_in_the_books(acts: Calendar) -> None:
    acts.at("2026-07-30")
    paying.hand_in(paying.authorise("bram"))
    acts.at("2026-08-01")
    paying.prepared(calculations=1, payments=1, prepared=1)
    assert posted() == {}
    assert finance.check() == []


def test_money_that_came_back_leaves_nothing_and_is_paid_again(amina: people.Client, acts: Calendar) -> None:
    paid = posted()
    paying.came_back(amina)
    assert posted() == {}
    acts.at("2026-08-06")
    paying.paid(paying.prepared(payments=1, prepared=1), on="2026-08-07")
    assert posted() == paid
    assert [*finance.check(), *disagreeing()] == []
    comes_out_the_same_from_nothing()


def test_a_booking_after_a_refusal_counts_again(amina: people.Client) -> None:
    paid = posted()
    ids = [Payment.objects.get().pk]
    # The bank said refused and then booked: the only way back that there is.
    assert "refused" in PAYMENTS.into["settled"]
    one = payment.books.booked(ids)[ids[0]]
    assert position("refused", one) == position("returned", one) == {}
    assert position("settled", one) == paid
    with pytest.raises(UnknownStateError, match="'lent'"):
        position("lent", one)


def test_a_day_too_much_becomes_a_claim(amina: people.Client, acts: Calendar) -> None:
    acts.at("2026-08-10")
    before = posted()
    paying.hand_in(amina, days={"2026-07-15": "worked"})
    prepare_payments(who="test")
    after = posted()
    assert after == before | {"1200": DAILY, "6000": WHOLE_JULY - DAILY}
    assert [*finance.check(), *balances.check()] == []
    acts.at("2026-08-11")
    paying.hand_in(amina)
    prepare_payments(who="test")
    assert posted() == before
    comes_out_the_same_from_nothing()


def test_what_onem_refuses_waits_for_its_debt(amina: people.Client, acts: Calendar) -> None:
    before = posted()
    paying.onem_says(amina, "C12", 1000)
    assert posted() == before | {"1300": 1000, "6000": WHOLE_JULY - 1000}
    acts.at("2026-08-06")
    prepare_payments(who="test")
    assert posted() == before | {"1200": 1000, "6000": WHOLE_JULY - 1000}
    assert [*finance.check(), *balances.check()] == []
    paying.onem_says(amina, "accepted", phase=2)
    acts.at("2026-08-07")
    prepare_payments(who="test")
    assert posted() == before
    comes_out_the_same_from_nothing()


def test_our_fault_alone_is_our_loss_and_a_complement_is_only_noted(amina: people.Client) -> None:
    before = posted()
    paying.onem_says(amina, "C13", 2000, cause="AR167-1-4")
    assert posted() == before | {"6500": 2000, "6000": WHOLE_JULY - 2000}
    paying.onem_says(amina, "C14", 500, phase=2)
    assert posted() == before | {"0100": 500, "0101": -500}
    paying.onem_says(amina, "C13", 700, phase=3, cause="client")
    assert posted() == before
    comes_out_the_same_from_nothing()


def test_what_onem_said_of_money_that_came_back_goes_with_it(amina: people.Client, acts: Calendar) -> None:
    paying.onem_says(amina, "C13", 2000, cause="AR167-1-4")
    posted()
    acts.at("2026-08-06")
    paying.came_back(amina)
    assert posted() == {}
    acts.at("2026-08-07")
    paying.onem_says(amina, "C13", 1500, phase=2, cause="AR167-1-4")
    assert posted() == {}
    comes_out_the_same_from_nothing()
    assert Line.objects.filter(account="6500").aggregate(Sum("cents"))["cents__sum"] == 0


def test_what_is_not_posted_is_left_alone_and_what_was_tampered_with_is_found(amina: people.Client) -> None:
    assert len(list(unbooked())) == 3
    assert [*finance.check(), *balances.check()] == []
    posted()
    Line.objects.filter(account="6000").update(cents=F("cents") + 1)
    client = amina.pk
    assert finance.check() == [
        "1 entries do not balance",
        f"1 months stand otherwise in the ledger: client {client} full_unemployment 2026-07",
    ]
    Line.objects.filter(account="1000").delete()
    assert balances.check() == [
        f"1 months are owed another amount than the books account for: client {client} full_unemployment 2026-07"
    ]
