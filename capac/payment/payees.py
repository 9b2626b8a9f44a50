"""Does the account bear this name? The bank is asked before the first payment onto it, and its answer is kept.

What may be done with an answer is data (data/payee.yaml). Where nothing leaves, a person is asked with the reason, a
first one proposes to pay all the same and a second one consents; another account or name is asked anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from capac.core import clock
from capac.payment import payee_messages
from capac.payment.bank_faults import BankError, MessageFaultError, check_second
from capac.payment.holds import PAYEE_ITEM as ITEM
from capac.payment.holds import lift
from capac.payment.models import Hold, PayeeCheck, Payment
from capac.payment.payee_doubts import UNMATCHED, Account, rule
from capac.payment.payee_messages import Answer, Question
from capac.payment.states import PAYEES
from capac.payment.weighing import alone
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.work import api as work

DESTINATION = "bank"
MOST = 5000
BATCH = 2000


def ask_payees(*, because: records.Because) -> int:
    """Ask the bank for every account and name of payments that have not left and were never asked. Returns how many.

    Nothing is asked where the payment body has not chosen to (setting CAPAC_PAYEE_CHECK): for files of many
    transfers the law lets a payer who is no consumer do without.
    """
    if not settings.PAYEE_CHECK:
        return 0
    with transaction.atomic():
        alone()
        rows = list(_unasked()[:MOST])
        return _ask(rows, because) if rows else 0


def _unasked() -> Any:
    known = PayeeCheck.objects.filter(
        client=OuterRef("client"), iban=OuterRef("iban"), holder=OuterRef("holder")
    )
    waiting = Payment.objects.filter(state__in=("prepared", "released"), transfer_cents__gt=0)
    rows = waiting.filter(~Exists(known)).order_by("client_id", "iban", "holder")
    return rows.values_list("client_id", "iban", "holder").distinct()


def _ask(rows: list[Account], because: records.Because) -> int:
    now, ids = clock.now(), records.new_ids(PayeeCheck, len(rows))
    message_id = f"CAPAC-PAYEE-{ids[0]}"
    PayeeCheck.objects.bulk_create(
        PayeeCheck(pk=pk, client_id=client, iban=iban, holder=holder, message_id=message_id, asked_at=now)
        for pk, (client, iban, holder) in zip(ids, rows, strict=True)
    )
    records.born(PAYEES, ids, state="asked", because=because)
    questions = [
        Question(_reference(pk), iban, holder) for pk, (_, iban, holder) in zip(ids, rows, strict=True)
    ]
    records.put(
        DESTINATION, message_id, payee_messages.render(message_id, now.astimezone(clock.BRUSSELS), questions)
    )
    return len(ids)


def _reference(pk: int) -> str:
    return f"V{pk:012d}"


def apply_answers(
    stream: Iterator[Any], *, because: records.Because
) -> tuple[Counter[str], list[records.Fault]]:
    """Keep the bank's answers, in the caller's transaction; returns counts and what cannot be used."""
    counts: Counter[str] = Counter()
    faults: list[records.Fault] = []
    while chunk := list(islice(stream, BATCH)):
        asked = {_reference(row.pk): row for row in _held(chunk)}
        for said in chunk:
            try:
                counts[_answered(said, asked.get(said.reference), because)] += 1
            except MessageFaultError as error:
                faults.append(error.of(said.reference))
    return counts, faults


def _held(chunk: list[Answer]) -> Any:
    ids = [int(said.reference[1:]) for said in chunk if said.reference[1:].isdecimal()]
    return PayeeCheck.objects.select_for_update().filter(pk__in=ids).order_by("pk")


def _answered(said: Answer, row: PayeeCheck | None, because: records.Because) -> str:
    if row is None or row.message_id != said.original_id:
        raise MessageFaultError("payee_not_asked", said.line, "Id")
    if row.state != "asked":
        if row.result != said.code:
            raise MessageFaultError("payee_answered_otherwise", said.line, "Cd", code=said.code)
        return "known"
    row.result, row.suggested, row.answered_at = said.code, said.name, clock.now()
    row.save(update_fields=["result", "suggested", "answered_at"])
    records.move_all(PAYEES, [row.pk], to="answered", because=because)
    if rule(clock.today())[said.code]["asks"]:
        told = {"code": said.code}
        item = work.NewItem(ITEM, (PAYEES.kind, row.pk), clock.now(), client_id=row.client_id, arguments=told)
        work.open_items([item], because=because)
    return f"payee_{said.code}"


def propose_payee(check_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """One person proposes to pay although the name does not fit. Raises BankError: not_allowed, not_waiting."""
    if not perms.may_work_items(staff):
        raise BankError("not_allowed")
    with transaction.atomic():
        if not records.move(PAYEES, [check_id], to="proposed", because=because):
            raise BankError("not_waiting", payee=str(check_id))
        PayeeCheck.objects.filter(pk=check_id).update(proposed_by=staff.login)


def consent_payee(check_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """A second person consents: what it held is free and its item closes.

    Raises BankError: not_waiting, same_person, not_allowed. The database refuses the same person too.
    """
    with transaction.atomic():
        alone()
        row = PayeeCheck.objects.select_for_update().filter(pk=check_id, state="proposed").first()
        if row is None:
            raise BankError("not_waiting", payee=str(check_id))
        check_second(staff, row.proposed_by)
        row.consented_by, row.consented_at = staff.login, clock.now()
        row.save(update_fields=["consented_by", "consented_at"])
        records.move_all(PAYEES, [check_id], to="consented", because=because)
        _free(row, "consented", because)


def _free(row: PayeeCheck, outcome: str, because: records.Because) -> None:
    work.close_for((PAYEES.kind, row.pk), ITEM, outcome=outcome, because=because)
    held = Hold.objects.filter(client_id=row.client_id, state="open", reason=UNMATCHED)
    lift([hold.pk for hold in held if hold.arguments.get("payee") == str(row.pk)], because=because)
