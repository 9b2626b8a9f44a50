"""Take over clients in millions from a Parquet file, by COPY: numbers, offices, telephones, the words of their names.

Columns: niss, given_name, family_name, language, office (its code, or null), since (date), phone (or null). What `load`
does line by line for thousands, this does for a country: all of the file or nothing.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import IntegrityError, transaction
from psycopg.errors import Error

from capac.core import clock
from capac.people import slips
from capac.people.loading import LoadError
from capac.people.models import Client, ContactPoint, IdentityNumber, Office
from capac.records import api as records

COLUMNS = {
    "niss": pa.string(), "given_name": pa.string(), "family_name": pa.string(), "language": pa.string(),
    "office": pa.string(), "since": pa.date32(), "phone": pa.string(),
}  # fmt: skip
CHUNK = 200_000


def take_over(path: Path, *, source: str) -> int:
    """Take over every client of a file; returns how many. Raises LoadError: a column, an office, or a number that
    a client has already; a number is never repeated."""
    table = _read(path)
    try:
        with transaction.atomic():
            for start in range(0, len(table), CHUNK):
                _part(table.slice(start, CHUNK), source)
    except (IntegrityError, Error) as error:
        raise LoadError(f"{path.name}: a number is there twice, or a client has it already") from error
    return len(table)


def _read(path: Path) -> pa.Table:
    table = pq.read_table(path)
    lacking = [name for name in COLUMNS if name not in table.schema.names]
    if lacking:
        raise LoadError(f"{path.name} has no column {lacking[0]}")
    try:
        return table.select(list(COLUMNS)).cast(pa.schema(list(COLUMNS.items())))
    except pa.ArrowInvalid as error:
        raise LoadError(f"{path.name}: {error}") from error


def _part(part: pa.Table, source: str) -> None:
    now, ids = clock.now().isoformat(), pa.array(records.new_ids(Client, len(part)), pa.int64())
    records.copy_table(
        Client,
        pa.table(
            {
                "id": ids,
                "key": [str(uuid.uuid4()) for _ in range(len(part))],
                **{name: part[name] for name in ("given_name", "family_name", "language")},
                "office_id": _offices(part["office"]),
                "registered_at": _every(now, len(part)),
            }
        ),
    )
    numbers = pa.table({"client_id": ids, "niss": part["niss"], "valid_from": part["since"]})
    records.copy_table(IdentityNumber, numbers)
    _phones(part, ids, now, source)
    names = part.select(["family_name", "given_name"]).group_by(["family_name", "given_name"]).aggregate([])
    slips.note_words(zip(names["family_name"].to_pylist(), names["given_name"].to_pylist(), strict=True))


def _phones(part: pa.Table, ids: pa.Array, now: str, source: str) -> None:
    there = pc.is_valid(part["phone"])
    with_one, number = part.filter(there), int(np.sum(there.to_numpy()))
    records.copy_table(
        ContactPoint,
        pa.table(
            {
                "client_id": ids.filter(there.combine_chunks()),
                "kind": _every("phone", number),
                "value": with_one["phone"],
                "valid_from": with_one["since"],
                "known_at": _every(now, number),
                "source": _every(source, number),
            }
        ),
    )


def _offices(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    known = dict(Office.objects.values_list("code", "id"))
    places = pc.index_in(codes, value_set=pa.array(known, pa.string()))
    if places.null_count > codes.null_count:
        raise LoadError("an office of the file does not exist here")
    return pc.take(pa.array(known.values(), pa.int64()), places)


def _every(value: Any, rows: int) -> pa.Array:
    return pa.repeat(value, rows)
