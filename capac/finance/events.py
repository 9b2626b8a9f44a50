"""What the ledger is derived from: events of other rooms, each with the lines that it books."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

Lines = Mapping[str, int]
"""Account to cents, debit above zero; they add up to zero."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of one source, what it books, and for whom. `month` is the reference month of a benefit."""

    source_kind: str
    source_id: int
    event: str
    client_id: int | None
    scheme: str
    month: date | None
    day: date
    known_at: datetime
    lines: Lines

    @property
    def source(self) -> tuple[str, int, str]:
        """What is unique of it."""
        return self.source_kind, self.source_id, self.event


@dataclass(frozen=True, slots=True)
class Batch:
    """Events of one source in its order, and how far it was read. Events that book nothing are left out."""

    events: Sequence[Event]
    last_id: int | None


Read = Callable[[int, int], Batch]
"""Reads events above an id, at most so many."""


def lines_of(*parts: tuple[Lines, int]) -> Lines:
    """Lines added up, each set times +1 or -1; accounts that come to zero are left out."""
    found: dict[str, int] = {}
    for lines, times in parts:
        for account, cents in lines.items():
            found[account] = found.get(account, 0) + times * cents
    return {account: cents for account, cents in sorted(found.items()) if cents}
