"""Every manner in which the bank can be late, silent, doubled, split, strange or wrong: everybody is paid once, and told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Sum
from lxml import etree
from pytest_django import Settings

from capac.core.period import Span
from capac.payment import api as payment
from capac.payment.models import BankAnswer, BankFile, PayeeCheck, Payment, PaymentRun, Recall, Statement
from capac.payment.official_schemas import schema
from capac.records import api as records
from capac.records.models import OutgoingMessage, Reject
from capac.work.models import Item
from tests import world as cast
from tests.outside.serving import served
from tests.outside.test_bank import KIND, PAYDAY, SETTLED, TOKEN, Outside, paid, states
from tests.payment import bank as rows
from world import bank
from world.bank_rules import Rules
from world.bank_statement import BEGINNING_CENTS
from world.mailbox import Box

pytestmark = pytest.mark.django_db


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Outside]:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T15:00")
    settings.DEBTOR = rows.DEBTOR
    box = Box(tmp_path, token=TOKEN)
    with served(bank.application(bank.Bank(box, Rules(1, KIND, {})))) as address:
        yield Outside(address)
    box.store.close()


def rounds(outside: Outside, times: int = 3) -> dict[str, int]:
    """Some rounds; their counters together."""
    found: dict[str, int] = {}
    for _ in range(times):
        for name, number in outside.round().items():
            found[name] = found.get(name, 0) + number
    return found


def test_a_day_is_stated_and_every_entry_is_ours(outside: Outside) -> None:
    paid("amina", "bram")
    outside.round()
    outside.act("day", date=str(PAYDAY), statement=True)
    counts = rounds(outside)
    assert (counts["matched_entries"], counts["settled"], counts["known"]) == (1, 2, 2)
    total = Payment.objects.aggregate(cents=Sum("transfer_cents"))["cents"]
    assert payment.balances_by_day(rows.DEBTOR[1], Span(PAYDAY, PAYDAY)) == [
        payment.Balance(rows.DEBTOR[1], PAYDAY, BEGINNING_CENTS, BEGINNING_CENTS - total)
    ]
    body = bytes(records.IncomingFile.objects.get(kind="CAMT053").body)
    assert schema("camt.053.001.08").validate(etree.fromstring(body))
    assert (Reject.objects.count(), Item.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "manner",
    [
        {"cut": True},
        {"late": True},
        {"twice": True},
        {"reversed": True},
        {"split": 3},
        {"split": 2, "twice": True},
    ],
    ids=str,
)
def test_whatever_the_manner_everybody_is_settled_once(outside: Outside, manner: dict[str, object]) -> None:
    paid("amina", "bram", "chloe")
    outside.round()
    outside.act("day", date=str(PAYDAY), **manner)
    rounds(outside)
    outside.act("day", date="2026-08-06", statement=True)
    rounds(outside)
    assert set(states().values()) == {SETTLED}
    assert outside.act("tally")["booked_twice"] == 0
    assert payment.check() == []


def test_a_booking_of_nobody_is_told_beside_those_of_ours(outside: Outside) -> None:
    paid("amina")
    outside.round()
    outside.act("day", date=str(PAYDAY), unknown=True, statement=True)
    counts = rounds(outside)
    assert (counts["settled"], counts["rejected"], counts["unknown_entries"]) == (1, 1, 1)
    assert list(Reject.objects.values_list("reason", "message_id")) == [("transfer_unknown", "NOT-OURS-1")]
    assert set(Item.objects.values_list("kind", flat=True)) == {"rejected_message", "unknown_entry"}


def test_a_statement_whose_sum_is_wrong_is_refused_and_the_right_one_taken(outside: Outside) -> None:
    paid("amina")
    outside.round()
    outside.act("day", date=str(PAYDAY), statement=True, wrong_sum=True)
    rounds(outside)
    assert (Reject.objects.get().reason, Statement.objects.count()) == ("sum_differs", 0)
    outside.act("day", date="2026-08-06")
    rounds(outside)
    assert (Statement.objects.count(), states()) == (1, {"Amina": SETTLED})


def test_a_silent_bank_is_told_and_nobody_is_paid_twice(
    outside: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid("amina")
    outside.act("silence")
    assert outside.round() == {}
    monkeypatch.setenv("CAPAC_NOW", "2026-08-06T15:00")
    assert outside.round() == {"silent_files": 1}
    outside.act("day", date=str(PAYDAY))
    assert rounds(outside)["answered_files"] == 1
    assert states() == {"Amina": SETTLED}


def test_the_newer_answer_is_read_as_the_older_one(outside: Outside) -> None:
    paid("amina", "bram")
    outside.act("newer")
    outside.act("close", iban=cast.account_of("bram"), code="AC01")
    assert outside.round() == {"files": 1, "statuses": 3, "accepted_files": 1, "refused": 1}
    body = bytes(records.IncomingFile.objects.get().body)
    assert schema("pain.002.001.10").validate(etree.fromstring(body))
    assert BankAnswer.objects.get().kind == "PAIN002"


def test_names_are_asked_and_what_does_not_fit_does_not_leave(outside: Outside, settings: Settings) -> None:
    settings.PAYEE_CHECK = True
    run = rows.run()
    for name in ("amina", "bram", "chloe", "dieter"):
        cast.client(name)
        rows.payment(run, name)
    outside.ask("act/name", iban=cast.account_of("bram"), name="Bram Maes-Peeters")
    outside.ask("act/name", iban=cast.account_of("chloe"), name="Quelqu un d autre")
    outside.ask("act/name", iban=cast.account_of("dieter"), name="")
    rounds(outside)
    assert [row.result for row in PayeeCheck.objects.order_by("client_id")] == [
        "RCVC",
        "RVMC",
        "RVNM",
        "RVNA",
    ]
    payment.file_run(run.pk, who="test")
    rounds(outside)
    outside.act("day", date=str(PAYDAY))
    rounds(outside)
    assert {name: state for name, (state, *_) in states().items()} == {
        "Amina": "settled", "Bram": "settled", "Chloé": "dropped", "Dieter": "settled",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("declined", "state", "ended"), [(False, "agreed", "returned"), (True, "declined", "settled")]
)
def test_a_recall_is_answered_and_agreed_money_comes_back(
    outside: Outside, declined: bool, state: str, ended: str
) -> None:
    paid("amina")
    outside.round()
    outside.act("day", date=str(PAYDAY))
    rounds(outside)
    if declined:
        outside.act("decline", code="CUST")
    recall = payment.ask_recall(
        Payment.objects.get().pk, "DUPL", staff=cast.staff("pol"), because=cast.because("pol")
    )
    payment.approve_recall(recall, staff=cast.staff("rita"), because=cast.because("rita"))
    rounds(outside)
    outside.act("day", date="2026-08-10")
    rounds(outside)
    assert (Recall.objects.get().state, Payment.objects.get().state) == (state, ended)


def test_the_same_day_known_again_gives_the_same_bytes(outside: Outside) -> None:
    run = rows.run()
    for name in ("amina", "bram"):
        cast.client(name)
        rows.payment(run, name)
    payment.file_run(run.pk, who="test")
    first = bytes(OutgoingMessage.objects.get().body)
    OutgoingMessage.objects.all().delete()
    Payment.objects.update(state="released", file=None)
    BankFile.objects.all().delete()
    PaymentRun.objects.update(state="released")
    payment.file_run(run.pk, who="another")
    assert bytes(OutgoingMessage.objects.get().body) == first
