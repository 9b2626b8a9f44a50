"""Carry out what was weighed: calculations, payments and holds of a batch, in the caller's transaction.

What it returns must follow in the same transaction: the changes of debts, which are not of this room.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction

from capac.payment.calculations import Key, keep
from capac.payment.comparing import Compared, compare
from capac.payment.holds import lift, open_holds, tell_anew
from capac.payment.models import Payment, PaymentRun
from capac.payment.owed import Owed
from capac.payment.pay_owed import pay_owed
from capac.payment.runs import RunError
from capac.payment.states import PAYMENTS
from capac.payment.weighing import Difference
from capac.payment.withdraw import withdraw
from capac.records import api as records


@dataclass(frozen=True, slots=True)
class Claim:
    """A change of the debt of a month, in cents: above zero claims more, below zero cancels. With its cause."""

    client_id: int
    scheme: str
    month: date
    cents: int
    cause: str
    calculation_id: int


@transaction.atomic
def prepare(
    run_id: int, rows: Sequence[Difference], *, because: records.Because, owed: Owed | None = None
) -> list[Claim]:
    """Write a batch of a run that is preparing and return the changes of debts. Raises RunError.

    `owed` are months that are new to the books, as columns: they are paid as they are.
    """
    run = PaymentRun.objects.select_for_update().get(pk=run_id)
    if run.state != PaymentRun.State.PREPARING:
        raise RunError("not_preparing", state=run.state)
    withdraw([pk for row in rows for pk in row.withdraws], because=because)
    rows = _once(run, rows)
    kept = keep([row.due for row in rows if row.keeps], run_id=run_id, known=run.known_at)
    ids = {row.due.key: kept.get(row.due.key) or (row.last.id if row.last else 0) for row in rows}
    _pay(run, [row for row in rows if row.payment], ids, because=because)
    claims = [claim for row in rows for claim in _claims(row, ids)]
    counts = _hold(run, rows, because=because)
    if owed is not None:
        counts += Counter(pay_owed(run, owed, because=because))
    counts += Counter(
        calculations=len(kept),
        payments=sum(1 for row in rows if row.payment),
        claimed_cents=sum(claim.cents for claim in claims if claim.cents > 0),
        cancelled_cents=-sum(claim.cents for claim in claims if claim.cents < 0),
    )
    run.counters = dict(sorted((Counter(run.counters) + counts).items()))
    run.save(update_fields=["counters"])
    return claims


def _once(run: PaymentRun, rows: Sequence[Difference]) -> list[Difference]:
    """A run pays a month once. When it is gone on with and money came back meanwhile, the next run pays that."""
    clients = {row.due.client_id for row in rows if row.payment}
    paid = set(
        Payment.objects.filter(records.among("client_id", clients), run=run).values_list(
            "client_id", "scheme", "month"
        )
    )
    return [replace(row, payment=None) if row.due.key in paid else row for row in rows]


def _claims(row: Difference, ids: dict[Key, int]) -> list[Claim]:
    changes = row.decision.changes if row.decision else ()
    return [Claim(*row.due.key, cents, cause, ids[row.due.key]) for cause, cents in changes]


def _hold(run: PaymentRun, rows: Sequence[Difference], *, because: records.Because) -> Counter[str]:
    opened = open_holds(
        [(row.due.key, stop) for row in rows for stop in row.opens], since=run.known_at, because=because
    )
    updates = [(pk, row.due.key, stop) for row in rows for pk, stop in row.updates]
    tell_anew(updates, since=run.known_at, because=because)
    lifted = lift([pk for row in rows for pk in row.lifts], because=because)
    return Counter(holds_opened=opened, holds_lifted=lifted)


_COLUMNS = (
    "id", "client_id", "scheme", "month", "run_id", "calculation_id", "gross_cents", "tax_cents", "withheld",
    "transfer_cents", "iban", "holder", "end_to_end_id", "state", "bank_reason", "cause", "before_cents",
)  # fmt: skip


def _pay(
    run: PaymentRun, rows: Sequence[Difference], ids: dict[Key, int], *, because: records.Because
) -> None:
    pks = records.new_ids(Payment, len(rows))
    compared = compare([row.due for row in rows], run.introduction_month) if rows else []
    told = zip(pks, rows, compared, strict=True)
    records.copy_in(
        Payment, _COLUMNS, (_row(pk, row, beside, run_id=run.pk, ids=ids) for pk, row, beside in told)
    )
    records.born(PAYMENTS, pks, state="prepared", because=because)


def _row(
    pk: int, row: Difference, compared: Compared, *, run_id: int, ids: dict[Key, int]
) -> tuple[Any, ...]:
    """Values in the order of _COLUMNS. The id for the bank says nothing of the client."""
    paid, payee = row.payment, row.due.payee
    assert paid is not None and payee is not None, "only what may be paid is paid"
    kept = sum(paid.withheld.values())
    return (
        pk, *row.due.key, run_id, ids[row.due.key], paid.gross, paid.tax, json.dumps(list(paid.withheld.items())),
        paid.gross - paid.tax - kept, payee.iban, payee.holder, f"P{pk:012d}", "prepared", "", compared.cause,
        compared.before_cents,
    )  # fmt: skip
