"""The books: what happened to payments, debts and ONEM's verdicts is posted; a month is closed by a person.

Posting follows from recorded facts and may be done at any time, by anybody, twice. The chain only keeps its order:
first the rooms below have spoken, then the ledger follows.
"""

from __future__ import annotations

from capac.core.period import Month
from capac.finance import api as finance
from capac.people import api as people
from capac.records import api as records

COUNTERS = ("read", "entries", "lines", "stragglers")


def close_books(*, who: str) -> dict[str, int]:
    """Post everything that is not in the ledger yet. Returns the run's counters."""
    with records.running("close_books", COUNTERS, who=who) as progress:
        for name, number in finance.post().items():
            progress.count(name, number)
        return progress.counters


def rebuild_books(*, who: str) -> dict[str, int]:
    """Derive the whole ledger again from nothing. Raises finance.BooksError when a closed month differs."""
    with records.running("rebuild_books", COUNTERS, who=who) as progress:
        for name, number in finance.rebuild().items():
            progress.count(name, number)
        return progress.counters


def close_month(month: Month, *, staff: people.Staff) -> int:
    """Close a month for good; returns the id of its closing. Raises finance.BooksError."""
    with records.running("close_month", (), who=staff.login, about=str(month)):
        return finance.close_month(month, staff=staff)
