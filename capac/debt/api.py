"""The front door of debt."""

from capac.debt.check import check
from capac.debt.follow import Change, DebtError, follow
from capac.debt.reading import Entry, Owed, claimed, claimed_of_all, debts_of

__all__ = ["Change", "DebtError", "Entry", "Owed", "check", "claimed", "claimed_of_all", "debts_of", "follow"]
