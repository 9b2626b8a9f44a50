"""Take over items in millions from a Parquet file, by COPY, each with its promise computed as at its opening.

Columns: kind, subject_kind, subject_id, niss (of the client, or null), since (date), arguments (JSON).
"""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import transaction

from capac.core.clock import BRUSSELS
from capac.people import api as people
from capac.records import api as records
from capac.work.kinds import kind_of
from capac.work.models import Item
from capac.work.promises import promised
from capac.work.states import ITEMS

COLUMNS = ("kind", "subject_kind", "subject_id", "niss", "since", "arguments")
CHUNK = 200_000
MORNING = time(9, 0)


def load(path: Path, *, because: records.Because) -> int:
    """Take over every item of a file, open and with its promise, all or nothing; returns how many.

    Raises ValueError for a column that lacks, people.UnknownClientError for a number that nobody has here.
    """
    table = pq.read_table(path)
    lacking = [name for name in COLUMNS if name not in table.schema.names]
    if lacking:
        raise ValueError(f"{path.name} has no column {lacking[0]}")
    with transaction.atomic():
        for start in range(0, len(table), CHUNK):
            _part(table.slice(start, CHUNK), because)
    return len(table)


def _part(part: pa.Table, because: records.Because) -> None:
    rows = part.to_pydict()
    ids = records.new_ids(Item, len(part))
    clients = _clients(rows["niss"])
    calendar = people.calendar()

    @cache
    def due(kind: str, since: date) -> date:
        return promised(kind_of(kind).promise, _moment(since), calendar=calendar)

    days = pa.array([due(*one) for one in zip(rows["kind"], rows["since"], strict=True)], pa.date32())
    records.copy_table(
        Item,
        pa.table(
            {
                "id": ids,
                **{name: part[name] for name in ("kind", "subject_kind", "subject_id", "arguments")},
                "client_id": pa.array([one.pk if one else None for one in clients], pa.int64()),
                "office_id": pa.array([one.office_id if one else None for one in clients], pa.int64()),
                "language": [one.language if one else "" for one in clients],
                "since": [_moment(day).isoformat() for day in rows["since"]],
                "norm": [kind_of(kind).promise for kind in rows["kind"]],
                "due_on": days,
                "placed_on": days,
                "slips": pa.repeat(0, len(part)),
                "calendar_version": pa.repeat(calendar.version, len(part)),
                "state": pa.repeat("open", len(part)),
                "outcome": pa.repeat("", len(part)),
            }
        ),
    )
    records.went_through(ITEMS, np.array(ids, np.int64), ("open",), because=because)


def _clients(numbers: list[str | None]) -> list[people.Client | None]:
    known = people.current_numbers({one for one in numbers if one})
    rows = people.Client.objects.only("id", "office_id", "language").in_bulk(set(known.values()))
    if len(known) < len({one for one in numbers if one}):
        raise people.UnknownClientError("a number of the file is nobody's here")
    return [rows[known[one]] if one else None for one in numbers]


def _moment(day: date) -> datetime:
    return datetime.combine(day, MORNING, BRUSSELS)
