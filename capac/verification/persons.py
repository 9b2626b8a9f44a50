"""Three outcomes need a person: a complement that ONEM proposes, a loss through our fault alone, and a loss that
can still be contested.

A complement is never paid by itself: our own calculation decides. When a later phase replaces the
outcome, its item closes; an earlier phase that comes late asks for nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from capac.core import money
from capac.core.period import Month
from capac.records import api as records
from capac.verification.judging import COMPLEMENT, LOSSES
from capac.verification.models import CLIENTS_ACT, OWN_FAULT, Expense, Outcome
from capac.verification.rounds import ANSWERS, rounds
from capac.work import api as work

COMPLEMENT_ITEM, OWN_LOSS_ITEM, LOSS_ITEM = "complement_proposed", "own_fault_loss", "loss_to_answer"
SUBJECT = "verification.Outcome"
ANSWER = "verification-answer"
"""What sets the day of an item whose answer has one: the round of verification, in no table of limits of the law."""


def kind_of(outcome: Outcome) -> str:
    """The kind of item that an outcome asks for; "" where it asks for nobody."""
    if outcome.outcome == COMPLEMENT:
        return COMPLEMENT_ITEM
    if outcome.outcome not in LOSSES:
        return ""
    if outcome.cause == OWN_FAULT:
        return OWN_LOSS_ITEM
    ended = outcome.definitive or outcome.phase not in ANSWERS
    return "" if ended or outcome.cause == CLIENTS_ACT else LOSS_ITEM


def answer_by(outcome: Outcome, expense: Expense) -> str:
    """The last day of our answer, as a date in ISO form; "" where none is asked."""
    if outcome.definitive or outcome.phase not in ANSWERS:
        return ""
    month = expense.file.introduction_month
    return rounds(month)[ANSWERS[outcome.phase]].due_on(month).isoformat()


def ask_persons(
    rows: Sequence[Outcome], expenses: Mapping[int, Expense], *, because: records.Because
) -> None:
    """Open the items that these new outcomes ask for; close those of the phases that they replace."""
    fresh, latest = {row.pk for row in rows}, _latest(expenses)
    standing = {row.pk for row in latest.values()}
    for old in Outcome.objects.filter(expense__in=list(expenses)).exclude(pk__in=fresh | standing):
        if kind := kind_of(old):
            work.close_for((SUBJECT, old.pk), kind, outcome="replaced_by_later_phase", because=because)
    asking = [row for row in rows if row.pk in standing and kind_of(row)]
    work.open_items([_item(row, expenses[row.expense_id]) for row in asking], because=because)


def _latest(expenses: Mapping[int, Expense]) -> dict[int, Outcome]:
    """The outcome that counts of each expense."""
    rows = Outcome.objects.filter(expense__in=list(expenses)).order_by("phase")
    return {row.expense_id: row for row in rows}


def _item(row: Outcome, expense: Expense) -> work.NewItem:
    by = answer_by(row, expense)
    return work.NewItem(
        kind=kind_of(row),
        subject=(SUBJECT, row.pk),
        since=row.known_at,
        client_id=expense.client_id,
        arguments={
            "outcome": row.outcome,
            "amount": money.plain(row.amount_cents),
            "month": str(Month.of(expense.month)),
            "scheme": expense.scheme,
            "cause": row.cause,
            "answer_by": by,
        },
        norm=ANSWER if by else "",
        due_on=date.fromisoformat(by) if by else None,
    )
