"""A payment's whole life on one page, and the page of what came back: what they say, and what may be done there."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from capac.payment.models import Payment
from capac.people import api as people
from capac.work import api as work
from capac.work.models import Item
from tests import world
from tests.payment import bank
from tests.payment.bank_messages import booked, pain002, read
from tests.payment.test_camt053 import comes, statement
from tests.web import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")
    settings.DEBTOR = bank.DEBTOR


@pytest.fixture
def item(monkeypatch: pytest.MonkeyPatch) -> work.Item:
    return desk.account_closed(monkeypatch)


def page(name: str, address: str) -> str:
    return desk.visitor(name).get(address).content.decode()


def act(name: str, number: int, **filled: str) -> str:
    return desk.visitor(name).post(f"/desk/payments/{number}/act/", filled, follow=True).content.decode()


def test_the_whole_life_of_a_payment_stands_on_one_page(item: work.Item) -> None:
    told = page("agnes", f"/desk/payments/{item.subject_id}/")
    for words in (
        "€2,022.03 for July 2026", "AC04: the account is closed", "BE73 0110 0000 0060", "sent back by the bank",
        "prepared, not yet released", "accepted by the bank", "not asked of the bank", "4 August 2026", "CAPAC-20260804-",
        "No debt.", "Facts and steps of the month",
    ):  # fmt: skip
        assert words in told, words
    ((look, _),) = people.looks(client_id=item.client_id, limit=1)
    assert (look.action, look.route) == ("payment", "desk:payment")
    assert desk.visitor("agnes").get("/desk/payments/999999/").status_code == 404


def test_a_recall_is_asked_by_one_and_approved_by_another() -> None:
    run_id = desk.prepared("amina")
    desk.at_the_bank(run_id)
    number = Payment.objects.get().pk
    assert "Ask this payment back" not in page("agnes", f"/desk/payments/{number}/")
    assert desk.visitor("agnes").post(f"/desk/payments/{number}/act/", {"act": "recall"}).status_code == 403
    assert "Choose why the payment is asked back." in act("pol", number, act="recall", reason="")
    assert "A second person must approve it" in act("pol", number, act="recall", reason="DUPL")
    assert "You began this yourself." in act("pol", number, act="approve")
    assert "The recall leaves for the bank" in act("rita", number, act="approve")
    assert "Somebody has dealt with this meanwhile." in act("rita", number, act="approve")
    assert "asked of the bank" in page("agnes", f"/desk/payments/{number}/")
    assert desk.visitor("pol").post(f"/desk/payments/{number}/act/", {"act": "burn"}).status_code == 404


def test_returns_silence_and_unknown_bookings_stand_on_one_page(
    item: work.Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, _ = bank.file_of("bram")
    comes(statement([booked("ONEM-2026-08", 500_000, side="CRDT")], 500_000))
    told = page("agnes", "/desk/returns/")
    for words in (
        "AC04: the account is closed", "Amina", file.message_id, "The bank has not answered this file.",
        "ONEM-2026-08", "€5,000.00", "statement of a day",
    ):  # fmt: skip
        assert words in told, words
    read(pain002(file.message_id))
    assert "The bank has not answered this file." not in page("agnes", "/desk/returns/")
    assert page("sam", "/desk/returns/").count("AC04") == 0


def test_an_unknown_booking_is_explained_by_a_payment_officer() -> None:
    comes(statement([booked("ONEM-2026-08", 500_000, side="CRDT")], 500_000))
    one = Item.objects.get()
    visitor = desk.visitor("pol")
    visitor.post(f"/desk/items/{one.pk}/take/")
    assert (
        "Money came in that is no return of a payment."
        in visitor.get(f"/desk/items/{one.pk}/").content.decode()
    )
    wrong = visitor.post(f"/desk/items/{one.pk}/do/", {"explanation": ""})
    assert wrong.status_code == 422 and b"Choose what the booking is." in wrong.content
    done = visitor.post(f"/desk/items/{one.pk}/do/", {"explanation": "advance"}, follow=True)
    assert b"Kept. The booking is explained." in done.content
    assert desk.state_of(one) == "done"


def test_a_name_that_does_not_fit_is_proposed_by_one_and_consented_by_another(settings: Settings) -> None:
    from tests.payment.test_payees import answers

    settings.PAYEE_CHECK = True
    desk.prepared("amina")
    read()
    answers(("RVNM", ""))
    one = Item.objects.get(kind="payee_unmatched")
    first, second = desk.visitor("agnes"), desk.visitor("pol")

    def do(visitor: object, **filled: str) -> str:
        visitor.post(f"/desk/items/{one.pk}/take/")  # type: ignore[attr-defined]
        answer = visitor.post(f"/desk/items/{one.pk}/do/", filled, follow=True)  # type: ignore[attr-defined]
        return str(answer.content.decode())

    assert "then tick the box" in do(first, act="propose")
    assert "A second person must consent" in do(first, act="propose", asked_client="1")
    assert "You began this yourself." in do(first, act="consent")
    first.post(f"/desk/items/{one.pk}/give-back/")
    assert "Consented." in do(second, act="consent")
    assert desk.state_of(one) == "done"


def test_a_bank_that_is_silent_is_called_and_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    bank.file_of("amina")
    monkeypatch.setenv("CAPAC_NOW", "2026-08-07T12:00")
    read()
    one = Item.objects.get(kind="bank_silent")
    told = page("agnes", f"/desk/items/{one.pk}/")
    assert "The bank has not answered this file." in told and f"{date(2026, 8, 5):%-d} August 2026" in told
    assert world.number_of("amina") not in told
