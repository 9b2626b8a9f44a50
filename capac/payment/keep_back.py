"""Released payments that do not leave: since somebody looked, their account became doubtful, or the client died.

They are dropped, so that they are owed again; the next run finds the doubt and holds the month with its reason. What a
person accepted although its reason holds leaves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from capac.core import clock
from capac.payment.doubts import doubts, in_doubt
from capac.payment.models import Hold, PayeeCheck, Payment
from capac.payment.payee_doubts import waited_for
from capac.payment.states import PAYMENTS
from capac.records import api as records

Key = tuple[int, str, Any]


def keep_back(run_id: int, *, because: records.Because) -> int:
    """Drop what is doubtful of a released run, in the caller's transaction, alone. Returns how many."""
    rows = Payment.objects.filter(run_id=run_id, state="released", transfer_cents__gt=0)
    spoken = {*_clients(in_doubt(), rows), *_clients(PayeeCheck.objects.all(), rows)}
    asked = rows.filter(client_id__in=list(spoken)).order_by("client_id") if spoken else ()
    kept = _doubtful(list(asked))
    why = records.Because(because.who, "doubtful since it was released", because.run_id)
    records.move_all(PAYMENTS, kept, to="dropped", because=why)
    Payment.objects.filter(pk__in=kept).update(ended_at=clock.now())
    return len(kept)


def _clients(said: QuerySet[Any], rows: QuerySet[Payment]) -> set[int]:
    """Clients of these payments of whose accounts the bank has said anything: they are few."""
    found = said.filter(client_id__in=rows.order_by().values("client_id")).order_by()
    return set(found.values_list("client_id", flat=True).distinct())


def _doubtful(rows: Collection[Payment]) -> list[int]:
    clients = {row.client_id for row in rows}
    known, waited = doubts(clients), waited_for(clients)
    accepted = _accepted(clients)
    found = []
    for row in rows:
        stop = known.about(row.client_id, row.iban, row.holder)
        says = stop is not None and (stop.reason, dict(stop.arguments)) not in accepted[_key(row)]
        if says or (row.client_id, row.iban, row.holder) in waited:
            found.append(row.pk)
    return found


def _accepted(clients: Collection[int]) -> dict[Key, list[tuple[str, dict[str, Any]]]]:
    found: dict[Key, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for hold in Hold.objects.filter(records.among("client_id", clients)).exclude(accepted_by=""):
        found[_key(hold)].append((hold.reason, hold.arguments))
    return found


def _key(row: Payment | Hold) -> Key:
    return row.client_id, row.scheme, row.month
