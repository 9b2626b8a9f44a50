"""ONSS as a process: employers' declarations out in batches (FI, FS, GO), our answers in, over the file channel.

Everything happens on the days of its batches. Acts:
day {"date", "faults": [...]}   what is due up to a day, in a batch a form; what goes wrong with the first of them:
    late           its trigger leaves the next day
    double         all its files leave twice
    reorder        its trigger leaves first, its data last
    cut            its data is cut in half; the next day it leaves whole, as another batch
    bad_signature  another key signs it; the next day it leaves rightly signed, as another batch
faulty {"date", "person"}       declarations that are wrong on purpose, and one of a person whom nobody knows
tally {}                        what was sent, and what the payment body answered
The keys stand in the folder: senders.jwks and own.jwk are the product's (CAPAC_ONSS_KEYS, CAPAC_ONSS_SIGNING_KEY).
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from lxml import etree
from starlette.applications import Starlette

from capac.core import niss
from world import mailbox, onss_employers, onss_messages, part
from world.files import File
from world.mailbox import Box
from world.onss_messages import SENDER, Declared, form, name

SCHEMA = """
CREATE TABLE IF NOT EXISTS sent (ticket TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS batch (id INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TABLE IF NOT EXISTS batch_data (name TEXT PRIMARY KEY, application TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS later (id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, application TEXT NOT NULL,
    kind TEXT NOT NULL, name TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS answer (name TEXT PRIMARY KEY, taken INTEGER NOT NULL, refused INTEGER NOT NULL);
"""
BATCH = 2000
BEGINNING = date(2026, 6, 1)
FAULTS = ("late", "double", "reorder", "cut", "bad_signature")
ALGORITHM: Final = "Ed25519"
WHOLE = "whole"


class Onss:
    """ONSS: its employers, its mailbox for us, what we answered."""

    def __init__(self, box: Box, files: tuple[File, ...], folder: Path) -> None:
        self.box, self._files = box, {file.key: file for file in files}
        box.store.declare(SCHEMA)
        self._key, self._stranger = keys(folder), OKPKey.generate_key(ALGORITHM, {"kid": SENDER})
        self._theirs = OKPKey.import_key(json.loads((folder / "own.jwk").read_text(encoding="ascii")))

    def day(self, told: dict[str, Any]) -> dict[str, Any]:
        """Send all that is due up to a day. Doing a day again sends nothing."""
        day, faults = date.fromisoformat(told["date"]), list(told.get("faults", []))
        if unknown := set(faults) - set(FAULTS):
            raise ValueError(f"no fault {', '.join(sorted(unknown))}: there is {', '.join(FAULTS)}")
        with self.box.store.transaction():
            again = self._again(day)
            rows = self._unsent(day)
            for application in sorted({row.form for row in rows}):
                of_form = [row for row in rows if row.form == application]
                for start in range(0, len(of_form), BATCH):
                    body = onss_messages.file(application, map(form, of_form[start : start + BATCH]))
                    self._send(application, body, day, faults=faults)
                    faults = []
            self.box.store.many("INSERT INTO sent VALUES (?)", [(row.ticket,) for row in rows])
        return {"declarations": len(rows), "again": again}

    def faulty(self, told: dict[str, Any]) -> dict[str, Any]:
        """One batch with a right declaration and three wrong ones."""
        day, person = date.fromisoformat(told["date"]), self._files[told["person"]]
        month = (day.replace(day=1) - timedelta(1)).replace(day=1)
        right = Declared("WECH505", f"{day:%Y%m%d}RIGHT", person.niss, month, {month: {"5.1": 760}})
        texts = [
            form(right),
            form(_as(right, f"{day:%Y%m%d}HOURS")).replace("<HoursNumber>", "<HoursNumber>-"),
            form(_as(right, f"{day:%Y%m%d}CAUSE")).replace(">5.1<", ">5.2<"),
            form(_as(right, f"{day:%Y%m%d}NOBODY", number=niss.make(date(1961, 2, 3), 997))),
        ]
        with self.box.store.transaction():
            self._send("WECH505", onss_messages.file("WECH505", texts), day, faults=[])
        return {"sent": len(texts)}

    def receive(self, file: str, body: bytes) -> None:
        """Take an answer, its data first and its trigger last. Raises RefusedError for another file, for one that comes
        before its turn, or for data whose signature does not fit."""
        kind, _, rest = file.partition(".")
        if kind not in {"FO", "FS", "GO"} or not rest.startswith(("ACRF-", "NOTI-")):
            raise mailbox.RefusedError(415, f"{file}: an answer is FO, FS or GO of ACRF or NOTI")
        if kind == "FS":
            self._check(f"FO.{rest}", body)
        if kind == "GO" and not self.box.store.row("SELECT 1 FROM in_file WHERE name = ?", f"FS.{rest}"):
            raise mailbox.RefusedError(422, f"{file}: its data and its signature are not here")
        if kind == "FO":
            results = [node.text for node in etree.fromstring(body).iter("ResultCode")]
            counts = (results.count("1"), results.count("0"))
            self.box.store.rows("INSERT INTO answer VALUES (?, ?, ?)", rest, *counts)
            if rest.startswith("ACRF-") and counts[1]:
                self._refused(f"FI.{rest.removeprefix('ACRF-')}")

    def tally(self, _told: dict[str, Any]) -> dict[str, Any]:
        """Declarations and batches sent; of batches and of forms, how many were taken and refused."""
        found = {"sent": self.box.store.number("SELECT count(*) FROM sent")}
        found["batches"] = self.box.store.number("SELECT count(*) FROM batch")
        for kind, what in (("ACRF", "batches"), ("NOTI", "forms")):
            for column in ("taken", "refused"):
                sql = f"SELECT coalesce(sum({column}), 0) FROM answer WHERE name LIKE ?"
                found[f"{what}_{column}"] = self.box.store.number(sql, f"{kind}-%")
        return found

    def _unsent(self, day: date) -> list[Declared]:
        """What is due and has not left, in the order in which it was made."""
        sent = {row[0] for row in self.box.store.rows("SELECT ticket FROM sent")}
        found, month = [], BEGINNING
        while month < day:
            found += [
                one.declared
                for one in onss_employers.due(tuple(self._files.values()), month)
                if one.day <= day and one.declared.ticket not in sent
            ]
            month = (month + timedelta(31)).replace(day=1)
        return sorted(found, key=lambda row: (row.created, row.ticket))

    def _refused(self, data: str) -> None:
        """A batch that was not taken leaves once more, with the next day, as another batch."""
        row = self.box.store.row("SELECT application, body FROM batch_data WHERE name = ?", data)
        if row is not None:
            self._keep(BEGINNING, str(row[0]), WHOLE, "", bytes(row[1]))

    def _send(self, application: str, body: bytes, day: date, *, faults: list[str]) -> None:
        """Post one batch under a new name, as the faults will have it."""
        number = self.box.store.number("INSERT INTO batch DEFAULT VALUES RETURNING id")
        names = {kind: name(kind, application, day, number) for kind in ("FI", "FS", "GO")}
        signer = self._stranger if "bad_signature" in faults else self._key
        files = {"FI": body, "FS": _signature(names["FI"], body, signer), "GO": b""}
        if {"cut", "bad_signature"} & set(faults):
            self._keep(day, application, WHOLE, "", body)
        else:
            self.box.store.rows("INSERT INTO batch_data VALUES (?, ?, ?)", names["FI"], application, body)
        if "cut" in faults:
            files["FI"] = body[: len(body) // 2]
        kinds = ["GO", "FS", "FI"] if "reorder" in faults else ["FI", "FS", "GO"]
        for kind in kinds * (2 if "double" in faults else 1):
            if kind == "GO" and "late" in faults:
                self._keep(day, application, kind, names[kind], files[kind])
            else:
                self.box.post(names[kind], f"WECH_{kind}", files[kind])

    def _keep(self, day: date, application: str, *what: str | bytes) -> None:
        sql = "INSERT INTO later (day, application, kind, name, body) VALUES (?, ?, ?, ?, ?)"
        self.box.store.rows(sql, str(day), application, *what)

    def _again(self, day: date) -> int:
        """What went wrong on an earlier day leaves rightly."""
        sql = "SELECT id, application, kind, name, body FROM later WHERE day < ? ORDER BY id"
        rows = self.box.store.rows(sql, str(day))
        for number, application, kind, file, body in rows:
            if kind == WHOLE:
                self._send(application, bytes(body), day, faults=[])
            else:
                self.box.post(file, f"WECH_{kind}", bytes(body))
            self.box.store.rows("DELETE FROM later WHERE id = ?", number)
        return len(rows)

    def _check(self, file: str, signature: bytes) -> None:
        row = self.box.store.row("SELECT body FROM in_file WHERE name = ?", file)
        try:
            told = json.loads(jws.deserialize_compact(signature.decode(), self._theirs, [ALGORITHM]).payload)
        except (JoseError, ValueError):
            told = None
        if row is None or told != _statement(file, bytes(row[0])):
            raise mailbox.RefusedError(422, f"{file}: the signature does not fit")


def keys(folder: Path) -> OKPKey:
    """The sender's key, drawn once; beside it the files that the product is told of."""
    kept = folder / "sender.jwk"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        ours, own = (OKPKey.generate_key(ALGORITHM, {"kid": kid}) for kid in (SENDER, "capac"))
        _write(folder / "senders.jwks", {"keys": [ours.as_dict(private=False)]})
        _write(folder / "own.jwk", own.as_dict(private=True))
        _write(kept, ours.as_dict(private=True))
    return OKPKey.import_key(json.loads(kept.read_text(encoding="ascii")))


def _write(path: Path, told: Any) -> None:
    path.touch(mode=0o600)
    path.write_text(json.dumps(told), encoding="ascii")


def _signature(file: str, body: bytes, key: OKPKey) -> bytes:
    header = {"alg": ALGORITHM, "kid": SENDER}
    return jws.serialize_compact(
        header, json.dumps(_statement(file, body)), key, algorithms=[ALGORITHM]
    ).encode()


def _statement(file: str, body: bytes) -> dict[str, Any]:
    return {"file": file, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}


def _as(one: Declared, ticket: str, number: str = "") -> Declared:
    return Declared(one.form, ticket, number or one.number, one.month, one.days)


def application(onss: Onss) -> Starlette:
    """ONSS as a server."""
    acts = {"day": onss.day, "faulty": onss.faulty, "tally": onss.tally}
    return mailbox.application(onss.box, receive=onss.receive, acts=acts)


def main(argv: list[str]) -> int:
    """Serve until told to end."""
    parser = part.of_people("onss", "ONSS: employers' declarations out, our answers in.")
    return part.main(parser, argv, lambda box, told: application(Onss(box, part.people(told), told.folder)))
