"""The bank as a process: payment files in, what became of them out, over the file channel.

A file that can be read is answered at once (pain.002): taken, taken in part, or refused whole. On its day
the act `day` books it (camt.054), and within three bank days what does not arrive comes back (camt.054).
A file is known by its message id and booked once, whatever dies and whatever is sent again. Acts:
day {"date", "cut": true, "twice": true}  all that is due; notices go out cut and whole the next day, or twice
refuse {"code"}                           the next file is refused whole
close {"iban", "code"}                    from now on nothing arrives on an account
tally {}                                  what was received, booked and sent back
"""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

from starlette.applications import Starlette

from world import bank_messages, mailbox, population, serving
from world.bank_book import Book
from world.bank_files import PaymentFile, UnreadableError, faults, read
from world.bank_rules import Rules
from world.faults import FaultError
from world.mailbox import Box

SCHEMA = """
CREATE TABLE IF NOT EXISTS bank_day (day TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refusal (id INTEGER PRIMARY KEY, code TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS notice_again (name TEXT PRIMARY KEY, body BLOB NOT NULL);
"""
BEGINNING = "2026-01-01"
STATUS, NOTICE = "PAIN002", "CAMT054"
SECOND_COPY = "AM05"


class Bank:
    """Our account at the bank: its files, its bookings, its mailbox for us."""

    def __init__(self, box: Box, rules: Rules) -> None:
        self.box = box
        box.store.declare(SCHEMA)
        self.book = Book(box.store, rules)

    @property
    def today(self) -> date:
        """The last day that was asked for."""
        found = self.box.store.row("SELECT max(day) FROM bank_day")
        return date.fromisoformat(found[0] if found and found[0] else BEGINNING)

    def receive(self, _name: str, body: bytes) -> None:
        """Take a payment file and answer it. Raises RefusedError for what is no payment file at all."""
        try:
            file = read(body)
        except UnreadableError as error:
            raise mailbox.RefusedError(422, str(error)) from error
        number = self.book.next_number("status")
        answer = bank_messages.Status(f"PSR-{number:06d}", self.today, file.message_id, file.payment_id)
        self.box.post(f"{answer.message_id}.xml", STATUS, bank_messages.status(answer, *self._judged(file)))

    def day(self, told: dict[str, Any]) -> dict[str, Any]:
        """Book and send back all that is due up to a day. Doing a day again does nothing."""
        day, cut, twice = date.fromisoformat(told["date"]), bool(told.get("cut")), bool(told.get("twice"))
        with self.box.store.transaction():
            self.box.store.rows("INSERT INTO bank_day VALUES (?)", str(day))
            again = self._again()
            notices = [*self.book.book_due(day), *self.book.send_back_due(day)]
            for notice in notices:
                self._tell(notice, cut=cut)
                if twice:
                    self._tell(self.book.renumbered(notice), cut=False)
        counts = self.book.tally()
        return {
            "again": again,
            "notices": len(notices),
            "booked": counts["booked"],
            "returned": counts["returned"],
        }

    def refuse(self, told: dict[str, Any]) -> dict[str, Any]:
        """The next file is refused whole, for a reason."""
        self.box.store.rows("INSERT INTO refusal (code) VALUES (?)", str(told.get("code", "FF01")))
        return {}

    def close(self, told: dict[str, Any]) -> dict[str, Any]:
        """From now on nothing arrives on an account."""
        self.book.close(str(told["iban"]), str(told.get("code", "AC04")), self.today)
        return {}

    def tally(self, _told: dict[str, Any]) -> dict[str, Any]:
        """What was received, booked and sent back so far; `booked_twice` says of how many end-to-end ids."""
        return {"today": str(self.today), **self.book.tally()}

    def _judged(self, file: PaymentFile) -> tuple[str, str, dict[str, str]]:
        """Status of the group, its reason, and the refused transfers with theirs."""
        if self.book.has(file.message_id):
            return "RJCT", SECOND_COPY, {}
        wrong = self._refusal() or faults(file, self.today)
        if wrong:
            return "RJCT", wrong, {}
        refused = self.book.take(file)
        return ("PART" if refused else "ACCP"), "", refused

    def _refusal(self) -> str:
        """The refusal that was asked for, used up."""
        found = self.box.store.row(
            "DELETE FROM refusal WHERE id = (SELECT min(id) FROM refusal) RETURNING code"
        )
        return str(found[0]) if found else ""

    def _tell(self, notice: bank_messages.Notice, *, cut: bool) -> None:
        """Post a notice; cut, it goes out in half now and whole with the next day."""
        name, body = f"{notice.message_id}.xml", bank_messages.notice(notice)
        if cut:
            self.box.store.rows(
                "INSERT INTO notice_again VALUES (?, ?)", f"{notice.message_id}-again.xml", body
            )
            body = body[: len(body) // 2]
        self.box.post(name, NOTICE, body)

    def _again(self) -> int:
        """What went out cut the day before goes out whole."""
        rows = self.box.store.rows("SELECT name, body FROM notice_again ORDER BY name")
        for name, body in rows:
            self.box.post(name, NOTICE, bytes(body))
        self.box.store.rows("DELETE FROM notice_again")
        return len(rows)


def application(bank: Bank) -> Starlette:
    """The bank as a server."""
    acts = {"day": bank.day, "refuse": bank.refuse, "close": bank.close, "tally": bank.tally}
    return mailbox.application(bank.box, receive=bank.receive, acts=acts)


def main(argv: list[str]) -> int:
    """Serve until told to end."""
    parser = serving.parser("bank", "The bank: payment files in, what became of them out.")
    parser.add_argument("--seed", type=int, default=population.SEED)
    told = parser.parse_args(argv)
    box = Box(told.folder, token=serving.token())
    try:
        box.faults.ask(told.faults)
        serving.serve(application(Bank(box, Rules.of_data(told.seed))), port=told.port, folder=told.folder)
    except (FaultError, serving.PortTakenError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0
