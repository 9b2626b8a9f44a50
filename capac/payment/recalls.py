"""A payment asked back: one person asks, a second one approves. What has not left is stopped, else the bank is asked.

The bank's answer comes as a camt.029; money that comes back comes as a return (FOCR). Either way the month is held
until a person says whether it is paid again: what was wrong is seldom gone by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from capac.core import clock, workdays
from capac.core.period import plus_months
from capac.payment import perms as payment_perms
from capac.payment import recall_messages
from capac.payment.bank_faults import BankError, MessageFaultError, check_second
from capac.payment.bank_reasons import FOLLOWED
from capac.payment.models import Payment, Recall
from capac.payment.recall_messages import AGREED, PENDING, Answer
from capac.payment.returns import stopped
from capac.payment.states import PAYMENTS, RECALLS
from capac.payment.weighing import alone
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work

ASKED, ANSWERED = "recall_asked", "recall_answered"
DESTINATION = "bank"
AT_THE_BANK = ("filed", "settled")
REASONS: dict[str, dict[str, int]] = yaml.load(
    (Path(__file__).parent / "data" / "recalls.yaml").read_bytes(), Loader=yaml.CSafeLoader
)


def last_day(reason: str, settled_on: date) -> date:
    """The last day on which a bank still takes a recall of a booked transfer."""
    limit = REASONS[reason]
    if "bank_days" in limit:
        return workdays.bank().add(settled_on, limit["bank_days"])
    return plus_months(settled_on, limit["months"])


def ask_recall(payment_id: int, reason: str, *, staff: people.Staff, because: records.Because) -> int:
    """One person asks a payment back. Returns the recall's id.

    Raises BankError: not_allowed, not_a_reason, cannot_be_recalled, asked_already, too_late.
    """
    if not payment_perms.may_touch_payments(staff):
        raise BankError("not_allowed")
    if reason not in REASONS:
        raise BankError("not_a_reason", told=reason)
    with transaction.atomic():
        row = Payment.objects.select_for_update().filter(pk=payment_id).first()
        if row is None or row.state not in ("released", *AT_THE_BANK) or not row.transfer_cents:
            raise BankError("cannot_be_recalled", payment=str(payment_id))
        if row.recalls.filter(state__in=("asked", "sent")).exists():
            raise BankError("asked_already", payment=str(payment_id))
        if row.settled_on is not None and clock.today() > last_day(reason, row.settled_on):
            raise BankError("too_late", on=str(last_day(reason, row.settled_on)))
        recall = Recall.objects.create(payment=row, reason=reason, asked_by=staff.login, asked_at=clock.now())
        records.born(RECALLS, [recall.pk], state="asked", because=because)
        work.open_items([_item(ASKED, recall)], because=because)
    return recall.pk


def withdraw_recall(recall_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """A recall that nobody has approved is withdrawn. Raises BankError: not_allowed, not_waiting."""
    if not payment_perms.may_touch_payments(staff):
        raise BankError("not_allowed")
    with transaction.atomic():
        if not records.move(RECALLS, [recall_id], to="withdrawn", because=because):
            raise BankError("not_waiting", recall=str(recall_id))
        work.close_for((RECALLS.kind, recall_id), ASKED, outcome="withdrawn", because=because)


def approve_recall(recall_id: int, *, staff: people.Staff, because: records.Because) -> str:
    """A second person approves: what has not left is stopped, else the bank is asked. Returns stopped or sent.

    Raises BankError: not_waiting, same_person, not_allowed, cannot_be_recalled. The database refuses the same person.
    """
    with transaction.atomic():
        alone()
        recall = Recall.objects.select_for_update().filter(pk=recall_id, state="asked").first()
        if recall is None:
            raise BankError("not_waiting", recall=str(recall_id))
        check_second(staff, recall.asked_by)
        row = Payment.objects.select_for_update(of=("self",)).select_related("file").get(pk=recall.payment_id)
        recall.approved_by = staff.login
        state = _stop(row, because) if row.state == "released" else _send(recall, row)
        recall.save(update_fields=["approved_by", "message_id"])
        records.move_all(RECALLS, [recall_id], to=state, because=because)
        work.close_for((RECALLS.kind, recall_id), ASKED, outcome=state, because=because)
    return state


def _stop(row: Payment, because: records.Because) -> str:
    """It never left: it counts no more, and its month is held until a person says that it is paid again."""
    records.move_all(PAYMENTS, [row.pk], to="dropped", because=because)
    row.bank_reason, row.ended_at = FOLLOWED, clock.now()
    row.save(update_fields=["bank_reason", "ended_at"])
    stopped(row, because=because)
    return "stopped"


def _send(recall: Recall, row: Payment) -> str:
    if row.state not in AT_THE_BANK or row.file is None:
        raise BankError("cannot_be_recalled", payment=str(row.pk))
    recall.message_id = f"CAPAC-RECALL-{recall.pk}"
    told = recall_messages.Asked(
        recall.message_id, row.file.message_id, row.end_to_end_id, row.transfer_cents, recall.reason
    )
    records.put(DESTINATION, recall.message_id, recall_messages.render(told, recall.asked_at))
    return "sent"


def apply_recall_answers(
    stream: Iterator[Any], *, because: records.Because
) -> tuple[Counter[str], list[records.Fault]]:
    """What the bank answers, in the caller's transaction; returns counts and what cannot be used.

    Where it agrees the money comes with a return of its own; where it declines a person is told.
    """
    counts: Counter[str] = Counter()
    faults: list[records.Fault] = []
    for said in stream:
        try:
            counts[_answered(said, because)] += 1
        except MessageFaultError as error:
            faults.append(error.of(said.end_to_end_id))
    return counts, faults


def _answered(said: Answer, because: records.Because) -> str:
    rows = Recall.objects.select_for_update().filter(payment__end_to_end_id=said.end_to_end_id)
    recall = rows.exclude(message_id="").order_by("-pk").first()
    if recall is None:
        raise MessageFaultError("recall_not_asked", said.line, "OrgnlEndToEndId")
    if said.status == PENDING:
        return "recalls_pending"
    state = "agreed" if said.status == AGREED else "declined"
    if recall.state != "sent":
        if recall.state != state:
            raise MessageFaultError("recall_answered_otherwise", said.line, "TxCxlSts", code=said.status)
        return "known"
    recall.answer, recall.answered_at = said.reason, clock.now()
    recall.save(update_fields=["answer", "answered_at"])
    records.move_all(RECALLS, [recall.pk], to=state, because=because)
    if state == "declined":
        work.open_items([_item(ANSWERED, recall)], because=because)
    return f"recalls_{state}"


def _item(kind: str, recall: Recall) -> work.NewItem:
    told = {"reason": recall.reason, "answer": recall.answer, "payment": str(recall.payment_id)}
    return work.NewItem(
        kind, (RECALLS.kind, recall.pk), clock.now(), client_id=recall.payment.client_id, arguments=told
    )
