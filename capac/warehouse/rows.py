"""Rows between Arrow and PostgreSQL, as sets: a table made and filled, and what stands under a name read back."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.csv
from psycopg import sql

MOMENT = pa.timestamp("us", tz="UTC")
TYPES = {
    pa.string(): "text",
    pa.int64(): "bigint",
    pa.int32(): "integer",
    pa.date32(): "date",
    pa.bool_(): "boolean",
    pa.decimal128(18, 2): "numeric(18,2)",
    MOMENT: "timestamptz",
}
READ = {
    "text": pa.string(),
    "int8": pa.int64(),
    "int4": pa.int32(),
    "date": pa.date32(),
    "bool": pa.bool_(),
    "numeric(18,2)": pa.decimal128(18, 2),
}
AS_CSV = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
"""Every text is quoted, so an empty one is not an unknown one."""


def fill(
    to: psycopg.Connection[Any],
    table: sql.Identifier,
    batches: Iterable[pa.RecordBatch],
    *,
    schema: pa.Schema,
    temporary: bool = False,
) -> None:
    """Make a table of these columns and copy the rows into it."""
    columns = [sql.SQL("{} {}").format(sql.Identifier(one.name), sql.SQL(TYPES[one.type])) for one in schema]
    kind = sql.SQL("TEMP TABLE" if temporary else "TABLE")
    to.execute(sql.SQL("CREATE {} {} ({})").format(kind, table, sql.SQL(", ").join(columns)))
    with to.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(table)) as copy:
        for batch in batches:
            text = io.BytesIO()
            pyarrow.csv.write_csv(batch, text, AS_CSV)
            copy.write(text.getvalue())


def read(of: psycopg.Connection[Any], table: sql.Identifier) -> pa.Table:
    """Every row of a table or view, with its columns."""
    with of.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {}").format(table))
        columns = [(one.name, READ[one.type_display]) for one in cursor.description or ()]
        rows = [dict(zip((name for name, _kind in columns), row, strict=True)) for row in cursor]
    return pa.Table.from_pylist(rows, schema=pa.schema(columns))
