"""A payment asked back: two people, the bank's answer, the month held until a person says that it is paid again."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree
from pytest_django import Settings

from capac.payment import api as payment
from capac.payment.models import Hold, Payment, Recall
from capac.payment.official_schemas import schema
from capac.payment.recalls import last_day
from capac.records.models import OutgoingMessage, Reject
from capac.work.models import Item
from tests import world
from tests.payment import bank
from tests.payment.bank_messages import booked, camt054, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seventh_of_august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-07T12:00")
    settings.DEBTOR = bank.DEBTOR


def asked(row: Payment, reason: str = "DUPL") -> int:
    return payment.ask_recall(row.pk, reason, staff=world.staff("pol"), because=world.because("pol"))


def approved(recall: int) -> str:
    return payment.approve_recall(recall, staff=world.staff("rita"), because=world.because("rita"))


def answer(row: Payment, status: str, code: str = "", message_id: str = "R-1") -> dict[str, int]:
    why = f"<CxlStsRsnInf><Rsn><Cd>{code}</Cd></Rsn></CxlStsRsnInf>" if code else ""
    text = (
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.029.001.09"><RsltnOfInvstgtn><Assgnmt><Id>{message_id}</Id></Assgnmt>'
        f"<Sts><Conf>CNCL</Conf></Sts><CxlDtls><TxInfAndSts><OrgnlEndToEndId>{row.end_to_end_id}</OrgnlEndToEndId>"
        f"<TxCxlSts>{status}</TxCxlSts>{why}</TxInfAndSts></CxlDtls></RsltnOfInvstgtn></Document>"
    )
    world.incoming(text.encode(), "CAMT029")
    return read()


def state_of(recall: int) -> str:
    return Recall.objects.get(pk=recall).state


def test_what_has_not_left_is_stopped_and_its_month_held() -> None:
    run = bank.run()
    world.client("amina")
    row = bank.payment(run, "amina")
    assert approved(asked(row)) == "stopped"
    row.refresh_from_db()
    assert (row.state, row.bank_reason) == ("dropped", "FOCR")
    assert list(Hold.objects.values_list("reason", "turn", "state")) == [("recalled", "us", "open")]
    payment.file_run(run.pk, who="test")
    assert OutgoingMessage.objects.count() == 0
    assert list(Item.objects.order_by("pk").values_list("kind", "state")) == [
        ("recall_asked", "done"), ("returned_payment", "open"),
    ]  # fmt: skip
    payment.account_confirmed(row.pk, because=world.because("agnes"))
    assert Hold.objects.get().state == "lifted"


def test_a_recall_at_the_bank_is_asked_answered_and_the_money_comes_back() -> None:
    _, [row] = bank.file_of("amina")
    read(camt054(booked(row.end_to_end_id, row.transfer_cents)))
    recall = asked(row)
    assert approved(recall) == "sent"
    [message] = OutgoingMessage.objects.all()
    tree = etree.fromstring(bytes(message.body))
    assert schema("camt.056.001.08").validate(tree)
    assert (tree.findtext(".//{*}OrgnlEndToEndId"), tree.findtext(".//{*}Cd")) == (row.end_to_end_id, "DUPL")
    assert answer(row, "PDCR") == {"files": 1, "recalls_pending": 1}
    assert answer(row, "ACCR", message_id="R-2") == {"files": 1, "recalls_agreed": 1}
    assert state_of(recall) == "agreed"
    back = booked(row.end_to_end_id, row.transfer_cents, came_back="FOCR", day="2026-08-07")
    read(camt054(back, message_id="N-2"))
    row.refresh_from_db()
    assert (row.state, row.bank_reason) == ("returned", "FOCR")
    assert list(Hold.objects.values_list("reason", "turn")) == [("recalled", "us")]


def test_a_declined_recall_is_told_to_a_person() -> None:
    _, [row] = bank.file_of("amina")
    recall = asked(row)
    approved(recall)
    assert answer(row, "RJCR", "CUST")["recalls_declined"] == 1
    assert (state_of(recall), Item.objects.get(kind="recall_answered").arguments["answer"]) == (
        "declined",
        "CUST",
    )
    assert answer(row, "ACCR", message_id="R-2")["rejected"] == 1
    assert Reject.objects.get().reason == "recall_answered_otherwise"


def test_one_person_is_not_two_and_a_recall_is_asked_once() -> None:
    _, [row] = bank.file_of("amina")
    recall = asked(row)
    for who, reason in (("pol", "same_person"), ("agnes", "not_allowed")):
        with pytest.raises(payment.BankError, match=reason):
            payment.approve_recall(recall, staff=world.staff(who), because=world.because(who))
    with pytest.raises(payment.BankError, match="asked_already"):
        asked(row)
    payment.withdraw_recall(recall, staff=world.staff("pol"), because=world.because("pol"))
    assert (state_of(recall), OutgoingMessage.objects.count()) == ("withdrawn", 0)
    with pytest.raises(payment.BankError, match="not_waiting"):
        approved(recall)


def test_what_cannot_be_recalled_is_said() -> None:
    _, [row] = bank.file_of("amina")
    with pytest.raises(payment.BankError, match="not_a_reason"):
        asked(row, "XXXX")
    read(camt054(booked(row.end_to_end_id, row.transfer_cents, day="2026-07-23")))
    with pytest.raises(payment.BankError, match="too_late"):
        asked(row)
    asked(row, "FRAD")
    read(camt054(booked(row.end_to_end_id, row.transfer_cents, came_back="AC04"), message_id="N-2"))
    with pytest.raises(payment.BankError, match="cannot_be_recalled"):
        approved(Recall.objects.get().pk)


def test_how_long_a_bank_takes_a_recall() -> None:
    assert last_day("DUPL", date(2026, 8, 5)) == date(2026, 8, 19)
    assert last_day("FRAD", date(2026, 8, 5)) == date(2027, 9, 5)


def test_an_answer_to_no_recall_is_rejected() -> None:
    _, [row] = bank.file_of("amina")
    assert answer(row, "ACCR")["rejected"] == 1
    assert Reject.objects.get().reason == "recall_not_asked"
