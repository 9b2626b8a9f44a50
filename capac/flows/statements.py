"""What papers tell of a client's payments: one payment with what was paid before it, and a period month by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from capac.core.period import Month
from capac.payment import api as payment

MADE = ("filed", "settled")
"""States of a payment that a statement is made of: it is at the bank, or on the account."""
COUNTED = ("prepared", "released", "filed", "settled")


@dataclass(frozen=True, slots=True)
class PaymentStatement:
    """One payment of a month. `earlier_cents`: gross of payments made before it for the same month and scheme."""

    view: payment.MonthView
    paid: payment.PaidView
    earlier_cents: int


@dataclass(frozen=True, slots=True)
class CertifiedMonth:
    """A month of a scheme as it was paid, in cents. `allowances_halves` is what it was computed with last."""

    month: date
    scheme: str
    allowances_halves: int
    gross_cents: int
    tax_cents: int
    kept_cents: int
    transfer_cents: int
    paid_on: tuple[date, ...]


def statements(client_id: int) -> list[PaymentStatement]:
    """Every payment made to a client, the latest first. Three queries."""
    found = [
        PaymentStatement(view, paid, _earlier(view, paid.id))
        for view in payment.months_of(client_id)
        for paid in view.payments
        if paid.state in MADE
    ]
    return sorted(found, key=lambda one: (one.paid.execution_date, one.paid.id), reverse=True)


def certified(client_id: int, first: Month, last: Month) -> list[CertifiedMonth]:
    """What the bank paid for the months from one to another, oldest first; a month without payment is absent."""
    months = [view for view in payment.months_of(client_id) if first.first <= view.month <= last.first]
    told = [_certified(view) for view in months if any(paid.state == "settled" for paid in view.payments)]
    return sorted(told, key=lambda one: (one.month, one.scheme))


def _certified(view: payment.MonthView) -> CertifiedMonth:
    paid = [one for one in view.payments if one.state == "settled"]
    gross, tax, transfer = (
        _sum(one.gross_cents for one in paid),
        _sum(one.tax_cents for one in paid),
        _sum(one.transfer_cents for one in paid),
    )
    days = sorted({one.settled_on or one.execution_date for one in paid})
    return CertifiedMonth(
        view.month,
        view.scheme,
        view.allowances_halves,
        gross,
        tax,
        gross - tax - transfer,
        transfer,
        tuple(days),
    )


def _earlier(view: payment.MonthView, payment_id: int) -> int:
    earlier = (one for one in view.payments if one.id < payment_id and one.state in COUNTED)
    return _sum(one.gross_cents for one in earlier)


def _sum(cents: Iterable[int]) -> int:
    return sum(cents)
