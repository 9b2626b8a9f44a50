"""Cards that count, for many clients as columns: the same as `cards.cards` says one by one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from capac.payment.models import ControlCard
from capac.records import api as records

if TYPE_CHECKING:
    import pyarrow as pa


def cards_table(clients: records.Ids | None, months: Collection[date], *, known: datetime) -> pa.Table:
    """The card that counts by client and month, in this order, as known at a moment. None asks for everybody.

    `days` is JSON, of a date to its code. A range of clients may bring others with it. One query.
    """
    import pyarrow as pa

    rows = ControlCard.objects.filter(month__in=list(months), known_at__lte=known)
    if clients is not None:
        rows = rows.filter(records.among("client_id", clients))
    latest = rows.order_by("client_id", "month", "-known_at", "-id").distinct("client_id", "month")
    return records.read_table(
        latest.values_list(
            "client_id", "month", "id", "channel", "received_on", "days", "paid_holidays_left_halves"
        ),
        {
            "client_id": pa.int64(),
            "month": pa.date32(),
            "id": pa.int64(),
            "channel": pa.string(),
            "received_on": pa.date32(),
            "days": pa.string(),
            "left": pa.int64(),
        },
    )


def cards_changed_table(moment: datetime, known: datetime) -> pa.Table:
    """`client_id` and `month` of the cards that became known after the first moment, up to and with the second."""
    import pyarrow as pa

    rows = ControlCard.objects.filter(known_at__gt=moment, known_at__lte=known).order_by()
    types = {"client_id": pa.int64(), "month": pa.date32()}
    return records.read_table(rows.values_list("client_id", "month").distinct(), types)
