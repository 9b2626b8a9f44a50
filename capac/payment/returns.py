"""Money that did not arrive: what is asked of whom, and what lets the month be paid again.

A payment that the bank refused or sent back is owed again. Where the account is the reason, nobody pays onto
it again until it was changed or a person has confirmed it: the month is held, and the run holds every other
month of the client while the account is the same. A technical failure is tried again by itself, and a person
looks when that does not end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Count, QuerySet

from capac.core import clock
from capac.core.period import Month
from capac.payment.bank_faults import BankError
from capac.payment.bank_reasons import (
    DEAD,
    DOUBTFUL,
    FOLLOWED,
    STOPPED,
    TECHNICAL,
    TRIED_AGAIN,
    TRIES,
    meaning,
    stop,
)
from capac.payment.calculations import Key, Stop
from capac.payment.doubts import CAME_BACK, came_back, in_doubt
from capac.payment.holds import lift, open_holds
from capac.payment.models import Hold, Payment
from capac.payment.settling import Applied, Ending
from capac.payment.states import PAYMENTS
from capac.payment.weighing import alone
from capac.people import api as people
from capac.records import api as records
from capac.work import api as work

KIND = "returned_payment"
CHANGED, CONFIRMED, DIED, BOOKED = "account_changed", "account_confirmed", "death_noted", "booked_after_all"


def follow(applied: Applied, *, because: records.Because) -> None:
    """What follows from answers just applied, in their transaction: items and holds are opened, or closed."""
    back = applied.moved["refused"] + applied.moved["returned"]
    doubtful = [ending for ending in back if meaning(ending.reason) != TECHNICAL]
    failed = [ending for ending in back if meaning(ending.reason) == TECHNICAL]
    arrived = [ending.payment for ending in applied.moved["settled"] if ending.payment.state == "refused"]
    if doubtful or arrived:
        alone()
        _hold(doubtful, because)
        _free(arrived, BOOKED, because)
    _ask(doubtful + _tried_often(failed), because)


def account_confirmed(payment_id: int, *, because: records.Because) -> None:
    """A person has confirmed the account of a payment that came back: what it holds is free, its item closes.

    Every payment of the client that came back from that account is meant. Raises BankError (not_come_back).
    """
    with transaction.atomic():
        alone()
        row = _came_back(payment_id)
        if row.account_confirmed_at is not None:
            raise BankError("not_come_back", payment=str(payment_id))
        same = list(in_doubt().filter(client_id=row.client_id, iban=row.iban)) or [row]
        Payment.objects.filter(pk__in=[each.pk for each in same]).update(account_confirmed_at=clock.now())
        _free(same, CONFIRMED, because)


def death_noted(payment_id: int, on: date, *, because: records.Because) -> None:
    """The client of a payment that came back has died: the day is kept, the item closes, the hold stays.

    Raises BankError (not_come_back).
    """
    with transaction.atomic():
        row = _came_back(payment_id)
        people.note_death(row.client_id, on)
        work.close_for((PAYMENTS.kind, row.pk), KIND, outcome=DIED, because=because)


def accounts_changed(*, because: records.Because) -> int:
    """Free what is held for an account that the client has changed since. Returns for how many payments."""
    with transaction.atomic():
        alone()
        clients = set(Hold.objects.filter(state="open", reason=DOUBTFUL).values_list("client_id", flat=True))
        now = people.accounts_on(clients, on=clock.today(), known=clock.now())
        rows = in_doubt().filter(client_id__in=list(now)).exclude(bank_reason__in=("MD07", FOLLOWED))
        changed = [row for row in rows if row.iban != now[row.client_id].iban]
        _free(changed, CHANGED, because)
    return len(changed)


def stopped(payment: Payment, *, because: records.Because) -> None:
    """A payment that we stopped before it left: its month is held and its item asks whether it is paid again."""
    ending = Ending(payment, "dropped", None, payment.bank_reason)
    _hold([ending], because)
    _ask([ending], because)


def _came_back(payment_id: int) -> Payment:
    row = Payment.objects.select_for_update().filter(came_back(), pk=payment_id).first()
    if row is None:
        raise BankError("not_come_back", payment=str(payment_id))
    return row


def _hold(endings: Sequence[Ending], because: records.Because) -> None:
    """Hold the months of payments that came back. One that is held for it already stays as it is."""
    wanted: dict[tuple[Key, str], Stop] = {}
    for ending in endings:
        said = stop(ending.reason, ending.payment.pk)
        wanted[_key(ending.payment), said.reason] = said
    for hold in _holds(client for (client, _, _), _ in wanted):
        wanted.pop((_key(hold), hold.reason), None)
    open_holds([(key, said) for (key, _), said in wanted.items()], since=clock.now(), because=because)


def _free(rows: Sequence[Payment], outcome: str, because: records.Because) -> None:
    """The doubt about these payments has ended: holds that rest on them are lifted, their items closed."""
    told = {str(row.pk) for row in rows}
    held = [hold.pk for hold in _holds(row.client_id for row in rows) if hold.arguments["payment"] in told]
    lift(held, because=because)
    for row in rows:
        work.close_for((PAYMENTS.kind, row.pk), KIND, outcome=outcome, because=because)


def _holds(clients: Iterable[int]) -> QuerySet[Hold]:
    """The open holds of clients that rest on the bank's answers."""
    rows = Hold.objects.filter(state="open", client_id__in=set(clients), reason__in=(DOUBTFUL, DEAD, STOPPED))
    return rows.filter(arguments__has_key="payment")


def _ask(endings: Sequence[Ending], because: records.Because) -> None:
    """An item for each, without a name or a number: what came back, of which month, with which code."""
    items = [
        work.NewItem(
            KIND,
            (PAYMENTS.kind, ending.payment.pk),
            clock.now(),
            client_id=ending.payment.client_id,
            arguments={
                "outcome": ending.state,
                "code": ending.reason,
                "meaning": meaning(ending.reason),
                "month": f"{ending.payment.month:%Y-%m}",
                "scheme": ending.payment.scheme,
            },
            without_income_since=Month.of(ending.payment.month).next().first,
        )
        for ending in endings
    ]
    work.open_items(items, because=because)


def _tried_often(endings: Sequence[Ending]) -> list[Ending]:
    """Those whose month has failed so often that trying again is no answer."""
    clients = {ending.payment.client_id for ending in endings}
    failed = Payment.objects.filter(client_id__in=clients, state__in=CAME_BACK, bank_reason__in=TRIED_AGAIN)
    counted = failed.values_list("client_id", "scheme", "month").annotate(Count("pk"))
    often = {(client, scheme, month) for client, scheme, month, times in counted if times >= TRIES}
    return [ending for ending in endings if _key(ending.payment) in often]


def _key(row: Payment | Hold) -> Key:
    return row.client_id, row.scheme, row.month
