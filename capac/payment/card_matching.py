"""Whose an electronic card is, and whether it says anything new. Three queries for many cards at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from capac.payment.ec3 import EC3
from capac.payment.models import ControlCard
from capac.people import api as people
from capac.records import api as records

UNKNOWN = "unknown_client"
Content = tuple[Any, ...]
"""What a card says: client, month, version, day of confirmation, days, half-days of holiday left."""


@dataclass
class Known:
    """What is known already, and what these cards add to it as they are sorted.

    Clients by number, contents by card id, the highest version by client and month.
    """

    clients: Mapping[str, int]
    contents: dict[str, Content]
    versions: dict[tuple[int, date], int]


def what_is_known(cards: Sequence[EC3]) -> Known:
    """Everything that decides over these cards."""
    clients = people.current_numbers({card.number for card in cards})
    same = ControlCard.objects.filter(card_id__in=[card.card_id for card in cards])
    of_months = ControlCard.objects.filter(
        client_id__in=set(clients.values()), month__in={card.month.first for card in cards}, channel="ec3"
    )
    versions = of_months.values_list("client_id", "month").annotate(Max("version"))
    return Known(
        clients=clients,
        contents={card_id: tuple(content) for card_id, *content in same.values_list("card_id", *_CONTENT)},
        versions={(client, month): version for client, month, version in versions},
    )


def match(card: EC3, known: Known) -> int | None:
    """The client of a new card; None when the card is known already. Raises MessageFaultError."""
    client_id = known.clients.get(card.number)
    if client_id is None:
        raise records.MessageFaultError("unknown_client", card.line, "inss")
    content, before = _content(card, client_id), known.contents.get(card.card_id)
    if before == content:
        return None
    if before is not None:
        raise records.MessageFaultError("card_known_with_other_content", card.line, "cardId")
    latest = known.versions.get((client_id, card.month.first), 0)
    if card.version <= latest:
        raise records.MessageFaultError("version_not_above", card.line, "version", known=str(latest))
    known.versions[client_id, card.month.first] = card.version
    known.contents[card.card_id] = content
    return client_id


_CONTENT = ("client_id", "month", "version", "confirmed_on", "days", "paid_holidays_left_halves")


def _content(card: EC3, client_id: int) -> Content:
    """Values in the order of _CONTENT."""
    return (
        client_id, card.month.first, card.version, card.confirmed_on, marks(card), card.holidays_left_halves,
    )  # fmt: skip


def marks(card: EC3) -> dict[str, str]:
    """The days of a card in the form in which they are kept."""
    return {str(day): code for day, code in card.days.items()}
