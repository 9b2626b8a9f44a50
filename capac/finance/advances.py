"""Advances from ONEM: keyed once by the bank's reference of the booking, and in the ledger from then on."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from capac.core import clock
from capac.finance import perms
from capac.finance.events import Batch, Event
from capac.finance.faults import BooksError
from capac.finance.models import Advance
from capac.finance.states import ADVANCES
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules

KIND = "finance.Advance"
LONGEST = 35


def receive_advance(
    scheme: str, cents: int, *, received_on: date, reference: str, staff: people.Staff
) -> int:
    """Keep an advance (below zero: given back, or a slip set right); returns its id.

    Raises BooksError: not_allowed, scheme_unknown, amount_zero, in_future, reference_missing, reference_known.
    """
    if not perms.may_keep_books(staff):
        raise BooksError("not_allowed")
    _check(scheme, cents, received_on, reference)
    try:
        with transaction.atomic():
            row = Advance.objects.create(
                scheme=scheme, cents=cents, received_on=received_on, reference=reference, known_at=clock.now()
            )
            because = records.Because(staff.login, "keyed from the bank's statement")
            records.born(ADVANCES, [row.pk], state="kept", because=because)
    except IntegrityError as error:
        raise BooksError("reference_known", reference=reference) from error
    return int(row.pk)


def _check(scheme: str, cents: int, received_on: date, reference: str) -> None:
    if scheme not in rules.SCHEMES:
        raise BooksError("scheme_unknown", scheme=scheme)
    if cents == 0:
        raise BooksError("amount_zero")
    if received_on > clock.today():
        raise BooksError("in_future", day=str(received_on))
    if not reference.strip() or len(reference) > LONGEST:
        raise BooksError("reference_missing")


def events_after(after: int, limit: int) -> Batch:
    """Advances above an id."""
    rows = list(Advance.objects.filter(pk__gt=after).order_by("pk")[:limit])
    return Batch([_event(row) for row in rows], rows[-1].pk if rows else None)


def _event(row: Advance) -> Event:
    lines = {"1000": row.cents, "3000": -row.cents}
    return Event(KIND, row.pk, "received", None, row.scheme, None, row.received_on, row.known_at, lines)
