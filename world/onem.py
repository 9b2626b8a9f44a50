"""ONEM as a process: decisions and cards out, expenditure files in, outcomes out, over the file channel.

Everything happens on the days of its files. The act `day` lets ONEM do all that is due up to a date, in
one transaction: a batch of C2, a batch of electronic cards, the outcomes whose date has come. Acts:
day {"date", "cut": ["C2"]}     what is named in `cut` goes out cut in half, and whole the next day
faulty {"date", "kinds", "person"}  files that are wrong on purpose (onem_messages.FAULTY)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.applications import Starlette

from world import mailbox, onem_answers, onem_files, onem_messages, part
from world.files import Card, Decision, File
from world.mailbox import Box
from world.onem_files import Files
from world.onem_ledger import Ledger

SCHEMA = """
CREATE TABLE IF NOT EXISTS sent (id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS again (name TEXT PRIMARY KEY, kind TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS today (day TEXT NOT NULL);
"""
BATCH = 2000
BEGINNING = "2026-01-01"


@dataclass(frozen=True)
class Due:
    """A message with the day from which it may leave."""

    day: date
    id: str
    text: str


class Onem:
    """ONEM: its files, its mailbox for us, its ledger of our expenses."""

    def __init__(self, box: Box, files: tuple[File, ...]) -> None:
        self.box = box
        box.store.declare(SCHEMA)
        self.ledger = Ledger(box.store, files)
        self._files = {file.key: file for file in files}
        self.introduced = Files(box.store, self._files)
        self._decisions = sorted(_decisions(files), key=lambda row: (row[0], row[1].key))
        self._cards = sorted(_cards(files), key=lambda row: (row[0], row[1].key, row[2].version))

    @property
    def today(self) -> date:
        """The last day that was asked for."""
        found = self.box.store.row("SELECT max(day) FROM today")
        return date.fromisoformat(found[0] if found and found[0] else BEGINNING)

    def day(self, told: dict[str, Any]) -> dict[str, Any]:
        """Do all that is due up to a day. Doing a day again sends nothing."""
        day, cut = date.fromisoformat(told["date"]), set(told.get("cut", []))
        with self.box.store.transaction():
            self.box.store.rows("INSERT INTO today VALUES (?)", str(day))
            counts = {"again": self._again()}
            counts["c2"] = self._send("C2", self._decisions_due(day), day, cut="C2" in cut)
            counts["answers"] = self._answer(day)
            counts["ec3"] = self._send("EC3", self._cards_due(day), day, cut="EC3" in cut)
            counts["verification"] = sum(self._tell(*due) for due in list(self.ledger.due(day)))
        return counts

    def faulty(self, told: dict[str, Any]) -> dict[str, Any]:
        """Send files that are wrong on purpose."""
        day, person = date.fromisoformat(told["date"]), self._files[told["person"]]
        with self.box.store.transaction():
            for name in told["kinds"]:
                kind, body = onem_messages.faulty(name, day, person)
                self.box.post(f"{kind}-{day:%Y%m%d}-{name}.xml", kind, body)
        return {"sent": len(told["kinds"])}

    def receive(self, name: str, body: bytes) -> None:
        """Take an expenditure file, what follows it, or a file of a client (C9). Raises RefusedError for any other file and for a wrong one."""
        if name.startswith(onem_answers.PREFIXES):
            self.ledger.answers.receive(name, body)
            return
        if name.startswith(onem_files.PREFIX):
            self.introduced.receive(name, body, today=self.today)
            return
        if not name.startswith("C10-"):
            raise mailbox.RefusedError(
                415, f"{name}: a file for ONEM bears a name that begins with C9- or C10-"
            )
        self.ledger.receive(name, body, today=self.today)

    def tally(self, _told: dict[str, Any]) -> dict[str, Any]:
        """What was sent, received and said so far."""
        sent = self.box.store.number("SELECT count(*) FROM sent")
        return {"today": str(self.today), "sent": sent, **self.ledger.state()}

    def _decisions_due(self, day: date) -> list[Due]:
        return self._unsent(
            Due(issued, onem_messages.c2_id(file, decision), onem_messages.c2(file, decision))
            for issued, file, decision in self._decisions
            if issued <= day
        )

    def _cards_due(self, day: date) -> list[Due]:
        return self._unsent(
            Due(sent, onem_messages.card_id(file, card), onem_messages.ec3(file, card))
            for sent, file, card in self._cards
            if sent <= day
        )

    def _unsent(self, rows: Iterable[Due]) -> list[Due]:
        sent = {row[0] for row in self.box.store.rows("SELECT id FROM sent")}
        return [row for row in rows if row.id not in sent]

    def _send(self, kind: str, rows: list[Due], day: date, *, cut: bool) -> int:
        """Post messages in batches; cut, the first batch goes out in half and is kept for the next day."""
        for number in range(0, len(rows), BATCH):
            part = rows[number : number + BATCH]
            file_id = f"{kind}-{day:%Y%m%d}-{number // BATCH + 1}"
            body = onem_messages.batch(kind, file_id, day, [row.text for row in part])
            if cut and not number:
                self.box.store.rows("INSERT INTO again VALUES (?, ?, ?)", f"{file_id}-again.xml", kind, body)
                body = onem_messages.cut(body)
            self.box.post(f"{file_id}.xml", kind, body)
        self.box.store.many("INSERT INTO sent VALUES (?)", [(row.id,) for row in rows])
        return len(rows)

    def _answer(self, day: date) -> int:
        """What ONEM says of the files introduced there, and its decisions on them. Doing a day again says nothing."""
        answers = self.introduced.answers(day)
        if answers:
            name = f"C9ANSWERS-{day:%Y%m%d}"
            self.box.post(f"{name}.xml", "C9ANSWERS", onem_files.batch(answers, name, day))
        decided = [
            Due(day, onem_messages.c2_id(file, one), onem_messages.c2(file, one))
            for file, one in self.introduced.decisions(day)
        ]
        if decided:
            name = f"C2-{day:%Y%m%d}-C9"
            self.box.post(
                f"{name}.xml", "C2", onem_messages.batch("C2", name, day, [row.text for row in decided])
            )
        return len(answers) + len(decided)

    def _again(self) -> int:
        """What went out cut the day before goes out whole."""
        rows = self.box.store.rows("SELECT name, kind, body FROM again ORDER BY name")
        for name, kind, body in rows:
            self.box.post(name, kind, bytes(body))
        self.box.store.rows("DELETE FROM again")
        return len(rows)

    def _tell(self, month: str, phase: int, day: date) -> int:
        name = f"VERIFICATION-{month}-{phase}.xml"
        self.box.post(name, "VERIFICATION", self.ledger.tell(month, phase, day))
        return 1


def application(onem: Onem) -> Starlette:
    """ONEM as a server."""
    acts = {"day": onem.day, "faulty": onem.faulty, "tally": onem.tally}
    return mailbox.application(onem.box, receive=onem.receive, acts=acts)


def _decisions(files: tuple[File, ...]) -> list[tuple[date, File, Decision]]:
    """Every decision, but those whose right ends before it begins."""
    return [(one.issued, file, one) for file in files for one in file.decisions if one.bodies]


def _cards(files: tuple[File, ...]) -> list[tuple[date, File, Card]]:
    """Every electronic card; a card on paper comes to the payment body by another way."""
    return [
        (card.sent, file, card)
        for file in files
        if not file.paper
        for cards in file.cards.values()
        for card in cards
    ]


def main(argv: list[str]) -> int:
    """Serve until told to end."""
    parser = part.of_people("onem", "ONEM: decisions and cards out, expenditure files in, verification out.")
    return part.main(parser, argv, lambda box, told: application(Onem(box, part.people(told))))
