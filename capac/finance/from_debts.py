"""Debts in the ledger: a claim is money to come, in the place of what was charged to ONEM or refused by it."""

from __future__ import annotations

from capac.core.clock import BRUSSELS
from capac.debt import api as debt
from capac.finance.events import Batch, Event

KIND = "debt.DebtEntry"
AGAINST = {"recalculation": "6000", "C12": "1300", "C13": "1300"}
"""What a claim takes the place of, by its cause."""


def events_after(after: int, limit: int) -> Batch:
    """Claims and cancellings above an id. An unknown cause raises KeyError: it must be given its account here."""
    rows = debt.books.entries_after(after, limit=limit)
    return Batch([_event(row) for row in rows], rows[-1].id if rows else None)


def _event(row: debt.books.Booked) -> Event:
    return Event(
        KIND,
        row.id,
        "claimed" if row.cents > 0 else "cancelled",
        row.client_id,
        row.scheme,
        row.month,
        row.at.astimezone(BRUSSELS).date(),
        row.at,
        {"1200": row.cents, AGAINST[row.cause]: -row.cents},
    )
