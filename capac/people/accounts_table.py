"""The account of each client for a day, for many clients as columns: the same as `clients.accounts_on` says."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from capac.people.models import Account
from capac.records import api as records

if TYPE_CHECKING:
    import pyarrow as pa


def accounts_table(clients: records.Ids | None, *, on: date, known: datetime) -> pa.Table:
    """`client_id`, `iban` and `holder`, by client, as known at a moment; a client without an account is absent.

    None asks for everybody; a range of clients may bring others with it. One query.
    """
    import pyarrow as pa

    rows = Account.objects.filter(valid_from__lte=on, known_at__lte=known)
    rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    if clients is not None:
        rows = rows.filter(records.among("client_id", clients))
    latest = rows.order_by("client_id", "-known_at", "-id").distinct("client_id")
    return records.read_table(
        latest.values_list("client_id", "iban", "holder"),
        {"client_id": pa.int64(), "iban": pa.string(), "holder": pa.string()},
    )
