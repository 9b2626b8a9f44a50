"""A month between us and the bank, over a real connection: paid, come back, held, freed, paid again; the books agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from pytest_django import Settings

from capac.core import iban
from capac.flows import api as flows
from capac.flows.exchange_day import exchange_day
from capac.payment import api as payment
from capac.payment.models import BankFile, Payment
from capac.work.models import Item
from tests import world as cast
from tests.flows import paying
from tests.flows.paying import WHOLE_JULY, Calendar
from tests.outside.serving import served
from world import bank
from world.bank_rules import Rules
from world.mailbox import Box

pytestmark = pytest.mark.django_db
TOKEN = "token-of-the-test"
NOTHING_FAILS = {
    "account": {"share": 0},
    "transfer": {"share": 0},
    "refused_at_once": ["AC01"],
    "back_within": 3,
}
OTHER = iban.make("BE", "9990000000")


class Outside:
    """The bank, and the days of both sides."""

    def __init__(self, address: str, calendar: Calendar) -> None:
        self._address, self._calendar = address, calendar

    def act(self, name: str, **told: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = httpx.post(f"{self._address}/admin/act/{name}", json=told, headers=headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def day(self, day: str) -> None:
        """Both sides do what is due on a day."""
        self._calendar.at(day)
        self.act("day", date=day)
        exchange_day(who="test")


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    acts = Calendar(monkeypatch)
    acts.at("2026-07-30")
    return acts


@pytest.fixture
def outside(tmp_path: Path, calendar: Calendar, settings: Settings) -> Iterator[Outside]:
    box = Box(tmp_path, token=TOKEN)
    with served(bank.application(bank.Bank(box, Rules(1, NOTHING_FAILS, {})))) as address:
        settings.MAILBOXES = {"bank": (address, TOKEN)}
        settings.DEBTOR = ("CAPAC - HVW", iban.make("BE", "6790000000"), "PCHQBEBB")
        yield Outside(address, calendar)
    box.store.close()


def at_the_bank(run_id: int) -> None:
    """Rita releases a run, and its file leaves."""
    assert len(flows.release_payments(run_id, staff=cast.staff("rita"))) == 1
    exchange_day(who="test")


def test_money_that_comes_back_is_paid_again_only_onto_another_account(
    calendar: Calendar, outside: Outside
) -> None:
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    for client in (amina, bram):
        paying.hand_in(client)
    outside.act("close", iban=cast.account_of("bram"), code="AC04")
    calendar.at("2026-08-01")
    at_the_bank(paying.prepared(calculations=2, payments=2, prepared=1))
    outside.day("2026-08-03")
    outside.day("2026-08-07")
    assert BankFile.objects.get().state == "accepted"
    assert [state for *_, state in paying.payments(amina)] == ["settled"]
    assert [state for *_, state in paying.payments(bram)] == ["returned"]
    assert paying.holds(bram) == [("2026-07", "account_doubtful", "client")]
    for day in ("2026-08-08", "2026-08-10", "2026-08-11"):
        calendar.at(day)
        paying.prepared()
    flows.change_account(
        bram.pk, OTHER, holder="Bram Claes", since=date(2026, 8, 11), because=cast.because("agnes")
    )
    assert paying.holds(bram) == []
    at_the_bank(paying.prepared(payments=1, prepared=1))
    outside.day("2026-08-12")
    outside.day("2026-08-31")
    assert [(cents, state) for *_, cents, state in paying.payments(bram)] == [
        (WHOLE_JULY, "returned"),
        (WHOLE_JULY, "settled"),
    ]
    assert list(Item.objects.values_list("kind", "state", "outcome")) == [
        ("returned_payment", "done", "account_changed")
    ]
    paying.prepared()
    tally = outside.act("tally")
    assert (tally["booked"], tally["returned"], tally["booked_twice"]) == (3, 1, 0)
    assert tally["booked_cents"] - tally["returned_cents"] == 2 * WHOLE_JULY


def test_another_account_told_weeks_and_runs_later_is_paid_by_the_next_run(
    calendar: Calendar, outside: Outside
) -> None:
    amina, bram = paying.authorise("amina"), paying.authorise("bram")
    paying.hand_in(bram)
    outside.act("close", iban=cast.account_of("bram"), code="AC04")
    calendar.at("2026-08-01")
    at_the_bank(paying.prepared(calculations=1, payments=1, holds_opened=1, prepared=1))
    outside.day("2026-08-07")
    calendar.at("2026-08-08")
    paying.prepared()
    paying.hand_in(amina)
    at_the_bank(paying.prepared(calculations=1, payments=1, holds_lifted=1, prepared=1))
    outside.day("2026-08-12")
    calendar.at("2026-08-20")
    flows.change_account(
        bram.pk, OTHER, holder="Bram Claes", since=date(2026, 8, 20), because=cast.because("agnes")
    )
    calendar.at("2026-08-21")
    paying.prepared(payments=1, prepared=1)
    assert [state for *_, state in paying.payments(bram)] == ["returned", "prepared"]


def test_a_confirmed_account_is_paid_again_and_held_again_when_it_fails_again(
    calendar: Calendar, outside: Outside
) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    outside.act("close", iban=cast.account_of("amina"), code="MS03")
    calendar.at("2026-08-01")
    at_the_bank(paying.prepared(calculations=1, payments=1, prepared=1))
    outside.day("2026-08-07")
    calendar.at("2026-08-08")
    paying.prepared()
    payment.account_confirmed(Payment.objects.get().pk, because=cast.because("agnes"))
    calendar.at("2026-08-10")
    at_the_bank(paying.prepared(payments=1, prepared=1))
    outside.day("2026-08-31")
    assert [state for *_, state in paying.payments(amina)] == ["returned", "returned"]
    assert paying.holds(amina) == [("2026-07", "account_doubtful", "us")]
    paying.prepared()


def test_a_failure_of_the_machinery_is_tried_again_by_the_next_run(
    calendar: Calendar, outside: Outside
) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    outside.act("refuse", code="AM04")
    calendar.at("2026-08-01")
    at_the_bank(paying.prepared(calculations=1, payments=1, prepared=1))
    outside.day("2026-08-04")
    assert [state for *_, state in paying.payments(amina)] == ["refused"]
    assert paying.holds(amina) == []
    at_the_bank(paying.prepared(payments=1, prepared=1))
    outside.day("2026-08-05")
    outside.day("2026-08-06")
    assert [state for *_, state in paying.payments(amina)] == ["refused", "settled"]
    paying.prepared()


def test_other_months_are_not_paid_onto_an_account_from_which_money_came_back(
    calendar: Calendar, outside: Outside
) -> None:
    amina = paying.authorise("amina")
    paying.hand_in(amina)
    outside.act("close", iban=cast.account_of("amina"), code="MD07")
    calendar.at("2026-08-01")
    at_the_bank(paying.prepared(calculations=1, payments=1, prepared=1))
    outside.day("2026-08-10")
    calendar.at("2026-08-31")
    paying.hand_in(amina, paying.AUGUST)
    calendar.at("2026-09-01")
    paying.prepared(calculations=1, holds_opened=1, empty=1)
    assert paying.holds(amina) == [("2026-07", "deceased", "us"), ("2026-08", "deceased", "us")]
    assert list(Item.objects.values_list("kind", "state")) == [("returned_payment", "open")]
    payment.account_confirmed(Payment.objects.get().pk, because=cast.because("agnes"))
    assert paying.holds(amina) == []
