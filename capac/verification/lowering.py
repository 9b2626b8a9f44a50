"""What verification takes out of what is owed, and what ONEM said of a client's payments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from capac.core import clock
from capac.verification.judging import LOSSES
from capac.verification.models import Outcome

Key = tuple[int, str, date]
Lowered = dict[Key, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """The last outcome known of one payment, amount in cents."""

    payment_id: int
    month: date
    outcome: str
    phase: int
    amount_cents: int
    cause: str
    recoverable: bool
    definitive: bool
    notified_on: date


def lowered(
    clients: Collection[int] | None, months: Collection[date], *, known: datetime | None = None
) -> Lowered:
    """Per client, scheme and reference month (its first day): (C12 or C13, cents) of what may be recovered.

    Of each expense the last phase known counts, so an acceptance lifts an earlier C12. None asks for
    everybody. What was our fault alone (AR 167 § 1, 4°) or the client's own act lowers nothing.
    """
    rows = _latest(known).filter(expense__month__in=list(months))
    if clients is not None:
        rows = rows.filter(expense__client_id__in=list(clients))
    found: dict[Key, dict[str, int]] = {}
    for row in rows.select_related("expense"):
        if row.recoverable and row.outcome in LOSSES:
            key = (row.expense.client_id, row.expense.scheme, row.expense.month)
            causes = found.setdefault(key, {})
            causes[row.outcome] = causes.get(row.outcome, 0) + row.amount_cents
    return {key: tuple(sorted(causes.items())) for key, causes in found.items()}


def changed_since(moment: datetime, known: datetime) -> set[tuple[int, date]]:
    """Clients and reference months of which an outcome became known after the first moment, up to the second."""
    rows = Outcome.objects.filter(known_at__gt=moment, known_at__lte=known)
    return set(rows.values_list("expense__client_id", "expense__month").distinct())


def outcomes_of(client_id: int) -> list[Said]:
    """The last outcome of each payment of a client that ONEM has spoken of, latest month first. One query."""
    rows = _latest(None).filter(expense__client_id=client_id).select_related("expense")
    said = [
        Said(
            row.expense.payment_id, row.expense.month, row.outcome, row.phase, row.amount_cents, row.cause,
            row.recoverable, row.definitive, row.notified_on,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(said, key=lambda one: (one.month, one.payment_id), reverse=True)


def _latest(known: datetime | None) -> QuerySet[Outcome]:
    rows = Outcome.objects.filter(known_at__lte=known or clock.now())
    return rows.order_by("expense_id", "-phase").distinct("expense_id")
