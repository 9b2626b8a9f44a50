"""Months that ONEM's committee allows to be paid before they end, such as December (AR 25.11.1991 art. 161).

No list of such decisions is in a text that we know: each is keyed from the decision, confirmed by a second person,
and a month without one is paid after its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from capac.core import clock
from capac.core.period import Month
from capac.payment.models import EarlyPayment
from capac.payment.states import EARLY
from capac.payment.term_faults import TermError
from capac.people import api as people
from capac.people import perms
from capac.records import api as records

LONGEST = 80


@dataclass(frozen=True, slots=True)
class EarlyView:
    """One decision as it was keyed."""

    id: int
    month: date
    payable_from: date
    decided_on: date
    reference: str
    state: str
    proposed_by: str
    confirmed_by: str
    known_at: datetime | None


def propose(
    month: Month,
    *,
    payable_from: date,
    decided_on: date,
    reference: str,
    staff: people.Staff,
    because: records.Because,
) -> int:
    """Key a decision of the committee. Raises TermError. Returns its id."""
    if not perms.may_prepare_payments(staff):
        raise TermError("not_allowed")
    _check(month, payable_from, decided_on, reference=reference)
    try:
        with transaction.atomic():
            row = EarlyPayment.objects.create(
                month=month.first, payable_from=payable_from, decided_on=decided_on, reference=reference.strip(),
                proposed_by=staff.login, proposed_at=clock.now(),
            )  # fmt: skip
            records.born(EARLY, [row.pk], state="proposed", because=because)
    except IntegrityError as error:
        raise TermError("known_already", month=str(month)) from error
    return int(row.pk)


def confirm(early_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """A second person confirms: the month is payable from its day on. Raises TermError."""
    with transaction.atomic():
        row = _locked(early_id)
        if staff.login == row.proposed_by:
            raise TermError("same_person", proposed_by=row.proposed_by)
        if not (perms.may_prepare_payments(staff) or perms.may_release_payments(staff)):
            raise TermError("not_allowed")
        row.confirmed_by, row.known_at = staff.login, clock.now()
        row.save(update_fields=["confirmed_by", "known_at"])
        records.move_all(EARLY, [row.pk], to="confirmed", because=because)


def withdraw(early_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """Take back what was keyed wrongly and nobody confirmed. Raises TermError."""
    if not (perms.may_prepare_payments(staff) or perms.may_release_payments(staff)):
        raise TermError("not_allowed")
    with transaction.atomic():
        records.move_all(EARLY, [_locked(early_id).pk], to="withdrawn", because=because)


def payable_from(month: Month, *, known: datetime) -> date | None:
    """From which day of its own a month may be paid, as known at a moment; None where it must end first. One query."""
    rows = EarlyPayment.objects.filter(month=month.first, state="confirmed", known_at__lte=known)
    return rows.values_list("payable_from", flat=True).first()


def over_on(day: date, *, known: datetime) -> Month:
    """The last month that may be paid on a day: the one before it, or its own where that was allowed. One query."""
    own = Month.of(day)
    early = payable_from(own, known=known)
    return own if early is not None and early <= day else own.previous()


def decisions(limit: int = 20) -> list[EarlyView]:
    """What was keyed, the latest month first. One query."""
    return [
        EarlyView(
            row.pk, row.month, row.payable_from, row.decided_on, row.reference, row.state, row.proposed_by,
            row.confirmed_by, row.known_at,
        )
        for row in EarlyPayment.objects.order_by("-month", "-pk")[:limit]
    ]  # fmt: skip


def _check(month: Month, first: date, decided_on: date, *, reference: str) -> None:
    if month < Month.of(clock.today()):
        raise TermError("month_not_open", month=str(month))
    if Month.of(first) != month:
        raise TermError("day_outside_month")
    if decided_on > clock.today():
        raise TermError("decided_in_future")
    if not reference.strip():
        raise TermError("reference_missing")
    if len(reference) > LONGEST:
        raise TermError("too_long")


def _locked(early_id: int) -> EarlyPayment:
    row = EarlyPayment.objects.select_for_update().filter(pk=early_id, state="proposed").first()
    if row is None:
        raise TermError("not_waiting")
    return row
