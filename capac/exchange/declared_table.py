"""What employers declared for a month, for many clients as columns: the versions that rule, as they are kept."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Q

from capac.core.period import Span
from capac.exchange.declarations import that_rule
from capac.exchange.models import AuthorisedPeriod, Declaration
from capac.records import api as records

if TYPE_CHECKING:
    import pyarrow as pa


def declared_table(clients: records.Ids | None, month: date, *, known: datetime) -> pa.Table:
    """The ruling version of every declaration that was ever of this month, by client and ticket, also one that is
    cancelled (status 3) or was moved to another month. None asks for everybody; a range may bring others with it.

    `days` is JSON: a date to a code to hundredths of an hour. One query.
    """
    import pyarrow as pa

    rows = Declaration.objects.filter(known_at__lte=known)
    if clients is not None:
        rows = rows.filter(records.among("client_id", clients))
    touched = rows.filter(month=month).values("original")
    found = that_rule(rows.filter(original__in=touched)).values_list(
        "client_id", "form", "status", "month", "q_hundredths", "s_hundredths", "days"
    )
    names = ("client_id", "form", "status", "month", "q", "s", "days")
    types = (pa.int64(), pa.string(), pa.int64(), pa.date32(), pa.int64(), pa.int64(), pa.string())
    return records.read_table(found, dict(zip(names, types, strict=True))).sort_by("client_id")


def clients_of_month(span: Span, *, known: datetime) -> records.Ids:
    """Clients, in order, with an authorisation that touches a month, or a declaration of it; a few too many, where
    another decision has taken all of its days. Two queries."""
    import pyarrow as pa

    rows = AuthorisedPeriod.objects.filter(authorisation__known_at__lte=known, valid_from__lte=span.last)
    authorised = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=span.first)).order_by()
    declared = Declaration.objects.filter(known_at__lte=known, month=span.first).order_by()
    found = (
        records.read_table(authorised.values_list("authorisation__client_id"), {"client_id": pa.int64()}),
        records.read_table(declared.values_list("client_id"), {"client_id": pa.int64()}),
    )
    return np.unique(np.concatenate([one["client_id"].to_numpy() for one in found]))
