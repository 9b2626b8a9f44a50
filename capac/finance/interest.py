"""Interest on a payment that came late (AR 25.11.1991 art. 163bis § 2): owed out of own means, never ONEM's.

The law says how much (rules). A finance officer keeps what is owed, once a payment: on the client's written request,
after ONEM has verified the expense.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from capac.core import clock
from capac.core.clock import BRUSSELS
from capac.core.money import parse, plain
from capac.finance import perms
from capac.finance.events import Batch, Event
from capac.finance.faults import BooksError
from capac.finance.models import InterestOwed
from capac.finance.states import INTERESTS
from capac.payment import api as payment
from capac.people import api as people
from capac.records import api as records
from capac.rules import api as rules
from capac.verification import api as verification

KIND = "finance.InterestOwed"
OWED = "owed"


def owe_interest(
    payment_id: int,
    *,
    requested_on: date,
    decided: date,
    conditions_met: date,
    staff: people.Staff,
    keep: bool = True,
) -> int:
    """The interest of a payment in cents, kept unless `keep` is False.

    `decided`: the day on which the decision was communicated; `conditions_met`: on which everything was there.
    Raises BooksError: not_allowed, not_paid, cannot_be_computed, not_owed (with the law's state), known.
    """
    if not perms.may_keep_books(staff):
        raise BooksError("not_allowed")
    case = _case(payment_id, requested_on, decided=decided, conditions_met=conditions_met)
    answer = rules.explain({"interest": case}, "en")
    if "error" in answer:
        raise BooksError("cannot_be_computed", message=answer["error"]["message"])
    if answer["state"] != OWED:
        raise BooksError("not_owed", state=answer["state"])
    cents = parse(answer["interest"])
    if keep:
        _keep(payment_id, cents, case, staff=staff)
    return cents


def _case(payment_id: int, requested_on: date, *, decided: date, conditions_met: date) -> dict[str, Any]:
    """The law's question about a payment that the bank has booked."""
    paid = payment.books.booked([payment_id]).get(payment_id)
    if paid is None or paid.settled_on is None:
        raise BooksError("not_paid")
    return {
        "amount": plain(paid.gross_cents),
        "month": f"{paid.month:%Y-%m}",
        "decision_communicated": str(decided),
        "conditions_met": str(conditions_met),
        "paid_on": str(paid.settled_on),
        "requested_on": str(requested_on),
        "verified": bool(verification.books.outcomes_of_payments([payment_id])),
    }


def _keep(payment_id: int, cents: int, case: dict[str, Any], *, staff: people.Staff) -> None:
    paid = payment.books.booked([payment_id])[payment_id]
    try:
        with transaction.atomic():
            row = InterestOwed.objects.create(
                payment_id=payment_id, client_id=paid.client_id, scheme=paid.scheme, month=paid.month, cents=cents,
                case=case, known_at=clock.now(),
            )  # fmt: skip
            because = records.Because(staff.login, "asked for in writing, verified by ONEM")
            records.born(INTERESTS, [row.pk], state="kept", because=because)
    except IntegrityError as error:
        raise BooksError("known", payment=str(payment_id)) from error


def events_after(after: int, limit: int) -> Batch:
    """Interest kept above an id."""
    rows = list(InterestOwed.objects.filter(pk__gt=after).order_by("pk")[:limit])
    return Batch([_event(row) for row in rows], rows[-1].pk if rows else None)


def _event(row: InterestOwed) -> Event:
    day = row.known_at.astimezone(BRUSSELS).date()
    lines = {"6600": row.cents, "2300": -row.cents}
    return Event(KIND, row.pk, "interest", row.client_id, row.scheme, row.month, day, row.known_at, lines)
