"""Two outcomes need a person: a complement that ONEM proposes, and a loss through our fault alone.

A complement is never paid by itself: our own calculation decides. When a later phase replaces the
outcome, its item closes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from capac.core import money
from capac.records import api as records
from capac.verification.models import OWN_FAULT, Expense, Outcome
from capac.work import api as work

COMPLEMENT, OWN_LOSS = "complement_proposed", "own_fault_loss"
SUBJECT = "verification.Outcome"


def kind_of(outcome: Outcome) -> str:
    """The kind of item that an outcome asks for; "" where it asks for nobody."""
    if outcome.outcome == "C14":
        return COMPLEMENT
    return OWN_LOSS if outcome.outcome in ("C12", "C13") and outcome.cause == OWN_FAULT else ""


def ask_persons(
    rows: Sequence[Outcome], expenses: Mapping[int, Expense], *, because: records.Because
) -> None:
    """Open the items that these new outcomes ask for; close those of the phases that they replace."""
    fresh = {row.pk for row in rows}
    for old in Outcome.objects.filter(expense__in=list(expenses)).exclude(pk__in=fresh):
        if kind := kind_of(old):
            work.close_for((SUBJECT, old.pk), kind, outcome="replaced_by_later_phase", because=because)
    work.open_items([_item(row, expenses[row.expense_id]) for row in rows if kind_of(row)], because=because)


def _item(row: Outcome, expense: Expense) -> work.NewItem:
    return work.NewItem(
        kind=kind_of(row),
        subject=(SUBJECT, row.pk),
        since=row.known_at,
        client_id=expense.client_id,
        arguments={
            "outcome": row.outcome,
            "amount": money.plain(row.amount_cents),
            "month": f"{expense.month:%Y-%m}",
            "scheme": expense.scheme,
            "cause": row.cause,
        },
    )
