"""Actiris, VDAB, Forem or ADG as a process: registrations of job-seekers out, over the file channel.

OWN DERIVATION: the services' real files are not public (see capac/dossier/formats/registrations.xsd).
Everything happens on the days of its files; one process plays one service. Acts:
day {"date", "faults": [...]}   what is due up to a day, in files of FILE at most; what goes wrong with the first:
    late     it leaves the next day
    double   it leaves twice
    reorder  its rows stand the other way round, the latest version first
    cut      it is cut in half; the next day it leaves whole, as another file
    stranger it bears the name of another service; the next day it leaves rightly
faulty {"date", "person"}       registrations that are wrong on purpose, and one of a person whom nobody knows
tally {}                        what was sent
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from starlette.applications import Starlette

from capac.core import niss
from world import cast, mailbox, part
from world.files import File
from world.mailbox import Box

SCHEMA = """
CREATE TABLE IF NOT EXISTS sent (reference TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (reference, version));
CREATE TABLE IF NOT EXISTS later (id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, name TEXT NOT NULL,
    body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS file (id INTEGER PRIMARY KEY AUTOINCREMENT);
"""
NAMESPACE = "urn:capac:own-interface:registrations:1"
SERVICES = ("actiris", "vdab", "forem", "adg")
FAULTS = ("late", "double", "reorder", "cut", "stranger")
FILE = 2000
KIND = "REGISTRATIONS"
IN_TIME_DAYS, LATE_PERMILLE, LATE_DAYS = 6, 40, 20
"""Most register within the eight days of the law; some do not. Shares of our own, for the demonstration."""
ENDED_PERMILLE, CORRECTED_PERMILLE = 60, 50


@dataclass(frozen=True)
class Row:
    """One version of a registration, with the day on which it leaves."""

    leaves: date
    reference: str
    version: int
    number: str
    registered: date
    ended: date | None = None
    reason: str = ""


class Service:
    """One regional service: its job-seekers, its mailbox for us."""

    def __init__(self, name: str, box: Box, files: tuple[File, ...]) -> None:
        self.name, self.box = name, box
        box.store.declare(SCHEMA)
        self._files = {file.key: file for file in files if service_of(file) == name}

    def day(self, told: dict[str, Any]) -> dict[str, Any]:
        """Send all that is due up to a day. Doing a day again sends nothing."""
        day, faults = date.fromisoformat(told["date"]), set(told.get("faults", []))
        if unknown := faults - set(FAULTS):
            raise ValueError(f"no fault {', '.join(sorted(unknown))}: there is {', '.join(FAULTS)}")
        with self.box.store.transaction():
            again = self._again(day)
            rows = self._unsent(day)
            for start in range(0, len(rows), FILE):
                self._send(rows[start : start + FILE], day, faults if not start else set())
            keys = [(row.reference, row.version) for row in rows]
            self.box.store.many("INSERT INTO sent VALUES (?, ?)", keys)
        return {"registrations": len(rows), "again": again}

    def faulty(self, told: dict[str, Any]) -> dict[str, Any]:
        """One file with a right registration and four others."""
        day, person = date.fromisoformat(told["date"]), self._files[told["person"]]
        right = Row(day, f"X-{person.key}", 1, person.niss, day)
        texts = [
            _xml(right),
            _xml(right).replace("<version>1<", "<version>0<").replace("X-", "X0-"),
            _xml(Row(day, f"X1-{person.key}", 1, person.niss, day + timedelta(30))),
            _xml(Row(day, f"X2-{person.key}", 1, person.niss, day, day - timedelta(1), "work")),
            _xml(Row(day, f"X3-{person.key}", 1, niss.make(date(1961, 2, 3), 997), day)),
        ]
        with self.box.store.transaction():
            self.box.post(self._name(day), KIND, _batch(self.name, "X", day, texts))
        return {"sent": len(texts)}

    def tally(self, _told: dict[str, Any]) -> dict[str, Any]:
        """Versions and files sent."""
        return {
            "sent": self.box.store.number("SELECT count(*) FROM sent"),
            "files": self.box.store.number("SELECT count(*) FROM file"),
        }

    def _unsent(self, day: date) -> list[Row]:
        sent = set(self.box.store.rows("SELECT reference, version FROM sent"))
        due = (row for file in self._files.values() for row in rows_of(file))
        found = [row for row in due if row.leaves <= day and (row.reference, row.version) not in sent]
        return sorted(found, key=lambda row: (row.leaves, row.reference, row.version))

    def _send(self, rows: list[Row], day: date, faults: set[str]) -> None:
        """Post one file, as the faults will have it."""
        name, texts = self._name(day), [_xml(row) for row in rows]
        right = _batch(self.name, name[:-4], day, texts)
        if "late" in faults:
            self._keep(day, name, right)
            return
        body = right
        if "reorder" in faults:
            body = _batch(self.name, name[:-4], day, texts[::-1])
        if "cut" in faults:
            body = right[: len(right) // 2]
        if "stranger" in faults:
            another = next(one for one in SERVICES if one != self.name)
            body = _batch(another, name[:-4], day, texts)
        if {"cut", "stranger"} & faults:
            self._keep(day, f"again-{name}", right)
        for _ in range(2 if "double" in faults else 1):
            self.box.post(name, KIND, body)

    def _keep(self, day: date, name: str, body: bytes) -> None:
        self.box.store.rows("INSERT INTO later (day, name, body) VALUES (?, ?, ?)", str(day), name, body)

    def _again(self, day: date) -> int:
        """What went wrong on an earlier day leaves rightly."""
        rows = self.box.store.rows("SELECT id, name, body FROM later WHERE day < ? ORDER BY id", str(day))
        for number, name, body in rows:
            self.box.post(name, KIND, bytes(body))
            self.box.store.rows("DELETE FROM later WHERE id = ?", number)
        return len(rows)

    def _name(self, day: date) -> str:
        number = self.box.store.number("INSERT INTO file DEFAULT VALUES RETURNING id")
        return f"{self.name}-{day:%Y%m%d}-{number}.xml"


def service_of(file: File) -> str:
    """The service of the region of a person's office; ADG for those who speak German in Wallonia."""
    region = _regions()[file.office]
    if region == "wallonia":
        return "adg" if file.language == "de" else "forem"
    return {"flanders": "vdab", "brussels": "actiris"}[region]


def rows_of(file: File) -> Iterator[Row]:
    """The versions of a person's registration: most in time, a few late, corrected, or ended by work."""
    rng = Random(f"{file.key}/registration")
    first = min((body.first for one in file.decisions for body in one.bodies), default=file.since)
    late = rng.randrange(1000) < LATE_PERMILLE
    registered = first + timedelta(8 + rng.randint(1, LATE_DAYS) if late else rng.randint(0, IN_TIME_DAYS))
    reference = f"R-{file.key}"
    yield Row(registered, reference, 1, file.niss, registered)
    version = 1
    if rng.randrange(1000) < CORRECTED_PERMILLE:
        version, registered = 2, registered - timedelta(1)
        yield Row(registered + timedelta(3), reference, 2, file.niss, registered)
    if rng.randrange(1000) < ENDED_PERMILLE:
        ended = registered + timedelta(rng.randint(20, 120))
        yield Row(ended, reference, version + 1, file.niss, registered, ended, "work")


def _xml(row: Row) -> str:
    end = f"<endedOn>{row.ended}</endedOn><reason>{row.reason}</reason>" if row.ended else ""
    return (
        f"<registration><reference>{row.reference}</reference><version>{row.version}</version>"
        f"<inss>{row.number}</inss><registeredOn>{row.registered}</registeredOn>{end}</registration>"
    )


def _batch(service: str, file_id: str, day: date, texts: list[str]) -> bytes:
    head = f'fileId="{file_id}" createdAt="{day}T06:00:00+02:00" service="{service}" count="{len(texts)}"'
    inner = "\n".join(texts)
    return f'<RegistrationBatch xmlns="{NAMESPACE}" {head}>\n{inner}\n</RegistrationBatch>\n'.encode()


def _regions() -> dict[str, str]:
    return {row["code"]: row["region"] for row in cast.offices()}


def application(service: Service) -> Starlette:
    """The service as a server."""
    acts = {"day": service.day, "faulty": service.faulty, "tally": service.tally}
    return mailbox.application(service.box, receive=_refuse, acts=acts)


def _refuse(name: str, _body: bytes) -> None:
    raise mailbox.RefusedError(415, f"{name}: nothing is left with a regional service")


def main(argv: list[str]) -> int:
    """Serve until told to end."""
    parser = part.of_people("regions", "A regional service: registrations of job-seekers out.")
    parser.add_argument("--service", choices=SERVICES, required=True)
    return part.main(
        parser, argv, lambda box, told: application(Service(told.service, box, part.people(told)))
    )
