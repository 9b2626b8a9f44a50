"""The bank is killed at lines spread over its work: each file is taken once, booked once, and told of once."""

from __future__ import annotations

import json
import signal
import uuid
from datetime import date, datetime
from pathlib import Path

import httpx

from capac.core import iban
from capac.core.clock import BRUSSELS
from capac.payment.pain001 import Debtor, Transfer, render
from capac.records.mailbox import Item, Mailbox
from tests.flows.walk import TOKEN, Bank

SHARES = (5, 25, 50, 75, 90)
"""Where to die, in hundredths of the lines of an undisturbed piece of work. What is kept shortens the later ones."""
TRANSFERS, CLOSED = 12, iban.make("BE", "7770000000")
ORDERED = datetime(2026, 8, 3, 15, 0, tzinfo=BRUSSELS)


def file() -> bytes:
    """Twelve transfers, the first onto an account that will be closed."""
    accounts = [CLOSED, *(iban.make("BE", f"99000{n:05d}") for n in range(1, TRANSFERS))]
    transfers = [
        Transfer(f"P{n:012d}", 100 + n, account, "Synthetic", "/B/ CHOMAGE")
        for n, account in enumerate(accounts)
    ]
    debtor = Debtor("CAPAC", iban.make("BE", "6790000000"), "PCHQBEBB")
    return render("CAPAC-DYING-1", ORDERED, date(2026, 8, 5), debtor=debtor, transfers=transfers)


def work(bank: Bank, body: bytes, key: uuid.UUID) -> bool:
    """Everything that is asked of the bank. False when it died of it."""
    try:
        bank.act("close", iban=CLOSED, code="AC04")
        sent = Mailbox(bank.address, TOKEN).send("CAPAC-DYING-1", body, key)
        bank.act("day", date="2026-08-05")
        bank.act("day", date="2026-08-14")
    except httpx.HTTPError:
        return False
    return sent.accepted


def waiting(bank: Bank) -> list[Item]:
    """What the bank has for us."""
    box, after = Mailbox(bank.address, TOKEN), ""
    found: list[Item] = []
    while page := box.waiting(after):
        found += page.items
        after = page.next
    return found


def lines(folder: Path, *, works: bool) -> int:
    """How many lines a bank executes from its start to its end."""
    bank = Bank(folder)
    bank.start("count")
    if works:
        assert work(bank, file(), uuid.uuid4())
    assert bank.process is not None
    bank.process.send_signal(signal.SIGINT)
    bank.process.wait(10)
    return int(json.loads(bank.log.read_text().splitlines()[-1])["lines"])


def test_killed_anywhere_it_takes_books_and_tells_once(tmp_path: Path) -> None:
    idle, busy = (lines(tmp_path / str(works), works=works) for works in (False, True))
    bank, body, key = Bank(tmp_path / "bank"), file(), uuid.uuid4()
    places = set()
    try:
        for share in SHARES:
            bank.start("kill", idle + (busy - idle) * share // 100)
            if not work(bank, body, key):
                assert bank.process is not None
                bank.process.wait(10)
                places.add(bank.died)
            bank.end()
        bank.start()
        assert work(bank, body, key)
        tally, items = bank.act("tally"), waiting(bank)
    finally:
        bank.end()
    assert (tally["files"], tally["booked"], tally["booked_twice"], tally["returned"]) == (1, TRANSFERS, 0, 1)
    assert [item.kind for item in items] == ["PAIN002", "CAMT054", "CAMT054"]
    assert len({item.name for item in items}) == 3
    assert len(places) >= 3, places
