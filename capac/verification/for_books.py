"""What the ledger reads of verification: every outcome, in the order in which it was kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from capac.verification.models import Outcome


@dataclass(frozen=True, slots=True)
class Booked:
    """One outcome of one payment in one phase, amount in cents. Of those known, the highest phase counts."""

    id: int
    payment_id: int
    client_id: int
    scheme: str
    month: date
    outcome: str
    phase: int
    amount_cents: int
    cause: str
    recoverable: bool
    known_at: datetime


_COLUMNS = (
    "pk", "expense__payment_id", "expense__client_id", "expense__scheme", "expense__month", "outcome", "phase",
    "amount_cents", "cause", "recoverable", "known_at",
)  # fmt: skip


def outcomes_after(after: int, *, limit: int) -> list[Booked]:
    """Outcomes above an id, in order. One query."""
    return _told(Outcome.objects.filter(pk__gt=after), limit)


def outcomes_of_payments(ids: Collection[int]) -> dict[int, list[Booked]]:
    """All outcomes of these payments by payment, in order. One query."""
    found: dict[int, list[Booked]] = defaultdict(list)
    for row in _told(Outcome.objects.filter(expense__payment_id__in=list(ids)), None):
        found[row.payment_id].append(row)
    return dict(found)


def complements() -> list[Booked]:
    """Payments of which the outcome that counts now is a complement (C14). Two queries."""
    last = Outcome.objects.order_by("expense_id", "-phase").distinct("expense_id").values("pk")
    return _told(Outcome.objects.filter(pk__in=last, outcome="C14"), None)


def _told(rows: QuerySet[Outcome], limit: int | None) -> list[Booked]:
    return [Booked(*row) for row in rows.order_by("pk").values_list(*_COLUMNS)[:limit]]
