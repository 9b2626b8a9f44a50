"""What the daily check of payment finds when rows are not as they must be."""

from __future__ import annotations

from datetime import date

import pytest

from capac.flows import balances
from capac.payment import api as payment
from capac.payment.models import Calculation, Hold, Payment, PaymentRun
from capac.records import api as records
from capac.records.models import StateLog
from tests.flows import paying
from tests.flows.paying import Calendar

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Amina was paid for July."""
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    paying.hand_in(paying.authorise("amina"))
    acts.at("2026-08-01")
    paying.paid(paying.prepared(calculations=1, payments=1, prepared=1))
    acts.at("2026-08-05")


def test_sound_books_have_nothing_to_say() -> None:
    assert (payment.check(), balances.check(), list(payment.balances())) == ([], [], [])


def test_a_month_owed_more_than_was_paid_is_found_unless_it_is_held() -> None:
    Calculation.objects.update(gross_cents=999999)
    assert payment.check() == ["1 months are owed more than was paid and nothing holds them"]
    row = Payment.objects.get()
    Hold.objects.create(
        client=row.client, scheme=row.scheme, month=row.month, reason="account_missing", turn="client",
        since=paying.moment("2026-08-05T05:00"),
    )  # fmt: skip
    assert payment.check() == []


def test_a_month_paid_above_what_is_owed_must_be_claimed_back() -> None:
    Calculation.objects.update(gross_cents=100)
    client = Payment.objects.get().client_id
    assert payment.check() == []
    assert balances.check() == [
        f"1 months are claimed back for another amount than was paid unduly: client {client} full_unemployment 2026-07"
    ]


def test_a_payment_that_came_back_is_left_to_the_next_run() -> None:
    paying.came_back(Payment.objects.get().client)
    assert (payment.check(), balances.check()) == ([], [])
    Payment.objects.update(ended_at=paying.moment("2026-07-01T05:00"))
    assert payment.check() == ["1 months are owed more than was paid and nothing holds them"]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"tax_cents": 5}, "payments do not add up: gross is not tax, withheld and transfer"),
        ({"scheme": "other"}, "payments rest on a calculation of another client, scheme or month"),
        ({"state": "prepared", "settled_on": None}, "payments are in another state than their run allows"),
        (
            {"settled_on": None},
            "payments are settled without a day, or have a day of the bank before it answered",
        ),
        ({"month": date(2026, 7, 2)}, "rows are not of a first day of a month"),
    ],
)
def test_rows_that_are_not_as_they_must_be_are_found(changed: dict[str, object], found: str) -> None:
    Payment.objects.update(**changed)
    assert f"1 {found}" in payment.check()


def test_a_run_that_is_filed_with_a_released_payment_is_found() -> None:
    Payment.objects.update(state="released", settled_on=None)
    assert PaymentRun.objects.get().state == "filed"
    assert payment.check() == ["1 payments are in another state than their run allows"]


def test_a_reference_to_what_is_not_there_is_found() -> None:
    Payment.objects.update(calculation_id=Calculation.objects.get().pk + 1000)
    Calculation.objects.update(card_id=10**9)
    assert payment.check() == ["2 rows of calculations and payments point to what is not there"]
    assert records.check() == []
    StateLog.objects.filter(subject_kind="payment.Payment").update(run_id=10**9)
    assert records.check() == [
        f"{StateLog.objects.filter(run_id=10**9).count()} rows of the state log name a run that is not there"
    ]
