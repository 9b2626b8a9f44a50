"""What the ledger reads of debts: every claim and cancelling, in the order in which it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from capac.debt.models import DebtEntry


@dataclass(frozen=True, slots=True)
class Booked:
    """A claim (above zero) or its cancelling, in cents, of one client, scheme and month, with its cause."""

    id: int
    client_id: int
    scheme: str
    month: date
    cents: int
    cause: str
    at: datetime


_COLUMNS = ("pk", "debt__client_id", "debt__scheme", "debt__month", "cents", "cause", "at")


def entries_after(after: int, *, limit: int) -> list[Booked]:
    """Entries above an id, in order. One query."""
    rows = DebtEntry.objects.filter(pk__gt=after).order_by("pk").values_list(*_COLUMNS)
    return [Booked(*row) for row in rows[:limit]]
