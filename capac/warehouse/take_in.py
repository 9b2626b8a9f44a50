"""Import: the rows of a file into the table of their fact. Good rows load, bad ones are told with line, column, reason.

All good rows in one transaction. The same file again changes nothing; with `replace`, rows that differ are replaced,
and what they were is kept.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from capac.core.clock import BRUSSELS
from capac.warehouse import replacing
from capac.warehouse.facts import PERIOD, Fact, ValueFault, facts, value
from capac.warehouse.read_rows import File, ImportFault, Row, opened
from capac.warehouse.replacing import columns, names
from capac.warehouse.sources import live_years

FIRST_YEAR, LAST_YEAR = 1990, 2060
LINE = "file_line"
REPORT = (LINE, "column", "reason")


@dataclass(frozen=True)
class BadRow:
    """Why a row is not loaded: its line, the column ("" the whole row) and the reason."""

    line: int
    column: str
    reason: str


@dataclass
class TakenIn:
    """What became of a file's rows. `unchanged` were there before."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    bad_rows: int = 0
    faults: list[BadRow] = field(default_factory=list)
    ignored: tuple[str, ...] = ()


def take_in(fact_name: str, path: Path, *, period: int | None, replace: bool, run_id: int) -> TakenIn:
    """Load a file. Bad rows also go to <file>.rejects.csv. Raises ImportFault where nothing can be loaded."""
    fact = _fact(fact_name)
    closed = _closed_years(fact, period)
    told, rejects = TakenIn(), path.with_suffix(".rejects.csv")
    with opened(path) as file, _Rejects(rejects, file.columns) as bad, transaction.atomic():
        told.ignored = _check_columns(fact, file, path)
        _stage(fact)
        _copy(
            fact,
            _read(fact, file, closed=closed, period=period, bad=bad, told=told),
            period=period,
            run_id=run_id,
        )
        repeated = _repeated(fact)
        _merge(fact, told, replace=replace)
        if repeated:
            _tell_repeated(path, repeated, bad=bad, told=told)
    return told


def _fact(name: str) -> Fact:
    if name not in facts():
        raise ImportFault(f"{name} is no fact that can be imported: use one of {', '.join(sorted(facts()))}")
    return facts()[name]


def _closed_years(fact: Fact, period: int | None) -> frozenset[int]:
    """The years that a live room fills. Raises ImportFault for a period that is missing, odd or filled."""
    if fact.since is None and period is None:
        raise ImportFault(f"{fact.name} has no date of its own: say the year with --period 2024")
    if period is not None and not FIRST_YEAR <= period <= LAST_YEAR:
        raise ImportFault(f"the period {period} lies outside {FIRST_YEAR} to {LAST_YEAR}")
    closed = live_years(fact.room) if fact.room else frozenset()
    if period in closed:
        raise ImportFault(f"{fact.name} of {period} come from the application itself and are not imported")
    return closed


def _check_columns(fact: Fact, file: File, path: Path) -> tuple[str, ...]:
    """The columns that are not of the fact, which are left aside. Raises ImportFault for a missing one."""
    if missing := [name for name in fact.columns if name not in file.columns]:
        raise ImportFault(
            f"{path.name} has no column {', '.join(missing)}; {fact.name} needs {', '.join(fact.columns)}"
        )
    return tuple(name for name in file.columns if name not in fact.types)


def _read(
    fact: Fact, file: File, *, closed: frozenset[int], period: int | None, bad: _Rejects, told: TakenIn
) -> Iterator[tuple[int, list[Any]]]:
    """The good rows: line, and values in the order of the fact's types."""
    place = {name: number for number, name in enumerate(file.columns)}
    wanted = [(name, kind, place.get(name), name in fact.needed) for name, kind in fact.types.items()]
    since = list(fact.types).index(fact.since) if fact.since else None
    for row in file.rows:
        values, faults = _values(row, wanted, len(file.columns))
        if not faults and since is not None:
            faults = _dated(row.line, str(fact.since), _day(values[since]), closed=closed, period=period)
        if faults:
            bad.put(row, faults)
            told.bad_rows += 1
            told.faults += faults
        else:
            yield row.line, values


def _values(
    row: Row, wanted: Iterable[tuple[str, Any, int | None, bool]], width: int
) -> tuple[list[Any], list[BadRow]]:
    values: list[Any] = []
    faults: list[BadRow] = []
    if len(row.values) != width:
        return values, [BadRow(row.line, "", f"has {len(row.values)} values, the header {width}")]
    for name, kind, place, needed in wanted:
        try:
            one = value(kind, row.values[place]) if place is not None else None
        except ValueFault as fault:
            faults.append(BadRow(row.line, name, str(fault)))
            continue
        if one is None and needed:
            faults.append(BadRow(row.line, name, "is empty"))
        values.append(one)
    return values, faults


def _dated(line: int, column: str, day: date, *, closed: frozenset[int], period: int | None) -> list[BadRow]:
    """What is wrong with the day of a row: its year is filled by a live room, or is not the one that was named."""
    if day.year in closed:
        return [BadRow(line, column, f"{day.year} comes from the application itself and is not imported")]
    if period is not None and day.year != period:
        return [BadRow(line, column, f"{day} lies outside {period}, the period of this import")]
    return []


def _day(moment: Any) -> date:
    return moment.astimezone(BRUSSELS).date() if isinstance(moment, datetime) else moment


def _run(statement: sql.Composed) -> int:
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        return int(raw.execute(statement).rowcount)


def _stage(fact: Fact) -> None:
    """A table of this transaction alone, in which the rows of the file wait."""
    _run(
        sql.SQL(
            "CREATE TEMP TABLE incoming ON COMMIT DROP AS SELECT 0::bigint AS {}, {} FROM {} WITH NO DATA"
        ).format(sql.Identifier(LINE), names(columns(fact)), sql.Identifier(fact.table))
    )


def _copy(fact: Fact, rows: Iterable[tuple[int, list[Any]]], *, period: int | None, run_id: int) -> None:
    tail = [run_id] if fact.since else [period, run_id]
    statement = sql.SQL("COPY incoming ({}) FROM STDIN").format(names([LINE, *columns(fact)]))
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        with raw.copy(statement) as copy:
            for line, values in rows:
                copy.write_row([line, *values, *tail])


def _repeated(fact: Fact) -> dict[int, str]:
    """The lines whose key stands on an earlier line already; they are taken out of what waits."""
    key = ", ".join(name for name in fact.key if name != PERIOD)
    statement = sql.SQL(
        "DELETE FROM incoming AS i USING (SELECT {line}, MIN({line}) OVER (PARTITION BY {key}) AS first FROM incoming)"
        " AS f WHERE i.{line} = f.{line} AND f.{line} > f.first RETURNING i.{line}, f.first"
    ).format(line=sql.Identifier(LINE), key=names(fact.key))
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        return {
            line: f"the same {key} stands on line {first} already" for line, first in raw.execute(statement)
        }


def _merge(fact: Fact, told: TakenIn, *, replace: bool) -> None:
    """From the waiting rows into the fact's table: new ones are added, known ones replaced only where wished."""
    table, keys = sql.Identifier(fact.table), names(fact.key)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM incoming")
        waiting = int(cursor.fetchone()[0])
    if replace:
        _run(replacing.cut(fact))
        _run(replacing.keep(fact))
        told.replaced = _run(replacing.replace(fact))
    told.added = _run(
        sql.SQL(
            "INSERT INTO {} ({columns}) SELECT {columns} FROM incoming ON CONFLICT ({}) DO NOTHING"
        ).format(table, keys, columns=names(columns(fact)))
    )
    told.unchanged = waiting - told.added - told.replaced
    _run(sql.SQL("DROP TABLE incoming").format())


def _tell_repeated(path: Path, repeated: dict[int, str], *, bad: _Rejects, told: TakenIn) -> None:
    """A second reading of the file, for the rows as they were given."""
    with opened(path) as again:
        for row in again.rows:
            if row.line in repeated:
                fault = BadRow(row.line, "", repeated[row.line])
                bad.put(row, [fault])
                told.bad_rows += 1
                told.faults.append(fault)


class _Rejects:
    """<file>.rejects.csv: the bad rows as they were given, with line, column and reason after them."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        """A file of rejects that is imported again keeps its own three last columns out of the next one."""
        self.path, self.rows = path, 0
        self.columns = [name for name in columns if name not in REPORT]
        self.aside = {place for place, name in enumerate(columns) if name in REPORT}

    def __enter__(self) -> _Rejects:
        self.file = self.path.open("w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.file, lineterminator="\n")
        self.writer.writerow([*self.columns, *REPORT])
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        """Without a bad row, or where nothing is loaded, there is no such file."""
        self.file.close()
        if kind or not self.rows:
            self.path.unlink()

    def put(self, row: Row, faults: list[BadRow]) -> None:
        """A bad row, whatever its length."""
        self.rows += 1
        kept = [one for place, one in enumerate(row.values) if place not in self.aside]
        columns, reasons = (" | ".join(getattr(one, name) for one in faults) for name in ("column", "reason"))
        self.writer.writerow([*kept, row.line, columns, reasons])
