"""Another account for money that came back: one person proposes it, a second one confirms it.

Confirming is all that payment does; the account itself is a fact of the client, which flows keeps in the same
transaction. The month was owed again since the payment came back, so the next run pays it onto the account, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from capac.core import clock, iban
from capac.payment.bank_faults import BankError
from capac.payment.doubts import came_back
from capac.payment.models import Payment, Reissue
from capac.payment.states import REISSUES
from capac.people import api as people
from capac.people import perms
from capac.records import api as records


@dataclass(frozen=True, slots=True)
class ReissueView:
    """A proposed or confirmed account for a payment that came back."""

    id: int
    payment_id: int
    client_id: int
    iban: str
    holder: str
    state: str
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str


def propose_account(
    payment_id: int, number: str, *, holder: str, staff: people.Staff, because: records.Because
) -> int:
    """One person proposes another account. A proposal before it is withdrawn. Returns the proposal's id.

    Raises BankError (not_allowed, not_come_back) and IdentifierError for a number that cannot exist.
    """
    if not perms.may_work_items(staff):
        raise BankError("not_allowed")
    checked = iban.check(number)
    with transaction.atomic():
        row = Payment.objects.select_for_update().filter(came_back(), pk=payment_id).first()
        if row is None:
            raise BankError("not_come_back", payment=str(payment_id))
        before = list(Reissue.objects.filter(payment=row, state="proposed").values_list("pk", flat=True))
        records.move(REISSUES, before, to="withdrawn", because=because)
        proposed = Reissue.objects.create(
            payment=row, iban=checked, holder=holder, proposed_by=staff.login, proposed_at=clock.now()
        )
        records.born(REISSUES, [proposed.pk], state="proposed", because=because)
    return proposed.pk


def confirm_proposed(reissue_id: int, *, staff: people.Staff, because: records.Because) -> ReissueView:
    """A second person confirms, in the caller's transaction, which keeps the account. Returns what to keep.

    Raises BankError: not_allowed, not_waiting, same_person. The database refuses the same person too.
    """
    row = Reissue.objects.select_for_update().filter(pk=reissue_id, state="proposed").first()
    if row is None:
        raise BankError("not_waiting", reissue=str(reissue_id))
    if staff.login == row.proposed_by:
        raise BankError("same_person", proposed_by=row.proposed_by)
    if not (perms.may_work_items(staff) or perms.may_release_payments(staff)):
        raise BankError("not_allowed")
    row.confirmed_by, row.confirmed_at = staff.login, clock.now()
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    records.move_all(REISSUES, [reissue_id], to="confirmed", because=because)
    return _view(Reissue.objects.select_related("payment").get(pk=reissue_id))


def reissues_of(payment_id: int) -> list[ReissueView]:
    """What was proposed for a payment, the last one first. One query."""
    rows = Reissue.objects.filter(payment_id=payment_id).select_related("payment").order_by("-pk")
    return [_view(row) for row in rows]


def _view(row: Reissue) -> ReissueView:
    return ReissueView(
        row.pk, row.payment_id, row.payment.client_id, row.iban, row.holder, row.state, row.proposed_by,
        row.proposed_at, row.confirmed_by,
    )  # fmt: skip
