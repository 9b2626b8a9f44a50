"""Promises that will slip: found before their day, renewed, and the telling kept as a row.

An item is locked, its promise moved and its telling written in one transaction. Once moved it is not found again for
the same slip; a worker that dies leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from capac.core import clock
from capac.people import api as people
from capac.work.kinds import told_kinds
from capac.work.models import Item, Telling
from capac.work.promises import placed_on, renewed


@dataclass(frozen=True)
class Slip:
    """A promise that will not be kept, and the new day: of an item of a client, in the client's language."""

    telling_id: int
    item_id: int
    kind: str
    client_id: int
    language: str
    slipped_on: date
    promised_on: date


def renew_slipping(*, limit: int) -> list[Slip]:
    """Renew up to `limit` promises that fall due by the next working day and are not kept yet; returns what to tell.

    Call it in the transaction in which the client is told. What other workers hold is left to them.
    """
    calendar, today = people.calendar(), clock.today()
    with transaction.atomic():
        items = _slipping(calendar.add(today, 1), limit)
        tellings = [
            _telling(one, renewed(one.norm, one.since, today=today, calendar=calendar)) for one in items
        ]
        Telling.objects.bulk_create(tellings)
        for item, telling in zip(items, tellings, strict=True):
            item.due_on, item.slips = telling.promised_on, item.slips + 1
            item.placed_on = min(item.placed_on, placed_on(item.due_on, item.without_income_since))
        Item.objects.bulk_update(items, ["due_on", "placed_on", "slips"], batch_size=500)
    return [_slip(item, telling) for item, telling in zip(items, tellings, strict=True)]


def tellings_of(client_id: int) -> list[Telling]:
    """What a client was told of promises that slipped, the last one first, each with its item. One query."""
    rows = Telling.objects.filter(client_id=client_id).select_related("item").order_by("-id")
    return list(rows)


def tellings_for(item_id: int) -> list[Telling]:
    """How the promise of an item was renewed, the first time first. One query."""
    return list(Telling.objects.filter(item_id=item_id).order_by("id"))


def last_tellings(items: Collection[int]) -> dict[int, Telling]:
    """The last telling of each of these items that has one. One query; none for no item."""
    rows = Telling.objects.filter(item__in=list(items)).order_by("id") if items else ()
    return {one.item_id: one for one in rows}


def _slipping(by: date, limit: int) -> list[Item]:
    """Of whom nobody else has a hand on. What sleeps slips too."""
    rows = Item.objects.filter(due_on__lte=by, kind__in=told_kinds(), client__isnull=False).exclude(
        state="done"
    )
    rows = rows.select_related("client").order_by("due_on", "id")
    return list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])


def _telling(item: Item, promised_on: date) -> Telling:
    return Telling(
        item=item,
        client=item.client,
        slipped_on=item.due_on,
        promised_on=promised_on,
        told_at=clock.now(),
    )


def _slip(item: Item, telling: Telling) -> Slip:
    return Slip(
        telling.pk,
        item.pk,
        item.kind,
        telling.client_id,
        item.language,
        telling.slipped_on,
        telling.promised_on,
    )
