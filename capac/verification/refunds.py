"""Money given back to the benefits account for definitive C12 (within 12 months) and C13 (within 30), AR 165."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from capac.core import clock
from capac.core.period import Month
from capac.records import api as records
from capac.verification import standing
from capac.verification.models import Refund

LONGEST = 60


class RefundError(ValueError):
    """A refund that cannot be noted. `reason`: kind_unknown, not_above_zero, in_future, reference_missing,
    reference_too_long, more_than_owed, known.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def note_refund(
    introduction_month: Month,
    kind: str,
    cents: int,
    *,
    paid_on: date,
    reference: str,
    because: records.Because,
) -> Refund:
    """Note money that is back on the benefits account, by its bank reference. Raises RefundError."""
    _check(kind, cents, paid_on, reference)
    month = introduction_month.first
    with transaction.atomic():
        if cents > standing.liable(month).get(kind, 0) - standing.given_back(month).get(kind, 0):
            raise RefundError("more_than_owed")
        try:
            with transaction.atomic():
                return Refund.objects.create(
                    introduction_month=month,
                    kind=kind,
                    cents=cents,
                    paid_on=paid_on,
                    reference=reference,
                    noted_by=because.who,
                    known_at=clock.now(),
                )
        except IntegrityError as error:
            raise RefundError("known") from error


def _check(kind: str, cents: int, paid_on: date, reference: str) -> None:
    if kind not in ("C12", "C13"):
        raise RefundError("kind_unknown")
    if cents <= 0:
        raise RefundError("not_above_zero")
    if paid_on > clock.today():
        raise RefundError("in_future")
    if not reference.strip():
        raise RefundError("reference_missing")
    if len(reference) > LONGEST:
        raise RefundError("reference_too_long")
