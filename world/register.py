"""The National Register as a process: questions in, answers and changes out, over the file channel.

OWN DERIVATION: the services of the Crossroads Bank that carry it are not public (capac/dossier/formats/register.xsd).
Acts:
day {"date", "faults": [...]}   answer what was asked up to now, and tell the changes that wait; what goes wrong:
    late     the answers leave the next day
    double   they leave twice
    reorder  they leave the other way round
    cut      they are cut in half; the next day they leave whole, as another file
    never    the oldest question is not answered at all
change {"date", "person", "household", "nationality", "residence", "deceased"}   something changes for a person
tally {}                        questions received and answered, changes told
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from lxml import etree
from starlette.applications import Starlette

from world import mailbox, part
from world.files import File
from world.mailbox import Box

SCHEMA = """
CREATE TABLE IF NOT EXISTS question (id TEXT PRIMARY KEY, number TEXT NOT NULL, answered INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS fact (number TEXT NOT NULL, sequence INTEGER NOT NULL, nationality TEXT NOT NULL,
    residence TEXT NOT NULL, household INTEGER NOT NULL, deceased TEXT NOT NULL, told INTEGER NOT NULL,
    PRIMARY KEY (number, sequence));
CREATE TABLE IF NOT EXISTS later (id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, name TEXT NOT NULL,
    body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS file (id INTEGER PRIMARY KEY AUTOINCREMENT);
"""
NAMESPACE = "urn:capac:own-interface:register:1"
FAULTS = ("late", "double", "reorder", "cut", "never")
KIND = "REGISTER"
FOREIGN_PERMILLE, ABROAD_PERMILLE, UNLIKE_PERMILLE = 120, 5, 30
"""Who is not Belgian, lives abroad, or lives otherwise than his category says. Shares of our own."""


@dataclass(frozen=True)
class Fact:
    """What the register holds of a person now."""

    sequence: int
    nationality: str
    residence: str
    household: int
    deceased: str = ""


class Register:
    """The register: its people, the questions that it was asked."""

    def __init__(self, box: Box, files: tuple[File, ...]) -> None:
        self.box = box
        box.store.declare(SCHEMA)
        self._keys = {file.key: file for file in files}
        self._numbers = {file.niss: file for file in files}

    def receive(self, name: str, body: bytes) -> None:
        """Take questions. Raises RefusedError for a file that holds none."""
        root = etree.fromstring(body)
        if etree.QName(root).localname != "RegisterQuestionBatch":
            raise mailbox.RefusedError(415, f"{name}: the register takes questions")
        rows = [(one[0].text, one[1].text) for one in root]
        self.box.store.many("INSERT OR IGNORE INTO question (id, number) VALUES (?, ?)", rows)

    def day(self, told: dict[str, Any]) -> dict[str, Any]:
        """Answer and tell. A question is answered once."""
        day, faults = date.fromisoformat(told["date"]), set(told.get("faults", []))
        if unknown := faults - set(FAULTS):
            raise ValueError(f"no fault {', '.join(sorted(unknown))}: there is {', '.join(FAULTS)}")
        with self.box.store.transaction():
            again = self._again(day)
            asked = self.box.store.rows("SELECT id, number FROM question WHERE answered = 0 ORDER BY rowid")
            if "never" in faults and asked:
                self.box.store.rows("UPDATE question SET answered = 2 WHERE id = ?", asked.pop(0)[0])
            texts = [self._answer(question, number, day) for question, number in asked]
            texts += self._changes(day)
            if texts:
                self._send(texts, day, faults)
            self.box.store.rows("UPDATE question SET answered = 1 WHERE answered = 0")
        return {"answers": len(asked), "told": len(texts) - len(asked), "again": again}

    def change(self, told: dict[str, Any]) -> dict[str, Any]:
        """Something changes for a person; it is told on the next day that is done."""
        person = self._keys[told["person"]]
        with self.box.store.transaction():
            before = self._now(person.niss)
            changed = {
                name: told[name]
                for name in ("household", "nationality", "residence", "deceased")
                if name in told
            }
            self._write(person.niss, replace(before, sequence=before.sequence + 1, **changed), told=0)
        return {"sequence": before.sequence + 1}

    def tally(self, _told: dict[str, Any]) -> dict[str, Any]:
        """Questions received and answered, changes told."""
        count = self.box.store.number
        return {
            "questions": count("SELECT count(*) FROM question"),
            "answered": count("SELECT count(*) FROM question WHERE answered = 1"),
            "changes": count("SELECT count(*) FROM fact WHERE told = 1 AND sequence > 1"),
        }

    def _answer(self, question: str, number: str, day: date) -> str:
        """The answer to a question; of a number that the register does not know, that it does not."""
        head = f"<messageId>A-{question}</messageId><questionId>{question}</questionId>"
        if number not in self._numbers:
            return f"<fact>{head}{_who(number, day)}<notFound>true</notFound></fact>"
        return f"<fact>{head}{_who(number, day)}{_facts(self._now(number))}</fact>"

    def _changes(self, day: date) -> list[str]:
        rows = self.box.store.rows(
            "SELECT number, sequence FROM fact WHERE told = 0 ORDER BY number, sequence"
        )
        self.box.store.rows("UPDATE fact SET told = 1 WHERE told = 0")
        return [
            f"<fact><messageId>C-{self._numbers[number].key}-{sequence}</messageId>{_who(number, day)}"
            f"{_facts(self._now(number, sequence))}</fact>"
            for number, sequence in rows
        ]

    def _now(self, number: str, sequence: int = 0) -> Fact:
        """What the register holds of a person, written down when it is first asked for."""
        where = "sequence = ?" if sequence else "sequence >= ?"
        sql = f"SELECT sequence, nationality, residence, household, deceased FROM fact WHERE number = ? AND {where}"
        row = self.box.store.row(f"{sql} ORDER BY sequence DESC", number, sequence)
        if row:
            return Fact(*row)
        fact = fact_of(self._numbers[number])
        self._write(number, fact, told=1)
        return fact

    def _write(self, number: str, fact: Fact, *, told: int) -> None:
        row = (number, fact.sequence, fact.nationality, fact.residence, fact.household, fact.deceased, told)
        self.box.store.rows("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?)", *row)

    def _send(self, texts: list[str], day: date, faults: set[str]) -> None:
        number = self.box.store.number("INSERT INTO file DEFAULT VALUES RETURNING id")
        name = f"register-{day:%Y%m%d}-{number}.xml"
        right = _batch(name[:-4], day, texts)
        body = _batch(name[:-4], day, texts[::-1]) if "reorder" in faults else right
        if "cut" in faults:
            body = right[: len(right) // 2]
        if {"late", "cut"} & faults:
            sql = "INSERT INTO later (day, name, body) VALUES (?, ?, ?)"
            self.box.store.rows(sql, str(day), f"again-{name}", right)
        if "late" not in faults:
            for _ in range(2 if "double" in faults else 1):
                self.box.post(name, KIND, body)

    def _again(self, day: date) -> int:
        """What went wrong on an earlier day leaves rightly."""
        rows = self.box.store.rows("SELECT id, name, body FROM later WHERE day < ? ORDER BY id", str(day))
        for number, name, body in rows:
            self.box.post(name, KIND, bytes(body))
            self.box.store.rows("DELETE FROM later WHERE id = ?", number)
        return len(rows)


def fact_of(file: File) -> Fact:
    """What the register holds of a person at first: mostly what his category says."""
    rng = Random(f"{file.key}/register")
    family = next((body.family for one in file.decisions for body in one.bodies if body.family), "N")
    alone = (family == "N") != (rng.randrange(1000) < UNLIKE_PERMILLE)
    return Fact(
        sequence=1,
        nationality=rng.choice(("FR", "IT", "MA", "PL")) if rng.randrange(1000) < FOREIGN_PERMILLE else "BE",
        residence="FR" if rng.randrange(1000) < ABROAD_PERMILLE else "BE",
        household=1 if alone else rng.randint(2, 5),
    )


def _who(number: str, day: date) -> str:
    return f"<inss>{number}</inss><dispatchedOn>{day}</dispatchedOn>"


def _facts(fact: Fact) -> str:
    end = f"<deceasedOn>{fact.deceased}</deceasedOn>" if fact.deceased else ""
    return (
        f"<sequence>{fact.sequence}</sequence><nationality>{fact.nationality}</nationality>"
        f"<residence>{fact.residence}</residence><household>{fact.household}</household>{end}"
    )


def _batch(file_id: str, day: date, texts: list[str]) -> bytes:
    head = f'fileId="{file_id}" createdAt="{day}T06:00:00+02:00" count="{len(texts)}"'
    inner = "\n".join(texts)
    return f'<RegisterBatch xmlns="{NAMESPACE}" {head}>\n{inner}\n</RegisterBatch>\n'.encode()


def application(register: Register) -> Starlette:
    """The register as a server."""
    acts = {"day": register.day, "change": register.change, "tally": register.tally}
    return mailbox.application(register.box, receive=register.receive, acts=acts)


def main(argv: list[str]) -> int:
    """Serve until told to end."""
    parser = part.of_people("register", "The National Register: questions in, answers and changes out.")
    return part.main(parser, argv, lambda box, told: application(Register(box, part.people(told))))
