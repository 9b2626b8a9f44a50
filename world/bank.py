"""The bank as a process: payment files in, what became of them out, over the file channel.

A file that can be read is answered at once (pain.002): taken, taken in part, or refused whole. On its day
the act `day` books it (camt.054), and within three bank days what does not arrive comes back (camt.054).
A file is known by its message id and booked once, whatever dies and whatever is sent again. Acts:
day {"date", faults}                      all that is due, with a statement when "statement" is asked for. Faults:
    "cut" in half, and whole the next day; "late": only with the next day; "twice", the second under another id;
    "reversed": the last first; "split": 3: each notice over so many files; "unknown": a transfer of nobody's beside
    it; "wrong_sum": the statement's closing balance is a cent off, and right in another one the next day
refuse {"code"}                           the next file is refused whole
silence {}                                the next file that is taken is never answered
newer {}                                  from now on files are answered with pain.002.001.10
close {"iban", "code"}                    from now on nothing arrives on an account
name {"iban", "name"}                     from now on an account bears a name ("": its bank does not say)
decline {"code"}                          the next recall is declined
money {"date", "cents", "reference"}      what comes or goes beside our transfers
tally {}                                  what was received, booked and sent back
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from starlette.applications import Starlette

from world import bank_messages, bank_payee, mailbox, part, population, serving
from world.bank_book import Book
from world.bank_files import PaymentFile, UnreadableError, faults, read
from world.bank_payee import Names, Recalls
from world.bank_rules import Rules
from world.bank_statement import Statements
from world.mailbox import Box

SCHEMA = """
CREATE TABLE IF NOT EXISTS bank_day (day TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refusal (id INTEGER PRIMARY KEY, code TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS notice_again (name TEXT PRIMARY KEY, kind TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS manner (name TEXT PRIMARY KEY, left INTEGER NOT NULL);
"""
BEGINNING = "2026-01-01"
STATUS, NOTICE, STATEMENT, PAYEE, RECALL = "PAIN002", "CAMT054", "CAMT053", "PAYEE", "CAMT029"
NEWER = "pain.002.001.10"
STRANGER = "NOT-OURS-1"
SECOND_COPY = "AM05"


class Bank:
    """Our account at the bank: its files, its bookings, its mailbox for us."""

    def __init__(self, box: Box, rules: Rules) -> None:
        self.box = box
        box.store.declare(SCHEMA)
        self.book = Book(box.store, rules)
        self.statements, self.names, self.recalls = (
            Statements(box.store),
            Names(box.store),
            Recalls(box.store),
        )

    @property
    def today(self) -> date:
        """The last day that was asked for."""
        found = self.box.store.row("SELECT max(day) FROM bank_day")
        return date.fromisoformat(found[0] if found and found[0] else BEGINNING)

    def receive(self, _name: str, body: bytes) -> None:
        """Take what we are sent and answer it. Raises RefusedError for what is no message at all."""
        kind = bank_payee.kind_of(body)
        if kind == "file":
            self._file(body)
        else:
            number = self.book.next_number(kind)
            name, sort, answers = {
                "payee": (f"PAY-{number:06d}", PAYEE, self.names.answer),
                "recall": (f"RCL-{number:06d}", RECALL, self.recalls.answer),
            }[kind]
            self.box.post(f"{name}.xml", sort, answers(body, name, self.today))

    def _file(self, body: bytes) -> None:
        try:
            file = read(body)
        except UnreadableError as error:
            raise mailbox.RefusedError(422, str(error)) from error
        number = self.book.next_number("status")
        answer = bank_messages.Status(f"PSR-{number:06d}", self.today, file.message_id, file.payment_id)
        judged = self._judged(file)
        if judged[0] != "RJCT" and self._manner("silence", use=True):
            return
        message = NEWER if self._manner("newer") else bank_messages.PAIN002
        self.box.post(
            f"{answer.message_id}.xml", STATUS, bank_messages.status(answer, *judged, message=message)
        )

    def day(self, told: dict[str, Any]) -> dict[str, Any]:
        """Book and send back all that is due up to a day. Doing a day again does nothing."""
        day = date.fromisoformat(told["date"])
        with self.box.store.transaction():
            self.box.store.rows("INSERT INTO bank_day VALUES (?)", str(day))
            again = self._again()
            if told.get("unknown"):
                self.statements.other(day, -12_345, STRANGER)
            notices = [*self.book.book_due(day), *self.book.send_back_due(day)]
            if told.get("unknown") and notices:
                line = bank_messages.Line(STRANGER, 12_345)
                notices[0] = replace(notices[0], lines=(*notices[0].lines, line))
            for notice in list(reversed(notices)) if told.get("reversed") else notices:
                self._tell(notice, told)
            if told.get("statement"):
                self._state(day, wrong=bool(told.get("wrong_sum")))
        counts = self.book.tally()
        return {
            "again": again,
            "notices": len(notices),
            "booked": counts["booked"],
            "returned": counts["returned"],
        }

    def manner(self, name: str, times: int) -> dict[str, Any]:
        """So many times the bank behaves so."""
        sql = "INSERT INTO manner VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET left = left + excluded.left"
        self.box.store.rows(sql, name, times)
        return {}

    def silence(self, _told: dict[str, Any]) -> dict[str, Any]:
        """The next file that is taken is never answered."""
        return self.manner("silence", 1)

    def newer(self, _told: dict[str, Any]) -> dict[str, Any]:
        """From now on files are answered with the newer message."""
        return self.manner("newer", 1)

    def name(self, told: dict[str, Any]) -> dict[str, Any]:
        """An account bears a name."""
        self.names.named(str(told["iban"]), str(told["name"]))
        return {}

    def decline(self, told: dict[str, Any]) -> dict[str, Any]:
        """The next recall is declined."""
        self.recalls.decline(str(told.get("code", "CUST")))
        return {}

    def money(self, told: dict[str, Any]) -> dict[str, Any]:
        """What comes or goes beside our transfers."""
        self.statements.other(date.fromisoformat(told["date"]), int(told["cents"]), str(told["reference"]))
        return {}

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

    def _manner(self, name: str, *, use: bool = False) -> bool:
        found = self.box.store.row("SELECT left FROM manner WHERE name = ? AND left > 0", name)
        if found and use:
            self.box.store.rows("UPDATE manner SET left = left - 1 WHERE name = ?", name)
        return bool(found)

    def _tell(self, notice: bank_messages.Notice, told: dict[str, Any]) -> None:
        """Post a notice, with the faults that were asked for."""
        parts = [replace(notice, lines=lines) for lines in notice.split(int(told.get("split", 1)))]
        for one in [parts[0], *(self.book.renumbered(replace(notice, lines=p.lines)) for p in parts[1:])]:
            self._post(one.message_id, NOTICE, bank_messages.notice(one), told)
        if told.get("twice"):
            second = self.book.renumbered(notice)
            self._post(second.message_id, NOTICE, bank_messages.notice(second), {})

    def _post(self, name: str, kind: str, body: bytes, told: dict[str, Any]) -> None:
        """Cut, it goes out in half now and whole with the next day; late, only with the next day."""
        if told.get("cut") or told.get("late"):
            self.box.store.rows("INSERT INTO notice_again VALUES (?, ?, ?)", f"{name}-again.xml", kind, body)
        if not told.get("late"):
            self.box.post(f"{name}.xml", kind, body[: len(body) // 2] if told.get("cut") else body)

    def _state(self, day: date, *, wrong: bool) -> None:
        """The statement of a day of our account; a wrong one is followed by the right one with the next day."""
        account = self.book.account()
        body = self.statements.of(day, account, 1, wrong_by=1 if wrong else 0)
        self.box.post(f"STM-{day:%Y%m%d}-1.xml", STATEMENT, body)
        if wrong:
            right = self.statements.of(day, account, 2)
            self.box.store.rows(
                "INSERT INTO notice_again VALUES (?, ?, ?)", f"STM-{day:%Y%m%d}-2.xml", STATEMENT, right
            )

    def _again(self) -> int:
        """What went out cut, late or wrong the day before goes out whole."""
        rows = self.box.store.rows("SELECT name, kind, body FROM notice_again ORDER BY name")
        for name, kind, body in rows:
            self.box.post(name, kind, bytes(body))
        self.box.store.rows("DELETE FROM notice_again")
        return len(rows)


def application(bank: Bank) -> Starlette:
    """The bank as a server."""
    names = ("day", "refuse", "silence", "newer", "close", "name", "decline", "money", "tally")
    acts = {name: getattr(bank, name) for name in names}
    return mailbox.application(bank.box, receive=bank.receive, acts=acts)


def main(argv: list[str]) -> int:
    """Serve until told to end."""
    parser = serving.parser("bank", "The bank: payment files in, what became of them out.")
    parser.add_argument("--seed", type=int, default=population.SEED)
    return part.main(parser, argv, lambda box, told: application(Bank(box, Rules.of_data(told.seed))))
