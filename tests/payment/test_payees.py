"""The bank says whether an account bears a name: what fits is paid, what does not waits for two people."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from lxml import etree
from pytest_django import Settings

from capac.payment import api as payment
from capac.payment.models import PayeeCheck, Payment
from capac.payment.official_schemas import schema
from capac.payment.payee_doubts import rule
from capac.records import api as records
from capac.records.models import OutgoingMessage, Reject
from capac.work.models import Item
from tests import world
from tests.payment import bank
from tests.payment.bank_messages import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _third_of_august(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T12:00")
    settings.DEBTOR, settings.PAYEE_CHECK = bank.DEBTOR, True


def released(*names: str) -> list[Payment]:
    run = bank.run()
    for name in names:
        world.client(name)
    return [bank.payment(run, name) for name in names]


def answers(*told: tuple[str, str], message_id: str = "A-1") -> dict[str, int]:
    """The bank answers the checks in their order with a code and a name; the counters that are not zero."""
    rows = list(PayeeCheck.objects.order_by("pk"))
    inside = "".join(
        f"<Answer><Id>V{row.pk:012d}</Id><Cd>{code}</Cd>{f'<Nm>{name}</Nm>' if name else ''}</Answer>"
        for row, (code, name) in zip(rows, told, strict=False)
    )
    head = f"<GrpHdr><MsgId>{message_id}</MsgId><CreDtTm>2026-08-03T13:00:00</CreDtTm></GrpHdr>"
    text = f'<Document xmlns="urn:capac:payee-check:1"><Answered>{head}<OrgnlMsgId>{rows[0].message_id}</OrgnlMsgId>{inside}</Answered></Document>'
    world.incoming(text.encode(), "PAYEE")
    return read()


def states() -> list[tuple[str, str]]:
    return list(PayeeCheck.objects.order_by("pk").values_list("state", "result"))


def test_each_account_and_name_is_asked_once_without_a_national_number() -> None:
    released("amina", "bram")
    assert read() == {"payees_asked": 2}
    assert read() == {}
    [message] = OutgoingMessage.objects.all()
    tree = etree.fromstring(bytes(message.body))
    assert schema("payee-check.1").validate(tree)
    assert [element.text for element in tree.iter("{*}IBAN")] == [
        world.account_of("amina"), world.account_of("bram"),
    ]  # fmt: skip
    assert world.number_of("amina") not in bytes(message.body).decode()


def test_who_does_not_choose_to_ask_asks_nothing(settings: Settings) -> None:
    settings.PAYEE_CHECK = False
    released("amina")
    assert (read(), PayeeCheck.objects.count()) == ({}, 0)


def test_a_match_and_a_close_match_are_paid_and_no_match_stays_with_a_reason() -> None:
    amina, bram, chloe = released("amina", "bram", "chloe")
    read()
    assert answers(("RCVC", ""), ("RVMC", "Bram Maes-Peeters"), ("RVNM", "")) == {
        "files": 1, "payee_RCVC": 1, "payee_RVMC": 1, "payee_RVNM": 1,
    }  # fmt: skip
    assert PayeeCheck.objects.get(client=bram.client).suggested == "Bram Maes-Peeters"
    assert list(Item.objects.values_list("kind", "client_id", "arguments")) == [
        ("payee_unmatched", chloe.client_id, {"code": "RVNM"})
    ]
    payment.file_run(amina.run_id, who="test")
    assert list(Payment.objects.order_by("pk").values_list("state", flat=True)) == [
        "filed",
        "filed",
        "dropped",
    ]
    assert [c.why for c in records.history("payment.Payment", chloe.pk)][
        -1
    ] == "doubtful since it was released"
    assert (chloe.client_id, chloe.month) in payment.changed_since(bank.KNOWN, bank.KNOWN.replace(hour=23))


def test_nothing_leaves_while_the_bank_has_not_answered_but_not_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [row] = released("amina")
    read()
    payment.file_run(row.run_id, who="test")
    row.refresh_from_db()
    assert row.state == "dropped"
    monkeypatch.setenv("CAPAC_NOW", "2026-08-05T12:00")
    second = bank.run()
    later = bank.payment(second, "amina", number=77)
    payment.file_run(second.pk, who="test")
    later.refresh_from_db()
    assert (later.state, states()) == ("filed", [("asked", "")])


def unmatched() -> tuple[Payment, int]:
    [row] = released("amina")
    read()
    answers(("RVNM", ""))
    return row, PayeeCheck.objects.get().pk


def test_two_people_pay_all_the_same() -> None:
    row, check = unmatched()
    agnes, pol = world.staff("agnes"), world.staff("pol")
    with pytest.raises(payment.BankError, match="not_waiting"):
        payment.consent_payee(check, staff=pol, because=world.because("pol"))
    payment.propose_payee(check, staff=agnes, because=world.because("agnes"))
    for who in (agnes, world.staff("carla")):
        with pytest.raises(payment.BankError, match=r"same_person|not_allowed"):
            payment.consent_payee(check, staff=who, because=world.because())
    payment.consent_payee(check, staff=pol, because=world.because("pol"))
    assert (states(), Item.objects.get().outcome) == ([("consented", "RVNM")], "consented")
    payment.file_run(row.run_id, who="test")
    row.refresh_from_db()
    assert row.state == "filed"


def test_the_database_refuses_the_same_person_twice() -> None:
    _, check = unmatched()
    with pytest.raises(IntegrityError), transaction.atomic():
        PayeeCheck.objects.filter(pk=check).update(proposed_by="agnes", consented_by="agnes")


def test_an_answer_that_nobody_asked_for_and_a_second_one_are_rejected() -> None:
    unmatched()
    assert answers(("RVNM", ""), message_id="A-2") == {"files": 1, "known": 1}
    assert answers(("RCVC", ""), message_id="A-3")["rejected"] == 1
    PayeeCheck.objects.update(message_id="OTHER")
    text = b'<Document xmlns="urn:capac:payee-check:1"><Answered><GrpHdr><MsgId>A-4</MsgId><CreDtTm>2026-08-03T13:00:00</CreDtTm></GrpHdr><OrgnlMsgId>X</OrgnlMsgId><Answer><Id>V1</Id><Cd>RCVC</Cd></Answer></Answered></Document>'
    world.incoming(text, "PAYEE")
    assert read()["rejected"] == 1
    assert list(Reject.objects.order_by("pk").values_list("reason", flat=True)) == [
        "payee_answered_otherwise", "payee_not_asked",
    ]  # fmt: skip
    assert states() == [("answered", "RVNM")]


def test_what_may_be_done_with_an_answer_is_data() -> None:
    told = rule(bank.PAYDAY)
    assert {code: told[code]["pays"] for code in ("RCVC", "RVMC", "RVNM", "RVNA")} == {
        "RCVC": True, "RVMC": True, "RVNM": False, "RVNA": True,
    }  # fmt: skip
