"""Many rows at once, by COPY: thousands in the time of a few dozen single inserts.

Ids are drawn first, so that rows of several tables can point to each other before they are written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import Model, QuerySet
from psycopg import Cursor, sql


def new_ids(model: type[Model], number: int) -> list[int]:
    """So many ids of a table, drawn from its sequence: nobody else gets them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, number],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_in(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of a table, their values in the order of the columns. Columns left out take their default
    of the database, which is none for most: name them all. JSON goes in as its text."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor:
        raw = cast("Cursor[Any]", cursor.cursor)
        with raw.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


CHUNK, FEW = 5000, 100


def each(rows: QuerySet[Any, Any], of: Collection[int] | None) -> Iterator[Any]:
    """The rows of some clients, or of everybody (None). Many are streamed; a few are read at once, without the two
    round trips more that a cursor of the server costs a page."""
    is_few = of is not None and len(of) <= FEW
    return iter(rows) if is_few else iter(rows.iterator(chunk_size=CHUNK))
