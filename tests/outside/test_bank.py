"""The bank as the product meets it: files taken once, answered, booked on their day, sent back by rule, whatever dies."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import etree
from pytest_django import Settings

from capac.core import iban
from capac.payment import api as payment
from capac.payment.models import BankAnswer, BankFile, Payment
from capac.payment.official_schemas import schema
from capac.records import api as records
from capac.records.models import OutgoingMessage, Reject
from tests import world as cast
from tests.outside.serving import served
from tests.payment import bank as rows
from world import bank
from world.bank_rules import Closed, Rules
from world.mailbox import Box

pytestmark = pytest.mark.django_db
TOKEN = "token-of-the-test"
PAYDAY = date(2026, 8, 5)
KIND = {"account": {"share": 0}, "transfer": {"share": 0}, "refused_at_once": ["AC01"], "back_within": 3}


class Outside:
    """The bank over a real connection, and our side of it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.mailbox = records.Mailbox(address, TOKEN)

    def ask(self, path: str, **told: Any) -> dict[str, Any]:
        answer = httpx.post(
            f"{self.address}/admin/{path}", json=told, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def act(self, name: str, **told: Any) -> dict[str, Any]:
        return self.ask(f"act/{name}", **told)

    def round(self) -> dict[str, int]:
        """Deliver, collect, read; the counters of the reader that are not zero."""
        records.deliver("bank", self.mailbox.send)
        while records.collect("bank", self.mailbox, who="test")["later"]:
            pass
        return {name: number for name, number in payment.read_bank(who="test").items() if number}


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Outside]:
    monkeypatch.setenv("CAPAC_NOW", "2026-08-03T15:00")
    settings.DEBTOR = rows.DEBTOR
    box = Box(tmp_path, token=TOKEN)
    with served(bank.application(bank.Bank(box, Rules(1, KIND, {})))) as address:
        yield Outside(address)
    box.store.close()


def paid(*names: str) -> None:
    """Months of some of the cast, handed to the bank."""
    run = rows.run()
    for name in names:
        cast.client(name)
        rows.payment(run, name)
    payment.file_run(run.pk, who="test")


def states() -> dict[str, tuple[str, date | None, str]]:
    """By given name how the payment stands."""
    found = Payment.objects.order_by("pk").values_list(
        "client__given_name", "state", "settled_on", "bank_reason"
    )
    return {name: (state, day, reason) for name, state, day, reason in found}


SETTLED = ("settled", PAYDAY, "")


def test_a_file_is_taken_booked_on_its_day_and_settled(outside: Outside) -> None:
    paid("amina", "bram")
    assert outside.round() == {"files": 1, "statuses": 1, "accepted_files": 1}
    assert BankFile.objects.get().state == "accepted"
    assert outside.act("day", date="2026-08-04")["notices"] == 0
    assert outside.round() == {}
    assert outside.act("day", date="2026-08-05") == {"again": 0, "notices": 1, "booked": 2, "returned": 0}
    assert outside.round() == {"files": 1, "bookings": 2, "settled": 2}
    assert states() == {"Amina": SETTLED, "Bram": SETTLED}
    assert outside.act("day", date="2026-08-31")["notices"] == 0
    tally = outside.act("tally")
    assert (tally["booked_cents"], tally["returned_cents"], tally["booked_twice"]) == (2 * 194_714, 0, 0)


def test_what_the_bank_writes_is_what_the_official_schemas_describe(outside: Outside) -> None:
    paid("amina", "bram", "chloe")
    outside.act("close", iban=cast.account_of("bram"), code="AC04")
    outside.act("close", iban=cast.account_of("chloe"), code="AC01")
    outside.round()
    outside.act("day", date="2026-08-31")
    records.collect("bank", outside.mailbox, who="test")
    kinds = {"PAIN002": "pain.002.001.03", "CAMT054": "camt.054.001.08"}
    files = list(records.IncomingFile.objects.order_by("pk"))
    assert [file.kind for file in files] == ["PAIN002", "CAMT054", "CAMT054"]
    for file in files:
        described = schema(kinds[file.kind])
        assert described.validate(etree.fromstring(bytes(file.body))), described.error_log


def test_what_cannot_arrive_is_refused_at_once_or_comes_back_within_three_bank_days(outside: Outside) -> None:
    paid("amina", "bram", "chloe")
    outside.act("close", iban=cast.account_of("bram"), code="AC04")
    outside.act("close", iban=cast.account_of("chloe"), code="AC01")
    assert outside.round()["refused"] == 1
    outside.act("day", date="2026-08-05")
    outside.round()
    assert states() == {"Amina": SETTLED, "Bram": SETTLED, "Chloé": ("refused", None, "AC01")}
    assert outside.act("day", date="2026-08-10")["returned"] == 1
    assert outside.round()["returned"] == 1
    assert states()["Bram"] == ("returned", PAYDAY, "AC04")


@pytest.mark.parametrize(
    "fault", ["duplicate:3", "half:2", "late:2", "reorder:2", "lost:2", "503:3", "429", "500:2"]
)
def test_with_every_fault_of_the_line_everybody_is_paid_once(outside: Outside, fault: str) -> None:
    paid("amina", "bram")
    outside.ask("faults", faults=fault)
    for _ in range(6):
        outside.round()
    outside.act("day", date="2026-08-05")
    for _ in range(6):
        outside.round()
    assert states() == {"Amina": SETTLED, "Bram": SETTLED}
    tally = outside.act("tally")
    assert (tally["files"], tally["booked"], tally["booked_twice"]) == (1, 2, 0)
    assert Reject.objects.count() == 0


def test_a_notice_that_is_cut_is_rejected_and_read_whole_the_next_day(outside: Outside) -> None:
    paid("amina")
    outside.round()
    outside.act("day", date="2026-08-05", cut=True)
    assert outside.round() == {"files": 1, "rejected_files": 1}
    assert states()["Amina"][0] == "filed"
    assert outside.act("day", date="2026-08-06")["again"] == 1
    assert outside.round()["settled"] == 1


def test_a_notice_told_twice_settles_once(outside: Outside) -> None:
    paid("amina")
    outside.round()
    outside.act("day", date="2026-08-05", twice=True)
    counts = outside.round()
    assert (counts["files"], counts["settled"], counts["known"]) == (2, 1, 1)
    assert BankAnswer.objects.count() == 3


def test_a_file_refused_whole_is_paid_by_nobody(outside: Outside) -> None:
    paid("amina")
    outside.act("refuse", code="AM04")
    assert outside.round()["refused_files"] == 1
    assert states() == {"Amina": ("refused", None, "AM04")}
    outside.act("day", date="2026-08-31")
    assert outside.act("tally")["booked"] == 0


def test_a_channel_that_refuses_is_told_and_the_file_goes_again_once_a_person_asked(outside: Outside) -> None:
    paid("amina")
    outside.ask("faults", faults="403")
    assert outside.round() == {"not_taken": 1}
    records.close_reject(Reject.objects.get().pk, because=cast.because("agnes"))
    assert outside.round() == {"sent_again": 1}
    outside.round()
    outside.act("day", date="2026-08-05")
    outside.round()
    assert (states(), outside.act("tally")["booked"]) == ({"Amina": SETTLED}, 1)


def left(outside: Outside, name: str, body: bytes) -> str:
    return outside.mailbox.send(name, body, uuid.uuid4()).answer


def written() -> bytes:
    """The bytes of a file that waits."""
    paid("amina")
    return bytes(OutgoingMessage.objects.get().body)


def test_a_second_copy_under_another_name_is_refused_and_books_nothing(outside: Outside) -> None:
    body = written()
    outside.round()
    assert left(outside, "again", body).startswith("201")
    assert outside.round()["rejected"] == 1
    assert Reject.objects.get().reason == "second_copy_refused"
    outside.act("day", date="2026-08-05")
    outside.round()
    assert (states(), outside.act("tally")["booked"]) == ({"Amina": SETTLED}, 1)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (b"<NbOfTxs>1<", b"<NbOfTxs>2<", "AM18"),
        (b"<CtrlSum>1947.14<", b"<CtrlSum>1947.15<", "AM10"),
        (b"<Dt>2026-08-05<", b"<Dt>2025-08-05<", "DT01"),
        (b"KBO-BCE", b"OTHER", "BE05"),
        (b"Ccy='EUR'", b"Ccy='USD'", "FF01"),
        (b"/B/ CHOMAGE", b"CHOMAGE", "FF01"),
        (b"Amina Baert", b"Amina 80.05.17-011.23", "FF01"),
    ],
)
def test_the_bank_checks_for_itself(outside: Outside, before: bytes, after: bytes, said: str) -> None:
    body = written()
    assert before in body
    left(outside, "wrong", body.replace(before, after))
    records.collect("bank", outside.mailbox, who="test")
    payment.read_bank(who="test")
    assert (BankFile.objects.get().state, states()) == ("rejected", {"Amina": ("refused", None, said)})


@pytest.mark.parametrize("body", [b"", b"<x/>", b"nonsense"])
def test_what_is_no_payment_file_is_not_taken(outside: Outside, body: bytes) -> None:
    assert left(outside, "x", body).startswith("422")
    assert outside.act("tally")["files"] == 0


def test_an_account_with_an_impossible_number_is_refused_alone(outside: Outside) -> None:
    body = written().replace(cast.account_of("amina").encode(), b"BE00011000000060")
    left(outside, "wrong", body)
    records.collect("bank", outside.mailbox, who="test")
    payment.read_bank(who="test")
    assert (BankFile.objects.get().state, states()) == ("accepted", {"Amina": ("refused", None, "AC01")})


def test_fates_are_drawn_from_the_seed_and_stay() -> None:
    told = Rules.of_data(7)
    accounts = [iban.make("BE", f"{n:010d}") for n in range(20_000)]
    struck = {account: told.fate(account, "P1", PAYDAY).code for account in accounts}
    codes = [code for code in struck.values() if code]
    assert 40 < len(codes) < 130
    assert set(codes) <= {"AC04", "AC01", "AC06", "MS03", "MD07", "AB05", "ED05"}
    again, other = Rules.of_data(7), Rules.of_data(8)
    assert struck == {account: again.fate(account, "P1", PAYDAY).code for account in accounts}
    assert struck != {account: other.fate(account, "P1", PAYDAY).code for account in accounts}
    back = {told.back_on(PAYDAY, told.fate(a, "P1", PAYDAY)) for a in accounts if struck[a]}
    assert back <= {date(2026, 8, 6), date(2026, 8, 7), date(2026, 8, 10)}


def test_an_account_that_was_closed_takes_nothing_from_that_day_on() -> None:
    rules = Rules(1, KIND, {"BE1": Closed(date(2027, 2, 26), "AC04")})
    assert rules.fate("BE1", "P1", date(2027, 2, 25)).code == ""
    assert (rules.fate("BE1", "P1", date(2027, 2, 26)).code, rules.fate("BE2", "P1", PAYDAY).code) == (
        "AC04",
        "",
    )
