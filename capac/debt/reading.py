"""What is claimed from clients: by month for the difference, in full for one client."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet, Sum

from capac.debt.models import Debt, DebtEntry
from capac.records import api as records


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim (above zero) or its cancelling, in cents, with its cause."""

    cents: int
    cause: str
    calculation_id: int
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One debt of a client with its entries, oldest first. `cents` is their sum, `claimed_cents` what was claimed."""

    id: int
    scheme: str
    month: date
    state: str
    opened_at: datetime
    cents: int
    claimed_cents: int
    entries: tuple[Entry, ...]


def claimed(
    clients: Collection[int] | records.Ids | None, months: Collection[date]
) -> dict[tuple[int, str, date], int]:
    """Per client, scheme and month (its first day) the cents claimed and still open. None asks for everybody.

    One query; what is not claimed is absent.
    """
    rows = DebtEntry.objects.filter(debt__state="open", debt__month__in=list(months))
    if clients is not None:
        rows = rows.filter(records.among("debt__client_id", clients))
    return _sums(rows)


def claimed_of_all() -> dict[tuple[int, str, date], int]:
    """The same of every month, for the daily check. One query."""
    return _sums(DebtEntry.objects.filter(debt__state="open"))


def _sums(rows: QuerySet[DebtEntry]) -> dict[tuple[int, str, date], int]:
    sums = rows.values_list("debt__client_id", "debt__scheme", "debt__month").annotate(Sum("cents"))
    return {(client, scheme, month): cents for client, scheme, month, cents in sums}


def debts_of(client_id: int) -> list[Owed]:
    """Every debt of a client, open ones first, then the latest month first. Two queries."""
    rows = (
        Debt.objects.filter(client_id=client_id)
        .prefetch_related("entries")
        .order_by("-state", "-month", "-id")
    )
    return [_owed(row) for row in rows]


def _owed(debt: Debt) -> Owed:
    entries = tuple(
        Entry(row.cents, row.cause, row.calculation, row.at, row.why)
        for row in sorted(debt.entries.all(), key=lambda entry: entry.pk)
    )
    return Owed(
        id=debt.pk,
        scheme=debt.scheme,
        month=debt.month,
        state=debt.state,
        opened_at=debt.opened_at,
        cents=sum(entry.cents for entry in entries),
        claimed_cents=sum(entry.cents for entry in entries if entry.cents > 0),
        entries=entries,
    )
