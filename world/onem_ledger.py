"""ONEM's side of verification: expenditure files in and checked, outcomes decided phase by phase.

A file that its schema or its own sums do not carry is refused with the line. Lines are judged on what
ONEM knows: the person, the decision relied upon, its own count of simple months, and what the scenario
lets it find. Dates follow AR 164 as the reference reads it: of introduction month M the first phase is
told near the end of M+5, the second of M+11, the third of M+13 (example E-V1).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from lxml import etree

import capac
from world import counting, onem_messages
from world.files import File
from world.mailbox import RefusedError
from world.onem_answers import Answers
from world.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS c10 (month TEXT PRIMARY KEY, name TEXT NOT NULL, came TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS line (line_id TEXT PRIMARY KEY, month TEXT NOT NULL, inss TEXT NOT NULL,
    reference_month TEXT NOT NULL, reference TEXT NOT NULL, gross INTEGER NOT NULL, daily INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS line_month ON line (month);
CREATE INDEX IF NOT EXISTS line_person ON line (inss, reference_month);
CREATE TABLE IF NOT EXISTS phase (month TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (month, number));
CREATE TABLE IF NOT EXISTS told (line_id TEXT NOT NULL, phase INTEGER NOT NULL, result TEXT NOT NULL,
    cents INTEGER NOT NULL, cause TEXT NOT NULL, text TEXT NOT NULL, definitive INTEGER NOT NULL,
    PRIMARY KEY (line_id, phase));
"""
NAMESPACE = "{urn:capac:own-interface:c10:1}"
MONTHS_AFTER = {1: 5, 2: 11, 3: 13}
TOLD_ON = 25
"""The day of the month on which outcomes are told."""
TOLERATED_CENTS = 299
DEFINITIVE = {1: {"accepted", "neutralised"}, 2: {"C12"}, 3: {"C13", "C14"}}
"""What a phase settles for good, unless the outcome was final from the start."""
FINAL_CAUSES = {"AR167-1-5", "client"}
"""Final from the start: the register check that was not made, and the client's own act."""
Outcome = tuple[str, int, str, str]
"""Result, cents, cause, words."""
ACCEPTED: Outcome = ("accepted", 0, "", "")
NO_PERSON: tuple[str, str] = ("AR167-1-2", "Nobody in our files has this number")
NO_DECISION: tuple[str, str] = ("AR167-1-2", "No decision of ours bears this reference and sequence")
TOO_MUCH: tuple[str, str] = ("AR167-1-1", "More was paid than the days and the amount give")
TOO_LITTLE: tuple[str, str] = ("underpaid", "Less was paid than the days and the amount give")


@dataclass(frozen=True)
class Line:
    """One expense as the C10 tells it, amounts in cents."""

    line_id: str
    inss: str
    reference_month: str
    reference: str
    gross: int
    daily: int


class Ledger:
    """Expenditure files and what ONEM said of them, beside the mailbox on disk."""

    def __init__(self, store: Store, files: tuple[File, ...]) -> None:
        self._store = store
        self._files: Mapping[str, File] = {file.niss: file for file in files}
        store.declare(SCHEMA)
        self.answers = Answers(store)

    def receive(self, name: str, body: bytes, *, today: date) -> None:
        """Check an expenditure file and keep its lines. Raises RefusedError with what is wrong."""
        month, lines = read(body)
        before = self._store.row("SELECT name FROM c10 WHERE month = ?", month)
        if before:
            raise RefusedError(409, f"the C10 of {month} is here already as {before[0]}")
        known = {row[0] for row in self._store.rows("SELECT line_id FROM line")}
        twice = next((line.line_id for line in lines if line.line_id in known), None)
        if twice:
            raise RefusedError(422, f"{twice} was told in an earlier C10")
        self._store.rows("INSERT INTO c10 VALUES (?, ?, ?)", month, name, str(today))
        self._store.many(
            "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (one.line_id, month, one.inss, one.reference_month, one.reference, one.gross, one.daily)
                for one in lines
            ],
        )

    def due(self, today: date) -> Iterator[tuple[str, int, date]]:
        """Introduction month, phase and date of what is to be told by a day and has not been."""
        for (month,) in self._store.rows("SELECT month FROM c10 ORDER BY month"):
            for phase, months in MONTHS_AFTER.items():
                day = told_on(month, months)
                done = self._store.row("SELECT 1 FROM phase WHERE month = ? AND number = ?", month, phase)
                if day <= today and not done and self._has_more(month, phase):
                    yield month, phase, day

    def tell(self, month: str, phase: int, day: date) -> bytes:
        """Decide every line that a phase still speaks of; the file that tells it. Remembers what was told."""
        said = dict(self._first(month, day) if phase == 1 else self._again(month, phase))
        rows = []
        told = []
        for line_id, (result, cents, cause, text) in said.items():
            definitive = _is_definitive(result, cause, phase)
            rows.append((line_id, phase, result, cents, cause, text, int(definitive)))
            outcome = (result, cents, cause, text)
            told.append(onem_messages.outcome(line_id, outcome, phase=phase, day=day, definitive=definitive))
        self._store.rows("INSERT INTO phase VALUES (?, ?)", month, phase)
        self._store.many("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        return onem_messages.outcomes(month, phase, day, told, len(told))

    def state(self) -> dict[str, dict[str, int]]:
        """Lines by introduction month, and outcomes by result."""
        lines = dict(self._store.rows("SELECT month, count(*) FROM line GROUP BY month"))
        results = dict(self._store.rows("SELECT result, count(*) FROM told GROUP BY result"))
        return {"lines": lines, "told": results}

    def _has_more(self, month: str, phase: int) -> bool:
        """The first phase speaks of every line, even of none; later ones of what is not settled."""
        return phase == 1 or next(iter(self._again(month, phase)), None) is not None

    def _first(self, month: str, day: date) -> Iterator[tuple[str, Outcome]]:
        sql = "SELECT line_id, inss, reference_month, reference, gross, daily FROM line WHERE month = ? ORDER BY line_id"
        for row in self._store.rows(sql, month):
            line = Line(*row)
            yield line.line_id, self._judge(line, day)

    def _again(self, month: str, phase: int) -> Iterator[tuple[str, Outcome]]:
        """What the phase before left open, said once more, but what papers disproved."""
        sql = """SELECT line_id, result, cents, cause, text FROM told JOIN line USING (line_id)
            WHERE month = ? AND phase = ? AND NOT definitive ORDER BY line_id"""
        for line_id, *outcome in self._store.rows(sql, month, phase - 1):
            said = (outcome[0], outcome[1], outcome[2], outcome[3])
            yield line_id, ACCEPTED if self.answers.convinced(line_id, phase - 1) else said

    def _judge(self, line: Line, day: date) -> Outcome:
        file = self._files.get(line.inss)
        if file is None:
            return ("C12", line.gross, *NO_PERSON)
        if not self._knows(file, line.reference, day):
            return ("C12", line.gross, *NO_DECISION)
        if self._is_last(line):
            return self._found(file, line) or self._counted(file, line, day) or ACCEPTED
        return ACCEPTED

    def _knows(self, file: File, reference: str, day: date) -> bool:
        name, _, sequence = reference.rpartition("#")
        sequences = {str(one.sequence) for one in file.decisions if one.issued <= day}
        return name == file.reference and sequence in sequences

    def _is_last(self, line: Line) -> bool:
        """What is found of a month is said of its last expense."""
        sql = "SELECT max(line_id) FROM line WHERE inss = ? AND reference_month = ?"
        found = self._store.row(sql, line.inss, line.reference_month)
        return found is not None and found[0] == line.line_id

    def _found(self, file: File, line: Line) -> Outcome | None:
        """What the scenario lets ONEM find."""
        verdict = file.verdicts.get(line.reference_month)
        if verdict is None:
            return None
        cents = verdict.cents or verdict.days * line.daily
        most = cents if verdict.result == "C14" else min(cents, line.gross)
        return (verdict.result, most, verdict.cause, verdict.text)

    def _counted(self, file: File, line: Line, day: date) -> Outcome | None:
        """Our own count of a simple month against all that was paid for it."""
        sent = [card for card in file.cards.get(line.reference_month, ()) if card.sent <= day]
        owed = counting.gross_cents(file, sent[-1], known=day) if sent else None
        if owed is None:
            return None
        sql = "SELECT sum(gross) FROM line WHERE inss = ? AND reference_month = ?"
        paid = self._store.number(sql, line.inss, line.reference_month)
        return _difference(paid - owed, line.gross)


def _is_definitive(result: str, cause: str, phase: int) -> bool:
    """What no later phase will change."""
    settled = {name for number, names in DEFINITIVE.items() if number <= phase for name in names}
    return result in settled or cause in FINAL_CAUSES


def told_on(month: str, months: int) -> date:
    """The day on which a phase of an introduction month is told."""
    years, zero_based = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + months, 12)
    return date(years, zero_based + 1, TOLD_ON)


def read(body: bytes) -> tuple[str, list[Line]]:
    """The introduction month and the lines of a C10. Raises RefusedError with the line of the first fault."""
    try:
        root = etree.parse(BytesIO(body), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except etree.XMLSyntaxError as error:
        raise RefusedError(422, f"line {error.lineno}: not XML, or cut: {error.msg}") from error
    if not _schema().validate(root):
        first = cast(Any, _schema().error_log)[0]
        raise RefusedError(422, f"line {first.line}: {first.message}")
    month = root.get("introductionMonth", "")
    lines = [_line(element, month) for element in root]
    if len({line.line_id for line in lines}) != len(lines):
        raise RefusedError(422, "one lineId stands twice")
    if len(lines) != int(root.get("count", "0")):
        raise RefusedError(422, f"count says {root.get('count')}, {len(lines)} lines are there")
    total = sum(line.gross for line in lines)
    if total != _cents(root.get("gross", "0.00")):
        raise RefusedError(422, f"gross says {root.get('gross')}, the lines add up to {total} cents")
    return month, lines


def _line(element: etree._Element, month: str) -> Line:
    text = {etree.QName(child).localname: child.text or "" for child in element}
    gross, tax, withheld, net = (_cents(text[name]) for name in ("gross", "tax", "withheld", "net"))
    if net != gross - tax - withheld:
        raise RefusedError(422, f"line {element.sourceline}: net is not gross less tax and withheld")
    if not _inside(text["paidOn"], month):
        raise RefusedError(422, f"line {element.sourceline}: paidOn lies outside {month}")
    daily = _cents(text["dailyAmount"])
    return Line(text["lineId"], text["inss"], text["referenceMonth"], text["authorisation"], gross, daily)


def _inside(day: str, month: str) -> bool:
    year, number = int(month[:4]), int(month[5:])
    return (
        date(year, number, 1)
        <= date.fromisoformat(day)
        <= date(year, number, calendar.monthrange(year, number)[1])
    )


def _difference(cents: int, gross: int) -> Outcome | None:
    """Paid less owed: let be below three euros, rejected when too much, proposed when too little."""
    if cents == 0:
        return None
    if abs(cents) <= TOLERATED_CENTS:
        return ("neutralised", abs(cents), "", "")
    return ("C13", min(cents, gross), *TOO_MUCH) if cents > 0 else ("C14", -cents, *TOO_LITTLE)


def _cents(text: str) -> int:
    euros, _, cents = text.partition(".")
    return int(euros) * 100 + int(cents)


@cache
def _schema() -> etree.XMLSchema:
    formats = Path(capac.__file__).parent / "verification" / "formats"
    return etree.XMLSchema(etree.parse(str(formats / "c10.xsd")))
