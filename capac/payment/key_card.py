"""A paper control card (C3A, AR 25.11.1991 art. 71), keyed by a member of staff: a version like any other.

It says who keyed it and when it was received. The same card keyed twice is kept once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from capac.core import clock
from capac.core.period import Month
from capac.payment.card_faults import CardError, check_day, check_holidays_left, check_month
from capac.payment.models import ControlCard
from capac.payment.states import CARDS
from capac.people import api as people
from capac.people import perms
from capac.records import api as records


def key_card(
    client_id: int,
    month: Month,
    days: Mapping[date, str],
    *,
    paid_holidays_left_halves: int | None,
    received_on: date,
    staff: people.Staff,
    because: records.Because,
) -> int:
    """Keep a paper card as the version that counts from now on; returns its id.

    Raises CardError: the reason, the field (client_id, month, date, code, daysLeft, received_on, staff) and
    what is needed to say so. A card that says the same as the one that counts, received the same day, is that one.
    """
    if not perms.may_key_cards(staff):
        raise CardError("may_not_key", "staff")
    _check(month, days, paid_holidays_left_halves=paid_holidays_left_halves, received_on=received_on)
    card = ControlCard(
        client_id=client_id,
        month=month.first,
        channel="paper",
        received_on=received_on,
        days={str(day): days[day] for day in sorted(days)},
        paid_holidays_left_halves=paid_holidays_left_halves,
        keyed_by=staff,
    )
    with transaction.atomic():
        _hold_client(client_id)
        before = (
            ControlCard.objects.filter(client_id=client_id, month=month.first)
            .order_by("known_at", "id")
            .last()
        )
        return before.pk if before is not None and _same(before, card) else _keep(card, because)


def _check(
    month: Month, days: Mapping[date, str], *, paid_holidays_left_halves: int | None, received_on: date
) -> None:
    check_month(month)
    for day in sorted(days):
        check_day(day, days[day], month=month, before=())
    check_holidays_left(paid_holidays_left_halves)
    if received_on < month.first:
        raise CardError("received_before_month", "received_on", day=str(received_on), month=str(month))
    if received_on > clock.today():
        raise CardError("received_in_future", "received_on", day=str(received_on), today=str(clock.today()))


def _hold_client(client_id: int) -> None:
    """Two people who key the same card at once do it one after the other."""
    rows = people.Client.objects.select_for_update(no_key=True).filter(pk=client_id)
    if rows.values_list("pk", flat=True).first() is None:
        raise CardError("unknown_client", "client_id")


def _same(before: ControlCard, card: ControlCard) -> bool:
    said = ("channel", "received_on", "days", "paid_holidays_left_halves")
    return all(getattr(before, name) == getattr(card, name) for name in said)


def _keep(card: ControlCard, because: records.Because) -> int:
    """The id is drawn first: a paper card bears no number of its own, and ONEM is told one."""
    [card.pk] = records.new_ids(ControlCard, 1)
    card.card_id = f"P{card.pk:010d}"
    card.known_at = clock.now()
    card.save(force_insert=True)
    records.born(CARDS, [card.pk], state="kept", because=because)
    return card.pk
