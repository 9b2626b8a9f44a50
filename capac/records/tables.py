"""Many rows as columns: a queryset read into an Arrow table, an Arrow table written, both by COPY.

What is read as columns costs a fraction of a microsecond a value, where a row of objects costs that many times over.
Arrow is loaded on first use. Lists travel as PostgreSQL writes them ({1,2}), JSON as its text, bytes as bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from numpy.typing import NDArray
from psycopg import Copy, Cursor, sql

if TYPE_CHECKING:
    import pyarrow as pa

Ids = NDArray[np.int64]
SPARSE = 4
"""Ids that fill more than one in so many places of their range are asked for as a range."""
_HEX = np.frombuffer(b"".join(b"%02x" % byte for byte in range(256)), np.uint16)


def among(field: str, ids: Collection[int] | Ids) -> Q:
    """A condition that holds of all these ids: their whole range where they fill most of it, else each one.

    The caller leaves out what it did not ask for (a range holds others too).
    """
    wanted = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64, len(ids))
    if len(wanted) == 0:
        return Q(pk__in=[])
    low, high = int(wanted.min()), int(wanted.max())
    if high - low < SPARSE * len(wanted):
        return Q(**{f"{field}__gte": low, f"{field}__lte": high})
    return Q(**{f"{field}__in": RawSQL("SELECT unnest(%s::bigint[])", [wanted.tolist()])})


def read_table(rows: QuerySet[Any], columns: Mapping[str, Any]) -> pa.Table:
    """A queryset of values, in its order, as a table with these columns, by name and Arrow type. One query.

    The columns stand in the order in which the queryset names its values.
    """
    import pyarrow as pa
    from pyarrow import csv

    schema = pa.schema(list(columns.items()))
    try:
        statement, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return schema.empty_table()
    body = BytesIO()
    with connection.cursor() as cursor:
        raw = cast("Cursor[Any]", cursor.cursor)
        with raw.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)", parameters) as copy:
            raw.connection.wait(_whole(copy, body))
    if not body.tell():
        return schema.empty_table()
    body.seek(0)
    return csv.read_csv(
        body,
        read_options=csv.ReadOptions(column_names=list(columns), use_threads=False, block_size=1 << 24),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            true_values=["t"],
            false_values=["f"],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )


def _whole(copy: Copy, body: BytesIO) -> Generator[Any, Any, None]:
    """Take everything that is there before waiting again: psycopg's own loop waits for each row."""
    while part := (yield from copy._read_gen()):
        body.write(part)


def copy_table(model: type[Model], table: pa.Table) -> None:
    """Write the rows of a table, whose columns bear the names of those of the database. See copy_in."""
    from pyarrow import csv

    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, table.schema.names))
    )
    body = BytesIO()
    csv.write_csv(_in_text(table), body, csv.WriteOptions(include_header=False))
    with connection.cursor() as cursor:
        raw = cast("Cursor[Any]", cursor.cursor)
        with raw.copy(statement) as copy:
            copy.write(body.getbuffer())


def _in_text(table: pa.Table) -> pa.Table:
    """The same with bytes in the form in which PostgreSQL reads them from text."""
    import pyarrow as pa

    for place, column in enumerate(table.schema):
        if pa.types.is_binary(column.type):
            table = table.set_column(place, column.name, _hexadecimal(table.column(place).combine_chunks()))
    return table


def _hexadecimal(column: Any) -> Any:
    """Bytes as \\x and two letters each, all at once."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = pa.concat_arrays([column]) if isinstance(column, pa.Array) else column.combine_chunks()
    lengths = pc.binary_length(column).fill_null(0).to_numpy().astype(np.int64)
    begins = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
    data = column.buffers()[2]
    flat = np.frombuffer(data if data is not None else b"", np.uint8)[begins[0] : begins[-1]]
    ends = np.cumsum(lengths + 1)
    text = np.empty(int(ends[-1]) if len(ends) else 0, np.uint16)
    mark = np.frombuffer(b"\\x", np.uint16)[0]
    starts = ends - lengths - 1
    inside = np.ones(len(text), np.bool_)
    inside[starts] = False
    text[starts] = mark
    text[inside] = _HEX[flat]
    offsets = np.append(0, ends * 2).astype(np.int64)
    valid = (
        None
        if not column.null_count
        else pa.array(~column.is_null().to_numpy(zero_copy_only=False)).buffers()[1]
    )
    return pa.Array.from_buffers(
        pa.large_string(), len(column), [valid, pa.py_buffer(offsets), pa.py_buffer(text)]
    )
