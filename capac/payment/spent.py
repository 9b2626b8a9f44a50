"""What was paid in a month, as the expenditure file to ONEM tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from capac.core.period import Span
from capac.payment.models import COUNTED, Payment

PAID = ("filed", "settled")
"""At the bank, or on the client's account; what the bank refused or sent back was not paid."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One payment made, amounts in cents. `kept_cents` is everything withheld but the tax.

    `allowances_halves` and `daily_cents` are of the calculation that it rests on, as its authorisations are.
    """

    payment_id: int
    client_id: int
    scheme: str
    month: date
    authorisations: tuple[int, ...]
    card_id: str
    allowances_halves: int
    daily_cents: int
    gross_cents: int
    tax_cents: int
    kept_cents: int
    transfer_cents: int
    paid_on: date
    end_to_end_id: str


def spent(span: Span) -> Iterator[Spent]:
    """Payments made in a span of days, in the order in which they were prepared."""
    yield from _told(_paid(span))


def spent_by_id(ids: Collection[int]) -> Iterator[Spent]:
    """The same by payment id, whatever became of the payment since."""
    yield from _told(_dated(Payment.objects.filter(pk__in=list(ids))))


def spent_ids(until: date) -> dict[int, date]:
    """The ids of all payments made up to and with a day, each with its day."""
    return dict(_all().filter(paid_on__lte=until).values_list("pk", "paid_on"))


def counted_ids(ids: Collection[int]) -> set[int]:
    """Of these payments, those that count as paid or in flight: not refused, sent back or dropped. One query."""
    rows = Payment.objects.filter(pk__in=list(ids), state__in=COUNTED)
    return set(rows.values_list("pk", flat=True))


def unanswered(span: Span) -> int:
    """How many payments of a span of days are with the bank, which has not said yet what became of them."""
    return _paid(span).filter(state="filed").count()


def first_spent() -> date | None:
    """The day of the first payment ever made."""
    return _all().order_by("paid_on").values_list("paid_on", flat=True).first()


def _told(rows: QuerySet[Any]) -> Iterator[Spent]:
    for row in rows.select_related("calculation__card").order_by("id").iterator(chunk_size=2000):
        card = row.calculation.card
        yield Spent(
            payment_id=row.pk,
            client_id=row.client_id,
            scheme=row.scheme,
            month=row.month,
            authorisations=tuple(row.calculation.authorisations),
            card_id=card.card_id if card else "",
            allowances_halves=row.calculation.allowances_halves,
            daily_cents=row.calculation.daily_cents,
            gross_cents=row.gross_cents,
            tax_cents=row.tax_cents,
            kept_cents=row.gross_cents - row.tax_cents - row.transfer_cents,
            transfer_cents=row.transfer_cents,
            paid_on=row.paid_on,
            end_to_end_id=row.end_to_end_id,
        )


def _paid(span: Span) -> QuerySet[Any]:
    rows = _all().filter(paid_on__gte=span.first)
    return rows if span.last is None else rows.filter(paid_on__lte=span.last)


def _all() -> QuerySet[Any]:
    return _dated(Payment.objects.filter(state__in=PAID))


def _dated(rows: QuerySet[Payment]) -> QuerySet[Any]:
    """Each payment with its day: that of the bank, or the one asked of it while it has not answered."""
    return rows.annotate(
        paid_on=Coalesce(F("settled_on"), F("file__execution_date"), F("run__execution_date"))
    )
