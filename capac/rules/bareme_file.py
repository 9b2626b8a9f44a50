"""Reading a file of barème rows: CSV, each fault with its line and column (docs/imports.md)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from capac.core.money import MoneyError, parse
from capac.core.workdays import FIRST, LAST
from capac.rules.bareme_rows import Key, Row, Table
from capac.rules.facts import FAMILIES, MAX_DAILY_CENTS, OLD_PHASES, PHASES
from capac.rules.parameters import causes
from capac.rules.read_values import HIGHEST_CODE

COLUMNS = ("code", "family", "phase", "cause", "daily", "half", "valid_from", "source")
MOST_BYTES, MOST_ROWS = 4_000_000, 20_000
LONGEST_SOURCE = 120


@dataclass(frozen=True)
class RowFault:
    """What cannot be read, where. `reason` is a key of the sentences, with `arguments`."""

    line: int
    column: str
    reason: str
    arguments: Mapping[str, str] = field(default_factory=dict)


class _FaultError(ValueError):
    def __init__(self, column: str, reason: str, **arguments: str) -> None:
        super().__init__(reason)
        self.column, self.reason, self.arguments = column, reason, arguments


@dataclass(frozen=True)
class _Line:
    number: int
    row: Row
    valid_from: date
    source: str


def read_table(content: bytes) -> tuple[Table | None, list[RowFault]]:
    """The table of a file, or everything that is wrong with it. A table has one date and one source."""
    try:
        cells = _cells(content)
    except _FaultError as error:
        return None, [RowFault(1, error.column, error.reason, error.arguments)]
    lines: list[_Line] = []
    faults: list[RowFault] = []
    for number, found in cells:
        try:
            lines.append(_line(number, found))
        except _FaultError as error:
            faults.append(RowFault(number, error.column, error.reason, error.arguments))
    faults += _together(lines)
    if faults or not lines:
        return None, faults or [RowFault(1, "", "bareme_empty")]
    return Table(lines[0].valid_from, lines[0].source, tuple(line.row for line in lines)), []


def _cells(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells of each row that is not blank; a row of another width than the first has none."""
    if len(content) > MOST_BYTES:
        raise _FaultError("", "bareme_too_long", most=str(MOST_ROWS))
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        heads = [head.strip() for head in next(reader, [])]
        if sorted(heads) != sorted(COLUMNS):
            raise _FaultError("", "bareme_columns", columns=", ".join(COLUMNS))
        found = [
            (
                reader.line_num,
                dict(zip(heads, map(str.strip, cells), strict=True)) if len(cells) == len(heads) else {},
            )
            for cells in reader
            if cells
        ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _FaultError("", "bareme_not_csv") from error
    if len(found) > MOST_ROWS:
        raise _FaultError("", "bareme_too_long", most=str(MOST_ROWS))
    return found


def _line(number: int, cells: Mapping[str, str]) -> _Line:
    """One row. Raises _FaultError for the first cell that cannot be read."""
    if not cells:
        raise _FaultError("", "bareme_cells", number=str(len(COLUMNS)))
    family, phase, share = (
        _known(cells, name, known)
        for name, known in (("family", FAMILIES), ("phase", PHASES + OLD_PHASES), ("cause", _shares()))
    )
    if bool(share) is bool(family or phase) or bool(family) is not bool(phase):
        raise _FaultError("phase", "bareme_phase_or_cause")
    row = Row(
        _code(cells["code"], needed=bool(share)),
        family,
        phase,
        share,
        _cents(cells, "daily"),
        _cents(cells, "half"),
    )
    if not cells["source"] or len(cells["source"]) > LONGEST_SOURCE or not cells["source"].isprintable():
        raise _FaultError("source", "bareme_source", most=str(LONGEST_SOURCE))
    return _Line(number, row, _date(cells["valid_from"]), cells["source"])


def _shares() -> tuple[str, ...]:
    return tuple(sorted({cause["share"] for cause in causes().values()}))


def _known(cells: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    if cells[name] and cells[name] not in known:
        raise _FaultError(name, "bareme_unknown", value=cells[name], known=", ".join(known))
    return cells[name]


def _code(text: str, *, needed: bool) -> int | None:
    """1 to 99; empty where the amount is the same for every code."""
    if not text and not needed:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 2 or not 1 <= int(text) <= HIGHEST_CODE:
        raise _FaultError("code", "bareme_code", value=text)
    return int(text)


def _cents(cells: Mapping[str, str], name: str) -> int:
    try:
        cents = parse(cells[name])
    except MoneyError as error:
        raise _FaultError(name, "bareme_amount", value=cells[name]) from error
    if not 0 < cents <= MAX_DAILY_CENTS:
        raise _FaultError(name, "bareme_amount", value=cells[name])
    return cents


def _date(text: str) -> date:
    try:
        found = date.fromisoformat(text) if len(text) == len("2026-09-01") else None
    except ValueError:
        found = None
    if found is None or not FIRST <= found <= LAST:
        raise _FaultError("valid_from", "bareme_date", value=text)
    return found


def _together(lines: list[_Line]) -> list[RowFault]:
    """What the rows say against each other: one thing twice, several dates, several sources."""
    faults: list[RowFault] = []
    seen: dict[Key, int] = {}
    for line in lines:
        first = seen.setdefault(line.row.key, line.number)
        if first != line.number:
            faults.append(RowFault(line.number, "code", "bareme_twice", {"line": str(first)}))
        for column, mine, other in (
            ("valid_from", str(line.valid_from), str(lines[0].valid_from)),
            ("source", line.source, lines[0].source),
        ):
            if mine != other:
                faults.append(
                    RowFault(line.number, column, "bareme_several", {"value": mine, "other": other})
                )
    return faults
