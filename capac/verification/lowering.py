"""What verification takes out of what is owed, and what ONEM said of a client's payments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, QuerySet

from capac.core import clock
from capac.payment import api as payment
from capac.records import api as records
from capac.rules import api as rules
from capac.verification.judging import LOSSES
from capac.verification.models import Outcome

Key = tuple[int, str, date]
Lowered = dict[Key, tuple[tuple[str, int], ...]]
_REFUND = {"C12": "c12-refund", "C13": "c13-refund"}


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome that counts of one payment, amount in cents.

    `refund_by` is the last day on which a C12 or C13 must be back on the benefits account (AR 165), counted from
    the first notification of this payment; None for other outcomes.
    """

    payment_id: int
    month: date
    scheme: str
    outcome: str
    phase: int
    amount_cents: int
    cause: str
    cause_text: str
    recoverable: bool
    definitive: bool
    notified_on: date
    refund_by: date | None


def lowered(
    clients: Collection[int] | records.Ids | None, months: Collection[date], *, known: datetime | None = None
) -> Lowered:
    """Per client, scheme and reference month (its first day): (C12 or C13, cents) of what may be recovered.

    Of each expense the last phase known counts, so an acceptance lifts an earlier C12. None asks for
    everybody. What was our fault alone (AR 167 § 1, 4°) or the client's own act lowers nothing, and neither
    does what ONEM said of a payment that the bank refused or sent back: nobody has that money.
    """
    said = _latest(known).filter(expense__month__in=list(months))
    if clients is not None:
        said = said.filter(records.among("expense__client_id", clients))
    rows = Outcome.objects.filter(pk__in=said.values("pk"), outcome__in=LOSSES, recoverable=True)
    losses = list(rows.select_related("expense"))
    counted = payment.counted_ids({row.expense.payment_id for row in losses})
    found: dict[Key, dict[str, int]] = {}
    for row in losses:
        if row.expense.payment_id in counted:
            causes = found.setdefault((row.expense.client_id, row.expense.scheme, row.expense.month), {})
            causes[row.outcome] = causes.get(row.outcome, 0) + row.amount_cents
    return {key: tuple(sorted(causes.items())) for key, causes in found.items()}


def changed_since(moment: datetime, known: datetime) -> set[tuple[int, date]]:
    """Clients and reference months of which an outcome became known after the first moment, up to the second."""
    rows = Outcome.objects.filter(known_at__gt=moment, known_at__lte=known)
    return set(rows.values_list("expense__client_id", "expense__month").distinct())


def outcomes_of(client_id: int) -> list[Verified]:
    """The outcome that counts of each payment of a client that ONEM has spoken of, latest month first. Two queries."""
    rows = _latest(None).filter(expense__client_id=client_id).select_related("expense")
    notified = Outcome.objects.filter(expense__client_id=client_id).values_list("expense_id")
    first = dict(notified.annotate(Min("notified_on")))
    told = [_verified(row, first[row.expense_id]) for row in rows]
    return sorted(told, key=lambda one: (one.month, one.payment_id), reverse=True)


def _verified(row: Outcome, first_notified: date) -> Verified:
    rule = _REFUND.get(row.outcome)
    return Verified(
        payment_id=row.expense.payment_id,
        month=row.expense.month,
        scheme=row.expense.scheme,
        outcome=row.outcome,
        phase=row.phase,
        amount_cents=row.amount_cents,
        cause=row.cause,
        cause_text=row.cause_text,
        recoverable=row.recoverable,
        definitive=row.definitive,
        notified_on=row.notified_on,
        refund_by=rules.deadline_on(rule, first_notified) if rule else None,
    )


def _latest(known: datetime | None) -> QuerySet[Outcome]:
    rows = Outcome.objects.filter(known_at__lte=known or clock.now())
    return rows.order_by("expense_id", "-phase").distinct("expense_id")
