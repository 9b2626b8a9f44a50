"""The front door of debt."""

from capac.debt import for_books as books
from capac.debt.check import check
from capac.debt.follow import Change, DebtError, follow
from capac.debt.reading import Entry, Owed, claimed, claimed_of_all, debts_of
from capac.debt.timeline import timeline

__all__ = [
    "Change", "DebtError", "Entry", "Owed", "books", "check", "claimed", "claimed_of_all", "debts_of",
    "follow", "timeline",
]  # fmt: skip
