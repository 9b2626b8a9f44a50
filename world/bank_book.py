"""The bank's books: files taken, each transfer with its fate, what was booked and what was sent back. On disk.

A file is taken once, booked once, and each transfer sent back once: every step is marked where it is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from world.bank_files import PaymentFile, Transfer, is_possible
from world.bank_messages import Line, Notice
from world.bank_rules import Closed, Fate, Rules
from world.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS payment_file (message_id TEXT PRIMARY KEY, account TEXT NOT NULL, execution_date TEXT NOT NULL,
    booked_on TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS transfer (message_id TEXT NOT NULL, end_to_end_id TEXT NOT NULL, cents INTEGER NOT NULL,
    iban TEXT NOT NULL, code TEXT NOT NULL, back_on TEXT NOT NULL, is_back INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (message_id, end_to_end_id));
CREATE INDEX IF NOT EXISTS transfer_back ON transfer (back_on) WHERE back_on <> '' AND NOT is_back;
CREATE TABLE IF NOT EXISTS closed_account (iban TEXT PRIMARY KEY, code TEXT NOT NULL, since TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS numbered (what TEXT PRIMARY KEY, last INTEGER NOT NULL);
"""
IMPOSSIBLE = Fate("AC01", at_once=True)


class Book:
    """Files, bookings and returns, beside the mailbox on disk. Call it in the mailbox's transaction."""

    def __init__(self, store: Store, rules: Rules) -> None:
        self._store = store
        self._rules = rules
        store.declare(SCHEMA)

    def has(self, message_id: str) -> bool:
        """Whether a file was taken before."""
        return self._store.row("SELECT 1 FROM payment_file WHERE message_id = ?", message_id) is not None

    def take(self, file: PaymentFile) -> dict[str, str]:
        """Keep a file with the fate of its transfers; returns those refused at once, with the code."""
        day = file.execution_date
        fates = {row.end_to_end_id: self._fate(row, day) for row in file.transfers}
        sql = "INSERT INTO payment_file (message_id, account, execution_date) VALUES (?, ?, ?)"
        self._store.rows(sql, file.message_id, file.account, str(day))
        rows = [
            (
                file.message_id, row.end_to_end_id, row.cents, row.iban, fate.code,
                str(self._rules.back_on(day, fate)) if fate.code else "",
            )
            for row in file.transfers
            if not (fate := fates[row.end_to_end_id]).at_once
        ]  # fmt: skip
        sql = "INSERT INTO transfer (message_id, end_to_end_id, cents, iban, code, back_on) VALUES (?, ?, ?, ?, ?, ?)"
        self._store.many(sql, rows)
        return {reference: fate.code for reference, fate in fates.items() if fate.at_once}

    def book_due(self, today: date) -> Iterator[Notice]:
        """Book the files whose day has come, each on its own day."""
        due = "booked_on = '' AND execution_date <= ? ORDER BY execution_date, message_id"
        files = f"SELECT message_id, account, execution_date FROM payment_file WHERE {due}"
        for message_id, account, day in self._store.rows(files, str(today)):
            self._store.rows("UPDATE payment_file SET booked_on = ? WHERE message_id = ?", day, message_id)
            sql = "SELECT end_to_end_id, cents FROM transfer WHERE message_id = ? ORDER BY end_to_end_id"
            lines = tuple(Line(*row) for row in self._store.rows(sql, message_id))
            if lines:
                yield Notice(self._notice_id(), account, date.fromisoformat(day), message_id, lines, False)

    def send_back_due(self, today: date) -> Iterator[Notice]:
        """What comes back up to a day, by file and day; only of what was booked."""
        due = "back_on <> '' AND NOT is_back AND back_on <= ? AND booked_on <> ''"
        files = f"SELECT DISTINCT message_id, account, back_on FROM transfer JOIN payment_file USING (message_id) WHERE {due}"
        for message_id, account, day in self._store.rows(f"{files} ORDER BY 3, 1", str(today)):
            sql = """UPDATE transfer SET is_back = 1 WHERE message_id = ? AND back_on = ? AND NOT is_back
                RETURNING end_to_end_id, cents, code"""
            lines = tuple(Line(*row) for row in sorted(self._store.rows(sql, message_id, day)))
            yield Notice(self._notice_id(), account, date.fromisoformat(day), message_id, lines, True)

    def account(self) -> str:
        """The account from which we pay, as our first file said; that of nobody before it."""
        found = self._store.row("SELECT account FROM payment_file ORDER BY rowid LIMIT 1")
        return str(found[0]) if found else "BE00000000000000"

    def renumbered(self, notice: Notice) -> Notice:
        """The same notice under another id: the bank says it twice."""
        return replace(notice, message_id=self._notice_id())

    def close(self, iban: str, code: str, since: date) -> None:
        """An account takes nothing any more."""
        sql = "INSERT INTO closed_account VALUES (?, ?, ?) ON CONFLICT (iban) DO UPDATE SET code = excluded.code"
        self._store.rows(sql, iban, code, str(since))

    def next_number(self, what: str) -> int:
        """The next number of a kind of message."""
        sql = "INSERT INTO numbered VALUES (?, 1) ON CONFLICT (what) DO UPDATE SET last = last + 1 RETURNING last"
        return self._store.number(sql, what)

    def tally(self) -> dict[str, Any]:
        """Files, transfers and cents booked and sent back, and how many end-to-end ids were booked twice."""
        booked = "FROM transfer JOIN payment_file USING (message_id) WHERE booked_on <> ''"
        twice = f"SELECT count(*) FROM (SELECT 1 {booked} GROUP BY end_to_end_id HAVING count(*) > 1)"
        return {
            "files": self._store.number("SELECT count(*) FROM payment_file"),
            "booked": self._store.number(f"SELECT count(*) {booked}"),
            "booked_cents": self._store.number(f"SELECT sum(cents) {booked}"),
            "returned": self._store.number("SELECT count(*) FROM transfer WHERE is_back"),
            "returned_cents": self._store.number("SELECT sum(cents) FROM transfer WHERE is_back"),
            "booked_twice": self._store.number(twice),
        }

    def arrived(self) -> dict[str, int]:
        """Cents that arrived and stayed, by end-to-end id."""
        sql = """SELECT end_to_end_id, sum(cents) FROM transfer JOIN payment_file USING (message_id)
            WHERE booked_on <> '' AND NOT is_back GROUP BY end_to_end_id"""
        return dict(self._store.rows(sql))

    def _fate(self, transfer: Transfer, day: date) -> Fate:
        if not is_possible(transfer.iban):
            return IMPOSSIBLE
        found = self._store.row("SELECT since, code FROM closed_account WHERE iban = ?", transfer.iban)
        closed = Closed(date.fromisoformat(found[0]), found[1]) if found else None
        return self._rules.fate(transfer.iban, transfer.end_to_end_id, day, closed=closed)

    def _notice_id(self) -> str:
        return f"NTC-{self.next_number('notice'):06d}"
