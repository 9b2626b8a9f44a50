"""Rows of the barème as ONEM sent them: a value that is laid under a calculation and wins over the formula.

A row holds from the date of its table until another table has it, or until a figure of the law on which
it rests (index, limit, share, minimum) changes: an old table never outlives an indexation (AR 25.11.1991
art. 113), nor a draft of such a figure, on its own day too. Outside `with rows(...)` there are none.
docs/decisions/0013 says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from capac.rules import parameters
from capac.rules.layer import remembered
from capac.rules.parameters import Parameter, causes

NAME = "bareme_rows"
FILE = "file of ONEM"
ANY_SOURCE = "ONEM, barème (AR 25.11.1991 art. 111-115)"
CAPS = {
    "A1": "limit_a1", "A2": "limit_a2", "A3": "limit_b", "11": "limit_c", "12": "limit_c", "13": "limit_b"
}  # fmt: skip
"""The limit within which the share of the wage of a phase is taken, in both regimes."""
OTHER_LIMITS = ("limit_b", "limit_c")
"""Limits that stand for those of the old second period, which are not known here."""

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
                end = _ends(table.valid_from, *key[1:])
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
def _ends(valid_from: date, family: str, phase: str, share: str) -> date | None:
    """The first day from which a figure on which the row rests is another one."""
    known = set(parameters.names())
    changes = [
        day
        for name in _rests_on(family, phase, share)
        if name in known
        for day, held in parameters.told(name)["values"].items()
        if held and (day > valid_from or (day == valid_from and held.get("drafted")))
    ]
    return min(changes, default=None)


def _rests_on(family: str, phase: str, share: str) -> tuple[str, ...]:
    """The figures of the law behind an amount: index, limit, share, minimum or fixed amount."""
    if share:
        own: tuple[str, ...] = ("limit_c", f"percentage_temporary_{share}", f"minimum_temporary_{share}")
    elif phase in CAPS:
        own = (CAPS[phase], f"percentage_{phase.lower()}", f"minimum_{phase.lower()}_{family}")
    else:
        own = (f"fixed_{phase}_{family}",) if phase in ("X", "B") else OTHER_LIMITS
    return ("index_multiplier", *own)
