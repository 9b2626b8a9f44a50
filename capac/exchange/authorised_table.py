"""What is authorised, for many clients as columns: the same segments as `segments.authorised` says one by one.

Most clients hold C2s of which no two rule the same day; those stand as they were read. Where two hold a day the one
function that decides (`overlay`) lays them over each other. Nothing is decided twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from django.db.models import BooleanField, Case, Q, Value, When

from capac.core.period import Span
from capac.exchange.models import AuthorisedPeriod
from capac.exchange.segments import Held, Segment, overlay
from capac.records import api as records

if TYPE_CHECKING:
    import pyarrow as pa

_PATHS = {
    "client_id": "authorisation__client_id", "first": "valid_from", "last": "valid_to", "code": "code",
    "scheme": "scheme", "refusal": "refusal", "family": "family", "first_year": "first_year",
    "daily_cents": "daily_cents", "half_cents": "half_cents", "wage_code": "wage_code", "phase": "phase",
    "q": "q_hundredths", "s": "s_hundredths", "authorisation_id": "authorisation_id",
    "notified_on": "authorisation__notified_on",
}  # fmt: skip
FAR = date.max.toordinal()


def authorised_table(
    clients: records.Ids | None, *, known: datetime, since: datetime | None = None
) -> pa.Table:
    """The segments of clients in order, by client and first day, as known at a moment. None asks for everybody.

    `has_modules` says that the authorisation carries S-modules, `is_new` that it became known after `since`. A range
    of clients may bring others with it; two queries at most.
    """
    rows = AuthorisedPeriod.objects.filter(authorisation__known_at__lte=known)
    if clients is not None:
        rows = rows.filter(records.among("authorisation__client_id", clients))
    rows = rows.annotate(
        has_modules=_holds(~Q(authorisation__modules={})),
        is_new=_holds(Q(authorisation__known_at__gt=since) if since else Q(pk__isnull=True)),
    )
    ordered = rows.order_by("authorisation__client_id", "valid_from", "id")
    table = records.read_table(ordered.values_list(*_PATHS.values(), "has_modules", "is_new"), _types())
    return _overlaid(table, rows)


def _holds(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _types() -> dict[str, Any]:
    import pyarrow as pa

    days, words, wide, flags = (
        ("first", "last", "notified_on"),
        ("code", "scheme", "refusal", "family", "wage_code", "phase"),
        ("client_id", "daily_cents", "half_cents", "q", "s", "authorisation_id"),
        ("first_year", "has_modules", "is_new"),
    )
    kinds = {
        **dict.fromkeys(days, pa.date32()),
        **dict.fromkeys(words, pa.string()),
        **dict.fromkeys(wide, pa.int64()),
        **dict.fromkeys(flags, pa.bool_()),
    }
    return {name: kinds[name] for name in (*_PATHS, "has_modules", "is_new")}


def _overlaid(table: pa.Table, rows: Any) -> pa.Table:
    """The table with the segments of those whose periods share a day laid over each other."""
    import pyarrow as pa

    client = table["client_id"].to_numpy()
    shared = np.unique(client[1:][_meets(table, client)])
    if not len(shared):
        return table
    laid = pa.Table.from_pylist(list(_laid(table, rows, shared)), schema=table.schema)
    whole = pa.concat_tables([table.filter(pa.array(~np.isin(client, shared))), laid])
    return whole.sort_by([("client_id", "ascending"), ("first", "ascending")])


def _meets(table: pa.Table, client: records.Ids) -> Any:
    """Which rows, from the second on, begin before one of the same client that stands above them has ended."""
    import pyarrow as pa

    first = table["first"].cast(pa.int32()).to_numpy()
    last = table["last"].cast(pa.int32()).fill_null(FAR).to_numpy().astype(np.int64)
    reach = np.maximum.accumulate(last + client * (2 * FAR)) - client * (2 * FAR)
    return (client[1:] == client[:-1]) & (first[1:] <= reach[:-1])


def _laid(table: pa.Table, rows: Any, clients: records.Ids) -> Iterator[dict[str, Any]]:
    """Rows of these clients, laid over each other by their rank."""
    columns = (
        "authorisation__reference",
        "authorisation__sequence",
        "authorisation__issued_on",
        "authorisation__known_at",
    )
    asked = rows.filter(authorisation__client_id__in=clients.tolist()).order_by("authorisation__client_id")
    found = asked.values_list(*_PATHS.values(), "has_modules", "is_new", *columns)
    names = table.schema.names
    told = [(dict(zip(names, row, strict=False)), row[-4:]) for row in found]
    for client, mine in groupby(told, key=lambda one: one[0]["client_id"]):
        stored = list(mine)
        flags = {row["authorisation_id"]: (row["has_modules"], row["is_new"]) for row, _ in stored}
        for segment in overlay([_held(client, row, rank) for row, rank in stored]):
            has_modules, is_new = flags[segment.authorisation_id]
            yield {
                "client_id": client, "has_modules": has_modules, "is_new": is_new,
                **{name: getattr(segment, _FIELDS.get(name, name)) for name in _SEGMENT},
            }  # fmt: skip


_FIELDS = {"q": "q_hundredths", "s": "s_hundredths"}
_SEGMENT = tuple(name for name in _PATHS if name != "client_id")


def _held(client: int, row: dict[str, Any], rank: tuple[Any, ...]) -> Held:
    reference, sequence, issued_on, known_at = rank
    told = {_FIELDS.get(name, name): row[name] for name in _SEGMENT}
    segment = Segment(**told, known_at=known_at)
    return Held(client, reference, sequence, issued_on, Span(row["first"], row["last"]), segment)
