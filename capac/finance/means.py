"""ONEM's means as the ledger says: what was advanced by day, and per payment type what is still at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from capac.finance.models import Advance, Line

AT_HAND = ("1000", "1010", "2000")
"""The account at the bank, less what is with the bank or released and has not left yet."""
TO_PAY_OVER = ("2100", "2200")
"""Tax and what is withheld for others: still on the account and not ours to spend."""


@dataclass(frozen=True, slots=True)
class Means:
    """One payment type: advanced by ONEM, on the account less what is on its way, to pay over to others. Cents."""

    scheme: str
    advanced_cents: int
    at_hand_cents: int
    to_pay_over_cents: int


def means_by_scheme() -> list[Means]:
    """Every payment type of which something is booked. One query."""
    rows = Line.objects.values_list("scheme").order_by("scheme")
    return [
        Means(scheme, -advanced, at_hand, -over)
        for scheme, advanced, at_hand, over in rows.annotate(
            advanced=_sum(Q(account="3000")),
            at_hand=_sum(Q(account__in=AT_HAND)),
            over=_sum(Q(account__in=TO_PAY_OVER)),
        )
    ]


def advances_by_day(first: date, last: date) -> dict[date, int]:
    """What ONEM advanced on each day from one to another, in cents. One query."""
    rows = Advance.objects.filter(received_on__gte=first, received_on__lte=last).order_by()
    return dict(rows.values_list("received_on").annotate(Sum("cents")))


def received_until(day: date) -> int:
    """All that ONEM advanced up to and with a day, in cents. One query."""
    rows = Advance.objects.filter(received_on__lte=day)
    return int(rows.aggregate(cents=Coalesce(Sum("cents"), 0))["cents"])


def _sum(which: Q) -> Coalesce:
    return Coalesce(Sum("cents", filter=which), 0)
