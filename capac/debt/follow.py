"""Debt follows the difference between what is owed and what was paid: it claims more, or cancels.

Nothing else writes a debt. Two callers at once never open two debts for one month: the partial unique
index makes the second wait, and then it finds the first one's debt. Locks are taken in one order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Sum

from capac.core import clock
from capac.debt.models import CAUSES, Debt, DebtEntry
from capac.debt.states import DEBTS
from capac.records import api as records

Key = tuple[int, str, date]


class DebtError(ValueError):
    """A change that cannot be booked: no cause of ours, nothing to change, or more cancelled than claimed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a claim, gross, in cents: above zero claims more, below zero cancels.

    `month` is the first day of the reference month; `cause` is recalculation, C12 or C13.
    """

    client_id: int
    scheme: str
    month: date
    cents: int
    cause: str
    calculation_id: int

    @property
    def key(self) -> Key:
        """Which debt it is of."""
        return self.client_id, self.scheme, self.month


def follow(rows: Sequence[Change], *, because: records.Because) -> dict[str, int]:
    """Book changes in the caller's transaction. Returns counts: opened, cancelled, entries.

    The one open debt of a client, scheme and month takes them all; one whose balance becomes zero is
    cancelled. Raises DebtError, and then nothing is written.
    """
    for row in rows:
        _check(row)
    if not rows:
        return {"opened": 0, "cancelled": 0, "entries": 0}
    with transaction.atomic():
        debts = _locked({row.key for row in rows})
        opened = _opened({row.key for row in rows if row.cents > 0} - debts.keys(), because)
        _book(rows, debts | opened, because)
        cancelled = _close(sorted((debts | opened).values()), because)
    return {"opened": len(opened), "cancelled": len(cancelled), "entries": len(rows)}


def _check(row: Change) -> None:
    if row.cause not in CAUSES:
        raise DebtError(f"{row.cause!r} is no cause of a debt; use {', '.join(CAUSES)}")
    if row.cents == 0:
        raise DebtError(f"a change of nothing for {row.scheme} of {row.month:%Y-%m} is not booked")
    if row.month.day != 1:
        raise DebtError(f"the month of a debt is its first day, not {row.month}")


def _locked(keys: set[Key]) -> dict[Key, int]:
    """The open debts of these keys, held for the transaction, in the order in which everybody takes them."""
    clients, months = {key[0] for key in keys}, {key[2] for key in keys}
    rows = (
        Debt.objects.filter(state="open", client_id__in=clients, month__in=months)
        .order_by("client_id", "scheme", "month")
        .select_for_update()
    )
    found = {(row.client_id, row.scheme, row.month): row.pk for row in rows}
    return {key: pk for key, pk in found.items() if key in keys}


_OPEN = """
    INSERT INTO debt_debt (client_id, scheme, month, state, opened_at)
    SELECT client, scheme, month, 'open', %s
    FROM unnest(%s::bigint[], %s::text[], %s::date[]) AS wanted (client, scheme, month)
    ORDER BY client, scheme, month
    ON CONFLICT (client_id, scheme, month) WHERE state = 'open'
        DO UPDATE SET opened_at = debt_debt.opened_at
    RETURNING client_id, scheme, month, id, xmax = 0"""
"""A conflict rewrites the row as it is, only to hold it; xmax is 0 for a row that is really new."""


def _opened(keys: set[Key], because: records.Because) -> dict[Key, int]:
    """Open what is missing; a debt that another caller has opened meanwhile is held and used."""
    if not keys:
        return {}
    columns = [list(column) for column in zip(*sorted(keys), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [clock.now(), *columns])
        rows = cursor.fetchall()
    records.born(DEBTS, [pk for *_, pk, fresh in rows if fresh], state="open", because=because)
    return {(client, scheme, month): pk for client, scheme, month, pk, _ in rows}


def _book(rows: Sequence[Change], debts: dict[Key, int], because: records.Because) -> None:
    missing = next((row for row in rows if row.key not in debts), None)
    if missing is not None:
        raise DebtError(
            f"nothing is claimed for {missing.scheme} of {missing.month:%Y-%m}, so nothing can be cancelled"
        )
    entries = [
        DebtEntry(
            debt_id=debts[row.key],
            cents=row.cents,
            cause=row.cause,
            calculation=row.calculation_id,
            at=clock.now(),
            why=because.why[:200],
        )
        for row in rows
    ]
    DebtEntry.objects.bulk_create(entries, batch_size=2000)


def _close(debts: list[int], because: records.Because) -> list[int]:
    """Cancel the debts whose balance is zero. Raises DebtError for one that would fall below it."""
    balances = DebtEntry.objects.filter(debt_id__in=debts).values_list("debt_id").annotate(Sum("cents"))
    settled = []
    for debt, cents in balances:
        if cents < 0:
            raise DebtError(f"debt {debt}: {-cents} cents more would be cancelled than are claimed")
        if cents == 0:
            settled.append(debt)
    return records.move_all(DEBTS, settled, to="cancelled", because=because)
