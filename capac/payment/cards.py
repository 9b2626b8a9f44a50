"""Control cards as known: the one that counts for a month, those of a client, what came since a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from capac.payment.models import ControlCard
from capac.records import api as records


@dataclass(frozen=True, slots=True)
class Card:
    """What a client says happened in a month, its first day. A day that is not in `days` had no event.

    `confirmed_on` and `version` are of an electronic card (channel "ec3"), `keyed_by` (a login) of a paper one.
    `paid_holidays_left_halves` counts half-days of paid holiday not yet taken; None where not said.
    """

    id: int
    card_id: str
    client_id: int
    month: date
    channel: str
    received_on: date
    known_at: datetime
    confirmed_on: date | None
    days: Mapping[date, str]
    paid_holidays_left_halves: int | None
    version: int | None = None
    keyed_by: str = ""


def cards(
    clients: Collection[int] | None, months: Collection[date], *, known: datetime
) -> dict[tuple[int, date], Card]:
    """The card that counts by client and month: the one known last, of whatever channel. None asks for everybody.

    One query; a month without card is absent.
    """
    rows = ControlCard.objects.filter(month__in=list(months), known_at__lte=known)
    if clients is not None:
        rows = rows.filter(records.among("client_id", clients))
    latest = rows.order_by("client_id", "month", "-known_at", "-id").distinct("client_id", "month")
    found = _cards(records.each(latest.values_list(*_COLUMNS), clients))
    return {(card.client_id, card.month): card for card in found}


def cards_of(client_id: int) -> list[Card]:
    """Every version of every card of a client, latest month first, then the one known last. One query."""
    rows = ControlCard.objects.filter(client_id=client_id).order_by("-month", "-known_at", "-id")
    return list(_cards(rows.values_list(*_COLUMNS)))


def cards_by_id(ids: Collection[int]) -> dict[int, Card]:
    """These versions by their id. One query."""
    return {
        card.id: card for card in _cards(ControlCard.objects.filter(pk__in=list(ids)).values_list(*_COLUMNS))
    }


_COLUMNS = (
    "id", "card_id", "client_id", "month", "channel", "received_on", "known_at", "confirmed_on",
    "paid_holidays_left_halves", "version", "days", "keyed_by__login",
)  # fmt: skip


def _cards(rows: Iterable[tuple[Any, ...]]) -> Iterable[Card]:
    """Rows in the order of _COLUMNS."""
    for (
        pk,
        card_id,
        client_id,
        month,
        channel,
        received_on,
        known_at,
        confirmed_on,
        left,
        version,
        days,
        by,
    ) in rows:
        marked = {date.fromisoformat(day): code for day, code in sorted(days.items())}
        yield Card(
            pk, card_id, client_id, month, channel, received_on, known_at, confirmed_on, marked, left, version, by or "",
        )  # fmt: skip
