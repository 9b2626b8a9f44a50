"""Holds: opened and lifted as their reasons come and go, or lifted by a person who accepts the reason.

A hold whose turn is ours is a work item too; the two close together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.payment.calculations import Key, Stop
from capac.payment.models import Hold
from capac.payment.states import HOLDS
from capac.people import api as people
from capac.people import perms
from capac.records import api as records
from capac.work import api as work

ITEM = "payment_held"
PAYEE_ITEM = "payee_unmatched"
PAYEE_KIND = "payment.PayeeCheck"
OURS = "us"
_COLUMNS = (
    "id", "client_id", "scheme", "month", "reason", "turn", "arguments", "since", "state", "lifted_at", "accepted_by",
)  # fmt: skip


class HoldError(ValueError):
    """A hold that cannot be lifted by hand: `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def open_holds(rows: Sequence[tuple[Key, Stop]], *, since: datetime, because: records.Because) -> int:
    """Open holds that are not open yet, with the items of those that wait for us. Returns how many."""
    ids = records.new_ids(Hold, len(rows))
    pairs = list(zip(ids, rows, strict=True))
    records.copy_in(Hold, _COLUMNS, (_row(pk, *row, since=since) for pk, row in pairs))
    records.born(HOLDS, ids, state="open", because=because)
    items = [_item(pk, *row, since=since) for pk, row in pairs if _is_asked(row[1])]
    work.open_items(items, because=because)
    return len(ids)


def tell_anew(rows: Sequence[tuple[int, Key, Stop]], *, since: datetime, because: records.Because) -> None:
    """The reason still holds, with other arguments. One statement each: they are few."""
    for pk, _, stop in rows:
        Hold.objects.filter(pk=pk).update(arguments=dict(stop.arguments), turn=stop.turn)
    work.open_items([_item(*row, since=since) for row in rows if _is_asked(row[2])], because=because)


def lift(ids: Sequence[int], *, because: records.Because) -> int:
    """Lift holds whose reason no longer holds; their items close. Returns how many."""
    lifted = records.move(HOLDS, ids, to="lifted", because=because)
    Hold.objects.filter(pk__in=lifted).update(lifted_at=clock.now())
    ours = Hold.objects.filter(pk__in=lifted, turn=OURS).values_list("pk", "arguments")
    for pk, arguments in ours:
        work.close_for((HOLDS.kind, pk), ITEM, outcome="reason_gone", because=because)
        if check := arguments.get("payee"):
            work.close_for((PAYEE_KIND, int(check)), PAYEE_ITEM, outcome="reason_gone", because=because)
    return len(lifted)


def accept(hold_id: int, *, staff: people.Staff, because: records.Because) -> None:
    """A person lifts a hold whose turn is ours although its reason holds: the next run pays what it can.

    For the same arguments it is not opened again. Raises HoldError: not_allowed, not_ours, not_open.
    """
    if not perms.may_prepare_payments(staff):
        raise HoldError("not_allowed")
    with transaction.atomic():
        hold = Hold.objects.select_for_update().filter(pk=hold_id).first()
        if hold is None or hold.state != "open":
            raise HoldError("not_open")
        if hold.turn != OURS:
            raise HoldError("not_ours")
        records.move_all(HOLDS, [hold_id], to="lifted", because=because)
        Hold.objects.filter(pk=hold_id).update(lifted_at=clock.now(), accepted_by=staff.login)
        work.close_for((HOLDS.kind, hold_id), ITEM, outcome="accepted", because=because)


def _is_asked(stop: Stop) -> bool:
    """A payment that came back, and a name that does not fit, have their own item, which the bank's answer opened."""
    return stop.turn == OURS and not {"payment", "payee"} & set(stop.arguments)


def _row(pk: int, key: Key, stop: Stop, *, since: datetime) -> tuple[Any, ...]:
    """Values in the order of _COLUMNS."""
    return (pk, *key, stop.reason, stop.turn, json.dumps(dict(stop.arguments)), since, "open", None, "")


def _item(pk: int, key: Key, stop: Stop, *, since: datetime) -> work.NewItem:
    client_id, scheme, month = key
    told = {"reason": stop.reason, "month": f"{month:%Y-%m}", "scheme": scheme, **stop.arguments}
    return work.NewItem(
        ITEM,
        (HOLDS.kind, pk),
        since,
        client_id=client_id,
        arguments=told,
        without_income_since=Month.of(month).next().first,
    )
