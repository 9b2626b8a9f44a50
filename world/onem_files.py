"""What ONEM does with the files (C9) that payment bodies introduce: acknowledge, send back (C51), refuse, decide.

Its own code and its own reading of the message; nothing of the product's. A file is acknowledged on the day after it came
and answered some days later: a seeded share comes back, unless ONEM finds nothing to ask for; a person whom nobody knows
is refused; the others are decided by a C2 that names the file. Its delays and shares are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lxml import etree

from world import mailbox, onem_messages
from world.files import Decision, File
from world.store import Store

PREFIX = "C9-"
C9 = "{urn:capac:own-interface:c9:1}"
NAMESPACE = "urn:capac:own-interface:c9answers:1"
SCHEMA = """
CREATE TABLE IF NOT EXISTS c9 (
    reference TEXT NOT NULL, attempt INTEGER NOT NULL, came TEXT NOT NULL, number TEXT NOT NULL, forms TEXT NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0, answered INTEGER NOT NULL DEFAULT 0,
    decided INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (reference, attempt));
"""
DECIDES_AFTER = timedelta(5)
RETURNED_OF_HUNDRED = 20
"""An invented share: how many files of a hundred come back at the first attempt."""
FAULTS = ("unsigned", "unreadable", "contradictory")


@dataclass(frozen=True)
class Came:
    """A file at ONEM."""

    reference: str
    attempt: int
    came: date
    number: str
    forms: tuple[str, ...]


class Files:
    """The files at ONEM, kept in its store."""

    def __init__(self, store: Store, files: Mapping[str, File]) -> None:
        store.declare(SCHEMA)
        self._store = store
        self._by_number = {file.niss: file for file in files.values()}

    def receive(self, name: str, body: bytes, *, today: date) -> None:
        """Take a C9. Raises RefusedError for one that is not as its schema says; the same again is nothing new."""
        try:
            c9 = etree.fromstring(body, etree.XMLParser(huge_tree=True, resolve_entities=False))
        except etree.XMLSyntaxError as error:
            raise mailbox.RefusedError(422, f"{name}: not XML") from error
        number, reference = c9.findtext(f"{C9}inss") or "", c9.get("reference", "")
        forms = [piece.get("form", "") for piece in c9.findall(f"{C9}piece")]
        if c9.tag != f"{C9}C9" or not (number and reference and forms):
            raise mailbox.RefusedError(422, f"{name}: no reference, no number or no piece")
        self._store.rows(
            "INSERT OR IGNORE INTO c9 (reference, attempt, came, number, forms) VALUES (?, ?, ?, ?, ?)",
            reference, int(c9.get("attempt", "1")), str(today), number, " ".join(sorted(forms)),
        )  # fmt: skip

    def answers(self, day: date) -> list[str]:
        """What ONEM says up to a day but for its decisions: acknowledgements, refusals and files sent back."""
        told = []
        for one in self._waiting("acknowledged"):
            if one.came < day:
                told.append(_answer("received", one, day))
                self._mark("acknowledged", one)
        for one in self._due(day):
            if one.number not in self._by_number:
                told.append(_answer("refused", one, day, fault="nobody of this number is known"))
                self._mark("answered", one)
            elif fault := _fault(one):
                told.append(_answer("C51", one, day, missing=fault))
                self._mark("answered", one)
        return told

    def decisions(self, day: date) -> Iterator[tuple[File, Decision]]:
        """The C2 of the files that are decided up to a day: what the person's last one says, and which file it answers."""
        for one in self._due(day):
            file = self._by_number.get(one.number)
            said = [each for each in file.decisions if each.bodies] if file else []
            if file is None or not said or any(each.issued > day for each in said):
                continue  # what ONEM has still to say of this person comes first
            last = said[-1]
            before = self._store.number("SELECT count(*) FROM c9 WHERE number = ? AND decided", one.number)
            yield file, replace(last, issued=day, sequence=last.sequence + before + 1, answers=one.reference)
            self._mark("answered", one)
            self._mark("decided", one)

    def _due(self, day: date) -> list[Came]:
        return [one for one in self._waiting("answered") if one.came + DECIDES_AFTER <= day]

    def _waiting(self, step: str) -> list[Came]:
        sql = f"SELECT reference, attempt, came, number, forms FROM c9 WHERE NOT {step} ORDER BY reference, attempt"
        return [
            Came(reference, attempt, date.fromisoformat(came), number, tuple(forms.split()))
            for reference, attempt, came, number, forms in self._store.rows(sql)
        ]

    def _mark(self, step: str, one: Came) -> None:
        sql = f"UPDATE c9 SET {step} = 1 WHERE reference = ? AND attempt = ?"
        self._store.rows(sql, one.reference, one.attempt)


def batch(answers: list[str], file_id: str, day: date) -> bytes:
    """A file of answers."""
    head = f'fileId="{file_id}" createdAt="{day}{onem_messages.MORNING}" count="{len(answers)}"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<C9AnswerBatch xmlns="{NAMESPACE}" {head}>\n{"".join(answers)}</C9AnswerBatch>\n'.encode()


def _fault(one: Came) -> tuple[str, str] | None:
    """What ONEM finds wrong with a file at the first attempt, by its reference alone: a form and what is wrong with it."""
    luck = random.Random(one.reference)
    if one.attempt > 1 or luck.randrange(100) >= RETURNED_OF_HUNDRED:
        return None
    return luck.choice(one.forms), luck.choice(FAULTS)


def _answer(
    kind: str, one: Came, day: date, *, fault: str = "", missing: tuple[str, str] | None = None
) -> str:
    lacks = f'<missing form="{missing[0]}" due="{missing[1]}"/>' if missing else ""
    wrong = f"<fault>{fault}</fault>" if fault else ""
    return (
        f"<answer><messageId>{kind}-{one.reference}-{one.attempt}</messageId><kind>{kind}</kind><on>{day}</on>"
        f"<reference>{one.reference}</reference><attempt>{one.attempt}</attempt>{wrong}{lacks}</answer>\n"
    )
