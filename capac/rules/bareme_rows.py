"""Rows of the barème as ONEM sent them: a value that is laid under a calculation and wins over the formula.

A table of rows holds from its own date until another table of the same rows, or until a figure of the law
on which its amounts rest (index, limits, shares, minima) changes: an old table never outlives an indexation
(AR 25.11.1991 art. 113), nor a draft of such a figure, on its own day too. Outside `with rows(...)` there are none. docs/decisions/0013 says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from capac.rules import parameters
from capac.rules.layer import remembered
from capac.rules.parameters import Parameter, causes

NAME = "bareme_rows"
FILE = "file of ONEM"
ANY_SOURCE = "ONEM, barème (AR 25.11.1991 art. 111-115)"
TEMPORARY = "_temporary_"
SHARED = ("index_multiplier", "limit_c")
ELSEWHERE = ("limit_ax", "limit_az", "minimum_holidays", "percentage_holidays")
"""Limits and shares of the barème that no row here rests on."""
FAMILIES_OF = ("index_multiplier", "limit_", "minimum_", "fixed_", "percentage_")

Key = tuple[int | None, str, str, str]
"""Wage code (None: any), family, phase, share of temporary unemployment."""


@dataclass(frozen=True)
class Row:
    """One amount of a table, in cents. Either a family and a phase, or the share of temporary unemployment."""

    code: int | None
    family: str
    phase: str
    share: str
    daily_cents: int
    half_cents: int

    @property
    def key(self) -> Key:
        """What the amount is for."""
        return self.code, self.family, self.phase, self.share


@dataclass(frozen=True)
class Table:
    """Rows that hold from one day, and where they come from."""

    valid_from: date
    source: str
    rows: tuple[Row, ...]

    @property
    def shown(self) -> Parameter:
        """The parameter that names them in an answer."""
        return Parameter(NAME, FILE, self.valid_from, self.source, "confirmed")


@dataclass(frozen=True, eq=False)
class Bareme:
    """Tables of rows, at most one of a date. Hashable; two of equal content are equal."""

    tables: tuple[Table, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Names the content; empty where there is none."""
        told = repr(sorted(self.tables, key=lambda table: table.valid_from))
        return hashlib.sha256(told.encode()).hexdigest() if self.tables else ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bareme) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def find(self, key: Key, on: date) -> tuple[Row, Table] | None:
        """The row that holds on a day, with its table; None where the formula speaks."""
        for row, table in self._index.get(key, ()):
            if table.valid_from <= on:
                end = _ends(table.valid_from, bool(key[3]))
                return (row, table) if end is None or on < end else None
        return None

    @cached_property
    def _index(self) -> Mapping[Key, list[tuple[Row, Table]]]:
        """Every row by what it is for, the latest table first."""
        found: dict[Key, list[tuple[Row, Table]]] = {}
        for table in sorted(self.tables, key=lambda table: table.valid_from, reverse=True):
            for row in table.rows:
                found.setdefault(row.key, []).append((row, table))
        return found


NO_ROWS = Bareme()
_IN_FORCE: ContextVar[Bareme] = ContextVar("bareme_rows", default=NO_ROWS)


@contextmanager
def rows(bareme: Bareme) -> Iterator[None]:
    """Inside, these rows win over the formula, from their dates on."""
    token = _IN_FORCE.set(bareme)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def in_force() -> Bareme:
    """The rows that win here and now: whatever remembers a price must remember it under them."""
    return _IN_FORCE.get()


def of_phase(code: int, *, family: str, phase: str, on: date) -> tuple[Row, Table] | None:
    """The row of a wage code, family and phase; one for any code stands in for it."""
    bareme = in_force()
    return bareme.find((code, family, phase, ""), on) or bareme.find((None, family, phase, ""), on)


def of_cause(code: int, *, cause: str, on: date) -> tuple[Row, Table] | None:
    """The row of a wage code and a cause of temporary unemployment. Raises KeyError for an unknown cause."""
    return in_force().find((code, "", "", causes()[cause]["share"]), on)


def shown(since: date) -> Parameter:
    """The parameter of rows that hold since a day, as it is told; their file where it is known here."""
    for table in in_force().tables:
        if table.valid_from == since:
            return table.shown
    return Parameter(NAME, FILE, since, ANY_SOURCE, "confirmed")


def version() -> str:
    """Names the figures of the law and the rows in force: another version means that some figure is another one."""
    digest = in_force().digest
    return f"{parameters.version()}+{digest[:12]}" if digest else parameters.version()


@remembered
def _ends(valid_from: date, temporary: bool) -> date | None:
    """The first day from which a figure on which the rows rest is another one."""
    changes = [
        day
        for name in parameters.names()
        if _rests_on(name, temporary)
        for day, held in _values(name).items()
        if held and (day > valid_from or (day == valid_from and held.get("drafted")))
    ]
    return min(changes, default=None)


def _rests_on(name: str, temporary: bool) -> bool:
    if name in ELSEWHERE or not name.startswith(FAMILIES_OF):
        return False
    return name in SHARED or (TEMPORARY in name) is temporary


def _values(name: str) -> dict[date, dict[str, Any]]:
    values: dict[date, dict[str, Any]] = parameters.told(name)["values"]
    return values
